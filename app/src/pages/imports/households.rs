//! Importing household files from a list: the upload, and its dry run.

use domain::{
    imports::headings::SheetKind,
    imports::{
        Fate, HouseholdRow, Import, Planned,
        withdrawal::{KeptFile, Withdrawal},
    },
    permission::Action,
};
use leptos::prelude::*;

use super::{
    columns::{asked, fields},
    plan::{Shows, bar, chips, pager, refused_file, row, table, understood, whys},
};
use crate::{
    components::{ActionForm, Banner, Icon, More, Near, Select, Submit, area_choice, area_options, is_smallest},
    i18n::{day_value, lang},
    pages::{imports::goods::file_field, stock::words::grouped},
    web::{Cx, Here, Page, Shown},
};

/// Files that stay and are named at most.
const KEPT_SHOWN: usize = 50;

/// Renders `GET /desk/households/import`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepHouseholds)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let options =
        area_options(&areas, |area| cx.actor.may(Action::KeepHouseholds, &area.path) && is_smallest(&areas, area));
    let options = area_choice(cx.lang, options);
    let notes = match cx.query_i64("again") {
        0 => Vec::new(),
        id => cx.store.household_import_plan(&cx.actor, id).await?.import.notes,
    };
    let asked = asked(&cx, SheetKind::Households, notes).await?;
    let imports = cx.store.household_imports(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("households-import-title"), Here::Households, move || {
        view! {
            <p>{t!("households-import-intro")}" "<a class="link" href="/desk/households/import/template.xlsx"><Icon name="download" />{t!("import-template")}</a></p>
            <ActionForm to="/desk/households/import" files=true>
                {fields(SheetKind::Households, asked, "sheet-points-count")}
                {file_field(t!("households-import-file-hint"))}
                <Select name="area" label=t!("households-import-area") options required=true />
                <Submit label=t!("households-import-look") icon="search" />
            </ActionForm>
            <h2>{t!("households-import-recent")}</h2>
            {recent(&imports)}
            <p class="note">{t!("households-import-kept")}</p>
        }
    })
    .back("/desk/households")
    .narrow()
    .no_index())
}

fn recent(imports: &[Import]) -> AnyView {
    if imports.is_empty() {
        return view! { <p class="soft">{t!("households-import-none")}</p> }.into_any();
    }
    let rows = imports
        .iter()
        .map(|import| {
            let name = if import.name.is_empty() { day_value(import.created) } else { import.name.clone() };
            let (to, at) = (format!("/desk/households/import/{}", import.id), import.created);
            view! {
                <li><a class="row" href=to>
                    <span class="row-main"><b>{name}</b><small><Near at=at /></small></span>
                    <span class="row-end">{t!("households-import-made", n = grouped(import.rows_in))}</span>
                </a></li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders `GET /desk/households/import/{id}?fate&from`.
pub async fn plan(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let plan = cx.store.household_import_plan(&cx.actor, id).await?;
    let mut shows = Shows::of(&cx);
    let (rows, of) = shows.rows(&plan);
    let (chips, pages) = (chips(&cx, &plan, shows.fate), pager(&cx, shows.from, of));
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (to_do, asked) = (number(plan.to_do()), number(plan.count(Fate::Maybe)));
    let is_partly = |row: &&Planned<HouseholdRow>| row.fate.acts() && !row.line.row.left_out.is_empty();
    let left_out = number(plan.rows.iter().filter(is_partly).count());
    let refused = number(plan.count(Fate::Refused));
    let import = plan.import;
    let withdrawal = match import.rows_in {
        0 => None,
        _ => Some(cx.store.household_import_withdrawal(&cx.actor, id).await?),
    };
    Ok(Page::new(cx.lang.t("import-plan-title"), Here::Households, move || {
        let place = import.location_name.clone();
        let done = (import.rows_in > 0)
            .then(|| view! { <Banner tone="tea">{t!("households-import-done", n = grouped(import.rows_in))}</Banner> });
        let ask = (asked > 0).then(|| view! { <Banner tone="amber">{t!("households-import-ask", n = asked)}</Banner> });
        let partly = (left_out > 0)
            .then(|| view! { <Banner tone="amber">{t!("households-import-left-out", n = grouped(left_out))}</Banner> });
        let go = (to_do > 0).then(|| {
            view! {
                <section class="card">
                    <ActionForm to=format!("/desk/households/import/{id}/apply")>
                        <p>{t!("households-import-go-text", n = grouped(to_do), place = place)}</p>
                        {bar(to_do)}
                        <Submit label=t!("households-import-go", n = grouped(to_do)) icon="check" />
                    </ActionForm>
                </section>
            }
        });
        let heads = [t!("sheet-contact"), t!("sheet-phone"), t!("sheet-address")].map(|head| (head, false)).to_vec();
        let nothing =
            (to_do == 0 && import.rows_in == 0).then(|| view! { <Banner>{t!("households-import-nothing")}</Banner> });
        view! {
            <p class="soft">{import.name.clone()}" · "{import.location_name.clone()}" · "<Near at=import.created /></p>
            {understood(&import.notes, "sheet-points-count")}
            {done}
            {ask}
            {partly}
            {nothing}
            {go}
            {refused_file(&format!("/desk/households/import/{id}"), refused)}
            {chips()}
            {table(heads, rows.iter().map(|planned| household_row(id, planned)).collect_view().into_any())}
            {pages()}
            {withdrawal.map(|found| withdraw(id, found))}
        }
    })
    .back("/desk/households/import")
    .wide()
    .no_index())
}

/// Renders the way back: how many files go, and which stay and why.
fn withdraw(id: i64, found: Withdrawal) -> impl IntoView {
    let to = format!("/desk/households/import/{id}/withdraw");
    let goes = found.left > 0;
    let (left, kept) = (grouped(found.left), found.kept.len());
    let named = found
        .kept
        .into_iter()
        .take(KEPT_SHOWN)
        .map(|KeptFile { household, why }| {
            let why = lang().named("import-kept", why.as_str());
            view! {
                <li><a class="row" href=format!("/desk/households/{household}")>
                    <span class="row-main"><b>{t!("desk-household-number", n = household.to_string())}</b><small>{why}</small></span>
                </a></li>
            }
        })
        .collect_view();
    view! {
        <More summary=t!("import-withdraw") to=to.clone()>
            <p class="note">{t!("import-withdraw-note")}</p>
            {goes.then(|| view! {
                <ActionForm to=to>
                    <Submit label=t!("import-withdraw-do", n = left) tone="bad" icon="undo" />
                </ActionForm>
            })}
            {(kept > 0).then(|| view! {
                <p>{t!("import-withdraw-kept", n = i64::try_from(kept).unwrap_or(0))}</p>
                <ul class="rows">{named}</ul>
            })}
        </More>
    }
}

fn household_row(id: i64, planned: &Planned<HouseholdRow>) -> impl IntoView + use<> {
    let HouseholdRow { name, phone, other_phones, address, members, .. } = planned.line.row.clone();
    let people = i64::try_from(members.len()).unwrap_or(0);
    let people =
        (people > 0).then(|| view! { " "<small class="soft">{t!("households-import-people", n = people)}</small> });
    let others = (!other_phones.is_empty()).then(|| view! { " "<small class="soft">{other_phones}</small> });
    let cells = view! {
        <td data-label=t!("sheet-contact")>{name}{people}</td>
        <td data-label=t!("sheet-phone")>{phone}{others}</td>
        <td data-label=t!("sheet-address")>{address}</td>
    };
    let people = i64::try_from(planned.line.row.members.len()).unwrap_or(0);
    let of_concern = matches!(planned.fate, Fate::NewHousehold | Fate::Maybe | Fate::Refused | Fate::Before);
    let left_out = of_concern.then(|| whys(&planned.line.row.left_out, people, "sheet-points-count"));
    let left_out = left_out
        .flatten()
        .map(|list| view! { <small class="soft">{t!("households-import-left-out-of")}</small>{list} });
    row(planned, cells.into_any(), view! { {why(id, planned)}{left_out} }.into_any())
}

/// Renders why a row is refused, or which family it is or resembles.
fn why(id: i64, planned: &Planned<HouseholdRow>) -> AnyView {
    if let Some(wrong) = whys(&planned.line.wrong, planned.of, "sheet-points-count") {
        return wrong;
    }
    let file = format!("/desk/households/{}", planned.item);
    match planned.fate {
        Fate::Known | Fate::Before => {
            view! { <a class="link" href=file>{t!("households-import-known", n = planned.item)}</a> }.into_any()
        }
        Fate::Duplicate => t!("import-same-as", n = planned.of).into_any(),
        Fate::Maybe => {
            let like = if planned.item == 0 {
                t!("households-import-like-row", n = planned.of).into_any()
            } else {
                view! { <a class="link" href=file>{t!("households-import-like", n = planned.item)}</a> }.into_any()
            };
            view! {
                {like}
                <ActionForm to=format!("/desk/households/import/{id}/rows/{}", planned.line.n)>
                    <Submit label=t!("households-import-anyway") tone="quiet" small=true choice=("anyway", "true".to_owned()) />
                </ActionForm>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

//! Household files of the actor's areas: searched by name, phone or number, with filters.

use domain::{
    households::{FileState, HardshipKind, Household, Language},
    permission::Action,
};
use leptos::prelude::*;
use store::households::list::HouseholdQuery;

use crate::{
    components::{Empty, Pager, Search, Select, StatePill, Table, Within, thumb_link, top_link},
    i18n::lang,
    islands::DeskKeys,
    web::{Cx, Here, Page, Shown},
};

const NEW: &str = "/desk/households/new";

/// Renders `GET /desk/households?q&mine&helped&hardship&language&state&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let query = HouseholdQuery {
        q: cx.query("q").chars().take(40).collect(),
        mine: cx.query("mine") == "yes",
        hardship: cx.query("hardship").parse().ok(),
        language: cx.query("language").parse().ok(),
        state: cx.query("state").parse().unwrap_or_default(),
        never_helped: cx.query("helped") == "never",
        cursor: cx.query_i64("cursor").max(0),
    };
    let found = cx.store.households(&cx.within(), &query).await?;
    let within = Within::of(&cx);
    let may_add = cx.actor.may_somewhere(Action::KeepHouseholds);
    let may_grant = cx.actor.may_somewhere(Action::GrantPoints);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let searched = query != HouseholdQuery::default();
    let chips = chips(&cx, &query, may_add);
    let page = Page::new(cx.lang.t("households-title"), Here::Households, move || {
        let keep = vec![
            ("mine", if query.mine { "yes".to_owned() } else { String::new() }),
            ("helped", if query.never_helped { "never".to_owned() } else { String::new() }),
            ("hardship", query.hardship.map(|kind| kind.as_str().to_owned()).unwrap_or_default()),
            ("language", query.language.map(|one| one.as_str().to_owned()).unwrap_or_default()),
        ];
        view! {
            {within.map(Within::note)}
            <Search q=query.q.clone() placeholder=t!("households-search") keep />
            {chips}
            {filter(&query)}
            {list(found.items, searched, may_add)}
            <Pager next />
            <DeskKeys />
            {may_add.then(|| view! { <p><a class="link" href="/desk/households/import">{t!("households-import-title")}</a></p> })}
            {may_add.then(|| view! { <p><a class="link" href="/desk/cards">{t!("cards-link")}</a></p> })}
            {may_grant.then(|| view! { <p><a class="link" href="/desk/points/import">{t!("points-sheet-title")}</a></p> })}
            {may_add.then(|| thumb_link(NEW.into(), t!("households-new"), "plus"))}
        }
    })
    .wide()
    .no_index();
    Ok(if may_add { page.tools(|| top_link(NEW.into(), t!("households-new"), "plus")) } else { page })
}

/// Renders the most used filters as chips.
fn chips(cx: &Cx, query: &HouseholdQuery, keeps: bool) -> AnyView {
    let plain = !query.mine && !query.never_helped && query.state == FileState::Open;
    let mut all = vec![("mine", "", plain, "households-show-all")];
    if keeps {
        all.push(("mine", "yes", query.mine, "households-mine"));
    }
    all.push(("helped", "never", query.never_helped, "households-never-helped"));
    all.push(("state", "closed", query.state == FileState::Closed, "households-closed"));
    let chips = all
        .into_iter()
        .map(|(name, value, current, key)| {
            let mut changes = vec![("cursor", ""), ("mine", ""), ("helped", ""), ("state", "")];
            changes.retain(|(known, _)| *known != name);
            changes.push((name, value));
            let (to, label) = (cx.address_with(&changes), cx.lang.t(key));
            view! { <a class="chip" href=to aria-current=current.then_some("true")>{label}</a> }
        })
        .collect_view();
    let label = cx.lang.t("households-narrow");
    view! { <nav class="chips" aria-label=label>{chips}</nav> }.into_any()
}

/// Renders the filter form: hardship and language.
fn filter(query: &HouseholdQuery) -> impl IntoView + use<> {
    let lang = lang();
    let kinds = HardshipKind::ALL.iter().map(|k| (k.as_str().to_owned(), lang.named("hardship", k.as_str()))).collect();
    let languages = Language::ALL.iter().map(|l| (l.as_str().to_owned(), lang.named("language", l.as_str()))).collect();
    let hardship = query.hardship.map(|kind| kind.as_str()).unwrap_or_default();
    let language = query.language.map(|one| one.as_str()).unwrap_or_default();
    let kept = [
        ("q", query.q.clone()),
        ("mine", if query.mine { "yes".into() } else { String::new() }),
        ("helped", if query.never_helped { "never".into() } else { String::new() }),
        ("state", if query.state == FileState::Open { String::new() } else { query.state.as_str().into() }),
    ];
    let kept = kept
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    view! {
        <details class="more" open=!hardship.is_empty() || !language.is_empty()>
            <summary>{t!("households-narrow-more")}</summary>
            <form class="form" action="/desk/households">
                {kept}
                <div class="field-row">
                    <Select name="hardship" label=t!("file-hardships") options=kinds value=hardship />
                    <Select name="language" label=t!("file-language") options=languages value=language />
                </div>
                <div class="cluster"><button class="btn btn-quiet">{t!("households-narrow-do")}</button></div>
            </form>
        </details>
    }
}

fn list(found: Vec<Household>, searched: bool, may_add: bool) -> AnyView {
    if found.is_empty() {
        return match (searched, may_add) {
            (true, _) => view! {
                <Empty title=t!("households-none-found") action=("/desk/households", t!("households-show-all"))>{t!("households-none-found-text")}</Empty>
            }
            .into_any(),
            (false, true) => view! {
                <Empty title=t!("households-empty") action=(NEW, t!("households-new"))>{t!("households-empty-text")}</Empty>
            }
            .into_any(),
            (false, false) => view! { <Empty title=t!("households-empty") /> }.into_any(),
        };
    }
    let rows = found.into_iter().map(row).collect_view();
    view! {
        <Table label=t!("households-title") brief=true heads=view! {
            <th scope="col">{t!("households-name")}</th>
            <th scope="col" class="num">{t!("households-number")}</th>
            <th scope="col">{t!("field-area")}</th>
            <th scope="col" class="num">{t!("households-people")}</th>
            <th scope="col">{t!("field-phone")}</th>
            <th scope="col">{t!("file-caseworker")}</th>
            <th scope="col">{t!("households-care")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

/// Renders a row. The phone is masked down to what tells two families apart.
fn row(household: Household) -> impl IntoView {
    let Household { id, area_name, name, phone, hardship, size, caseworker_name, state, .. } = household;
    // An erased file keeps only its number.
    let name = if name.is_empty() { t!("households-number-short", n = id.to_string()) } else { name };
    let keeper = if caseworker_name.is_empty() { t!("file-no-caseworker") } else { caseworker_name };
    view! {
        <tr>
            <th scope="row"><a href=format!("/desk/households/{id}")>{name}</a></th>
            <td class="num" data-label=t!("households-number")>{t!("households-number-short", n = id.to_string())}</td>
            <td data-label=t!("field-area")>{area_name}</td>
            <td class="num" data-label=t!("households-people")>{t!("households-people-count", n = size)}</td>
            <td class="num" data-label=t!("field-phone")>{phone}</td>
            <td data-label=t!("file-caseworker")>{keeper}</td>
            <td class="mark" data-label=t!("households-care")>
                {hardship.then(|| view! { <StatePill tone="amber" icon="heart" text=t!("households-hardship") /> })}
                {(state != FileState::Open).then(|| {
                    view! { <StatePill tone="soft" icon="close" text=lang().named("file-state", state.as_str()) /> }
                })}
            </td>
        </tr>
    }
}

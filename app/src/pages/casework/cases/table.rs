//! Open cases of the areas as a table: sorted, and selected ones given to another caseworker.

use domain::{
    accounts::AccountId,
    casework::cases::{Case, CaseKind},
    permission::Action,
    tables::{CaseColumn, Lines, Sort, filters::ListKind},
};
use leptos::prelude::*;
use store::casework::cases::{steps::AssignCase, table::CaseFilter};

use super::pieces::{case_pill, kind_name};
use crate::{
    components::{
        Empty, Near, Select, Submit, Within,
        tables::{
            Column, DataTable, Line, PageLinks,
            bar::{ListBar, MoreRows, print_head},
            bulk::{self, Verdicts},
            prints, window,
        },
    },
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Address of the table.
const PATH: &str = ListKind::OpenCases.path();
/// Address of the step for selected cases.
const ASSIGN: &str = "/desk/cases/table/assign";

fn filter(cx: &Cx) -> CaseFilter {
    let owner = (cx.query("mine") == "yes").then_some(cx.actor.account);
    CaseFilter { kind: cx.query("kind").parse().ok(), owner }
}

/// Reads the order of the table; what is due first without one.
fn order(cx: &Cx) -> Sort<CaseColumn> {
    cx.query("sort").parse().unwrap_or(Sort::up(CaseColumn::Due))
}

/// Renders `GET /desk/cases/table?kind&mine&sort&cursor`, or with `print` all of it.
pub async fn page(cx: Cx) -> Shown {
    shown(cx, Verdicts::default()).await
}

/// Renders the table again after the step for selected cases was refused as a whole.
pub async fn unassigned(cx: Cx) -> Shown {
    shown(cx.at(PATH), Verdicts::default()).await
}

/// Handles `POST /desk/cases/table/assign`: gives each of the selected cases to a caseworker.
///
/// # Errors
/// Not allowed without a role that follows cases; field `pick` without a case. What is wrong with one of them is its
/// verdict.
pub async fn assign(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::FollowCases)?;
    let (picked, owner) = (bulk::picked(&cx)?, cx.choice::<AccountId>("caseworker")?);
    let (by, mut verdicts) = (cx.by(), Verdicts::default());
    for one in picked {
        let done = cx.store.run(&bulk::by_row(&by, one.id), AssignCase { case: one.id, owner }).await;
        verdicts.note(one.id, done.map_err(domain::Error::from))?;
    }
    shown(cx.at(PATH), verdicts).await
}

async fn shown(cx: Cx, verdicts: Verdicts) -> Shown {
    let (filter, sort) = (filter(&cx), order(&cx));
    let Lines { items, next } = cx.store.case_table(&cx.within(), filter, window(&cx, sort)).await?;
    let columns = vec![
        Column::text("kind", cx.lang.t("case-kind")),
        Column::number("number", cx.lang.t("table-number")).sorted(),
        Column::number("household", cx.lang.t("households-number")),
        Column::text("area", cx.lang.t("field-area")),
        Column::text("step", cx.lang.t("table-step")),
        Column::text("owner", cx.lang.t("file-caseworker")),
        Column::text("due", cx.lang.t("table-until")).sorted(),
        Column::mark("state", cx.lang.t("table-state")),
    ];
    let title = cx.lang.t("list-open-cases");
    let table = DataTable::of(&cx, ListKind::OpenCases, title.clone(), columns, Some(sort));
    if prints(&cx) {
        return Ok(Page::new(title, Here::Cases, move || {
            let head = print_head(items.len(), MoreRows::of(next.as_ref()));
            let lines = items.iter().map(line).collect();
            view! { {head}{table.drawn(lines, &verdicts, None)} }
        })
        .back(cx.address_with(&[("print", "")]))
        .plain()
        .wide()
        .no_index());
    }
    let bar = ListBar::load(&cx, ListKind::OpenCases, "/desk/cases/file").await?;
    let follows = cx.actor.may_somewhere(Action::FollowCases);
    let owners = match follows {
        true => cx.store.caseworkers_to_choose(&cx.within(), Action::FollowCases).await?,
        false => Vec::new(),
    };
    let (within, links) = (Within::of(&cx), PageLinks::of(&cx, next));
    let chip = |name: &str, value: &str| cx.address_with(&[(name, value), ("cursor", "")]);
    let mine = (chip("mine", if filter.owner.is_some() { "" } else { "yes" }), filter.owner.is_some());
    let kinds: Vec<_> = CaseKind::ALL
        .iter()
        .map(|kind| {
            let chosen = filter.kind == Some(*kind);
            (*kind, chip("kind", if chosen { "" } else { kind.as_str() }), chosen)
        })
        .collect();
    let to = format!("{ASSIGN}{}", cx.query_with(&[]).trim_end_matches('?'));
    Ok(Page::new(title, Here::Cases, move || {
        let said = verdicts.drawn("/desk/cases");
        let form = (!owners.is_empty() && !items.is_empty()).then(|| {
            let owners = owners.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
            let fields = view! {
                <Select name="caseworker" label=t!("cases-assign-to") options=owners />
                <Submit label=t!("cases-assign") tone="soft" small=true />
            };
            bulk::form(to, fields.into_any())
        });
        let list = if items.is_empty() {
            view! { <Empty title=t!("cases-empty") action=(PATH, t!("cases-all"))>{t!("cases-empty-text")}</Empty> }
                .into_any()
        } else {
            let lines = items.iter().map(|case| Line { pick: follows.then(|| case.id.to_string()), ..line(case) });
            table.drawn(lines.collect(), &verdicts, None)
        };
        let (to, chosen) = mine;
        let kinds = kinds
            .into_iter()
            .map(|(kind, to, chosen)| {
                view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{kind_name(lang(), kind)}</a> }
            })
            .collect_view();
        view! {
            {said}
            {within.map(Within::note)}
            {bar.chips()}
            <nav class="chips" aria-label=t!("case-kind")>
                <a class="chip" href=to aria-current=chosen.then_some("true")>{t!("cases-mine")}</a>
                {kinds}
            </nav>
            {form}
            {list}
            {links.drawn()}
            {bar.fold(&table)}
        }
    })
    .back("/desk/cases")
    .wide()
    .no_index())
}

fn line(case: &Case) -> Line {
    let (id, due) = (case.id, case.due);
    let owner = if case.owner_name.is_empty() { t!("case-no-owner") } else { case.owner_name.clone() };
    let cells = vec![
        id.to_string().into_any(),
        t!("households-number-short", n = case.household.to_string()).into_any(),
        case.area_name.clone().into_any(),
        lang().named("case-step", &case.step).into_any(),
        owner.into_any(),
        view! { <Near at=due /> }.into_any(),
        case_pill(case),
    ];
    Line { id, to: format!("/desk/cases/{id}"), title: kind_name(lang(), case.kind), note: None, pick: None, cells }
}

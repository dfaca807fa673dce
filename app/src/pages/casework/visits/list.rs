//! Visits: those to be made now, those that climbed, and the rows behind a figure.

use domain::{
    Error,
    accounts::AccountId,
    casework::visits::Visit,
    permission::Action,
    tables::{StockColumn, filters::ListKind},
};
use leptos::prelude::*;
use store::casework::visits::{assignment::AssignVisit, views::VisitQuery};

use super::pieces::{month, tabs, timing_pill, visit_row, whose};
use crate::{
    components::{
        Empty, Near, Pager, Select, Submit, Within,
        tables::{
            Column, DataTable, Line,
            bar::{ListBar, MoreRows, print_head},
            bulk::{self, Verdicts},
            prints, reads_on,
        },
    },
    web::{Cx, Here, Page, Shown},
};

/// Reads the filters of the address. Coordinators and auditors have no visits of their own and see all.
pub(crate) fn query(cx: &Cx) -> VisitQuery {
    VisitQuery {
        timing: cx.query("timing").parse().ok(),
        waiting: cx.query("waiting") == "yes",
        month: month(cx),
        area: cx.query_i64("area").max(0),
        mine: cx.query("mine") == "yes",
        raised: cx.query("raised") == "yes",
        unowned: cx.query("unowned") == "yes",
        household: 0,
        cursor: cx.query_i64("cursor").max(0),
    }
}

/// Renders `GET /desk/visits?mine&raised&unowned&timing&waiting&month&area&cursor`.
pub async fn page(cx: Cx) -> Shown {
    shown(cx, Verdicts::default()).await
}

/// Renders the list again after the step for selected visits was refused as a whole.
pub async fn unassigned(cx: Cx) -> Shown {
    shown(cx.at(ListKind::Visits.path()), Verdicts::default()).await
}

/// Handles `POST /desk/visits/assign`: gives each of the selected visits to a caseworker.
///
/// # Errors
/// Not allowed without a role that gives visits; field `pick` without one. What is wrong with one visit is its verdict.
pub async fn assign(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::RecordVisits).or(cx.actor.must_somewhere(Action::LeadCasework))?;
    let (picked, to) = (bulk::picked(&cx)?, cx.choice::<AccountId>("caseworker")?);
    let (by, mut verdicts) = (cx.by(), Verdicts::default());
    for one in picked {
        let done = cx.store.run(&bulk::by_row(&by, one.id), AssignVisit { visit: one.id, to }).await;
        verdicts.note(one.id, done.map_err(Error::from))?;
    }
    shown(cx.at(ListKind::Visits.path()), verdicts).await
}

async fn shown(cx: Cx, verdicts: Verdicts) -> Shown {
    cx.actor.must_somewhere(Action::ReadVisits)?;
    if !cx.query("timing").is_empty() && query(&cx).timing.is_none() {
        return Err(Error::NotFound);
    }
    let query = query(&cx);
    let mut found = cx.store.visits(&cx.within(), &query).await?;
    while let Some(cursor) = found.next.filter(|_| reads_on(&cx, found.items.len())) {
        let more = cx.store.visits(&cx.within(), &VisitQuery { cursor, ..query }).await?;
        found.items.extend(more.items);
        found.next = more.next;
    }
    let (head, left) = (prints(&cx).then_some(found.items.len()), MoreRows::of(found.next.as_ref()));
    let within = Within::of(&cx);
    let bar = ListBar::of_list(&cx, ListKind::Visits).await?;
    let owners = match giving(&cx) {
        Some(action) => cx.store.caseworkers_to_choose(&cx.within(), action).await?,
        None => Vec::new(),
    };
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let file = format!("/desk/visits/file{}", cx.query_with(&[("cursor", ""), ("format", "xlsx")]));
    let to = format!("/desk/visits/assign{}", cx.query_with(&[]).trim_end_matches('?'));
    let here = match (query.mine, query.raised, query.month) {
        _ if query.unowned => "",
        (true, ..) => "/desk/visits?mine=yes",
        (_, true, _) => "/desk/visits?raised=yes",
        (_, _, None) if query.timing.is_none() => "/desk/visits",
        _ => "",
    };
    let columns = vec![
        Column::text("family", cx.lang.t("table-family")),
        Column::number("number", cx.lang.t("table-number")),
        Column::text("area", cx.lang.t("field-area")),
        Column::text("owner", cx.lang.t("file-caseworker")),
        Column::text("due", cx.lang.t("table-until")),
        Column::mark("state", cx.lang.t("table-state")),
    ];
    let table = DataTable::of::<StockColumn>(&cx, ListKind::Visits, cx.lang.t("visits-title"), columns, None);
    Ok(Page::new(cx.lang.t("visits-title"), Here::Visits, move || {
        let said = verdicts.drawn("/desk/visits");
        let none = found.items.is_empty();
        let form = (!none && !owners.is_empty()).then(|| assign_form(to, owners));
        let lines = found.items.iter().map(line).collect();
        let rows = found.items.iter().map(visit_row).collect_view();
        view! {
            {said}
            {tabs(here)}
            {within.map(Within::note)}
            {bar.chips()}
            {head.map(|rows| print_head(rows, left))}
            {if none {
                view! { <Empty title=t!("visits-empty")>{t!("visits-empty-text")}</Empty> }.into_any()
            } else {
                view! {
                    <p class="soft">{t!("visits-note")}</p>
                    {form}
                    <div class="only-wide">{table.drawn(lines, &verdicts, None)}</div>
                    <ul class="rows only-phone">{rows}</ul>
                    <p><a class="link" href=file download="" rel="nofollow">{t!("visits-export")}</a></p>
                }.into_any()
            }}
            <Pager next />
            {bar.save()}
        }
    })
    .wide()
    .no_index())
}

/// The right by which the caller gives visits to caseworkers; `None` without one.
fn giving(cx: &Cx) -> Option<Action> {
    [Action::LeadCasework, Action::RecordVisits].into_iter().find(|action| cx.actor.may_somewhere(*action))
}

fn assign_form(to: String, owners: Vec<(AccountId, String)>) -> AnyView {
    let owners = owners.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let fields = view! {
        <Select name="caseworker" label=t!("visits-assign-to") options=owners />
        <Submit label=t!("cases-assign") tone="soft" small=true />
    };
    bulk::form(to, fields.into_any())
}

fn line(visit: &Visit) -> Line {
    let (id, due) = (visit.id, visit.window.due - 1);
    let owner = if visit.owner_name.is_empty() { t!("visits-no-owner") } else { visit.owner_name.clone() };
    let cells = vec![
        id.to_string().into_any(),
        visit.area_name.clone().into_any(),
        owner.into_any(),
        view! { <Near at=due /> }.into_any(),
        timing_pill(visit.timing),
    ];
    let pick = visit.may_assign.then(|| id.to_string());
    let title = whose(&visit.name, visit.household);
    Line { id, to: format!("/desk/visits/{id}"), title, note: None, pick, cells }
}

//! The statement shared by families and staff: balance, monthly grant, and movements with balance.

use domain::{
    ledger::JournalKind,
    points::{PointsLine, PointsPolicy},
};
use leptos::prelude::*;
use store::points::views::{Part, PointsFile};

use crate::{
    components::{Empty, Near},
    i18n::{end_reason, lang},
    pages::stock::words::{grouped, signed},
    web::{Cx, scene},
};

/// Points that lapse within this time are highlighted.
const SOON: i64 = 31 * domain::DAY;

/// Parses the part to show: `?of=held`, `?of=soon`, else everything that can be spent.
pub(super) fn part(cx: &Cx, file: &PointsFile) -> Part {
    match cx.query("of") {
        "held" => Part::Held,
        "soon" if file.points.soon > 0 => Part::Lapsing(file.points.soon_at),
        _ => Part::Spendable,
    }
}

/// Renders balance, held and lapsing points; each links to its movements.
pub(super) fn stats(file: &PointsFile, part: Part) -> impl IntoView + use<> {
    let points = file.points;
    let class = if points.soon_at - scene().now < SOON { "stat amber" } else { "stat" };
    let here = move |of: Part| (part == of).then_some("true");
    let soon = here(Part::Lapsing(points.soon_at));
    view! {
        <div class="stats">
            <a class="stat tea" href="?#statement" aria-current=here(Part::Spendable)>
                <b>{grouped(points.balance)}</b><span>{t!("points-balance")}</span>
            </a>
            {(points.held > 0).then(|| view! {
                <a class="stat" href="?of=held#statement" aria-current=here(Part::Held)>
                    <b>{grouped(points.held)}</b><span>{t!("points-held")}</span>
                </a>
            })}
            {(points.soon > 0).then(|| view! {
                <a class=class href="?of=soon#statement" aria-current=soon>
                    <b>{grouped(points.soon)}</b>
                    <span>{t!("points-soon")}</span>
                    <small><Near at=points.soon_at /></small>
                </a>
            })}
        </div>
    }
}

/// Returns the heading of the list for this part.
pub(super) fn heading(part: Part) -> String {
    match part {
        Part::Spendable => t!("points-statement"),
        Part::Held => t!("points-statement-held"),
        Part::Lapsing(_) => t!("points-statement-soon"),
    }
}

/// Describes what the area grants a household of this size; `None` when nothing.
pub(super) fn monthly(policy: Option<PointsPolicy>, size: i64) -> Option<String> {
    let policy = policy.filter(|policy| policy.monthly(size) > 0)?;
    let given = t!("points-monthly", n = policy.monthly(size));
    let cap = (policy.cap_balance > 0).then(|| t!("points-monthly-cap", n = policy.cap_balance));
    let valid = (policy.valid_months > 0).then(|| t!("points-monthly-valid", n = policy.valid_months));
    // Chinese sentences follow each other without a space; English ones bring it along.
    let gap = if lang().is_rtl() { " " } else { "" };
    Some([Some(given), cap, valid].into_iter().flatten().collect::<Vec<_>>().join(gap))
}

/// Describes a movement in the family's words.
pub(super) fn what(line: &PointsLine) -> String {
    match (line.kind, line.shop_order, line.points) {
        (JournalKind::Reverse, 0, _) => t!("points-kind-reverse"),
        (_, 0, _) if line.kind == JournalKind::Grant && line.reason.is_empty() => t!("points-kind-month"),
        (JournalKind::Grant, 0, _) => t!("points-kind-grant"),
        (JournalKind::TakeBack, 0, _) => t!("points-kind-take-back"),
        (JournalKind::Expire, _, _) => t!("points-kind-expire"),
        (_, 0, _) => lang().named("stock-kind", line.kind.as_str()),
        (JournalKind::Release, order, _) => t!("points-kind-order-back", n = order),
        (_, order, _) => t!("points-kind-order", n = order),
    }
}

/// Lists movements, newest first; with `household` each links to its journal.
pub(super) fn list(lines: &[PointsLine], household: Option<i64>) -> AnyView {
    if lines.is_empty() {
        return view! { <Empty title=t!("points-empty")>{t!("points-empty-text")}</Empty> }.into_any();
    }
    let rows = lines.iter().map(|line| row(line, household)).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn row(line: &PointsLine, household: Option<i64>) -> impl IntoView + use<> {
    let (reason, at, after) = (end_reason(&line.reason), line.at, grouped(line.after));
    let undone = line.reversed_by != 0;
    let inner = view! {
        <span class="row-main">
            <b>{what(line)}{undone.then(|| view! { " "<small>{t!("points-undone")}</small> })}</b>
            <small><Near at />{(!reason.is_empty()).then(|| format!(" · {reason}"))}</small>
        </span>
        <span class="row-end num">
            <b>{signed(line.points)}</b>
            <small>{t!("points-after", n = after)}</small>
        </span>
    };
    let journal = line.journal;
    match household {
        Some(id) => {
            view! { <li><a class="row" href=format!("/desk/households/{id}/points/{journal}")>{inner}</a></li> }
                .into_any()
        }
        None if line.shop_order != 0 => {
            view! { <li><a class="row" href=format!("/home/orders/{}", line.shop_order)>{inner}</a></li> }.into_any()
        }
        None => view! { <li class="row">{inner}</li> }.into_any(),
    }
}

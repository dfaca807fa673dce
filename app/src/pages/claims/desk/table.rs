//! Claims of the actor's areas and shops as a table: sorted, narrowed to a state or a shop.

use domain::{
    Error,
    claims::ClaimState,
    permission::Action,
    tables::{ClaimColumn, Lines, Sort, filters::ListKind},
};
use leptos::prelude::*;
use store::claims::table::{ClaimFilter, ClaimLine};

use crate::{
    components::{
        Empty, Near, Within, claim_pill,
        tables::{
            Column, DataTable, Line, PageLinks,
            bar::{ListBar, MoreRows, print_head},
            bulk::Verdicts,
            prints, window,
        },
    },
    i18n::lang,
    pages::stock::pieces::location_filter,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Address of the table.
const PATH: &str = ListKind::Claims.path();

fn filter(cx: &Cx) -> ClaimFilter {
    ClaimFilter { state: cx.query("state").parse().ok(), location: cx.shop() }
}

/// Reads the order of the table; the newest first without one.
fn order(cx: &Cx) -> Sort<ClaimColumn> {
    filter(cx).order(cx.query("sort").parse().unwrap_or(Sort::down(ClaimColumn::Number)))
}

/// Requires a role that sees claims.
fn must_see_claims(cx: &Cx) -> Result<(), Error> {
    cx.actor.must_somewhere(Action::HandOver).or(cx.actor.must_somewhere(Action::ReadStock))
}

/// Serves `GET /desk/claims/table/file?format`, with the filters and the order of the table.
pub(super) async fn file(cx: Cx) -> Result<File, Error> {
    must_see_claims(&cx)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::lists::claims(&cx.store, &cx.by_within(), cx.lang, format, filter(&cx), order(&cx)).await
}

/// Renders `GET /desk/claims/table?state&location&sort&cursor`, or with `print` all of it.
pub async fn page(cx: Cx) -> Shown {
    must_see_claims(&cx)?;
    let (filter, sort) = (filter(&cx), order(&cx));
    let Lines { items, next } = cx.store.claim_table(&cx.within(), filter, window(&cx, sort)).await?;
    let state = ClaimState::Arrived.as_str();
    let columns = vec![
        Column::text("thing", cx.lang.t("table-wish")),
        Column::number("number", cx.lang.t("table-claim-number")).sorted(),
        Column::number("quantity", cx.lang.t("field-quantity")),
        Column::text("claimer", cx.lang.t("table-claimer")),
        Column::text("shop", cx.lang.t("stock-location")),
        Column::text("area", cx.lang.t("field-area")),
        Column::text("due", cx.lang.t("table-due")).sorted_with("state", state),
        Column::text("changed", cx.lang.t("table-changed")).sorted_with("state", state),
        Column::mark("state", cx.lang.t("table-state")),
    ];
    let title = cx.lang.t("list-claims");
    let table = DataTable::of(&cx, ListKind::Claims, title.clone(), columns, Some(sort));
    if prints(&cx) {
        return Ok(Page::new(title, Here::Desk, move || {
            let head = print_head(items.len(), MoreRows::of(next.as_ref()));
            let lines = items.into_iter().map(line).collect();
            view! { {head}{table.drawn(lines, &Verdicts::default(), None)} }
        })
        .back(cx.address_with(&[("print", "")]))
        .plain()
        .wide()
        .no_index());
    }
    let bar = ListBar::load(&cx, ListKind::Claims, "/desk/claims/table/file").await?;
    let shops = match cx.actor.may_somewhere(Action::ReadStock) {
        true => cx.store.shops(&cx.actor, Action::ReadStock).await?,
        false => Vec::new(),
    };
    let (within, links) = (Within::of(&cx), PageLinks::of(&cx, next));
    let sorted = cx.query("sort").to_owned();
    Ok(Page::new(title, Here::Desk, move || {
        let list = if items.is_empty() {
            view! { <Empty title=t!("claims-table-none") action=("/desk/claims/table?location=0", t!("claims-table-all")) /> }.into_any()
        } else {
            table.drawn(items.into_iter().map(line).collect(), &Verdicts::default(), None)
        };
        let states = ClaimState::ALL
            .iter()
            .map(|one| {
                let (value, chosen) = (one.as_str(), filter.state == Some(*one));
                view! { <option value=value selected=chosen>{lang().named("claim-state", value)}</option> }
            })
            .collect_view();
        view! {
            {within.map(Within::note)}
            {bar.chips()}
            <form class="filter-row" action=PATH>
                <input type="hidden" name="sort" value=sorted />
                {location_filter(&shops, filter.location)}
                <select name="state" aria-label=t!("table-state")>
                    <option value="">{t!("table-state-all")}</option>
                    {states}
                </select>
                <button class="btn btn-quiet">{t!("stock-filter")}</button>
            </form>
            {list}
            {links.drawn()}
            {bar.fold(&table)}
        }
    })
    .back("/desk/claims")
    .wide()
    .no_index())
}

fn line(line: ClaimLine) -> Line {
    let ClaimLine { claim, claimer, shop, area_name } = line;
    let day = |at: i64| (at > 0).then(|| view! { <Near at /> }).into_any();
    let cells = vec![
        claim.id.to_string().into_any(),
        claim.quantity.to_string().into_any(),
        claimer.into_any(),
        shop.into_any(),
        area_name.into_any(),
        day(claim.due),
        day(claim.changed),
        claim_pill(claim.state),
    ];
    let title = lang().thing(&claim.key, &claim.size, &claim.title);
    Line { id: claim.id, to: format!("/desk/claims/{}", claim.id), title, note: None, pick: None, cells }
}

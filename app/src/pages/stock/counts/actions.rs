//! Actions on a stock-take.

use domain::{
    Code, Error, Result,
    catalogue::Category,
    ledger::LotId,
    permission::Action,
    stock::{
        counts::StockTakeId,
        lists::{ListBody, ListKind, ListSubject},
    },
};
use store::stock::counts::{
    approval::{ApproveStockTake, CancelStockTake, RejectStockTake},
    lifecycle::{CountStockTake, FinishStockTake, LineCount, LineReason, OpenBlindTake, OpenStockTake},
    recount::RecountStockTake,
    views::LineQuery,
};

use crate::{
    components::{scanned, scans_on},
    pages::stock::lists,
    web::{Cx, Done, To},
};

fn sheet(id: StockTakeId) -> String {
    format!("/shop/stock-takes/{id}")
}

/// Handles `POST /shop/stock-takes/new`.
pub async fn open(cx: Cx) -> Done {
    let category = match cx.field("category") {
        "all" => None,
        _ => Some(cx.choice::<Category>("category")?),
    };
    let new = OpenStockTake { location: cx.choice("location")?, category };
    let id = match cx.checked("blind") {
        true => cx.store.run(&cx.by(), OpenBlindTake(new)).await?,
        false => cx.store.run(&cx.by(), new).await?,
    };
    Ok(To::page(sheet(id)).saying("done-take-open"))
}

/// Parses the lot in a field name: 17 in `counted_17`.
fn lot_in(name: &str, prefix: &str) -> Option<LotId> {
    name.strip_prefix(prefix)?.parse().ok()
}

/// Parses the counts of the sheet; an empty field leaves its line uncounted.
fn typed(cx: &Cx) -> Result<Vec<LineCount>> {
    let mut lines = Vec::new();
    for (name, value) in cx.form.values.iter() {
        let Some(lot) = lot_in(name, "counted_") else { continue };
        let plain = domain::text::half_width(value);
        let seen = cx.field(&format!("seen_{lot}")).parse().ok();
        if !plain.trim().is_empty() {
            let counted = plain.trim().parse().map_err(|_| Error::field("counted", Code::OutOfRange))?;
            lines.push(LineCount { lot, counted: Some(counted), seen });
        } else if cx.checked(&format!("skip_{lot}")) {
            lines.push(LineCount { lot, counted: None, seen: None });
        }
    }
    Ok(lines)
}

/// Handles `POST /shop/stock-takes/{id}/count`, then leads to the remaining lines.
pub async fn count(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let lines = typed(&cx)?;
    write_down(&cx, id, None, lines).await
}

async fn write_down(cx: &Cx, id: StockTakeId, list: Option<lists::PostedList>, lines: Vec<LineCount>) -> Done {
    let written = lists::book(cx, list, ListBody::default(), CountStockTake { take: id, lines }).await?;
    let to = To::page(sheet(id));
    let (n, moved) = (written.saved.to_string(), written.moved.len().to_string());
    Ok(if written.moved.is_empty() {
        to.saying_with("done-take-counted", [("n", n)])
    } else {
        to.saying_with("done-take-counted-moved", [("n", n), ("moved", moved)])
    })
}

/// Handles `POST /shop/stock-takes/{id}/scan`: the number of scans per lot is its count.
///
/// A code that fits several lots, or none on the sheet, is refused and must be typed into its line.
pub async fn scan(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let list = lists::keep(&cx, ListSubject { kind: ListKind::Count, subject: id, household: 0 }).await?;
    if scans_on(&cx) {
        return Ok(To::again());
    }
    // Permission is checked first, so that a forbidden actor learns nothing about codes.
    cx.actor.must_somewhere(Action::KeepStock)?;
    cx.store.stock_take(&cx.actor, id).await?;
    let mut lines: Vec<LineCount> = Vec::new();
    for scan in scanned(&cx).await? {
        let found = scan.found.ok_or(Error::field("scan", Code::Unknown))?;
        let query = LineQuery { item: found.item.id, size: found.size.clone(), limit: 100, ..LineQuery::default() };
        let on_sheet = cx.store.stock_take_lines(&cx.actor, id, &query).await?.lines;
        let lot = match on_sheet.as_slice() {
            [only] => only.lot,
            several => several
                .iter()
                .map(|line| line.lot)
                .find(|lot| *lot == found.lot)
                .ok_or(Error::field("scan", if several.is_empty() { Code::NotFound } else { Code::DoesNotFit }))?,
        };
        match lines.iter_mut().find(|line| line.lot == lot) {
            Some(line) => line.counted = line.counted.map(|n| n + scan.count),
            None => lines.push(LineCount { lot, counted: Some(scan.count), seen: None }),
        }
    }
    if lines.is_empty() {
        return Err(Error::field("scan", Code::Required));
    }
    write_down(&cx, id, list, lines).await
}

/// Handles `POST /shop/stock-takes/{id}/recount`: opens what differs to be counted again.
pub async fn recount(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let lines = cx.store.run(&cx.by(), RecountStockTake(id)).await?;
    Ok(To::page(sheet(id)).saying_with("done-take-counting-again", [("n", lines.to_string())]))
}

/// Handles `POST /shop/stock-takes/{id}/finish`: completes the count; each difference has a reason.
pub async fn finish(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let reasons = cx
        .form
        .values
        .iter()
        .filter_map(|(name, value)| Some(LineReason { lot: lot_in(name, "reason_")?, reason: value.clone() }))
        .collect();
    cx.store.run(&cx.by(), FinishStockTake { take: id, reasons }).await?;
    Ok(To::page(sheet(id)).saying("done-take-finished"))
}

/// Handles `POST /shop/stock-takes/{id}/approve`.
pub async fn approve(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let settled = cx.store.run(&cx.by(), ApproveStockTake(id)).await?;
    Ok(if settled.recount.is_empty() {
        To::page(sheet(id)).saying_with("done-take-approved", [("n", settled.journals.len().to_string())])
    } else {
        To::page(sheet(id)).saying_with("done-take-recount", [("n", settled.recount.len().to_string())])
    })
}

/// Handles `POST /shop/stock-takes/{id}/reject`.
pub async fn reject(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RejectStockTake { id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page(sheet(id)).saying("done-take-rejected"))
}

/// Handles `POST /shop/stock-takes/{id}/cancel`.
pub async fn cancel(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelStockTake { id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page("/shop/stock-takes").saying_with("done-take-cancelled", [("n", format!("#{id}"))]))
}

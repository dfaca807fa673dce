//! Scanned codes of a transfer: what is sent, and what arrived.

use domain::{
    Code, Error, Result,
    stock::transfers::{ArrivedLine, SendLine, Transfer},
};

use crate::{
    components::{Cells, Scanned, scanned},
    pages::stock::receiving::receive_rows::{size_cell, typed},
    web::Cx,
};

/// Returns the cells of a scanned row: the size that its code does not tell.
pub(crate) fn cells() -> Cells {
    Box::new(size_cell)
}

/// Returns what a row stands for: item, size and lot, 0 for a code that names no lot.
///
/// # Errors
/// Field `scan` for an unknown code, field `row_size` for an item with sizes without one.
fn of_row(cx: &Cx, row: &Scanned) -> Result<(i64, String, i64)> {
    let found = row.found.as_ref().ok_or(Error::field("scan", Code::Unknown))?;
    let size = if found.size.is_empty() { typed(&cx.form.values, "row_size", &row.code) } else { found.size.clone() };
    if size.is_empty() && !found.item.sizes.is_empty() {
        return Err(Error::field("row_size", Code::Required));
    }
    Ok((found.item.id, size, found.lot))
}

/// Reads the scanned codes as lines to send; of a code without a lot those that expire first.
///
/// # Errors
/// As [`of_row`].
pub(crate) async fn to_send(cx: &Cx) -> Result<Vec<SendLine>> {
    let mut lines = Vec::new();
    for row in scanned(cx).await? {
        let (item, size, lot) = of_row(cx, &row)?;
        lines.push(SendLine { lot, item, size, quantity: row.count });
    }
    Ok(lines)
}

/// Compares the scanned codes with what was sent: each line with the units that were scanned, 0 for none.
///
/// # Errors
/// As [`of_row`]; field `scan` for goods that were not sent, or more of them than were.
pub(crate) async fn arrived(cx: &Cx, transfer: &Transfer) -> Result<Vec<ArrivedLine>> {
    let mut lines: Vec<ArrivedLine> =
        transfer.lines.iter().map(|line| ArrivedLine { lot: line.lot, quantity: 0 }).collect();
    for row in scanned(cx).await? {
        let (item, size, lot) = of_row(cx, &row)?;
        let mut left = row.count;
        for (line, sent) in lines.iter_mut().zip(&transfer.lines) {
            let same = if lot != 0 { sent.lot == lot } else { sent.item == item && sent.size == size };
            if same {
                let fits = left.min(sent.sent - line.quantity);
                line.quantity += fits;
                left -= fits;
            }
        }
        if left > 0 {
            return Err(Error::field("scan", Code::DoesNotFit));
        }
    }
    Ok(lines)
}

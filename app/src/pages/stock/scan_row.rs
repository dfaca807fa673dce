//! The row of one scanned code, fetched by the scanning script: item and fields for this list.

use domain::{Error, ledger::Origin, permission::Action};

use crate::{
    components::{Cells, scan_row, scanned},
    pages::{orders::counter::walk_in, stock::receiving::receive_rows},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/scan/row?for=receive|walk-in|take&origin&code`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let line = scanned(&cx).await?.into_iter().next().ok_or(Error::NotFound)?;
    let cells: Option<Cells> = match cx.query("for") {
        "receive" => Some(receive_rows::cells(cx.query("origin") == Origin::Purchase.as_str())),
        "walk-in" => Some(walk_in::cells()),
        _ => None,
    };
    Ok(Page::new("", Here::Nowhere, move || {
        let more = cells.map(|cells| cells(Some(&line)));
        scan_row(Some(&line), more)
    }))
}

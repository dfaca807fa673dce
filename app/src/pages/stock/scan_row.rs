//! The row of one scanned code: item and fields for this list.

use domain::{Error, Result, permission::Action, text::half_width};

use crate::{
    components::{Cells, Scanned, scan_row},
    functions::stock::ScanTarget,
    pages::{
        orders::counter::walk_in,
        stock::{receiving::receive_rows, transfers},
    },
    shell,
    web::Cx,
};

/// Renders the row, with a count of 1.
///
/// # Errors
/// [`Error::NotAllowed`] without a role that reads stock; [`Error::NotFound`] without a code.
pub(crate) async fn row(cx: &Cx, target: ScanTarget, code: &str) -> Result<String> {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let code = half_width(code).trim().to_owned();
    if code.is_empty() {
        return Err(Error::NotFound);
    }
    let found = cx.store.item_by_code(&cx.actor, &code).await?;
    let line = Scanned { code, count: 1, found };
    let cells: Option<Cells> = match target {
        ScanTarget::Receipt => Some(receive_rows::cells(false)),
        ScanTarget::Purchase => Some(receive_rows::cells(true)),
        ScanTarget::WalkIn => Some(walk_in::cells()),
        ScanTarget::Transfer | ScanTarget::Arrival => Some(transfers::scans::cells()),
        ScanTarget::StockTake => None,
    };
    Ok(shell::fragment(cx, move || {
        let more = cells.map(|cells| cells(Some(&line)));
        scan_row(Some(&line), more)
    }))
}

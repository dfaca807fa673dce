//! The second count of what differs, before the differences are handed over for approval.

use domain::{
    Code,
    permission::Action,
    stock::counts::{StockTakeId, TakeStep},
};
use serde::Serialize;

use crate::{
    Command, Result, Tx,
    db::sql::{run, value},
    stock::counts::lifecycle::locked,
};

/// Opens the lines that differ to be counted again; a blind sheet hides the book until they are. Returns their number.
///
/// # Errors
/// [`Code::NotAllCounted`] while a line is left, because the answer would say what differs; [`Code::WrongState`] unless
/// the stock-take is `counting`; not found outside the actor's areas.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RecountStockTake(pub StockTakeId);

impl Command for RecountStockTake {
    const NAME: &'static str = "stock_take_recount";
    type Output = u64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<u64> {
        let Self(id) = *self;
        locked(tx, id, Action::KeepStock, TakeStep::Count).await?;
        let left = value!(
            tx,
            i64,
            "select count(*) from stock_take_line where stock_take = $1 and counted = -1 and skipped = false",
            id,
        )?;
        if left > 0 {
            return Err(Code::NotAllCounted.into());
        }
        let lines = run!(
            tx,
            "update stock_take_line set counted = -1, booked_then = 0, counted_at = 0, counted_by = 0, reason = ''
             where stock_take = $1 and counted >= 0 and counted <> booked_then",
            id,
        )?;
        tx.audit("stock_take", id).await?;
        Ok(lines)
    }
}

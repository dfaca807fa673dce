//! Cross-docking: goods for another location are received and sent on in one step.

use domain::{
    Code,
    ledger::LocationId,
    stock::{
        receipts::ReceiptId,
        transfers::{NewTransfer, SendLine, TransferId},
    },
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Result, Tx,
    db::sql::rows,
    stock::{
        receiving::receipts::{AddReceipt, NewReceipt},
        transfers::lifecycle::SendTransfer,
    },
};

/// What became of goods that were received for another location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentOn {
    /// Closed receipt of all of them.
    pub receipt: ReceiptId,
    /// Transfer of those that need no check.
    pub transfer: TransferId,
    /// Units that stay here until their check is signed.
    pub waiting: i64,
}

/// Receives goods on a closed receipt and sends them on; used appliances stay until their check is signed.
///
/// # Errors
/// As [`AddReceipt`] and [`SendTransfer`]; [`Code::CheckNeeded`] when nothing can be sent before its check.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiveAndSend {
    /// Receipt with its lines.
    pub new: NewReceipt,
    /// Location that the goods are for.
    pub to: LocationId,
}

impl Command for ReceiveAndSend {
    const NAME: &'static str = "receipt_send_on";
    type Output = SentOn;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SentOn> {
        // Checks the permission at the location first.
        let receipt = AddReceipt(self.new.clone()).run(tx).await?;
        let here = self.new.location;
        let there = rows!(
            tx,
            (i64, String, i64),
            "select l.id, a.place, b.quantity
             from lot l join ledger_account a on a.owner = $2 and a.place in ('shelf', 'quarantine')
                 join balance b on b.account = a.id and b.lot = l.id
             where l.receipt = $1 and l.receipt <> 0 and b.quantity > 0 order by l.id",
            receipt,
            here,
        )?;
        let waiting = there.iter().filter(|(_, place, _)| place != "shelf").map(|(_, _, units)| units).sum();
        let lines: Vec<SendLine> = there
            .into_iter()
            .filter(|(_, place, _)| place == "shelf")
            .map(|(lot, _, quantity)| SendLine { lot, quantity, ..SendLine::default() })
            .collect();
        if lines.is_empty() {
            return Err(Code::CheckNeeded.into());
        }
        let new = NewTransfer { from: here, to: self.to, lines, note: self.new.note.clone() };
        let transfer = SendTransfer(new).run(tx).await?;
        Ok(SentOn { receipt, transfer, waiting })
    }
}

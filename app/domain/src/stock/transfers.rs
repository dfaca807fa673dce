//! Goods on the way between two locations: sent by one, received by the other, and what became of the rest.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    catalogue::items::ItemId,
    error::Checks,
    ledger::{LocationId, LotId},
    text,
};

/// A transfer's number.
pub type TransferId = i64;

/// Lots that one transfer takes at most.
pub const MOST_LINES: usize = 100;

/// Where a transfer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransferState {
    /// On the way; nobody has received it.
    Sent,
    /// Everything arrived.
    Received,
    /// Something did not arrive and is not settled yet.
    Short,
    /// What had not arrived was found, sent back or written off.
    Settled,
    /// Taken back before it was received.
    Cancelled,
}

crate::text_enum!(TransferState {
    Sent = "sent", Received = "received", Short = "short", Settled = "settled", Cancelled = "cancelled",
});

impl TransferState {
    /// Whether goods of it may still be on the way.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, TransferState::Sent | TransferState::Short)
    }
}

/// What became of goods that had not arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They came later: onto the target's shelf.
    Found,
    /// They never left, or came back: onto the source's shelf.
    Returned,
    /// They are gone: a loss of the source.
    Lost,
}

crate::text_enum!(Outcome { Found = "found", Returned = "returned", Lost = "lost" });

/// Units of something to send. A lot by its number; or an item and a size, and what expires first is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SendLine {
    /// The lot, or 0 to let the item decide.
    pub lot: LotId,
    /// The item, when no lot is named.
    pub item: ItemId,
    /// The item's size, where it has some.
    pub size: String,
    /// How many, 1 to 10,000.
    pub quantity: i64,
}

/// Goods to be sent from one location to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct NewTransfer {
    /// From where.
    pub from: LocationId,
    /// To where.
    pub to: LocationId,
    /// What, 1 to 100 lines.
    pub lines: Vec<SendLine>,
    /// Who drives, how many boxes; or empty.
    pub note: String,
}

impl NewTransfer {
    /// The same with tidy words, when everything in it makes sense.
    ///
    /// # Errors
    /// The same location twice, no lines or too many, a quantity out of range, words that are too long.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("to", self.to > 0, Code::Required);
        checks.ensure("to", self.to <= 0 || self.to != self.from, Code::Unknown);
        checks.ensure("lines", !self.lines.is_empty(), Code::Required);
        checks.ensure("lines", self.lines.len() <= MOST_LINES, Code::TooLong);
        checks.ensure("lines", self.lines.iter().all(|l| (1..=10_000).contains(&l.quantity)), Code::OutOfRange);
        let note = checks.take("note", text::words(&self.note, 0, 200));
        checks.done()?;
        Ok(NewTransfer { note: note.unwrap_or_default(), ..self })
    }
}

/// How many units of a lot arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ArrivedLine {
    /// The lot.
    pub lot: LotId,
    /// How many, 0 to what was sent.
    pub quantity: i64,
}

/// What became of units that had not arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Settlement {
    /// The lot.
    pub lot: LotId,
    /// How many.
    pub quantity: i64,
    /// What became of them.
    pub outcome: Outcome,
    /// Why; needed when they are lost.
    #[serde(default)]
    pub reason: String,
}

/// One lot of a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TransferLine {
    /// The lot.
    pub lot: LotId,
    /// What it is.
    pub item: ItemId,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// Best before, or 0.
    pub expires: Timestamp,
    /// How many were sent.
    pub sent: i64,
    /// How many reached the target's shelf.
    pub arrived: i64,
    /// How many went back to the source's shelf.
    pub returned: i64,
    /// How many were written off.
    pub lost: i64,
}

impl TransferLine {
    /// How many are still on the way.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.sent - self.arrived - self.returned - self.lost
    }
}

/// A transfer as both locations see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Transfer {
    /// Its number.
    pub id: TransferId,
    /// Where it stands.
    pub state: TransferState,
    /// From where.
    pub source: LocationId,
    /// That location's name.
    pub source_name: String,
    /// To where.
    pub target: LocationId,
    /// That location's name.
    pub target_name: String,
    /// Who drives, how many boxes; or empty.
    pub note: String,
    /// Why it was cancelled, or empty.
    pub reason: String,
    /// Who sent it: a staff member's name.
    pub sent_by: String,
    /// When.
    pub sent_at: Timestamp,
    /// Who received it, or empty.
    pub received_by: String,
    /// When, or 0.
    pub received_at: Timestamp,
    /// Units sent.
    pub sent: i64,
    /// Units that are still on the way.
    pub open: i64,
    /// Its lots; empty in lists.
    pub lines: Vec<TransferLine>,
}

/// What was received, made whole: each line once, none missing. Without any line, everything arrived.
///
/// # Errors
/// A line that was not sent, one that is missing or named twice, more than was sent.
pub fn received(sent: &[TransferLine], arrived: &[ArrivedLine]) -> Result<Vec<ArrivedLine>> {
    if arrived.is_empty() {
        return Ok(sent.iter().map(|line| ArrivedLine { lot: line.lot, quantity: line.sent }).collect());
    }
    let known = |line: &ArrivedLine| sent.iter().any(|s| s.lot == line.lot);
    if !arrived.iter().all(known) {
        return Err(Error::field("lines", Code::Unknown));
    }
    let mut whole = Vec::with_capacity(sent.len());
    for line in sent {
        let mut of_lot = arrived.iter().filter(|a| a.lot == line.lot);
        let (Some(found), None) = (of_lot.next(), of_lot.next()) else {
            return Err(Error::field("lines", Code::Required));
        };
        if !(0..=line.sent).contains(&found.quantity) {
            return Err(Error::field("lines", Code::OutOfRange));
        }
        whole.push(*found);
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(lot: LotId, sent: i64) -> TransferLine {
        TransferLine {
            lot,
            item: 13,
            key: "wok".into(),
            name: "炒锅".into(),
            size: String::new(),
            expires: 0,
            sent,
            arrived: 0,
            returned: 0,
            lost: 0,
        }
    }

    fn code<T: std::fmt::Debug>(result: Result<T>) -> Code {
        match result.expect_err("refused") {
            Error::Invalid(fields) => fields[0].code,
            other => other.code(),
        }
    }

    #[test]
    fn what_is_received_names_each_line_once_and_never_more_than_was_sent() {
        let sent = [line(1, 5), line(2, 3)];
        let of = |pairs: &[(i64, i64)]| {
            received(
                &sent,
                &pairs.iter().map(|(lot, quantity)| ArrivedLine { lot: *lot, quantity: *quantity }).collect::<Vec<_>>(),
            )
        };
        let all: Vec<_> = of(&[]).expect("everything").iter().map(|l| l.quantity).collect();
        assert_eq!(all, [5, 3]);
        assert!(of(&[(1, 5), (2, 0)]).is_ok());
        assert_eq!(code(of(&[(1, 5)])), Code::Required);
        assert_eq!(code(of(&[(1, 5), (1, 0), (2, 3)])), Code::Required);
        assert_eq!(code(of(&[(1, 5), (2, 4)])), Code::OutOfRange);
        assert_eq!(code(of(&[(1, 5), (2, -1)])), Code::OutOfRange);
        assert_eq!(code(of(&[(1, 5), (2, 3), (9, 1)])), Code::Unknown);
    }

    #[test]
    fn a_transfer_goes_somewhere_else_with_something_in_it() {
        let bag = SendLine { lot: 4, quantity: 2, ..SendLine::default() };
        let good = NewTransfer { from: 1, to: 2, lines: vec![bag.clone()], note: " 小李开车 ".into() };
        assert_eq!(good.clone().checked().expect("good").note, "小李开车");
        assert_eq!(code(NewTransfer { to: 1, ..good.clone() }.checked()), Code::Unknown);
        assert_eq!(code(NewTransfer { to: 0, ..good.clone() }.checked()), Code::Required);
        assert_eq!(code(NewTransfer { lines: Vec::new(), ..good.clone() }.checked()), Code::Required);
        let none = SendLine { quantity: 0, ..bag };
        assert_eq!(code(NewTransfer { lines: vec![none], ..good }.checked()), Code::OutOfRange);
    }
}

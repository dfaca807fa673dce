//! Transfers: goods in transit between two locations, and how missing units are settled.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    catalogue::items::ItemId,
    error::Checks,
    ledger::{LocationId, LotId},
    text,
};

/// Row id of a transfer.
pub type TransferId = i64;

/// Lots that one transfer may have.
pub const MOST_LINES: usize = 100;

/// State of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransferState {
    /// In transit, not received.
    Sent,
    /// Everything arrived.
    Received,
    /// Units are missing and not settled yet.
    Short,
    /// All missing units were found, returned or written off.
    Settled,
    /// Cancelled before it was received.
    Cancelled,
}

crate::text_enum!(TransferState {
    Sent = "sent", Received = "received", Short = "short", Settled = "settled", Cancelled = "cancelled",
});

impl TransferState {
    /// Whether units of it may still be in transit.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, TransferState::Sent | TransferState::Short)
    }
}

/// How missing units are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They arrived later: to the target's shelf.
    Found,
    /// They never left, or came back: to the source's shelf.
    Returned,
    /// They are gone: a loss of the source.
    Lost,
}

crate::text_enum!(Outcome { Found = "found", Returned = "returned", Lost = "lost" });

/// Units to send: of a lot, or of an item in a size, earliest expiry first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SendLine {
    /// The lot; 0 to choose by item and size.
    pub lot: LotId,
    /// Item id, if `lot` is 0.
    pub item: ItemId,
    /// Size of the item; empty without sizes.
    pub size: String,
    /// Units, 1 to 10,000.
    pub quantity: i64,
}

/// Goods to be sent from one location to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct NewTransfer {
    /// Source location.
    pub from: LocationId,
    /// Target location.
    pub to: LocationId,
    /// The goods, 1 to [`MOST_LINES`] lines.
    pub lines: Vec<SendLine>,
    /// Remark (driver, number of boxes), or empty.
    pub note: String,
}

impl NewTransfer {
    /// Trims the remark and validates the fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] if both locations are the same, for no or too many lines, a quantity out of range, or a
    /// remark that is too long.
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

/// Units of a lot that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ArrivedLine {
    /// The lot.
    pub lot: LotId,
    /// Units, 0 to what was sent.
    pub quantity: i64,
}

/// Settlement of missing units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Settlement {
    /// The lot.
    pub lot: LotId,
    /// Units.
    pub quantity: i64,
    /// How they are settled.
    pub outcome: Outcome,
    /// Reason; required for [`Outcome::Lost`].
    #[serde(default)]
    pub reason: String,
}

/// A lot of a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TransferLine {
    /// The lot.
    pub lot: LotId,
    /// Item id.
    pub item: ItemId,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Best-before date, or 0.
    pub expires: Timestamp,
    /// Units sent.
    pub sent: i64,
    /// Units that reached the target's shelf.
    pub arrived: i64,
    /// Units that went back to the source's shelf.
    pub returned: i64,
    /// Units written off.
    pub lost: i64,
}

impl TransferLine {
    /// Units still in transit.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.sent - self.arrived - self.returned - self.lost
    }
}

/// A transfer as both locations see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Transfer {
    /// Row id.
    pub id: TransferId,
    /// Its state.
    pub state: TransferState,
    /// Source location.
    pub source: LocationId,
    /// Name of the source.
    pub source_name: String,
    /// Target location.
    pub target: LocationId,
    /// Name of the target.
    pub target_name: String,
    /// Remark (driver, number of boxes), or empty.
    pub note: String,
    /// Why it was cancelled, or empty.
    pub reason: String,
    /// Name of the staff member who sent it.
    pub sent_by: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Name of the staff member who received it, or empty.
    pub received_by: String,
    /// When it was received, or 0.
    pub received_at: Timestamp,
    /// Units sent.
    pub sent: i64,
    /// Units still in transit.
    pub open: i64,
    /// Its lots; empty in lists.
    pub lines: Vec<TransferLine>,
}

/// Completes a reception to one entry per sent line; an empty one means that everything arrived.
///
/// # Errors
/// [`Error::Invalid`] for a lot that was not sent, a line missing or repeated, or more units than sent.
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
    fn a_reception_lists_each_line_once_and_at_most_what_was_sent() {
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
    fn a_transfer_requires_another_location_and_lines() {
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

//! The journal by which goods were handed over, and the one that reverses it.

use domain::{
    Timestamp,
    accounts::AccountId,
    disputes::subject::HandedOver,
    ledger::{Entry, JournalId, JournalKind, LedgerAccount, LocationId, Place, moved},
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{parse, row, rows},
    ledger::{self, post::NewJournal},
};

/// Journal of a hand-over that was not reversed.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(crate) struct HandOver {
    pub journal: JournalId,
    pub at: Timestamp,
    /// Account that handed over; 0 for a job.
    pub account: AccountId,
    pub location: LocationId,
}

/// Of what a family is told when a hand-over to it is reversed: it hears of one decision once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FamilyNotice {
    /// Of the reversal.
    Reversal,
    /// Of the end of its dispute about the goods, in the same transaction.
    Settlement,
}

/// Loads the last hand-over of these goods that was not reversed.
///
/// # Errors
/// Not found when they were not handed over.
pub(crate) async fn last(db: &mut Conn<'_>, about: HandedOver) -> Result<HandOver> {
    let found = row!(
        db,
        HandOver,
        "select j.id as journal, j.at, j.account, j.location from journal j
         where j.kind = 'issue' and ((j.claim = $1 and j.claim <> 0) or (j.shop_order = $2 and j.shop_order <> 0))
             and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0)
         order by j.id desc limit 1",
        about.claim(),
        about.order(),
    )?;
    found.ok_or_else(|| Refusal::NotFound.into())
}

/// Posts the reversal of a hand-over: goods go from the family to `to`, and `more` is posted with them.
/// Goods of a family whose file was merged are still in the account of the merged file.
pub(crate) async fn reverse(
    tx: &mut Tx<'_>,
    wrong: &HandOver,
    about: HandedOver,
    to: LedgerAccount,
    more: Vec<Entry>,
) -> Result<JournalId> {
    let mut entries = Vec::new();
    for (owner, lot, quantity) in taken_in(&mut tx.arm(), wrong.journal, Place::Issued).await? {
        entries.extend(moved(lot, quantity, LedgerAccount::of(Place::Issued, owner), to));
    }
    entries.extend(more);
    let journal = NewJournal {
        claim: about.claim(),
        shop_order: about.order(),
        reverses: wrong.journal,
        ..NewJournal::new(JournalKind::Reverse, wrong.location)
    };
    ledger::post::post(tx, &journal, &entries).await
}

/// Lists what a journal moved into accounts of a place: owner, lot, units.
pub(crate) async fn taken_in(db: &mut Conn<'_>, journal: JournalId, place: Place) -> Result<Vec<(i64, i64, i64)>> {
    let found = rows!(
        db,
        (String, i64, i64, i64),
        "select a.place, a.owner, e.lot, e.quantity from entry e join ledger_account a on a.id = e.account
         where e.journal = $1 and e.quantity > 0 order by e.lot",
        journal,
    )?;
    let mut taken = Vec::new();
    for (at, owner, lot, quantity) in found {
        if parse::<Place>(&at)? == place {
            taken.push((owner, lot, quantity));
        }
    }
    Ok(taken)
}

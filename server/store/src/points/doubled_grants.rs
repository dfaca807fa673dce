//! Monthly grants that two files of one family both got: merging keeps the larger one of each month.

use domain::{
    households::HouseholdId,
    ledger::{JournalId, JournalKind, LedgerAccount, LotId, Place, moved},
};

use crate::{
    Result, Tx,
    db::sql::rows,
    ledger::{self, hand_overs::taken_in, post::NewJournal},
    points::ledger::lock,
};

/// A month's grant to a file, or to one merged into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Grant {
    month: i64,
    points: i64,
    journal: JournalId,
}

/// Loads the largest grant of each month to a file and those merged into it, oldest month first.
async fn grants(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Vec<Grant>> {
    let found = rows!(
        tx,
        (i64, i64, i64),
        "select g.month, g.points, g.journal from points_grant g join household h on h.id = g.household
         where (h.id = $1 or h.merged_into = $1) and g.points > 0 order by g.month, g.points desc, g.journal",
        household,
    )?;
    let mut grants: Vec<Grant> =
        found.into_iter().map(|(month, points, journal)| Grant { month, points, journal }).collect();
    grants.dedup_by_key(|grant| grant.month);
    Ok(grants)
}

/// Takes back the smaller grant of each month that both files got, as far as its points are not spent.
/// Called before the points of `gone` are moved to `keep`.
pub(crate) async fn take_back(tx: &mut Tx<'_>, keep: HouseholdId, gone: HouseholdId, root: i64) -> Result<()> {
    for household in [keep.min(gone), keep.max(gone)] {
        lock(tx, household).await?;
    }
    let (ours, theirs) = (grants(tx, keep).await?, grants(tx, gone).await?);
    for own in ours {
        let Some(other) = theirs.iter().find(|grant| grant.month == own.month) else { continue };
        let (holder, smaller) = if own.points < other.points { (keep, own) } else { (gone, *other) };
        let purse = LedgerAccount::of(Place::Household, holder);
        let programme = LedgerAccount::of(Place::Programme, root);
        let mut entries = Vec::new();
        for (_, lot, granted) in taken_in(&mut tx.arm(), smaller.journal, Place::Household).await? {
            let left = left_of(tx, purse, lot, granted).await?;
            if left > 0 {
                entries.extend(moved(lot, left, purse, programme));
            }
        }
        if !entries.is_empty() {
            let reason = format!("#{gone} → #{keep}");
            let journal = NewJournal { reason: &reason, ..NewJournal::of_points(JournalKind::TakeBack, root) };
            ledger::post::post(tx, &journal, &entries).await?;
        }
    }
    Ok(())
}

/// Returns how many of the granted points are still there.
async fn left_of(tx: &mut Tx<'_>, purse: LedgerAccount, lot: LotId, granted: i64) -> Result<i64> {
    Ok(ledger::post::balance(&mut tx.arm(), purse, lot).await?.min(granted))
}

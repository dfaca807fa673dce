//! Manual postings of points: grants and take-backs with a reason, and their reversals.

use domain::{
    Code,
    households::HouseholdId,
    ledger::{Entry, JournalId, JournalKind, LedgerAccount},
    permission::Action,
    points::amount,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Error, Refusal, Result, Tx,
    db::{
        locks::{Writers, lock_file},
        sql::{parse, row, rows},
    },
    ledger::{self, post::NewJournal},
    points::{self, ledger::NewGrant, policy::Policies, views::Purse},
};

/// Grant or take-back by staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// Household that gets or loses the points.
    pub household: HouseholdId,
    /// Amount, 1 to 10,000.
    pub points: i64,
    /// Reason, 2 to 200 characters.
    pub reason: String,
}

/// Locks the household's file and loads its purse; the actor must grant points there, and not to itself.
async fn must_grant(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Purse> {
    lock_file(tx, household, Writers::Staff(Action::GrantPoints)).await?;
    let purse = Purse::find(&mut tx.arm(), household).await?;
    purse.may_grant(&tx.actor)?;
    Ok(purse)
}

/// As [`must_grant`], for an open file: points in another one could not be spent.
async fn must_grant_to_open(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Purse> {
    let purse = must_grant(tx, household).await?;
    if purse.open { Ok(purse) } else { Err(Code::FileClosed.into()) }
}

fn checked(input: &ByHand) -> Result<(i64, String)> {
    let mut checks = domain::error::Checks::default();
    checks.ensure("points", amount(input.points).is_ok(), Code::OutOfRange);
    let reason = checks.take("reason", domain::text::words(&input.reason, 2, 200));
    checks.done()?;
    Ok((input.points, reason.unwrap_or_default()))
}

/// Grants points that lapse by the area's policy, or never without one.
///
/// # Errors
/// `NotFound` outside the actor's areas; `NotAllowed` for the actor's own household; [`Code::FileClosed`]; fields
/// `points` and `reason`.
#[derive(Clone, Debug, Serialize)]
pub struct GivePoints(pub ByHand);

impl Command for GivePoints {
    const NAME: &'static str = "points_give";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        let Self(input) = self;
        let Purse { household, root, path, .. } = must_grant_to_open(tx, input.household).await?;
        let (points, reason) = checked(input)?;
        let policy = Policies::read(&mut tx.arm()).await?.at(&path);
        let expires = policy.map_or(0, |(policy, _)| policy.lapse(tx.now));
        let journal =
            points::ledger::grant(tx, &NewGrant { household, root, points, expires, reason: &reason }).await?;
        tx.audit("journal", journal).await?;
        Ok(journal)
    }
}

/// Takes points back, first-lapsing first; also from a file that is closed, merged or erased.
///
/// # Errors
/// [`Code::NotEnoughPoints`], and as [`GivePoints`] but for [`Code::FileClosed`].
pub async fn take_back(tx: &mut Tx<'_>, input: &ByHand) -> Result<JournalId> {
    let purse = must_grant(tx, input.household).await?;
    let (points, reason) = checked(input)?;
    let journal = points::ledger::take_back(tx, purse.household, purse.root, points, &reason).await?;
    tx.audit("journal", journal).await?;
    Ok(journal)
}

#[derive(sqlx::FromRow)]
struct WrongRow {
    kind: String,
    reverses: i64,
    shop_order: i64,
}

/// Reverses a grant or take-back by posting its mirror image.
///
/// # Errors
/// [`Code::NotReversible`]; [`Code::NotEnoughPoints`] when the points are spent or held; `NotFound` for a journal that
/// did not move the household's points; and as [`GivePoints`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReversePoints {
    /// Household in whose statement the journal is.
    pub household: HouseholdId,
    /// Journal to be reversed.
    pub journal: JournalId,
    /// Reason for the reversal.
    pub reason: String,
}

impl Command for ReversePoints {
    const NAME: &'static str = "points_reverse";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        let purse = must_grant_to_open(tx, self.household).await?;
        let reason = domain::wishes::reason(&self.reason)?;
        let wrong = row!(
            tx,
            WrongRow,
            "select j.kind, j.reverses, j.shop_order from journal j
         where j.id = $1 and exists (select 1 from entry e join ledger_account a on a.id = e.account
             where e.journal = j.id and a.place = 'household' and a.owner = $2)",
            self.journal,
            purse.household,
        )?
        .ok_or(Refusal::NotFound)?;
        let by_hand = matches!(parse(&wrong.kind)?, JournalKind::Grant | JournalKind::TakeBack);
        if !by_hand || wrong.reverses != 0 || wrong.shop_order != 0 {
            return Err(Code::NotReversible.into());
        }
        points::ledger::lock(tx, purse.household).await?;
        let entries = rows!(
            tx,
            (String, i64, i64, i64),
            "select a.place, a.owner, e.lot, e.quantity from entry e join ledger_account a on a.id = e.account
         where e.journal = $1",
            self.journal,
        )?;
        let mut mirrored = Vec::with_capacity(entries.len());
        for (place, owner, lot, quantity) in entries {
            mirrored.push(Entry { account: LedgerAccount::of(parse(&place)?, owner), lot, quantity: -quantity });
        }
        let journal = NewJournal {
            reason: &reason,
            reverses: self.journal,
            ..NewJournal::of_points(JournalKind::Reverse, purse.root)
        };
        let id = ledger::post::post(tx, &journal, &mirrored).await.map_err(short)?;
        tx.audit("journal", id).await?;
        Ok(id)
    }
}

/// Maps the ledger's [`Code::NotEnoughStock`] to [`Code::NotEnoughPoints`].
fn short(error: Error) -> Error {
    match error {
        Error::Refused(Refusal::Conflict(Code::NotEnoughStock)) => Code::NotEnoughPoints.into(),
        other => other,
    }
}

/// Takes points back from a household.
///
/// # Errors
/// As [`take_back`].
#[derive(Clone, Debug, Serialize)]
pub struct TakePointsBack(pub ByHand);

impl Command for TakePointsBack {
    const NAME: &'static str = "points_take_back";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        take_back(tx, &self.0).await
    }
}

//! Points by hand: given and taken back with a reason, and put right.

use domain::{
    Code, Error as Refusal,
    households::HouseholdId,
    ledger::{Entry, JournalId, JournalKind, LedgerAccount},
    permission::Action,
    points::amount,
};
use serde::{Deserialize, Serialize};

use crate::{
    By, Error, Result, Store, Tx,
    db::sql::{parse, row, rows},
    ledger::{self, post::NewJournal},
    points::{self, ledger::NewGrant, policy::Policies, views::Purse},
};

/// Points that a person gives or takes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// Whose.
    pub household: HouseholdId,
    /// How many, 1 to 10,000.
    pub points: i64,
    /// Why.
    pub reason: String,
}

/// A journal of a household's statement that is put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsReversal {
    /// Whose.
    pub household: HouseholdId,
    /// The journal.
    pub journal: JournalId,
    /// Why.
    pub reason: String,
}

async fn must_grant(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Purse> {
    tx.actor.must_somewhere(Action::GrantPoints)?;
    let purse = Purse::find(&mut tx.arm(), household).await?;
    purse.may_grant(&tx.actor)?;
    Ok(purse)
}

fn checked(input: &ByHand) -> Result<(i64, String)> {
    let mut checks = domain::error::Checks::default();
    checks.ensure("points", amount(input.points).is_ok(), Code::OutOfRange);
    let reason = checks.take("reason", domain::text::words(&input.reason, 2, 200));
    checks.done()?;
    Ok((input.points, reason.unwrap_or_default()))
}

/// Gives points; they lapse as the area's policy says, or never when there is none.
///
/// # Errors
/// Outside the actor's areas or to the own household, without a reason, a number out of range.
pub async fn give(tx: &mut Tx<'_>, input: &ByHand) -> Result<JournalId> {
    let Purse { household, root, path, .. } = must_grant(tx, input.household).await?;
    let (points, reason) = checked(input)?;
    let policy = Policies::read(&mut tx.arm()).await?.at(&path);
    let expires = policy.map_or(0, |(policy, _)| policy.lapse(tx.now));
    let journal = points::ledger::grant(tx, &NewGrant { household, root, points, expires, reason: &reason }).await?;
    tx.audit("journal", journal).await?;
    Ok(journal)
}

/// Takes points back, what lapses first at the front.
///
/// # Errors
/// [`Code::NotEnoughPoints`], and as [`give`].
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

/// Puts a grant or a taking-back right by its mirror image.
///
/// # Errors
/// [`Code::NotReversible`]; [`Code::NotEnoughPoints`] when the points are spent or held; not found for a journal
/// that did not touch the household's points, and as [`give`].
pub async fn reverse(tx: &mut Tx<'_>, input: &PointsReversal) -> Result<JournalId> {
    let purse = must_grant(tx, input.household).await?;
    let reason = domain::wishes::reason(&input.reason)?;
    let wrong = row!(
        tx,
        WrongRow,
        "select j.kind, j.reverses, j.shop_order from journal j
         where j.id = $1 and exists (select 1 from entry e join ledger_account a on a.id = e.account
             where e.journal = j.id and a.place = 'household' and a.owner = $2)",
        input.journal,
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
        input.journal,
    )?;
    let mut mirrored = Vec::with_capacity(entries.len());
    for (place, owner, lot, quantity) in entries {
        mirrored.push(Entry { account: LedgerAccount::of(parse(&place)?, owner), lot, quantity: -quantity });
    }
    let journal = NewJournal {
        reason: &reason,
        reverses: input.journal,
        ..NewJournal::of_points(JournalKind::Reverse, purse.root)
    };
    let id = ledger::post::post(tx, &journal, &mirrored).await.map_err(short)?;
    tx.audit("journal", id).await?;
    Ok(id)
}

/// What the ledger calls units too few are points here.
fn short(error: Error) -> Error {
    match error {
        Error::Refused(Refusal::Conflict(Code::NotEnoughStock)) => Code::NotEnoughPoints.into(),
        other => other,
    }
}

impl Store {
    /// Gives a household points.
    ///
    /// # Errors
    /// As [`give`].
    pub async fn points_give(&self, by: &By, new: ByHand) -> Result<JournalId> {
        self.write(by, "points_give", new, |tx, new| Box::pin(give(tx, new))).await
    }

    /// Takes points back from a household.
    ///
    /// # Errors
    /// As [`take_back`].
    pub async fn points_take_back(&self, by: &By, new: ByHand) -> Result<JournalId> {
        self.write(by, "points_take_back", new, |tx, new| Box::pin(take_back(tx, new))).await
    }

    /// Puts a grant or a taking-back right.
    ///
    /// # Errors
    /// As [`reverse`].
    pub async fn points_reverse(&self, by: &By, new: PointsReversal) -> Result<JournalId> {
        self.write(by, "points_reverse", new, |tx, new| Box::pin(reverse(tx, new))).await
    }
}

//! Reveals a family's masked data to one account for half an hour, with a reason.
//! Every reveal is logged for the family to read; `reveal_log` reads the log.

use domain::{
    Code, Timestamp,
    accounts::{AccountId, Actor, Role},
    areas::AreaPath,
    households::{
        FileState, HouseholdId,
        reveals::{OPEN_FOR, OpeningId, Reveal, RevealReason, is_night, week_of},
    },
    permission::Action,
};
use serde::Serialize;

use crate::{
    Command, Conn, Result, Store, Tx,
    crypto::secret::Secret,
    db::{
        locks::{Writers, lock_file},
        sql::{row, run, value},
    },
    households::views::household_path,
};

/// Returns whether the actor sees this file unmasked now.
/// True for the family itself, and for a caseworker of its area within half an hour of a reveal; never for roles that
/// cannot reveal, such as auditors.
///
/// # Errors
/// Only when the database fails.
pub async fn is_open(db: &mut Conn<'_>, actor: &Actor, household: HouseholdId, now: Timestamp) -> Result<bool> {
    if household == 0 || !actor.is_signed_in() {
        return Ok(false);
    }
    Ok(actor.household == household || open_until(db, actor, household, now).await? > now)
}

/// Returns when the actor's latest reveal of this file ends; 0 when none is in force.
pub(crate) async fn open_until(
    db: &mut Conn<'_>,
    actor: &Actor,
    household: HouseholdId,
    now: Timestamp,
) -> Result<Timestamp> {
    if !actor.may_somewhere(Action::KeepHouseholds) {
        return Ok(0);
    }
    // Check the area again: the family may have moved to another one since the reveal. What a helper, an employer or a
    // person on a shift revealed is a contact or an address, not the file.
    let found = row!(
        db,
        (i64, String),
        "select r.until, a.path from reveal r join household h on h.id = r.household join area a on a.id = h.area
         where r.account = $1 and r.household = $2 and r.until > $3 and r.reason not in ('pairing', 'job', 'shift')
         order by r.until desc limit 1",
        actor.account,
        household,
        now,
    )?;
    Ok(found
        .filter(|(_, path)| actor.may(Action::KeepHouseholds, &AreaPath(path.clone())))
        .map_or(0, |(until, _)| until))
}

/// Reveal to be logged; the caller has checked the permission.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewReveal<'a> {
    pub household: HouseholdId,
    pub role: Role,
    pub reason: RevealReason,
    pub words: &'a str,
    /// Seconds for which the file shows unmasked; 0 for a look-up that stays masked.
    pub lasts: Timestamp,
}

/// Inserts a row into the reveal log.
pub(crate) async fn note(tx: &mut Tx<'_>, seen: &NewReveal<'_>) -> Result<OpeningId> {
    let (now, account) = (tx.now, tx.actor.account);
    let words = tx.vault.seal(Secret::RevealWords, seen.words)?;
    // `outside` marks another caseworker's file, so it applies to caseworkers only.
    let keeper = if seen.role == Role::Caseworker { account } else { 0 };
    Ok(value!(
        tx,
        i64,
        "insert into reveal (household, account, role, reason, words, at, until, week, night, outside)
         select id, cast($2 as bigint), cast($3 as text), cast($4 as text), cast($5 as text), cast($6 as bigint),
                cast($7 as bigint), cast($8 as bigint), cast($9 as boolean),
                cast($10 as bigint) <> 0 and caseworker <> 0 and caseworker <> cast($10 as bigint)
         from household where id = $1 returning id",
        seen.household,
        account,
        seen.role.as_str(),
        seen.reason.as_str(),
        &words,
        now,
        now + seen.lasts,
        week_of(now),
        is_night(now),
        keeper,
    )?)
}

/// Returns whether the account looked the family up in this way within the last half hour.
pub(crate) async fn looked_up(
    db: &mut Conn<'_>,
    account: AccountId,
    household: HouseholdId,
    reason: RevealReason,
    now: Timestamp,
) -> Result<bool> {
    let before = value!(
        db,
        i64,
        "select count(*) from reveal where account = $1 and household = $2 and reason = $3 and at > $4",
        account,
        household,
        reason.as_str(),
        now - OPEN_FOR,
    )?;
    Ok(before > 0)
}

/// Logs a look-up, which shows nothing that is masked: at a shop's counter, or by a whole phone number.
/// Look-ups of one family by the same account within half an hour count as one.
pub(crate) async fn note_look_up(tx: &mut Tx<'_>, household: HouseholdId, reason: RevealReason) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    if looked_up(&mut tx.arm(), account, household, reason, now).await? {
        return Ok(());
    }
    let role = if reason == RevealReason::Counter { Role::Shopkeeper } else { Role::Caseworker };
    note(tx, &NewReveal { household, role, reason, words: "", lasts: 0 }).await.map(drop)
}

/// Reveals a file to the actor for half an hour.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::FileClosed`] for a file that is erased or merged; field `words` when
/// reason `Other` has none.
#[derive(Clone, Debug, Serialize)]
pub struct RevealHousehold(pub Reveal);

impl Command for RevealHousehold {
    const NAME: &'static str = "household_reveal";
    type Output = OpeningId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<OpeningId> {
        let Self(new) = self;
        // Locked, so that no reason is written into the log of a file that is erased meanwhile.
        let file = lock_file(tx, new.household, Writers::Staff(Action::KeepHouseholds)).await?;
        let new = new.clone().checked()?;
        if matches!(file.state()?, FileState::Erased | FileState::Merged) {
            return Err(Code::FileClosed.into());
        }
        let Reveal { household, reason, words } = new;
        let id =
            note(tx, &NewReveal { household, role: Role::Caseworker, reason, words: &words, lasts: OPEN_FOR }).await?;
        tx.audit("household", household).await?;
        Ok(id)
    }
}

/// Masks the file again before the half hour is over; the log entry stays.
///
/// # Errors
/// Not found outside the actor's areas.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct HideHousehold(pub HouseholdId);

impl Command for HideHousehold {
    const NAME: &'static str = "household_hide";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(household) = self;
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        let (now, account) = (tx.now, tx.actor.account);
        let closed = run!(
            tx,
            "update reveal set until = $3 where account = $1 and household = $2 and until > $3",
            account,
            *household,
            now,
        )?;
        if closed == 0 {
            let path = household_path(&mut tx.arm(), *household).await?;
            tx.actor.must(Action::KeepHouseholds, &path)?;
        }
        tx.audit("household", *household).await
    }
}

impl Store {
    /// Returns when the actor's reveal of the file ends; 0 when the file is masked.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn household_open_until(&self, actor: &Actor, household: HouseholdId) -> Result<Timestamp> {
        let now = self.now();
        let mut db = self.reader().await?;
        open_until(&mut db.arm(), actor, household, now).await
    }
}

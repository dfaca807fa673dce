//! Opening a family's file: what is masked shows for half an hour to whoever gave a reason, and the opening is
//! written down for the family to read. Who reads that is in `openings.rs`.

use domain::{
    Code, Error as Refusal, Timestamp,
    accounts::{Actor, Role},
    areas::AreaPath,
    households::{
        FileState, HouseholdId,
        reveals::{OPEN_FOR, OpeningId, Reveal, RevealReason, is_night, week_of},
    },
    permission::Action,
};

use crate::{
    By, Conn, Result, Store, Tx,
    crypto::sealed_columns::Secret,
    db::sql::{parse, row, run, value},
};

/// Whether everything in this file shows for the actor now: to the family itself, and to a caseworker of its area
/// who opened it within the last half hour. Never to an auditor or to anybody who could not open it.
///
/// # Errors
/// Only when the database fails.
pub async fn is_open(db: &mut Conn<'_>, actor: &Actor, household: HouseholdId, now: Timestamp) -> Result<bool> {
    if household == 0 || !actor.is_signed_in() {
        return Ok(false);
    }
    Ok(actor.household == household || open_until(db, actor, household, now).await? > now)
}

/// Until when the actor's latest opening of this file lasts; 0 when it is closed for the actor.
pub(crate) async fn open_until(
    db: &mut Conn<'_>,
    actor: &Actor,
    household: HouseholdId,
    now: Timestamp,
) -> Result<Timestamp> {
    if !actor.may_somewhere(Action::KeepHouseholds) {
        return Ok(0);
    }
    // The area is looked at again: the family may have gone to another one meanwhile.
    let found = row!(
        db,
        (i64, String),
        "select r.until, a.path from reveal r join household h on h.id = r.household join area a on a.id = h.area
         where r.account = $1 and r.household = $2 and r.until > $3 order by r.until desc limit 1",
        actor.account,
        household,
        now,
    )?;
    Ok(found
        .filter(|(_, path)| actor.may(Action::KeepHouseholds, &AreaPath(path.clone())))
        .map_or(0, |(until, _)| until))
}

/// Something that opened a file, to be written down. Who may is the caller's business.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    pub household: HouseholdId,
    pub role: Role,
    pub reason: RevealReason,
    pub words: &'a str,
    /// How long it shows.
    pub lasts: Timestamp,
}

/// Writes an opening down.
pub(crate) async fn note(tx: &mut Tx<'_>, seen: &Seen<'_>) -> Result<OpeningId> {
    let (now, account) = (tx.now, tx.actor.account);
    let words = tx.vault.seal(Secret::RevealWords, seen.words)?;
    // Only who keeps files has families of its own, and others'.
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

/// A look-up at a shop's counter: it shows a masked name only, and the family reads that it happened. What one person
/// looks up again while the family stands there is one opening.
pub(crate) async fn note_counter(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    let before = value!(
        tx,
        i64,
        "select count(*) from reveal where account = $1 and household = $2 and reason = 'counter' and at > $3",
        account,
        household,
        now - OPEN_FOR,
    )?;
    if before > 0 {
        return Ok(());
    }
    let seen = Seen { household, role: Role::Shopkeeper, reason: RevealReason::Counter, words: "", lasts: 0 };
    note(tx, &seen).await.map(drop)
}

/// Opens a file for half an hour.
///
/// # Errors
/// Outside the actor's areas, a file that is erased or in another one, another reason without words.
pub async fn reveal(tx: &mut Tx<'_>, new: &Reveal) -> Result<OpeningId> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    let new = new.clone().checked()?;
    let (path, state) = row!(
        tx,
        (String, String),
        "select a.path, h.state from household h join area a on a.id = h.area where h.id = $1",
        new.household,
    )?
    .ok_or(Refusal::NotFound)?;
    tx.actor.must(Action::KeepHouseholds, &AreaPath(path))?;
    if matches!(parse(&state)?, FileState::Erased | FileState::Merged) {
        return Err(Code::FileClosed.into());
    }
    let Reveal { household, reason, words } = new;
    let id = note(tx, &Seen { household, role: Role::Caseworker, reason, words: &words, lasts: OPEN_FOR }).await?;
    tx.audit("household", household).await?;
    Ok(id)
}

async fn hide(tx: &mut Tx<'_>, household: &HouseholdId) -> Result<()> {
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
        let path = row!(
            tx,
            (String,),
            "select a.path from household h join area a on a.id = h.area where h.id = $1",
            *household,
        )?;
        tx.actor.must(Action::KeepHouseholds, &AreaPath(path.ok_or(Refusal::NotFound)?.0))?;
    }
    tx.audit("household", *household).await
}

impl Store {
    /// Opens a family's file for half an hour, with a reason that the family reads.
    ///
    /// # Errors
    /// As [`reveal`].
    pub async fn household_reveal(
        &self,
        by: &By,
        household: HouseholdId,
        reason: RevealReason,
        words: String,
    ) -> Result<OpeningId> {
        let new = Reveal { household, reason, words };
        self.write(by, "household_reveal", new, |tx, new| Box::pin(reveal(tx, new))).await
    }

    /// Masks the file again before the half hour is over; that it was opened stays written down.
    ///
    /// # Errors
    /// Outside the actor's areas.
    pub async fn household_hide(&self, by: &By, household: HouseholdId) -> Result<()> {
        self.write(by, "household_hide", household, |tx, id| Box::pin(hide(tx, id))).await
    }

    /// Until when everything in the file shows for the person; 0 when it is masked.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn household_open_until(&self, actor: &Actor, household: HouseholdId) -> Result<Timestamp> {
        let now = self.now();
        let mut db = self.reader().await?;
        open_until(&mut db.arm(), actor, household, now).await
    }
}

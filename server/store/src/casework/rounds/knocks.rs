//! What caseworkers find at a door, and who goes there. Each knock is a row of its own that never changes.

use domain::{
    Code,
    casework::rounds::{DoorId, Knock, KnockOutcome},
    time::Day,
};
use serde::Serialize;

use super::{LockedDoor, lock_door};
use crate::{
    Command, Result, Tx,
    crypto::secret::Secret,
    db::sql::{row, run},
};

/// Records what the actor found at a door. Of a household that two people met, both knocks stay and the newest counts.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; [`Code::RoundOver`]; [`Code::WrongState`] for a door whose file
/// was erased or merged.
#[derive(Clone, Debug, Serialize)]
pub struct RecordKnock {
    /// The door.
    pub door: DoorId,
    /// What was found.
    pub knock: Knock,
}

impl Command for RecordKnock {
    const NAME: &'static str = "round_knock";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let door = lock_door(tx, self.door).await?;
        let knock = self.knock.clone().checked(tx.now)?;
        record(tx, &door, &knock).await?;
        tx.audit("round_door", door.id).await
    }
}

/// Inserts a checked knock and sets the state of its locked door. An unowned door becomes the actor's.
pub(crate) async fn record(tx: &mut Tx<'_>, door: &LockedDoor, knock: &Knock) -> Result<()> {
    let state = door.state()?.after(knock.outcome)?;
    let (now, account) = (tx.now, tx.actor.account);
    let words = tx.vault.seal(Secret::KnockWords, &knock.words)?;
    run!(
        tx,
        "insert into round_knock (door, account, at, outcome, people, here, words) values ($1, $2, $3, $4, $5, $6, $7)",
        door.id,
        account,
        now,
        knock.outcome.as_str(),
        knock.people,
        knock.here,
        &words,
    )?;
    run!(
        tx,
        "update round_door set knocks = knocks + 1, owner = case when owner = 0 then $2 else owner end where id = $1",
        door.id,
        account,
    )?;
    if knock.outcome == KnockOutcome::NotThere && !state.is_open() {
        return Ok(());
    }
    let again = knock.again.map_or(0, |at| Day::of(at).start());
    let answered = if state.is_open() { 0 } else { now };
    run!(
        tx,
        "update round_door set state = $2, again = $3, people = $4, here = $5, answered = $6 where id = $1",
        door.id,
        state.as_str(),
        again,
        knock.people,
        knock.here,
        answered,
    )?;
    Ok(())
}

/// Sets a door's state anew from its newest answer, after knocks of another door were moved to it.
pub(crate) async fn recount(tx: &mut Tx<'_>, door: DoorId) -> Result<()> {
    run!(
        tx,
        "update round_door set knocks = (select count(*) from round_knock k where k.door = $1) where id = $1",
        door,
    )?;
    let newest = row!(
        tx,
        (String, i64, i64, i64),
        "select outcome, people, here, at from round_knock
         where door = $1 and outcome <> 'not_there' order by at desc, id desc limit 1",
        door,
    )?;
    if let Some((outcome, people, here, at)) = newest {
        run!(
            tx,
            "update round_door set state = $2, again = 0, people = $3, here = $4, answered = $5 where id = $1",
            door,
            &outcome,
            people,
            here,
            at,
        )?;
    } else {
        run!(
            tx,
            "update round_door set state = 'not_there'
             where id = $1 and state = 'to_meet' and knocks > 0",
            door,
        )?;
    }
    Ok(())
}

/// Takes a door over: the actor goes there instead of the account that should have.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::RoundOver`]; [`Code::WrongState`] once the door has an answer.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TakeDoor {
    /// The door.
    pub door: DoorId,
}

impl Command for TakeDoor {
    const NAME: &'static str = "round_door_take";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let door = lock_door(tx, self.door).await?;
        if !door.state()?.is_open() {
            return Err(Code::WrongState.into());
        }
        let account = tx.actor.account;
        run!(tx, "update round_door set owner = $2 where id = $1", door.id, account)?;
        tx.audit("round_door", door.id).await
    }
}

//! A family that is met and has no file: one step creates the file and records the door. It works without a phone
//! and without an address.

use domain::{
    Code,
    areas::AreaPath,
    casework::rounds::{DoorId, Knock, KnockOutcome, RoundId},
    households::{HouseholdId, NewHousehold},
    permission::Action,
    time::year,
};
use serde::Serialize;

use super::{LockedDoor, knocks::record, load_door, load_round, lock_and_read, lock_door};
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::must_in,
    db::sql::{row, run, value, values},
    households::{
        create::{AddHousehold, add},
        edit::hold_beside,
        likely::likely,
    },
};

/// Creates the file of a family that was met, at a door of the list or at one that is on no list.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; [`Code::RoundOver`]; [`Code::ChangedMeanwhile`] when the door
/// has a file meanwhile; [`Code::SameFamily`] when a file of the area is probably that of the same family.
#[derive(Clone, Debug, Serialize)]
pub struct MeetNewFamily {
    /// The round.
    pub round: RoundId,
    /// Its door; `None` for a family that is on no list.
    pub door: Option<DoorId>,
    /// The file. A door of the list decides its area.
    pub household: NewHousehold,
    /// Members, by their place in the file, who are related but live elsewhere.
    pub away: Vec<usize>,
    /// Whether the file is created although another one probably belongs to the same family.
    pub anyway: bool,
}

impl Command for MeetNewFamily {
    const NAME: &'static str = "round_family_add";
    type Output = (HouseholdId, DoorId);

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(HouseholdId, DoorId)> {
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        let mut household = self.household.clone();
        if let Some(door) = self.door {
            let door = load_door(&mut tx.arm(), door).await?;
            tx.actor.must(Action::KeepHouseholds, &door.path())?;
            if door.round != self.round {
                return Err(Refusal::NotFound.into());
            }
            household.area = door.area;
        }
        let path = must_in(tx, Action::KeepHouseholds, household.area).await?;
        inside(tx, self.round, &path).await?;
        let household = household.checked(year(tx.now))?;
        if !self.anyway {
            let (actor, vault) = (tx.actor.clone(), tx.vault.clone());
            if !likely(&mut tx.arm(), &vault, &actor, &household).await?.is_empty() {
                return Err(Code::SameFamily.into());
            }
        }
        let people = household.members.len();
        let area = household.area;
        let id = add(tx, &AddHousehold { household, account: false, hash: String::new(), anyway: true }).await?;
        let members = values!(tx, i64, "select id from person where household = $1 order by id", id)?;
        let away: Vec<i64> =
            members.iter().enumerate().filter(|(at, _)| self.away.contains(at)).map(|(_, id)| *id).collect();
        for member in &away {
            run!(tx, "update person set lives = 'elsewhere' where id = $1", *member)?;
        }
        let door = match self.door {
            Some(door) => linked(tx, door, id).await?,
            None => found(tx, self.round, area, id).await?,
        };
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let (people, here) = (count(people), count(people - away.len()));
        let knock = Knock { outcome: KnockOutcome::Met, people, here, again: None, words: String::new() };
        let knock = knock.checked(tx.now)?;
        record(tx, &door, &knock).await?;
        tx.audit("round_door", door.id).await?;
        Ok((id, door.id))
    }
}

/// Checks that an area lies in that of the round.
async fn inside(tx: &mut Tx<'_>, round: RoundId, path: &AreaPath) -> Result<()> {
    let round = load_round(&mut tx.arm(), round).await?;
    if round.path().covers(path) { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// Links a door of the list, which is locked, to its new file.
async fn linked(tx: &mut Tx<'_>, door: DoorId, household: HouseholdId) -> Result<LockedDoor> {
    let door = lock_door(tx, door).await?;
    if door.household != 0 {
        return Err(Code::ChangedMeanwhile.into());
    }
    run!(tx, "update round_door set household = $2 where id = $1", door.id, household)?;
    Ok(door)
}

/// Adds a door for a file that is on no list, and locks it. The actor goes there.
async fn found(tx: &mut Tx<'_>, round: RoundId, area: i64, household: HouseholdId) -> Result<LockedDoor> {
    let round = lock_and_read(tx, round).await?;
    round.must_run()?;
    let (account, id) = (tx.actor.account, round.id);
    let n = value!(tx, i64, "select coalesce(max(n), 0) + 1 from round_door where round = $1", id)?;
    let door = value!(
        tx,
        i64,
        "insert into round_door (round, n, area, household, label, place_key, owner, state, source, again, people, here,
             knocks, answered, version)
         values ($1, $2, $3, $4, '', '', $5, 'to_meet', 'found', 0, 0, 0, 0, 0, 0) returning id",
        id,
        n,
        area,
        household,
        account,
    )?;
    lock_door(tx, door).await
}

/// Adds a door for a family that is on no list and has a file already. The door that its file has stays the only one.
///
/// # Errors
/// Not found outside the actor's areas and outside the round; [`Code::RoundOver`]; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AddFileDoor {
    /// The round.
    pub round: RoundId,
    /// The file.
    pub file: HouseholdId,
}

impl Command for AddFileDoor {
    const NAME: &'static str = "round_file_add";
    type Output = DoorId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<DoorId> {
        let &Self { round, file } = self;
        let held = hold_beside(tx, file).await?;
        inside(tx, round, &held.path()).await?;
        // Before the look, so that two callers add one door.
        lock_and_read(tx, round).await?.must_run()?;
        let known = row!(tx, (i64,), "select id from round_door where household = $1 and round = $2", file, round)?;
        let door = match known {
            Some((door,)) => door,
            None => found(tx, round, held.area, file).await?.id,
        };
        tx.audit("round_door", door).await?;
        Ok(door)
    }
}

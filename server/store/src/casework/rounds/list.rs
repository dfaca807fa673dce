//! Adds the lines of a base list to a round. A door that the round has already is not added twice, so the same list
//! may be sent again.

use std::collections::{HashMap, HashSet};

use domain::{
    Code, Timestamp,
    accounts::AccountId,
    areas::AreaId,
    casework::rounds::{DoorLine, DoorState, KnockOutcome, ListAnswer, MOST_LINES, RoundId, WrongCell, WrongDoorLine},
    permission::Action,
};
use serde::Serialize;
use sqlx::{Postgres, QueryBuilder, Sqlite};

use super::{LockedRound, lock_round};
use crate::{
    By, Command, Conn, Result, Store, Tx,
    crypto::{secret::Secret, vault::Find},
    db::sql::{row, rows, run, value, values},
};

/// Lines per transaction.
const SLICE: usize = 1000;
/// Lines per statement, so that full ones share one text; SQLite binds at most 32,766 values.
const ROWS: usize = 100;

/// A line that becomes a door.
struct Fresh {
    n: i64,
    area: AreaId,
    household: i64,
    owner: AccountId,
    label: String,
    key: String,
    state: DoorState,
    again: Timestamp,
    people: i64,
    here: i64,
}

/// Inserts up to [`ROWS`] doors in one statement on either database.
macro_rules! insert {
    ($query:ident, $conn:expr, $named:expr, $rows:expr, $round:expr, $now:expr) => {{
        let mut query = QueryBuilder::<$query>::new(
            "insert into round_door (round, n, area, household, label, place_key, owner, state, source, again, people,
                 here, knocks, answered, version) ",
        );
        query.push_values($rows, |mut to, door: &Fresh| {
            let (knocked, answered) = (door.state != DoorState::ToMeet, !door.state.is_open());
            to.push_bind($round).push_bind(door.n).push_bind(door.area).push_bind(door.household);
            to.push_bind(door.label.clone())
                .push_bind(door.key.clone())
                .push_bind(door.owner)
                .push_bind(door.state.as_str());
            to.push_bind(if door.household == 0 { "list" } else { "file" }).push_bind(door.again);
            to.push_bind(door.people).push_bind(door.here).push_bind(i64::from(knocked));
            to.push_bind(if answered { $now } else { 0 }).push_bind(0_i64);
        });
        query.build().persistent($named).execute($conn).await?;
    }};
}

/// Adds lines of a base list to a round, at most 1,000 at once; [`Store::round_list_add`] takes a whole list.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::RoundOver`]; [`Code::SheetTooLong`].
#[derive(Clone, Debug, Serialize)]
pub struct AddDoors {
    /// The round.
    pub round: RoundId,
    /// The lines.
    pub lines: Vec<DoorLine>,
}

impl Command for AddDoors {
    const NAME: &'static str = "round_list_add";
    type Output = ListAnswer;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ListAnswer> {
        let round = lock_round(tx, self.round).await?;
        round.must_run()?;
        if self.lines.len() > SLICE {
            return Err(Code::SheetTooLong.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let (answer, fresh) = sorted(tx, &round, &self.lines).await?;
        for part in fresh.chunks(ROWS) {
            match tx.arm() {
                Conn::Sqlite(c) => insert!(Sqlite, c, true, part, round.id, now),
                Conn::Postgres(c, how) => insert!(Postgres, c, how.named(), part, round.id, now),
            }
        }
        if let (Some(first), Some(last)) = (fresh.first(), fresh.last()) {
            // A list that was made on paper: its outcomes are the actor's word.
            run!(
                tx,
                "insert into round_knock (door, account, at, outcome, people, here, words)
                 select id, cast($4 as bigint), cast($5 as bigint), state, people, here, '' from round_door
                 where round = $1 and n between $2 and $3 and state <> 'to_meet' order by n",
                round.id,
                first.n,
                last.n,
                account,
                now,
            )?;
        }
        tx.audit("round", round.id).await?;
        Ok(answer)
    }
}

/// Sorts the lines of a slice: known ones, wrong ones, and those that become doors.
async fn sorted(tx: &mut Tx<'_>, round: &LockedRound, lines: &[DoorLine]) -> Result<(ListAnswer, Vec<Fresh>)> {
    let path = round.path();
    let (now, vault) = (tx.now, tx.vault.clone());
    let areas = rows!(tx, (i64, String), "select id, name from area where path like $1 || '%' order by path", &path.0)?;
    let own = value!(tx, i64, "select area from round where id = $1", round.id)?;
    let mut named: HashMap<&str, AreaId> = HashMap::new();
    for (id, name) in &areas {
        named.entry(name.as_str()).or_insert(*id);
    }
    let mut keys: HashSet<String> =
        values!(tx, String, "select place_key from round_door where round = $1 and place_key <> ''", round.id)?
            .into_iter()
            .collect();
    let mut files: HashSet<i64> =
        values!(tx, i64, "select household from round_door where round = $1 and household <> 0", round.id)?
            .into_iter()
            .collect();
    let mut n = value!(tx, i64, "select coalesce(max(n), 0) from round_door where round = $1", round.id)?;
    let (mut answer, mut fresh) = (ListAnswer::default(), Vec::new());
    for line in lines {
        let mut wrong = |cell| answer.wrong.push(WrongDoorLine { n: line.n, cell });
        let area = match line.area.trim() {
            "" => Some(own),
            name => named.get(name).copied(),
        };
        let Some(area) = area else {
            wrong(WrongCell::Area);
            continue;
        };
        let Ok(label) = line.label() else {
            wrong(WrongCell::Place);
            continue;
        };
        let Ok(knock) = line.knock(now) else {
            wrong(WrongCell::People);
            continue;
        };
        let file = match line.household {
            Some(household) => match file_of(tx, household, &path.0).await? {
                Some(file) => Some((household, file)),
                None => {
                    wrong(WrongCell::Household);
                    continue;
                }
            },
            None => None,
        };
        let known = match &file {
            Some((household, _)) => !files.insert(*household),
            None => {
                let all = vault.digests(Find::Place, &label);
                let before = all.iter().any(|key| keys.contains(key));
                keys.extend(all.into_iter().take(1));
                before
            }
        };
        if known {
            answer.known += 1;
            continue;
        }
        n += 1;
        let (household, area, owner) = match file {
            Some((household, (area, owner))) => (household, area, owner),
            None => (0, area, 0),
        };
        let state = knock.as_ref().map_or(DoorState::ToMeet, |knock| state_of(knock.outcome));
        fresh.push(Fresh {
            n,
            area,
            household,
            owner,
            label: vault.seal(Secret::RoundLabel, &label)?,
            key: vault.digest(Find::Place, &label),
            state,
            again: knock.as_ref().and_then(|knock| knock.again).unwrap_or_default(),
            people: knock.as_ref().map_or(0, |knock| knock.people),
            here: knock.as_ref().map_or(0, |knock| knock.here),
        });
        answer.added += 1;
    }
    Ok((answer, fresh))
}

fn state_of(outcome: KnockOutcome) -> DoorState {
    match outcome {
        KnockOutcome::Met => DoorState::Met,
        KnockOutcome::NotThere => DoorState::NotThere,
        KnockOutcome::Moved => DoorState::Moved,
        KnockOutcome::Declined => DoorState::Declined,
    }
}

/// Loads area and caseworker of an open file inside the round's area.
async fn file_of(tx: &mut Tx<'_>, household: i64, inside: &str) -> Result<Option<(AreaId, AccountId)>> {
    Ok(row!(
        tx,
        (i64, i64),
        "select h.area, h.caseworker from household h join area a on a.id = h.area
         where h.id = $1 and h.state = 'open' and a.path like $2 || '%'",
        household,
        inside,
    )?)
}

impl Store {
    /// Adds a whole base list to a round, in slices of which each is a write. What was added before a failure stays,
    /// and the same list sent again adds the rest.
    ///
    /// # Errors
    /// As [`AddDoors`]; [`Code::SheetTooLong`] beyond 20,000 lines.
    pub async fn round_list_add(&self, by: &By, round: RoundId, lines: Vec<DoorLine>) -> Result<ListAnswer> {
        by.actor.must_somewhere(Action::OpenRounds)?;
        if lines.is_empty() || lines.len() > MOST_LINES {
            return Err(Code::SheetTooLong.into());
        }
        let mut whole = ListAnswer::default();
        for (at, part) in lines.chunks(SLICE).enumerate() {
            // Each slice has a request id of its own, made of that of the whole.
            let request = if by.request.is_empty() { String::new() } else { format!("{}-{at}", by.request) };
            let by = By { request, ..by.clone() };
            let ListAnswer { added, known, wrong } = self.run(&by, AddDoors { round, lines: part.to_vec() }).await?;
            whole.added += added;
            whole.known += known;
            whole.wrong.extend(wrong);
        }
        Ok(whole)
    }
}

//! Shares the doors of a round out to caseworkers, by area or by hand.

use domain::{
    Code,
    accounts::{AccountId, Actor},
    areas::AreaId,
    casework::rounds::{RoundId, Share},
    events::{Event, OfRound},
    permission::Action,
};
use serde::Serialize;

use super::{load_round, lock_round};
use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::tree::path_of,
    db::sql::{rows, run},
};

/// Gives doors without an answer to a caseworker, who is told. Doors outside its areas stay as they are.
///
/// # Errors
/// Not found outside the actor's areas, and for an area outside the round; [`Code::RoundOver`];
/// [`Code::NobodyThere`] when no door could be given, because there is none or the account keeps no files there.
#[derive(Clone, Debug, Serialize)]
pub struct ShareDoors {
    /// The round.
    pub round: RoundId,
    /// Which doors.
    pub which: Share,
    /// Caseworker who goes there.
    pub to: AccountId,
}

impl Command for ShareDoors {
    const NAME: &'static str = "round_doors_share";
    type Output = u64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<u64> {
        let round = lock_round(tx, self.round).await?;
        round.must_run()?;
        let given = match &self.which {
            Share::Doors(doors) => {
                let mut given = 0;
                let mut doors = doors.clone();
                doors.sort_unstable();
                doors.dedup();
                for door in doors {
                    given += give_one(tx, (round.id, self.to), door).await?;
                }
                given
            }
            Share::Area(area) => give_area(tx, (round.id, self.to), *area, Reach::All, &round.path().0).await?,
            Share::Unowned(area) => give_area(tx, (round.id, self.to), *area, Reach::Unowned, &round.path().0).await?,
        };
        if given == 0 {
            return Err(Code::NobodyThere.into());
        }
        let title = round.name.clone();
        tx.emit(Event::DoorsGiven(OfRound { round: round.id, staff: vec![self.to], title })).await?;
        tx.audit("round", round.id).await?;
        Ok(given)
    }
}

async fn give_one(tx: &mut Tx<'_>, (round, to): (RoundId, AccountId), door: i64) -> Result<u64> {
    Ok(run!(
        tx,
        "update round_door set owner = $3, version = version + 1
         where id = $2 and round = $1 and state in ('to_meet', 'not_there')
             and exists (select 1 from area a join role_grant g on a.path like g.path || '%'
                 join account k on k.id = g.account
                 where a.id = round_door.area and g.account = $3 and g.role = 'caseworker' and k.open = true)",
        round,
        door,
        to,
    )?)
}

/// Which doors of an area are given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// All without an answer.
    All,
    /// Those without a caseworker who goes there.
    Unowned,
}

async fn give_area(
    tx: &mut Tx<'_>,
    (round, to): (RoundId, AccountId),
    area: AreaId,
    reach: Reach,
    inside: &str,
) -> Result<u64> {
    let path =
        path_of(&mut tx.arm(), area).await?.filter(|path| path.0.starts_with(inside)).ok_or(Refusal::NotFound)?;
    Ok(run!(
        tx,
        "update round_door set owner = $3, version = version + 1
         where round = $1 and state in ('to_meet', 'not_there')
             and area in (select b.id from area b where b.path like $2 || '%')
             and exists (select 1 from area a join role_grant g on a.path like g.path || '%'
                 join account k on k.id = g.account
                 where a.id = round_door.area and g.account = $3 and g.role = 'caseworker' and k.open = true)
             and ($4 = 0 or not exists (select 1 from area a join role_grant g on a.path like g.path || '%'
                 join account k on k.id = g.account
                 where a.id = round_door.area and g.account = round_door.owner and g.role = 'caseworker'
                     and k.open = true))",
        round,
        &path.0,
        to,
        i64::from(reach == Reach::Unowned),
    )?)
}

impl Store {
    /// Lists the caseworkers to whom doors of the round can be given, by name; at most 200.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that opens rounds.
    pub async fn round_caseworkers(&self, actor: &Actor, round: RoundId) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::OpenRounds)?;
        let mut db = self.reader().await?;
        let path = load_round(&mut db.arm(), round).await?.path();
        actor.must(Action::OpenRounds, &path)?;
        Ok(rows!(
            db,
            (i64, String),
            "select distinct k.id, k.name from account k join role_grant g on g.account = k.id
             where g.role = 'caseworker' and k.open = true
                 and (g.path like $1 || '%' or $1 like g.path || '%')
             order by k.name, k.id limit 200",
            &path.0,
        )?)
    }
}

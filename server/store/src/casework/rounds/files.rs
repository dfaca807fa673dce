//! What becomes of the doors of a file that is merged.

use domain::households::HouseholdId;

use super::knocks::recount;
use crate::{
    Result, Tx,
    db::sql::{row, rows, run},
};

/// Statements for the doors of a file `$1` that is erased, in this order. A round that still runs loses the door; one
/// that has ended keeps its numbers, of which none is personal.
pub(crate) const ERASED: [&str; 2] = [
    "update round_knock set words = '' where door in (select id from round_door where household = $1)",
    "update round_door set label = '', place_key = '', household = 0, version = version + 1,
         state = case when round in (select id from round where state = 'running') then 'gone' else state end
     where household = $1",
];

/// Moves the doors of a merged file to the one that is left. Where a round has a door of both, one takes the knocks of
/// both, and the other is gone.
pub(crate) async fn merge(tx: &mut Tx<'_>, gone: HouseholdId, keep: HouseholdId) -> Result<()> {
    let doors = rows!(tx, (i64, i64), "select id, round from round_door where household = $1 order by id", gone)?;
    for (door, round) in doors {
        run!(tx, "update round_door set version = version + 1 where id = $1", door)?;
        let ours = row!(
            tx,
            (i64,),
            "select id from round_door where round = $1 and household = $2 and state <> 'gone' order by id limit 1",
            round,
            keep,
        )?;
        let Some((ours,)) = ours else {
            run!(tx, "update round_door set household = $2 where id = $1", door, keep)?;
            continue;
        };
        run!(tx, "update round_knock set door = $2 where door = $1", door, ours)?;
        run!(
            tx,
            "update round_door set state = 'gone', household = 0, label = '', place_key = '', people = 0, here = 0,
                 knocks = 0, again = 0 where id = $1",
            door,
        )?;
        recount(tx, ours).await?;
    }
    Ok(())
}

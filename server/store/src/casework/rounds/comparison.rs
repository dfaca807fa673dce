//! Compares a round with the earlier one of its area, or of one around it: new, gone and changed households.
//! Doors are the same by their file, or by the line of the list; both look-ups read an index.

use domain::{
    accounts::Actor,
    casework::rounds::{CompareKind, ComparedDoor, Comparison, DoorId, PeopleCount, RoundId},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{
        area_filter::covered,
        pagination::page,
        sql::{row, rows},
    },
};

/// Subquery of the households that were met in round `$1`, inside the area of `round`, each with its door in round `$2`
/// in one of these states, or 0.
fn met(actor: &Actor, round: RoundId, states: &str) -> String {
    format!(
        "select d.id, d.n, a.name as area_name, d.household, d.people, d.here,
             coalesce(
                 (select min(o.id) from round_door o
                  where o.round = $2 and o.household = d.household and d.household <> 0 and o.state in ({states})),
                 (select min(o.id) from round_door o
                  where o.round = $2 and o.place_key = d.place_key and d.place_key <> '' and o.state in ({states})),
                 0) as other
         from round_door d join area a on a.id = d.area
         where d.round = $1 and d.state = 'met' and {}
             and a.path like (select c.path from round r join area c on c.id = r.area where r.id = {round}) || '%'",
        covered("a.path", &actor.areas_for(Action::ReadRounds)),
    )
}

/// States of a household that was met.
const MET: &str = "'met'";
/// States of a household that may still be there: all but moved and gone.
const THERE: &str = "'met', 'to_meet', 'not_there', 'declined'";

#[derive(sqlx::FromRow)]
struct ComparedRow {
    id: i64,
    n: i64,
    area_name: String,
    household: i64,
    people: i64,
    here: i64,
    other_people: i64,
    other_here: i64,
}

impl Store {
    /// Counts how a round differs from the earlier one; `None` without an earlier one.
    ///
    /// # Errors
    /// As [`Store::round`].
    pub async fn round_comparison(&self, actor: &Actor, round: RoundId) -> Result<Option<Comparison>> {
        let (found, _) = self.round(actor, round).await?;
        let Some(earlier) = found.earlier else { return Ok(None) };
        let now = format!(
            "select cast(coalesce(sum(case when m.other = 0 then 1 else 0 end), 0) as bigint),
                 cast(coalesce(sum(case when m.other <> 0 then 1 else 0 end), 0) as bigint),
                 cast(coalesce(sum(case when m.other <> 0 and (t.people <> m.people or t.here <> m.here)
                     then 1 else 0 end), 0) as bigint)
             from ({}) m left join round_door t on t.id = m.other",
            met(actor, round, MET),
        );
        let then = format!("select count(*) from ({}) m where m.other = 0", met(actor, round, THERE));
        let mut db = self.reader().await?;
        let (new, both, changed) =
            row!(db, (i64, i64, i64), AssertSqlSafe(now.as_str()), round, earlier)?.unwrap_or_default();
        let (gone,) = row!(db, (i64,), AssertSqlSafe(then.as_str()), earlier, round)?.unwrap_or_default();
        Ok(Some(Comparison { earlier, new, gone, changed, both }))
    }

    /// Lists the doors that differ in one way, by row; the next page begins after `cursor`. Empty without an earlier
    /// round.
    ///
    /// # Errors
    /// As [`Store::round`].
    pub async fn round_differences(
        &self,
        actor: &Actor,
        round: RoundId,
        kind: CompareKind,
        cursor: DoorId,
    ) -> Result<Page<ComparedDoor>> {
        let (found, _) = self.round(actor, round).await?;
        let Some(earlier) = found.earlier else { return Ok(Page { items: Vec::new(), next: None }) };
        // Those that are gone are the doors of the earlier round that this one does not have.
        let (this, other, states, which) = match kind {
            CompareKind::New => (round, earlier, MET, "m.other = 0"),
            CompareKind::Gone => (earlier, round, THERE, "m.other = 0"),
            CompareKind::Changed => {
                (round, earlier, MET, "m.other <> 0 and (t.people <> m.people or t.here <> m.here)")
            }
        };
        let sql = format!(
            "select m.id, m.n, m.area_name, m.household, m.people, m.here, coalesce(t.people, 0) as other_people,
                 coalesce(t.here, 0) as other_here
             from ({}) m left join round_door t on t.id = m.other
             where {which} and m.id > $3 order by m.id limit 51",
            met(actor, round, states),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, ComparedRow, AssertSqlSafe(sql.as_str()), this, other, cursor)?;
        let compared = |row: ComparedRow| {
            let this = Some(PeopleCount { people: row.people, here: row.here });
            let other = PeopleCount { people: row.other_people, here: row.other_here };
            let (then, now) = match kind {
                CompareKind::New => (None, this),
                CompareKind::Gone => (this, None),
                CompareKind::Changed => (Some(other), this),
            };
            let household = (row.household != 0).then_some(row.household);
            ComparedDoor { door: row.id, n: row.n, area_name: row.area_name, household, then, now }
        };
        Ok(page(found.into_iter().map(compared).collect(), |door: &ComparedDoor| door.door))
    }
}

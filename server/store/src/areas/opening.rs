//! When a location takes goods in, and how to reach it.

use std::mem;

use domain::{
    Timestamp,
    ledger::LocationId,
    opening::{Hours, Opening},
    permission::Action,
    time::Day,
};
use serde::Serialize;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    areas::{locations::location, tree::must_in},
    db::sql::{rows, run},
};

/// What stands in place of a weekday, 0 to 6, in the rows of closed days.
const CLOSED_DAY: usize = 7;

/// Loads phone, hours and coming closed days of a location, without a permission check: they hang at its door.
///
/// # Errors
/// `NotFound` when there is no such location.
pub(crate) async fn opening(db: &mut Conn<'_>, id: LocationId, now: Timestamp) -> Result<Opening> {
    let mut found = rows!(
        db,
        (String, String, i64, i64, i64),
        "select l.phone, l.recipient, coalesce(d.weekday, -1), coalesce(d.begins, 0), coalesce(d.ends, 0)
         from location l left join (
             select location, weekday, opens as begins, closes as ends from location_hours where location = $1
             union all
             select c.location, 7, c.day, 0 from (select location, day from location_closed
                 where location = $1 and day >= $2 order by day limit 100) c
         ) d on d.location = l.id
         where l.id = $1 order by d.weekday, d.begins",
        id,
        Day::of(now).number(),
    )?;
    let (phone, recipient) = match found.first_mut() {
        Some((phone, recipient, ..)) => (mem::take(phone), mem::take(recipient)),
        None => return Err(Refusal::NotFound.into()),
    };
    let (mut week, mut closed) = (Vec::new(), Vec::new());
    for (_, _, weekday, begins, ends) in found {
        match usize::try_from(weekday) {
            Ok(CLOSED_DAY) => closed.push(begins),
            Ok(weekday) => {
                week.resize(7, None);
                if let Some(hours) = week.get_mut(weekday) {
                    *hours = Some(Hours { opens: begins, closes: ends });
                }
            }
            // Neither hours nor closed days are known.
            Err(_) => {}
        }
    }
    Ok(Opening { phone, recipient, week, closed })
}

/// Sets when a location takes goods in, and how to reach it.
///
/// # Errors
/// `NotAllowed` without the role; `NotFound` outside the actor's areas; invalid fields.
#[derive(Clone, Debug, Serialize)]
pub struct SetOpening {
    /// The location.
    pub location: LocationId,
    /// Phone, hours and closed days, in place of the earlier ones.
    pub opening: Opening,
}

impl Command for SetOpening {
    const NAME: &'static str = "opening_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::Administer)?;
        let id = self.location;
        let area = location(&mut tx.arm(), id).await?.area;
        must_in(tx, Action::Administer, area).await?;
        let opening = self.opening.clone().checked()?;
        // Locks the location's row, so that two changes do not mix their days.
        run!(
            tx,
            "update location set phone = $2, recipient = $3 where id = $1",
            id,
            &opening.phone,
            &opening.recipient,
        )?;
        run!(tx, "delete from location_hours where location = $1", id)?;
        for (weekday, hours) in (0_i64..).zip(&opening.week) {
            if let Some(Hours { opens, closes }) = *hours {
                run!(
                    tx,
                    "insert into location_hours (location, weekday, opens, closes) values ($1, $2, $3, $4)",
                    id,
                    weekday,
                    opens,
                    closes,
                )?;
            }
        }
        run!(tx, "delete from location_closed where location = $1", id)?;
        for day in &opening.closed {
            run!(tx, "insert into location_closed (location, day) values ($1, $2)", id, day)?;
        }
        tx.audit("location", id).await
    }
}

impl Store {
    /// Loads when a location takes goods in, and how to reach it. Public.
    ///
    /// # Errors
    /// `NotFound` when there is no such location.
    pub async fn opening(&self, id: LocationId) -> Result<Opening> {
        let now = self.now();
        opening(&mut self.reader().await?.arm(), id, now).await
    }
}

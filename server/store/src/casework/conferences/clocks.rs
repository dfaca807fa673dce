//! The clock of conferences: late tasks climb the chain, and a conference ends when its records have ended.

use domain::{
    DAY,
    casework::conferences::{CLIMB_DAYS, ConferenceId, ConferenceState, MeasureId, MeasureState},
    events::{Event, OfMeasure},
};
use serde::Serialize;

use super::{end, lock_conference, lock_measure, open_measures};
use crate::{
    Command, Result, Store, Tx,
    areas::answerers::chain::{Climb, led_by, next_above},
    db::{
        job_sweep::sweep,
        sql::{run, value},
    },
};

/// Hands one late task to the next of the chain, and tells its owner. The agreed day stays what it was; it climbs again
/// every [`CLIMB_DAYS`] after it.
#[derive(Clone, Copy, Debug, Serialize)]
struct ClimbMeasure {
    measure: MeasureId,
}

impl Command for ClimbMeasure {
    const NAME: &'static str = "conference_measure_climb";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let measure = lock_measure(tx, self.measure).await?;
        let now = tx.now;
        let pause = CLIMB_DAYS * DAY;
        if measure.state != MeasureState::Open || measure.due + measure.climbs * pause > now {
            return Ok(false);
        }
        let home = measure.file.path();
        // A coordinator's task climbs from where it leads, and not down to the people of the home.
        let reached = match measure.level.as_str() {
            "" => led_by(&mut tx.arm(), measure.owner, &home).await?,
            level => level.to_owned(),
        };
        let rung =
            next_above(&mut tx.arm(), Climb::of(&home, measure.file.id, &reached, &[measure.owner]), now).await?;
        let (level, raised_to, mut staff) = match rung.owner() {
            0 => (measure.level.clone(), measure.raised_to, vec![measure.raised_to]),
            first => (rung.path.clone(), first, rung.accounts),
        };
        staff.push(measure.owner);
        staff.retain(|account| *account != 0);
        staff.sort_unstable();
        staff.dedup();
        run!(
            tx,
            "update conference_measure set level = $2, raised_to = $3, climbs = $4, version = version + 1
             where id = $1",
            measure.id,
            &level,
            raised_to,
            (now - measure.due) / pause + 1,
        )?;
        let (household, conference) = (measure.file.id, measure.conference);
        tx.emit(Event::MeasureRaised(OfMeasure { measure: measure.id, conference, household, staff })).await?;
        tx.audit("conference", conference).await?;
        Ok(true)
    }
}

/// Ends a conference whose measures have all ended, or looks again tomorrow.
#[derive(Clone, Copy, Debug, Serialize)]
struct SettleConference {
    conference: ConferenceId,
}

impl Command for SettleConference {
    const NAME: &'static str = "conference_settle";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let conference = lock_conference(tx, self.conference, None).await?;
        let now = tx.now;
        if conference.state != ConferenceState::Open || conference.wake > now {
            return Ok(false);
        }
        run!(tx, "update conference set wake = $2 where id = $1", conference.id, now + DAY)?;
        let all = value!(tx, i64, "select count(*) from conference_measure where conference = $1", conference.id)?;
        // Without any measure it waits for the first, or for its convener to end it.
        if all == 0 || open_measures(tx, conference.id).await? > 0 {
            return Ok(false);
        }
        end(tx, conference.id, ConferenceState::Ended).await?;
        tx.audit("conference", conference.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Does the next step of conferences and their tasks; returns how many climbed or ended.
    pub(crate) async fn conferences_follow(&self) -> Result<i64> {
        let now = self.now();
        let climbed: Result<i64> = sweep!(
            self,
            |measure| ClimbMeasure { measure },
            // Seven days for each climb, as `CLIMB_DAYS`.
            "select due, id from conference_measure where state = 'open' and due <= $1 and due + climbs * 604800 <= $1
                 and (due, id) > ($2, $3)
             order by due, id limit 200",
            now,
        );
        let ended: Result<i64> = sweep!(
            self,
            |conference| SettleConference { conference },
            "select wake, id from conference where state = 'open' and wake <= $1 and (wake, id) > ($2, $3)
             order by wake, id limit 200",
            now,
        );
        Ok(climbed? + ended?)
    }
}

//! The clock of rounds: a reminder before the end, the end on the last day, and the end of what lists said.

use domain::{
    casework::rounds::RoundId,
    events::{Event, OfRound},
};
use serde::Serialize;

use super::{lock_and_read, open::end};
use crate::{
    Command, Result, Store, Tx,
    areas::staff::coordinators,
    db::{
        job_sweep::sweep,
        sql::{run, values},
    },
};

/// Reminds coordinators, and caseworkers who have doors left, of a round that ends soon.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindRound {
    round: RoundId,
}

impl Command for RemindRound {
    const NAME: &'static str = "round_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (round, now) = (lock_and_read(tx, self.round).await?, tx.now);
        if round.must_run().is_err() || round.reminder == 0 || round.reminder > now {
            return Ok(false);
        }
        run!(tx, "update round set reminder = 0 where id = $1", round.id)?;
        let mut staff = values!(
            tx,
            i64,
            "select distinct owner from round_door
             where round = $1 and state in ('to_meet', 'not_there') order by owner limit 500",
            round.id,
        )?;
        if staff.is_empty() {
            return Ok(true);
        }
        staff.extend(coordinators(&mut tx.arm(), &round.path()).await?);
        staff.retain(|account| *account != 0);
        staff.sort_unstable();
        staff.dedup();
        tx.emit(Event::RoundDue(OfRound { round: round.id, staff, title: round.name.clone() })).await?;
        tx.audit("round", round.id).await?;
        Ok(true)
    }
}

/// Ends a round whose last day is over.
#[derive(Clone, Copy, Debug, Serialize)]
struct EndDueRound {
    round: RoundId,
}

impl Command for EndDueRound {
    const NAME: &'static str = "round_end_due";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let round = lock_and_read(tx, self.round).await?;
        if round.must_run().is_err() || round.due >= tx.now {
            return Ok(false);
        }
        end(tx, &round).await?;
        Ok(true)
    }
}

/// Deletes what the list of a long ended round said: addresses and names of families, most of them without a file.
#[derive(Clone, Copy, Debug, Serialize)]
struct ForgetRound {
    round: RoundId,
}

impl Command for ForgetRound {
    const NAME: &'static str = "round_forget";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (round, now) = (lock_and_read(tx, self.round).await?, tx.now);
        if round.kept_until == 0 || round.kept_until > now {
            return Ok(false);
        }
        run!(
            tx,
            "update round_knock set words = '' where door in (select d.id from round_door d where d.round = $1)",
            round.id,
        )?;
        run!(tx, "update round_door set label = '', place_key = '' where round = $1", round.id)?;
        run!(tx, "update round set kept_until = 0 where id = $1", round.id)?;
        tx.audit("round", round.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Reminds of rounds, ends those that are due and deletes what old lists said; returns how many.
    pub(crate) async fn rounds_follow(&self) -> Result<i64> {
        let now = self.now();
        let reminded: Result<i64> = sweep!(
            self,
            |round| RemindRound { round },
            "select reminder, id from round
             where state = 'running' and reminder > 0 and reminder <= $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            now,
        );
        let ended: Result<i64> = sweep!(
            self,
            |round| EndDueRound { round },
            "select due, id from round where state = 'running' and due < $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            now,
        );
        let forgotten: Result<i64> = sweep!(
            self,
            |round| ForgetRound { round },
            "select kept_until, id from round
             where kept_until > 0 and kept_until <= $1 and (kept_until, id) > ($2, $3)
             order by kept_until, id limit 200",
            now,
        );
        Ok(reminded? + ended? + forgotten?)
    }
}

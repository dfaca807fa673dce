//! What the clock does about a wish that waits for its review: its coordinators are told once, and later its family.

use domain::{
    DAY, Timestamp,
    events::{Event, OfReview},
    wishes::{REVIEW_LATE_DAYS, REVIEW_LONG_DAYS, WishId},
};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    areas::staff,
    db::{
        job_sweep::sweep,
        sql::{row, run},
    },
    wishes::lifecycle::{emit_wish, hold},
};

/// Seconds of waiting until the coordinators are told, and until the family is.
const STEPS: [Timestamp; 2] = [REVIEW_LATE_DAYS * DAY, REVIEW_LONG_DAYS * DAY];

/// Tells of a wish that waits long for its review; for the scheduler. False when there was nothing to do.
///
/// In review, `asked` is the time at which the last step was due; the reminder of a draft is before its submission.
/// A wish that came back waits since then: `given_back` is the time at which its review began anew.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindReview(WishId);

impl Command for RemindReview {
    const NAME: &'static str = "wish_review_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let held = hold(tx, id).await?;
        let now = tx.now;
        let found =
            row!(tx, (i64, i64), "select submitted, asked from wish where id = $1 and state = 'submitted'", id,)?;
        let Some((submitted, asked)) = found else { return Ok(false) };
        let waits_since = submitted.max(held.given_back);
        let [late, long] = STEPS.map(|wait| waits_since + wait);
        let is_due = |step: Timestamp| asked < step && step <= now;
        let done = if is_due(long) { long } else { late };
        if !is_due(done) {
            return Ok(false);
        }
        run!(tx, "update wish set asked = $2 where id = $1", id, done)?;
        if is_due(late) {
            let staff = staff::coordinators(&mut tx.arm(), &held.path()).await?;
            let (household, title) = (held.household, held.title());
            tx.emit(Event::WishReviewLate(OfReview { wish: id, household, staff, title })).await?;
        }
        if is_due(long) {
            emit_wish(tx, Event::WishReviewWaits, &held, "").await?;
        }
        Ok(true)
    }
}

impl Store {
    /// Tells of wishes that wait long for their review; returns of how many.
    pub(crate) async fn reviews_remind(&self) -> Result<i64> {
        sweep!(
            self,
            RemindReview,
            "select submitted, id from wish
             where state = 'submitted'
               and ((submitted + $2 <= $1 and given_back + $2 <= $1
                       and (asked < submitted + $2 or asked < given_back + $2))
                   or (submitted + $3 <= $1 and given_back + $3 <= $1
                       and (asked < submitted + $3 or asked < given_back + $3)))
               and (submitted, id) > ($4, $5)
             order by submitted, id limit 200",
            self.now(),
            STEPS[0],
            STEPS[1],
        )
    }
}

//! Jobs on offers: shops are reminded to answer, donors of the day that has passed, and offers end of which nothing
//! came.

use domain::{
    DAY,
    events::{Event, OfOffer},
    next_steps::{OFFER_DAYS, OFFER_GRACE_DAYS, REMINDER_DAYS},
    stock::offers::{OfferEvent, OfferId, OfferState},
};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    db::{
        job_sweep::sweep,
        sql::{run, values},
    },
    stock::receiving::offers::{hold, of_offer, step},
};

/// Reminds whose move it is about an offer; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindOffer(OfferId);

impl Command for RemindOffer {
    const NAME: &'static str = "offer_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let held = hold(tx, id).await?;
        let (now, week, day) = (tx.now, tx.now - REMINDER_DAYS * DAY, tx.now - DAY);
        let due = run!(
            tx,
            "update offer set asked = $2 where id = $1
                 and ((state = 'offered' and created <= $3 and asked <= $3)
                      or (state = 'accepted' and day <= $4 and asked <= day))",
            id,
            now,
            week,
            day,
        )?;
        if due == 0 {
            return Ok(false);
        }
        if held.state()? == OfferState::Accepted {
            let event = of_offer(tx, &held, 0, "").await?;
            tx.emit(Event::OfferMissed(event)).await?;
            return Ok(true);
        }
        let staff = values!(
            tx,
            i64,
            "select distinct g.account from role_grant g join account a on a.id = g.account
             where g.role = 'shopkeeper' and a.open = true and a.root = $1 order by g.account",
            held.root,
        )?;
        let event = OfOffer { staff, ..of_offer(tx, &held, 0, "").await? };
        tx.emit(Event::OfferWaiting(event)).await?;
        Ok(true)
    }
}

/// Ends an offer of which nothing came, long after the last question; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct LapseOffer(OfferId);

impl Command for LapseOffer {
    const NAME: &'static str = "offer_lapse";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let held = hold(tx, id).await?;
        let (long, week, grace) =
            (tx.now - OFFER_DAYS * DAY, tx.now - REMINDER_DAYS * DAY, tx.now - OFFER_GRACE_DAYS * DAY);
        let due = run!(
            tx,
            "update offer set asked = asked where id = $1 and asked > 0
                 and ((state = 'offered' and created <= $2 and asked <= $3)
                      or (state = 'accepted' and asked > day and asked <= $4))",
            id,
            long,
            week,
            grace,
        )?;
        if due == 0 {
            return Ok(false);
        }
        step(tx, &held, OfferEvent::Withdraw).await?;
        let event = of_offer(tx, &held, 0, "").await?;
        tx.emit(Event::OfferLapsed(event)).await?;
        Ok(true)
    }
}

impl Store {
    /// Reminds shops and donors of offers; returns how many.
    pub(crate) async fn offers_remind(&self) -> Result<i64> {
        let now = self.now();
        sweep!(
            self,
            RemindOffer,
            "select created, id from offer
             where ((state = 'offered' and created <= $1 and asked <= $1)
                    or (state = 'accepted' and day <= $2 and asked <= day)) and (created, id) > ($3, $4)
             order by created, id limit 200",
            now - REMINDER_DAYS * DAY,
            now - DAY,
        )
    }

    /// Ends offers of which nothing came; returns how many.
    pub(crate) async fn offers_give_up(&self) -> Result<i64> {
        let now = self.now();
        sweep!(
            self,
            LapseOffer,
            "select created, id from offer
             where asked > 0 and ((state = 'offered' and created <= $1 and asked <= $2)
                    or (state = 'accepted' and asked > day and asked <= $3)) and (created, id) > ($4, $5)
             order by created, id limit 200",
            now - OFFER_DAYS * DAY,
            now - REMINDER_DAYS * DAY,
            now - OFFER_GRACE_DAYS * DAY,
        )
    }
}

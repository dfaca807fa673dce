//! What the clock does about cases: dates are computed anew every day and after a changed rule, steps are reminded of,
//! what is late goes to the next level, and what ended as "not before" opens again.

use domain::{
    DAY,
    casework::school_places::{CLIMB_DAYS, SchoolOutcome, SchoolPlaceId, SchoolPlaceState, engine::Outlook},
    events::Event,
    time::Day,
};
use serde::Serialize;

use super::{
    LockedPlace, Settling, application,
    closing::{has_other, reopen, returns},
    lock_place,
    opening::give,
    rules::{RuleRow, rule_for},
    settle_and_tell, titled,
};
use crate::{
    Command, Result, Store, Tx,
    areas::{
        answerers::chain::{Climb, next_above},
        staff::auditors,
    },
    casework::cases::{choose_owner, may_own},
    db::{job_sweep::sweep, sql::run},
};

/// Computes a case's dates and reminds of its step; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowSchoolPlace(SchoolPlaceId);

impl Command for FollowSchoolPlace {
    const NAME: &'static str = "school_place_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let place = lock_place(tx, self.0, None).await?;
        if place.wake == 0 || place.wake > tx.now {
            return Ok(false);
        }
        if place.state != SchoolPlaceState::Open {
            return wait_on(tx, &place).await;
        }
        let is_due = place.reminder > 0 && place.reminder <= tx.now;
        let outlook = settle_and_tell(tx, &place, Settling::Clock).await?;
        let Some((kind, last)) = outlook.step.filter(|step| is_due && place.step == Some(*step)) else {
            return Ok(true);
        };
        if last.end() > tx.now {
            let title = titled(kind.as_str(), Some(last));
            tx.emit(Event::SchoolStepDue(place.event(vec![place.owner], &title))).await?;
        }
        Ok(true)
    }
}

/// Opens a case that waits for a day, when the day comes near or a changed rule lets the child in before.
async fn wait_on(tx: &mut Tx<'_>, place: &LockedPlace) -> Result<bool> {
    let day = place.not_before.filter(|_| place.outcome == SchoolOutcome::NotBefore.as_str());
    let wake = match day {
        Some(day) if !has_other(tx, place).await? => {
            if returns(day) <= tx.now || earlier(tx, place, day).await? {
                reopen(tx, place).await?;
                return Ok(true);
            }
            returns(day)
        }
        // The child has an open case, or is gone: nothing is waited for.
        _ => 0,
    };
    run!(tx, "update school_place set wake = $2 where id = $1", place.id, wake)?;
    Ok(true)
}

/// Tells whether the rule that holds now lets the child apply before the day that the family was told.
async fn earlier(tx: &mut Tx<'_>, place: &LockedPlace, not_before: Day) -> Result<bool> {
    let rule = rule_for(&mut tx.arm(), place.file.root, &place.file.path()).await?;
    let terms = rule.as_ref().map(RuleRow::terms).transpose()?;
    let made = application(&mut tx.arm(), place.id).await?;
    let (asked, today) = (Day::of(place.asked), Day::of(tx.now));
    let outlook = Outlook::of(terms.as_ref(), place.facts.as_ref(), asked, today, made);
    // Computed with a rule that the case has not seen: dates of the same rule are no news.
    let is_new = rule.is_some_and(|rule| rule.id != place.rule);
    Ok(is_new && outlook.first_day.is_some_and(|day| day < not_before))
}

/// Tells the owner of a late case, and hands it to the next level after that; for the scheduler.
#[derive(Clone, Copy, Debug, Serialize)]
struct ClimbSchoolPlace(SchoolPlaceId);

impl Command for ClimbSchoolPlace {
    const NAME: &'static str = "school_place_climb";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let place = lock_place(tx, self.0, None).await?;
        if place.state != SchoolPlaceState::Open || place.climb_at > tx.now {
            return Ok(false);
        }
        if !place.due_told && place.owner != 0 {
            let again = tx.now + CLIMB_DAYS * DAY;
            run!(tx, "update school_place set due_told = true, climb_at = $2 where id = $1", place.id, again)?;
            tx.emit(Event::SchoolAskDue(place.event(vec![place.owner], ""))).await?;
            return Ok(true);
        }
        climb(tx, &place).await?;
        Ok(true)
    }
}

/// Names the account of the next level, which the owner stays beside. At the top the case stays where it is, and the
/// auditors are told as well.
async fn climb(tx: &mut Tx<'_>, place: &LockedPlace) -> Result<()> {
    let home = place.file.path();
    let (now, again) = (tx.now, tx.now + CLIMB_DAYS * DAY);
    let next = next_above(&mut tx.arm(), Climb::of(&home, place.file.id, &place.level, &[place.owner]), now).await?;
    let in_charge = next.owner();
    let mut told = if in_charge == 0 { auditors(&mut tx.arm(), &home).await? } else { next.accounts };
    told.push(place.owner);
    if in_charge == 0 {
        run!(tx, "update school_place set due_told = true, climb_at = $2 where id = $1", place.id, again)?;
    } else {
        run!(
            tx,
            "update school_place set due_told = true, level = $2, in_charge = $3, climb_at = $4, climbs = climbs + 1
             where id = $1",
            place.id,
            &next.path,
            in_charge,
            again,
        )?;
    }
    tx.emit(Event::SchoolPlaceLate(place.event(told, ""))).await?;
    tx.audit("school_place", place.id).await
}

/// Gives a case whose owner has left to another caseworker; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct TakeOverSchoolPlace(SchoolPlaceId);

impl Command for TakeOverSchoolPlace {
    const NAME: &'static str = "school_place_take_over";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let place = lock_place(tx, self.0, None).await?;
        let is_owned = place.owner != 0 && may_own(tx, &place.file, place.owner).await?;
        if place.state != SchoolPlaceState::Open || is_owned {
            return Ok(false);
        }
        let owner = choose_owner(tx, &place.file).await?;
        if owner != 0 {
            give(tx, &place, owner).await?;
            return Ok(true);
        }
        if place.owner == 0 {
            return Ok(false);
        }
        // No caseworker is left: the next level hears of it at once.
        run!(tx, "update school_place set owner = 0 where id = $1", place.id)?;
        climb(tx, &LockedPlace { owner: 0, ..place }).await?;
        Ok(true)
    }
}

impl Store {
    /// Computes dates anew, reminds of steps, and hands late cases on; returns how many.
    pub(crate) async fn school_places_follow(&self) -> Result<i64> {
        let orphaned: Result<i64> = sweep!(
            self,
            TakeOverSchoolPlace,
            "select c.opened, c.id from school_place c join household h on h.id = c.household
                 join area a on a.id = h.area
             where c.state = 'open' and (c.opened, c.id) > ($1, $2)
               and not exists (select 1 from role_grant g join account k on k.id = g.account
                   where g.account = c.owner and g.role = 'caseworker' and k.open = true and a.path like g.path || '%')
             order by c.opened, c.id limit 200",
        );
        let woken: Result<i64> = sweep!(
            self,
            FollowSchoolPlace,
            "select wake, id from school_place where wake > 0 and wake <= $1 and (wake, id) > ($2, $3)
             order by wake, id limit 200",
            self.now(),
        );
        let outdated: Result<i64> = sweep!(
            self,
            FollowOutdated,
            "select r.ended, c.id from school_place c join school_rule r on r.id = c.rule
             where c.state = 'open' and r.ended > 0 and (r.ended, c.id) > ($1, $2)
             order by r.ended, c.id limit 200",
        );
        let late: Result<i64> = sweep!(
            self,
            ClimbSchoolPlace,
            "select climb_at, id from school_place
             where state = 'open' and climb_at <= $1 and (climb_at, id) > ($2, $3)
             order by climb_at, id limit 200",
            self.now(),
        );
        Ok(orphaned? + woken? + outdated? + late?)
    }
}

/// Computes a case whose rule ended while the case was written; for the scheduler.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowOutdated(SchoolPlaceId);

impl Command for FollowOutdated {
    const NAME: &'static str = "school_place_outdated";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let place = lock_place(tx, self.0, None).await?;
        if place.state != SchoolPlaceState::Open {
            return Ok(false);
        }
        let outlook = settle_and_tell(tx, &place, Settling::Clock).await?;
        Ok(outlook.standing != place.standing || outlook.first_day != place.first_day)
    }
}

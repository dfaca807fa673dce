//! Steps about a finding: a wish, a case, a referral, a day that is agreed, or a time of a service. A step never closes
//! the finding.
//!
//! `set_step` is the one place where a step and its record are written: the command that opens a case or a referral,
//! or books a time for a finding, locks it with `lock_own_finding` and calls `set_step` in the same transaction.

use domain::{
    Code, DAY, Timestamp,
    casework::{
        findings::{FindingId, StepKind, must_be_open},
        visits::{VisitId, Window},
    },
    community::appointments::AppointmentId,
    households::HouseholdId,
    permission::Action,
    services::referrals::{NewReferral, ReferralId},
    time::Day,
    wishes::{NewWish, WishId},
};
use serde::Serialize;

use super::lock_own_finding;
use crate::{
    Command, Refusal, Result, Tx, casework::visits::assignment::insert_appointment, db::sql::run,
    services::referrals::drafts::DraftReferral, wishes::lifecycle,
};

/// Latest day of an appointment, in days from now.
const AHEAD_DAYS: Timestamp = 90;

/// Stores the step of a locked finding that is open, with the record that it led to.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn set_step(tx: &mut Tx<'_>, finding: FindingId, step: StepKind, record: i64) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update finding set step = $2, record = $3, step_at = $4, version = version + 1 where id = $1",
        finding,
        step.as_str(),
        record,
        now,
    )?;
    tx.audit("finding", finding).await
}

/// Lets the finding that led to an appointment lead to the one that it was moved to.
pub(crate) async fn move_booking(tx: &mut Tx<'_>, from: AppointmentId, to: AppointmentId) -> Result<()> {
    run!(tx, "update finding set record = $2, version = version + 1 where step = 'booking' and record = $1", from, to,)?;
    Ok(())
}

/// Takes the step back of findings that are open and led to appointments which were cancelled: their owner sees again
/// that nothing is under way. One statement each, after the lock of the time, so that it needs none of the household.
pub(crate) async fn undo_bookings(tx: &mut Tx<'_>, appointments: &[AppointmentId]) -> Result<()> {
    let now = tx.now;
    for appointment in appointments {
        run!(
            tx,
            "update finding set step = 'none', record = 0, step_at = $2, version = version + 1
             where step = 'booking' and record = $1 and state = 'open'",
            *appointment,
            now,
        )?;
    }
    Ok(())
}

/// As [`undo_bookings`], for all appointments of a locked household that were cancelled.
pub(crate) async fn undo_cancelled_bookings(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update finding set step = 'none', record = 0, step_at = $2, version = version + 1
         where household = $1 and step = 'booking' and state <> 'closed'
             and exists (select 1 from appointment x where x.id = finding.record and x.state = 'cancelled')",
        household,
        now,
    )?;
    Ok(())
}

/// Posts a wish for the family of a finding; returns the wish, which another account reviews.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] unless it is open; as [`lifecycle::post`].
#[derive(Clone, Debug, Serialize)]
pub struct PostWishForFinding {
    /// Finding that needs it.
    pub finding: FindingId,
    /// The wish; its household is that of the finding.
    pub wish: NewWish,
}

impl Command for PostWishForFinding {
    const NAME: &'static str = "finding_wish";
    type Output = WishId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<WishId> {
        tx.actor.must_somewhere(Action::PostForFamily)?;
        let (file, finding) = lock_own_finding(tx, self.finding).await?;
        must_be_open(finding.state()?)?;
        let new = NewWish { household: file.id, draft: false, ..self.wish.clone() };
        let wish = lifecycle::post(tx, &new).await?;
        set_step(tx, finding.id, StepKind::Wish, wish).await?;
        Ok(wish)
    }
}

/// Agrees a day with the family of a finding; returns the visit that is due on it.
///
/// # Errors
/// Not found outside the actor's areas; field `day` for one that has passed or is more than 90 days ahead;
/// [`Code::WrongState`] unless it is open; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AppointFinding {
    /// Finding that it is about.
    pub finding: FindingId,
    /// Any second of the day.
    pub day: Timestamp,
}

impl Command for AppointFinding {
    const NAME: &'static str = "finding_appoint";
    type Output = VisitId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<VisitId> {
        let (file, finding) = lock_own_finding(tx, self.finding).await?;
        let now = tx.now;
        if self.day < Day::of(now).start() || self.day > now + AHEAD_DAYS * DAY {
            return Err(Refusal::field("day", Code::OutOfRange).into());
        }
        must_be_open(finding.state()?)?;
        // A day that was agreed before is called off: the family waits on one day only.
        run!(
            tx,
            "update visit set cancelled = $2 where finding = $1 and finding <> 0 and made = 0 and cancelled = 0 and ends > $2",
            finding.id,
            now,
        )?;
        let visit =
            insert_appointment(tx, file.id, Window::of_appointment(self.day), (finding.owner, finding.id)).await?;
        set_step(tx, finding.id, StepKind::Appointment, visit).await?;
        Ok(visit)
    }
}

/// Drafts or sends a referral as [`DraftReferral`] does, for a finding of a visit, which says from then on where it went.
///
/// # Errors
/// As [`DraftReferral`]; not found for a finding outside the actor's areas; field `finding` for one of another household;
/// [`Code::WrongState`] unless it is open.
#[derive(Clone, Debug, Serialize)]
pub struct ReferFinding {
    /// Household that is referred.
    pub household: HouseholdId,
    /// Finding that it comes from.
    pub finding: FindingId,
    /// The referral.
    pub new: NewReferral,
}

impl Command for ReferFinding {
    const NAME: &'static str = "finding_referral";
    type Output = ReferralId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReferralId> {
        tx.actor.must_somewhere(Action::KeepCases)?;
        let (file, finding) = lock_own_finding(tx, self.finding).await?;
        if file.id != self.household {
            return Err(Refusal::field("finding", Code::Unknown).into());
        }
        must_be_open(finding.state()?)?;
        let draft = DraftReferral { household: file.id, new: self.new.clone() };
        let id = draft.run(tx).await?;
        set_step(tx, finding.id, StepKind::Referral, id).await?;
        Ok(id)
    }
}

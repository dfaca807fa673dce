//! Contacts of a pairing, its yearly renewal and its end.

use domain::{
    Code, DAY, Timestamp,
    casework::pairings::{ContactKind, PairingEnd, PairingId, PairingState, RENEW_DAYS, YEAR_DAYS},
    events::{Event, OfPairing},
    permission::Action,
    undo::UndoKind,
};
use serde::Serialize;

use super::{LockedPairing, PairingSide, for_family, load, lock_and_read, lock_pairing};
use crate::{
    Command, Refusal, Result, Tx,
    accounts::undo,
    areas::policies::policy_for,
    db::{
        pagination::signed_in,
        sql::{row, run},
    },
};

/// Notes a contact between helper and household; its silence ends.
///
/// # Errors
/// Not found for all who have no part in it; [`Code::WrongState`] unless it is under way.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NotePairingContact {
    /// The pairing.
    pub pairing: PairingId,
    /// How they were in contact.
    pub kind: ContactKind,
}

impl Command for NotePairingContact {
    const NAME: &'static str = "pairing_contact";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (pairing, _) = lock_pairing(tx, self.pairing).await?;
        pairing.state()?.must_be(PairingState::UnderWay)?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "insert into pairing_contact (pairing, account, kind, at) values ($1, $2, $3, $4)",
            pairing.id,
            account,
            self.kind.as_str(),
            now,
        )?;
        run!(tx, "update pairing set last_contact = $2, raised = 0 where id = $1", pairing.id, now)?;
        tx.audit("pairing", pairing.id).await
    }
}

/// Says that a side goes on for another year; the year is added once both said so.
///
/// # Errors
/// Not found for all who have no part in it; [`Code::NotAllowed`] to staff of a family with an account;
/// [`Code::WrongState`] unless it is under way; [`Code::TooSoon`] more than 30 days before the end of its year.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RenewPairing {
    /// The pairing.
    pub pairing: PairingId,
}

impl Command for RenewPairing {
    const NAME: &'static str = "pairing_renew";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (pairing, side) = lock_pairing(tx, self.pairing).await?;
        let side = for_family(tx, &pairing, side).await?;
        pairing.state()?.must_be(PairingState::UnderWay)?;
        if tx.now < pairing.due - RENEW_DAYS * DAY {
            return Err(Refusal::Conflict(Code::TooSoon).into());
        }
        let (helper, family) = match side {
            PairingSide::Helper => (true, pairing.family_renews),
            PairingSide::Family | PairingSide::Staff => (pairing.helper_renews, true),
        };
        if helper && family {
            let due = pairing.due + YEAR_DAYS * DAY;
            run!(
                tx,
                "update pairing set due = $2, reminder = $3, helper_renews = false, family_renews = false
                 where id = $1",
                pairing.id,
                due,
                due - RENEW_DAYS * DAY,
            )?;
        } else {
            run!(
                tx,
                "update pairing set helper_renews = $2, family_renews = $3 where id = $1",
                pairing.id,
                helper,
                family,
            )?;
        }
        tx.audit("pairing", pairing.id).await
    }
}

/// Locks a pairing for those who may end it: either side, the family's staff and, while it is silent, the coordinators
/// to whom the silence was raised.
async fn lock_to_end(tx: &mut Tx<'_>, id: PairingId) -> Result<LockedPairing> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    let must = |pairing: &LockedPairing| {
        let leads = pairing.raised > 0 && actor.may(Action::LeadCasework, &pairing.path());
        if leads { Ok(()) } else { pairing.side(&actor).map(drop) }
    };
    must(&load(&mut tx.arm(), id).await?)?;
    let pairing = lock_and_read(tx, id).await?;
    must(&pairing)?;
    Ok(pairing)
}

/// Ends a pairing or takes a proposal back, with a reason; either side and the family's staff may, and coordinators
/// one that is silent.
///
/// # Errors
/// Not found for all others; field `reason` for a reason of the clock; [`Code::WrongState`] once it
/// has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndPairing {
    /// The pairing.
    pub pairing: PairingId,
    /// Why it ends.
    pub reason: PairingEnd,
}

impl Command for EndPairing {
    const NAME: &'static str = "pairing_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let pairing = lock_to_end(tx, self.pairing).await?;
        if !PairingEnd::CHOICES.contains(&self.reason) {
            return Err(Refusal::field("reason", Code::Unknown).into());
        }
        if pairing.state()? == PairingState::UnderWay {
            undo::offer(tx, UndoKind::PairingEnded, pairing.id, &()).await?;
        }
        end(tx, &pairing, self.reason).await
    }
}

/// Takes the end of second `at` back: the pairing goes on, and both sides are told.
///
/// # Errors
/// Not found for all who have no part in it; [`Code::WrongState`] unless the actor ended it then;
/// [`Code::FileClosed`]; [`Code::UndoDepends`] when the helper left or the two were paired anew; [`Code::PairingLimit`]
/// when the helper took as many families meanwhile as it may.
pub(crate) async fn take_back(tx: &mut Tx<'_>, id: PairingId, at: Timestamp) -> Result<()> {
    let actor = tx.actor.clone();
    let must = |pairing: &LockedPairing| {
        let leads = actor.may(Action::LeadCasework, &pairing.path());
        if leads { Ok(()) } else { pairing.side(&actor).map(drop) }
    };
    must(&load(&mut tx.arm(), id).await?)?;
    let pairing = lock_and_read(tx, id).await?;
    must(&pairing)?;
    let (ended, by) =
        row!(tx, (i64, i64), "select ended, ended_by from pairing where id = $1", id)?.ok_or(Refusal::NotFound)?;
    if pairing.state()? != PairingState::Ended || (ended, by) != (at, actor.account) {
        return Err(Code::WrongState.into());
    }
    // As a proposal: two at one time count each other, and an account that helps no more is paired with no family.
    let helpers = run!(
        tx,
        "update account set version = version + 1
         where id = $1 and open = true and household = 0
             and exists (select 1 from role_grant g where g.account = $1 and g.role = 'donor')",
        pairing.helper,
    )?;
    let (files, live, paired) = row!(
        tx,
        (i64, i64, i64),
        "select (select count(*) from household where id = $1 and state = 'open'),
                (select count(*) from pairing where helper = $2 and state in ('proposed', 'under_way')),
                (select count(*) from pairing
                 where household = $1 and helper = $2 and state in ('proposed', 'under_way'))",
        pairing.household,
        pairing.helper,
    )?
    .unwrap_or_default();
    if files == 0 {
        return Err(Code::FileClosed.into());
    }
    if helpers == 0 || paired > 0 {
        return Err(Code::UndoDepends.into());
    }
    if live >= policy_for(&mut tx.arm(), &pairing.path()).await?.pairings {
        return Err(Code::PairingLimit.into());
    }
    run!(tx, "update pairing set state = 'under_way', ended = 0, ended_by = 0, reason = '' where id = $1", id)?;
    let of = OfPairing { pairing: id, household: pairing.household, helper: pairing.helper, staff: Vec::new() };
    tx.emit(Event::PairingResumed(of)).await?;
    tx.audit("pairing", id).await
}

/// Ends a locked pairing and tells both sides.
///
/// # Errors
/// [`Code::WrongState`] once it has ended.
pub(crate) async fn end(tx: &mut Tx<'_>, pairing: &LockedPairing, reason: PairingEnd) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    if !pairing.state()?.is_live() {
        return Err(Code::WrongState.into());
    }
    run!(
        tx,
        "update pairing set state = 'ended', ended = $2, ended_by = $3, reason = $4, raised = 0 where id = $1",
        pairing.id,
        now,
        account,
        reason.as_str(),
    )?;
    let of = OfPairing { pairing: pairing.id, household: pairing.household, helper: pairing.helper, staff: Vec::new() };
    tx.emit(Event::PairingEnded(of)).await?;
    tx.audit("pairing", pairing.id).await
}

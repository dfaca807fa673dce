//! Proposes a pairing, and answers the proposal.

use domain::{
    Code, DAY,
    accounts::AccountId,
    casework::pairings::{
        ANSWER_DAYS, PairingAnswer, PairingEnd, PairingId, PairingNeed, PairingState, RENEW_DAYS, YEAR_DAYS,
    },
    events::{Event, OfPairing},
    households::HouseholdId,
    permission::Action,
};
use serde::Serialize;

use super::{PairingSide, for_family, lock_pairing};
use crate::{
    Command, Refusal, Result, Tx,
    areas::policies::policy_for,
    db::{
        locks::{Writers, lock_open_household},
        sql::{is_unique, run, value},
    },
};

/// Proposes that a helper stands by a household. Both are asked; until both agreed, neither learns who the other is.
///
/// # Errors
/// Not found outside the actor's areas, and for an account that is no donor of the same root area;
/// [`Code::FileClosed`]; [`Code::SecondPerson`] for the actor itself; [`Code::AlreadyPaired`];
/// [`Code::PairingLimit`] when the helper has as many as the policy of the area allows.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ProposePairing {
    /// The household.
    pub household: HouseholdId,
    /// Account of the helper.
    pub helper: AccountId,
    /// What the household wants a helper for.
    pub need: PairingNeed,
}

impl Command for ProposePairing {
    const NAME: &'static str = "pairing_propose";
    type Output = PairingId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<PairingId> {
        let &Self { household, helper, need } = self;
        let file = lock_open_household(tx, household, Writers::Staff(Action::KeepHouseholds)).await?;
        if helper == tx.actor.account {
            return Err(Code::SecondPerson.into());
        }
        // Locks the helper, so that proposals at the same time count each other.
        let known = run!(
            tx,
            "update account set version = version + 1
             where id = $1 and open = true and root = $2 and household = 0
                 and exists (select 1 from role_grant g where g.account = $1 and g.role = 'donor')",
            helper,
            file.root,
        )?;
        if known == 0 {
            return Err(Refusal::NotFound.into());
        }
        let most = policy_for(&mut tx.arm(), &file.path()).await?.pairings;
        let live = value!(
            tx,
            i64,
            "select count(*) from pairing where helper = $1 and state in ('proposed', 'under_way')",
            helper,
        )?;
        let known = value!(
            tx,
            i64,
            "select count(*) from pairing
             where household = $1 and helper = $2 and state in ('proposed', 'under_way')",
            household,
            helper,
        )?;
        if known > 0 {
            return Err(Code::AlreadyPaired.into());
        }
        if live >= most {
            return Err(Code::PairingLimit.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let made = value!(
            tx,
            i64,
            "insert into pairing (household, helper, need, state, proposed, proposed_by, answer_by, helper_agreed,
                 family_agreed, started, last_contact, raised, due, reminder, helper_renews, family_renews, ended,
                 ended_by, reason, version)
             values ($1, $2, $3, 'proposed', $4, $5, $6, 0, 0, 0, 0, 0, 0, 0, false, false, 0, 0, '', 0) returning id",
            household,
            helper,
            need.as_str(),
            now,
            account,
            now + ANSWER_DAYS * DAY,
        );
        let id = match made {
            Err(error) if is_unique(&error) => return Err(Code::AlreadyPaired.into()),
            other => other?,
        };
        let of = OfPairing { pairing: id, household, helper, staff: Vec::new() };
        tx.emit(Event::PairingProposed(of)).await?;
        tx.audit("pairing", id).await?;
        Ok(id)
    }
}

/// Answers a proposal, as its helper, as the family, or as the caseworker of a family without an account.
///
/// # Errors
/// Not found for all who have no part in it; [`Code::NotAllowed`] to staff of a family with an account;
/// [`Code::WrongState`] once it is answered or lapsed.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AnswerPairing {
    /// The pairing.
    pub pairing: PairingId,
    /// The answer.
    pub answer: PairingAnswer,
}

impl Command for AnswerPairing {
    const NAME: &'static str = "pairing_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (pairing, side) = lock_pairing(tx, self.pairing).await?;
        let side = for_family(tx, &pairing, side).await?;
        pairing.state()?.must_be(PairingState::Proposed)?;
        let (now, id, account) = (tx.now, pairing.id, tx.actor.account);
        let of = OfPairing { pairing: id, household: pairing.household, helper: pairing.helper, staff: Vec::new() };
        if self.answer == PairingAnswer::Decline {
            run!(
                tx,
                "update pairing set state = 'declined', ended = $2, ended_by = $3, reason = $4 where id = $1",
                id,
                now,
                account,
                PairingEnd::NotMatching.as_str(),
            )?;
            tx.emit(Event::PairingDeclined(of)).await?;
            return tx.audit("pairing", id).await;
        }
        let agreed = match side {
            PairingSide::Helper => (now, pairing.family_agreed),
            PairingSide::Family | PairingSide::Staff => (pairing.helper_agreed, now),
        };
        run!(tx, "update pairing set helper_agreed = $2, family_agreed = $3 where id = $1", id, agreed.0, agreed.1)?;
        if agreed.0 > 0 && agreed.1 > 0 {
            let due = now + YEAR_DAYS * DAY;
            run!(
                tx,
                "update pairing set state = 'under_way', started = $2, last_contact = $2, due = $3, reminder = $4
                 where id = $1",
                id,
                now,
                due,
                due - RENEW_DAYS * DAY,
            )?;
            tx.emit(Event::PairingStarted(of)).await?;
        }
        tx.audit("pairing", id).await
    }
}

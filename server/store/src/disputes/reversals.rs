//! Reversals of wrong hand-overs: one account asks, another one approves or refuses.

use domain::{
    Code,
    accounts::{AccountId, Actor},
    disputes::{
        no_own_matter,
        reversals::{NewReversal, ReversalEvent, ReversalGoal, ReversalId, ReversalState},
        subject::HandedOver,
    },
    events::{Event, OfReversal},
    households::HouseholdId,
    ledger::JournalId,
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::is_own,
        locks::HeldFile,
        sql::{is_unique, parse, row, run, value},
    },
    disputes::{
        escalation::level,
        goods::{Located, locate, lock, reverse, title_of_goods},
        settlement::settle_reversed,
    },
    ledger::hand_overs::HandOver,
};

/// Requires a role in the family's area or in that of the shop.
///
/// # Errors
/// Not allowed without the role; not found when it is held elsewhere only.
fn must(actor: &Actor, action: Action, goods: &Located) -> Result<()> {
    if actor.may(action, &goods.home) { Ok(()) } else { Ok(actor.must(action, &goods.shop)?) }
}

/// Asks that a wrong hand-over is reversed.
///
/// # Errors
/// Not allowed without a role that asks; not found outside the actor's areas; fields `reason` and `goal`;
/// [`Code::WrongState`] unless the goods were handed over; [`Code::ReversalOpen`]; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskReversal(pub NewReversal);

impl Command for AskReversal {
    const NAME: &'static str = "reversal_ask";
    type Output = ReversalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReversalId> {
        let Self(new) = self;
        tx.actor.must_somewhere(Action::AskReversal)?;
        let about = new.about;
        let goods = locate(&mut tx.arm(), about).await?;
        must(&tx.actor, Action::AskReversal, &goods)?;
        let new = new.clone().checked()?;
        let (file, wrong) = lock(tx, about).await?;
        let goods = Located { household: file.id, home: file.path(), ..goods };
        must(&tx.actor, Action::AskReversal, &goods)?;
        file.must_be_open()?;
        let (now, account) = (tx.now, tx.actor.account);
        let reason = tx.vault.seal(Secret::ReversalReason, &new.reason)?;
        let open = value!(
            tx,
            i64,
            "select count(*) from reversal where claim = $1 and shop_order = $2 and state = 'asked'",
            about.claim(),
            about.order(),
        )?;
        if open > 0 {
            return Err(Code::ReversalOpen.into());
        }
        let made = value!(
            tx,
            i64,
            "insert into reversal (household, claim, shop_order, goal, reason, asked, asked_by, handed_by, state, answer,
                 decided, decided_by, journal, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 0, 0, 0, 0) returning id",
            file.id,
            about.claim(),
            about.order(),
            new.goal.as_str(),
            &reason,
            now,
            account,
            wrong.account,
            ReversalState::Asked.as_str(),
        );
        let id = match made {
            Err(error) if is_unique(&error) => return Err(Code::ReversalOpen.into()),
            other => other?,
        };
        let level = level(&mut tx.arm(), &goods.home, "", [wrong.account, account]).await?;
        emit_reversal(tx, Event::ReversalAsked, id, (file.id, about), level.coordinators).await?;
        tx.audit("reversal", id).await?;
        Ok(id)
    }
}

#[derive(sqlx::FromRow)]
struct LockedReversal {
    claim: i64,
    shop_order: i64,
    goal: String,
    reason: String,
    asked_by: i64,
    handed_by: i64,
    state: String,
}

impl LockedReversal {
    fn about(&self) -> HandedOver {
        HandedOver::of(self.claim, self.shop_order)
    }

    fn state(&self) -> Result<ReversalState> {
        parse(&self.state)
    }
}

async fn load(tx: &mut Tx<'_>, id: ReversalId) -> Result<LockedReversal> {
    let found = row!(
        tx,
        LockedReversal,
        "select claim, shop_order, goal, reason, asked_by, handed_by, state from reversal where id = $1",
        id,
    )?;
    found.ok_or_else(|| Refusal::NotFound.into())
}

/// Reversal whose goods and row are locked, checked for the actor and the event.
struct ReadyReversal {
    held: LockedReversal,
    file: HeldFile,
    state: ReversalState,
}

/// Checks permission, locks the goods and the reversal, and checks that the actor is a second person.
///
/// # Errors
/// As [`ApproveReversal`].
async fn ready(tx: &mut Tx<'_>, id: ReversalId, event: ReversalEvent) -> Result<ReadyReversal> {
    tx.actor.must_somewhere(Action::ApproveReversals)?;
    let seen = load(tx, id).await?;
    let about = seen.about();
    let goods = locate(&mut tx.arm(), about).await?;
    must(&tx.actor, Action::ApproveReversals, &goods)?;
    // Before the locks: goods whose hand-over was reversed have no open reversal.
    seen.state()?.after(event)?;
    let (file, wrong) = lock(tx, about).await?;
    run!(tx, "update reversal set version = version + 1 where id = $1", id)?;
    let held = load(tx, id).await?;
    must(&tx.actor, Action::ApproveReversals, &Located { household: file.id, home: file.path(), ..goods })?;
    second_person(&tx.actor, &held, &wrong)?;
    if is_own(&tx.actor, file.id) {
        return Err(Code::OwnHandOver.into());
    }
    let state = held.state()?.after(event)?;
    Ok(ReadyReversal { held, file, state })
}

fn second_person(actor: &Actor, held: &LockedReversal, wrong: &HandOver) -> Result<()> {
    Ok(no_own_matter(actor.account, &[held.asked_by, held.handed_by, wrong.account])?)
}

/// Emits an event about a reversal of goods of this household, for these accounts.
async fn emit_reversal(
    tx: &mut Tx<'_>,
    event: fn(OfReversal) -> Event,
    reversal: ReversalId,
    (household, about): (HouseholdId, HandedOver),
    staff: Vec<AccountId>,
) -> Result<()> {
    let (wish, title) = title_of_goods(&mut tx.arm(), about).await?;
    tx.emit(event(OfReversal { reversal, household, wish, claim: about.claim(), staff, title })).await
}

/// Stores a decision, and tells the account that asked.
async fn decide(
    tx: &mut Tx<'_>,
    id: ReversalId,
    ready: &ReadyReversal,
    answer: &str,
    journal: JournalId,
) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    let answer = tx.vault.seal(Secret::ReversalAnswer, answer)?;
    run!(
        tx,
        "update reversal set state = $2, answer = $3, decided = $4, decided_by = $5, journal = $6 where id = $1",
        id,
        ready.state.as_str(),
        &answer,
        now,
        account,
        journal,
    )?;
    let goods = (ready.file.id, ready.held.about());
    emit_reversal(tx, Event::ReversalDecided, id, goods, vec![ready.held.asked_by]).await?;
    tx.audit("reversal", id).await
}

/// Approves a reversal: posts it to the ledger, and ends the open dispute about the goods.
///
/// # Errors
/// Not allowed without a role that approves; not found outside the actor's areas; [`Code::OwnHandOver`] for the account
/// that handed over or asked; [`Code::WrongState`] when it was decided before; as `goods::reverse`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ApproveReversal {
    /// Reversal to approve.
    pub reversal: ReversalId,
}

impl Command for ApproveReversal {
    const NAME: &'static str = "reversal_approve";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        let ready = ready(tx, self.reversal, ReversalEvent::Approve).await?;
        let about = ready.held.about();
        let journal = reverse(tx, &ready.file, about, parse::<ReversalGoal>(&ready.held.goal)?).await?;
        let reason = tx.vault.open(Secret::ReversalReason, &ready.held.reason)?;
        settle_reversed(tx, about, &reason).await?;
        decide(tx, self.reversal, &ready, "", journal).await?;
        Ok(journal)
    }
}

/// Refuses a reversal, with a reason for the account that asked.
///
/// # Errors
/// As [`ApproveReversal`]; field `answer` without one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefuseReversal {
    /// Reversal to refuse.
    pub reversal: ReversalId,
    /// Reason, 2 to 500 characters.
    pub answer: String,
}

impl Command for RefuseReversal {
    const NAME: &'static str = "reversal_refuse";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let ready = ready(tx, self.reversal, ReversalEvent::Refuse).await?;
        let answer = text::words(&self.answer, 2, 500).map_err(|code| Refusal::field("answer", code))?;
        decide(tx, self.reversal, &ready, &answer, 0).await
    }
}

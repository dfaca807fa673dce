//! A coordinator decides what becomes of a dispute.

use domain::{
    Code,
    accounts::AccountId,
    disputes::{
        DisputeChannel, DisputeDecision, DisputeEvent, DisputeId, DisputeOutcome, DisputeState, no_own_matter,
        subject::HandedOver,
    },
    events::Event,
    permission::Action,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::is_own,
        sql::{parse, row, run},
    },
    disputes::goods::{locate, lock, of_dispute, reverse},
};

/// Decides a dispute, with a reason that the family reads. Outcome `returned` reverses the hand-over.
///
/// # Errors
/// Not allowed without a role that decides disputes; not found outside the actor's areas; fields `answer` and `goal`;
/// [`Code::OwnHandOver`] for the account that handed the goods over, or recorded what the family said;
/// [`Code::WrongState`] when it was decided before; as `goods::reverse`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SettleDispute {
    /// Dispute to decide.
    pub id: DisputeId,
    /// Outcome and reason.
    pub settlement: DisputeDecision,
}

#[derive(sqlx::FromRow)]
struct LockedDispute {
    household: i64,
    claim: i64,
    shop_order: i64,
    channel: String,
    created_by: i64,
    handed_by: i64,
    state: String,
}

impl LockedDispute {
    fn about(&self) -> HandedOver {
        HandedOver::of(self.claim, self.shop_order)
    }

    /// Accounts that must not decide.
    fn concerned(&self) -> Result<Vec<AccountId>> {
        let recorded = parse::<DisputeChannel>(&self.channel)? != DisputeChannel::Family;
        Ok(if recorded { vec![self.handed_by, self.created_by] } else { vec![self.handed_by] })
    }
}

async fn load(tx: &mut Tx<'_>, id: DisputeId) -> Result<LockedDispute> {
    let found = row!(
        tx,
        LockedDispute,
        "select household, claim, shop_order, channel, created_by, handed_by, state from dispute where id = $1",
        id,
    )?;
    found.ok_or_else(|| Refusal::NotFound.into())
}

/// Stores how a dispute ended, and tells the family.
async fn end(
    tx: &mut Tx<'_>,
    id: DisputeId,
    held: &LockedDispute,
    outcome: DisputeOutcome,
    answer: &str,
) -> Result<()> {
    let state = parse::<DisputeState>(&held.state)?.after(DisputeEvent::Settle)?;
    let (now, account) = (tx.now, tx.actor.account);
    let answer = tx.vault.seal(Secret::DisputeAnswer, answer)?;
    run!(
        tx,
        "update dispute set state = $2, outcome = $3, answer = $4, decided = $5, decided_by = $6, reminder = 0
         where id = $1",
        id,
        state.as_str(),
        outcome.as_str(),
        &answer,
        now,
        account,
    )?;
    let event = of_dispute(tx, id, held.household, held.about()).await?;
    tx.emit(Event::DisputeSettled(event)).await?;
    tx.audit("dispute", id).await
}

/// Settles the open dispute about goods whose hand-over was reversed; does nothing without one.
pub(crate) async fn settle_reversed(tx: &mut Tx<'_>, about: HandedOver, reason: &str) -> Result<()> {
    let open = row!(
        tx,
        (i64,),
        "select id from dispute where claim = $1 and shop_order = $2 and state = 'open'",
        about.claim(),
        about.order(),
    )?;
    let Some((id,)) = open else { return Ok(()) };
    run!(tx, "update dispute set version = version + 1 where id = $1", id)?;
    let held = load(tx, id).await?;
    end(tx, id, &held, DisputeOutcome::Returned, reason).await
}

impl Command for SettleDispute {
    const NAME: &'static str = "dispute_settle";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::DecideDisputes)?;
        let seen = load(tx, self.id).await?;
        let about = seen.about();
        let home = locate(&mut tx.arm(), about).await?.home;
        tx.actor.must(Action::DecideDisputes, &home)?;
        let DisputeDecision { outcome, goal, answer } = self.settlement.clone().checked()?;
        // Before the locks: goods whose hand-over was reversed have no open dispute.
        parse::<DisputeState>(&seen.state)?.after(DisputeEvent::Settle)?;
        let (file, _) = lock(tx, about).await?;
        run!(tx, "update dispute set version = version + 1 where id = $1", self.id)?;
        let held = load(tx, self.id).await?;
        tx.actor.must(Action::DecideDisputes, &file.path())?;
        no_own_matter(tx.actor.account, &held.concerned()?)?;
        if is_own(&tx.actor, file.id) {
            return Err(Code::OwnHandOver.into());
        }
        parse::<DisputeState>(&held.state)?.after(DisputeEvent::Settle)?;
        match goal {
            Some(goal) => {
                reverse(tx, &file, about, goal).await?;
                overtake(tx, about).await?;
            }
            None => wait_again(tx, about).await?,
        }
        end(tx, self.id, &held, outcome, &answer).await
    }
}

/// Ends a request to reverse goods that are reversed already.
async fn overtake(tx: &mut Tx<'_>, about: HandedOver) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update reversal set state = 'refused', decided = $3, decided_by = $4, version = version + 1
         where claim = $1 and shop_order = $2 and state = 'asked'",
        about.claim(),
        about.order(),
        now,
        account,
    )?;
    Ok(())
}

/// Starts the days anew after which silence confirms a claim: until now the family was not silent.
async fn wait_again(tx: &mut Tx<'_>, about: HandedOver) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update claim set changed = $2, version = version + 1 where id = $1 and state = 'handed_over'",
        about.claim(),
        now,
    )?;
    Ok(())
}

//! A family says that something is wrong with goods that were handed over, itself or through a caseworker.

use domain::{
    Code, DAY,
    accounts::Actor,
    disputes::{
        DUE_DAYS, DisputeChannel, DisputeId, DisputeState, NewDispute, REMINDER_DAYS, in_time, subject::HandedOver,
    },
    events::{Event, OfDispute},
    permission::Action,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{area_filter::is_own, pagination::signed_in, sql::value},
    disputes::{
        escalation::level,
        goods::{Located, locate, lock, of_dispute},
    },
};

/// Opens a dispute for the coordinators of the family's area, which keeps silence from confirming the goods.
///
/// # Errors
/// Not signed in; not found for another family's goods and outside the actor's areas; field `channel` when staff do not
/// say how the family told them; field `words`; [`Code::WrongState`] unless the goods were handed over;
/// [`Code::TooLate`] after 14 days; [`Code::DisputeOpen`]; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenDispute(pub NewDispute);

/// Checks that the actor is the family itself, or posts for families of its area; returns whether it is the family.
pub(crate) fn may_report(actor: &Actor, goods: &Located) -> Result<bool> {
    if is_own(actor, goods.household) {
        return Ok(true);
    }
    if !actor.is_staff() {
        return Err(Refusal::NotFound.into());
    }
    actor.must(Action::PostForFamily, &goods.home)?;
    Ok(false)
}

impl Command for OpenDispute {
    const NAME: &'static str = "dispute_open";
    type Output = DisputeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<DisputeId> {
        open(tx, &self.0).await
    }
}

/// Opens a dispute; as [`OpenDispute`].
pub(crate) async fn open(tx: &mut Tx<'_>, new: &NewDispute) -> Result<DisputeId> {
    signed_in(&tx.actor)?;
    let about = new.about;
    let goods = locate(&mut tx.arm(), about).await?;
    let own = may_report(&tx.actor, &goods)?;
    let new = new.clone().checked()?;
    let channel = match (own, new.channel) {
        (true, _) => DisputeChannel::Family,
        (false, DisputeChannel::Family) => return Err(Refusal::field("channel", Code::Required).into()),
        (false, channel) => channel,
    };
    let (file, wrong) = lock(tx, about).await?;
    let goods = Located { household: file.id, home: file.path(), ..goods };
    may_report(&tx.actor, &goods)?;
    file.must_be_open()?;
    let (waiting, answered) = earlier(tx, about).await?;
    if waiting > 0 {
        return Err(Code::DisputeOpen.into());
    }
    in_time(wrong.at.max(answered), tx.now)?;
    let (now, account) = (tx.now, tx.actor.account);
    let recorder = if own { 0 } else { account };
    let level = level(&mut tx.arm(), &goods.home, "", [wrong.account, recorder]).await?;
    let due = now + DUE_DAYS * DAY;
    let words = tx.vault.seal(Secret::DisputeWords, &new.words)?;
    let id = value!(
        tx,
        i64,
        "insert into dispute (household, claim, shop_order, kind, channel, words, created, created_by, handed_by,
             state, owner, level, due, reminder, climbs, outcome, answer, decided, decided_by, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, '', '', 0, 0, 0) returning id",
        goods.household,
        about.claim(),
        about.order(),
        new.kind.as_str(),
        channel.as_str(),
        &words,
        now,
        account,
        wrong.account,
        DisputeState::Open.as_str(),
        level.owner(),
        &level.path,
        due,
        due - REMINDER_DAYS * DAY,
    )?;
    let event = of_dispute(tx, id, goods.household, about).await?;
    let event = OfDispute { by_family: own, staff: level.coordinators, ..event };
    tx.emit(Event::DisputeOpened(event)).await?;
    tx.audit("dispute", id).await?;
    Ok(id)
}

/// Returns the number of open disputes about the goods, and when the last settled one was decided, or 0.
async fn earlier(tx: &mut Tx<'_>, about: HandedOver) -> Result<(i64, i64)> {
    let (claim, order) = (about.claim(), about.order());
    let open = value!(
        tx,
        i64,
        "select count(*) from dispute where claim = $1 and shop_order = $2 and state = 'open'",
        claim,
        order,
    )?;
    let answered = value!(
        tx,
        i64,
        "select cast(coalesce(max(decided), 0) as bigint) from dispute
         where claim = $1 and shop_order = $2 and state = 'settled'",
        claim,
        order,
    )?;
    Ok((open, answered))
}

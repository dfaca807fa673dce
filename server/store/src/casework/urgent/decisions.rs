//! The end of a mark without a taker: a coordinator names who keeps the wish urgent, or it is ordinary again.

use domain::{
    Code, DAY,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    casework::urgent::{UrgentState, asked_again, decided_by},
    events::{Event, OfUrgent},
    permission::Action,
    wishes::WishId,
};
use serde::Serialize;

use super::{
    LockedUrgent,
    asks::{coordinator_above, fall, is_of},
    lock_urgent,
    mark::end,
};
use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::answerers::chain::stand_in,
    db::{
        area_filter::{is_own, must_be_of_others},
        sql::{row, rows, run, value, values},
    },
    wishes::{self, lifecycle::LockedWish},
};

/// Asks a coordinator whether the wish stays urgent: the nearest first, each day the next above, until it is decided.
pub(super) async fn ask_for_decision(tx: &mut Tx<'_>, urgent: &LockedUrgent) -> Result<()> {
    let now = tx.now;
    // Those whom it climbed past before are asked, too: the one next to the family knows most.
    let (reached, decide_by) = match urgent.decide_by {
        0 => ("", decided_by(now)),
        decide_by => (urgent.level.as_str(), decide_by),
    };
    let (owner, level) = coordinator_above(tx, urgent, reached).await?.unwrap_or_default();
    run!(
        tx,
        "update urgent set state = $2, owner = $3, level = $4, decide_by = $5, next_step = $6, version = version + 1
         where id = $1",
        urgent.id,
        UrgentState::District.as_str(),
        owner,
        &level,
        decide_by,
        decide_by.min(now + DAY),
    )?;
    tx.audit("urgent", urgent.id).await?;
    let staff = if owner == 0 { Vec::new() } else { vec![owner] };
    tx.emit(Event::UrgentUndecided(OfUrgent { staff, ..urgent.event() })).await
}

/// Ends a mark while its wish goes on, and tells the family and who posted the wish.
pub(super) async fn end_and_tell(tx: &mut Tx<'_>, urgent: &LockedUrgent) -> Result<()> {
    end(tx, urgent).await?;
    let staff = poster(tx, &urgent.wish).await?;
    tx.emit(Event::UrgentEnded(OfUrgent { staff, ..urgent.event() })).await
}

/// Returns who posted a wish for its family; none for the family itself, the actor, and accounts without a role there.
async fn poster(tx: &mut Tx<'_>, wish: &LockedWish) -> Result<Vec<AccountId>> {
    let account = tx.actor.account;
    Ok(values!(
        tx,
        i64,
        "select k.id from wish w join account k on k.id = w.posted_by
         where w.id = $1 and k.open = true and k.household <> $2 and k.id <> $3
             and exists (select 1 from role_grant g where g.account = k.id
                 and g.role in ('caseworker', 'coordinator') and $4 like g.path || '%')",
        wish.id,
        wish.household,
        account,
        &wish.path().0,
    )?)
}

/// Whether an account may see to an urgent wish: a caseworker or coordinator of its area, not of its family.
async fn may_see_to(tx: &mut Tx<'_>, wish: &LockedWish, account: AccountId) -> Result<bool> {
    let able = value!(
        tx,
        i64,
        "select count(*) from account k where k.id = $1 and k.open = true and k.household <> $2
             and exists (select 1 from role_grant g where g.account = k.id
                 and g.role in ('caseworker', 'coordinator') and $3 like g.path || '%')",
        account,
        wish.household,
        &wish.path().0,
    )?;
    Ok(able > 0)
}

/// Returns the account that keeps the wish urgent, or its deputy; `None` when there is none, or it lost its role.
pub(super) async fn present_keeper(tx: &mut Tx<'_>, urgent: &LockedUrgent) -> Result<Option<AccountId>> {
    if urgent.keeper == 0 || !may_see_to(tx, &urgent.wish, urgent.keeper).await? {
        return Ok(None);
    }
    let now = tx.now;
    let present = stand_in(&mut tx.arm(), urgent.keeper, now).await?;
    let own = is_of(tx, present, urgent.wish.household).await?;
    Ok(Some(if own { urgent.keeper } else { present }))
}

/// Decides that a wish stays urgent, and which account sees to it. The family is told, and who posted the wish.
///
/// # Errors
/// Not found outside the actor's areas, and for a wish that is not urgent; not allowed without a role that leads
/// casework, and for the actor's own family; field `account` for one that is no caseworker or coordinator of the area,
/// or of the family itself; [`Code::WrongState`] while every unit is claimed.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct KeepUrgent {
    /// The wish.
    pub wish: WishId,
    /// The account that sees to it.
    pub account: AccountId,
}

impl Command for KeepUrgent {
    const NAME: &'static str = "urgent_keep";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::LeadCasework)?;
        let seen = wishes::lifecycle::hold_again(tx, self.wish).await?;
        tx.actor.must(Action::LeadCasework, &seen.path())?;
        let mut urgent = lock_urgent(tx, self.wish).await?;
        tx.actor.must(Action::LeadCasework, &urgent.wish.path())?;
        must_be_of_others(&tx.actor, urgent.wish.household)?;
        if urgent.state == UrgentState::Taken {
            return Err(Code::WrongState.into());
        }
        if !may_see_to(tx, &urgent.wish, self.account).await? {
            return Err(Refusal::field("account", Code::Unknown).into());
        }
        (urgent.keeper, urgent.until, urgent.decide_by) = (self.account, asked_again(tx.now), 0);
        run!(
            tx,
            "update urgent set keeper = $2, until = $3, decide_by = 0, version = version + 1 where id = $1",
            urgent.id,
            urgent.keeper,
            urgent.until,
        )?;
        // While a shop or a person is asked, it falls to the keeper after their hours.
        match urgent.state {
            UrgentState::District => fall(tx, &urgent).await?,
            _ => tx.audit("urgent", urgent.id).await?,
        }
        let staff = poster(tx, &urgent.wish).await?;
        tx.emit(Event::UrgentKept(OfUrgent { staff, ..urgent.event() })).await
    }
}

impl Store {
    /// Lists the accounts that may keep a wish urgent, those of the smallest area first, at most 100; none for an actor
    /// that does not lead casework there, or is of the family.
    ///
    /// # Errors
    /// Not found for an unknown wish; not allowed without a role that reads cases.
    pub async fn urgent_keepers(&self, actor: &Actor, wish: WishId) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::ReadCases)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64, String),
            "select w.household, a.path from wish w join area a on a.id = w.home where w.id = $1",
            wish,
        )?;
        let (household, path) = found.ok_or(Refusal::NotFound)?;
        if !actor.may(Action::LeadCasework, &AreaPath(path.clone())) || is_own(actor, household) {
            return Ok(Vec::new());
        }
        Ok(rows!(
            db,
            (i64, String),
            "select k.id, k.name from account k join role_grant g on g.account = k.id
             where g.role in ('caseworker', 'coordinator') and k.open = true and k.household <> $2
                 and $1 like g.path || '%'
             group by k.id, k.name order by max(length(g.path)) desc, k.id limit 100",
            &path,
            household,
        )?)
    }
}

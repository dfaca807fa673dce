//! Who is asked next: shops by distance, people on duty by the roster, and in the end a coordinator by name.
//! The caller of every function here has locked the wish.

use std::cmp::Reverse;

use domain::{
    DAY,
    accounts::AccountId,
    areas::AreaPath,
    casework::urgent::{
        COORDINATOR_HOURS, DutyHours, KEEPER_HOURS, UrgentAskState, UrgentState, person_answers_by, shop_answers_by,
    },
    events::{Event, OfUrgent},
    households::HouseholdId,
    ledger::LocationId,
};

use super::{
    LockedUrgent,
    decisions::{ask_for_decision, present_keeper},
};
use crate::{
    Result, Tx,
    areas::answerers::chain::stand_in,
    db::sql::{rows, run, value},
    ledger::lots,
};

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// A shop with fitting goods.
    Shop(LocationId),
    /// A person on duty, or named by staff.
    Person(AccountId),
}

/// Asks the next shop or person; without one the wish falls to a coordinator.
pub(super) async fn ask_next(tx: &mut Tx<'_>, urgent: &LockedUrgent) -> Result<()> {
    let shop = next_shop(tx, urgent).await?;
    let next = match shop {
        Some(shop) => Some(Asked::Shop(shop)),
        None => next_person(tx, urgent).await?.map(Asked::Person),
    };
    match next {
        Some(next) => ask(tx, urgent, next).await,
        None => fall(tx, urgent).await,
    }
}

/// Asks a shop or a person, and starts the clock of the answer.
pub(super) async fn ask(tx: &mut Tx<'_>, urgent: &LockedUrgent, asked: Asked) -> Result<()> {
    let now = tx.now;
    let (location, account, until) = match asked {
        Asked::Shop(location) => (location, 0, shop_answers_by(now)),
        Asked::Person(account) => (0, account, person_answers_by(now)),
    };
    let id = value!(
        tx,
        i64,
        "insert into urgent_ask (urgent, round, location, account, state, asked, answer_by, answered, claim)
         values ($1, $2, $3, $4, 'asked', $5, $6, 0, 0) returning id",
        urgent.id,
        urgent.round,
        location,
        account,
        now,
        until,
    )?;
    run!(
        tx,
        "update urgent set state = $2, next_step = $3, owner = 0, level = '', version = version + 1 where id = $1",
        urgent.id,
        UrgentState::Asking.as_str(),
        until,
    )?;
    tx.audit("urgent_ask", id).await?;
    let of = OfUrgent { ask: id, ..urgent.event() };
    match asked {
        Asked::Shop(location) => {
            let staff = lots::keepers(tx, location).await?;
            tx.emit(Event::UrgentShopAsked(OfUrgent { staff, ..of })).await
        }
        Asked::Person(account) => tx.emit(Event::UrgentAsked(OfUrgent { donor: account, ..of })).await,
    }
}

/// Ends the ask that waits for an answer, if there is one.
pub(super) async fn end_ask(tx: &mut Tx<'_>, urgent: &LockedUrgent, state: UrgentAskState, claim: i64) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update urgent_ask set state = $2, answered = $3, claim = $4 where urgent = $1 and state = 'asked'",
        urgent.id,
        state.as_str(),
        now,
        claim,
    )?;
    Ok(())
}

/// Chooses the nearest shop with fitting goods and a shopkeeper that was not asked in this round.
async fn next_shop(tx: &mut Tx<'_>, urgent: &LockedUrgent) -> Result<Option<LocationId>> {
    let found = rows!(
        tx,
        (i64, String),
        "select s.location, r.path from shelf s join location p on p.id = s.location join area r on r.id = p.area
         where s.item = $1 and s.size = $2 and s.root = $3 and s.quantity > 0 and p.open = true
             and exists (select 1 from role_grant g join account k on k.id = g.account
                 where g.role = 'shopkeeper' and k.open = true and r.path like g.path || '%')
             and not exists (select 1 from urgent_ask a where a.urgent = $4 and a.round = $5
                 and a.location = s.location)
         order by s.location limit 50",
        urgent.wish.item,
        &urgent.wish.size,
        urgent.wish.root,
        urgent.id,
        urgent.round,
    )?;
    let home = urgent.wish.path();
    let near = |(id, path): &(i64, String)| (AreaPath(path.clone()).shared_levels(&home), Reverse(*id));
    Ok(found.into_iter().max_by_key(near).map(|(id, _)| id))
}

/// Chooses the first person on duty now, of the smallest area around the family, who was not asked in this round.
async fn next_person(tx: &mut Tx<'_>, urgent: &LockedUrgent) -> Result<Option<AccountId>> {
    let now = tx.now;
    let found = rows!(
        tx,
        (i64, i64, i64, i64),
        "select d.account, d.days, d.from_hour, d.until_hour
         from duty d join area r on r.id = d.area join account k on k.id = d.account
         where d.ended = 0 and $1 like r.path || '%' and k.open = true and k.root = $2
             and k.household <> $5
             and exists (select 1 from role_grant g where g.account = k.id and g.role = 'donor')
             and not exists (select 1 from urgent_ask a where a.urgent = $3 and a.round = $4
                 and a.account = d.account)
         order by length(r.path) desc, d.id limit 200",
        &urgent.wish.path().0,
        urgent.wish.root,
        urgent.id,
        urgent.round,
        urgent.wish.household,
    )?;
    let on_duty = found
        .into_iter()
        .find(|(_, days, from, until)| DutyHours { days: *days, from: *from, until: *until }.covers(now));
    Ok(on_duty.map(|(account, ..)| account))
}

/// Chooses the coordinator of the nearest area above `reached`, `""` for none, or of the same one at the top, with the
/// path of that area. Accounts of the family itself are passed over, deputies too.
pub(super) async fn coordinator_above(
    tx: &mut Tx<'_>,
    urgent: &LockedUrgent,
    reached: &str,
) -> Result<Option<(AccountId, String)>> {
    let (now, household) = (tx.now, urgent.wish.household);
    let found = rows!(
        tx,
        (i64, String),
        "select g.account, g.path from role_grant g join account a on a.id = g.account
         where g.role = 'coordinator' and a.open = true and a.household <> $2 and $1 like g.path || '%'
         order by length(g.path) desc, g.account limit 200",
        &urgent.wish.path().0,
        household,
    )?;
    let mut able = Vec::new();
    for (account, path) in found {
        let present = stand_in(&mut tx.arm(), account, now).await?;
        if present == account || !is_of(tx, present, household).await? {
            able.push((present, path));
        }
    }
    let top = able.last().map(|(_, path)| path.clone()).unwrap_or_default();
    let above = able.iter().find(|(_, path)| reached.is_empty() || path.len() < reached.len());
    Ok(above.or(able.iter().find(|(_, path)| *path == top)).cloned())
}

/// Whether an account belongs to a household.
pub(super) async fn is_of(tx: &mut Tx<'_>, account: AccountId, household: HouseholdId) -> Result<bool> {
    let of = value!(tx, i64, "select count(*) from account where id = $1 and household = $2", account, household)?;
    Ok(of > 0)
}

/// Gives the wish to the account that keeps it urgent, else to the coordinator of the nearest area, or, when one had it
/// already, to the one above. While a coordinator decides whether it stays urgent, it goes on with that.
pub(super) async fn fall(tx: &mut Tx<'_>, urgent: &LockedUrgent) -> Result<()> {
    if urgent.decide_by > 0 {
        return ask_for_decision(tx, urgent).await;
    }
    let now = tx.now;
    let (owner, level, hours) = match present_keeper(tx, urgent).await? {
        Some(keeper) => (keeper, String::new(), KEEPER_HOURS),
        None => {
            let (owner, level) = coordinator_above(tx, urgent, &urgent.level).await?.unwrap_or_default();
            (owner, level, COORDINATOR_HOURS)
        }
    };
    let next_step = if owner == 0 { now + DAY } else { now + hours * 3600 };
    run!(
        tx,
        "update urgent set state = $2, owner = $3, level = $4, next_step = $5, version = version + 1 where id = $1",
        urgent.id,
        UrgentState::District.as_str(),
        owner,
        &level,
        next_step,
    )?;
    tx.audit("urgent", urgent.id).await?;
    let staff = if owner == 0 { Vec::new() } else { vec![owner] };
    tx.emit(Event::UrgentFell(OfUrgent { staff, ..urgent.event() })).await
}

//! The line behind a wish: who is asked next, what becomes of the units of an answer, and how the line ends.
//! The caller of every function here has locked the wish.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    areas::Policy,
    casework::urgent::{person_answers_by, shop_answers_by},
    claims::{
        ClaimId,
        standby::{SHELVES, StandbyEvent, StandbyId, StandbyState, answer_by},
    },
    events::{Event, OfStandby},
    wishes::WishId,
};

use super::{LockedPlace, change_state, free_units, lock_place, of_place};
use crate::{
    Error, Result, Tx,
    areas::policies::policy_for,
    claims::eligibility,
    db::sql::{rows, run, value, values},
    ledger::lots,
    wishes::{lifecycle::LockedWish, reopening},
};

/// Waiting place of a line.
#[derive(Clone, sqlx::FromRow)]
struct NextPlace {
    id: StandbyId,
    account: AccountId,
    quantity: i64,
    /// When it was passed over; 0 for never.
    asked: Timestamp,
    organisation: i64,
    /// Whether the account is open, belongs to the wish's root area and is a donor's.
    reachable: bool,
}

/// What keeps a donor from saying yes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hindrance {
    /// As many claims as it may have: it can bring one of them before its time to answer is over.
    Full,
    /// The rules of the area, which the donor cannot change.
    Rules,
}

/// Asks the next places of the line while units of the wish are free. A donor who may not claim now keeps its place
/// and is passed over, because each ask that cannot be answered costs the family a day. Where nothing but claims of
/// their own keeps all of them, the first is asked; where the rules of the area do, the clock looks again
/// (`clock.rs`). No other place stays unasked beside a free unit, so this is called in every transaction that gives
/// units back.
pub(crate) async fn ask_next(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    loop {
        let free = free_units(tx, held.id).await?;
        if free <= 0 {
            return Ok(());
        }
        let waiting = waiting(tx, held).await?;
        if let Some(gone) = waiting.iter().find(|place| !place.reachable) {
            drop_place(tx, held, gone.id).await?;
            continue;
        }
        let Some(next) = choose(tx, held, &waiting).await? else { return Ok(()) };
        ask(tx, held, &next, free.min(next.quantity)).await?;
    }
}

/// Asks the line of a place that was passed over once more; false when no unit is free, or no donor may claim yet.
pub(super) async fn ask_again(tx: &mut Tx<'_>, place: &LockedPlace) -> Result<bool> {
    let free = free_units(tx, place.wish.id).await?;
    if place.asked == 0 || free <= 0 {
        return Ok(false);
    }
    ask_next(tx, &place.wish).await?;
    Ok(free_units(tx, place.wish.id).await? < free)
}

/// Loads the first waiting places of a line. It names the condition of the index, too: SQLite does not conclude it.
async fn waiting(tx: &mut Tx<'_>, held: &LockedWish) -> Result<Vec<NextPlace>> {
    Ok(rows!(
        tx,
        NextPlace,
        "select s.id, s.account, s.quantity, s.asked, a.organisation,
             (a.open = true and a.root = w.root
              and exists (select 1 from role_grant g where g.account = a.id and g.role = 'donor')) as reachable
         from standby s join wish w on w.id = s.wish join account a on a.id = s.account
         where s.wish = $1 and s.state = 'waiting' and s.state in ('waiting', 'asked') order by s.id limit 50",
        held.id,
    )?)
}

/// Returns the place to be asked, and passes over those before it. `None` when the rules of the area keep all of them.
async fn choose(tx: &mut Tx<'_>, held: &LockedWish, waiting: &[NextPlace]) -> Result<Option<NextPlace>> {
    if waiting.is_empty() {
        return Ok(None);
    }
    let policy = policy_for(&mut tx.arm(), &held.path()).await?;
    let (mut ready, mut full) = (None, None);
    for (at, place) in waiting.iter().enumerate() {
        match hindrance(tx, held, &policy, place).await? {
            None => {
                ready = Some(at);
                break;
            }
            Some(Hindrance::Full) => full = full.or(Some(at)),
            Some(Hindrance::Rules) => {}
        }
    }
    let chosen = ready.or(full);
    for place in &waiting[..chosen.unwrap_or(waiting.len())] {
        pass_over(tx, held, place).await?;
    }
    Ok(chosen.map(|at| waiting[at].clone()))
}

/// Finds out what keeps the donor of a place from claiming now. Only a preview: its account is not locked, and saying
/// yes checks everything again.
async fn hindrance(
    tx: &mut Tx<'_>,
    held: &LockedWish,
    policy: &Policy,
    place: &NextPlace,
) -> Result<Option<Hindrance>> {
    let (root, account, organisation) = (held.root, place.account, place.organisation);
    let donor = Actor { account, root, organisation, ..Actor::visitor() };
    if eligibility::admits(&donor, held.root, policy).is_err() {
        return Ok(Some(Hindrance::Rules));
    }
    match eligibility::must_have_room(tx, account, policy).await {
        Ok(()) => Ok(None),
        Err(Error::Refused(_)) => Ok(Some(Hindrance::Full)),
        Err(failed) => Err(failed),
    }
}

/// Passes a waiting place over, and tells its donor the first time. `asked` says when.
async fn pass_over(tx: &mut Tx<'_>, held: &LockedWish, place: &NextPlace) -> Result<()> {
    let now = tx.now;
    run!(tx, "update standby set asked = $2, version = version + 1 where id = $1", place.id, now)?;
    if place.asked > 0 {
        return Ok(());
    }
    tx.audit("standby", place.id).await?;
    tx.emit(Event::StandbyPassed(of_place(held, place.id, place.account))).await
}

/// Asks a waiting place, which holds the units from now on.
async fn ask(tx: &mut Tx<'_>, held: &LockedWish, next: &NextPlace, units: i64) -> Result<()> {
    let now = tx.now;
    let until = if held.urgent > 0 { person_answers_by(now) } else { answer_by(now) };
    let state = StandbyState::Waiting.after(StandbyEvent::Ask)?;
    run!(tx, "update wish set claimed = claimed + $2 where id = $1", held.id, units)?;
    run!(
        tx,
        "update standby set state = $2, held = $3, asked = $4, answer_by = $5, changed = $4, version = version + 1
         where id = $1",
        next.id,
        state.as_str(),
        units,
        now,
        until,
    )?;
    tx.audit("standby", next.id).await?;
    tx.emit(Event::StandbyAsked(of_place(held, next.id, next.account))).await
}

/// Ends a place whose donor cannot be asked: the account is closed, belongs to another root area, or is no donor's.
/// Units that it held are for the caller to [`release`].
pub(super) async fn drop_place(tx: &mut Tx<'_>, held: &LockedWish, id: StandbyId) -> Result<()> {
    let place = lock_place(tx, id).await?;
    change_state(tx, &place, StandbyEvent::End).await?;
    let open = value!(tx, i64, "select count(*) from account where id = $1 and open = true", place.account)?;
    if open > 0 {
        tx.emit(Event::StandbyEnded(of_place(held, id, place.account))).await?;
    }
    Ok(())
}

/// Gives the units of a place that was asked to the next in the line, then to the shops' shelves, then to the feed.
/// The place's state has changed; the family gets the days back. Does nothing for a place that held none.
pub(super) async fn release(tx: &mut Tx<'_>, place: &LockedPlace) -> Result<()> {
    if place.held == 0 {
        return Ok(());
    }
    reopening::return_units(tx, &place.wish, place.held, place.asked).await?;
    if place.account == SHELVES { Ok(()) } else { ask_shelves(tx, &place.wish, place.held).await }
}

/// Returns the locations whose shelves have the wish's item, and the units there: the twenty with the most, because
/// every shopkeeper of them is told.
async fn shelves_with(tx: &mut Tx<'_>, held: &LockedWish) -> Result<Vec<(i64, i64)>> {
    Ok(rows!(
        tx,
        (i64, i64),
        "select location, quantity from shelf where item = $1 and size = $2 and root = $3 and quantity > 0
         order by quantity desc, location limit 20",
        held.item,
        &held.size,
        held.root,
    )?)
}

/// Gives the shops the turn: up to `units` that are free now wait for them as an asked place without a donor, as many
/// as lie on shelves. Without fitting stock, and while the shops have a turn already, the units stay in the feed.
async fn ask_shelves(tx: &mut Tx<'_>, held: &LockedWish, units: i64) -> Result<()> {
    let free = free_units(tx, held.id).await?.min(units);
    let turn =
        value!(tx, i64, "select count(*) from standby where wish = $1 and account = 0 and state = 'asked'", held.id)?;
    if free <= 0 || turn > 0 {
        return Ok(());
    }
    let shelves = shelves_with(tx, held).await?;
    let stock: i64 = shelves.iter().map(|(_, quantity)| quantity).sum();
    let mut staff = BTreeSet::new();
    for (location, _) in &shelves {
        staff.extend(lots::keepers(tx, *location).await?);
    }
    if stock == 0 || staff.is_empty() {
        return Ok(());
    }
    let (now, units) = (tx.now, free.min(stock));
    let until = if held.urgent > 0 { shop_answers_by(now) } else { answer_by(now) };
    run!(tx, "update wish set claimed = claimed + $2 where id = $1", held.id, units)?;
    let id = value!(
        tx,
        i64,
        "insert into standby (wish, account, quantity, state, held, asked, answer_by, claim, created, changed,
             version)
         values ($1, 0, $2, 'asked', $2, $3, $4, 0, $3, $3, 0) returning id",
        held.id,
        units,
        now,
        until,
    )?;
    tx.audit("standby", id).await?;
    let of = OfStandby { staff: staff.into_iter().collect(), ..of_place(held, id, SHELVES) };
    tx.emit(Event::ShelvesAsked(of)).await
}

/// Ends the turn of the shops, so that one of them can fill the wish; returns the place, or `None` without a turn.
/// Its units are free, and no place of the line is asked for them before the shop has taken its own.
pub(crate) async fn take_shelves_turn(tx: &mut Tx<'_>, wish: WishId) -> Result<Option<StandbyId>> {
    let turn = values!(
        tx,
        i64,
        "select id from standby where wish = $1 and account = 0 and state = 'asked' order by id limit 1",
        wish,
    )?;
    let Some(id) = turn.first() else { return Ok(None) };
    let place = lock_place(tx, *id).await?;
    if place.state != StandbyState::Asked {
        return Ok(None);
    }
    change_state(tx, &place, StandbyEvent::Accept).await?;
    reopening::give_back(tx, &place.wish, place.held, place.asked).await?;
    Ok(Some(*id))
}

/// Names the claim that came of a place.
pub(crate) async fn note_claim(tx: &mut Tx<'_>, id: StandbyId, claim: ClaimId) -> Result<()> {
    run!(tx, "update standby set claim = $2 where id = $1", id, claim)?;
    Ok(())
}

/// Ends the actor's own place behind a wish of which it has just claimed units. It is asked at that moment, because a
/// unit was free; what it held goes on.
pub(crate) async fn leave_for_claim(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    let account = tx.actor.account;
    let own = values!(
        tx,
        i64,
        "select id from standby where wish = $1 and account = $2 and state in ('waiting', 'asked')",
        wish,
        account,
    )?;
    for id in own {
        let place = lock_place(tx, id).await?;
        change_state(tx, &place, StandbyEvent::Leave).await?;
        release(tx, &place).await?;
    }
    Ok(())
}

/// Ends the line of a wish that has ended, and tells its donors.
pub(crate) async fn end(tx: &mut Tx<'_>, held: &LockedWish) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select id from standby where wish = $1 and state in ('waiting', 'asked') order by id",
        held.id,
    )?;
    for id in live {
        let place = lock_place(tx, id).await?;
        change_state(tx, &place, StandbyEvent::End).await?;
        run!(tx, "update wish set claimed = claimed - $2 where id = $1", held.id, place.held)?;
        tx.emit(Event::StandbyEnded(of_place(held, id, place.account))).await?;
    }
    Ok(())
}

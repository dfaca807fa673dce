//! The turns of a standing need: how they begin, how the clock makes them, and how the need ends.

use domain::{
    Code,
    events::{Event, OfNeed},
    households::{FileState, HouseholdId},
    permission::Action,
    wishes::{
        WishId,
        needs::{NeedId, NeedState, turn_at},
    },
};
use serde::Serialize;

use super::{LockedNeed, end, lock_need, promises};
use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::{locations::nearest_location, policies::policy_for},
    db::{
        job_sweep::sweep,
        locks::{HeldFile, Writers, lock_and_read, lock_file},
        pickup_codes,
        sql::{run, value, values},
    },
    wishes::{
        lifecycle::{district_of, hold, hold_again, open},
        priority,
    },
};

/// Records that a wish is the first turn of a standing need.
pub(crate) async fn ask(tx: &mut Tx<'_>, household: HouseholdId, wish: WishId, months: i64) -> Result<NeedId> {
    let now = tx.now;
    let id = value!(
        tx,
        i64,
        "insert into need (household, wish, months, made, since, next, state, created, changed, version)
         values ($1, $2, $3, 0, 0, 0, 'asked', $4, $4, 0) returning id",
        household,
        wish,
        months,
        now,
    )?;
    run!(tx, "update wish set need = $2, month = 1 where id = $1", wish, id)?;
    tx.audit("need", id).await?;
    Ok(id)
}

/// Starts the need of which a wish that was just published is the first turn; does nothing for other wishes.
pub(crate) async fn start(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    let (now, next) = (tx.now, turn_at(tx.now, 1));
    run!(
        tx,
        "update need set state = 'running', made = 1, since = $2, next = $3, changed = $2, version = version + 1
         where wish = $1 and state = 'asked'",
        wish,
        now,
        next,
    )?;
    Ok(())
}

/// Ends the need whose first wish ended before it was published; does nothing for other wishes.
pub(crate) async fn end_unaccepted(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update need set state = 'ended', changed = $2, version = version + 1 where wish = $1 and state = 'asked'",
        wish,
        now,
    )?;
    Ok(())
}

/// Lets the need of a wish that was sent back wait with it again; does nothing for other wishes.
pub(crate) async fn ask_again(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update need set state = 'asked', changed = $2, version = version + 1
         where wish = $1 and state = 'ended' and made = 0",
        wish,
        now,
    )?;
    Ok(())
}

/// Ends the needs of a household whose file closes. The caller has locked the household.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select id from need where household = $1 and state in ('asked', 'running') order by id",
        household,
    )?;
    for id in live {
        let need = lock_need(tx, id).await?;
        end(tx, &need, NeedState::Ended).await?;
    }
    Ok(())
}

/// Ends the needs for a member who leaves the household. The caller has locked the household, and then the wishes that
/// are for the member.
pub(crate) async fn end_with_member(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select n.id from need n join wish w on w.id = n.wish
         where n.household = $1 and w.member = $2 and n.state in ('asked', 'running') order by n.id",
        household,
        member,
    )?;
    for id in live {
        let need = lock_need(tx, id).await?;
        end(tx, &need, NeedState::Ended).await?;
    }
    Ok(())
}

/// Stops the need of a turn that staff withdraw: what is wrong with it would be published again next month. The caller
/// has locked the turn's wish, and no claim of it yet.
pub(crate) async fn stop_with_turn(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    let running = values!(
        tx,
        i64,
        "select n.id from wish w join need n on n.id = w.need where w.id = $1 and n.state = 'running'",
        wish,
    )?;
    for id in running {
        let need = lock_need(tx, id).await?;
        if need.state == NeedState::Running {
            end(tx, &need, NeedState::Stopped).await?;
        }
    }
    Ok(())
}

/// Stops a standing need: no further turn is made. The wish of this month stays.
///
/// # Errors
/// Not found for another family's need and outside the actor's areas; [`Code::WrongState`] when it has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StopNeed(pub NeedId);

impl Command for StopNeed {
    const NAME: &'static str = "need_stop";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(id) = self;
        let household = values!(tx, i64, "select household from need where id = $1", id)?;
        let household = household.first().copied().ok_or(Refusal::NotFound)?;
        lock_file(tx, household, Writers::FamilyAnd(Action::PostForFamily)).await?;
        let need = lock_need(tx, id).await?;
        // A merge may have moved it while this waited for the file.
        if need.household != household {
            return Err(Refusal::NotFound.into());
        }
        if !matches!(need.state, NeedState::Asked | NeedState::Running) {
            return Err(Code::WrongState.into());
        }
        end(tx, &need, NeedState::Stopped).await
    }
}

/// Makes the turn of a need that is due, or ends the need; for the scheduler. False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct MakeTurn(NeedId);

impl Command for MakeTurn {
    const NAME: &'static str = "need_turn";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let Some(household) = values!(tx, i64, "select household from need where id = $1", id)?.pop() else {
            return Ok(false);
        };
        let file = lock_and_read(tx, household).await?;
        let need = lock_need(tx, id).await?;
        // Another server was faster, or a merge moved the need; then the next run finds it again.
        if need.state != NeedState::Running || need.next > tx.now || need.household != household {
            return Ok(false);
        }
        if file.state()? != FileState::Open || !is_still_there(tx, &need).await? || is_item_closed(tx, &need).await? {
            end(tx, &need, NeedState::Ended).await?;
            return Ok(true);
        }
        let wish = insert(tx, &file, &need).await?;
        let held = hold(tx, wish).await?;
        let policy = policy_for(&mut tx.arm(), &held.path()).await?;
        // Of the newest turn: what staff corrected or hid there must not come back with the next.
        let words = value!(tx, String, "select words from wish where need = $1 and month = $2", id, need.made)?;
        open(tx, &held, &policy, &words).await?;
        promises::claim_turn(tx, &held, &policy, &need).await?;
        advance(tx, &need).await?;
        Ok(true)
    }
}

/// Tells whether the member for whom the need is belongs to the household; true for the whole family.
async fn is_still_there(tx: &mut Tx<'_>, need: &LockedNeed) -> Result<bool> {
    let gone = value!(
        tx,
        i64,
        "select count(*) from wish w where w.id = $1 and w.member <> 0
             and not exists (select 1 from person p where p.id = w.member and p.household = $2)",
        need.wish,
        need.household,
    )?;
    Ok(gone == 0)
}

/// Tells whether the need is for one of the root area's own items, for which families cannot wish any more.
async fn is_item_closed(tx: &mut Tx<'_>, need: &LockedNeed) -> Result<bool> {
    let closed = value!(
        tx,
        i64,
        "select count(*) from wish w join item i on i.id = w.item
         where w.id = $1 and i.root = w.root and i.open = false",
        need.wish,
    )?;
    Ok(closed > 0)
}

/// Inserts the wish of the next turn: what the first one asked for, for the family as it is now.
async fn insert(tx: &mut Tx<'_>, file: &HeldFile, need: &LockedNeed) -> Result<WishId> {
    let district = district_of(tx, file).await?;
    let path = file.path();
    let shop = nearest_location(&mut tx.arm(), file.root, &path).await?.map(|location| location.id);
    let code = pickup_codes::draw(tx, shop).await?;
    let turn = priority::turn(tx, file.id).await?;
    let now = tx.now;
    let id = value!(
        tx,
        i64,
        "insert into wish (household, home, root, district, item, size, category, cost, quantity, claimed, member,
             family_size, age, sex, own_words, words, state, reason, code, photo, posted_by, created, submitted,
             published, expires, ended, version, turn, beyond, own_name, own_key, own_title, need, month)
         select cast($2 as bigint), cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), w.item, w.size,
             w.category, w.cost, w.quantity, 0, w.member, cast($6 as bigint), -1, 'unsaid', w.own_words, '',
             'submitted', '', $7, 0, w.posted_by, cast($8 as bigint), cast($8 as bigint), 0, 0, 0, 0,
             cast($9 as bigint), '', w.own_name, w.own_key, w.own_title, cast($10 as bigint), cast($11 as bigint)
         from wish w where w.id = $1 returning id",
        need.wish,
        file.id,
        file.area,
        file.root,
        district,
        file.size,
        &code,
        now,
        turn,
        need.id,
        need.made + 1,
    )?;
    tx.audit("wish", id).await?;
    Ok(id)
}

/// Counts the turn, and names the day of the next; after the last one the need is done.
async fn advance(tx: &mut Tx<'_>, need: &LockedNeed) -> Result<()> {
    let (now, made, is_last) = (tx.now, need.made + 1, need.is_last_turn());
    let (state, next) = match is_last {
        true => (NeedState::Done, 0),
        false => (NeedState::Running, turn_at(need.since, made)),
    };
    run!(
        tx,
        "update need set made = $2, state = $3, next = $4, changed = $5 where id = $1",
        need.id,
        made,
        state.as_str(),
        next,
        now,
    )?;
    tx.audit("need", need.id).await?;
    if is_last { promises::end_with_need(tx, need.id).await } else { Ok(()) }
}

/// What an event to the donor who brings every turn carries.
pub(super) fn of_need(wish: WishId, title: String, donor: i64) -> OfNeed {
    OfNeed { wish, claim: 0, donor, title }
}

/// Tells the donor of a promise that its need ended.
pub(super) async fn tell_ended(tx: &mut Tx<'_>, need: NeedId, donor: i64) -> Result<()> {
    let newest = values!(tx, i64, "select id from wish where need = $1 order by month desc limit 1", need)?;
    let Some(wish) = newest.first() else { return Ok(()) };
    let held = hold_again(tx, *wish).await?;
    tx.emit(Event::NeedEnded(of_need(*wish, held.title(), donor))).await
}

impl Store {
    /// Makes the turns of standing needs that are due, and ends promises of accounts that closed; returns how many.
    pub(crate) async fn needs_turn(&self) -> Result<i64> {
        let made: Result<i64> = sweep!(
            self,
            MakeTurn,
            "select next, id from need where state = 'running' and next <= $1 and (next, id) > ($2, $3)
             order by next, id limit 200",
            self.now(),
        );
        let left = self.need_promises_drop().await;
        Ok(made? + left?)
    }
}

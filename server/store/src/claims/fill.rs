//! Fills wishes from a shop's shelf, with claims that start as arrived.

use std::collections::HashMap;

use domain::{
    Code, DAY,
    accounts::Actor,
    claims::{Claim, ClaimState},
    events::Event,
    ledger::{JournalKind, LedgerAccount, LocationId, LotId, Place, moved},
    permission::Action,
    wishes::{Wish, WishId},
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::policies::policy_for,
    claims::{
        self,
        applications::rivals,
        lifecycle::Promise,
        standby::{
            line,
            views::{shelf_turns, with_all_shelf_units, with_shelf_units},
        },
        views::claim_row,
    },
    db::{
        area_filter::covered,
        sql::{rows, run},
    },
    ledger::{self, lots, post::NewJournal},
    wishes,
};

/// Source of the goods for a wish; zeros let the store choose.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Fill {
    /// Lot to take; 0 for the one that expires first.
    pub lot: LotId,
    /// Item, to detect a wrong shelf; 0 to skip the check.
    pub item: i64,
    /// Location to take from; 0 for one of the actor's that has the goods.
    pub location: i64,
    /// Units to take; 0 means one.
    pub quantity: i64,
}

/// Fills a wish from the shelf: inserts a claim that starts as arrived and reserves its lot.
///
/// # Errors
/// [`Code::AlreadyTaken`] or [`Code::FewerLeft`] when too few units are open; [`Code::NotEnoughStock`];
/// [`Code::DoesNotFit`] for another item or size; [`Code::ExpiredGoods`]; [`Code::OtherArea`] for another root area's
/// wish.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FillWish {
    /// Wish to fill.
    pub wish: WishId,
    /// Source of the goods.
    pub fill: Fill,
}

impl Command for FillWish {
    const NAME: &'static str = "wish_fill";
    type Output = Claim;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Claim> {
        tx.actor.must_somewhere(Action::KeepStock)?;
        let quantity = self.fill.quantity.max(1);
        let turn = line::take_shelves_turn(tx, self.wish).await?;
        let held = claims::lifecycle::take_units(tx, self.wish, quantity).await?;
        if held.root != tx.actor.root {
            return Err(Refusal::NotAllowed(Code::OtherArea).into());
        }
        let (lot, location) = choose(tx, &held, &self.fill, quantity).await?;
        tx.must_at(Action::KeepStock, location).await?;
        let (account, due) = (tx.actor.account, tx.now + 90 * DAY);
        let promise = Promise { account, quantity, source: "shelf", state: ClaimState::Arrived, due, reminder: 0 };
        let id = claims::lifecycle::insert(tx, &held, location, &promise).await?;
        run!(tx, "update claim set lot = $2 where id = $1", id, lot)?;
        let policy = policy_for(&mut tx.arm(), &held.path()).await?;
        claims::clocks::start_waiting(tx, id, policy.waits.collect_days).await?;
        let (from, to) = (LedgerAccount::of(Place::Shelf, location), LedgerAccount::of(Place::Reserved, id));
        let journal = NewJournal { claim: id, ..NewJournal::new(JournalKind::Reserve, location) };
        ledger::post::post(tx, &journal, &moved(lot, quantity, from, to)).await?;
        tx.emit(Event::WishFilled(claims::lifecycle::of_claim(&held, id, account))).await?;
        if let Some(turn) = turn {
            line::note_claim(tx, turn, id).await?;
            // What the shops had the turn for and did not take.
            line::ask_next(tx, &held).await?;
        }
        rivals::pass(tx, &held).await?;
        claim_row(&mut tx.arm(), id).await?.try_into()
    }
}

/// Chooses the named lot, or the fitting one in the actor's shops that expires first.
/// On return the location's `order_desk` row is locked.
async fn choose(
    tx: &mut Tx<'_>,
    held: &wishes::lifecycle::LockedWish,
    fill: &Fill,
    quantity: i64,
) -> Result<(LotId, LocationId)> {
    if fill.item != 0 && fill.item != held.item {
        return Err(Code::DoesNotFit.into());
    }
    if fill.lot != 0 {
        let lot = ledger::post::lot(&mut tx.arm(), fill.lot).await?;
        if lot.root != held.root {
            return Err(Refusal::NotFound.into());
        }
        if lot.item != held.item || lot.size != held.size {
            return Err(Code::DoesNotFit.into());
        }
        if lot.expires != 0 && lot.expires <= tx.now {
            return Err(Code::ExpiredGoods.into());
        }
    }
    // Lock the location, then look again: before the lock, another transaction may have taken the lot.
    let mut queued = Vec::new();
    loop {
        let (lot, location) = fitting(tx, held, fill, quantity).await?.ok_or(Code::NotEnoughStock)?;
        if queued.contains(&location) {
            return Ok((lot, location));
        }
        lots::queue(tx, location).await?;
        queued.push(location);
    }
}

/// Finds the lot to take as of now, and its location.
async fn fitting(
    tx: &mut Tx<'_>,
    held: &wishes::lifecycle::LockedWish,
    fill: &Fill,
    quantity: i64,
) -> Result<Option<(LotId, LocationId)>> {
    let inside = covered("r.path", &tx.actor.areas_for(Action::KeepStock));
    let sql = format!(
        "select b.lot, a.owner from balance b join ledger_account a on a.id = b.account join lot l on l.id = b.lot
             join location p on p.id = a.owner join area r on r.id = p.area
         where a.place = 'shelf' and l.item = $1 and l.size = $2 and l.root = $3 and b.quantity >= $4
           and (l.expires = 0 or l.expires > $5) and (b.lot = $6 or $6 = 0) and (a.owner = $7 or $7 = 0) and {inside}
         order by l.expires = 0, l.expires, b.lot limit 1"
    );
    let now = tx.now;
    let found = rows!(
        tx,
        (i64, i64),
        AssertSqlSafe(sql.as_str()),
        held.item,
        &held.size,
        held.root,
        quantity,
        now,
        fill.lot,
        fill.location,
    )?;
    Ok(found.first().copied())
}

impl Store {
    /// Loads up to 50 open wishes that the actor's shops can fill, with the fitting stock: those of which the shops
    /// have the turn, then the oldest.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock.
    pub async fn fillable(&self, actor: &Actor) -> Result<Vec<(Wish, i64)>> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        let inside = covered("r.path", &actor.areas_for(Action::KeepStock));
        let stock = format!(
            "from shelf s join location p on p.id = s.location join area r on r.id = p.area
             where s.item = w.item and s.size = w.size and s.root = w.root and s.quantity > 0 and {inside}"
        );
        // In the order of the index of open wishes, until 50 are found: nothing is sorted.
        let sql = format!(
            "select w.id, (select cast(sum(s.quantity) as bigint) {stock}) as units from wish w
             where w.state = 'published' and w.claimed < w.quantity and exists (select 1 {stock})
             order by w.id limit 50"
        );
        let mut open = rows!(db, (i64, i64), AssertSqlSafe(sql.as_str()))?;
        let turns = shelf_turns(&mut db.arm(), &inside).await?;
        // A wish of several units may be open and have a turn of the shops.
        open.retain(|(id, _)| turns.iter().all(|(turn, _)| turn != id));
        let mut listed = turns;
        listed.extend(open);
        listed.truncate(50);
        let ids: Vec<WishId> = listed.iter().map(|(id, _)| *id).collect();
        let wishes = wishes::views::views_of(&mut db.arm(), &ids).await?;
        let wishes = with_all_shelf_units(&mut db.arm(), wishes).await?;
        let mut wishes: HashMap<WishId, Wish> = wishes.into_iter().map(|wish| (wish.id, wish)).collect();
        Ok(listed.into_iter().filter_map(|(id, stock)| Some((wishes.remove(&id)?, stock))).collect())
    }

    /// Loads a wish for the counter: units that wait for the shops' turn can be filled, though no donor can claim them.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock; not found as for [`Store::wish`].
    pub async fn wish_to_fill(&self, actor: &Actor, id: WishId) -> Result<Wish> {
        actor.must_somewhere(Action::KeepStock)?;
        let (wish, _) = self.wish(actor, id).await?;
        let mut db = self.reader().await?;
        with_shelf_units(&mut db.arm(), wish).await
    }
}

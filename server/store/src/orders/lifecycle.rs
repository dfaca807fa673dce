//! How orders end: collected, cancelled or expired, each exactly once.
//! Goods and points are moved in one journal.

use domain::{
    Code,
    events::{Event, OfOrder},
    ledger::{Entry, JournalKind, LedgerAccount, Place, moved},
    orders::{OrderEvent, OrderId, OrderState},
    permission::Action,
    text,
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    claims::fulfilment::Proof,
    db::{
        area_filter::is_own,
        sql::{rows, run},
    },
    ledger::lots,
    orders::place::{LockedOrder, keep, keep_for_shop, lock_desk, lock_family_of, must_hand_over, post},
    points,
    stock::kits,
    wishes::{one_person, priority},
};

/// Lists the lots set aside for an order, with their units.
async fn goods(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<(i64, i64)>> {
    Ok(rows!(
        tx,
        (i64, i64),
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id
         where a.place = 'ordered' and a.owner = $1 and b.quantity > 0 order by b.lot",
        order,
    )?)
}

/// Ends an order and moves its goods and points in one journal.
async fn end(tx: &mut Tx<'_>, kept: &LockedOrder, event: OrderEvent, reason: &str) -> Result<()> {
    let state = kept.state()?.after(event)?;
    let (kind, to) = match event {
        OrderEvent::Collect => (JournalKind::Issue, LedgerAccount::of(Place::Issued, kept.household)),
        OrderEvent::Cancel | OrderEvent::Expire => {
            lock_desk(tx, kept.location).await?;
            (JournalKind::Release, LedgerAccount::of(Place::Shelf, kept.location))
        }
    };
    let from = LedgerAccount::of(Place::Ordered, kept.id);
    let goods = goods(tx, kept.id).await?;
    let mut entries: Vec<Entry> =
        goods.into_iter().flat_map(|(lot, quantity)| moved(lot, quantity, from, to)).collect();
    entries.extend(match event {
        OrderEvent::Collect => points::ledger::spend(tx, kept.id, kept.location).await?,
        _ => points::ledger::give_back(tx, kept.household, kept.id).await?,
    });
    post(tx, kept.id, kept.location, kind, reason, &entries).await?;
    match event {
        OrderEvent::Collect => priority::help(tx, kept.household).await?,
        OrderEvent::Cancel | OrderEvent::Expire => kits::assembly::take_back(tx, kept.location, kept.id).await?,
    }
    let now = tx.now;
    run!(
        tx,
        "update shop_order set state = $2, reason = $3, changed = $4, reminder = 0 where id = $1",
        kept.id,
        state.as_str(),
        reason,
        now,
    )?;
    tx.audit("shop_order", kept.id).await
}

async fn emit_order(tx: &mut Tx<'_>, event: fn(OfOrder) -> Event, kept: &LockedOrder, words: &str) -> Result<()> {
    tx.emit(event(OfOrder { order: kept.id, household: kept.household, words: words.to_owned() })).await
}

/// Cancels the family's own order; goods return to the shelf, points to the family.
///
/// # Errors
/// Not allowed unless the actor is a family; not found for another household's order; [`Code::WrongState`] when the
/// order has ended.
#[derive(Clone, Debug, Serialize)]
pub struct CancelOwnOrder {
    /// Order to cancel.
    pub id: OrderId,
    /// Reason of the cancellation.
    #[serde(rename = "text")]
    pub reason: String,
}

impl Command for CancelOwnOrder {
    const NAME: &'static str = "order_cancel_own";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::OrderGoods)?;
        let kept = keep(tx, self.id).await?;
        if !is_own(&tx.actor, kept.household) {
            return Err(Refusal::NotFound.into());
        }
        let reason = text::words(&self.reason, 0, 200).map_err(|code| Refusal::field("reason", code))?;
        end(tx, &kept, OrderEvent::Cancel, &reason).await
    }
}

/// Cancels an order for the location and tells the family why.
/// Goods return to the shelf, points to the family.
///
/// # Errors
/// Invalid without a reason; [`Code::WrongState`] when the order has ended; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize)]
pub struct CancelOrder {
    /// Order to cancel.
    pub id: OrderId,
    /// Reason of the cancellation.
    #[serde(rename = "text")]
    pub reason: String,
}

impl Command for CancelOrder {
    const NAME: &'static str = "order_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let kept = keep_for_shop(tx, self.id).await?;
        let reason = domain::wishes::reason(&self.reason)?;
        end(tx, &kept, OrderEvent::Cancel, &reason).await?;
        emit_order(tx, Event::OrderCancelled, &kept, &reason).await
    }
}

/// Cancels an order because its family's file closes; does nothing when it has ended meanwhile.
pub(crate) async fn cancel_with_file(tx: &mut Tx<'_>, id: OrderId, reason: &str) -> Result<()> {
    let kept = keep(tx, id).await?;
    if kept.state()? != OrderState::Held {
        return Ok(());
    }
    end(tx, &kept, OrderEvent::Cancel, reason).await?;
    emit_order(tx, Event::OrderCancelled, &kept, reason).await
}

/// Issues an order's goods against its code and spends its points.
///
/// # Errors
/// [`Code::WrongCode`]; [`Code::ExpiredGoods`] while goods past their date are set aside for it; [`Code::WrongState`]
/// when the order has ended; [`Code::FileClosed`]; not found outside the actor's areas; field `code` with
/// [`Code::SecondPerson`] for the account that made the family's card or set-up code, unless the area's policy lets one
/// person do both.
#[derive(Clone, Debug, Serialize)]
pub struct HandOverOrder {
    /// Order to hand over.
    pub id: OrderId,
    /// Pick-up code as typed.
    #[serde(rename = "text")]
    pub code: String,
}

impl Command for HandOverOrder {
    const NAME: &'static str = "order_hand_over";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        hand_over(tx, self.id, Proof::Code(&self.code)).await
    }
}

/// Issues an order's goods to the family that shows its own card, in place of the code.
///
/// # Errors
/// As [`HandOverOrder`]; [`Code::WrongCode`] for a card that does not work, or of another household.
#[derive(Clone, Serialize)]
pub struct HandOverOrderByCard {
    /// Order to hand over.
    pub id: OrderId,
    /// Family card as scanned.
    pub card: String,
}

impl Command for HandOverOrderByCard {
    const NAME: &'static str = "order_hand_over_card";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        hand_over(tx, self.id, Proof::Card(&self.card)).await
    }
}

async fn hand_over(tx: &mut Tx<'_>, id: OrderId, proof: Proof<'_>) -> Result<()> {
    let actor = tx.actor.clone();
    must_hand_over(&mut tx.arm(), &actor, id).await?;
    // Lock order: the household before the order.
    let file = lock_family_of(tx, id).await?;
    priority::let_others_first(tx, file.id).await?;
    let kept = keep_for_shop(tx, id).await?;
    kept.state()?.after(OrderEvent::Collect)?;
    file.must_be_open()?;
    proof.must_fit(tx, file.id, &kept.code).await?;
    let alone = one_person::hands_over_alone(tx, &file, kept.created).await?;
    if !past_their_date(tx, kept.id).await?.is_empty() {
        return Err(Code::ExpiredGoods.into());
    }
    end(tx, &kept, OrderEvent::Collect, "").await?;
    if alone {
        tx.audit(one_person::ORDER_SUBJECT, kept.id).await?;
    }
    emit_order(tx, Event::OrderCollected, &kept, "").await
}

/// Ends a walk-in order at once, without a code.
pub(crate) async fn collect(tx: &mut Tx<'_>, id: OrderId) -> Result<()> {
    let kept = keep(tx, id).await?;
    end(tx, &kept, OrderEvent::Collect, "").await?;
    emit_order(tx, Event::OrderCollected, &kept, "").await
}

/// Lists goods of an order that passed their date while set aside: lot, item, size and units.
async fn past_their_date(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<(i64, i64, String, i64)>> {
    let now = tx.now;
    Ok(rows!(
        tx,
        (i64, i64, String, i64),
        "select b.lot, l.item, l.size, b.quantity
         from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'ordered' and a.owner = $1 and b.quantity > 0
             and (l.recall <> 0 or (l.expires <> 0 and l.expires <= $2))
         order by b.lot",
        order,
        now,
    )?)
}

/// Replaces goods of an order that passed their date, or are recalled, by fresh ones from the shelf.
///
/// # Errors
/// [`Code::NotEnoughStock`] when the shelf has too few: then the order can only be cancelled. [`Code::WrongState`] when
/// the order has ended; not found outside the actor's areas.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ReplaceExpired(pub OrderId);

impl Command for ReplaceExpired {
    const NAME: &'static str = "order_replace_expired";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        let kept = keep_for_shop(tx, *id).await?;
        kept.state()?.after(OrderEvent::Collect)?;
        lock_desk(tx, kept.location).await?;
        let (shelf, ordered) =
            (LedgerAccount::of(Place::Shelf, kept.location), LedgerAccount::of(Place::Ordered, kept.id));
        let (mut back, mut fresh): (Vec<Entry>, Vec<Entry>) = (Vec::new(), Vec::new());
        let mut wanted: Vec<(i64, String, i64)> = Vec::new();
        for (lot, item, size, quantity) in past_their_date(tx, kept.id).await? {
            back.extend(moved(lot, quantity, ordered, shelf));
            match wanted.iter_mut().find(|(i, s, _)| *i == item && *s == size) {
                Some((_, _, sum)) => *sum += quantity,
                None => wanted.push((item, size, quantity)),
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        for (item, size, quantity) in wanted {
            for (lot, quantity) in lots::pick(tx, kept.root, kept.location, item, &size, quantity).await? {
                fresh.extend(moved(lot, quantity, shelf, ordered));
            }
        }
        post(tx, kept.id, kept.location, JournalKind::Release, "", &back).await?;
        post(tx, kept.id, kept.location, JournalKind::Reserve, "", &fresh).await?;
        tx.audit("shop_order", kept.id).await
    }
}

/// Expires a held order past its deadline and tells the family; false when it was not due any more.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ExpireOrder(pub OrderId);

impl Command for ExpireOrder {
    const NAME: &'static str = "order_expire";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let kept = keep(tx, self.0).await?;
        if kept.state()? != OrderState::Held || kept.until >= tx.now {
            return Ok(false);
        }
        end(tx, &kept, OrderEvent::Expire, "").await?;
        emit_order(tx, Event::OrderExpired, &kept, "").await?;
        Ok(true)
    }
}

/// Reminds the family of an order to be collected today; false when it was not due any more.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemindOrder(pub OrderId);

impl Command for RemindOrder {
    const NAME: &'static str = "order_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let kept = keep(tx, id).await?;
        let now = tx.now;
        let due = run!(
            tx,
            "update shop_order set reminder = 0 where id = $1 and state = 'held' and reminder > 0 and reminder <= $2",
            id,
            now,
        )?;
        if due == 1 {
            emit_order(tx, Event::OrderDue, &kept, "").await?;
        }
        Ok(due == 1)
    }
}

impl Store {
    /// Hands an order over against its code.
    /// After five tries that failed the order refuses every code for a quarter of an hour.
    ///
    /// # Errors
    /// As [`HandOverOrder`]; [`Code::TooManyTries`].
    pub async fn order_hand_over(&self, by: &By, id: OrderId, code: String) -> Result<()> {
        must_hand_over(&mut self.reader().await?.arm(), &by.actor, id).await?;
        let handed = self.run(by, HandOverOrder { id, code });
        self.try_code(&by.actor, &format!("order:{id}"), handed).await
    }

    /// Hands an order over to the family that shows its own card; counted as a try, like a code.
    ///
    /// # Errors
    /// As [`HandOverOrderByCard`]; [`Code::TooManyTries`].
    pub async fn order_hand_over_by_card(&self, by: &By, id: OrderId, card: String) -> Result<()> {
        must_hand_over(&mut self.reader().await?.arm(), &by.actor, id).await?;
        let handed = self.run(by, HandOverOrderByCard { id, card });
        self.try_code(&by.actor, &format!("order:{id}"), handed).await
    }
}

//! Offers of goods by donors; a location accepts with a day and a place, or declines with a reason.

use domain::{
    Code,
    error::Checks,
    events::{Event, OfOffer},
    permission::Action,
    stock::{
        offers::{self, Acceptance, MOST_OPEN, MOST_PHOTOS, NewOffer, OfferEvent, OfferId, OfferState},
        receipts::ReceiptId,
    },
};
use serde::{Deserialize, Serialize};

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    catalogue::items,
    db::{
        locks::lock_own_account,
        sql::{parse, row, run, value},
        uploads::renewed,
    },
};

/// Offer whose row is locked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedOffer {
    pub id: OfferId,
    pub account: i64,
    pub(super) root: i64,
    item: i64,
    size: String,
    what: String,
    pub named: bool,
    state: String,
}

impl LockedOffer {
    pub(super) fn state(&self) -> Result<OfferState> {
        parse(&self.state)
    }
}

pub(super) async fn hold(tx: &mut Tx<'_>, id: OfferId) -> Result<LockedOffer> {
    run!(tx, "update offer set version = version + 1 where id = $1", id)?;
    row!(tx, LockedOffer, "select id, account, root, item, size, what, named, state from offer where id = $1", id)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks an offer for the stock keepers of its root area, at any location.
pub(crate) async fn hold_for_shop(tx: &mut Tx<'_>, id: OfferId) -> Result<LockedOffer> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    let held = hold(tx, id).await?;
    if held.root == tx.actor.root { Ok(held) } else { Err(Refusal::NotFound.into()) }
}

pub(super) async fn step(tx: &mut Tx<'_>, held: &LockedOffer, event: OfferEvent) -> Result<OfferState> {
    let (next, now) = (held.state()?.after(event)?, tx.now);
    run!(tx, "update offer set state = $2, changed = $3 where id = $1", held.id, next.as_str(), now)?;
    tx.audit("offer", held.id).await?;
    Ok(next)
}

/// Returns the title for events: the item's name, else the donor's words.
pub(super) async fn title(tx: &mut Tx<'_>, held: &LockedOffer) -> Result<String> {
    if held.item == 0 {
        return Ok(held.what.clone());
    }
    Ok(items::item(&mut tx.arm(), held.root, held.item).await?.title(&held.size))
}

/// What an event about the offer carries; for shopkeepers, the caller adds them.
pub(super) async fn of_offer(tx: &mut Tx<'_>, held: &LockedOffer, receipt: ReceiptId, words: &str) -> Result<OfOffer> {
    let (title, words) = (title(tx, held).await?, words.to_owned());
    Ok(OfOffer { offer: held.id, donor: held.account, receipt, staff: Vec::new(), title, words })
}

/// Posts an offer to the locations of the donor's root area.
///
/// # Errors
/// Not allowed without a donor's role; invalid fields; [`Code::OfferLimit`] when too many offers are open.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostOffer {
    /// Offered goods.
    pub offer: NewOffer,
    /// JPEGs as `renewed` makes them, at most [`MOST_PHOTOS`].
    pub photos: Vec<Vec<u8>>,
}

impl Command for PostOffer {
    const NAME: &'static str = "offer_post";
    type Output = OfferId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<OfferId> {
        tx.actor.must_somewhere(Action::OfferGoods)?;
        let (account, root, now) = (tx.actor.account, tx.actor.root, tx.now);
        let new = self.offer.clone().checked()?;
        if new.item != 0 {
            let item = items::item(&mut tx.arm(), root, new.item).await.ok().filter(|item| item.open);
            let mut checks = Checks::default();
            checks.ensure("item", item.is_some(), Code::Unknown);
            // The size may be unknown; it is set on receipt.
            let fits = new.size.is_empty() || item.as_ref().is_some_and(|i| i.has_size(&new.size));
            checks.ensure("size", fits || item.is_none(), Code::Unknown);
            checks.done()?;
        }
        if self.photos.len() > MOST_PHOTOS {
            return Err(Refusal::field("photo", Code::OutOfRange).into());
        }
        if lock_own_account(tx).await?.root != root {
            // The donor has moved to another area since the session was read.
            return Err(Code::WrongState.into());
        }
        let open = value!(
            tx,
            i64,
            "select count(*) from offer where account = $1 and state in ('offered', 'accepted')",
            account,
        )?;
        if open >= MOST_OPEN {
            return Err(Code::OfferLimit.into());
        }
        let id = value!(
        tx,
        i64,
        "insert into offer (account, root, item, size, what, quantity, condition, words, named, state, location, day,
                            reason, answer, decided_by, receipt, created, changed, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'offered', 0, 0, '', '', 0, 0, $10, $10, 0) returning id",
        account,
        root,
        new.item,
        &new.size,
        &new.thing,
        new.quantity,
        new.condition.as_str(),
        &new.words,
        new.named,
        now,
    )?;
        for photo in &self.photos {
            run!(
                tx,
                "insert into offer_photo (offer, kind, bytes, created) values ($1, 'image/jpeg, image/webp', $2, $3)",
                id,
                photo,
                now,
            )?;
        }
        tx.audit("offer", id).await?;
        Ok(id)
    }
}

/// Accepts an offer with a day and a place; again to change them.
///
/// # Errors
/// [`Code::WrongState`] when the offer has ended; invalid for a day out of range; not found for another root area's
/// offer or a location outside the actor's areas.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AcceptOffer {
    /// Offer to accept.
    pub offer: OfferId,
    /// Day, place and a message.
    pub when: Acceptance,
}

impl Command for AcceptOffer {
    const NAME: &'static str = "offer_accept";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let held = hold_for_shop(tx, self.offer).await?;
        let when = self.when.clone().checked(tx.now)?;
        tx.must_at(Action::KeepStock, when.location).await?;
        step(tx, &held, OfferEvent::Accept).await?;
        let account = tx.actor.account;
        run!(
            tx,
            "update offer set location = $2, day = $3, answer = $4, decided_by = $5 where id = $1",
            held.id,
            when.location,
            when.day,
            &when.words,
            account,
        )?;
        let event = of_offer(tx, &held, 0, &when.words).await?;
        tx.emit(Event::OfferAccepted(event)).await
    }
}

/// Declines an offer and tells the donor why.
///
/// # Errors
/// [`Code::WrongState`] when the offer has ended; invalid without a message where the reason needs one; not found for
/// another root area's offer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeclineOffer {
    /// Offer to decline.
    pub offer: OfferId,
    /// Reason and a message.
    pub why: offers::Refusal,
}

impl Command for DeclineOffer {
    const NAME: &'static str = "offer_decline";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let held = hold_for_shop(tx, self.offer).await?;
        let why = self.why.clone().checked()?;
        step(tx, &held, OfferEvent::Decline).await?;
        let (account, reason) = (tx.actor.account, why.reason.as_str());
        run!(
            tx,
            "update offer set reason = $2, answer = $3, decided_by = $4, location = 0, day = 0 where id = $1",
            held.id,
            reason,
            &why.words,
            account,
        )?;
        let text = format!("{reason}\n{}", why.words);
        let event = of_offer(tx, &held, 0, text.trim_end()).await?;
        tx.emit(Event::OfferDeclined(event)).await
    }
}

/// Withdraws the donor's own offer.
///
/// # Errors
/// [`Code::WrongState`] when the offer has ended; not found for another account's offer; not allowed without a donor's
/// role.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WithdrawOffer(pub OfferId);

impl Command for WithdrawOffer {
    const NAME: &'static str = "offer_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        tx.actor.must_somewhere(Action::OfferGoods)?;
        let held = hold(tx, *id).await?;
        if held.account != tx.actor.account {
            return Err(Refusal::NotFound.into());
        }
        step(tx, &held, OfferEvent::Withdraw).await.map(drop)
    }
}

/// Declines an offer that was announced for a drive which is called off, and tells its donor. The caller has checked
/// the permission.
pub(crate) async fn decline_with_drive(tx: &mut Tx<'_>, id: OfferId) -> Result<()> {
    let held = hold(tx, id).await?;
    if !held.state()?.is_open() {
        return Ok(());
    }
    step(tx, &held, OfferEvent::Decline).await?;
    let (account, reason) = (tx.actor.account, offers::DeclineReason::NotNeeded.as_str());
    run!(
        tx,
        "update offer set reason = $2, answer = '', decided_by = $3, location = 0, day = 0 where id = $1",
        held.id,
        reason,
        account,
    )?;
    let event = of_offer(tx, &held, 0, reason).await?;
    tx.emit(Event::OfferDeclined(event)).await
}

/// Marks an accepted offer as received on this receipt and tells the donor.
pub(crate) async fn receive(tx: &mut Tx<'_>, held: &LockedOffer, receipt: ReceiptId) -> Result<()> {
    step(tx, held, OfferEvent::Receive).await?;
    run!(tx, "update offer set receipt = $2 where id = $1", held.id, receipt)?;
    let event = of_offer(tx, held, receipt, "").await?;
    tx.emit(Event::OfferReceived(event)).await
}

impl Store {
    /// Posts an offer; photos are re-encoded before the transaction.
    ///
    /// # Errors
    /// As [`PostOffer`], and [`Code::NotAPicture`] for an upload that is no picture.
    pub async fn offer_post(&self, by: &By, offer: NewOffer, uploads: Vec<Vec<u8>>) -> Result<OfferId> {
        by.actor.must_somewhere(Action::OfferGoods)?;
        if uploads.len() > MOST_PHOTOS {
            return Err(Refusal::field("photo", Code::OutOfRange).into());
        }
        let mut photos = Vec::with_capacity(uploads.len());
        for upload in uploads {
            photos.push(renewed(upload).await?.into_stored());
        }
        self.run(by, PostOffer { offer, photos }).await
    }
}

//! Simulates transfers between shops, stock-takes, and offers of donors.

use domain::{
    DAY, catalogue,
    claims::ApplianceCheck,
    ledger::{Condition, Origin},
    stock::{
        offers::{Acceptance, DeclineReason, NewOffer, Refusal},
        receipts::{Line, NewReceipt},
        transfers::{ArrivedLine, NewTransfer, Outcome, SendLine, Settlement},
    },
};
use store::{
    Command, Result, Tx,
    ops::bulk::looks,
    stock::{
        counts::{
            self,
            approval::{ApproveStockTake, CancelStockTake},
            lifecycle::{CountStockTake, FinishStockTake, LineCount, LineReason, OpenStockTake},
        },
        movements::InspectStock,
        receiving::{
            offers::{AcceptOffer, DeclineOffer, PostOffer, WithdrawOffer},
            receipts,
        },
        transfers::lifecycle::{CancelTransfer, ReceiveTransfer, SendTransfer, SettleTransfer},
    },
};

use crate::{
    city::places::PLACES,
    dice::Dice,
    life::market::{LiveOffer, LiveTake, LiveTransfer, MarketEvent},
    life::{Event, Life},
    texts::replies,
};

/// Items that donors offer.
const IDLE: &[&str] = &["sweater", "fan", "trousers", "hat_scarf", "raincoat", "socks", "thermal_underwear"];

impl Life {
    pub(crate) async fn send_wares(&mut self, tx: &mut Tx<'_>, root: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(95 + root as u64, number);
        let to = 1 + dice.below(PLACES[root].shops.len() - 1);
        let from = self.shop_id(root, 0);
        self.acts(tx, &self.shopkeeper(root, 0), "transfer_send");
        let mut lines: Vec<SendLine> = Vec::new();
        for _ in 0..3 {
            let item = dice.pick(&self.market.wares[root]);
            let quantity = dice.between(3, 9);
            if lines.iter().all(|line| line.item != item) && looks::free(tx, from, item).await? >= quantity {
                lines.push(SendLine { item, quantity, ..SendLine::default() });
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let note = dice.pick(replies::SENT).to_owned();
        let id = SendTransfer(NewTransfer { from, to: self.shop_id(root, to), lines, note }).run(tx).await?;
        if number % 11 == 6 {
            let reason = replies::CALLED_BACK.to_owned();
            self.acts(tx, &self.shopkeeper(root, 0), "transfer_cancel");
            return CancelTransfer { transfer: id, reason }.run(tx).await;
        }
        let transfer = self.market.transfers.len();
        self.market.transfers.push(LiveTransfer { id, root, to, number });
        self.after(
            if number == 900 { 3 * DAY } else { dice.days(0.1, 1.5) },
            Event::Market(MarketEvent::Arrive(transfer)),
        );
        Ok(())
    }

    /// Receives a transfer; one in seven is a unit short.
    pub(crate) async fn wares_arrive(&mut self, tx: &mut Tx<'_>, transfer: usize) -> Result<()> {
        let LiveTransfer { id, root, to, number } = self.market.transfers[transfer];
        let short = number % 7 == 2;
        let mut lines: Vec<ArrivedLine> = Vec::new();
        for (lot, quantity, expires) in looks::sent(tx, id).await? {
            if expires != 0 {
                // The target shelf needs an expiry event as well.
                self.exactly(expires + 1, Event::Market(MarketEvent::Expire(root, to)));
            }
            let quantity = quantity - i64::from(short && lines.is_empty());
            lines.push(ArrivedLine { lot, quantity });
        }
        self.acts(tx, &self.shopkeeper(root, to), "transfer_receive");
        ReceiveTransfer { transfer: id, lines }.run(tx).await?;
        if short && number % 2 == 0 {
            self.after(4 * DAY, Event::Market(MarketEvent::Settle(transfer)));
        }
        Ok(())
    }

    pub(crate) async fn settle_wares(&mut self, tx: &mut Tx<'_>, transfer: usize) -> Result<()> {
        let LiveTransfer { id, root, number, .. } = self.market.transfers[transfer];
        let Some((lot, ..)) = looks::sent(tx, id).await?.first().copied() else { return Ok(()) };
        let outcome = if number % 4 == 0 { Outcome::Lost } else { Outcome::Returned };
        self.acts(tx, &self.shopkeeper(root, 0), "transfer_settle");
        let of = Settlement { lot, quantity: 1, outcome, reason: replies::NOT_ARRIVED.to_owned() };
        SettleTransfer { transfer: id, of }.run(tx).await.map(drop)
    }

    /// Counts all shelves of a shop, monthly; now and then the stock of an own ware is wrong.
    pub(crate) async fn take_stock(&mut self, tx: &mut Tx<'_>, root: usize, shop: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(97 + root as u64, shop * 100 + number);
        let (keeper, location) = (self.shopkeeper(root, shop), self.shop_id(root, shop));
        self.acts(tx, &keeper, "stock_take_open");
        let id = OpenStockTake { location, category: None }.run(tx).await?;
        let sheet = looks::sheet(tx, id).await?;
        let own: Vec<i64> = sheet.iter().filter(|(_, item, n)| *item > 1000 && *n > 2).map(|(lot, ..)| *lot).collect();
        let wrong = if own.is_empty() || dice.chance(35) { 0 } else { dice.pick(&own) };
        let off = dice.pick(&[-2, -1, -1, 1]);
        let lines: Vec<LineCount> = sheet
            .iter()
            .map(|(lot, _, book)| LineCount {
                lot: *lot,
                counted: Some(if *lot == wrong { book + off } else { *book }),
                seen: Some(*book),
            })
            .collect();
        for part in lines.chunks(400) {
            self.acts(tx, &keeper, "stock_take_count");
            counts::lifecycle::count(tx, &CountStockTake { take: id, lines: part.to_vec() }).await?;
        }
        let reason = replies::COUNTED[usize::from(off < 0) + 1].to_owned();
        let reasons = if wrong == 0 { Vec::new() } else { vec![LineReason { lot: wrong, reason }] };
        self.acts(tx, &keeper, "stock_take_finish");
        FinishStockTake { take: id, reasons }.run(tx).await?;
        let take = self.market.takes.len();
        self.market.takes.push(LiveTake { id, root, shop, open: true });
        self.after(dice.days(0.01, 0.4), Event::Market(MarketEvent::Approve(take)));
        Ok(())
    }

    /// Approves the differences by a second person.
    pub(crate) async fn approve_take(&mut self, tx: &mut Tx<'_>, take: usize) -> Result<()> {
        let LiveTake { id, root, shop, .. } = self.market.takes[take];
        self.market.takes[take].open = false;
        self.acts(tx, &self.world.roots[root].coordinator.clone(), "stock_take_approve");
        let settled = ApproveStockTake(id).run(tx).await?;
        if !settled.recount.is_empty() {
            let reason = replies::COUNT_AGAIN.to_owned();
            self.acts(tx, &self.shopkeeper(root, shop), "stock_take_cancel");
            CancelStockTake { id, reason }.run(tx).await?;
        }
        Ok(())
    }

    pub(crate) async fn offer(&mut self, tx: &mut Tx<'_>, root: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(99 + root as u64, number);
        let donors = &self.world.roots[root].donors;
        // The donor of the printed sign-in has some offers of each kind.
        let donor = if number % 6 == 1 || number >= 900 { 0 } else { dice.below(donors.len()) };
        let donor = donors[donor].clone();
        let item = catalogue::by_key(dice.pick(IDLE)).unwrap_or(&catalogue::ITEMS[0]);
        let size = if item.sizes.is_empty() { "" } else { dice.pick(item.sizes) };
        let own_words = number % 9 == 4;
        let (used, quantity) = (dice.chance(70), dice.between(1, 4));
        let offer = NewOffer {
            item: if own_words { 0 } else { item.id },
            size: if own_words { String::new() } else { size.to_owned() },
            thing: if own_words { dice.pick(replies::OWN_THINGS).to_owned() } else { String::new() },
            quantity,
            condition: if used { Condition::Used } else { Condition::New },
            words: dice.pick(replies::OFFERED).to_owned(),
            named: dice.chance(60),
        };
        let item = offer.item;
        self.acts(tx, &donor, "offer_post");
        let id = PostOffer { offer, photos: Vec::new() }.run(tx).await?;
        let live = self.market.offers.len();
        self.market.offers.push(LiveOffer { id, root, number, item, size, quantity, used });
        match number {
            // The last ones wait for the shop's answer.
            901.. => {}
            n if n % 10 == 7 => {
                self.acts(tx, &donor, "offer_withdraw");
                WithdrawOffer(id).run(tx).await?;
            }
            _ => self.after(dice.days(0.1, 0.9), Event::Market(MarketEvent::Answer(live))),
        }
        Ok(())
    }

    pub(crate) async fn answer(&mut self, tx: &mut Tx<'_>, offer: usize) -> Result<()> {
        let LiveOffer { id, root, number, item, .. } = self.market.offers[offer];
        let mut dice = Dice::of(101, offer);
        let keeper = self.shopkeeper(root, 0);
        if item == 0 || number % 4 == 2 {
            self.acts(tx, &keeper, "offer_decline");
            let reasons =
                [DeclineReason::Plenty, DeclineReason::NoRoom, DeclineReason::NotAllowed, DeclineReason::Other];
            let why = Refusal { reason: dice.pick(&reasons), words: replies::NOT_NOW.to_owned() };
            return DeclineOffer { offer: id, why }.run(tx).await;
        }
        self.acts(tx, &keeper, "offer_accept");
        let when = Acceptance {
            location: self.shop_id(root, 0),
            day: self.at + 2 * DAY,
            words: dice.pick(replies::WELCOME).to_owned(),
        };
        AcceptOffer { offer: id, when }.run(tx).await?;
        self.after(dice.days(1.2, 3.0), Event::Market(MarketEvent::Bring(offer)));
        Ok(())
    }

    pub(crate) async fn bring_offered(&mut self, tx: &mut Tx<'_>, offer: usize) -> Result<()> {
        let LiveOffer { id, root, item, size, quantity, used, .. } = self.market.offers[offer];
        let line = Line {
            item,
            size: size.to_owned(),
            quantity,
            condition: if used { Condition::Used } else { Condition::New },
            expires: 0,
            cost: 0,
            code: String::new(),
        };
        let new = NewReceipt {
            location: self.shop_id(root, 0),
            origin: Origin::Donation,
            organisation: 0,
            giver: String::new(),
            named: false,
            note: String::new(),
            offer: id,
            lines: vec![line],
        };
        let keeper = self.shopkeeper(root, 0);
        self.acts(tx, &keeper, "receipt_add");
        let receipt = receipts::add(tx, &new).await?;
        if !(used && catalogue::find(item).is_some_and(|item| item.electrical)) {
            return Ok(());
        }
        // All of these appliances fail their check, so their donors get the refusal.
        for (lot, quantity) in looks::received(tx, receipt).await? {
            let (checker, note) = (replies::CHECKERS[0].to_owned(), replies::FAILED[0].to_owned());
            let check = Some(ApplianceCheck { checker, passed: false, note });
            self.acts(tx, &keeper, "stock_inspect");
            InspectStock { lot, location: new.location, quantity, check }.run(tx).await?;
        }
        Ok(())
    }
}

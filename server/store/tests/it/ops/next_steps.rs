//! Every state of wish, claim, place in a line, order, dispute, reversal, transfer, offer and stock-take, walked with
//! the clock: it ends, or its owner is reminded or has it on its list. Held against the table in `domain::next_steps`.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Stage, Town, by, on_both};
use domain::{
    DAY,
    areas::Policy,
    catalogue::items::Terms,
    claims::{
        Arrival, ClaimState,
        applications::{ApplicationState, NewApplication},
        standby::{NewStandby, StandbyState},
    },
    disputes::{
        DUE_DAYS, DisputeChannel, DisputeKind, DisputeState, NewDispute,
        reversals::{NewReversal, ReversalGoal, ReversalState},
        subject::HandedOver,
    },
    ledger::Condition,
    next_steps::{self, Clock, NextStep, Waiting},
    orders::{OrderState, Wanted, slots},
    stock::{
        counts::TakeState,
        offers::{Acceptance, NewOffer, OfferState},
        transfers::{ArrivedLine, NewTransfer, SendLine, TransferState},
    },
    today::Work,
    wishes::{NewWish, WishState},
};
use store::{
    Tx,
    areas::policies::SetPolicy,
    catalogue::items::WriteItem,
    claims::{
        applications::{apply::ApplyForWish, decisions::ChooseApplication},
        fulfilment::AcceptGoods,
        lifecycle::SendClaim,
        standby::places::JoinStandby,
    },
    disputes::{report::OpenDispute, reversals::AskReversal, views::DisputeStage},
    orders::place::PlaceOrder,
    points::{self, ledger::NewGrant},
    stock::{
        counts::lifecycle::{CountStockTake, FinishStockTake, LineCount, OpenStockTake},
        receiving::offers::AcceptOffer,
        transfers::lifecycle::{ReceiveTransfer, SendTransfer},
    },
};

/// Days of the walk.
const WALK: i64 = 400;
/// Hours of a run and the day after a time are in the slack.
const SLACK: i64 = 2;

/// A record on one day of the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Record {
    table: String,
    id: i64,
    state: String,
    /// `held` for a wish with claimed units, a disputed claim and a place behind claims; `check` or `decision` for
    /// another claim; `told` for a transfer or dispute whose owner was reminded.
    waits: String,
}

/// Posts a wish for an item without sizes.
async fn post(stage: &Stage, town: &Town, draft: bool) {
    let item = domain::catalogue::by_key("blanket").expect("in the catalogue").id;
    let new = NewWish { item, quantity: 1, draft, again: true, ..NewWish::default() };
    stage.store.run(&by(&town.family), store::wishes::lifecycle::PostWish(new)).await.expect("a wish");
}

async fn claims(stage: &Stage, town: &Town) {
    let store = &stage.store;
    // One for each step; the fifth is handed over, the sixth disputed, the seventh to be reversed.
    // Each by a donor of its own, because of the limit.
    for step in 0..7 {
        let (wish, donor) = (stage.wish(town, 1).await, stage.donor(town).await);
        let new = domain::claims::NewClaim { quantity: 1, due: 0 };
        let claim =
            store.run(&by(&donor), store::claims::lifecycle::TakeClaim { wish, new }).await.expect("claimed").id;
        if step == 1 {
            store.run(&by(&donor), SendClaim(claim)).await.expect("on the way");
        }
        if step >= 2 {
            let condition = if step == 3 { Condition::Used } else { Condition::New };
            let found = Arrival { condition, expires: 0 };
            store.run(&by(&town.shopkeeper), AcceptGoods { claim, found }).await.expect("arrived");
        }
        if step >= 4 {
            let code = stage.pick_up_code(town, wish).await;
            store.claim_hand_over(&by(&town.shopkeeper), claim, code).await.expect("handed over");
        }
        let about = HandedOver::Claim(claim);
        if step == 5 {
            let (kind, channel) = (DisputeKind::NotReceived, DisputeChannel::Family);
            let new = NewDispute { about, kind, channel, words: String::new() };
            store.run(&by(&town.family), OpenDispute(new)).await.expect("disputed");
        }
        if step == 6 {
            let new = NewReversal { about, goal: ReversalGoal::Shelf, reason: "发错了人".into() };
            store.run(&by(&town.shopkeeper), AskReversal(new)).await.expect("asked");
        }
    }
}

/// Claims a wish that two donors stand by for; all three are silent.
async fn line(stage: &Stage, town: &Town) {
    let (store, wish) = (&stage.store, stage.wish(town, 1).await);
    let (claimer, new) = (stage.donor(town).await, domain::claims::NewClaim { quantity: 1, due: 0 });
    store.run(&by(&claimer), store::claims::lifecycle::TakeClaim { wish, new }).await.expect("claimed");
    for _ in 0..2 {
        let donor = stage.donor(town).await;
        store.run(&by(&donor), JoinStandby { wish, new: NewStandby::default() }).await.expect("a place");
    }
}

/// Publishes two costly wishes for which donors apply: about one nothing is decided, of the other the chosen donor is
/// silent, and a rival waits again.
async fn granted(stage: &Stage, town: &Town) {
    let store = &stage.store;
    let set = |costly_above| SetPolicy { area: town.district, policy: Policy { costly_above, ..Policy::default() } };
    store.run(&by(&town.coordinator), set(Some(1))).await.expect("an amount");
    for chosen in [false, true] {
        let wish = stage.wish(town, 1).await;
        let mut first = None;
        for _ in 0..2 {
            let (donor, new) = (stage.donor(town).await, NewApplication { quantity: 1, plan: "马上买".into() });
            let application = store.run(&by(&donor), ApplyForWish { wish, new }).await.expect("an application");
            first.get_or_insert(application);
        }
        if chosen {
            let first = first.expect("the first");
            store.run(&by(&town.caseworker), ChooseApplication(first)).await.expect("chosen");
        }
    }
    store.run(&by(&town.coordinator), set(None)).await.expect("no amount");
}

async fn shop(stage: &Stage, town: &Town) {
    let store = &stage.store;
    let west = stage.west(town).await;
    let lot = stage.shelved(town, "wok", 30, 0).await;
    let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;

    store
        .run(&by(&town.shopkeeper), WriteItem::terms(wok, Terms { points: 1, ..Terms::default() }))
        .await
        .expect("terms");
    let (household, root) = (town.household, town.root);
    let granted = store.script(move |tx: &mut Tx<'_>, ()| {
        Box::pin(async move {
            let new = NewGrant { household, root, points: 50, expires: 0, reason: "测试" };
            points::ledger::grant(tx, &new).await.map(drop)
        })
    });
    granted.await.expect("points");
    let lines = vec![Wanted { item: wok, size: String::new(), quantity: 1 }];
    let pickup = slots(store.now()).last().expect("a slot").from;
    let order = PlaceOrder { location: town.shop, pickup, lines, basket: false };
    store.run(&by(&town.family), order).await.expect("ordered");

    for short in [false, true] {
        let lines = vec![SendLine { lot, quantity: 3, ..SendLine::default() }];
        let new = NewTransfer { from: town.shop, to: west.shop, lines, note: String::new() };
        let transfer = store.run(&by(&town.shopkeeper), SendTransfer(new)).await.expect("sent");
        if short {
            let lines = vec![ArrivedLine { lot, quantity: 1 }];
            store.run(&by(&west.keeper), ReceiveTransfer { transfer, lines }).await.expect("received");
        }
    }

    for accepted in [false, true] {
        let new = NewOffer {
            item: wok,
            size: String::new(),
            thing: String::new(),
            quantity: 1,
            condition: Condition::New,
            words: String::new(),
            named: false,
        };
        let offer = store.offer_post(&by(&town.donor), new, Vec::new()).await.expect("offered");
        if accepted {
            let when = Acceptance { location: town.shop, day: store.now() + 92 * DAY, words: String::new() };
            store.run(&by(&town.shopkeeper), AcceptOffer { offer, when }).await.expect("accepted");
        }
    }

    for (keeper, location, counted) in [(&town.shopkeeper, town.shop, true), (&west.keeper, west.shop, false)] {
        let take = store.run(&by(keeper), OpenStockTake { location, category: None }).await.expect("a sheet");
        if counted {
            let book = stage.units(lot, "shelf", location).await;
            let lines = vec![LineCount { lot, counted: Some(book), seen: None }];
            store.run(&by(keeper), CountStockTake { take, lines }).await.expect("counted");
            store.run(&by(keeper), FinishStockTake { take, reasons: Vec::new() }).await.expect("finished");
        }
    }
}

/// Reads every record with its state.
async fn records(stage: &Stage) -> Vec<Record> {
    let lately = stage.store.now() - (next_steps::REMINDER_DAYS + SLACK) * DAY;
    let soon = stage.store.now() - (DUE_DAYS + SLACK) * DAY;
    let sql = format!(
        "select 'wish|' || id || '|' || state || case when claimed > 0 or decide_next > 0
             then '|held' else '|' end from wish
         union all select 'claim|' || id || '|' || state || case when undecided > 0 then '|decision'
             when awaiting_check then '|check' when exists (select 1 from dispute d
             where d.claim = claim.id and d.state = 'open') then '|held' else '|' end from claim
         union all select 'standby|' || id || '|' || state || case when state = 'waiting' then '|held' else '|' end
             from standby
         union all select 'application|' || id || '|' || state || case when state = 'passed' then '|held' else '|' end
             from application
         union all select 'order|' || id || '|' || state || '|' from shop_order
         union all select 'dispute|' || t.id || '|' || t.state || case when exists (select 1 from notice n
             where n.kind in ('dispute_reminder', 'dispute_late') and n.subject = t.id and n.created > {soon})
             then '|told' else '|' end from dispute t
         union all select 'reversal|' || id || '|' || state || '|' from reversal
         union all select 'transfer|' || t.id || '|' || t.state || case when exists (select 1 from notice n
             where n.kind = 'transfer_waiting' and n.subject = t.id and n.created > {lately}) then '|told' else '|' end
             from transfer t
         union all select 'offer|' || id || '|' || state || '|' from offer
         union all select 'take|' || id || '|' || state || '|' from stock_take"
    );
    let read = |line: &String| {
        let mut parts = line.split('|').map(str::to_owned);
        let mut part = || parts.next().expect("four parts");
        Record { table: part(), id: part().parse().expect("a number"), state: part(), waits: part() }
    };
    stage.texts(&sql).await.iter().map(read).collect()
}

/// Looks a record's state up in the table.
fn next_step(record: &Record, policy: &Policy) -> Option<NextStep> {
    let known = "a state that the domain knows";
    match record.table.as_str() {
        "wish" => next_steps::of_wish(record.state.parse().expect(known), policy),
        "claim" => {
            let waiting = Waiting { check: record.waits == "check", decision: record.waits == "decision" };
            next_steps::of_claim(record.state.parse().expect(known), waiting, policy)
        }
        "standby" => next_steps::of_standby(record.state.parse().expect(known), policy),
        "application" => next_steps::of_application(record.state.parse().expect(known), policy),
        "order" => next_steps::of_order(record.state.parse().expect(known)),
        "dispute" => next_steps::of_dispute(record.state.parse().expect(known)),
        "reversal" => next_steps::of_reversal(record.state.parse().expect(known)),
        "transfer" => next_steps::of_transfer(record.state.parse().expect(known)),
        "offer" => next_steps::of_offer(record.state.parse().expect(known)),
        "take" => next_steps::of_take(record.state.parse().expect(known)),
        other => panic!("no such table: {other}"),
    }
}

/// Checks what follows on a state that the clock has ended.
fn follows(before: &Record, after: &Record, policy: &Policy) {
    // A claim that was confirmed has fulfilled its wish.
    if before.state == after.state || after.state == "fulfilled" {
        return;
    }
    if let Some(NextStep { clock: Clock::Ends { exit, .. }, .. }) = next_step(before, policy) {
        assert_eq!(after.state, exit, "{before:?} became {after:?}");
    }
}

/// Returns whether a wish is on the review list of the town's caseworker, and a reversal on that of its coordinator.
async fn is_listed(stage: &Stage, town: &Town, record: &Record) -> bool {
    let wish = record.id;
    if record.table == "reversal" {
        let list = stage.store.reversals(&town.coordinator, DisputeStage::Waiting, 0).await.expect("a list").items;
        let waiting = stage.store.today(&town.coordinator).await.expect("today").n(Work::Disputes);
        return list.iter().any(|reversal| reversal.id == record.id && reversal.may_decide) && waiting > 0;
    }
    let queue = stage.store.review_queue(&town.caseworker, 0).await.expect("a queue").items;
    let waiting = stage.store.today(&town.caseworker).await.expect("today").n(Work::Review);
    queue.iter().any(|file| file.wish.id == wish) && waiting > 0
}

/// Asserts that the walk met every state of an enum that has a next step.
fn all_met(met: &BTreeSet<(String, String)>, table: &str, states: Vec<(&'static str, bool)>) {
    for (state, waits) in states {
        assert!(!waits || met.contains(&(table.into(), state.into())), "the walk has no {table} that is {state}");
    }
}

on_both!(every_state_ends_or_has_an_owner_who_is_told, |stage| {
    let (town, policy) = (stage.town("甲").await, Policy::default());
    post(stage, &town, true).await;
    post(stage, &town, false).await;
    stage.wish_for(&town, "wok").await;
    claims(stage, &town).await;
    line(stage, &town).await;
    granted(stage, &town).await;
    shop(stage, &town).await;

    let mut standing: BTreeMap<(String, i64), (Record, i64)> = BTreeMap::new();
    let mut met = BTreeSet::new();
    for day in 0..=WALK {
        for record in records(stage).await {
            met.insert((record.table.clone(), record.state.clone()));
            let key = (record.table.clone(), record.id);
            let told = record.waits == "told";
            let since = match standing.get(&key) {
                Some((before, since)) if before.state == record.state && (told || before.waits == record.waits) => {
                    *since
                }
                Some((before, since)) if before.state == record.state && before.waits == "told" => *since,
                Some((before, _)) => {
                    follows(before, &record, &policy);
                    day
                }
                None => day,
            };
            standing.insert(key, (record.clone(), since));
            let Some(step) = next_step(&record, &policy) else { continue };
            let days = day - since;
            match step.clock {
                // While a claim holds its units, the claim's own step is the next one.
                Clock::Ends { .. } if record.waits == "held" => {}
                Clock::Ends { within, .. } => assert!(days <= within + SLACK, "{record:?} stands for {days} days"),
                Clock::Reminds { every } => {
                    assert!(days <= every + SLACK || told, "{record:?} reminds no owner for {days} days");
                }
                Clock::Listed if day % 50 == 0 => {
                    assert!(is_listed(stage, &town, &record).await, "{record:?} is on no list on day {day}");
                }
                Clock::Listed => {}
            }
        }
        stage.clock.advance(DAY);
        stage.store.run_clocks().await.expect("the clocks run");
        stage.store.deliver_all().await.expect("delivered");
    }

    let waits = |step: Option<NextStep>| step.is_some();
    let claim = |s: ClaimState| next_steps::of_claim(s, Waiting::default(), &policy);
    let wishes = WishState::ALL.iter().map(|s| (s.as_str(), waits(next_steps::of_wish(*s, &policy))));
    all_met(&met, "wish", wishes.collect());
    all_met(&met, "claim", ClaimState::ALL.iter().map(|s| (s.as_str(), waits(claim(*s)))).collect());
    let standbys = StandbyState::ALL.iter().map(|s| (s.as_str(), waits(next_steps::of_standby(*s, &policy))));
    all_met(&met, "standby", standbys.collect());
    let applied = ApplicationState::ALL.iter().map(|s| (s.as_str(), waits(next_steps::of_application(*s, &policy))));
    all_met(&met, "application", applied.collect());
    let orders = OrderState::ALL.iter().map(|s| (s.as_str(), waits(next_steps::of_order(*s))));
    all_met(&met, "order", orders.collect());
    let disputes = DisputeState::ALL.iter().map(|s| (s.as_str(), waits(next_steps::of_dispute(*s))));
    all_met(&met, "dispute", disputes.collect());
    let reversals = ReversalState::ALL.iter().map(|s| (s.as_str(), waits(next_steps::of_reversal(*s))));
    all_met(&met, "reversal", reversals.collect());
    let transfers = TransferState::ALL.iter().map(|s| (s.as_str(), waits(next_steps::of_transfer(*s))));
    all_met(&met, "transfer", transfers.collect());
    let offers = OfferState::ALL.iter().map(|s| (s.as_str(), waits(next_steps::of_offer(*s))));
    all_met(&met, "offer", offers.collect());
    let takes = TakeState::ALL.iter().map(|s| (s.as_str(), waits(next_steps::of_take(*s))));
    all_met(&met, "take", takes.collect());
    stage.is_clean().await;
});

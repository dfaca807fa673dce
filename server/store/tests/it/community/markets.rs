//! Market days: reviewed by another person, units decided under a race, clocks for every state, no name of a family.

use domain::{
    DAY,
    accounts::Actor,
    casework::{CloseReason, Closing, EraseReason, Erasure},
    community::markets::{
        Fetching, MarketOffer, MarketOfferId, MarketRefusal, MarketState, NewMarketOffer, ReservationState,
    },
    notifications::NoticeKind,
    today::Work,
};
use futures::future::join_all;
use store::{
    casework::file::close::CloseFile,
    community::markets::{
        offers::{OfferGoods, RefuseOffer, ShowOffer, WithdrawOffer},
        reservations::{CancelReservation, ReserveGoods, SettleReservation},
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};

const HOUR: i64 = 3600;

fn eggs(stage: &Stage, town: &Town) -> NewMarketOffer {
    let opens = stage.store.now() + 5 * DAY;
    NewMarketOffer {
        title: "土鸡蛋".into(),
        unit: "斤".into(),
        price: 1550,
        quantity: 10,
        location: town.shop,
        opens,
        closes: opens + 4 * HOUR,
    }
}

async fn offered(stage: &Stage, town: &Town) -> MarketOfferId {
    let new = eggs(stage, town);
    stage.store.run(&by(&town.family), OfferGoods { household: town.household, new }).await.expect("offered")
}

async fn shown(stage: &Stage, town: &Town) -> MarketOfferId {
    let offer = offered(stage, town).await;
    stage.store.run(&by(&town.caseworker), ShowOffer { offer }).await.expect("shown");
    offer
}

async fn reserve(stage: &Stage, who: &Actor, offer: MarketOfferId, quantity: i64) -> store::Result<i64> {
    stage.store.run(&by(who), ReserveGoods { offer, quantity }).await
}

async fn own(stage: &Stage, town: &Town) -> MarketOffer {
    stage.store.own_market_offers(&town.family).await.expect("its own").remove(0)
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(an_offer_is_reviewed_by_another_and_shown_without_a_name, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let elsewhere = NewMarketOffer { location: there.shop, ..eggs(stage, &town) };
    let elsewhere = OfferGoods { household: town.household, new: elsewhere };
    assert_eq!(fields(store.run(&by(&town.family), elsewhere).await), [("location", "unknown")]);
    let first = offered(stage, &town).await;
    assert_eq!(told(stage, &town.caseworker, NoticeKind::MarketOffered).await, 1);
    assert_eq!(store.today(&town.caseworker).await.expect("a list").n(Work::MarketOffers), 1);
    assert_eq!(code(store.market_offer(&town.donor, first).await), "not_found", "not reviewed yet");
    assert_eq!(code(reserve(stage, &town.donor, first, 1).await), "wrong_state");
    assert_eq!(code(store.run(&by(&town.auditor), ShowOffer { offer: first }).await), "not_allowed");
    assert_eq!(code(store.run(&by(&there.caseworker), ShowOffer { offer: first }).await), "not_found");
    let reason = MarketRefusal::Unclear;
    store.run(&by(&town.caseworker), RefuseOffer { offer: first, reason }).await.expect("refused");
    assert_eq!((own(stage, &town).await.state, own(stage, &town).await.reason), (MarketState::Refused, Some(reason)));

    // Who makes it for a family does not review it.
    let new = eggs(stage, &town);
    let posted = OfferGoods { household: town.household, new };
    let second = store.run(&by(&town.caseworker), posted).await.expect("offered");
    assert_eq!(code(store.run(&by(&town.caseworker), ShowOffer { offer: second }).await), "own_post");
    store.run(&by(&town.coordinator), ShowOffer { offer: second }).await.expect("shown");
    let seen = store.market(&town.donor, 0).await.expect("a list").items.remove(0);
    assert_eq!((seen.id, seen.household, seen.left), (second, None, 10));
    assert!(store.market(&there.donor, 0).await.expect("a list").items.is_empty(), "of its own root area only");
    assert_eq!(store.market_offer(&town.caseworker, second).await.expect("inside").household, Some(town.household));
    assert_eq!(code(reserve(stage, &there.donor, second, 1).await), "not_found");
    assert_eq!(code(reserve(stage, &town.family, second, 1).await), "not_allowed");
    stage.is_clean().await;
});

on_both!(of_twenty_reservations_at_once_as_many_units_go_as_there_are, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let offer = shown(stage, &town).await;
    let mut neighbours = Vec::new();
    for _ in 0..20 {
        neighbours.push(stage.newcomer(&town).await);
    }
    let tries = neighbours.iter().map(|who| reserve(stage, who, offer, 1));
    let made = join_all(tries).await;
    assert_eq!(made.iter().filter(|one| one.is_ok()).count(), 10);
    for refused in made.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "already_taken");
    }
    assert_eq!((own(stage, &town).await.left, told(stage, &town.family, NoticeKind::MarketReserved).await), (0, 10));
    // One is given back: two are too many, and one account has one reservation.
    let mine = async |who: &Actor| store.my_reservations(who).await.expect("its own").first().cloned();
    let mut holders = Vec::new();
    for who in &neighbours {
        holders.extend(mine(who).await.map(|one| (who, one.id)));
    }
    let (holder, reservation) = holders[0];
    let cancel = CancelReservation { reservation };
    assert_eq!(code(store.run(&by(holders[1].0), cancel).await), "not_found");
    store.run(&by(holder), cancel).await.expect("given back");
    assert_eq!(code(reserve(stage, holder, offer, 2).await), "fewer_left");
    assert_eq!(code(reserve(stage, holders[1].0, offer, 1).await), "already_reserved");
    let again = reserve(stage, holder, offer, 1).await.expect("reserved again");
    // Who reserves and gives back again and again tells the family three times, and hides no other reservation.
    store.run(&by(holder), CancelReservation { reservation: again }).await.expect("given back");
    let third = reserve(stage, holder, offer, 1).await.expect("a third time");
    store.run(&by(holder), CancelReservation { reservation: third }).await.expect("given back");
    assert_eq!(code(reserve(stage, holder, offer, 1).await), "market_limit");
    let all = store.offer_reservations(&town.family, offer).await.expect("its own");
    let live = all.iter().take_while(|one| one.state == ReservationState::Reserved).count();
    assert_eq!((live, all.len()), (9, 12));
    stage.is_clean().await;
});

on_both!(every_state_ends_by_the_family_or_by_the_clock, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (first, waiting) = (shown(stage, &town).await, offered(stage, &town).await);
    let fetched = reserve(stage, &town.donor, first, 3).await.expect("reserved");
    let neighbour = stage.newcomer(&town).await;
    let silent = reserve(stage, &neighbour, first, 2).await.expect("reserved");
    let says = |reservation, fetching| SettleReservation { reservation, fetching };
    assert_eq!(code(store.run(&by(&town.family), says(fetched, Fetching::Fetched)).await), "too_soon");
    stage.clock.advance(2 * DAY + HOUR);
    assert_eq!(store.run_clocks().await.expect("runs").markets, 1, "the one that waits for its review");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::MarketWaiting).await, 1);
    stage.clock.advance(3 * DAY);
    store.run(&by(&town.family), says(fetched, Fetching::Fetched)).await.expect("noted");
    assert_eq!(code(store.run(&by(&town.donor), says(silent, Fetching::Fetched)).await), "not_allowed");
    stage.clock.advance(4 * HOUR);
    assert_eq!(store.run_clocks().await.expect("runs").markets, 2, "asked about one, and the other is over");
    assert_eq!(told(stage, &town.family, NoticeKind::MarketDue).await, 1);
    // That other one was never reviewed: both sides are told, once.
    assert_eq!(told(stage, &town.family, NoticeKind::MarketUnreviewed).await, 1);
    for reviewer in [&town.caseworker, &town.coordinator] {
        assert_eq!(told(stage, reviewer, NoticeKind::MarketMissed).await, 1);
    }
    let own = store.own_market_offers(&town.family).await.expect("its own");
    assert_eq!(own.iter().filter(|offer| offer.unreviewed).count(), 1, "its page says why it is over");
    assert_eq!(code(reserve(stage, &town.donor, first, 1).await), "too_late");
    stage.clock.advance(4 * DAY);
    assert_eq!(store.run_clocks().await.expect("runs").markets, 1);
    let states: Vec<_> =
        store.own_market_offers(&town.family).await.expect("its own").iter().map(|m| m.state).collect();
    assert_eq!(states, [MarketState::Over, MarketState::Over]);
    let all = store.offer_reservations(&town.family, first).await.expect("its own");
    let ends: Vec<_> = all.iter().map(|one| one.state).collect();
    assert_eq!(ends, [ReservationState::Fetched, ReservationState::Unsaid]);
    assert_eq!(all[0].price, 3 * 1550);
    assert_eq!(code(store.run(&by(&town.family), WithdrawOffer { offer: waiting }).await), "wrong_state");
    stage.is_clean().await;
});

on_both!(a_closed_file_takes_its_offers_back_and_an_erased_one_leaves_no_words, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let offer = shown(stage, &town).await;
    reserve(stage, &town.donor, offer, 3).await.expect("reserved");
    let closing = Closing { household: town.household, reason: CloseReason::MovedAway, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    assert_eq!(told(stage, &town.donor, NoticeKind::MarketWithdrawn).await, 1);
    let mine = store.my_reservations(&town.donor).await.expect("its own");
    assert_eq!((mine[0].state, mine[0].name.as_str()), (ReservationState::Cancelled, ""));
    let erase = Erasure { household: town.household, reason: EraseReason::Asked, typed: town.household.to_string() };
    store.file_erase(&by(&town.caseworker), erase).await.expect("erased");
    assert_eq!(stage.number("select count(*) from market_offer where title <> ''").await, 0);
    stage.is_clean().await;
});

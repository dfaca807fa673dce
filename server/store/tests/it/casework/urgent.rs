//! Urgent wishes: shops, then people on duty, then a coordinator; claims due the next day; services that follow goods.

use domain::{
    DAY,
    accounts::Actor,
    areas::answerers::NewLeave,
    casework::{
        cases::AskedHow,
        urgent::{DutyHours, UrgentAskState, UrgentReason, UrgentState, due_of_claim},
    },
    claims::NewClaim,
    notifications::NoticeKind,
    services::{
        NewService, TimeClass,
        office::{Shared, Sharing},
        referrals::NewReferral,
    },
    today::Work,
    wishes::WishId,
};
use futures::future::join_all;
use store::{
    areas::answerers::leaves::RecordLeave,
    casework::{
        hand_over::HandOverWork,
        urgent::{
            answers::{AcceptUrgent, DeclineUrgent},
            decisions::KeepUrgent,
            duty::{AddDuty, EndDuty},
            follow_on::SetFollowOn,
            mark::{AskUrgent, MarkUrgent, UnmarkUrgent},
            views::UrgentList,
        },
    },
    claims::{
        fill::{Fill, FillWish},
        lifecycle::{ExtendClaim, TakeClaim},
    },
    services::catalogue::AddService,
    wishes::lifecycle::WithdrawWish,
};

use crate::support::{Stage, Town, by, code, fields, on_both};

const ALWAYS: DutyHours = DutyHours { days: 127, from: 0, until: 24 };

async fn on_duty(stage: &Stage, town: &Town, who: &Actor) -> i64 {
    let new = AddDuty { area: town.district, account: who.account, hours: ALWAYS };
    stage.store.run(&by(&town.coordinator), new).await.expect("on duty")
}

async fn mark(stage: &Stage, town: &Town, wish: WishId) {
    let new = MarkUrgent { wish, reason: UrgentReason::Winter };
    stage.store.run(&by(&town.caseworker), new).await.expect("marked");
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

async fn state(stage: &Stage, town: &Town, wish: WishId) -> UrgentState {
    stage.store.urgent_of(&town.caseworker, wish).await.expect("readable").expect("a mark").0.state
}

/// Returns the newest ask of a person.
async fn ask_of(stage: &Stage, who: &Actor) -> i64 {
    stage.store.own_urgent_asks(who).await.expect("asks").first().expect("an ask").id
}

on_both!(shops_then_those_on_duty_then_a_coordinator_are_asked, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    stage.shelved(&town, "desk_lamp", 1, 0).await;
    let other = stage.donor(&town).await;
    on_duty(stage, &town, &town.donor).await;
    on_duty(stage, &town, &other).await;
    let wish = stage.wish(&town, 1).await;
    mark(stage, &town, wish).await;
    assert_eq!(told(stage, &town.family, NoticeKind::UrgentMarked).await, 1);
    assert_eq!(told(stage, &town.shopkeeper, NoticeKind::UrgentShopAsked).await, 1);
    let waits = async || store.today(&town.shopkeeper).await.expect("a list").n(Work::UrgentAsks);
    assert_eq!((waits().await, store.own_urgent_asks(&town.shopkeeper).await.expect("asks").len()), (1, 1));
    assert_eq!(told(stage, &town.donor, NoticeKind::UrgentAsked).await, 0);
    // Silence moves to the next, a no at once.
    stage.clock.advance(DAY);
    assert_eq!(store.run_clocks().await.expect("clocks").urgent, 1);
    assert_eq!((waits().await, store.own_urgent_asks(&town.shopkeeper).await.expect("asks").len()), (0, 0));
    assert_eq!(told(stage, &town.donor, NoticeKind::UrgentAsked).await, 1);
    let ask = ask_of(stage, &town.donor).await;
    assert_eq!(code(store.run(&by(&other), AcceptUrgent { ask }).await), "not_found");
    store.run(&by(&town.donor), DeclineUrgent { ask }).await.expect("declined");
    assert_eq!(code(store.run(&by(&town.donor), AcceptUrgent { ask }).await), "wrong_state");
    assert_eq!(told(stage, &other, NoticeKind::UrgentAsked).await, 1);
    stage.clock.advance(3 * 3600);
    let late = ask_of(stage, &other).await;
    assert_eq!(code(store.run(&by(&other), AcceptUrgent { ask: late }).await), "too_late");
    store.run_clocks().await.expect("clocks");
    assert_eq!(state(stage, &town, wish).await, UrgentState::District);
    assert_eq!(told(stage, &town.coordinator, NoticeKind::UrgentFell).await, 1);
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Urgent), 1);
    let mine = store.urgent_wishes(&town.coordinator, UrgentList::Mine, 0).await.expect("a list").items;
    assert_eq!(mine.iter().map(|one| one.owner).collect::<Vec<_>>(), [Some(town.coordinator.account)]);
    stage.clock.advance(13 * 3600);
    store.run_clocks().await.expect("clocks");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::UrgentFell).await, 2, "told again while it waits");
    // The coordinator asks a person by name, whose yes is a claim for the next day.
    let named = AskUrgent { wish, account: Some(town.donor.account) };
    store.run(&by(&town.coordinator), named).await.expect("asked");
    let ask = ask_of(stage, &town.donor).await;
    let claim = store.run(&by(&town.donor), AcceptUrgent { ask }).await.expect("accepted");
    assert_eq!(claim.due, due_of_claim(store.now()));
    assert_eq!(state(stage, &town, wish).await, UrgentState::Taken);
    assert!(store.own_claim(&town.donor, claim.id).await.expect("a claim").claim.extended, "no page offers more time");
    assert_eq!(code(store.run(&by(&town.donor), ExtendClaim(claim.id)).await), "already_extended");
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Urgent), 0);
    stage.is_clean().await;
});

on_both!(a_deputy_has_the_urgent_wishes_of_a_leave_that_begins_later, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let deputy = stage.coordinator_of(&town, town.root).await;
    let wish = stage.wish(&town, 1).await;
    mark(stage, &town, wish).await;
    let waits = async |who: &Actor| {
        let mine = store.urgent_wishes(who, UrgentList::Mine, 0).await.expect("a list").items.len();
        (store.today(who).await.expect("a list").n(Work::Urgent), mine)
    };
    let (first, last) = (store.now() + 3600, store.now() + 3 * 3600);
    let leave = NewLeave { account: None, deputy: deputy.account, first, last };
    store.run(&by(&town.coordinator), RecordLeave(leave)).await.expect("a leave");
    assert_eq!((waits(&town.coordinator).await, waits(&deputy).await), ((1, 1), (0, 0)));
    stage.clock.advance(2 * 3600);
    assert_eq!((waits(&town.coordinator).await, waits(&deputy).await), ((1, 1), (1, 1)), "a deputy sees it, too");
    stage.clock.advance(2 * 3600);
    assert_eq!(waits(&deputy).await, (0, 0));
});

on_both!(a_shop_that_fills_an_urgent_wish_has_said_yes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let lot = stage.shelved(&town, "desk_lamp", 1, 0).await;
    let wish = stage.wish(&town, 1).await;
    mark(stage, &town, wish).await;
    let fill = Fill { lot, quantity: 1, ..Fill::default() };
    let claim = store.run(&by(&town.shopkeeper), FillWish { wish, fill }).await.expect("filled");
    store.run_clocks().await.expect("clocks");
    assert_eq!(state(stage, &town, wish).await, UrgentState::Taken);
    let asks = store.urgent_of(&town.caseworker, wish).await.expect("readable").expect("a mark").1;
    let said: Vec<_> = asks.iter().map(|ask| (ask.state, ask.claim)).collect();
    assert_eq!(said, [(UrgentAskState::Accepted, Some(claim.id))]);
});

on_both!(a_claim_of_the_feed_is_due_the_next_day_and_asked_for_anew_when_it_lapses, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.donor(&town).await;
    on_duty(stage, &town, &town.donor).await;
    let wish = stage.wish(&town, 1).await;
    mark(stage, &town, wish).await;
    let new = NewClaim { quantity: 1, due: 0 };
    let claim = store.run(&by(&other), TakeClaim { wish, new: new.clone() }).await.expect("a claim");
    assert_eq!(claim.due, due_of_claim(store.now()));
    store.run_clocks().await.expect("clocks");
    assert_eq!(state(stage, &town, wish).await, UrgentState::Taken);
    let asks = store.own_urgent_asks(&town.donor).await.expect("asks");
    assert_eq!((asks[0].state, asks[0].may_answer), (UrgentAskState::Settled, false));
    stage.clock.advance(3 * DAY);
    store.run_clocks().await.expect("clocks");
    store.run_clocks().await.expect("clocks");
    assert_eq!(state(stage, &town, wish).await, UrgentState::Asking);
    assert_eq!(store.own_urgent_asks(&town.donor).await.expect("asks").len(), 2, "asked before, and again");
    // What is not urgent any more has its ordinary deadline.
    store.run(&by(&town.caseworker), UnmarkUrgent { wish }).await.expect("unmarked");
    let late = store.run(&by(&town.donor), TakeClaim { wish, new }).await.expect("a claim");
    assert!(late.due > due_of_claim(store.now()));
    stage.is_clean().await;
});

on_both!(only_staff_of_the_area_mark_open_wishes_and_keep_the_roster, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let new = MarkUrgent { wish, reason: UrgentReason::Child };
    assert_eq!(code(store.run(&by(&town.donor), new).await), "not_allowed");
    assert_eq!(code(store.run(&by(&there.caseworker), new).await), "not_allowed");
    let own = Actor { household: town.household, ..town.caseworker.clone() };
    assert_eq!(code(store.run(&by(&own), new).await), "not_allowed");
    mark(stage, &town, wish).await;
    assert_eq!(code(store.run(&by(&town.caseworker), new).await), "wrong_state");
    assert_eq!(state(stage, &town, wish).await, UrgentState::District, "without shops and people it falls at once");
    let taken = stage.wish(&town, 1).await;
    stage.claim(&town, taken, 1).await;
    let late = MarkUrgent { wish: taken, reason: UrgentReason::Child };
    assert_eq!(code(store.run(&by(&town.caseworker), late).await), "already_taken");
    let add = |account: i64| AddDuty { area: town.district, account, hours: ALWAYS };
    let keeper = town.shopkeeper.account;
    assert_eq!(fields(store.run(&by(&town.coordinator), add(keeper)).await), [("account", "unknown")]);
    let elsewhere = there.donor.account;
    assert_eq!(fields(store.run(&by(&town.coordinator), add(elsewhere)).await), [("account", "unknown")]);
    let duty = on_duty(stage, &town, &town.donor).await;
    assert_eq!(code(store.run(&by(&there.coordinator), EndDuty { duty }).await), "not_found");
    store.run(&by(&town.donor), EndDuty { duty }).await.expect("ended by itself");
    assert!(store.own_duties(&town.donor).await.expect("a list").is_empty());
    stage.is_clean().await;
});

on_both!(one_of_the_asked_and_the_feed_gets_the_unit_under_a_race, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    on_duty(stage, &town, &town.donor).await;
    let wish = stage.wish(&town, 1).await;
    let mut others = Vec::new();
    for _ in 0..4 {
        others.push(stage.donor(&town).await);
    }
    mark(stage, &town, wish).await;
    let ask = ask_of(stage, &town.donor).await;
    let new = NewClaim { quantity: 1, due: 0 };
    let feed = others.iter().map(|who| (by(who), TakeClaim { wish, new: new.clone() }));
    let feed = join_all(feed.map(|(by, take)| async move { store.run(&by, take).await }));
    let yes = by(&town.donor);
    let (feed, asked) = tokio::join!(feed, store.run(&yes, AcceptUrgent { ask }));
    let won = feed.iter().filter(|one| one.is_ok()).count() + usize::from(asked.is_ok());
    assert_eq!(won, 1);
    assert_eq!(stage.number(&format!("select count(*) from claim where wish = {wish}")).await, 1);
    store.run_clocks().await.expect("clocks");
    assert_eq!(state(stage, &town, wish).await, UrgentState::Taken);
    stage.is_clean().await;
});

on_both!(a_mark_without_a_taker_is_kept_by_name_or_ends, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let head = stage.coordinator_of(&town, town.root).await;
    let wish = stage.wish(&town, 1).await;
    stage.plant(&format!("update wish set posted_by = {} where id = {wish}", town.caseworker.account)).await;
    mark(stage, &town, wish).await;
    // After two weeks the nearest coordinator is asked, after a day the one above, too.
    stage.clock.advance(14 * DAY);
    store.run_clocks().await.expect("clocks");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::UrgentUndecided).await, 1);
    assert_eq!(told(stage, &head, NoticeKind::UrgentUndecided).await, 0);
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Urgent), 1);
    stage.clock.advance(DAY);
    store.run_clocks().await.expect("clocks");
    assert_eq!(told(stage, &head, NoticeKind::UrgentUndecided).await, 1);
    let keep = |account: i64| KeepUrgent { wish, account };
    let keeper = town.caseworker.account;
    assert_eq!(code(store.run(&by(&town.caseworker), keep(keeper)).await), "not_allowed");
    let own = Actor { household: town.household, ..town.coordinator.clone() };
    assert_eq!(code(store.run(&by(&own), keep(keeper)).await), "not_allowed");
    let donor = town.donor.account;
    assert_eq!(fields(store.run(&by(&town.coordinator), keep(donor)).await), [("account", "unknown")]);
    let able = store.urgent_keepers(&town.coordinator, wish).await.expect("a list");
    assert!(able.iter().any(|(account, _)| *account == keeper) && !able.iter().any(|(account, _)| *account == donor));
    store.run(&by(&town.coordinator), keep(keeper)).await.expect("kept");
    assert_eq!(told(stage, &town.family, NoticeKind::UrgentKept).await, 1);
    assert_eq!(told(stage, &town.caseworker, NoticeKind::UrgentKept).await, 1, "who posted it");
    assert_eq!(store.today(&town.caseworker).await.expect("a list").n(Work::Urgent), 1);
    assert_eq!(store.today(&head).await.expect("a list").n(Work::Urgent), 0);
    // It climbs no more: the keeper is told each day.
    let before = told(stage, &head, NoticeKind::UrgentFell).await;
    stage.clock.advance(2 * DAY);
    store.run_clocks().await.expect("clocks");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::UrgentFell).await, 2);
    assert_eq!(told(stage, &head, NoticeKind::UrgentFell).await, before);
    let next = stage.caseworker_of(&town, town.district).await;
    let work = HandOverWork { from: keeper, to: next.account };
    store.run(&by(&town.coordinator), work).await.expect("handed over");
    assert_eq!(store.today(&next).await.expect("a list").n(Work::Urgent), 1);
    // Asked again after two weeks; three days without a decision make it an ordinary wish.
    stage.clock.advance(12 * DAY);
    store.run_clocks().await.expect("clocks");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::UrgentUndecided).await, 2);
    for _ in 0..3 {
        assert_eq!(state(stage, &town, wish).await, UrgentState::District);
        stage.clock.advance(DAY);
        store.run_clocks().await.expect("clocks");
    }
    assert_eq!(state(stage, &town, wish).await, UrgentState::Over);
    assert_eq!(told(stage, &town.family, NoticeKind::UrgentEnded).await, 1);
    assert_eq!(told(stage, &town.caseworker, NoticeKind::UrgentEnded).await, 1);
    stage.is_clean().await;
});

on_both!(neither_asks_nor_decisions_go_to_the_family_itself, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let head = stage.coordinator_of(&town, town.root).await;
    on_duty(stage, &town, &town.donor).await;
    let wish = stage.wish(&town, 1).await;
    mark(stage, &town, wish).await;
    let ask = ask_of(stage, &town.donor).await;
    let own = Actor { household: town.household, ..town.donor.clone() };
    assert_eq!(code(store.run(&by(&own), AcceptUrgent { ask }).await), "not_allowed");
    assert_eq!(code(store.run(&by(&own), DeclineUrgent { ask }).await), "not_allowed");
    let of = |who: &Actor| format!("update account set household = {} where id = {}", town.household, who.account);
    stage.plant(&of(&town.coordinator)).await;
    store.run(&by(&town.donor), DeclineUrgent { ask }).await.expect("declined");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::UrgentFell).await, 0);
    assert_eq!(told(stage, &head, NoticeKind::UrgentFell).await, 1);
    let able = store.urgent_keepers(&head, wish).await.expect("a list");
    assert!(!able.iter().any(|(account, _)| *account == town.coordinator.account));
});

on_both!(a_service_follows_the_goods_once_they_are_handed_over, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let head = stage.coordinator_of(&town, town.root).await;
    let new = NewService { organisation: town.union, name: "农技指导".into(), class: TimeClass::Days7 };
    let service = store.run(&by(&head), AddService(new)).await.expect("a service");
    let wish = stage.wish(&town, 1).await;
    let sharing = Sharing { what: vec![Shared::Need], whom: "妈妈".into(), how: AskedHow::Visit, at: store.now() };
    let referral = NewReferral { service, case: None, need: "教怎么种".into(), sharing, send: true };
    let set = |new| SetFollowOn { wish, new };
    assert_eq!(code(store.run(&by(&town.donor), set(Some(referral.clone()))).await), "not_allowed");
    store.run(&by(&town.caseworker), set(Some(referral.clone()))).await.expect("set");
    store.run_clocks().await.expect("clocks");
    assert_eq!(stage.number("select count(*) from referral").await, 0, "not before the goods");
    let claim = stage.claim(&town, wish, 1).await.id;
    stage.arrive(&town, claim).await;
    let pick_up = stage.pick_up_code(&town, wish).await;
    store.claim_hand_over(&by(&town.shopkeeper), claim, pick_up).await.expect("handed over");
    assert_eq!(store.run_clocks().await.expect("clocks").urgent, 1);
    assert_eq!(store.run_clocks().await.expect("clocks").urgent, 0);
    assert_eq!(stage.number("select count(*) from referral where state = 'sent' and due > 0").await, 1);
    assert_eq!(told(stage, &town.caseworker, NoticeKind::FollowOnOpened).await, 1);
    let follows = store.follow_on(&town.auditor, wish).await.expect("readable").expect("a service");
    assert!(follows.referral.is_some());
    assert_eq!(code(store.run(&by(&town.caseworker), set(None)).await), "wrong_state");
    // Of a wish that ends without goods nothing is kept.
    let other = stage.wish(&town, 1).await;
    let follows = SetFollowOn { wish: other, new: Some(referral) };
    store.run(&by(&town.caseworker), follows).await.expect("set");
    store.run(&by(&town.family), WithdrawWish { id: other, reason: String::new() }).await.expect("withdrawn");
    store.run_clocks().await.expect("clocks");
    assert_eq!(stage.number("select count(*) from follow_on where referral = 0").await, 0);
    stage.is_clean().await;
});

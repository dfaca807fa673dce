//! Wrong hand-overs are reversed by a second person, and the books stay right.

use domain::{
    accounts::Actor,
    claims::ClaimState,
    disputes::{
        DisputeChannel, DisputeKind, DisputeOutcome, DisputeState, NewDispute,
        reversals::{NewReversal, ReversalGoal, ReversalState},
        subject::HandedOver,
    },
    notifications::NoticeKind,
    orders::{OrderState, Wanted},
    today::Work,
    wishes::WishState,
};
use store::{
    catalogue::items::WriteItem,
    claims::lifecycle::ConfirmClaim,
    disputes::{
        report::OpenDispute,
        reversals::{ApproveReversal, AskReversal, RefuseReversal},
        views::DisputeStage,
    },
    orders::walk_in::IssueWalkIn,
    points::adjustments::{ByHand, GivePoints},
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn ask(about: HandedOver, goal: ReversalGoal) -> AskReversal {
    AskReversal(NewReversal { about, goal, reason: "给错了人，画眉鸟说的".into() })
}

async fn state(stage: &Stage, town: &Town, claim: i64) -> ClaimState {
    stage.store.claim(&town.shopkeeper, claim).await.expect("a claim").claim.state
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(a_second_person_puts_goods_back_for_the_same_family, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let second = stage.coordinator_of(&town, town.district).await;
    let claim = stage.handed_over(&town).await;
    let about = HandedOver::Claim(claim);
    for who in [&town.family, &town.donor, &town.auditor] {
        assert_eq!(code(store.run(&by(who), ask(about, ReversalGoal::Waiting)).await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(&other.shopkeeper), ask(about, ReversalGoal::Waiting)).await), "not_found");

    // A coordinator who asks does not approve, nor does the account that handed over.
    let id = store.run(&by(&town.coordinator), ask(about, ReversalGoal::Waiting)).await.expect("asked");
    let twice = store.run(&by(&town.shopkeeper), ask(about, ReversalGoal::Shelf)).await;
    assert_eq!(code(twice), "reversal_open");
    let approve = ApproveReversal { reversal: id };
    assert_eq!(code(store.run(&by(&town.coordinator), approve).await), "own_hand_over");
    assert_eq!(code(store.run(&by(&town.shopkeeper), approve).await), "not_allowed");
    assert_eq!(code(store.run(&by(&other.coordinator), approve).await), "not_found");
    let (own, shop) = (second.account, town.shopkeeper.account);
    stage.plant(&format!("update reversal set handed_by = {own} where id = {id}")).await;
    assert_eq!(code(store.run(&by(&second), approve).await), "own_hand_over");
    stage.plant(&format!("update reversal set handed_by = {shop} where id = {id}")).await;
    assert_eq!(told(stage, &second, NoticeKind::ReversalAsked).await, 1);
    assert_eq!(state(stage, &town, claim).await, ClaimState::HandedOver, "nothing has moved yet");
    assert!(!stage.dump().await.contains("画眉鸟"), "the reason is sealed");

    store.run(&by(&second), approve).await.expect("approved");
    assert_eq!(code(store.run(&by(&second), approve).await), "wrong_state");
    assert_eq!(state(stage, &town, claim).await, ClaimState::Arrived);
    assert_eq!(told(stage, &town.family, NoticeKind::HandOverReversed).await, 1);
    assert_eq!(told(stage, &town.coordinator, NoticeKind::ReversalDecided).await, 1);
    assert_eq!(stage.number(&format!("select helped from household where id = {}", town.household)).await, 0);
    stage.is_clean().await;

    // The family still gets them, and that hand-over can be reversed, too.
    let wish = stage.number(&format!("select wish from claim where id = {claim}")).await;
    let pick_up = stage.pick_up_code(&town, wish).await;
    store.claim_hand_over(&by(&town.shopkeeper), claim, pick_up).await.expect("handed over again");
    let id = store.run(&by(&town.shopkeeper), ask(about, ReversalGoal::Gone)).await.expect("asked again");
    store.run(&by(&town.coordinator), ApproveReversal { reversal: id }).await.expect("approved");
    let lot = stage.number(&format!("select lot from claim where id = {claim}")).await;
    assert_eq!(stage.units(lot, "loss", town.shop).await, 1);
    stage.is_clean().await;
});

on_both!(a_reversal_reopens_a_fulfilled_wish_and_settles_its_dispute, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    let wish = stage.number(&format!("select wish from claim where id = {claim}")).await;
    store.run(&by(&town.family), ConfirmClaim(claim)).await.expect("confirmed");
    assert_eq!(store.wish_file(&town.family, wish).await.expect("its own").wish.state, WishState::Fulfilled);
    let about = HandedOver::Claim(claim);
    let wrong = NewDispute { about, kind: DisputeKind::Wrong, channel: DisputeChannel::Family, words: String::new() };
    let dispute = store.run(&by(&town.family), OpenDispute(wrong)).await.expect("said");
    let id = store.run(&by(&town.caseworker), ask(about, ReversalGoal::Shelf)).await.expect("asked");
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Disputes), 2);
    store.run(&by(&town.coordinator), ApproveReversal { reversal: id }).await.expect("approved");

    let file = store.wish_file(&town.family, wish).await.expect("its own");
    assert_eq!((file.wish.state, file.wish.remaining), (WishState::Published, 1));
    assert!(file.wish.expires > store.now(), "its days begin anew");
    assert_eq!(state(stage, &town, claim).await, ClaimState::Revoked);
    let settled = store.dispute(&town.family, dispute).await.expect("its own");
    assert_eq!((settled.state, settled.outcome), (DisputeState::Settled, Some(DisputeOutcome::Returned)));
    // One decision is told once to each side.
    assert_eq!(told(stage, &town.family, NoticeKind::DisputeSettled).await, 1);
    assert_eq!(told(stage, &town.family, NoticeKind::HandOverReversed).await, 0);
    assert_eq!(told(stage, &town.donor, NoticeKind::ClaimReturned).await, 1);
    assert_eq!(store.my_reversals(&town.family).await.expect("its own").len(), 1);
    let terms = stage.number(&format!("select count(*) from wish_term where wish = {wish}")).await;
    assert!(terms > 0, "it is found again");
    stage.is_clean().await;
});

on_both!(a_reversed_walk_in_gives_goods_and_points_back, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let item = stage.own_item(&town, "换新的毛巾架").await;
    let lot = stage.shelved_item(&town, item, 9, 0).await;
    let terms = domain::catalogue::items::Terms { points: 5, limit_units: 2, limit_days: 30, ..Default::default() };
    store.run(&by(&town.shopkeeper), WriteItem::terms(item, terms)).await.expect("terms");
    let gift = ByHand { household: town.household, points: 40, reason: "慰问".into() };
    store.run(&by(&town.caseworker), GivePoints(gift)).await.expect("given");
    let lines = vec![Wanted { item, size: String::new(), quantity: 2 }];
    let walk_in = IssueWalkIn { household: town.household, location: town.shop, lines };
    let order = store.walk_in_issue(&by(&town.shopkeeper), walk_in.clone()).await.expect("issued");
    let about = HandedOver::Order(order);

    // The family was not there; it says so, and the hand-over is reversed.
    let missing =
        NewDispute { about, kind: DisputeKind::NotReceived, channel: DisputeChannel::Family, words: String::new() };
    store.run(&by(&town.family), OpenDispute(missing)).await.expect("said");
    let waits = store.run(&by(&town.shopkeeper), ask(about, ReversalGoal::Waiting)).await;
    assert_eq!(fields(waits), [("goal", "unknown")]);
    let id = store.run(&by(&town.shopkeeper), ask(about, ReversalGoal::Shelf)).await.expect("asked");
    store.run(&by(&town.coordinator), ApproveReversal { reversal: id }).await.expect("approved");

    let points = store.my_points(&town.family).await.expect("its own").points;
    assert_eq!((points.balance, points.held), (40, 0));
    assert_eq!((stage.units(lot, "shelf", town.shop).await, stage.units(lot, "issued", town.household).await), (9, 0));
    let own = store.own_order(&town.family, order).await.expect("its own").order;
    assert_eq!(own.state, OrderState::Cancelled);
    assert!(store.received(&town.family, "").await.expect("a list").items.is_empty());
    assert_eq!(told(stage, &town.family, NoticeKind::DisputeSettled).await, 1);
    assert_eq!(told(stage, &town.family, NoticeKind::HandOverReversed).await, 0);
    stage.is_clean().await;
    // What was not received does not count towards the limit.
    store.walk_in_issue(&by(&town.shopkeeper), walk_in).await.expect("issued anew");
});

on_both!(a_refused_reversal_moves_nothing_and_tells_why, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    let about = HandedOver::Claim(claim);
    let id = store.run(&by(&town.shopkeeper), ask(about, ReversalGoal::Shelf)).await.expect("asked");
    let mute = RefuseReversal { reversal: id, answer: String::new() };
    assert_eq!(fields(store.run(&by(&town.coordinator), mute).await), [("answer", "required")]);
    let refuse = RefuseReversal { reversal: id, answer: "家人已经在用".into() };
    store.run(&by(&town.coordinator), refuse).await.expect("refused");
    assert_eq!(state(stage, &town, claim).await, ClaimState::HandedOver);
    let read = store.reversal(&town.shopkeeper, id).await.expect("it asked");
    assert_eq!((read.state, read.answer.as_str()), (ReversalState::Refused, "家人已经在用"));
    assert!(store.my_reversals(&town.family).await.expect("its own").is_empty(), "the family was spared it");
    let over = store.reversals(&town.auditor, DisputeStage::Over, 0).await.expect("a list").items;
    assert_eq!(over.iter().map(|reversal| (reversal.id, reversal.may_decide)).collect::<Vec<_>>(), [(id, false)]);
    store.run(&by(&town.shopkeeper), ask(about, ReversalGoal::Shelf)).await.expect("asked with a better reason");
});

//! What a family did not receive: silence confirms nothing, a coordinator decides, and what is late goes up.

use domain::{
    DAY,
    accounts::Actor,
    casework::{CloseReason, Closing, EraseReason, Erasure},
    claims::ClaimState,
    disputes::{
        DisputeChannel, DisputeDecision, DisputeId, DisputeKind, DisputeOutcome, DisputeState, NewDispute,
        reversals::ReversalGoal, subject::HandedOver,
    },
    notifications::NoticeKind,
    today::Work,
    wishes::WishState,
};
use store::{
    casework::file::close::CloseFile,
    claims::lifecycle::ConfirmClaim,
    disputes::{report::OpenDispute, settlement::SettleDispute, views::DisputeStage},
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn missing(claim: i64) -> OpenDispute {
    said(claim, DisputeChannel::Family)
}

fn said(claim: i64, channel: DisputeChannel) -> OpenDispute {
    let words = "家里没有人领过，金丝雀为证".into();
    OpenDispute(NewDispute { about: HandedOver::Claim(claim), kind: DisputeKind::NotReceived, channel, words })
}

fn decide(id: DisputeId, outcome: DisputeOutcome, goal: Option<ReversalGoal>) -> SettleDispute {
    SettleDispute { id, settlement: DisputeDecision { outcome, goal, answer: "问过店里了".into() } }
}

async fn state(stage: &Stage, town: &Town, claim: i64) -> ClaimState {
    stage.store.claim(&town.shopkeeper, claim).await.expect("a claim").claim.state
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(silence_does_not_confirm_what_a_family_disputes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    let id = store.run(&by(&town.family), missing(claim)).await.expect("said");
    assert_eq!(code(store.run(&by(&town.family), missing(claim)).await), "dispute_open");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::DisputeOpened).await, 1);
    assert_eq!(told(stage, &town.shopkeeper, NoticeKind::DisputeOpened).await, 0);
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Disputes), 1);
    assert!(!stage.dump().await.contains("金丝雀"), "the words are sealed");

    stage.clock.advance(8 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").confirmed, 0);
    assert_eq!(state(stage, &town, claim).await, ClaimState::HandedOver);

    store.run(&by(&town.coordinator), decide(id, DisputeOutcome::Brought, None)).await.expect("decided");
    let own = store.my_disputes(&town.family).await.expect("its own").remove(0);
    assert_eq!((own.outcome, own.answer.as_str()), (Some(DisputeOutcome::Brought), "问过店里了"));
    assert_eq!(own.subject.handed_by, "", "the family reads no names of the shop");
    assert_eq!(told(stage, &town.family, NoticeKind::DisputeSettled).await, 1);
    let again = store.run(&by(&town.coordinator), decide(id, DisputeOutcome::Brought, None)).await;
    assert_eq!(code(again), "wrong_state");

    // The days of silence begin anew with the answer.
    stage.clock.advance(6 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").confirmed, 0);
    stage.clock.advance(2 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").confirmed, 1);
    stage.is_clean().await;
});

on_both!(a_family_that_confirms_ends_its_dispute, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    let id = store.run(&by(&town.family), missing(claim)).await.expect("said");
    store.run(&by(&town.family), ConfirmClaim(claim)).await.expect("found at the neighbour's");
    assert_eq!(store.dispute(&town.family, id).await.expect("its own").state, DisputeState::Withdrawn);
    let late = store.run(&by(&town.coordinator), decide(id, DisputeOutcome::Unsolved, None)).await;
    assert_eq!(code(late), "wrong_state");
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Disputes), 0);
});

on_both!(who_handed_over_or_recorded_it_never_decides, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let second = stage.coordinator_of(&town, town.district).await;
    let claim = stage.handed_over(&town).await;
    // A caseworker records what the family said on the phone, and the family is told.
    let unsaid = store.run(&by(&town.caseworker), missing(claim)).await;
    assert_eq!(fields(unsaid), [("channel", "required")]);
    let id = store.run(&by(&town.caseworker), said(claim, DisputeChannel::Phone)).await.expect("recorded");
    assert_eq!(told(stage, &town.family, NoticeKind::DisputeRecorded).await, 1);
    assert_eq!(store.dispute(&town.caseworker, id).await.expect("it recorded it").recorded_by, "甲 caseworker");

    let unsolved = || decide(id, DisputeOutcome::Unsolved, None);
    for column in ["handed_by", "created_by"] {
        let before = stage.number(&format!("select {column} from dispute where id = {id}")).await;
        let own = town.coordinator.account;
        stage.plant(&format!("update dispute set {column} = {own} where id = {id}")).await;
        assert_eq!(code(store.run(&by(&town.coordinator), unsolved()).await), "own_hand_over", "{column}");
        assert!(!store.dispute(&town.coordinator, id).await.expect("of the area").may_decide, "{column}");
        stage.plant(&format!("update dispute set {column} = {before} where id = {id}")).await;
    }
    for who in [&town.caseworker, &town.shopkeeper, &town.auditor, &town.family, &town.donor] {
        assert_eq!(code(store.run(&by(who), unsolved()).await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(&other.coordinator), unsolved()).await), "not_found");
    for who in [&town.shopkeeper, &town.donor, &other.family, &other.coordinator] {
        assert_eq!(code(store.dispute(who, id).await), "not_found");
    }
    assert_eq!(code(store.disputes(&town.shopkeeper, DisputeStage::Waiting, 0).await), "not_allowed");
    let listed = store.disputes(&second, DisputeStage::Waiting, 0).await.expect("a list").items;
    assert_eq!(listed.iter().map(|dispute| (dispute.id, dispute.may_decide)).collect::<Vec<_>>(), [(id, true)]);
    store.run(&by(&second), unsolved()).await.expect("a coordinator who has nothing to do with it");
});

on_both!(a_family_says_it_within_fourteen_days, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    for who in [&other.family, &town.donor] {
        assert_eq!(code(store.run(&by(who), missing(claim)).await), "not_found");
    }
    assert_eq!(code(store.run(&by(&other.caseworker), said(claim, DisputeChannel::Visit)).await), "not_found");
    assert_eq!(code(store.run(&by(&town.shopkeeper), said(claim, DisputeChannel::Visit)).await), "not_allowed");
    assert_eq!(code(store.run(&by(&Actor::visitor()), missing(claim)).await), "sign_in_needed");

    // Silence has confirmed it; the family may say it all the same.
    stage.clock.advance(13 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").confirmed, 1);
    let id = store.run(&by(&town.family), missing(claim)).await.expect("in time");
    store.run(&by(&town.coordinator), decide(id, DisputeOutcome::Replaced, None)).await.expect("decided");
    stage.clock.advance(13 * DAY);
    let id = store.run(&by(&town.family), missing(claim)).await.expect("fourteen days after the answer");
    store.run(&by(&town.coordinator), decide(id, DisputeOutcome::Unsolved, None)).await.expect("decided");
    stage.clock.advance(15 * DAY);
    assert_eq!(code(store.run(&by(&town.family), missing(claim)).await), "too_late");

    let wish = stage.wish(&town, 1).await;
    let promised = stage.claim(&town, wish, 1).await.id;
    assert_eq!(code(store.run(&by(&town.family), missing(promised)).await), "wrong_state");
});

on_both!(a_late_dispute_is_reminded_of_and_goes_up, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let head = stage.coordinator_of(&town, town.root).await;
    let claim = stage.handed_over(&town).await;
    let id = store.run(&by(&town.family), missing(claim)).await.expect("said");
    assert_eq!(told(stage, &head, NoticeKind::DisputeOpened).await, 0, "only the nearest ones");
    let owner = async || stage.number(&format!("select owner from dispute where id = {id}")).await;
    assert_eq!(owner().await, town.coordinator.account);

    stage.clock.advance(2 * DAY + 60);
    let ran = store.run_clocks().await.expect("the clocks run");
    assert_eq!((ran.disputes_reminded, ran.disputes_climbed), (1, 0));
    assert_eq!(told(stage, &town.coordinator, NoticeKind::DisputeReminder).await, 1);
    assert_eq!(store.run_clocks().await.expect("the clocks run").disputes_reminded, 0, "once");

    stage.clock.advance(DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").disputes_climbed, 1);
    assert_eq!(owner().await, head.account);
    assert_eq!(told(stage, &head, NoticeKind::DisputeLate).await, 1);
    assert_eq!(store.dispute(&head, id).await.expect("of the area").climbs, 1);

    // No coordinator is above: it stays with the head, and the auditor is told.
    stage.clock.advance(4 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").disputes_climbed, 1);
    assert_eq!((owner().await, told(stage, &town.auditor, NoticeKind::DisputeLate).await), (head.account, 1));
    store.run(&by(&town.coordinator), decide(id, DisputeOutcome::Unsolved, None)).await.expect("below, too");
    stage.clock.advance(9 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").disputes_climbed, 0);
});

on_both!(returned_goods_reopen_the_wish, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    let (wish, lot) = (
        stage.number(&format!("select wish from claim where id = {claim}")).await,
        stage.number(&format!("select lot from claim where id = {claim}")).await,
    );
    store.run(&by(&town.family), ConfirmClaim(claim)).await.expect("confirmed");
    let broken = NewDispute {
        about: HandedOver::Claim(claim),
        kind: DisputeKind::Broken,
        channel: DisputeChannel::Family,
        words: String::new(),
    };
    let id = store.run(&by(&town.family), OpenDispute(broken)).await.expect("said without words");
    let no_place = store.run(&by(&town.coordinator), decide(id, DisputeOutcome::Returned, None)).await;
    assert_eq!(fields(no_place), [("goal", "required")]);
    let back = decide(id, DisputeOutcome::Returned, Some(ReversalGoal::Quarantine));
    store.run(&by(&town.coordinator), back).await.expect("returned");

    assert_eq!(state(stage, &town, claim).await, ClaimState::Revoked);
    let file = store.wish_file(&town.family, wish).await.expect("its own");
    assert_eq!((file.wish.state, file.wish.remaining), (WishState::Published, 1));
    assert_eq!(stage.units(lot, "quarantine", town.shop).await, 1);
    assert_eq!(stage.units(lot, "issued", town.household).await, 0);
    assert_eq!(told(stage, &town.donor, NoticeKind::ClaimReturned).await, 1);
    stage.is_clean().await;
    // Found again by its words, and another donor may bring it.
    stage.claim(&town, wish, 1).await;
});

on_both!(closing_a_file_ends_its_disputes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    let id = store.run(&by(&town.family), missing(claim)).await.expect("said");
    let closing = Closing { household: town.household, reason: CloseReason::Better, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    assert_eq!(store.dispute(&town.coordinator, id).await.expect("of the area").state, DisputeState::Withdrawn);
    assert_eq!(state(stage, &town, claim).await, ClaimState::Confirmed);
    stage.is_clean().await;
});

on_both!(an_erased_file_keeps_no_words_of_its_disputes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = stage.handed_over(&town).await;
    let id = store.run(&by(&town.family), missing(claim)).await.expect("said");
    store.run(&by(&town.coordinator), decide(id, DisputeOutcome::Brought, None)).await.expect("decided");
    let words = async || stage.number("select count(*) from dispute where words <> '' or answer <> ''").await;
    assert_eq!(words().await, 1);
    let erasure = Erasure { household: town.household, reason: EraseReason::Asked, typed: town.household.to_string() };
    store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    assert_eq!(words().await, 0);
    stage.is_clean().await;
});

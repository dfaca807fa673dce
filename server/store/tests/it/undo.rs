//! Acts that are taken back: by their account only, for some minutes, and not once anything depends on them.

use domain::{
    accounts::Actor,
    areas::Policy,
    casework::{
        cases::{AskedHow, CaseKind, FamilyAnswer, FamilyAsked, NewCase, Urgency},
        pairings::{PairingAnswer, PairingEnd, PairingNeed, PairingState},
    },
    claims::NewClaim,
    households::Situation,
    notifications::NoticeKind,
    undo::UndoKind,
    wishes::{NewWish, WishId, WishState},
};
use store::{
    areas::policies::SetPolicy,
    casework::{
        cases::{closing::CloseCase, opening::OpenCase, steps::SayOfCase},
        hand_over::{HandOverFiles, HandOverWork},
        pairings::{
            lifecycle::EndPairing,
            propose::{AnswerPairing, ProposePairing},
        },
    },
    claims::lifecycle::TakeClaim,
    households::edit::{ANY_VERSION, ChangeSituation, Edit},
    ops::undo::TakeBack,
    wishes::{
        lifecycle::{PostWish, PublishWish, RejectWish},
        reversion::ReopenWish,
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};

/// Seconds in which most acts can be taken back.
const TEN_MINUTES: i64 = 600;

/// Returns what an account did last and may take back.
async fn last(stage: &Stage, who: &Actor) -> TakeBack {
    TakeBack { undo: stage.store.undos(who).await.expect("a list").first().expect("an act").id }
}

async fn posted(stage: &Stage, town: &Town) -> WishId {
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { item, quantity: 1, again: true, ..NewWish::default() };
    stage.store.run(&by(&town.family), PostWish(new)).await.expect("a wish")
}

async fn state(stage: &Stage, town: &Town, wish: WishId) -> WishState {
    stage.store.wish_file(&town.family, wish).await.expect("its own").wish.state
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

async fn queue(stage: &Stage, town: &Town) -> Vec<WishId> {
    let found = stage.store.review_queue(&town.caseworker, 0).await.expect("a queue").items;
    found.into_iter().map(|file| file.wish.id).collect()
}

on_both!(a_publication_is_taken_back_until_a_donor_acts, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 1).await;
    let undo = last(stage, &town.caseworker).await;
    let other = stage.caseworker_of(&town, town.district).await;
    assert_eq!(code(store.run(&by(&other), undo).await), "not_found");
    store.run(&by(&town.caseworker), undo).await.expect("taken back");
    assert_eq!(code(store.run(&by(&town.caseworker), undo).await), "wrong_state");
    assert_eq!(state(stage, &town, wish).await, WishState::Submitted);
    assert_eq!(queue(stage, &town).await, [wish]);
    assert_eq!(told(stage, &town.family, NoticeKind::WishBack).await, 1);
    assert_eq!(stage.number("select count(*) from wish_term").await, 0, "no search finds it");
    assert_eq!(code(store.wish(&town.donor, wish).await.map(drop)), "not_found");
    let publish = PublishWish { id: wish, words: "写作业用".into() };
    store.run(&by(&town.caseworker), publish).await.expect("published again");
    let late = last(stage, &town.caseworker).await;
    stage.clock.advance(TEN_MINUTES + 1);
    assert_eq!(code(store.run(&by(&town.caseworker), late).await), "undo_over");
    assert!(store.undos(&town.caseworker).await.expect("a list").is_empty());
    stage.is_clean().await;
});

on_both!(of_an_undo_and_a_claim_at_once_one_succeeds, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    for _ in 0..6 {
        let wish = stage.wish(&town, 1).await;
        let undo = last(stage, &town.caseworker).await;
        let take = TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } };
        let donor = stage.donor(&town).await;
        let (keeper, giver) = (by(&town.caseworker), by(&donor));
        let (back, claim) = tokio::join!(store.run(&keeper, undo), store.run(&giver, take));
        assert_ne!(back.is_ok(), claim.is_ok(), "{back:?} {claim:?}");
        match back {
            Ok(_) => assert_eq!(state(stage, &town, wish).await, WishState::Submitted),
            refused => assert_eq!(code(refused), "undo_depends"),
        }
    }
    stage.is_clean().await;
});

on_both!(a_wish_that_was_sent_back_keeps_its_place, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (first, second) = (posted(stage, &town).await, posted(stage, &town).await);
    let reject = || RejectWish { id: first, reason: "看不清楚".into() };
    store.run(&by(&town.caseworker), reject()).await.expect("sent back");
    store.run(&by(&town.caseworker), last(stage, &town.caseworker).await).await.expect("taken back");
    assert_eq!(queue(stage, &town).await, [first, second]);
    store.run(&by(&town.caseworker), reject()).await.expect("sent back");
    stage.clock.advance(30 * domain::DAY);
    let reopen = ReopenWish { wish: first };
    assert_eq!(code(store.run(&by(&town.donor), reopen).await), "not_allowed");
    let other = stage.caseworker_of(&town, town.district).await;
    store.run(&by(&other), reopen).await.expect("by a colleague, days later");
    assert_eq!(queue(stage, &town).await, [first, second]);
    assert_eq!(told(stage, &town.family, NoticeKind::WishBack).await, 2);
    assert_eq!(code(store.run(&by(&other), reopen).await), "wrong_state");
    // The family wished for the same meanwhile.
    store.run(&by(&town.caseworker), reject()).await.expect("sent back");
    stage.clock.advance(60);
    posted(stage, &town).await;
    assert_eq!(code(store.run(&by(&other), reopen).await), "already_open");
    stage.is_clean().await;
});

on_both!(a_wish_comes_back_within_the_limits_of_its_family, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let policy = Policy { open_wishes: 1, ..Policy::default() };
    store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy }).await.expect("set");
    let first = posted(stage, &town).await;
    let reject = RejectWish { id: first, reason: "看不清楚".into() };
    store.run(&by(&town.caseworker), reject).await.expect("sent back");
    let undo = last(stage, &town.caseworker).await;
    stage.wish_for(&town, "kettle").await;
    assert_eq!(code(store.run(&by(&town.caseworker), undo).await), "open_limit");
    assert_eq!(code(store.run(&by(&town.caseworker), ReopenWish { wish: first }).await), "open_limit");
    assert_eq!(state(stage, &town, first).await, WishState::Rejected);
    stage.is_clean().await;
});

on_both!(no_account_decides_about_wishes_of_its_own_family, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (kept, waiting) = (stage.wish(&town, 1).await, posted(stage, &town).await);
    let undo = last(stage, &town.caseworker).await;
    let account = town.caseworker.account;
    stage.plant(&format!("update account set household = {} where id = {account}", town.household)).await;
    let own = stage.actor(account).await;
    let publish = || PublishWish { id: waiting, words: "写作业用".into() };
    let reject = RejectWish { id: waiting, reason: "看不清楚".into() };
    assert_eq!(code(store.run(&by(&own), publish()).await), "not_allowed");
    assert_eq!(code(store.run(&by(&own), reject).await), "not_allowed");
    assert_eq!(code(store.run(&by(&own), undo).await), "not_allowed");
    assert_eq!(state(stage, &town, kept).await, WishState::Published);
    store.run(&by(&town.coordinator), publish()).await.expect("a colleague decides");
});

on_both!(a_case_and_a_pairing_go_on_when_their_end_was_a_mistake, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let new = NewCase {
        kind: CaseKind::Work,
        member: None,
        urgency: Urgency::Ordinary,
        fields: [("seeks".to_owned(), "保洁".to_owned())].into(),
        words: "想找份工".into(),
        finding: None,
    };
    let case = store.run(&by(&town.caseworker), OpenCase { household: town.household, new }).await.expect("a case");
    let close = || CloseCase {
        case,
        outcome: "hired".into(),
        asked: FamilyAsked {
            how: AskedHow::Phone,
            whom: "妈妈".into(),
            at: store.now(),
            answer: FamilyAnswer::Solved,
            words: String::new(),
        },
    };
    store.run(&by(&town.caseworker), close()).await.expect("closed");
    store.run(&by(&town.caseworker), last(stage, &town.caseworker).await).await.expect("taken back");
    assert_eq!(stage.number("select count(*) from case_file where state = 'open' and outcome = ''").await, 1);
    store.run(&by(&town.caseworker), close()).await.expect("closed again");
    stage.clock.advance(30);
    let undo = last(stage, &town.caseworker).await;
    let say = SayOfCase { case, answer: FamilyAnswer::Solved, words: String::new() };
    store.run(&by(&town.family), say).await.expect("said");
    assert_eq!(code(store.run(&by(&town.caseworker), undo).await), "undo_depends");

    let propose = ProposePairing { household: town.household, helper: town.donor.account, need: PairingNeed::Study };
    let pairing = store.run(&by(&town.caseworker), propose).await.expect("proposed");
    for side in [&town.donor, &town.family] {
        let agree = AnswerPairing { pairing, answer: PairingAnswer::Accept };
        store.run(&by(side), agree).await.expect("agreed");
    }
    let end = EndPairing { pairing, reason: PairingEnd::NoTime };
    store.run(&by(&town.donor), end).await.expect("ended");
    store.run(&by(&town.donor), last(stage, &town.donor).await).await.expect("taken back");
    let seen = store.pairing(&town.caseworker, pairing).await.expect("a pairing");
    assert_eq!((seen.state, seen.reason), (PairingState::UnderWay, None));
    assert_eq!(told(stage, &town.family, NoticeKind::PairingResumed).await, 1);
    store.run(&by(&town.donor), end).await.expect("ended");
    let undo = last(stage, &town.donor).await;
    store.run(&by(&town.caseworker), propose).await.expect("paired anew");
    assert_eq!(code(store.run(&by(&town.donor), undo).await), "undo_depends");
    stage.is_clean().await;
});

on_both!(a_pairing_goes_on_only_as_it_could_be_proposed, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let propose = |household| ProposePairing { household, helper: town.donor.account, need: PairingNeed::Study };
    let pairing = store.run(&by(&town.caseworker), propose(town.household)).await.expect("proposed");
    for side in [&town.donor, &town.family] {
        store.run(&by(side), AnswerPairing { pairing, answer: PairingAnswer::Accept }).await.expect("agreed");
    }
    store.run(&by(&town.donor), EndPairing { pairing, reason: PairingEnd::NoTime }).await.expect("ended");
    let undo = last(stage, &town.donor).await;
    for name in ["李家", "赵家", "钱家"] {
        let (household, _) = stage.family(&town.caseworker, town.home, name).await;
        store.run(&by(&town.caseworker), propose(household)).await.expect("proposed");
    }
    assert_eq!(code(store.run(&by(&town.donor), undo).await), "pairing_limit");
    // An account that helps no more sees no family again.
    stage.plant("delete from pairing where state = 'proposed'").await;
    stage.plant(&format!("delete from role_grant where account = {} and role = 'donor'", town.donor.account)).await;
    assert_eq!(code(store.run(&by(&town.donor), undo).await), "undo_depends");
});

on_both!(work_is_handed_over_by_choice_and_comes_back, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (from, next) = (town.caseworker.account, stage.caseworker_of(&town, town.district).await);
    let (second, _) = stage.family(&town.caseworker, town.home, "李家").await;
    stage.plant(&format!("update household set caseworker = {from}")).await;
    let keeper =
        async |household: i64| stage.number(&format!("select caseworker from household where id = {household}")).await;
    let loads = async || store.workloads(&town.coordinator).await.expect("a list");
    let files = async |account| loads().await.iter().find(|load| load.account == account).map(|load| load.files);
    assert_eq!((files(from).await, files(next.account).await), (Some(2), Some(0)));
    assert_eq!(code(store.workloads(&town.caseworker).await), "not_allowed");
    let some = |households| HandOverFiles { from, to: next.account, households };
    assert_eq!(fields(store.run(&by(&town.coordinator), some(vec![])).await), [("households", "required")]);
    assert_eq!(code(store.run(&by(&town.caseworker), some(vec![second])).await), "not_allowed");
    assert_eq!(store.run(&by(&town.coordinator), some(vec![second])).await.expect("handed over"), 1);
    assert_eq!((keeper(town.household).await, keeper(second).await), (from, next.account));
    store.run(&by(&town.coordinator), last(stage, &town.coordinator).await).await.expect("taken back");
    assert_eq!(keeper(second).await, from);
    let all = HandOverWork { from, to: next.account };
    let elsewhere = stage.caseworker_of(&town, town.district).await.account;
    stage.plant(&format!("update role_grant set path = path || '999999/' where account = {elsewhere}")).await;
    let lost = HandOverWork { from, to: elsewhere };
    assert_eq!(
        fields(store.run(&by(&town.coordinator), lost).await),
        [("to", "unknown")],
        "not a hand-over of nothing"
    );
    assert_eq!(store.run(&by(&town.coordinator), all).await.expect("handed over"), 2);
    let undo = last(stage, &town.coordinator).await;
    assert_eq!(store.undos(&town.coordinator).await.expect("a list")[0].kind, UndoKind::WorkHandedOver);
    // What was given on since stays where it is.
    stage.plant(&format!("update household set caseworker = 0 where id = {second}")).await;
    stage.clock.advance(TEN_MINUTES + 1);
    store.run(&by(&town.coordinator), undo).await.expect("within the hour");
    assert_eq!((keeper(town.household).await, keeper(second).await), (from, 0));
    assert_eq!(files(0).await, Some(1), "a file without a caseworker shows");
    let orphans = HandOverFiles { from: 0, to: next.account, households: vec![second] };
    assert_eq!(store.run(&by(&town.coordinator), orphans).await.expect("given"), 1);
    assert_eq!(keeper(second).await, next.account);
});

on_both!(no_account_gets_the_file_of_its_own_family, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (from, next) = (town.caseworker.account, stage.caseworker_of(&town, town.district).await.account);
    let (second, _) = stage.family(&town.caseworker, town.home, "李家").await;
    stage.plant(&format!("update household set caseworker = {from}")).await;
    stage.plant(&format!("update account set household = {} where id = {next}", town.household)).await;
    let all = HandOverWork { from, to: next };
    assert_eq!(store.run(&by(&town.coordinator), all).await.expect("handed over"), 1);
    let kept = format!("select count(*) from household where id = {second} and caseworker = {next}");
    assert_eq!(stage.number(&kept).await, 1);
    let stays = format!("select count(*) from household where id = {} and caseworker = {from}", town.household);
    assert_eq!(stage.number(&stays).await, 1, "it is given to a further account");
    let new = Situation { caseworker: next, ..Situation::default() };
    let edit = Edit { household: town.household, version: ANY_VERSION, new };
    assert_eq!(fields(store.run(&by(&town.caseworker), ChangeSituation(edit)).await), [("caseworker", "unknown")]);
});

//! Relocations: the old area keeps the household file until the new area accepts.

use store::{
    casework::file::relocate::{AcceptRelocation, AskRelocation, DeclineRelocation, RecallRelocation},
    claims::lifecycle::SendClaim,
    wishes::lifecycle::{PublishWish, WithdrawWish},
};

use crate::support::{Stage, Town, by, code, fields, on_both, phone};
use domain::{
    accounts::{Actor, NewAccount, Role},
    areas::AreaId,
    casework::{MoveState, NewMove},
    wishes::Publication,
};

/// Makes another district with a caseworker and returns both.
async fn other_side(stage: &Stage, town: &Town) -> (AreaId, Actor) {
    let west = stage.west(town).await;
    let district = west.keeper.grants[0].area;
    let account = NewAccount { phone: phone(), name: "城西网格员".into(), area: district, role: Role::Caseworker };
    let (id, _) = stage.store.account_add(&by(&town.admin), account).await.expect("a caseworker");
    (district, stage.actor(id).await)
}

fn to(town: &Town, area: AreaId) -> NewMove {
    NewMove { household: town.household, to: area, words: "孩子转学了".into() }
}

on_both!(relocation_moves_file_wishes_and_account_and_keeps_open_claims, |stage| {
    let town = stage.town("河口").await;
    let (west, theirs) = other_side(stage, &town).await;
    let store = &stage.store;
    let wish = stage.wish(&town, 2).await;
    let claim = stage.claim(&town, wish, 1).await;

    let id = store.run(&by(&town.caseworker), AskRelocation(to(&town, west))).await.expect("asked");
    assert_eq!(store.moves_waiting(&theirs).await.expect("counted"), 1);
    assert_eq!(store.moves_waiting(&town.caseworker).await.expect("counted"), 0);
    assert_eq!(code(store.household(&theirs, town.household).await.map(drop)), "not_found", "not theirs yet");
    assert!(store.household(&town.caseworker, town.household).await.is_ok());
    let seen = &store.moves(&theirs, false, 0).await.expect("read").items[0];
    assert_eq!((seen.id, seen.answers, seen.calls_back, seen.words.as_str()), (id, true, false, "孩子转学了"));
    assert_eq!(
        code(store.run(&by(&town.caseworker), AcceptRelocation(id)).await),
        "not_found",
        "only the new area accepts"
    );

    store.run(&by(&theirs), AcceptRelocation(id)).await.expect("accepted");
    assert_eq!(
        code(store.household(&town.caseworker, town.household).await.map(drop)),
        "not_found",
        "no longer theirs"
    );
    assert!(store.household(&theirs, town.household).await.is_ok());
    let gone = stage
        .number(&format!(
            "select count(*) from wish where household = {} and (home <> {west} or district <> {west})",
            town.household
        ))
        .await;
    assert_eq!(gone, 0);
    let grant = stage.actor(town.family.account).await.grants;
    assert_eq!(grant.iter().map(|g| g.area).collect::<Vec<_>>(), [west]);

    // The open claim goes on, and only the new area's caseworkers act on the wish.
    store.run(&by(&town.donor), SendClaim(claim.id)).await.expect("on the way");
    assert_eq!(
        code(store.run(&by(&town.caseworker), WithdrawWish { id: wish, reason: "x".into() }).await),
        "not_found",
        "the old area has no access any more"
    );
    assert_eq!(
        code(store.run(&by(&theirs), PublishWish { id: wish, words: Publication { words: "x".into() }.words }).await),
        "wrong_state"
    );
    let told = store.notices(&stage.actor(town.family.account).await, 0).await.expect("read").items;
    assert!(told.iter().any(|n| n.kind == domain::notifications::NoticeKind::HouseholdMoved && n.title == "城西区"));
    stage.is_clean().await;
});

on_both!(concurrent_answers_to_a_relocation_succeed_once, |stage| {
    let town = stage.town("河口").await;
    let (west, theirs) = other_side(stage, &town).await;
    let other = stage.another().await;
    let id = stage.store.run(&by(&town.caseworker), AskRelocation(to(&town, west))).await.expect("asked");
    let (one, two, three) = (by(&theirs), by(&theirs), by(&town.caseworker));
    let (a, b, c) = tokio::join!(
        stage.store.run(&one, AcceptRelocation(id)),
        other.run(&two, AcceptRelocation(id)),
        other.run(&three, RecallRelocation(id))
    );
    let done = [a.is_ok(), b.is_ok(), c.is_ok()];
    assert_eq!(done.iter().filter(|ok| **ok).count(), 1, "{done:?}");
    other.close().await;
    stage.is_clean().await;
});

on_both!(a_relocation_is_declined_called_back_or_refused, |stage| {
    let (town, there) = (stage.town("河口").await, stage.town("山后").await);
    let (west, theirs) = other_side(stage, &town).await;
    let store = &stage.store;
    let ask = |area| {
        let by = by(&town.caseworker);
        let new = to(&town, area);
        async move { store.run(&by, AskRelocation(new)).await }
    };
    assert_eq!(fields(ask(there.home).await), [("area", "unknown")], "another root area");
    assert_eq!(fields(ask(town.home).await), [("area", "unknown")], "its present area");
    assert_eq!(fields(ask(0).await), [("area", "required")]);
    assert_eq!(fields(ask(town.root).await), [("area", "nobody_there")]);
    assert_eq!(code(store.run(&by(&there.caseworker), AskRelocation(to(&town, there.home))).await), "not_found");

    let id = ask(west).await.expect("asked");
    assert_eq!(code(ask(west).await), "move_open");
    assert_eq!(
        fields(store.run(&by(&theirs), DeclineRelocation { id, words: String::new() }).await),
        [("words", "required")]
    );
    store.run(&by(&theirs), DeclineRelocation { id, words: "不住这里".into() }).await.expect("declined");
    assert_eq!(code(store.run(&by(&theirs), AcceptRelocation(id)).await), "wrong_state");
    let over = &store.moves(&town.caseworker, true, 0).await.expect("read").items[0];
    assert_eq!((over.state, over.answer.as_str()), (MoveState::Declined, "不住这里"));

    let id = ask(west).await.expect("asked again");
    assert_eq!(code(store.run(&by(&theirs), RecallRelocation(id)).await), "not_found");
    store.run(&by(&town.caseworker), RecallRelocation(id)).await.expect("called back");
    assert!(store.household(&town.caseworker, town.household).await.is_ok());
    stage.is_clean().await;
});

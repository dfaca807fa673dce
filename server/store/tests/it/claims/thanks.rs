//! Thanks: written once by the family, reviewed by staff, then shown to the claimer.

use store::{
    claims::{
        fulfilment::AcceptGoods,
        thanks::{AddThanks, ReleaseThanks, Review, WithholdThanks},
    },
    notifications::notices::ReadNotices,
};

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{accounts::Actor, claims::Arrival, ledger::Condition, notifications::NoticeKind};

/// Makes a claim whose goods were handed over.
async fn handed_over(stage: &Stage, town: &Town) -> i64 {
    let wish = stage.wish(town, 1).await;
    let claim = stage.claim(town, wish, 1).await.id;
    let early =
        stage.store.run(&by(&town.family), AddThanks { claim, words: "谢谢".into(), card: String::new() }).await;
    assert_eq!(code(early), "wrong_state");
    let arrival = Arrival { condition: Condition::New, expires: 0 };
    stage.store.run(&by(&town.shopkeeper), AcceptGoods { claim, found: arrival }).await.expect("arrived");
    let code = stage.pick_up_code(town, wish).await;
    stage.store.claim_hand_over(&by(&town.shopkeeper), claim, code).await.expect("handed over");
    claim
}

on_both!(thanks_reach_the_claimer_only_after_release, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = handed_over(stage, &town).await;
    let thank = async |who: &Actor, words: &str, card: &str| {
        store.run(&by(who), AddThanks { claim, words: words.into(), card: card.into() }).await
    };
    assert_eq!(code(thank(&town.donor, "谢谢", "").await), "not_found");
    assert_eq!(code(thank(&Actor::visitor(), "谢谢", "").await), "sign_in_needed");
    assert_eq!(fields(thank(&town.family, " ", "").await), [("words", "required")]);
    assert_eq!(fields(thank(&town.family, "谢谢", "gold").await), [("card", "unknown")]);
    let id = thank(&town.family, "谢谢李叔叔，我住平安里", "sun").await.expect("written");
    assert_eq!(code(thank(&town.family, "再谢", "").await), "already_thanked");

    let seen = async |who: &Actor| store.thanks_for_claim(who, claim).await.expect("an answer").map(|t| t.words);
    assert_eq!(seen(&town.donor).await, None);
    for who in [&town.family, &town.caseworker, &town.coordinator] {
        assert_eq!(seen(who).await.as_deref(), Some("谢谢李叔叔，我住平安里"));
    }
    for who in [&town.shopkeeper, &town.auditor, &town.admin, &Actor::visitor()] {
        assert_eq!(seen(who).await, None);
    }
    let waiting = store.thanks_waiting(&town.caseworker).await.expect("a list");
    assert_eq!((waiting.len(), waiting[0].thanks.id, waiting[0].thanks.title.as_str()), (1, id, "台灯"));
    assert!(!waiting[0].needs_consent() && waiting[0].records && waiting[0].household == town.household);
    assert_eq!(code(store.thanks_waiting(&town.shopkeeper).await), "not_allowed");
    assert_eq!(
        code(store.run(&by(&town.family), ReleaseThanks(Review { id, release: true, words: "谢谢".into() })).await),
        "not_allowed"
    );

    store
        .run(&by(&town.caseworker), ReleaseThanks(Review { id, release: true, words: "谢谢叔叔".into() }))
        .await
        .expect("released");
    assert_eq!(seen(&town.donor).await.as_deref(), Some("谢谢叔叔"));
    let notices = store.notices(&town.donor, 0).await.expect("notices").items;
    let news = notices.iter().find(|n| n.kind == NoticeKind::ThanksReceived).expect("told");
    assert_eq!((news.claim, news.title.as_str(), news.read), (claim, "台灯", false));
    assert!(store.thanks_waiting(&town.caseworker).await.expect("a list").is_empty());
    assert_eq!(
        code(
            store.run(&by(&town.caseworker), WithholdThanks(Review { id, release: false, words: String::new() })).await
        ),
        "wrong_state"
    );
});

on_both!(withheld_thanks_do_not_reach_the_claimer, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let claim = handed_over(stage, &town).await;
    let id = store
        .run(&by(&town.family), AddThanks { claim, words: String::new(), card: "tea".into() })
        .await
        .expect("a card alone");
    store
        .run(&by(&town.coordinator), WithholdThanks(Review { id, release: false, words: String::new() }))
        .await
        .expect("withheld");
    assert_eq!(store.thanks_for_claim(&town.donor, claim).await.expect("an answer"), None);
    assert_eq!(
        store.thanks_for_claim(&town.family, claim).await.expect("an answer").map(|t| t.state).as_deref(),
        Some("withheld")
    );
    assert_eq!(
        code(store.run(&by(&town.caseworker), ReleaseThanks(Review { id, release: true, words: "谢".into() })).await),
        "wrong_state"
    );
});

on_both!(notices_are_counted_paged_and_read, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    for _ in 0..60 {
        stage.wish(&town, 1).await;
    }
    assert_eq!(store.notices_unread(&town.family).await.expect("a number"), 60);
    let first = store.notices(&town.family, 0).await.expect("a page");
    let second = store.notices(&town.family, first.next.expect("more")).await.expect("a page");
    assert_eq!((first.items.len(), second.items.len(), second.next), (50, 10, None));
    assert!(first.items[0].id > first.items[1].id && first.items[49].id > second.items[0].id);
    store.run(&by(&town.family), ReadNotices).await.expect("read");
    assert_eq!(store.notices_unread(&town.family).await.expect("a number"), 0);
    assert!(store.notices(&town.family, 0).await.expect("a page").items.iter().all(|n| n.read));
    assert_eq!(store.notices_unread(&Actor::visitor()).await.expect("a number"), 0);
    assert_eq!(code(store.notices(&Actor::visitor(), 0).await), "sign_in_needed");
    assert!(store.notices(&town.donor, 0).await.expect("a page").items.is_empty());
});

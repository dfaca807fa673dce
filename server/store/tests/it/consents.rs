//! Consents: public details about a child need one, and are hidden when it ends.

mod members;
mod refusals;

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    accounts::Actor,
    catalogue,
    consents::{Consent, ConsentKind, GivenAs, How, NewConsent, NewRefusal},
    households::{HouseholdId, Member},
    wishes::{Filter, NewWish, Publication, Wish, WishId},
};
use store::{
    claims::thanks::{AddThanks, ReleaseThanks, Review},
    consents::{record::WithdrawConsent, refusals::RefuseConsent},
    wishes::{
        lifecycle::{PostWish, PublishWish},
        public_fields::RewriteWish,
    },
};

/// Public words about the child, which must not be found without a consent.
const STORY: &str = "孩子想画一只青蓝的孔雀";

/// Loads the town's mother and her child.
async fn people(stage: &Stage, town: &Town) -> (Member, Member) {
    let (_, members) = stage.store.household(&town.family, town.household).await.expect("the family's own file");
    (members[0].clone(), members[1].clone())
}

fn spoken(household: HouseholdId, kind: ConsentKind, member: i64, giver: i64) -> NewConsent {
    NewConsent {
        household,
        member,
        kind,
        wish: 0,
        giver,
        given_by: String::new(),
        relation: if member == 0 { GivenAs::Own } else { GivenAs::Parent },
        how: How::Spoken,
        witness: "邻居老王".into(),
        note: String::new(),
    }
}

async fn story(stage: &Stage, town: &Town) -> i64 {
    let (mother, child) = people(stage, town).await;
    let new = spoken(town.household, ConsentKind::Story, child.id, mother.id);
    stage.store.consent_record(&by(&town.caseworker), new, None).await.expect("a consent")
}

/// Submits a wish for a member, or for the whole family with 0.
async fn sent(stage: &Stage, town: &Town, member: i64) -> WishId {
    let item = catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let new = NewWish { item, quantity: 1, member, words: "家里的话".into(), again: true, ..NewWish::default() };
    stage.store.run(&by(&town.family), PostWish(new)).await.expect("a wish")
}

async fn publish(stage: &Stage, town: &Town, wish: WishId) {
    let words = Publication { words: STORY.into() };
    stage.store.run(&by(&town.caseworker), PublishWish { id: wish, words: words.words }).await.expect("published");
}

async fn seen(stage: &Stage, wish: WishId) -> Wish {
    stage.store.wish(&Actor::visitor(), wish).await.expect("a public wish").0
}

/// Returns the wishes that a visitor finds by words.
async fn found(stage: &Stage, q: &str) -> Vec<WishId> {
    let filter = Filter { q: q.into(), ..Filter::default() };
    stage.store.feed(&Actor::visitor(), &filter).await.expect("a feed").items.iter().map(|wish| wish.id).collect()
}

async fn withdraw(stage: &Stage, who: &Actor, household: HouseholdId, consent: i64) -> store::Result<()> {
    let input = WithdrawConsent { household, consent, reason: "不想说了".into() };
    stage.store.run(&by(who), input).await
}

fn is_neutral(wish: &Wish) -> bool {
    (wish.alias.age, wish.alias.sex.as_str(), wish.words.as_str(), wish.photo) == (-1, "unsaid", "", 0)
        && wish.alias.family_size == 2
}

fn png() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(8, 8, image::Rgb([9, 99, 199]))
        .write_to(&mut png, image::ImageFormat::Png)
        .expect("png");
    png.into_inner()
}

on_both!(a_childs_details_stay_private_until_a_guardian_consents, |stage| {
    let town = stage.town("云溪").await;
    let (_, child) = people(stage, &town).await;
    let wish = sent(stage, &town, child.id).await;
    assert_eq!(stage.store.wish_file(&town.caseworker, wish).await.expect("the file").wish.alias.age, -1);
    publish(stage, &town, wish).await;
    assert!(is_neutral(&seen(stage, wish).await));
    assert!(found(stage, "孔雀").await.is_empty());
    assert_eq!(found(stage, "台灯").await, [wish], "it is public all the same");
    let consent = stage.store.wish_consent(&town.caseworker, wish).await.expect("what is allowed");
    assert!(consent.allowed.child && !consent.allowed.story && !consent.words_due);
    let missing = stage.store.consents_missing(&town.caseworker, 0).await.expect("a list").items;
    assert_eq!(
        missing.iter().map(|m| (m.household, m.file, m.stories)).collect::<Vec<_>>(),
        [(town.household, true, 1)]
    );
    assert_eq!(stage.store.consents_missing_count(&town.caseworker).await.expect("a number"), 1);

    // A consent publishes no words by itself: staff review them first.
    story(stage, &town).await;
    assert!(is_neutral(&seen(stage, wish).await));
    let due = stage.store.words_due(&town.caseworker, 0).await.expect("a list").items;
    assert_eq!(due.iter().map(|file| file.wish.id).collect::<Vec<_>>(), [wish]);
    let words = Publication { words: STORY.into() };
    stage.store.run(&by(&town.caseworker), RewriteWish { id: wish, words: words.words }).await.expect("read again");
    let told = seen(stage, wish).await;
    assert!(told.alias.age >= 9 && told.words == STORY);
    assert_eq!(found(stage, "孔雀").await, [wish]);
    assert!(stage.store.words_due(&town.caseworker, 0).await.expect("a list").items.is_empty());
});

on_both!(with_a_story_consent_a_wish_is_published_as_reviewed, |stage| {
    let town = stage.town("云溪").await;
    let (_, child) = people(stage, &town).await;
    story(stage, &town).await;
    let wish = sent(stage, &town, child.id).await;
    assert!(stage.store.wish_file(&town.caseworker, wish).await.expect("the file").wish.alias.age >= 9);
    publish(stage, &town, wish).await;
    assert_eq!(seen(stage, wish).await.words, STORY);
});

on_both!(withdrawing_a_consent_hides_words_pictures_and_thanks, |stage| {
    let town = stage.town("云溪").await;
    let (mother, child) = people(stage, &town).await;
    let consent = story(stage, &town).await;
    let (own, family) = (sent(stage, &town, child.id).await, sent(stage, &town, 0).await);
    publish(stage, &town, own).await;
    publish(stage, &town, family).await;
    let agreed = NewConsent { wish: own, ..spoken(town.household, ConsentKind::Photo, 0, mother.id) };
    let agreed = NewConsent { relation: GivenAs::Parent, ..agreed };
    let photo = stage.store.photo_add(&by(&town.caseworker), own, png(), agreed, None).await.expect("a picture");
    assert_eq!(seen(stage, own).await.photo, photo);
    assert!(stage.store.photo(&Actor::visitor(), photo).await.is_ok());

    let claim = stage.claim(&town, own, 1).await.id;
    stage.plant(&format!("update claim set state = 'handed_over' where id = {claim}")).await;
    let thanks = stage
        .store
        .run(&by(&town.family), AddThanks { claim, words: "小孔雀谢谢您".into(), card: "flower".into() })
        .await;
    stage
        .store
        .run(
            &by(&town.caseworker),
            ReleaseThanks(Review { id: thanks.expect("thanks"), release: true, words: "小孔雀谢谢您".into() }),
        )
        .await
        .expect("out");
    let read = async || stage.store.thanks_for_claim(&town.donor, claim).await.expect("an answer");
    assert_eq!(read().await.expect("released").words, "小孔雀谢谢您");

    withdraw(stage, &town.family, town.household, consent).await.expect("taken back");
    assert!(is_neutral(&seen(stage, own).await));
    assert_eq!(seen(stage, family).await.words, "", "the family's words may mention the child");
    assert!(found(stage, "孔雀").await.is_empty());
    for who in [&Actor::visitor(), &town.donor, &town.caseworker, &town.family] {
        assert_eq!(code(stage.store.photo(who, photo).await), "not_found");
    }
    assert_eq!(stage.number("select count(*) from photo").await, 0);
    assert_eq!(read().await.expect("the card stays").words, "");
    let due = stage.store.words_due(&town.caseworker, 0).await.expect("a list").items;
    assert_eq!(due.iter().map(|file| file.wish.id).collect::<Vec<_>>(), [family], "only wishes that may be public");
    let told = stage.store.notices(&town.caseworker, 0).await.expect("notices").items;
    assert!(told.iter().any(|notice| notice.kind.as_str() == "consent_withdrawn" && notice.subject == town.household));
    let held = stage.store.consents(&town.family, town.household, 0).await.expect("consents");
    assert!(held.held.is_empty() && held.ended.items.len() == 2, "the picture's consent ended as well");

    // Rewriting the words does not publish them without a consent.
    let words = Publication { words: STORY.into() };
    stage
        .store
        .run(&by(&town.caseworker), RewriteWish { id: own, words: words.words })
        .await
        .expect("written, but not published");
    assert!(is_neutral(&seen(stage, own).await));
    assert_eq!(code(withdraw(stage, &town.family, town.household, consent).await), "wrong_state");
});

on_both!(thanks_about_a_child_need_a_story_consent, |stage| {
    let town = stage.town("云溪").await;
    let (_, child) = people(stage, &town).await;
    let wish = sent(stage, &town, child.id).await;
    publish(stage, &town, wish).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    stage.plant(&format!("update claim set state = 'handed_over' where id = {claim}")).await;
    let thanks = stage
        .store
        .run(&by(&town.family), AddThanks { claim, words: "我八岁了".into(), card: "sun".into() })
        .await
        .expect("thanks");
    let release = async |words: &str| {
        stage
            .store
            .run(&by(&town.caseworker), ReleaseThanks(Review { id: thanks, release: true, words: words.into() }))
            .await
    };
    // The reviewer's list already shows that a consent is missing.
    let waiting = async || {
        let found = stage.store.thanks_waiting(&town.caseworker).await.expect("a list");
        found.iter().map(|one| (one.member, one.needs_consent(), one.refused, one.records)).collect::<Vec<_>>()
    };
    assert_eq!(waiting().await, [(child.id, true, false, true)]);
    assert_eq!(fields(release("我八岁了").await), [("words", "consent_missing")]);
    let no = refuse(stage, &town.caseworker, no(&town, ConsentKind::Story, child.id)).await.expect("a no");
    assert_eq!(waiting().await, [(child.id, true, true, true)]);
    assert_eq!(fields(release("我八岁了").await), [("words", "consent_missing")]);
    let consent = story(stage, &town).await;
    assert!(no < consent);
    assert_eq!(waiting().await, [(child.id, false, false, true)]);
    withdraw(stage, &town.family, town.household, consent).await.expect("taken back");
    release("").await.expect("the card alone");
});

fn no(town: &Town, kind: ConsentKind, member: i64) -> NewRefusal {
    NewRefusal { household: town.household, member, kind, wish: 0, refused_by: 0, reason: "不想让人知道".into() }
}

async fn refuse(stage: &Stage, who: &Actor, no: NewRefusal) -> store::Result<i64> {
    stage.store.run(&by(who), RefuseConsent(no)).await
}

on_both!(families_and_their_caseworkers_record_consents, |stage| {
    let town = stage.town("云溪").await;
    let (mother, child) = people(stage, &town).await;
    let record = async |who: &Actor, new: NewConsent| stage.store.consent_record(&by(who), new, None).await;
    let new = spoken(town.household, ConsentKind::Story, child.id, mother.id);
    let itself = NewConsent { giver: child.id, relation: GivenAs::Own, ..new.clone() };
    assert_eq!(fields(record(&town.caseworker, itself).await), [("giver", "guardian_needed")]);
    let as_self = NewConsent { relation: GivenAs::Own, ..new.clone() };
    assert_eq!(fields(record(&town.caseworker, as_self).await), [("relation", "guardian_needed")]);
    let on_screen = NewConsent { how: How::Screen, ..new.clone() };
    assert_eq!(fields(record(&town.caseworker, on_screen.clone()).await), [("how", "unknown")]);
    assert_eq!(fields(record(&town.family, new.clone()).await), [("how", "unknown")]);
    let paper = NewConsent { how: How::Paper, ..new.clone() };
    assert_eq!(fields(record(&town.caseworker, paper.clone()).await), [("paper", "required")]);
    let other = NewConsent { member: 4711, ..new.clone() };
    assert_eq!(fields(record(&town.caseworker, other).await), [("member", "unknown")]);
    let guest = NewConsent { giver: 0, ..on_screen.clone() };
    assert_eq!(fields(record(&town.family, guest).await), [("giver", "required")]);
    let photo = NewConsent { kind: ConsentKind::Photo, wish: 4711, ..new.clone() };
    assert_eq!(fields(record(&town.caseworker, photo).await), [("wish", "unknown")]);

    let there = stage.town("石桥").await;
    for who in [&there.caseworker, &there.family] {
        let refused = code(record(who, new.clone()).await);
        assert!(["not_found", "not_allowed"].contains(&refused), "{refused}");
        assert!(["not_found", "not_allowed"].contains(&code(stage.store.consents(who, town.household, 0).await)));
    }
    for who in [&town.donor, &town.shopkeeper, &town.coordinator, &town.auditor, &town.admin] {
        assert_eq!(code(record(who, new.clone()).await), "not_allowed");
    }
    assert_eq!(code(record(&Actor::visitor(), new.clone()).await), "sign_in_needed");

    let id = record(&town.family, on_screen.clone()).await.expect("the family itself");
    assert_eq!(code(record(&town.caseworker, new.clone()).await), "consent_given");
    assert_eq!(code(withdraw(stage, &there.caseworker, town.household, id).await), "not_found");
    assert_eq!(code(withdraw(stage, &town.caseworker, there.household, id).await), "not_found");
    withdraw(stage, &town.caseworker, town.household, id).await.expect("the caseworker withdraws it");
    let told = stage.store.notices(&town.family, 0).await.expect("notices").items;
    assert!(told.iter().any(|notice| notice.kind.as_str() == "consent_withdrawn"));
    record(&town.caseworker, new).await.expect("again");
    let held = stage.store.consents(&town.family, town.household, 0).await.expect("consents").held;
    assert_eq!(held.iter().map(|c: &Consent| c.witness.as_str()).collect::<Vec<_>>(), ["邻居老王"]);
});

on_both!(a_consent_paper_is_reencoded_and_hidden_from_auditors, |stage| {
    let town = stage.town("云溪").await;
    let (mother, child) = people(stage, &town).await;
    let new = NewConsent {
        how: How::Paper,
        note: "当面签的".into(),
        ..spoken(town.household, ConsentKind::Story, child.id, mother.id)
    };
    let record =
        async |paper: Vec<u8>| stage.store.consent_record(&by(&town.caseworker), new.clone(), Some(paper)).await;
    assert_eq!(fields(record(b"<svg/>".to_vec()).await), [("paper", "not_a_picture")]);
    let id = record(png()).await.expect("a consent");
    let paper = stage.store.consent_paper(&town.family, town.household, id).await.expect("the family's own");
    assert_eq!(&paper[..3], b"\xff\xd8\xff", "made anew as a JPEG");
    assert_eq!(code(stage.store.consent_paper(&town.auditor, town.household, id).await), "not_found");
    let there = stage.town("石桥").await;
    assert!(stage.store.consent_paper(&there.caseworker, town.household, id).await.is_err());
    let rotated = stage.store.rotate_keys().await.expect("rotated");
    assert!(rotated > 0);
    assert!(stage.store.consent_paper(&town.family, town.household, id).await.is_ok());
});

on_both!(an_adults_words_are_public_until_the_consent_is_withdrawn, |stage| {
    let town = stage.town("云溪").await;
    let (mother, _) = people(stage, &town).await;
    let wish = sent(stage, &town, mother.id).await;
    publish(stage, &town, wish).await;
    assert_eq!(seen(stage, wish).await.words, STORY);
    let new = NewConsent { relation: GivenAs::Own, ..spoken(town.household, ConsentKind::Story, mother.id, mother.id) };
    let id = stage.store.consent_record(&by(&town.caseworker), new.clone(), None).await.expect("a consent");
    withdraw(stage, &town.family, town.household, id).await.expect("taken back");
    assert!(is_neutral(&seen(stage, wish).await));
    let another = sent(stage, &town, mother.id).await;
    publish(stage, &town, another).await;
    assert!(is_neutral(&seen(stage, another).await));
});

on_both!(withdrawing_the_file_consent_hides_all_wishes_of_the_family, |stage| {
    let town = stage.town("云溪").await;
    let (mother, child) = people(stage, &town).await;
    story(stage, &town).await;
    let new = spoken(town.household, ConsentKind::File, 0, mother.id);
    let file = stage.store.consent_record(&by(&town.caseworker), new, None).await.expect("a consent");
    assert_eq!(stage.store.consents_missing_count(&town.caseworker).await.expect("a number"), 0);
    let (own, family) = (sent(stage, &town, child.id).await, sent(stage, &town, 0).await);
    publish(stage, &town, own).await;
    publish(stage, &town, family).await;
    withdraw(stage, &town.family, town.household, file).await.expect("taken back");
    assert!(is_neutral(&seen(stage, own).await) && is_neutral(&seen(stage, family).await));
    assert!(stage.store.words_due(&town.caseworker, 0).await.expect("a list").items.is_empty());
});

on_both!(a_publication_that_races_a_withdrawal_ends_neutral, |stage| {
    let town = stage.town("云溪").await;
    let (_, child) = people(stage, &town).await;
    for _ in 0..4 {
        let consent = story(stage, &town).await;
        let wish = sent(stage, &town, child.id).await;
        let words = Publication { words: STORY.into() };
        let (reviewer, giver) = (by(&town.caseworker), by(&town.family));
        let input = WithdrawConsent { household: town.household, consent, reason: String::new() };
        let (out, back) = tokio::join!(
            stage.store.run(&reviewer, PublishWish { id: wish, words: words.words }),
            stage.store.run(&giver, input),
        );
        out.expect("published");
        back.expect("taken back");
        assert!(is_neutral(&seen(stage, wish).await), "in either order");
    }
});

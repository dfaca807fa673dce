//! Consents: public details about a child need one, and are hidden when it ends.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    accounts::Actor,
    catalogue,
    consents::{Consent, ConsentKind, GivenAs, How, NewConsent, NewRefusal},
    households::{HouseholdId, Member},
    wishes::{Filter, NewWish, Publication, Wish, WishId},
};
use store::{
    casework::members::{ChangeMember, RemoveMember},
    claims::thanks::{AddThanks, ReleaseThanks, Review},
    consents::{record::WithdrawConsent, refusals::RefuseConsent},
    households::edit::ANY_VERSION,
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

on_both!(a_refused_consent_is_not_asked_for_again_for_a_year, |stage| {
    let town = stage.town("云溪").await;
    let (mother, child) = people(stage, &town).await;
    let new = spoken(town.household, ConsentKind::File, 0, mother.id);
    stage.store.consent_record(&by(&town.caseworker), new, None).await.expect("a file");
    let (own, family) = (sent(stage, &town, child.id).await, sent(stage, &town, 0).await);
    publish(stage, &town, family).await;
    let missing = async || stage.store.consents_missing_count(&town.caseworker).await.expect("a number");
    assert_eq!(missing().await, 1);
    let said = NewRefusal { refused_by: mother.id, ..no(&town, ConsentKind::Story, child.id) };
    let id = refuse(stage, &town.caseworker, said).await.expect("written down");
    assert_eq!(missing().await, 0);
    assert!(stage.store.consents_missing(&town.caseworker, 0).await.expect("a list").items.is_empty());
    let kept = stage.store.consents(&town.family, town.household, 0).await.expect("the family's own").ended.items;
    let kept = kept.iter().find(|consent| consent.id == id).expect("listed");
    assert!(kept.refused() && !kept.holds() && kept.giver == mother.id && kept.reason == "不想让人知道");
    let told = stage.store.notices(&town.family, 0).await.expect("notices").items;
    assert!(told.iter().any(|notice| notice.kind.as_str() == "consent_refused" && notice.subject == town.household));

    // Nothing about the child was public, so the family's words stay; the child's wish is published neutrally.
    assert_eq!(seen(stage, family).await.words, STORY);
    let told = stage.store.wish_consent(&town.caseworker, own).await.expect("what is allowed");
    assert!(!told.allowed.story && told.refused == kept.at);
    publish(stage, &town, own).await;
    assert!(is_neutral(&seen(stage, own).await));

    // A later consent overrides the refusal; a year after the last answer the list asks again.
    let consent = story(stage, &town).await;
    assert_eq!(stage.store.wish_consent(&town.caseworker, own).await.expect("what is allowed").refused, 0);
    let again = refuse(stage, &town.caseworker, no(&town, ConsentKind::Story, child.id)).await;
    assert_eq!(code(again), "consent_given", "a given consent is withdrawn, not refused");
    withdraw(stage, &town.family, town.household, consent).await.expect("taken back");
    assert_eq!(missing().await, 0, "a withdrawal counts as an answer");
    stage.clock.advance(domain::consents::ASKED_AGAIN_AFTER + 1);
    assert_eq!(missing().await, 1);
});

on_both!(a_refused_picture_is_deleted_and_a_refused_file_is_listed_as_unwanted, |stage| {
    let town = stage.town("云溪").await;
    let (mother, child) = people(stage, &town).await;
    let own = sent(stage, &town, child.id).await;
    let agreed = NewConsent { wish: own, ..spoken(town.household, ConsentKind::Photo, 0, mother.id) };
    let agreed = NewConsent { relation: GivenAs::Parent, ..agreed };
    stage.store.photo_add(&by(&town.caseworker), own, png(), agreed, None).await.expect("a picture");
    let held = stage.store.consents(&town.family, town.household, 0).await.expect("consents").held[0].id;
    let pictured = NewRefusal { wish: own, ..no(&town, ConsentKind::Photo, 0) };
    assert_eq!(code(refuse(stage, &town.caseworker, pictured.clone()).await), "consent_given");
    stage.plant(&format!("update consent set withdrawn_at = 1 where id = {held}")).await;
    refuse(stage, &town.family, pictured).await.expect("on the family's screen");
    assert_eq!(stage.store.wish_consent(&town.caseworker, own).await.expect("what is allowed").picture, 0);

    // Refusing an adult's story hides its words; refusing the file hides everything and keeps it on the list.
    let hers = sent(stage, &town, mother.id).await;
    publish(stage, &town, hers).await;
    assert_eq!(seen(stage, hers).await.words, STORY);
    refuse(stage, &town.caseworker, no(&town, ConsentKind::Story, mother.id)).await.expect("she does not want it");
    assert!(is_neutral(&seen(stage, hers).await));
    refuse(stage, &town.caseworker, no(&town, ConsentKind::Story, child.id)).await.expect("nor for the child");
    refuse(stage, &town.caseworker, no(&town, ConsentKind::File, 0)).await.expect("no file");
    let list = stage.store.consents_missing(&town.caseworker, 0).await.expect("a list").items;
    let list = list.iter().map(|m| (m.household, m.file, m.unwanted, m.stories, m.photos)).collect::<Vec<_>>();
    assert_eq!(list, [(town.household, false, true, 0, 0)]);
});

on_both!(families_and_their_caseworkers_record_refusals, |stage| {
    let (town, there) = (stage.town("云溪").await, stage.town("石桥").await);
    let (_, child) = people(stage, &town).await;
    let (_, stranger) = people(stage, &there).await;
    let about = |member| no(&town, ConsentKind::Story, member);
    for who in [&town.donor, &town.shopkeeper, &town.auditor, &Actor::visitor()] {
        assert!(refuse(stage, who, about(child.id)).await.is_err());
    }
    assert_eq!(code(refuse(stage, &there.caseworker, about(child.id)).await), "not_found");
    assert_eq!(fields(refuse(stage, &town.caseworker, about(stranger.id)).await), [("member", "unknown")]);
    let itself = NewRefusal { refused_by: child.id, ..about(child.id) };
    assert_eq!(fields(refuse(stage, &town.caseworker, itself).await), [("refused_by", "guardian_needed")]);
    let wrong = NewRefusal { wish: 7, ..about(child.id) };
    assert_eq!(fields(refuse(stage, &town.caseworker, wrong).await), [("wish", "required")]);
    refuse(stage, &town.family, about(child.id)).await.expect("the family itself");
    let told = stage.store.notices(&town.caseworker, 0).await.expect("notices").items;
    assert!(told.iter().any(|notice| notice.kind.as_str() == "consent_refused"));
});

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

/// Publishes a wish of the member with words and picture, and releases thanks for its claim.
async fn told(stage: &Stage, town: &Town, member: &Member, giver: &Member) -> (WishId, i64, i64) {
    let wish = sent(stage, town, member.id).await;
    publish(stage, town, wish).await;
    let relation = if member.id == giver.id { GivenAs::Own } else { GivenAs::Parent };
    let yes = spoken(town.household, ConsentKind::Photo, 0, giver.id);
    let yes = NewConsent { wish, relation, ..yes };
    let photo = stage.store.photo_add(&by(&town.caseworker), wish, png(), yes, None).await.expect("a picture");
    let words = Publication { words: STORY.into() };
    stage
        .store
        .run(&by(&town.caseworker), RewriteWish { id: wish, words: words.words })
        .await
        .expect("with its picture");
    let claim = stage.claim(town, wish, 1).await.id;
    stage.plant(&format!("update claim set state = 'handed_over' where id = {claim}")).await;
    let thanks = stage
        .store
        .run(&by(&town.family), AddThanks { claim, words: "小孔雀谢谢您".into(), card: "flower".into() })
        .await;
    let thanks = thanks.expect("thanks");
    stage
        .store
        .run(&by(&town.caseworker), ReleaseThanks(Review { id: thanks, release: true, words: "小孔雀谢谢您".into() }))
        .await
        .expect("out");
    let public = seen(stage, wish).await;
    assert!(public.alias.age >= 9 && public.words == STORY && public.photo == photo);
    (wish, photo, claim)
}

on_both!(correcting_a_birth_year_to_a_childs_hides_what_was_public, |stage| {
    let town = stage.town("云溪").await;
    let (mother, child) = people(stage, &town).await;
    let own = spoken(town.household, ConsentKind::Story, mother.id, mother.id);
    let own = NewConsent { relation: GivenAs::Own, ..own };
    stage.store.consent_record(&by(&town.caseworker), own, None).await.expect("a consent");
    let (wish, photo, claim) = told(stage, &town, &mother, &mother).await;
    let open = sent(stage, &town, mother.id).await;
    publish(stage, &town, open).await;
    assert_eq!(found(stage, "孔雀").await, [open]);
    let change = async |member: &Member| {
        stage
            .store
            .run(
                &by(&town.caseworker),
                ChangeMember { household: town.household, version: ANY_VERSION, member: member.clone() },
            )
            .await
    };
    // Correcting a name hides nothing.
    change(&Member { name: "王大妹".into(), ..mother.clone() }).await.expect("changed");
    assert_eq!((seen(stage, wish).await.words.as_str(), seen(stage, wish).await.photo), (STORY, photo));

    // With a child's birth year the consents that she gave for herself no longer hold.
    change(&Member { birth_year: 2014, ..mother.clone() }).await.expect("changed");
    assert!(is_neutral(&seen(stage, wish).await) && is_neutral(&seen(stage, open).await));
    assert!(found(stage, "孔雀").await.is_empty());
    assert_eq!(found(stage, "台灯").await, [open], "it is public all the same");
    for who in [&Actor::visitor(), &town.donor] {
        assert_eq!(code(stage.store.photo(who, photo).await), "not_found");
    }
    assert!(stage.store.thanks_for_claim(&town.donor, claim).await.expect("an answer").is_none(), "review pending");
    let consents = stage.store.consents(&town.family, town.household, 0).await.expect("consents");
    assert!(consents.held.is_empty(), "{:?}", consents.held);
    let ended: Vec<_> = consents.ended.items.iter().map(|c| (c.kind, c.member, c.reason.is_empty())).collect();
    assert_eq!(ended, [(ConsentKind::Photo, mother.id, false), (ConsentKind::Story, mother.id, false)]);
    assert!(consents.ended.items.iter().all(|consent| consent.reason == "too_young"), "{:?}", consents.ended.items);
    let missing = stage.store.consents_missing(&town.caseworker, 0).await.expect("a list").items;
    assert_eq!(missing.iter().map(|m| (m.stories, m.photos)).collect::<Vec<_>>(), [(2, 1)]);

    // A guardian's consent restores nothing by itself: staff review the words first.
    change(&Member { birth_year: 1980, ..child.clone() }).await.expect("changed");
    let yes = spoken(town.household, ConsentKind::Story, mother.id, child.id);
    stage.store.consent_record(&by(&town.caseworker), yes, None).await.expect("a guardian's");
    assert!(is_neutral(&seen(stage, wish).await));
});

on_both!(removing_a_member_hides_its_details_and_ends_its_consents, |stage| {
    let town = stage.town("云溪").await;
    let (mother, child) = people(stage, &town).await;
    story(stage, &town).await;
    let file = spoken(town.household, ConsentKind::File, 0, mother.id);
    let file = stage.store.consent_record(&by(&town.caseworker), file, None).await.expect("a consent");
    let (wish, photo, claim) = told(stage, &town, &child, &mother).await;
    let family = sent(stage, &town, 0).await;
    publish(stage, &town, family).await;
    stage
        .store
        .run(&by(&town.caseworker), RemoveMember { household: town.household, version: ANY_VERSION, member: child.id })
        .await
        .expect("taken out");

    assert!(is_neutral(&seen(stage, wish).await));
    assert!(found(stage, "孔雀").await.is_empty(), "the family's wish may mention the child as well");
    for who in [&Actor::visitor(), &town.donor, &town.caseworker, &town.family] {
        assert_eq!(code(stage.store.photo(who, photo).await), "not_found");
    }
    let thanks = stage.store.thanks_for_claim(&town.donor, claim).await.expect("an answer");
    assert_eq!(thanks.expect("the card stays").words, "");
    let consents = stage.store.consents(&town.family, town.household, 0).await.expect("consents");
    assert_eq!(consents.held.iter().map(|c| c.id).collect::<Vec<_>>(), [file], "the family's own stays");
    let ended: Vec<_> = consents.ended.items.iter().map(|c| (c.kind, c.withdrawn_at > 0)).collect();
    assert_eq!(ended, [(ConsentKind::Photo, true), (ConsentKind::Story, true)]);
    assert!(consents.ended.items.iter().all(|consent| consent.reason == "left_file"), "it says why");
    let by_whom = "select count(*) from consent where withdrawn_at > 0 and withdrawn_by = ";
    assert_eq!(stage.number(&format!("{by_whom}{}", town.caseworker.account)).await, 2);
    // The words of the family's wish must be reviewed again.
    let due = stage.store.words_due(&town.caseworker, 0).await.expect("a list").items;
    assert!(due.iter().any(|file| file.wish.id == family));
    let missing = stage.store.consents_missing_count(&town.caseworker).await.expect("a number");
    assert_eq!(missing, 0, "no consent is asked for about a removed member");
});

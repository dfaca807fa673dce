//! Changes of members: what was public about one is hidden when it turns out to be a child, or leaves the file.

use domain::{
    accounts::Actor,
    consents::{ConsentKind, GivenAs, NewConsent},
    households::Member,
    wishes::{Publication, WishId},
};
use store::{
    casework::members::{ChangeMember, RemoveMember},
    claims::thanks::{AddThanks, ReleaseThanks, Review},
    households::edit::ANY_VERSION,
    wishes::public_fields::RewriteWish,
};

use super::{STORY, found, is_neutral, people, png, publish, seen, sent, spoken, story};
use crate::support::{Stage, Town, by, code, on_both};

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

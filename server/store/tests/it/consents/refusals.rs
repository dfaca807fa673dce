//! Refused consents: not asked for again for a year, and what was published of them is deleted.

use domain::{
    accounts::Actor,
    consents::{ConsentKind, GivenAs, NewConsent, NewRefusal},
};

use super::{STORY, is_neutral, no, people, png, publish, refuse, seen, sent, spoken, story, withdraw};
use crate::support::{by, code, fields, on_both};

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

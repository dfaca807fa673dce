//! Pairings: both agree before either is known, silence is raised once, a limit holds under a race.

use domain::{
    DAY,
    accounts::Actor,
    casework::{
        CloseReason, Closing,
        pairings::{ContactKind, HelperOffer, PairingAnswer, PairingEnd, PairingId, PairingNeed, PairingState},
        rounds::profile::Spoken,
    },
    households::reveals::RevealReason,
    notifications::NoticeKind,
    today::Work,
};
use futures::future::join_all;
use store::casework::{
    file::close::CloseFile,
    pairings::{
        contact::RevealPaired,
        lifecycle::{EndPairing, NotePairingContact, RenewPairing},
        offers::SetHelperOffer,
        propose::{AnswerPairing, ProposePairing},
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn propose(household: i64, helper: &Actor) -> ProposePairing {
    ProposePairing { household, helper: helper.account, need: PairingNeed::Study }
}

async fn proposed(stage: &Stage, town: &Town) -> PairingId {
    stage.store.run(&by(&town.caseworker), propose(town.household, &town.donor)).await.expect("proposed")
}

async fn says(stage: &Stage, who: &Actor, pairing: PairingId, answer: PairingAnswer) {
    stage.store.run(&by(who), AnswerPairing { pairing, answer }).await.expect("answered");
}

async fn under_way(stage: &Stage, town: &Town) -> PairingId {
    let id = proposed(stage, town).await;
    says(stage, &town.donor, id, PairingAnswer::Accept).await;
    says(stage, &town.family, id, PairingAnswer::Accept).await;
    id
}

async fn state(stage: &Stage, town: &Town, id: PairingId) -> PairingState {
    stage.store.pairing(&town.caseworker, id).await.expect("a pairing").state
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(neither_is_known_before_both_agreed_and_each_look_is_logged, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let id = proposed(stage, &town).await;
    says(stage, &town.donor, id, PairingAnswer::Accept).await;
    let seen = store.pairing(&town.donor, id).await.expect("its own");
    assert_eq!((seen.household, seen.district_name.as_str(), seen.may_answer), (None, "甲区", false));
    let seen = store.own_pairings(&town.family).await.expect("its own").remove(0);
    assert_eq!((seen.helper, seen.helper_name.as_str(), seen.may_answer), (None, "", true));
    assert_eq!(code(store.run(&by(&town.donor), RevealPaired { pairing: id }).await), "wrong_state");
    assert_eq!(code(store.paired_contact(&town.donor, id).await), "not_found");
    // The family has an account: its caseworker does not answer for it.
    let answer = AnswerPairing { pairing: id, answer: PairingAnswer::Accept };
    assert_eq!(code(store.run(&by(&town.caseworker), answer).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.auditor), answer).await), "not_found");
    says(stage, &town.family, id, PairingAnswer::Accept).await;
    assert_eq!(state(stage, &town, id).await, PairingState::UnderWay);
    assert_eq!(code(store.run(&by(&town.family), answer).await), "wrong_state");
    assert!(!store.own_pairings(&town.family).await.expect("its own")[0].helper_name.is_empty());
    assert_eq!(told(stage, &town.donor, NoticeKind::PairingStarted).await, 1);

    assert_eq!(code(store.paired_contact(&town.donor, id).await), "file_not_opened");
    store.run(&by(&town.donor), RevealPaired { pairing: id }).await.expect("revealed");
    assert_eq!(store.paired_contact(&town.donor, id).await.expect("shown").name, "王家");
    let log = store.my_openings(&town.family, 0).await.expect("its log").items;
    assert_eq!(log[0].reason, RevealReason::Pairing, "the family reads who it was");
    // What the same account saw on a shift opens nothing here.
    stage.plant("update reveal set reason = 'shift' where reason = 'pairing'").await;
    assert_eq!(code(store.paired_contact(&town.donor, id).await), "file_not_opened");
    store.run(&by(&town.family), EndPairing { pairing: id, reason: PairingEnd::NotNeeded }).await.expect("ended");
    assert_eq!(code(store.paired_contact(&town.donor, id).await), "not_found");
    stage.is_clean().await;
});

on_both!(of_eight_proposals_at_once_as_many_are_made_as_the_policy_allows, |stage| {
    let town = stage.town("甲").await;
    let mut homes = Vec::new();
    for n in 0..8 {
        homes.push(stage.family(&town.caseworker, town.home, &format!("李家{n}")).await.0);
    }
    let tries: Vec<_> = homes.iter().map(|home| try_propose(stage, &town, *home)).collect();
    let made = join_all(tries).await;
    assert_eq!(made.iter().filter(|one| one.is_ok()).count(), 3);
    for refused in made.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "pairing_limit");
    }
    let again = stage.number("select min(household) from pairing").await;
    assert_eq!(code(try_propose(stage, &town, again).await), "already_paired");
    let own = ProposePairing { helper: town.caseworker.account, ..propose(town.household, &town.donor) };
    assert_eq!(code(stage.store.run(&by(&town.caseworker), own).await), "second_person");
    let none = ProposePairing { helper: town.shopkeeper.account, ..own };
    assert_eq!(code(stage.store.run(&by(&town.caseworker), none).await), "not_found");
    // Whom no proposal may name is not suggested.
    let offer = HelperOffer { needs: vec![PairingNeed::Study], languages: Vec::new() };
    stage.store.run(&by(&town.donor), SetHelperOffer(offer)).await.expect("offered");
    let all = stage.store.helper_suggestions(&town.caseworker, town.household, PairingNeed::Study).await;
    assert!(all.expect("a list").is_empty());
});

async fn try_propose(stage: &Stage, town: &Town, home: i64) -> store::Result<PairingId> {
    stage.store.run(&by(&town.caseworker), propose(home, &town.donor)).await
}

on_both!(silence_is_raised_once_and_a_contact_ends_it, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    let id = under_way(stage, &town).await;
    stage.clock.advance(59 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").pairings, 0);
    stage.clock.advance(2 * DAY);
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(one.expect("runs").pairings + two.expect("runs").pairings, 1, "once on two servers");
    for owner in [&town.coordinator, &town.caseworker] {
        assert_eq!(told(stage, owner, NoticeKind::PairingSilent).await, 1);
    }
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::SilentPairings), 1);
    let note = NotePairingContact { pairing: id, kind: ContactKind::Call };
    store.run(&by(&town.donor), note).await.expect("noted");
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::SilentPairings), 0);
    assert_eq!(store.run_clocks().await.expect("the clocks run").pairings, 0);
    // A coordinator ends one that is silent, and no other.
    let end = EndPairing { pairing: id, reason: PairingEnd::NoContact };
    assert_eq!(code(store.run(&by(&town.coordinator), end).await), "not_found");
    stage.clock.advance(61 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(code(store.run(&by(&town.auditor), end).await), "not_found");
    store.run(&by(&town.coordinator), end).await.expect("ended");
    assert_eq!(state(stage, &town, id).await, PairingState::Ended);
    other.close().await;
});

on_both!(a_year_goes_on_when_both_say_so_and_ends_otherwise, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let id = under_way(stage, &town).await;
    let renew = RenewPairing { pairing: id };
    assert_eq!(code(store.run(&by(&town.donor), renew).await), "too_soon");
    stage.clock.advance(340 * DAY);
    store.run_clocks().await.expect("the clocks run");
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(told(stage, &town.family, NoticeKind::PairingRenewal).await, 1);
    store.run(&by(&town.donor), renew).await.expect("said");
    store.run(&by(&town.family), renew).await.expect("said");
    stage.clock.advance(370 * DAY);
    store.run(&by(&town.donor), renew).await.expect("said");
    stage.clock.advance(30 * DAY);
    store.run_clocks().await.expect("the clocks run");
    let over = store.pairing(&town.caseworker, id).await.expect("a pairing");
    assert_eq!((over.state, over.reason), (PairingState::Ended, Some(PairingEnd::NotRenewed)));
});

on_both!(a_proposal_lapses_and_a_closed_file_ends_its_pairings, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let id = proposed(stage, &town).await;
    stage.clock.advance(15 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(state(stage, &town, id).await, PairingState::Lapsed);
    let id = proposed(stage, &town).await;
    says(stage, &town.family, id, PairingAnswer::Decline).await;
    assert_eq!(state(stage, &town, id).await, PairingState::Declined);
    let id = under_way(stage, &town).await;
    let wrong = EndPairing { pairing: id, reason: PairingEnd::FileClosed };
    assert_eq!(fields(store.run(&by(&town.donor), wrong).await), [("reason", "unknown")]);
    let closing = Closing { household: town.household, reason: CloseReason::Other, words: "搬走了".into() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    let over = store.pairing(&town.donor, id).await.expect("a pairing");
    assert_eq!((over.state, over.reason), (PairingState::Ended, Some(PairingEnd::FileClosed)));
    stage.is_clean().await;
});

on_both!(helpers_are_suggested_by_what_they_offer, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let offer = HelperOffer { needs: vec![PairingNeed::Study], languages: vec![Spoken::Mandarin] };
    store.run(&by(&town.donor), SetHelperOffer(offer.clone())).await.expect("offered");
    let other = stage.newcomer(&town).await;
    let work = HelperOffer { needs: vec![PairingNeed::Work], languages: Vec::new() };
    store.run(&by(&other), SetHelperOffer(work)).await.expect("offered");
    assert_eq!(store.helper_offer(&town.donor).await.expect("its own"), offer);
    let all = store.helper_suggestions(&town.caseworker, town.household, PairingNeed::Study).await.expect("some");
    let found: Vec<_> = all.iter().map(|of| (of.account, of.fits_need, of.fits_language)).collect();
    assert_eq!(found, [(town.donor.account, true, true), (other.account, false, false)]);
    proposed(stage, &town).await;
    let all = store.helper_suggestions(&town.caseworker, town.household, PairingNeed::Study).await.expect("some");
    assert_eq!(all.len(), 1, "not those who are asked already");
});

//! Organisations: who may act for them, figures that count themselves, and partnerships with areas.

use domain::{
    DAY,
    accounts::Actor,
    community::{
        organisations::{
            ContactRole, Offering, OrganisationAnswer, OrganisationFigure, OrganisationKind, OrganisationList,
            OrganisationOffer, OrganisationProfile, OrganisationSource,
        },
        partnerships::{NewPartnership, Partner, PartnershipAnswer, PartnershipEnd, PartnershipId, PartnershipState},
    },
    notifications::NoticeKind,
    today::Work,
};
use futures::future::join_all;
use store::{
    accounts::membership::LeaveOrganisation,
    areas::organisations::SetOrganisationOpen,
    claims::confirmation::ConfirmClaim,
    community::{
        organisations::{
            contacts::SetContactRole,
            figures::OrganisationFactQuery,
            profile::{SetOrganisation, SetOrganisationOffer},
            views::OrganisationQuery,
        },
        partnerships::{
            lifecycle::{EndPartnership, RenewPartnership},
            propose::{AnswerPartnership, ProposePartnership},
        },
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};

/// Lets a donor join the town's union; returns it as it is then.
async fn member(stage: &Stage, town: &Town) -> Actor {
    let donor = stage.donor(town).await;
    let all = stage.store.organisations(&town.admin, 0).await.expect("a list");
    let invitation = all.into_iter().find(|one| one.id == town.union).expect("the union").invitation;
    stage.store.organisation_join(&by(&donor), &invitation).await.expect("joined");
    stage.actor(donor.account).await
}

fn role(town: &Town, account: i64, role: ContactRole) -> SetContactRole {
    SetContactRole { organisation: town.union, account, role }
}

/// A member who may act for the union.
pub async fn contact(stage: &Stage, town: &Town) -> Actor {
    let donor = member(stage, town).await;
    stage.store.run(&by(&town.admin), role(town, donor.account, ContactRole::Named)).await.expect("named");
    donor
}

fn proposal(stage: &Stage, town: &Town, organisation: i64) -> ProposePartnership {
    ProposePartnership(NewPartnership {
        organisation,
        area: town.home,
        what: Offering::Goods,
        words: "每月 20 袋大米".into(),
        starts: 0,
        until: stage.store.now() + 100 * DAY,
    })
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let notices = stage.store.notices(who, 0).await.expect("notices").items;
    notices.iter().filter(|notice| notice.kind == kind).count()
}

async fn state(stage: &Stage, town: &Town, id: PartnershipId) -> PartnershipState {
    stage.store.partnership(&town.coordinator, id).await.expect("a partnership").state
}

on_both!(a_member_acts_for_its_organisation_while_it_is_named_and_a_member, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let donor = member(stage, &town).await;
    let offer = |name: &str| SetOrganisationOffer {
        organisation: town.union,
        offer: OrganisationOffer {
            offers: vec![Offering::Hours, Offering::Goods],
            contact_name: name.into(),
            contact_phone: "13800138000".into(),
        },
    };
    assert_eq!(code(store.run(&by(&donor), offer("李")).await), "not_allowed");
    for stranger in [&donor, &town.caseworker, &town.family] {
        let named = store.run(&by(stranger), role(&town, donor.account, ContactRole::Named)).await;
        assert_eq!(code(named), "not_allowed");
    }
    let named = role(&town, town.family.account, ContactRole::Named);
    assert_eq!(code(store.run(&by(&town.admin), named).await), "not_found", "no member");
    let other = stage.town("乙").await;
    let named = role(&town, donor.account, ContactRole::Named);
    assert_eq!(code(store.run(&by(&other.admin), named).await), "not_found");
    store.run(&by(&town.admin), named).await.expect("named");
    store.run(&by(&donor), offer("李")).await.expect("by a contact");
    let file = store.organisation_file(&donor, town.union).await.expect("its own");
    assert_eq!((file.contact_name.as_str(), file.offers.as_slice()), ("李", &[Offering::Goods, Offering::Hours][..]));
    assert!(file.acts && !file.may_keep);
    let sealed = stage.number("select count(*) from organisation where contact_phone like '%13800138000%'").await;
    assert_eq!(sealed, 0, "the phone is sealed");
    // Staff read it, other donors and the other root area do not.
    store.organisation_file(&town.caseworker, town.union).await.expect("staff");
    assert_eq!(code(store.organisation_file(&town.donor, town.union).await), "not_allowed");
    assert_eq!(code(store.organisation_file(&other.caseworker, town.union).await), "not_found");
    assert!(store.public_organisation(town.union).await.is_ok());

    let profile =
        OrganisationProfile { name: "总工会".into(), kind: OrganisationKind::Union, areas: vec![town.home] };
    let set = |profile: &OrganisationProfile| SetOrganisation { organisation: town.union, profile: profile.clone() };
    assert_eq!(code(store.run(&by(&donor), set(&profile)).await), "not_allowed");
    let abroad = OrganisationProfile { areas: vec![other.home], ..profile.clone() };
    assert_eq!(fields(store.run(&by(&town.admin), set(&abroad)).await), [("areas", "unknown")]);
    store.run(&by(&town.admin), set(&profile)).await.expect("set");
    let query = OrganisationQuery { kind: Some(OrganisationKind::Union), ..OrganisationQuery::default() };
    let found = store.organisation_lines(&town.caseworker, &query).await.expect("a list").items;
    assert_eq!(found.iter().map(|one| (one.name.as_str(), one.contacts)).collect::<Vec<_>>(), [("总工会", 1)]);
    assert!(store.organisation_lines(&other.caseworker, &query).await.expect("a list").items.is_empty());

    // The right ends with the membership, and does not come back with it.
    store.run(&by(&donor), LeaveOrganisation).await.expect("left");
    assert_eq!(code(store.run(&by(&donor), offer("王")).await), "not_allowed");
    let silent = OrganisationQuery { list: OrganisationList::Silent, ..OrganisationQuery::default() };
    assert_eq!(store.organisation_lines(&town.caseworker, &silent).await.expect("a list").items.len(), 1);
    stage.is_clean().await;
});

on_both!(what_a_member_keeps_counts_for_the_organisation_of_that_time, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let donor = contact(stage, &town).await;
    let figures = async || store.organisation_file(&town.caseworker, town.union).await.expect("a file").total;
    let wish = stage.wish(&town, 6).await;
    let claim = {
        use domain::claims::NewClaim;
        use store::claims::lifecycle::TakeClaim;
        let take = TakeClaim { wish, new: NewClaim { quantity: 6, due: 0 } };
        store.run(&by(&donor), take).await.expect("claimed").id
    };
    assert_eq!(figures().await.kept, 0, "not kept yet");
    store.run(&by(&donor), LeaveOrganisation).await.expect("left");
    stage.arrive(&town, claim).await;
    let secret = stage.pick_up_code(&town, wish).await;
    store.claim_hand_over(&by(&town.shopkeeper), claim, secret).await.expect("handed over");
    let kept = figures().await;
    assert_eq!((kept.kept, kept.units), (1, 6), "the receipt of a claim counts once");
    let public = store.public_organisation(town.union).await.expect("public").figures;
    assert_eq!((public.kept, public.units), (None, Some(5)));
    let rows = store.organisation_claims(&town.caseworker, town.union, 0).await.expect("rows").items;
    assert_eq!(rows.iter().map(|row| (row.claim, row.quantity)).collect::<Vec<_>>(), [(claim, 6)]);
    let query = OrganisationFactQuery { figure: OrganisationFigure::Units, ..OrganisationFactQuery::default() };
    let facts = store.organisation_facts(&town.caseworker, town.union, query).await.expect("rows").items;
    let units: Vec<_> = facts.iter().map(|fact| (fact.source, fact.amount)).collect();
    assert_eq!(units, [(OrganisationSource::Claim, 6)], "each figure opens its rows");
    assert_eq!(code(store.organisation_facts(&town.donor, town.union, query).await), "not_allowed");
    store.run(&by(&town.family), ConfirmClaim(claim)).await.expect("confirmed");
    assert_eq!(figures().await, kept);
    stage.is_clean().await;
});

on_both!(a_partnership_starts_is_renewed_by_both_and_ends_by_the_clock, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let unheard = store.run(&by(&town.coordinator), proposal(stage, &town, town.union)).await;
    assert_eq!(code(unheard), "no_contact");
    let contact = contact(stage, &town).await;
    assert_eq!(code(store.run(&by(&town.donor), proposal(stage, &town, town.union)).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.caseworker), proposal(stage, &town, town.union)).await), "not_allowed");
    let id = store.run(&by(&contact), proposal(stage, &town, 0)).await.expect("proposed");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::PartnershipProposed).await, 1);
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::Partnerships), 1);
    let accept = AnswerPartnership { partnership: id, answer: PartnershipAnswer::Accept };
    assert_eq!(code(store.run(&by(&contact), accept).await), "not_allowed", "its own proposal");
    assert_eq!(code(store.run(&by(&town.caseworker), accept).await), "not_found");
    store.run(&by(&town.coordinator), accept).await.expect("agreed");
    assert_eq!(state(stage, &town, id).await, PartnershipState::Running);
    assert_eq!(code(store.run(&by(&town.coordinator), accept).await), "wrong_state");

    stage.clock.advance(71 * DAY);
    assert_eq!(store.run_clocks().await.expect("runs").partnerships, 1);
    assert_eq!(told(stage, &contact, NoticeKind::PartnershipDue).await, 1);
    assert_eq!(store.run_clocks().await.expect("runs").partnerships, 0, "reminded once");
    let until = store.now() + 200 * DAY;
    let renew = |until| RenewPartnership { partnership: id, until };
    assert_eq!(fields(store.run(&by(&contact), renew(store.now())).await), [("until", "out_of_range")]);
    store.run(&by(&contact), renew(until)).await.expect("asked");
    store.run(&by(&contact), renew(until)).await.expect("asked again");
    assert_eq!(store.partnership(&contact, id).await.expect("it").renewal_partner, Some(Partner::Organisation));
    store.run(&by(&town.coordinator), renew(until)).await.expect("agreed");
    let renewed = store.partnership(&contact, id).await.expect("it");
    assert_eq!((renewed.until, renewed.renewals, renewed.renewal), (until, 1, None));
    stage.clock.advance(201 * DAY);
    store.run_clocks().await.expect("runs");
    let over = store.partnership(&contact, id).await.expect("it");
    assert_eq!((over.state, over.reason), (PartnershipState::Ended, Some(PartnershipEnd::Over)));

    // Proposals lapse, and a closed organisation ends what runs.
    let lapsing = store.run(&by(&town.coordinator), proposal(stage, &town, town.union)).await.expect("proposed");
    stage.clock.advance(31 * DAY);
    store.run_clocks().await.expect("runs");
    assert_eq!(state(stage, &town, lapsing).await, PartnershipState::Lapsed);
    let id = store.run(&by(&town.coordinator), proposal(stage, &town, town.union)).await.expect("proposed");
    let accept = AnswerPartnership { partnership: id, answer: PartnershipAnswer::Accept };
    store.run(&by(&contact), accept).await.expect("agreed");
    // Of the answers that were due from it one is missing; what it proposed itself is none of them.
    let answers = store.organisation_file(&contact, town.union).await.expect("its own").total;
    assert_eq!((answers.answered, answers.in_time), (2, 1));
    let query = OrganisationFactQuery { figure: OrganisationFigure::Answers, ..OrganisationFactQuery::default() };
    let rows = store.organisation_facts(&contact, town.union, query).await.expect("rows").items;
    let kept: Vec<_> = rows.iter().map(|row| (row.source, row.answer)).collect();
    let about = Some(OrganisationAnswer::Partnership);
    assert_eq!(kept, [(OrganisationSource::Referral, about), (OrganisationSource::LateReferral, about)]);
    let close = SetOrganisationOpen { organisation: town.union, open: false };
    store.run(&by(&town.admin), close).await.expect("closed");
    store.run_clocks().await.expect("runs");
    let over = store.partnership(&town.coordinator, id).await.expect("it");
    assert_eq!(over.reason, Some(PartnershipEnd::OrganisationClosed));
    stage.is_clean().await;
});

on_both!(of_an_answer_and_a_withdrawal_at_once_one_counts, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let contact = contact(stage, &town).await;
    for _ in 0..4 {
        let id = store.run(&by(&contact), proposal(stage, &town, 0)).await.expect("proposed");
        let decline = AnswerPartnership { partnership: id, answer: PartnershipAnswer::Decline };
        let end = EndPartnership { partnership: id, reason: PartnershipEnd::NoMeans };
        let (coordinator, own) = (by(&town.coordinator), by(&contact));
        let (one, two) = tokio::join!(store.run(&coordinator, decline), store.run(&own, end));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|done| **done).count(), 1);
        assert!(!state(stage, &town, id).await.is_live());
    }
    let id = store.run(&by(&contact), proposal(stage, &town, 0)).await.expect("proposed");
    let coordinator = &town.coordinator;
    let answers = (0..4).map(|_| {
        let accept = AnswerPartnership { partnership: id, answer: PartnershipAnswer::Accept };
        async move { store.run(&by(coordinator), accept).await.is_ok() }
    });
    let town_answers = join_all(answers).await;
    assert_eq!(town_answers.iter().filter(|done| **done).count(), 1);
    stage.is_clean().await;
});

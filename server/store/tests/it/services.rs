//! Services and referrals: who may take which step, the office's link, what it shows, and the clock.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    casework::{
        CloseReason, Closing, Merging,
        cases::{AskedHow, CaseKind, NewCase, Urgency},
        findings::{FindingState, NeedKind, StepKind},
        visits::{MetPerson, Mood, NewReport, Way},
    },
    consents::{ConsentKind, GivenAs, How, NewConsent},
    notifications::NoticeKind,
    services::{
        Capacity, NewService, ServiceId, TimeClass,
        office::{OfficeAnswer, Shared, Sharing},
        referrals::{NewReferral, ReferralId, ReferralState, ReferralStep, StepTaken},
    },
    time::Month,
    today::Work,
};
use store::{
    By,
    casework::{
        cases::opening::OpenCase,
        file::{close::CloseFile, merge::MergeFiles},
        findings::steps::ReferFinding,
        visits::records::RecordVisit,
    },
    consents::record::WithdrawConsent,
    services::{
        catalogue::{AddService, SetService},
        referrals::{
            drafts::DraftReferral,
            office::AnswerReferral,
            steps::{SayOfReferral, StepReferral, StopSharing},
            views::{ReferralQuery, ReferralStage},
        },
    },
};

async fn service(stage: &Stage, town: &Town, class: TimeClass) -> ServiceId {
    let head = stage.coordinator_of(town, town.root).await;
    let new = NewService { organisation: town.union, name: format!("{} 床位", class.as_str()), class };
    stage.store.run(&by(&head), AddService(new)).await.expect("a service")
}

fn sharing(stage: &Stage, what: Vec<Shared>) -> Sharing {
    Sharing { what, whom: "妈妈".into(), how: AskedHow::Visit, at: stage.store.now() }
}

fn asking(stage: &Stage, service: ServiceId, what: Vec<Shared>) -> NewReferral {
    NewReferral { service, case: None, need: "奶奶要一张床位".into(), sharing: sharing(stage, what), send: true }
}

async fn sent(stage: &Stage, town: &Town, service: ServiceId, what: Vec<Shared>) -> ReferralId {
    let new = asking(stage, service, what);
    let draft = DraftReferral { household: town.household, new };
    stage.store.run(&by(&town.caseworker), draft).await.expect("sent")
}

async fn link(stage: &Stage, town: &Town, referral: ReferralId) -> String {
    stage.store.referral_link_make(&by(&town.caseworker), referral).await.expect("a link")
}

fn office() -> By {
    by(&Actor::visitor())
}

fn says(step: ReferralStep, words: &str) -> OfficeAnswer {
    OfficeAnswer { step, words: words.into(), by: "小王".into() }
}

async fn answer(stage: &Stage, token: &str, step: ReferralStep) {
    stage.store.office_answer(&office(), token, "", says(step, "有个说明")).await.expect("answered");
}

async fn state(stage: &Stage, town: &Town, referral: ReferralId) -> ReferralState {
    stage.store.referral(&town.caseworker, referral).await.expect("a referral").referral.state
}

fn step(referral: ReferralId, step: ReferralStep) -> StepReferral {
    StepReferral { referral, taken: StepTaken { words: "有个原因".into(), ..StepTaken::plain(step) } }
}

on_both!(an_office_answers_by_its_link_and_the_family_has_the_last_word, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let bed = service(stage, &town, TimeClass::Days7).await;
    let id = sent(stage, &town, bed, vec![Shared::Name, Shared::Need]).await;
    let token = link(stage, &town, id).await;
    assert!(!stage.dump().await.contains(&token), "only its hash is stored");

    let cover = store.office_cover(&token, "192.0.2.7").await.expect("a cover");
    assert_eq!((cover.state, cover.organisation_name.as_str()), (ReferralState::Sent, "工会"));
    assert_eq!(state(stage, &town, id).await, ReferralState::Sent, "reading the cover opens nothing");
    let view = store.office_open(&office(), &token, "192.0.2.7").await.expect("opened");
    assert_eq!((view.name.as_deref(), view.need.as_deref()), (Some("王家"), Some("奶奶要一张床位")));
    assert_eq!((view.phone, view.address, view.state), (None, None, ReferralState::Seen), "only what was agreed");

    let early = store.office_answer(&office(), &token, "", says(ReferralStep::Finish, "")).await;
    assert_eq!(code(early), "wrong_state");
    let bare = store.office_answer(&office(), &token, "", says(ReferralStep::Refuse, " ")).await;
    assert_eq!(fields(bare), [("words", "required")]);
    let own = store.office_answer(&office(), &token, "", says(ReferralStep::Confirm, "好了")).await;
    assert_eq!(fields(own), [("step", "unknown")], "an office does not confirm its own work");
    for step in
        [ReferralStep::Accept, ReferralStep::Start, ReferralStep::Hold, ReferralStep::Start, ReferralStep::Finish]
    {
        answer(stage, &token, step).await;
    }
    let say = |step, words: &str| SayOfReferral { referral: id, step, words: words.into() };
    let refused = store.run(&by(&town.family), say(ReferralStep::Cancel, "")).await;
    assert_eq!(code(refused), "not_allowed", "a family says only whether it is right");
    store.run(&by(&town.family), say(ReferralStep::Dispute, "没有床位")).await.expect("disputed");
    assert_eq!(state(stage, &town, id).await, ReferralState::Disputed);
    answer(stage, &token, ReferralStep::Finish).await;
    store.run(&by(&town.family), say(ReferralStep::Confirm, "")).await.expect("confirmed");

    let file = store.referral(&town.family, id).await.expect("its own");
    assert_eq!((file.referral.state, file.referral.due), (ReferralState::Confirmed, None));
    let uses: Vec<_> = file.uses.iter().rev().map(|one| one.what.as_str()).collect();
    assert_eq!(uses, ["opened", "accept", "start", "hold", "start", "finish", "finish"], "each use is written down");
    assert!(file.lines.iter().any(|line| line.by == "小王" && line.words == "有个说明"));
    assert_eq!(code(store.office_cover(&token, "").await), "link_over", "it ends with the referral");
    assert_eq!(code(store.office_open(&office(), &token, "").await), "link_over");
    stage.is_clean().await;
});

on_both!(an_office_holds_a_referral_back_three_times_in_fifteen_days_at_most, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let bed = service(stage, &town, TimeClass::Days7).await;
    let id = sent(stage, &town, bed, Vec::new()).await;
    let token = link(stage, &town, id).await;
    answer(stage, &token, ReferralStep::Accept).await;
    let due = async || store.referral(&town.caseworker, id).await.expect("a referral").referral.due;
    answer(stage, &token, ReferralStep::Hold).await;
    let first = due().await.expect("a time");
    for _ in 0..2 {
        stage.clock.advance(4 * DAY);
        answer(stage, &token, ReferralStep::Start).await;
        answer(stage, &token, ReferralStep::Hold).await;
        assert_eq!(due().await, Some(first), "the clock goes on from the first time");
    }
    answer(stage, &token, ReferralStep::Start).await;
    let again = store.office_answer(&office(), &token, "", says(ReferralStep::Hold, "再等等")).await;
    assert_eq!(code(again), "hold_limit");
    assert!(!store.office_open(&office(), &token, "").await.expect("opened").may_hold, "no button for it");
    // It is late by its class, and goes up as any other.
    assert!(due().await.expect("a time") < store.now());
    for _ in 0..4 {
        stage.clock.advance(2 * DAY);
        store.run_clocks().await.expect("the clocks run");
    }
    assert!(store.referral(&town.caseworker, id).await.expect("a referral").referral.climbs > 0);
    stage.is_clean().await;
});

on_both!(a_link_ends_with_its_time_with_another_one_and_after_wrong_tries, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let bed = service(stage, &town, TimeClass::Days15).await;
    let id = sent(stage, &town, bed, Vec::new()).await;
    let first = link(stage, &town, id).await;
    let second = link(stage, &town, id).await;
    assert_eq!(code(store.office_cover(&first, "").await), "link_over");
    store.office_cover(&second, "").await.expect("the newer one works");
    for _ in 0..20 {
        assert_eq!(code(store.office_cover("0000", "198.51.100.9").await), "not_found");
    }
    assert_eq!(code(store.office_cover("0001", "198.51.100.9").await), "too_many_tries");
    store.office_cover(&second, "198.51.100.10").await.expect("another address");
    stage.clock.advance(61 * DAY);
    assert_eq!(code(store.office_answer(&office(), &second, "", says(ReferralStep::Accept, "")).await), "link_over");
    let repeated = by(&town.caseworker);
    store.referral_link_make(&repeated, id).await.expect("a new one");
    assert_eq!(code(store.referral_link_make(&repeated, id).await), "request_reused", "it is shown once");
});

on_both!(a_family_takes_back_what_is_passed_on, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let bed = service(stage, &town, TimeClass::Days15).await;
    let id = sent(stage, &town, bed, vec![Shared::Name, Shared::Phone, Shared::Address, Shared::Need]).await;
    let token = link(stage, &town, id).await;
    let view = store.office_open(&office(), &token, "").await.expect("opened");
    assert!(view.name.is_some() && view.phone.is_some() && view.address.is_some() && view.need.is_some());

    // With the consent to the file goes what depends on it.
    let file = NewConsent {
        household: town.household,
        member: 0,
        kind: ConsentKind::File,
        wish: 0,
        giver: 0,
        given_by: "外婆".into(),
        relation: GivenAs::Guardian,
        how: How::Spoken,
        witness: "邻居老王".into(),
        note: String::new(),
    };
    let consent = store.consent_record(&by(&town.caseworker), file, None).await.expect("recorded");
    let back = WithdrawConsent { household: town.household, consent, reason: "不同意了".into() };
    store.run(&by(&town.family), back).await.expect("withdrawn");
    let view = store.office_open(&office(), &token, "").await.expect("opened");
    assert_eq!((view.name, view.phone, view.address, view.need), (None, None, None, None));

    let other = stage.town("山后").await;
    let stop = StopSharing { referral: id };
    assert_eq!(code(store.run(&by(&other.family), stop).await), "not_found");
    assert_eq!(code(store.run(&by(&other.caseworker), stop).await), "not_found");
    store.run(&by(&town.family), stop).await.expect("stopped");
    let file = store.referral(&town.family, id).await.expect("its own");
    assert!(file.sharing.what.is_empty() && file.stopped.is_some() && file.referral.state == ReferralState::Seen);
});

on_both!(a_referral_to_oneself_to_a_full_service_or_elsewhere_is_refused, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let bed = service(stage, &town, TimeClass::Hours24).await;
    let there = stage.town("山后").await;
    let foreign = service(stage, &there, TimeClass::Hours24).await;
    let draft = |service, who: &Actor| {
        let new = asking(stage, service, Vec::new());
        (by(who), DraftReferral { household: town.household, new })
    };
    let (asks, elsewhere) = draft(foreign, &town.caseworker);
    assert_eq!(fields(store.run(&asks, elsewhere).await), [("service", "unknown")]);
    let own = Actor { organisation: town.union, ..town.caseworker.clone() };
    let (asks, to_itself) = draft(bed, &own);
    assert_eq!(code(store.run(&asks, to_itself).await), "own_organisation");
    let unasked = DraftReferral {
        household: town.household,
        new: NewReferral {
            sharing: Sharing { whom: String::new(), ..sharing(stage, vec![Shared::Phone]) },
            ..asking(stage, bed, Vec::new())
        },
    };
    assert_eq!(fields(store.run(&by(&town.caseworker), unasked).await), [("whom", "required")]);

    // An office that says that it is full is full for the next family, until it says otherwise.
    let first = sent(stage, &town, bed, Vec::new()).await;
    let token = link(stage, &town, first).await;
    answer(stage, &token, ReferralStep::SayFull).await;
    let (asks, another) = draft(bed, &town.caseworker);
    assert_eq!(code(store.run(&asks, another).await), "service_full");
    let set = SetService { service: bed, capacity: Capacity::Open, open: true };
    assert_eq!(code(store.run(&by(&town.caseworker), set).await), "not_allowed");
    let staff = Actor { organisation: town.union, ..town.shopkeeper.clone() };
    store.run(&by(&staff), set).await.expect("the office's own staff");
    let taken = StepTaken { service: Some(bed), ..StepTaken::plain(ReferralStep::Redirect) };
    store.run(&by(&town.caseworker), StepReferral { referral: first, taken }).await.expect("sent again");
    let answer = AnswerReferral { referral: first, answer: says(ReferralStep::Accept, "") };
    assert_eq!(code(store.run(&by(&town.shopkeeper), answer.clone()).await), "not_found", "of another organisation");
    store.run(&by(&staff), answer).await.expect("accepted");
    let confirm = store.run(&by(&town.caseworker), step(first, ReferralStep::Accept)).await;
    assert_eq!(code(confirm), "not_allowed", "the sender does not accept for the office");
    store.run(&by(&town.caseworker), step(first, ReferralStep::Cancel)).await.expect("taken back");
    stage.is_clean().await;
});

on_both!(a_member_who_acts_for_the_office_is_told_and_answers, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let bed = service(stage, &town, TimeClass::Days7).await;
    let donor = Actor { organisation: town.union, ..town.donor.clone() };
    let (account, union) = (donor.account, town.union);
    let acts = async |acts: &str| {
        stage.plant(&format!("update account set organisation = {union}, contact = {acts} where id = {account}")).await;
    };
    let told = async || {
        store.deliver_all().await.expect("delivered");
        let notices = store.notices(&donor, 0).await.expect("notices").items;
        notices.iter().filter(|notice| notice.kind == NoticeKind::ReferralChanged).count()
    };
    let listed = async || {
        let all = store.office_referrals(&donor).await.expect("a list");
        all.into_iter().map(|one| (one.id, one.late)).collect::<Vec<_>>()
    };
    acts("false").await;
    let first = sent(stage, &town, bed, vec![Shared::Name]).await;
    assert_eq!(code(store.office_referral(&donor, first).await), "not_found", "a member who does not act for it");
    assert_eq!((told().await, listed().await), (0, vec![]));
    acts("true").await;
    let id = sent(stage, &town, bed, vec![Shared::Name]).await;
    assert_eq!((told().await, listed().await), (1, vec![(id, false), (first, false)]));
    let view = store.office_referral(&donor, id).await.expect("theirs");
    assert!(view.name.is_some() && view.phone.is_none(), "what the family agreed to");
    assert_eq!((view.state, state(stage, &town, id).await), (ReferralState::Seen, ReferralState::Seen));
    let answer = AnswerReferral { referral: id, answer: says(ReferralStep::Accept, "") };
    store.run(&by(&donor), answer.clone()).await.expect("accepted");
    let staff = Actor { organisation: union, ..town.shopkeeper.clone() };
    stage.plant(&format!("update account set organisation = {union} where id = {}", staff.account)).await;
    let waits = store.today(&staff).await.expect("an answer").n(Work::OfficeReferrals);
    assert_eq!((waits, store.office_referrals(&staff).await.expect("a list").len()), (2, 2), "staff see it on Today");
    stage.clock.advance(2 * DAY);
    assert_eq!(listed().await, [(first, true), (id, false)], "what is late comes first");
    acts("false").await;
    assert_eq!(listed().await, []);
    assert_eq!(code(store.run(&by(&donor), answer).await), "not_found", "the right is read anew");
    stage.is_clean().await;
});

on_both!(a_finding_is_referred_and_says_where_it_went, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let bed = service(stage, &town, TimeClass::Days7).await;
    let (household, needs, words) = (town.household, vec![NeedKind::Care], String::new());
    let (way, met, mood) = (Way::Home, MetPerson::Contact, Mood::Same);
    let report = NewReport { household, way, met, mood, needs, words, at: None };
    store.run(&by(&town.caseworker), RecordVisit(report)).await.expect("a report");
    let finding = stage.number("select max(id) from finding").await;
    let (other, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let refer = |household| ReferFinding { household, finding, new: asking(stage, bed, vec![Shared::Name]) };
    assert_eq!(fields(store.run(&by(&town.caseworker), refer(other)).await), [("finding", "unknown")]);
    let id = store.run(&by(&town.caseworker), refer(household)).await.expect("sent");
    let (found, _) = store.finding(&town.caseworker, finding).await.expect("a finding");
    assert_eq!((found.step, found.record, found.state), (StepKind::Referral, Some(id), FindingState::Open));
    stage.is_clean().await;
});

on_both!(what_is_late_is_told_twice_and_then_climbs_on_one_of_two_servers, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let bed = service(stage, &town, TimeClass::Days7).await;
    let id = sent(stage, &town, bed, Vec::new()).await;
    let other = stage.another().await;
    let hour = 3600;
    let run = async || {
        let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
        one.expect("the clocks run").referrals_followed + two.expect("the clocks run").referrals_followed
    };
    let told = async |kind: NoticeKind| {
        let notices = store.notices(&town.coordinator, 0).await.expect("notices").items;
        notices.iter().filter(|notice| notice.kind == kind && notice.subject == id).count()
    };
    // Due in a day: a notice six hours before, one at the time, and a day later the next level.
    stage.clock.advance(19 * hour);
    assert_eq!((run().await, run().await), (1, 0));
    stage.clock.advance(5 * hour);
    assert_eq!((run().await, run().await, told(NoticeKind::ReferralLate).await), (1, 0, 0));
    stage.clock.advance(24 * hour);
    assert_eq!((run().await, run().await, told(NoticeKind::ReferralLate).await), (1, 0, 1));
    let referral = store.referral(&town.caseworker, id).await.expect("a referral").referral;
    assert_eq!((referral.climbs, referral.in_charge, referral.late), (1, town.coordinator.name.clone(), true));
    let late = ReferralQuery { stage: ReferralStage::Late, ..ReferralQuery::default() };
    assert_eq!(store.referrals(&town.auditor, &late).await.expect("a list").items.len(), 1);
    stage.clock.advance(24 * hour);
    assert_eq!(run().await, 1, "the next level");
    stage.clock.advance(24 * hour);
    assert_eq!((run().await, run().await), (1, 0), "at the top, the auditors");
    stage.clock.advance(24 * hour);
    assert_eq!(run().await, 0, "and then every few days only");

    let token = link(stage, &town, id).await;
    answer(stage, &token, ReferralStep::Accept).await;
    let referral = store.referral(&town.caseworker, id).await.expect("a referral").referral;
    assert_eq!((referral.in_charge.as_str(), referral.climbs), ("", 2), "an answer brings it down, and is counted");
    let month = Month::of(referral.sent.expect("sent"));
    let figures = store.case_figures(&town.auditor, None, month).await.expect("figures").referrals;
    let [one] = &figures[..] else { panic!("one class: {figures:?}") };
    assert_eq!((one.sent, one.answered_in_time, one.climbed), (1, 0, 1));
    for (show, n) in [("all", one.sent), ("answered_in_time", 0), ("done_in_time", 0), ("climbed", one.climbed)] {
        let query = ReferralQuery { stage: ReferralStage::of(show), month: Some(month), ..ReferralQuery::default() };
        let rows = store.referrals(&town.auditor, &query).await.expect("a list").items.len();
        assert_eq!(i64::try_from(rows), Ok(n), "{show}: each number leads to its rows");
    }
    stage.is_clean().await;
    other.close().await;
});

on_both!(referrals_move_with_a_merge_and_end_with_the_file, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let bed = service(stage, &town, TimeClass::Wages).await;
    let (gone, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let fields = [("need".to_owned(), "送饭".to_owned()), ("who".to_owned(), "old".to_owned())].into();
    let (kind, urgency) = (CaseKind::Care, Urgency::Soon);
    let member = stage.number(&format!("select min(id) from person where household = {gone}")).await;
    let new = NewCase { kind, member: Some(member), urgency, fields, words: String::new(), finding: None };
    let case = store.run(&by(&town.caseworker), OpenCase { household: gone, new }).await.expect("a case");
    let new = NewReferral { case: Some(case), ..asking(stage, bed, vec![Shared::Name]) };
    let id = store.run(&by(&town.caseworker), DraftReferral { household: gone, new }).await.expect("sent");
    let token = link(stage, &town, id).await;
    let people = stage.number(&format!("select min(id) from person where household = {}", town.household)).await;
    let same = vec![(member, people), (member + 1, 0)];
    let merging = Merging { keep: town.household, gone, same, typed: town.household.to_string() };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    let file = store.case(&town.family, case).await.expect("of the family that is left").case;
    assert_eq!((file.household, file.member), (town.household, Some(people)));
    assert_eq!(store.household_referrals(&town.caseworker, town.household, Some(case)).await.expect("a list").len(), 1);
    store.office_open(&office(), &token, "").await.expect("its link works on");

    let closing = Closing { household: town.household, reason: CloseReason::MovedAway, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    assert_eq!(state(stage, &town, id).await, ReferralState::Cancelled);
    assert_eq!(code(store.office_open(&office(), &token, "").await), "link_over");
    stage.is_clean().await;
});

//! Conferences: only with consent, a late task climbs once, records keep their own state, and it ends with its measures.

use domain::{
    DAY,
    accounts::Actor,
    casework::{
        CloseReason, Closing,
        cases::AskedHow,
        conferences::{
            AgendaItem, ConferenceConsent, ConferenceId, ConferenceState, MeasureEnd, MeasureId, MeasureKind,
            MeasureState, NewConference, NewMeasure,
        },
    },
    consents::{ConsentKind, GivenAs, How, NewConsent},
    notifications::NoticeKind,
    services::{NewService, TimeClass, office::Sharing, referrals::NewReferral},
    today::Work,
};
use store::{
    casework::{
        conferences::{
            holding::{EndConference, HoldConference},
            measures::{AddMeasure, FinishMeasure, ReferMeasure},
            views::ConferenceList,
        },
        file::close::CloseFile,
    },
    services::catalogue::AddService,
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn new(stage: &Stage, town: &Town) -> NewConference {
    let at = stage.store.now();
    NewConference {
        case: None,
        previous: None,
        held: at,
        agenda: vec![AgendaItem::School, AgendaItem::Income],
        accounts: vec![town.caseworker.account, town.coordinator.account],
        offices: vec!["区教育局".into()],
        consent: ConferenceConsent { whom: "王妈妈".into(), how: AskedHow::Visit, at },
        words: "先把学籍办好".into(),
    }
}

async fn hold(stage: &Stage, town: &Town, new: NewConference) -> store::Result<ConferenceId> {
    stage.store.run(&by(&town.caseworker), HoldConference { household: town.household, new }).await
}

/// Records the family's consent to its file.
async fn agree(stage: &Stage, town: &Town) {
    let consent = NewConsent {
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
    stage.store.consent_record(&by(&town.caseworker), consent, None).await.expect("recorded");
}

async fn task(stage: &Stage, by_whom: &Actor, conference: ConferenceId, owner: &Actor) -> store::Result<MeasureId> {
    let new = NewMeasure {
        kind: MeasureKind::Task,
        record: None,
        owner: Some(owner.account),
        words: "联系学校".into(),
        due: Some(stage.store.now() + 5 * DAY),
    };
    stage.store.run(&by(by_whom), AddMeasure { conference, new }).await
}

fn finish(measure: MeasureId) -> FinishMeasure {
    FinishMeasure { measure, outcome: MeasureEnd::Done, words: "学籍转好了".into() }
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(offices_talk_only_with_consent_and_the_family_reads_what_they_agreed, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    assert_eq!(code(hold(stage, &town, new(stage, &town)).await), "consent_missing");
    agree(stage, &town).await;
    let outsider = NewConference { accounts: vec![town.caseworker.account, town.donor.account], ..new(stage, &town) };
    assert_eq!(fields(hold(stage, &town, outsider).await), [("accounts", "unknown")]);
    // An account of the family itself is no worker of its case.
    let belongs =
        |household| format!("update account set household = {household} where id = {}", town.coordinator.account);
    stage.plant(&belongs(town.household)).await;
    assert_eq!(fields(hold(stage, &town, new(stage, &town)).await), [("accounts", "unknown")]);
    let people = store.conference_people(&town.caseworker, town.household).await.expect("a list");
    assert!(!people.iter().any(|(account, _)| *account == town.coordinator.account));
    stage.plant(&belongs(0)).await;
    let id = hold(stage, &town, new(stage, &town)).await.expect("recorded");
    let own = store.conference(&town.family, id).await.expect("its own");
    assert_eq!((own.words.as_str(), own.offices[0].as_str(), own.accounts.len()), ("先把学籍办好", "区教育局", 2));
    let masked = store.conference(&town.coordinator, id).await.expect("read");
    assert!(masked.words.is_empty() && masked.consent.is_none() && masked.may_keep);
    assert_eq!(code(store.conference(&town.donor, id).await), "not_found");
    assert_eq!(told(stage, &town.family, NoticeKind::ConferenceHeld).await, 1);
    let owner = task(stage, &town.caseworker, id, &town.donor).await;
    assert_eq!(fields(owner), [("owner", "unknown")]);
    stage.is_clean().await;
});

on_both!(a_late_task_climbs_once_and_its_end_ends_the_conference, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    agree(stage, &town).await;
    let id = hold(stage, &town, new(stage, &town)).await.expect("recorded");
    let measure = task(stage, &town.coordinator, id, &town.caseworker).await.expect("given");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::MeasureGiven).await, 1);
    assert_eq!(store.today(&town.caseworker).await.expect("a list").n(Work::Measures), 1);
    assert_eq!(code(store.run(&by(&town.coordinator), EndConference { conference: id }).await), "measures_open");
    let seen = async || store.conference(&town.caseworker, id).await.expect("read").measures[0].clone();
    let agreed = seen().await.due;
    stage.clock.advance(6 * DAY);
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(one.expect("runs").conferences + two.expect("runs").conferences, 1, "once on two servers");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::MeasureRaised).await, 1);
    assert_eq!((seen().await.due, seen().await.late), (agreed, true), "the agreed day is no other one");
    // A task of the coordinator, above whom no one is, is not handed down.
    let led = task(stage, &town.caseworker, id, &town.coordinator).await.expect("given");
    stage.clock.advance(5 * DAY + 60);
    assert_eq!(store.run_clocks().await.expect("runs").conferences, 1, "the first one waits for its week");
    let raised_to = format!("select raised_to from conference_measure where id = {led}");
    assert_eq!(stage.number(&raised_to).await, 0);
    store.run(&by(&town.coordinator), finish(led)).await.expect("done");
    assert_eq!(store.conferences(&town.coordinator, ConferenceList::Mine, 0).await.expect("a list").items.len(), 1);
    assert_eq!(code(store.run(&by(&town.auditor), finish(measure)).await), "not_found");
    let gone = Actor { grants: Vec::new(), ..town.caseworker.clone() };
    assert_eq!(code(store.run(&by(&gone), finish(measure)).await), "not_found", "it has left casework");
    assert_eq!(code(store.conference_task(&gone, measure).await), "not_found");
    let silent = FinishMeasure { words: String::new(), ..finish(measure) };
    assert_eq!(fields(store.run(&by(&town.caseworker), silent).await), [("words", "required")]);
    store.run(&by(&town.caseworker), finish(measure)).await.expect("done");
    assert_eq!(code(store.run(&by(&town.caseworker), finish(measure)).await), "wrong_state");
    let file = store.conference(&town.family, id).await.expect("its own");
    assert_eq!((file.conference.state, file.measures[0].state), (ConferenceState::Ended, MeasureState::Done));
    assert_eq!(file.measures[0].outcome, "学籍转好了");
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Measures), 0);
    stage.is_clean().await;
    other.close().await;
});

on_both!(a_record_keeps_its_own_state_and_the_next_conference_goes_on_with_what_is_open, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    agree(stage, &town).await;
    let first = hold(stage, &town, new(stage, &town)).await.expect("recorded");
    let wish = stage.wish(&town, 1).await;
    let link = NewMeasure { kind: MeasureKind::Wish, record: Some(wish), owner: None, words: String::new(), due: None };
    let add = AddMeasure { conference: first, new: link };
    store.run(&by(&town.caseworker), add.clone()).await.expect("linked");
    assert_eq!(fields(store.run(&by(&town.caseworker), add).await), [("record", "unknown")], "once");
    let done = task(stage, &town.caseworker, first, &town.caseworker).await.expect("given");
    store.run(&by(&town.caseworker), finish(done)).await.expect("done");
    let next = NewConference { previous: Some(first), ..new(stage, &town) };
    let second = hold(stage, &town, next.clone()).await.expect("recorded");
    assert_eq!(code(hold(stage, &town, next).await), "wrong_state");
    let file = store.conference(&town.coordinator, first).await.expect("read");
    assert_eq!((file.conference.state, file.next, file.measures.len()), (ConferenceState::Continued, Some(second), 2));
    let file = store.conference(&town.coordinator, second).await.expect("read");
    let only = &file.measures[0];
    assert_eq!((file.measures.len(), only.record, only.record_state.as_str()), (1, Some(wish), "published"));
    // Its record has ended, so the clock ends the conference.
    stage.plant(&format!("update wish set state = 'withdrawn' where id = {wish}")).await;
    stage.clock.advance(2 * DAY);
    store.run_clocks().await.expect("the clocks run");
    let file = store.conference(&town.coordinator, second).await.expect("read");
    assert_eq!((file.conference.state, file.measures[0].is_open), (ConferenceState::Ended, false));
});

on_both!(closing_a_file_ends_its_conferences_and_tasks, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    agree(stage, &town).await;
    let id = hold(stage, &town, new(stage, &town)).await.expect("recorded");
    let measure = task(stage, &town.caseworker, id, &town.coordinator).await.expect("given");
    let closing = Closing { household: town.household, reason: CloseReason::MovedAway, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    let file = store.conference(&town.caseworker, id).await.expect("read");
    assert_eq!((file.conference.state, file.measures[0].state), (ConferenceState::Ended, MeasureState::Ended));
    assert_eq!(code(store.run(&by(&town.coordinator), finish(measure)).await), "file_closed");
    stage.is_clean().await;
});

on_both!(what_an_office_promised_is_a_referral_to_a_service_of_its_list, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    agree(stage, &town).await;
    let conference = hold(stage, &town, new(stage, &town)).await.expect("recorded");
    let head = stage.coordinator_of(&town, town.root).await;
    let offered = NewService { organisation: town.union, name: "转学手续".into(), class: TimeClass::Days7 };
    let service = store.run(&by(&head), AddService(offered)).await.expect("a service");
    let sharing = Sharing { what: Vec::new(), whom: "王妈妈".into(), how: AskedHow::Visit, at: store.now() };
    let asked = NewReferral { service, case: None, need: "把学籍转过来".into(), sharing, send: true };
    let refer = |household| ReferMeasure { household, conference, new: asked.clone() };
    let (other, _) = stage.family(&town.caseworker, town.home, "李家").await;
    assert_eq!(fields(store.run(&by(&town.caseworker), refer(other)).await), [("conference", "unknown")]);
    let refused = store.run(&by(&town.coordinator), refer(town.household)).await;
    assert_eq!(code(refused), "not_allowed", "it follows cases, but refers no family");
    let referral = store.run(&by(&town.caseworker), refer(town.household)).await.expect("referred");
    let measure = store.conference(&town.family, conference).await.expect("its own").measures.remove(0);
    assert_eq!((measure.kind, measure.record, measure.is_open), (MeasureKind::Referral, Some(referral), true));
    assert_eq!((measure.office.as_str(), measure.service.as_str()), ("工会", "转学手续"));
    assert_eq!(code(store.run(&by(&town.coordinator), EndConference { conference }).await), "measures_open");
    stage.is_clean().await;
});

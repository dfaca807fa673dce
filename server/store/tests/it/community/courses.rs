//! Courses: the last place under a race, the waiting list, attendance, hours, certificates, and files that end.

use domain::{
    DAY,
    accounts::Actor,
    casework::{CloseReason, Closing, EraseReason, Erasure, Merging, rounds::profile::Spoken},
    community::courses::{
        CourseCancel, CourseChange, CourseDetails, CourseId, CourseKind, CourseState, CourseTopic, NewCourse,
        NewSession, PlaceAnswer, PlaceState, Presence,
    },
    notifications::NoticeKind,
    time::year,
    today::Work,
};
use futures::future::join_all;
use store::{
    Store,
    casework::{
        file::{close::CloseFile, merge::MergeFiles},
        members::RemoveMember,
    },
    community::courses::{
        attendance::{AdmitAdult, MarkAttendance},
        endings::{CancelCourse, HoldCourse},
        hours::SetCourseRule,
        places::{AnswerPlace, JoinCourse, JoinedCourse, LeaveCourse},
        posting::{ChangeCourse, PostCourse},
        scans::ScanCard,
        sessions::{AddSession, DropSession, NoteSession},
        views::CourseList,
    },
    households::edit::ANY_VERSION,
    ops::undo::TakeBack,
};

use crate::support::{Stage, Town, asked_for, by, code, crowd, fields, on_both};

const HOUR: i64 = 3600;

/// A talk about law of ten days from now, in two hours of the afternoon.
fn talk(stage: &Stage, town: &Town, maximum: i64) -> NewCourse {
    let session = NewSession { place: "活动室".into(), starts: stage.store.now() + 10 * DAY, minutes: 120 };
    NewCourse {
        area: town.home,
        organisation: None,
        kind: CourseKind::Talk,
        topic: CourseTopic::Law,
        title: "法律小课堂".into(),
        about: String::new(),
        language: Spoken::Mandarin,
        minimum: 0,
        maximum,
        opens: None,
        closes: None,
        enough: 80,
        sessions: vec![session],
    }
}

async fn posted(stage: &Stage, town: &Town, new: NewCourse) -> CourseId {
    stage.store.run(&by(&town.caseworker), PostCourse(new)).await.expect("announced")
}

async fn adult(stage: &Stage, household: i64) -> i64 {
    stage.number(&format!("select min(id) from person where household = {household}")).await
}

async fn join(stage: &Stage, who: &Actor, course: CourseId, household: i64) -> store::Result<JoinedCourse> {
    let member = adult(stage, household).await;
    stage.store.run(&by(who), JoinCourse { course, household, member, words: "腿脚不便".into() }).await
}

async fn state(stage: &Stage, place: i64) -> String {
    stage.texts(&format!("select state from course_place where id = {place}")).await.remove(0)
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

async fn details(stage: &Stage, town: &Town, course: CourseId) -> CourseDetails {
    stage.store.course(&town.caseworker, course).await.expect("a course")
}

on_both!(of_two_hundred_registrations_on_three_servers_for_the_last_place_one_gets_it, |stage| {
    let (town, others) = (stage.town("甲").await, [stage.another().await, stage.another().await]);
    let servers: [&Store; 3] = [&stage.store, &others[0], &others[1]];
    let course = posted(stage, &town, talk(stage, &town, 1)).await;
    let homes = crowd(stage, &town, 200).await;
    let tries = homes.iter().zip(servers.iter().cycle()).map(|((household, member), server)| {
        let join = JoinCourse { course, household: *household, member: *member, words: String::new() };
        let asker = by(&town.caseworker);
        async move { server.run(&asker, join).await.expect("registered or waiting") }
    });
    let made = join_all(tries).await;
    assert_eq!(made.iter().filter(|one| one.state == PlaceState::Registered).count(), 1);
    assert_eq!(made.iter().filter(|one| one.state == PlaceState::Waiting).count(), 199);
    // The one who is registered leaves by three requests at once; the next is asked, and when the time to answer is
    // over on three servers at once, the one after it.
    let counted = async |state: &str| stage.number(&format!("select count(*) from course_place where {state}")).await;
    let first = made.iter().find(|one| one.state == PlaceState::Registered).expect("one has it").place;
    let leaves = servers.map(|server| {
        let asker = by(&town.caseworker);
        async move { server.run(&asker, LeaveCourse { place: first }).await }
    });
    assert_eq!(join_all(leaves).await.into_iter().filter(Result::is_ok).count(), 1);
    assert_eq!((counted("state = 'offered'").await, counted("state = 'waiting'").await), (1, 198));
    stage.clock.advance(2 * DAY);
    let ran = join_all(servers.map(Store::run_clocks)).await;
    assert_eq!(ran.into_iter().map(|ran| ran.expect("the clocks run").courses).sum::<i64>(), 1);
    assert_eq!((counted("state = 'passed'").await, counted("state = 'offered'").await), (1, 1));
    assert_eq!(counted("state = 'waiting'").await, 197);
    let next = stage.number("select id from course_place where state = 'offered'").await;
    let yes = AnswerPlace { place: next, answer: PlaceAnswer::Accept };
    let answers = servers.map(|server| {
        let asker = by(&town.caseworker);
        async move { server.run(&asker, yes).await }
    });
    assert_eq!(join_all(answers).await.into_iter().filter(Result::is_ok).count(), 1);
    // At the door it is as full.
    stage.clock.advance(8 * DAY - HOUR);
    let session = details(stage, &town, course).await.sessions[0].id;
    let doors = homes.iter().zip(servers.iter().cycle()).map(|((household, member), server)| {
        let admit = AdmitAdult { session, household: *household, member: *member };
        let asker = by(&town.caseworker);
        async move { server.run(&asker, admit).await.map_err(|refused| code::<i64>(Err(refused))) }
    });
    let let_in = join_all(doors).await;
    assert_eq!(let_in.iter().filter(|one| one.is_ok()).count(), 1, "the one who is registered");
    assert!(let_in.iter().filter_map(|one| one.as_ref().err()).all(|why| *why == "course_full"));
    stage.is_clean().await;
    for other in others {
        other.close().await;
    }
});

on_both!(the_waiting_list_moves_up_by_itself_and_once, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    let course = posted(stage, &town, talk(stage, &town, 1)).await;
    let (second, second_family) = stage.family(&town.caseworker, town.home, "李家").await;
    let (third, third_family) = stage.family(&town.caseworker, town.home, "赵家").await;
    let first = join(stage, &town.family, course, town.household).await.expect("registered");
    let next = join(stage, &second_family, course, second).await.expect("waits").place;
    let last = join(stage, &town.caseworker, course, third).await.expect("waits");
    assert_eq!((first.state, last.state), (PlaceState::Registered, PlaceState::Waiting));
    assert_eq!(told(stage, &third_family, NoticeKind::CourseJoined).await, 1, "staff registered it");
    assert_eq!(code(store.run(&by(&second_family), LeaveCourse { place: first.place }).await), "not_found");
    store.run(&by(&town.family), LeaveCourse { place: first.place }).await.expect("left");
    assert_eq!((state(stage, next).await, state(stage, last.place).await), ("offered".into(), "waiting".into()));
    assert_eq!(told(stage, &second_family, NoticeKind::CourseOffered).await, 1);
    // While it is offered, it is taken for all others.
    assert_eq!(join(stage, &town.family, course, town.household).await.expect("waits").state, PlaceState::Waiting);
    stage.clock.advance(2 * DAY);
    let late = AnswerPlace { place: next, answer: PlaceAnswer::Accept };
    assert_eq!(code(store.run(&by(&second_family), late).await), "offer_over");
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(one.expect("runs").courses + two.expect("runs").courses, 1, "once on two servers");
    assert_eq!((state(stage, next).await, state(stage, last.place).await), ("passed".into(), "offered".into()));
    assert_eq!(told(stage, &second_family, NoticeKind::CoursePassed).await, 1);
    let yes = AnswerPlace { place: last.place, answer: PlaceAnswer::Accept };
    store.run(&by(&third_family), yes).await.expect("accepted");
    assert_eq!(code(store.run(&by(&third_family), yes).await), "wrong_state");
    // With one more place, the next is asked.
    let closes = details(stage, &town, course).await.course.closes;
    let change =
        |maximum| CourseChange { title: "法律课".into(), about: String::new(), minimum: 0, maximum, closes };
    let low = ChangeCourse { course, change: change(0) };
    assert_eq!(fields(store.run(&by(&town.caseworker), low).await)[0], ("maximum", "out_of_range"));
    store.run(&by(&town.caseworker), ChangeCourse { course, change: change(2) }).await.expect("changed");
    assert_eq!(told(stage, &town.family, NoticeKind::CourseOffered).await, 1);
    stage.is_clean().await;
    other.close().await;
});

on_both!(registration_is_for_adults_in_time_and_of_the_area, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let opens = Some(store.now() + DAY);
    let course = posted(stage, &town, NewCourse { opens, ..talk(stage, &town, 9) }).await;
    assert_eq!(code(join(stage, &town.family, course, town.household).await), "registration_closed");
    stage.clock.advance(2 * DAY);
    assert_eq!(code(join(stage, &there.family, course, there.household).await), "not_found");
    assert_eq!(code(join(stage, &there.caseworker, course, town.household).await), "not_found");
    assert_eq!(code(join(stage, &town.auditor, course, town.household).await), "not_allowed");
    let child = adult(stage, town.household).await + 1;
    let new = JoinCourse { course, household: town.household, member: child, words: String::new() };
    assert_eq!(fields(store.run(&by(&town.family), new).await), [("member", "unknown")]);
    let place = join(stage, &town.family, course, town.household).await.expect("registered").place;
    assert_eq!(code(join(stage, &town.caseworker, course, town.household).await), "already_registered");
    // Readers of other towns, and donors, know nothing of it; words are sealed.
    assert_eq!(code(store.course(&there.caseworker, course).await), "not_found");
    assert_eq!(code(store.course(&town.donor, course).await), "not_found");
    assert_eq!(store.course_roster(&town.caseworker, course).await.expect("a list")[0].words, "腿脚不便");
    assert!(!stage.dump().await.contains("腿脚不便"));
    let outside = NewCourse { organisation: Some(there.union), ..talk(stage, &town, 9) };
    let outside = store.run(&by(&town.caseworker), PostCourse(outside)).await;
    assert_eq!(fields(outside), [("organisation", "unknown")]);
    stage.clock.advance(8 * DAY + HOUR);
    assert_eq!(code(store.run(&by(&town.family), LeaveCourse { place }).await), "too_late");
    let late = CancelCourse { course, reason: CourseCancel::Weather };
    assert_eq!(code(store.run(&by(&town.caseworker), late).await), "too_late");
});

on_both!(a_course_below_its_minimum_is_asked_about_and_a_cancelled_one_tells_all, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let small = |stage: &Stage| NewCourse { minimum: 2, ..talk(stage, &town, 2) };
    let (held, off) = (posted(stage, &town, small(stage)).await, posted(stage, &town, small(stage)).await);
    let (second, family) = stage.family(&town.caseworker, town.home, "李家").await;
    join(stage, &town.family, off, town.household).await.expect("registered");
    assert_eq!(code(store.run(&by(&town.caseworker), HoldCourse { course: held }).await), "wrong_state");
    stage.clock.advance(8 * DAY + HOUR);
    assert_eq!(store.run_clocks().await.expect("runs").courses, 2);
    assert_eq!(store.run_clocks().await.expect("runs").courses, 0, "asked once");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::CourseShort).await, 2);
    assert_eq!(store.today(&town.caseworker).await.expect("a list").n(Work::Courses), 2);
    store.run(&by(&town.caseworker), HoldCourse { course: held }).await.expect("held");
    assert_eq!(store.courses(&town.coordinator, CourseList::Asked, 0).await.expect("a list").items.len(), 1);
    join(stage, &family, off, second).await.expect("registered");
    let cancel = CancelCourse { course: off, reason: CourseCancel::TooFew };
    assert_eq!(code(store.run(&by(&town.auditor), cancel).await), "not_allowed");
    store.run(&by(&town.coordinator), cancel).await.expect("cancelled");
    for who in [&town.family, &family] {
        assert_eq!(told(stage, who, NoticeKind::CourseCancelled).await, 1);
    }
    let over = details(stage, &town, off).await.course;
    assert_eq!((over.state, over.taken, over.reason), (CourseState::Cancelled, 0, Some(CourseCancel::TooFew)));
    assert_eq!(code(join(stage, &family, off, second).await), "wrong_state");
    let back = TakeBack { undo: store.undos(&town.coordinator).await.expect("acts")[0].id };
    store.run(&by(&town.coordinator), back).await.expect("taken back");
    for who in [&town.family, &family] {
        assert_eq!(told(stage, who, NoticeKind::CourseRevived).await, 1, "it takes place after all");
    }
    let on = details(stage, &town, off).await.course;
    assert_eq!((on.state, on.taken, on.reason), (CourseState::Announced, 2, None));
    stage.is_clean().await;
});

on_both!(attendance_is_marked_by_list_and_card_until_two_days_after, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let named = |is: bool| {
        let (union, account) = (town.union, town.donor.account);
        format!("update account set organisation = {union}, contact = {is} where id = {account}")
    };
    stage.plant(&named(false)).await;
    let member = stage.actor(town.donor.account).await;
    let course = posted(stage, &town, NewCourse { organisation: Some(town.union), ..talk(stage, &town, 2) }).await;
    let place = join(stage, &town.family, course, town.household).await.expect("registered").place;
    let (second, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let card = store.card_make(&by(&town.caseworker), asked_for(second)).await.expect("a card");
    let session = details(stage, &town, course).await.sessions[0].id;
    let marks = |presence| MarkAttendance { session, places: vec![place], presence };
    assert_eq!(code(store.run(&by(&town.caseworker), marks(Presence::There)).await), "too_soon");
    stage.clock.advance(10 * DAY);
    // A member that is not named for the organisation marks nothing; one that is, by aliases.
    assert_eq!(code(store.run(&by(&member), marks(Presence::There)).await), "not_found");
    assert!(store.organisation_courses(&member).await.expect("none").is_empty());
    stage.plant(&named(true)).await;
    let (_, people) = store.session_people(&member, session).await.expect("its list");
    assert_eq!((people[0].household, people[0].masked.as_str(), people[0].family_size), (None, "", 2));
    store.run(&by(&member), marks(Presence::There)).await.expect("marked");
    store.run(&by(&town.caseworker), marks(Presence::There)).await.expect("marked again");
    assert_eq!(stage.number("select count(*) from course_mark where present = true").await, 1);
    assert_eq!(code(store.run(&by(&town.family), marks(Presence::There)).await), "not_found");
    // A card without a registered place: the family's adults, one tap each.
    let scan = |card: &str| ScanCard { session, card: card.into() };
    let unknown = store.course_scan(&by(&town.caseworker), scan("1234567890")).await;
    assert_eq!(fields(unknown), [("card", "wrong_card")]);
    assert_eq!(code(store.scanned_family(&town.caseworker, session, second).await), "file_not_opened");
    let found = store.course_scan(&by(&town.caseworker), scan(&card.number)).await.expect("read");
    let adults = store.scanned_family(&town.caseworker, session, found).await.expect("shown").adults;
    assert_eq!((found, adults.len(), adults[0].masked.as_str(), adults[0].present), (second, 1, "王**", false));
    let admit = AdmitAdult { session, household: second, member: adults[0].member };
    store.run(&by(&town.caseworker), admit).await.expect("in");
    store.run(&by(&town.caseworker), admit).await.expect("in once more");
    assert_eq!(details(stage, &town, course).await.sessions[0].present, Some(2));
    // The card of one who is registered marks at once, and a mark can be taken back.
    let again = store.course_scan(&by(&town.caseworker), scan(&card.number)).await.expect("read");
    assert!(store.scanned_family(&town.caseworker, session, again).await.expect("shown").adults[0].present);
    store.run(&by(&town.caseworker), marks(Presence::TakenBack)).await.expect("taken back");
    assert_eq!(details(stage, &town, course).await.sessions[0].present, Some(1));
    store.run(&by(&town.caseworker), NoteSession { session, minutes: 150 }).await.expect("noted");
    stage.clock.advance(2 * DAY);
    store.run(&by(&town.caseworker), marks(Presence::There)).await.expect("late");
    stage.clock.advance(3 * HOUR);
    assert_eq!(code(store.run(&by(&town.caseworker), marks(Presence::There)).await), "too_late");
    stage.is_clean().await;
});

on_both!(a_session_without_attendance_is_asked_for_and_others_are_told_of_changes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let course = posted(stage, &town, talk(stage, &town, 5)).await;
    join(stage, &town.family, course, town.household).await.expect("registered");
    let later = NewSession { place: "操场".into(), starts: store.now() + 12 * DAY, minutes: 60 };
    let extra = store.run(&by(&town.caseworker), AddSession { course, session: later }).await.expect("added");
    let only = details(stage, &town, course).await.sessions[0].id;
    store.run(&by(&town.caseworker), DropSession { session: extra }).await.expect("dropped");
    assert_eq!(code(store.run(&by(&town.caseworker), DropSession { session: only }).await), "wrong_state");
    assert_eq!(told(stage, &town.family, NoticeKind::CourseChanged).await, 2);
    stage.clock.advance(10 * DAY + 6 * HOUR);
    store.run_clocks().await.expect("runs");
    store.run_clocks().await.expect("runs");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::CourseUnmarked).await, 1);
    assert_eq!(store.today(&town.caseworker).await.expect("a list").n(Work::Courses), 1);
    store.run(&by(&town.caseworker), NoteSession { session: only, minutes: 0 }).await.expect("it did not take place");
    assert_eq!(store.today(&town.caseworker).await.expect("a list").n(Work::Courses), 0);
    stage.clock.advance(3 * DAY);
    store.run_clocks().await.expect("runs");
    assert_eq!(details(stage, &town, course).await.course.state, CourseState::Over);
    assert_eq!(stage.number("select count(*) from certificate").await, 0);
});

on_both!(hours_count_against_the_rule_and_a_certificate_can_be_checked, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let course = posted(stage, &town, talk(stage, &town, 5)).await;
    let place = join(stage, &town.family, course, town.household).await.expect("registered").place;
    let session = details(stage, &town, course).await.sessions[0].id;
    stage.clock.advance(10 * DAY + HOUR);
    let this = year(store.now());
    let rule = SetCourseRule { area: town.district, topic: CourseTopic::Law, year: this, minutes: 150 };
    assert_eq!(code(store.run(&by(&town.caseworker), rule).await), "not_allowed");
    store.run(&by(&town.coordinator), rule).await.expect("set");
    let mark = MarkAttendance { session, places: vec![place], presence: Presence::There };
    store.run(&by(&town.caseworker), mark).await.expect("marked");
    let hours = store.household_hours(&town.family, town.household, this).await.expect("its own");
    assert_eq!((hours.len(), hours[0].minutes, hours[0].needed, hours[0].name.as_str()), (1, 120, Some(150), "王大"));
    store.run(&by(&town.caseworker), NoteSession { session, minutes: 160 }).await.expect("noted");
    let rules = store.course_rules(&town.auditor, this, 0).await.expect("a list");
    assert_eq!((rules.items[0].begun, rules.items[0].met, rules.next), (1, 1, None), "the real minutes count");
    let near = stage.caseworker_of(&town, town.home).await;
    let around = store.course_rules(&near, this, 0).await.expect("a list").items;
    assert_eq!((around[0].area, around[0].begun), (town.district, 1), "the rule of a district is one of its grids");
    assert_eq!(store.course_rules(&town.auditor, this, 1).await.expect("a list").items.len(), 0, "after the only one");
    stage.clock.advance(3 * DAY);
    store.run_clocks().await.expect("runs");
    assert_eq!(told(stage, &town.family, NoticeKind::CertificateMade).await, 1);
    let number = store.own_course_places(&town.family).await.expect("its own")[0].certificate.clone().expect("one");
    let certificate = store.certificate(&town.family, &number).await.expect("its own");
    assert_eq!((certificate.name.as_str(), certificate.minutes), ("王大", 160));
    assert_eq!(store.certificate(&town.caseworker, &number).await.expect("a certificate").name, "");
    assert_eq!(code(store.certificate(&town.donor, &number).await), "not_found");
    let check = async |number: &str, code: &str| store.certificate_check("", number, code).await.expect("an answer");
    let real = check(&number, &certificate.code.to_lowercase()).await;
    assert_eq!((real.real, real.title.as_deref()), (true, Some("法律小课堂")));
    let altered = format!("{}{}", if number.starts_with('1') { '2' } else { '1' }, &number[1..]);
    assert!(!check(&altered, &certificate.code).await.real && !check(&number, "AAAAAAAA").await.real);
    assert!(!stage.dump().await.contains(&certificate.code), "sealed");
    let erase = Erasure { household: town.household, reason: EraseReason::Asked, typed: town.household.to_string() };
    store.file_erase(&by(&town.caseworker), erase).await.expect("erased");
    assert!(!check(&number, &certificate.code).await.real);
    stage.is_clean().await;
});

on_both!(a_card_at_the_door_says_who_waits_for_a_place, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let course = posted(stage, &town, talk(stage, &town, 1)).await;
    let (second, family) = stage.family(&town.caseworker, town.home, "李家").await;
    join(stage, &town.family, course, town.household).await.expect("registered");
    let place = join(stage, &family, course, second).await.expect("waits").place;
    let card = store.card_make(&by(&town.caseworker), asked_for(second)).await.expect("a card").number;
    let session = details(stage, &town, course).await.sessions[0].id;
    stage.clock.advance(10 * DAY);
    store.course_scan(&by(&town.caseworker), ScanCard { session, card }).await.expect("read");
    for state in [PlaceState::Waiting, PlaceState::Offered] {
        let planted = format!("update course_place set state = '{}' where id = {place}", state.as_str());
        stage.plant(&planted).await;
        let adult = store.scanned_family(&town.caseworker, session, second).await.expect("shown").adults.remove(0);
        assert_eq!((adult.state, adult.place, adult.present), (Some(state), None, false));
    }
});

on_both!(files_that_end_give_their_places_up, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let course = posted(stage, &town, talk(stage, &town, 1)).await;
    let (second, family) = stage.family(&town.caseworker, town.home, "李家").await;
    let (third, _) = stage.family(&town.caseworker, town.home, "赵家").await;
    let first = join(stage, &town.family, course, town.household).await.expect("registered").place;
    let next = join(stage, &family, course, second).await.expect("waits").place;
    let last = join(stage, &town.caseworker, course, third).await.expect("waits").place;
    let closing = Closing { household: town.household, reason: CloseReason::MovedAway, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    assert_eq!((state(stage, first).await, state(stage, next).await), ("left".into(), "offered".into()));
    let member = adult(stage, second).await;
    let remove = RemoveMember { household: second, version: ANY_VERSION, member };
    store.run(&by(&town.caseworker), remove).await.expect("removed");
    assert_eq!((state(stage, next).await, state(stage, last).await), ("left".into(), "offered".into()));
    // Both files of one person have a place: one of them is given up.
    let (twin, _) = stage.family(&town.caseworker, town.home, "赵家（二）").await;
    let twice = join(stage, &town.caseworker, course, twin).await.expect("waits").place;
    let (ours, theirs) = (adult(stage, third).await, adult(stage, twin).await);
    let same = vec![(theirs, ours), (theirs + 1, 0)];
    let merging = Merging { keep: third, gone: twin, same, typed: third.to_string() };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    assert_eq!((state(stage, twice).await, state(stage, last).await), ("left".into(), "offered".into()));
    assert_eq!(stage.number(&format!("select count(*) from course_place where household = {third}")).await, 2);
    stage.is_clean().await;
});

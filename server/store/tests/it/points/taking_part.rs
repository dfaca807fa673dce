//! Points for taking part: booked with their fact and once, capped, taken back with it, and help between neighbours.

use domain::{
    DAY,
    accounts::Actor,
    casework::rounds::profile::Spoken,
    community::courses::{CourseKind, CourseTopic, NewCourse, NewSession, Presence},
    households::HouseholdId,
    points::taking_part::{HelpAnswer, HelpState, NewHelp, NewPartRule, PartKind, PartState},
    today::Work,
};
use futures::future::join_all;
use store::{
    community::courses::{attendance::MarkAttendance, places::JoinCourse, posting::PostCourse, sessions::NoteSession},
    points::{
        adjustments::{ByHand, TakePointsBack},
        taking_part::{
            help::{AnswerHelp, MakeNeighbourCode, SayHelp, WithdrawHelp},
            notes::SettlePartNote,
            rules::{SetPartRule, WithdrawPartRule},
        },
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn rule(kind: PartKind, points: i64, cap_month: i64) -> NewPartRule {
    NewPartRule { kind, points, cap_month, from: 0, until: 0 }
}

async fn set(stage: &Stage, town: &Town, rule: NewPartRule) -> i64 {
    stage.store.run(&by(&town.coordinator), SetPartRule { area: town.district, rule }).await.expect("a rule")
}

/// Registers the family for a course with this many sessions, forty minutes apart; returns its place and the sessions.
async fn joined(stage: &Stage, town: &Town, sessions: i64) -> (i64, Vec<i64>) {
    let starts = |n: i64| stage.store.now() + 10 * DAY + n * 2400;
    let session = |n| NewSession { place: "活动室".into(), starts: starts(n), minutes: 30 };
    let new = NewCourse {
        area: town.home,
        organisation: None,
        kind: CourseKind::Talk,
        topic: CourseTopic::Law,
        title: "法律小课堂".into(),
        about: String::new(),
        language: Spoken::Mandarin,
        minimum: 0,
        maximum: 9,
        opens: None,
        closes: None,
        enough: 80,
        sessions: (0..sessions).map(session).collect(),
    };
    let course = stage.store.run(&by(&town.caseworker), PostCourse(new)).await.expect("announced");
    let household = town.household;
    let member = stage.number(&format!("select min(id) from person where household = {household}")).await;
    let join = JoinCourse { course, household, member, words: String::new() };
    let place = stage.store.run(&by(&town.family), join).await.expect("registered").place;
    let details = stage.store.course(&town.caseworker, course).await.expect("a course");
    (place, details.sessions.iter().map(|session| session.id).collect())
}

async fn balance(stage: &Stage, town: &Town) -> i64 {
    stage.store.my_points(&town.family).await.expect("points").points.balance
}

async fn states(stage: &Stage, town: &Town) -> Vec<(PartState, i64)> {
    let all = stage.store.part_bookings(&town.family, town.household, 0).await.expect("bookings").items;
    all.iter().map(|one| (one.state, one.points)).collect()
}

on_both!(attendance_marked_twice_at_once_books_once_and_is_taken_back_with_it, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    set(stage, &town, rule(PartKind::Event, 5, 8)).await;
    set(stage, &town, rule(PartKind::Course, 20, 0)).await;
    let (place, sessions) = joined(stage, &town, 3).await;
    stage.clock.advance(10 * DAY);
    let marks = |session, presence| MarkAttendance { session, places: vec![place], presence };
    let tries = (0..8).map(|n| {
        let store = if n % 2 == 0 { &stage.store } else { &other };
        let mark = marks(sessions[0], Presence::There);
        let keeper = &town.caseworker;
        async move { store.run(&by(keeper), mark).await }
    });
    join_all(tries).await.into_iter().for_each(|done| done.expect("marked"));
    assert_eq!((balance(stage, &town).await, states(stage, &town).await.len()), (5, 1));
    let booked = store.part_bookings(&town.family, town.household, 0).await.expect("bookings").items.remove(0);
    assert_eq!((booked.title.as_str(), booked.rule_points, booked.version), ("法律小课堂", 5, 1));
    // The month's cap leaves 3 for the second session, nothing for the third; each fact is still listed.
    store.run(&by(&town.caseworker), marks(sessions[1], Presence::There)).await.expect("marked");
    store.run(&by(&town.caseworker), marks(sessions[2], Presence::There)).await.expect("marked");
    assert_eq!(balance(stage, &town).await, 8);
    // Taken back, marked again: the points go and come.
    store.run(&by(&town.caseworker), marks(sessions[0], Presence::TakenBack)).await.expect("taken back");
    assert_eq!(balance(stage, &town).await, 3);
    store.run(&by(&town.caseworker), marks(sessions[0], Presence::There)).await.expect("marked");
    assert_eq!(balance(stage, &town).await, 8);
    // A session that did not take place gives nothing, nor does a mark after it; with minutes the points come back.
    let note = |minutes| NoteSession { session: sessions[0], minutes };
    store.run(&by(&town.caseworker), note(0)).await.expect("not held");
    store.run(&by(&town.caseworker), marks(sessions[0], Presence::There)).await.expect("marked once more");
    assert_eq!(balance(stage, &town).await, 3);
    stage.is_clean().await;
    store.run(&by(&town.caseworker), note(30)).await.expect("held after all");
    assert_eq!(balance(stage, &town).await, 8);
    stage.is_clean().await;
    // The certificate is made by the clock, and books once on two servers.
    stage.clock.advance(3 * DAY);
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    one.and(two).expect("the clocks run");
    assert_eq!(balance(stage, &town).await, 28);
    stage.is_clean().await;
    other.close().await;
});

on_both!(points_that_are_spent_stay_and_leave_a_note_for_staff, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    set(stage, &town, rule(PartKind::Event, 5, 0)).await;
    let (place, sessions) = joined(stage, &town, 1).await;
    stage.clock.advance(10 * DAY);
    let marks = |presence| MarkAttendance { session: sessions[0], places: vec![place], presence };
    store.run(&by(&town.caseworker), marks(Presence::There)).await.expect("marked");
    let spent = ByHand { household: town.household, points: 4, reason: "兑换".into() };
    store.run(&by(&town.caseworker), TakePointsBack(spent)).await.expect("gone");
    store.run(&by(&town.caseworker), marks(Presence::TakenBack)).await.expect("taken back");
    assert_eq!(balance(stage, &town).await, 1, "nothing is taken from what is left");
    assert_eq!(states(stage, &town).await, [(PartState::Noted, 5)]);
    let today = store.today(&town.caseworker).await.expect("a list");
    assert_eq!([today.n(Work::Helps), today.n(Work::PartNotes)], [0, 1]);
    let notes = store.part_notes(&town.caseworker, 0).await.expect("notes").items;
    assert_eq!(code(store.part_notes(&town.donor, 0).await), "not_allowed");
    // Marked again before staff looked: the same points, not new ones.
    store.run(&by(&town.caseworker), marks(Presence::There)).await.expect("marked");
    assert_eq!((balance(stage, &town).await, states(stage, &town).await), (1, vec![(PartState::Booked, 5)]));
    store.run(&by(&town.caseworker), marks(Presence::TakenBack)).await.expect("taken back");
    let settle = SettlePartNote { booking: notes[0].id };
    store.run(&by(&town.caseworker), settle).await.expect("seen");
    assert_eq!(code(store.run(&by(&town.caseworker), settle).await), "wrong_state");
    stage.is_clean().await;
});

on_both!(a_rule_is_replaced_by_a_version_and_the_nearest_area_decides, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let first = set(stage, &town, rule(PartKind::Event, 5, 0)).await;
    let second = set(stage, &town, rule(PartKind::Event, 7, 0)).await;
    let all = store.part_rules(&town.coordinator, town.district).await.expect("rules");
    let seen: Vec<_> = all.iter().map(|rule| (rule.id, rule.version, rule.ended > 0)).collect();
    assert_eq!(seen, [(second, 2, false), (first, 1, true)]);
    let near = SetPartRule { area: town.home, rule: rule(PartKind::Event, 3, 0) };
    let near = store.run(&by(&town.coordinator), near).await.expect("a rule");
    let of = store.household_part_rules(&town.family, town.household).await.expect("rules");
    assert_eq!(of.iter().map(|rule| rule.id).collect::<Vec<_>>(), [near]);
    store.run(&by(&town.coordinator), WithdrawPartRule { rule: near }).await.expect("withdrawn");
    assert_eq!(code(store.run(&by(&town.coordinator), WithdrawPartRule { rule: near }).await), "wrong_state");
    let of = store.household_part_rules(&town.family, town.household).await.expect("rules");
    assert_eq!(of.iter().map(|rule| rule.id).collect::<Vec<_>>(), [second]);
    let wrong = SetPartRule { area: town.district, rule: rule(PartKind::Event, 0, -1) };
    assert_eq!(
        fields(store.run(&by(&town.coordinator), wrong).await),
        [("points", "out_of_range"), ("cap_month", "out_of_range")]
    );
    assert_eq!(code(store.run(&by(&town.caseworker), wrong).await), "not_allowed");
});

on_both!(the_version_of_the_day_of_a_fact_decides_also_when_it_is_recorded_late, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    set(stage, &town, rule(PartKind::Event, 5, 0)).await;
    let (place, sessions) = joined(stage, &town, 2).await;
    stage.clock.advance(10 * DAY);
    // A version of next month leaves the one of today in force.
    let next = NewPartRule { from: store.now() + 20 * DAY, ..rule(PartKind::Event, 7, 0) };
    set(stage, &town, next).await;
    let mark = |session| MarkAttendance { session, places: vec![place], presence: Presence::There };
    store.run(&by(&town.caseworker), mark(sessions[1])).await.expect("marked");
    assert_eq!(balance(stage, &town).await, 5);
    // The next day another one replaces both; what was the day before keeps the rule of that day.
    stage.clock.advance(DAY);
    let today = set(stage, &town, rule(PartKind::Event, 9, 0)).await;
    let of = store.household_part_rules(&town.family, town.household).await.expect("rules");
    assert_eq!(of.iter().map(|rule| rule.id).collect::<Vec<_>>(), [today]);
    store.run(&by(&town.caseworker), mark(sessions[0])).await.expect("marked late");
    assert_eq!(balance(stage, &town).await, 10);
    stage.is_clean().await;
});

async fn own_code(stage: &Stage, who: &Actor) -> String {
    stage.store.run(&by(who), MakeNeighbourCode {}).await.expect("made");
    stage.store.neighbour_code(who).await.expect("read").expect("a code")
}

async fn help(stage: &Stage, who: &Actor, code: &str) -> store::Result<i64> {
    stage.store.run(&by(who), SayHelp(NewHelp { code: code.into(), day: 0, words: "帮忙搬煤".into() })).await
}

async fn helps(stage: &Stage, who: &Actor) -> Vec<HelpState> {
    stage.store.own_helps(who).await.expect("helps").iter().map(|one| one.state).collect()
}

on_both!(a_neighbours_help_is_confirmed_by_the_other_side_once_and_lapses, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    set(stage, &town, rule(PartKind::Neighbour, 6, 0)).await;
    let (second, neighbour): (HouseholdId, Actor) = stage.family(&town.caseworker, town.home, "李家").await;
    let there = stage.town("乙").await;
    let named = own_code(stage, &neighbour).await;
    assert_eq!(fields(help(stage, &town.family, "NOSUCH00").await), [("code", "unknown")]);
    assert_eq!(fields(help(stage, &there.family, &named).await), [("code", "unknown")]);
    assert_eq!(fields(help(stage, &neighbour, &named).await), [("code", "unknown")], "its own");
    let id = help(stage, &town.family, &named).await.expect("said");
    assert!(!stage.dump().await.contains("帮忙搬煤"));
    let yes = AnswerHelp { help: id, answer: HelpAnswer::Confirm };
    assert_eq!(code(store.run(&by(&town.family), yes).await), "not_found", "not for itself");
    assert_eq!(code(store.run(&by(&there.caseworker), yes).await), "not_found");
    let answers = [&neighbour, &town.caseworker].map(|who| async move { store.run(&by(who), yes).await });
    let done: Vec<_> = join_all(answers).await.into_iter().map(|done| done.is_ok()).collect();
    assert_eq!(done.iter().filter(|done| **done).count(), 1, "one of both answers counts");
    assert_eq!(balance(stage, &town).await, 6);
    // Withdrawn, refused, and lapsed without an answer: no points.
    let id = help(stage, &town.family, &named).await.expect("said");
    store.run(&by(&town.family), WithdrawHelp { help: id }).await.expect("withdrawn");
    let id = help(stage, &town.family, &named).await.expect("said");
    let no = AnswerHelp { help: id, answer: HelpAnswer::Refuse };
    store.run(&by(&neighbour), no).await.expect("refused");
    for _ in 0..5 {
        help(stage, &town.family, &named).await.expect("said");
    }
    assert_eq!(code(help(stage, &town.family, &named).await), "helps_waiting");
    let today = store.today(&town.caseworker).await.expect("a list");
    assert_eq!([today.n(Work::Helps), today.n(Work::PartNotes)], [5, 0]);
    stage.clock.advance(15 * DAY);
    assert_eq!(store.run_clocks().await.expect("runs").helps_lapsed, 5);
    let states = helps(stage, &town.family).await;
    assert_eq!(states.iter().filter(|state| **state == HelpState::Lapsed).count(), 5);
    assert_eq!((balance(stage, &town).await, states.len()), (6, 8));
    assert_eq!(stage.number(&format!("select count(*) from neighbour_help where helped = {second}")).await, 8);
    stage.is_clean().await;
});

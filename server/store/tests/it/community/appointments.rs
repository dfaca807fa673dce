//! The service desk: the last place of a time under a race, moving, who came, and questions that climb.

use domain::{
    DAY,
    accounts::Actor,
    casework::{CloseReason, Closing, Merging},
    community::appointments::{
        AppointmentMark, AppointmentState, NewSlot, SlotId, SlotKind,
        questions::{AnswerVerdict, NewQuestion, QuestionClass, QuestionId, QuestionState},
    },
    households::HouseholdId,
    notifications::NoticeKind,
    today::Work,
};
use futures::future::join_all;
use store::{
    casework::file::{close::CloseFile, merge::MergeFiles},
    community::{
        appointments::{
            booking::{BookSlot, CancelAppointment, MoveAppointment},
            slots::{CancelSlot, MarkAppointment, OpenSlot},
            views::AppointmentQuery,
        },
        questions::{
            answers::AnswerQuestion,
            asking::{AskQuestion, JudgeAnswer, WithdrawQuestion},
            views::QuestionQuery,
        },
    },
    ops::undo::TakeBack,
};

use crate::support::{Stage, Town, by, code, fields, on_both, unique};

const HOUR: i64 = 3600;

/// Adds a service of the town's union.
pub async fn service(stage: &Stage, town: &Town) -> i64 {
    let (union, name) = (town.union, format!("法律咨询{}", unique()));
    let insert = format!(
        "insert into service (organisation, name, class, capacity, said, open, created)
         values ({union}, '{name}', 'hours24', 'open', 1, true, 1)"
    );
    stage.plant(&insert).await;
    stage.number("select max(id) from service").await
}

pub async fn open(stage: &Stage, town: &Town, service: i64, ahead: i64, places: i64) -> SlotId {
    let starts = stage.store.now() + ahead;
    let new = NewSlot {
        area: town.district,
        service,
        kind: SlotKind::Place,
        place: "便民大厅".into(),
        starts,
        ends: starts + 2 * HOUR,
        places,
    };
    stage.store.run(&by(&town.coordinator), OpenSlot(new)).await.expect("a time")
}

/// Opens a time with many places in two days.
pub async fn slot(stage: &Stage, town: &Town) -> SlotId {
    let service = service(stage, town).await;
    open(stage, town, service, 2 * DAY, 20).await
}

async fn book(stage: &Stage, who: &Actor, slot: SlotId, household: HouseholdId) -> store::Result<i64> {
    stage.store.run(&by(who), BookSlot { slot, household, person: None }).await
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

async fn ask(stage: &Stage, who: &Actor, class: QuestionClass) -> QuestionId {
    let new = NewQuestion { service: None, class, words: "医保怎么报".into() };
    stage.store.run(&by(who), AskQuestion(new)).await.expect("asked")
}

on_both!(of_many_families_as_many_get_a_time_as_it_has_places, |stage| {
    let town = stage.town("甲").await;
    let service = service(stage, &town).await;
    let slot = open(stage, &town, service, 2 * DAY, 3).await;
    let mut homes = Vec::new();
    for n in 0..8 {
        homes.push(stage.family(&town.caseworker, town.home, &format!("李家{n}")).await);
    }
    let tries = homes.iter().map(|(household, family)| book(stage, family, slot, *household));
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 3);
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "slot_full");
    }
    stage.is_clean().await;
    let there = stage.town("乙").await;
    let other = open(stage, &there, self::service(stage, &there).await, DAY, 3).await;
    assert_eq!(code(book(stage, &town.family, other, town.household).await), "not_found");
    assert_eq!(code(book(stage, &there.family, other, town.household).await), "not_allowed");
    assert!(stage.store.free_slots(&town.family, town.household).await.expect("times").is_empty(), "full");
});

on_both!(a_time_is_moved_cancelled_and_reminded_and_staff_say_who_came, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let service = service(stage, &town).await;
    let (first, second) =
        (open(stage, &town, service, 2 * DAY, 1).await, open(stage, &town, service, 3 * DAY, 1).await);
    let child = stage.number(&format!("select max(id) from person where household = {}", town.household)).await;
    let wrong = BookSlot { slot: first, household: town.household, person: Some(999_999) };
    assert_eq!(fields(store.run(&by(&town.family), wrong).await), [("person", "unknown")]);
    let new = BookSlot { person: Some(child), ..wrong };
    let id = store.run(&by(&town.caseworker), new).await.expect("booked");
    assert_eq!(told(stage, &town.family, NoticeKind::AppointmentBooked).await, 1);
    let id = store.run(&by(&town.family), MoveAppointment { appointment: id, slot: second }).await.expect("moved");
    assert_eq!(stage.number(&format!("select taken from slot where id = {first}")).await, 0);
    let third = open(stage, &town, self::service(stage, &town).await, 3 * DAY, 1).await;
    let other = MoveAppointment { appointment: id, slot: third };
    assert_eq!(fields(store.run(&by(&town.family), other).await), [("slot", "unknown")]);
    assert_eq!(code(store.run(&by(&town.donor), CancelAppointment { appointment: id }).await), "not_found");
    stage.is_clean().await;
    stage.clock.advance(2 * DAY + HOUR);
    store.run_clocks().await.expect("the clocks run");
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(told(stage, &town.family, NoticeKind::AppointmentSoon).await, 1, "reminded once");
    let came = MarkAppointment { appointment: id, mark: AppointmentMark::Came };
    assert_eq!(code(store.run(&by(&town.caseworker), came).await), "too_soon");
    stage.clock.advance(DAY);
    assert_eq!(store.today(&town.caseworker).await.expect("a list").n(Work::Appointments), 0, "not over yet");
    assert_eq!(code(store.run(&by(&town.family), CancelAppointment { appointment: id }).await), "too_late");
    store.run(&by(&town.caseworker), came).await.expect("said");
    let figures = store.service_figures(&town.coordinator, 0).await.expect("figures");
    assert_eq!((figures.len(), figures[0].came, figures[0].people), (1, 1, 1));
    let query = AppointmentQuery { service, state: Some(AppointmentState::Came), ..AppointmentQuery::default() };
    let rows = store.appointments(&town.coordinator, &query).await.expect("rows").items;
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id], "each number opens its rows");
    stage.is_clean().await;
});

on_both!(a_cancelled_time_tells_its_families_and_a_closed_or_merged_file_gives_places_back, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let service = service(stage, &town).await;
    let slot = open(stage, &town, service, 2 * DAY, 5).await;
    let (household, family) = stage.family(&town.caseworker, town.home, "李家").await;
    let (gone, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    for home in [town.household, household, gone] {
        book(stage, &town.caseworker, slot, home).await.expect("booked");
    }
    let people: Vec<i64> = {
        let first = stage.number(&format!("select min(id) from person where household = {gone}")).await;
        vec![first, first + 1]
    };
    let same = people.iter().map(|id| (*id, 0)).collect();
    let merging = Merging { keep: town.household, gone, same, typed: town.household.to_string() };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    assert_eq!(stage.number(&format!("select taken from slot where id = {slot}")).await, 2, "booked once");
    let closing = Closing { household, reason: CloseReason::Other, words: "搬走了".into() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    assert_eq!(stage.number(&format!("select taken from slot where id = {slot}")).await, 1);
    stage.is_clean().await;
    let cancel = CancelSlot { slot, reason: "律师有事".into() };
    assert_eq!(code(store.run(&by(&family), cancel.clone()).await), "not_allowed");
    store.run(&by(&town.coordinator), cancel).await.expect("cancelled");
    assert_eq!(told(stage, &town.family, NoticeKind::AppointmentCancelled).await, 1);
    stage.is_clean().await;
});

on_both!(a_question_is_due_by_its_class_and_climbs_with_a_name, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let there = stage.town("乙").await;
    let id = ask(stage, &town.family, QuestionClass::Hours2).await;
    let seen = store.question(&town.family, id).await.expect("its own");
    assert_eq!((seen.due, seen.in_charge), (Some(seen.asked + 2 * HOUR), Some(town.caseworker.account)));
    assert_eq!(told(stage, &town.caseworker, NoticeKind::QuestionAsked).await, 1);
    for stranger in [&there.caseworker, &town.donor] {
        assert_eq!(code(store.question(stranger, id).await), "not_found");
        let answer = AnswerQuestion { question: id, words: "可以".into() };
        assert_eq!(code(store.run(&by(stranger), answer).await), "not_found");
    }
    assert_eq!(store.question(&town.auditor, id).await.expect("audited").words, "", "without its words");
    stage.clock.advance(3 * HOUR);
    let other = stage.another().await;
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(one.expect("runs").desk + two.expect("runs").desk, 1, "once on two servers");
    let seen = store.question(&town.caseworker, id).await.expect("of its area");
    assert!(seen.is_late && seen.in_charge == Some(town.coordinator.account) && !seen.charge_name.is_empty());
    assert_eq!(told(stage, &town.coordinator, NoticeKind::QuestionLate).await, 1);
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(Work::Questions), 1);
    for _ in 0..4 {
        ask(stage, &town.family, QuestionClass::Days7).await;
    }
    let sixth = NewQuestion { service: None, class: QuestionClass::Days7, words: "还有".into() };
    assert_eq!(code(store.run(&by(&town.family), AskQuestion(sixth)).await), "desk_limit");
    store.run(&by(&town.family), WithdrawQuestion { question: id }).await.expect("taken back");
    assert_eq!(code(store.run(&by(&town.donor), WithdrawQuestion { question: id }).await), "not_found");
    stage.is_clean().await;
    other.close().await;
});

on_both!(a_no_opens_a_question_once_for_another_person, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let second = stage.caseworker_of(&town, town.district).await;
    let id = ask(stage, &town.family, QuestionClass::Hours24).await;
    let answer = |words: &str| AnswerQuestion { question: id, words: words.into() };
    store.run(&by(&town.caseworker), answer("带身份证来")).await.expect("answered");
    assert_eq!(told(stage, &town.family, NoticeKind::QuestionAnswered).await, 1);
    let judge = |verdict| JudgeAnswer { question: id, verdict };
    assert_eq!(code(store.run(&by(&town.caseworker), judge(AnswerVerdict::Helped)).await), "not_found");
    store.run(&by(&town.family), judge(AnswerVerdict::NotHelped)).await.expect("said");
    let again = store.question(&second, id).await.expect("of its area");
    assert!(again.is_again && again.in_charge == Some(second.account) && again.may_answer);
    assert_eq!(code(store.run(&by(&town.caseworker), answer("一样")).await), "second_person");
    store.run(&by(&second), answer("我陪您去")).await.expect("answered");
    store.run(&by(&town.family), judge(AnswerVerdict::NotHelped)).await.expect("said");
    let over = store.question(&town.family, id).await.expect("its own");
    assert_eq!((over.state, over.due), (QuestionState::Unhelped, None));
    assert_eq!(code(store.run(&by(&town.family), judge(AnswerVerdict::Helped)).await), "wrong_state");

    // An asker who says nothing: the clock ends it.
    let quiet = ask(stage, &town.donor, QuestionClass::Days7).await;
    let staff = store.question(&town.donor, quiet).await.expect("its own");
    // None answers for the whole city, so its first area with a coordinator does.
    assert!(staff.household.is_none() && staff.in_charge.is_some());
    let root = stage.coordinator_of(&town, town.root).await;
    store.run(&by(&root), AnswerQuestion { question: quiet, words: "周三开门".into() }).await.expect("answered");
    stage.clock.advance(15 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(store.question(&town.donor, quiet).await.expect("its own").state, QuestionState::Closed);
    let answered = QuestionQuery { answered: true, ..QuestionQuery::default() };
    assert_eq!(store.questions(&root, &answered).await.expect("a list").items.len(), 2);
    let figures = store.service_figures(&root, 0).await.expect("figures");
    assert_eq!((figures.len(), figures[0].service, figures[0].answered), (1, None, 2));
    stage.is_clean().await;
});

on_both!(a_question_without_an_answerer_reaches_auditors_and_ends_with_words, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    stage.plant("delete from role_grant where role in ('caseworker', 'coordinator')").await;
    let id = ask(stage, &town.family, QuestionClass::Hours24).await;
    let charge = async || store.question(&town.family, id).await.expect("its own").in_charge;
    assert_eq!(charge().await, None, "the caseworker of its file works there no more");
    assert_eq!(told(stage, &town.auditor, NoticeKind::QuestionAsked).await, 1);
    // As soon as there is one, it has an owner, who is told each day and not each hour.
    let keeper = stage.coordinator_of(&town, town.district).await;
    stage.clock.advance(2 * DAY);
    store.run_clocks().await.expect("runs");
    assert_eq!(charge().await, Some(keeper.account));
    for _ in 0..2 {
        stage.clock.advance(2 * DAY);
        store.run_clocks().await.expect("runs");
        store.run_clocks().await.expect("runs");
    }
    assert_eq!((charge().await, told(stage, &keeper, NoticeKind::QuestionLate).await), (Some(keeper.account), 3));
    stage.clock.advance(30 * DAY);
    store.run_clocks().await.expect("runs");
    let over = store.question(&town.family, id).await.expect("its own");
    assert_eq!((over.state, over.answered, over.due), (QuestionState::Closed, None, None));
    assert_eq!(told(stage, &town.family, NoticeKind::QuestionUnanswered).await, 1);
    let late = AnswerQuestion { question: id, words: "可以".into() };
    assert_eq!(code(store.run(&by(&keeper), late).await), "wrong_state");
});

on_both!(a_cancelled_appointment_comes_back_while_there_is_a_place, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let service = service(stage, &town).await;
    let slot = open(stage, &town, service, 2 * DAY, 1).await;
    let id = book(stage, &town.family, slot, town.household).await.expect("booked");
    let cancel = CancelAppointment { appointment: id };
    let undo = async || TakeBack { undo: store.undos(&town.family).await.expect("a list")[0].id };
    store.run(&by(&town.family), cancel).await.expect("cancelled");
    store.run(&by(&town.family), undo().await).await.expect("taken back");
    assert_eq!(stage.number("select taken from slot").await, 1);
    store.run(&by(&town.family), cancel).await.expect("cancelled");
    let (household, other) = stage.family(&town.caseworker, town.home, "李家").await;
    let (back, booked) = (undo().await, by(&town.family));
    let (back, booked) = tokio::join!(store.run(&booked, back), book(stage, &other, slot, household));
    assert_ne!(back.is_ok(), booked.is_ok(), "one place");
    assert_eq!(stage.number("select taken from slot").await, 1);
    stage.is_clean().await;
});

on_both!(a_cancelled_appointment_comes_back_within_the_limit_of_its_household, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let service = service(stage, &town).await;
    let slot = open(stage, &town, service, 2 * DAY, 1).await;
    let appointment = book(stage, &town.family, slot, town.household).await.expect("booked");
    store.run(&by(&town.family), CancelAppointment { appointment }).await.expect("cancelled");
    let undo = store.undos(&town.family).await.expect("a list")[0].id;
    for day in 3..11 {
        let slot = open(stage, &town, service, day * DAY, 1).await;
        book(stage, &town.family, slot, town.household).await.expect("booked");
    }
    assert_eq!(code(store.run(&by(&town.family), TakeBack { undo }).await), "desk_limit");
    assert_eq!(stage.number(&format!("select taken from slot where id = {slot}")).await, 0);
});

on_both!(no_person_is_booked_twice_for_one_time, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let slot = slot(stage, &town).await;
    let child = stage.number(&format!("select max(id) from person where household = {}", town.household)).await;
    let whole = BookSlot { slot, household: town.household, person: None };
    let member = BookSlot { person: Some(child), ..whole };
    let appointment = store.run(&by(&town.family), member).await.expect("booked");
    assert_eq!(code(store.run(&by(&town.family), whole).await), "wrong_state");
    store.run(&by(&town.family), CancelAppointment { appointment }).await.expect("cancelled");
    let undo = store.undos(&town.family).await.expect("a list")[0].id;
    store.run(&by(&town.family), whole).await.expect("booked");
    assert_eq!(code(store.run(&by(&town.family), member).await), "wrong_state");
    assert_eq!(code(store.run(&by(&town.family), TakeBack { undo }).await), "wrong_state");
    assert_eq!(stage.number(&format!("select taken from slot where id = {slot}")).await, 1);
});

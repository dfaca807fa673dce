//! Shifts: the last place under a race, the line that moves up, clashes, hours, and lists of homes.

use domain::{
    DAY,
    accounts::{Actor, Role},
    casework::{CloseReason, Closing, findings::NeedKind},
    community::shifts::{
        CheckStep, NewShift, PlaceMark, ShiftId, ShiftKind, ShiftPlaceState, ShiftState,
        tasks::{NewTasks, TaskKind, TaskState, Tick, TickOutcome},
    },
    households::reveals::RevealReason,
    notifications::NoticeKind,
    today::Work,
};
use futures::future::join_all;
use store::{
    Store,
    casework::file::close::CloseFile,
    community::shifts::{
        attendance::{CheckAtPlace, MarkPlace, TypeMinutes},
        doors::{RevealTask, TickTask},
        feed::EndFeed,
        lifecycle::{CancelShift, ChangePlaces, OpenShift},
        sign_up::{LeaveShift, SignUp},
        tasks::{AddTasks, MoveTask, SettleTask},
        views::ShiftList,
    },
    ops::undo::TakeBack,
};

use crate::support::{PASSWORD, Stage, Town, by, code, donors, fields, on_both};

const HOUR: i64 = 3600;

fn shift(town: &Town, starts: i64, places: i64) -> NewShift {
    NewShift {
        area: town.district,
        kind: ShiftKind::Deliver,
        name: "31 户送煤".into(),
        place: "社区门口".into(),
        starts,
        ends: starts + 3 * HOUR,
        places,
        opens_before: 200,
        closes_before: 1,
        leave_before: 3,
        reveal_before: 2,
    }
}

async fn open(stage: &Stage, town: &Town, ahead: i64, places: i64) -> ShiftId {
    let new = shift(town, stage.store.now() + ahead, places);
    stage.store.run(&by(&town.coordinator), OpenShift(new)).await.expect("a shift")
}

async fn join(stage: &Stage, who: &Actor, shift: ShiftId) -> store::Result<ShiftPlaceState> {
    stage.store.run(&by(who), SignUp { shift }).await
}

async fn own_state(stage: &Stage, who: &Actor, shift: ShiftId) -> Option<ShiftPlaceState> {
    stage.store.shift(who, shift).await.expect("a shift").shift.own.map(|own| own.state)
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

async fn run_clocks(stage: &Stage) -> i64 {
    stage.store.run_clocks().await.expect("the clocks run").shifts
}

on_both!(of_two_hundred_who_sign_up_on_three_servers_as_many_are_on_it_as_it_has_places, |stage| {
    let town = stage.town("甲").await;
    let others = [stage.another().await, stage.another().await];
    let servers: [&Store; 3] = [&stage.store, &others[0], &others[1]];
    let id = open(stage, &town, 2 * DAY, 3).await;
    let people = donors(stage, &town, 200).await;
    let tries = people
        .iter()
        .zip(servers.iter().cycle())
        .map(|(who, server)| async move { server.run(&by(who), SignUp { shift: id }).await });
    let done: Vec<_> = join_all(tries).await.into_iter().map(|done| done.expect("signed up")).collect();
    assert_eq!(done.iter().filter(|state| **state == ShiftPlaceState::On).count(), 3);
    assert_eq!(done.iter().filter(|state| **state == ShiftPlaceState::Standby).count(), 197);
    stage.is_clean().await;
    // All three leave at once, each on every server: three of the line move up, each is told once.
    let on = people.iter().zip(&done).filter(|(_, state)| **state == ShiftPlaceState::On);
    let leaves = on.flat_map(|(who, _)| servers.map(|server| (who, server)));
    let leaves = leaves.map(|(who, server)| async move { server.run(&by(who), LeaveShift { shift: id }).await });
    assert_eq!(join_all(leaves).await.into_iter().filter(Result::is_ok).count(), 3);
    assert_eq!(stage.number("select count(*) from shift_place where state = 'on'").await, 3);
    assert_eq!(stage.number("select taken from shift").await, 3);
    let delivered = join_all(servers.map(Store::deliver_all)).await;
    assert!(delivered.iter().all(Result::is_ok), "{delivered:?}");
    let told = format!("from notice where kind = '{}'", NoticeKind::ShiftPlaceFree.as_str());
    assert_eq!(stage.number(&format!("select count(*) {told}")).await, 3);
    assert_eq!(stage.number(&format!("select count(distinct account) {told}")).await, 3);
    // A larger shift takes more of the line.
    stage.store.run(&by(&town.coordinator), ChangePlaces { shift: id, places: 5 }).await.expect("changed");
    assert_eq!(stage.number("select count(*) from shift_place where state = 'on'").await, 5);
    let few = ChangePlaces { shift: id, places: 4 };
    assert_eq!(fields(stage.store.run(&by(&town.coordinator), few).await), [("places", "out_of_range")]);
    stage.is_clean().await;
    for other in others {
        other.close().await;
    }
});

on_both!(times_limits_and_other_shifts_refuse_and_are_said_before, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let there = stage.town("乙").await;
    let early = NewShift { opens_before: 24, ..shift(&town, store.now() + 3 * DAY, 2) };
    let early = store.run(&by(&town.caseworker), OpenShift(early)).await.expect("a shift");
    assert_eq!(code(join(stage, &town.donor, early).await), "too_soon");
    assert_eq!(
        store.shift(&town.donor, early).await.expect("a shift").refused.map(|code| code.as_str()),
        Some("too_soon")
    );
    let id = open(stage, &town, 2 * DAY, 1).await;
    let clash = open(stage, &town, 2 * DAY + HOUR, 1).await;
    let after = open(stage, &town, 2 * DAY + 3 * HOUR, 1).await;
    assert_eq!(code(join(stage, &there.donor, id).await), "not_found");
    assert_eq!(code(join(stage, &town.family, id).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.donor), OpenShift(shift(&town, store.now() + DAY, 1))).await), "not_allowed");
    join(stage, &town.donor, id).await.expect("signed up");
    assert_eq!(join(stage, &town.donor, id).await.expect("already"), ShiftPlaceState::On);
    assert_eq!(code(join(stage, &town.donor, clash).await), "shift_clash");
    let seen = store.shift(&town.donor, clash).await.expect("a shift");
    assert_eq!(seen.clash.map(|other| other.id), Some(id), "says which");
    join(stage, &town.donor, after).await.expect("the next one begins when this one ends");
    // Two requests for two shifts at one time: one is refused.
    let other = stage.newcomer(&town).await;
    let (one, two) = tokio::join!(join(stage, &other, early), join(stage, &other, clash));
    assert!(one.is_err() && two.is_ok(), "sign-up of the first opens later");
    let twin = open(stage, &town, 2 * DAY + HOUR, 5).await;
    let third = stage.newcomer(&town).await;
    let (one, two) = tokio::join!(join(stage, &third, twin), join(stage, &third, id));
    assert_eq!([one.is_ok(), two.is_ok()].into_iter().filter(|ok| *ok).count(), 1);
    // Leaving: until three hours before.
    stage.clock.advance(2 * DAY - 2 * HOUR);
    assert_eq!(code(store.run(&by(&town.donor), LeaveShift { shift: id }).await), "too_late");
    assert_eq!(code(store.run(&by(&town.auditor), LeaveShift { shift: id }).await), "not_found");
    stage.is_clean().await;
});

on_both!(a_popular_shift_is_for_those_who_served_least_recently_first, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    for _ in 0..2 {
        let id = open(stage, &town, DAY, 1).await;
        join(stage, &town.donor, id).await.expect("signed up");
        stage.clock.advance(DAY + 6 * HOUR);
        assert!(run_clocks(stage).await > 0);
        assert_eq!(store.shift(&town.donor, id).await.expect("a shift").shift.state, ShiftState::Over);
    }
    let id = open(stage, &town, 8 * DAY, 5).await;
    let popular = store.shift(&town.donor, id).await.expect("a shift");
    assert!(popular.shift.first_until.is_some());
    assert_eq!(code(join(stage, &town.donor, id).await), "served_lately");
    let other = stage.newcomer(&town).await;
    join(stage, &other, id).await.expect("has not served");
    stage.clock.advance(DAY + HOUR);
    join(stage, &town.donor, id).await.expect("the first day is over");
    stage.is_clean().await;
});

on_both!(a_cancelled_shift_tells_all_at_once_and_its_feed_says_so, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let id = open(stage, &town, 3 * DAY, 1).await;
    let second = stage.newcomer(&town).await;
    join(stage, &town.donor, id).await.expect("signed up");
    assert_eq!(join(stage, &second, id).await.expect("in the line"), ShiftPlaceState::Standby);
    let token = store.shift_feed_make(&by(&town.donor)).await.expect("an address");
    let feed = store.shift_feed(&token, "1.2.3.4").await.expect("a feed");
    assert_eq!(feed.iter().map(|entry| (entry.shift, entry.is_cancelled)).collect::<Vec<_>>(), [(id, false)]);
    stage.clock.advance(2 * DAY + HOUR);
    run_clocks(stage).await;
    run_clocks(stage).await;
    assert_eq!(told(stage, &town.donor, NoticeKind::ShiftSoon).await, 1, "reminded once");
    let cancel = CancelShift { shift: id, reason: "大雪封路".into() };
    assert_eq!(code(store.run(&by(&town.donor), cancel.clone()).await), "not_allowed");
    store.run(&by(&town.coordinator), cancel.clone()).await.expect("cancelled");
    assert_eq!(code(store.run(&by(&town.coordinator), cancel.clone()).await), "wrong_state");
    // A slip: taken back, all are told once and are where they were.
    let back = TakeBack { undo: store.undos(&town.coordinator).await.expect("acts")[0].id };
    store.run(&by(&town.coordinator), back).await.expect("taken back");
    assert_eq!(code(store.run(&by(&town.coordinator), back).await), "wrong_state");
    for (who, was) in [(&town.donor, ShiftPlaceState::On), (&second, ShiftPlaceState::Standby)] {
        assert_eq!((told(stage, who, NoticeKind::ShiftRevived).await, own_state(stage, who, id).await), (1, Some(was)));
    }
    let on = store.shift(&town.donor, id).await.expect("a shift").shift;
    assert_eq!((on.state, on.taken), (ShiftState::Open, 1));
    store.run(&by(&town.coordinator), cancel).await.expect("cancelled anew");
    for who in [&town.donor, &second] {
        assert_eq!(told(stage, who, NoticeKind::ShiftCancelled).await, 2);
        assert_eq!(own_state(stage, who, id).await, Some(ShiftPlaceState::Cancelled));
    }
    let feed = store.shift_feed(&token, "1.2.3.4").await.expect("a feed");
    assert!(feed[0].is_cancelled);
    // A new address ends the old one; a new password and a closed account end it, too.
    let renewed = store.shift_feed_make(&by(&town.donor)).await.expect("an address");
    assert_eq!(code(store.shift_feed(&token, "1.2.3.4").await), "not_found");
    assert!(store.shift_feed(&renewed, "1.2.3.4").await.is_ok());
    store.change_password(&by(&town.donor), PASSWORD, "a better horse 9").await.expect("changed");
    assert_eq!(code(store.shift_feed(&renewed, "1.2.3.4").await), "not_found");
    assert!(!store.has_shift_feed(&town.donor).await.expect("read"));
    let last = store.shift_feed_make(&by(&town.donor)).await.expect("an address");
    store.run(&by(&town.donor), EndFeed).await.expect("ended");
    assert_eq!(code(store.shift_feed(&last, "1.2.3.4").await), "not_found");
    stage.is_clean().await;
});

on_both!(hours_come_from_the_place_and_typed_ones_are_apart, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let id = open(stage, &town, DAY, 3).await;
    let second = stage.newcomer(&town).await;
    for who in [&town.donor, &second, &town.coordinator] {
        join(stage, who, id).await.expect("signed up");
    }
    let code_of_place = store.shift(&town.coordinator, id).await.expect("a shift").code.expect("a code");
    assert_eq!(store.shift(&town.donor, id).await.expect("a shift").code, None);
    let check = |step, code: &str| CheckAtPlace { shift: id, step, code: code.into() };
    assert_eq!(code(store.run(&by(&town.donor), check(CheckStep::In, &code_of_place)).await), "too_soon");
    stage.clock.advance(DAY);
    assert_eq!(fields(store.run(&by(&town.donor), check(CheckStep::In, "x")).await), [("code", "unknown")]);
    assert_eq!(code(store.run(&by(&town.donor), check(CheckStep::Out, &code_of_place)).await), "wrong_state");
    store.run(&by(&town.donor), check(CheckStep::In, &code_of_place)).await.expect("in");
    stage.clock.advance(90 * 60);
    store.run(&by(&town.donor), check(CheckStep::Out, &code_of_place)).await.expect("out");
    let people = store.shift_people(&town.coordinator, id).await.expect("people");
    let place = |who: &Actor| people.iter().find(|one| one.account == who.account).expect("on it").place.place;
    let absent = MarkPlace { place: place(&second), mark: PlaceMark::Absent };
    assert_eq!(code(store.run(&by(&town.coordinator), absent).await), "too_soon", "after the shift only");
    stage.clock.advance(3 * HOUR);
    store.run(&by(&town.coordinator), absent).await.expect("marked");
    assert_eq!(own_state(stage, &second, id).await, Some(ShiftPlaceState::Absent));
    store
        .run(&by(&town.coordinator), MarkPlace { place: place(&second), mark: PlaceMark::Present })
        .await
        .expect("a mistake");
    let typed = TypeMinutes { place: place(&second), minutes: 120 };
    store.run(&by(&town.coordinator), typed).await.expect("typed");
    let own = TypeMinutes { place: place(&town.coordinator), minutes: 120 };
    assert_eq!(code(store.run(&by(&town.coordinator), own).await), "second_person");
    let hours = store.my_hours(&town.donor).await.expect("hours");
    assert_eq!((hours.shifts, hours.minutes, hours.typed), (1, 90, 0));
    let hours = store.my_hours(&second).await.expect("hours");
    assert_eq!((hours.shifts, hours.minutes, hours.typed), (1, 0, 120));
    let rows = store.export_shifts(&by(&town.coordinator), 0).await.expect("rows");
    assert_eq!(rows.iter().map(|row| (row.minutes, row.typed)).collect::<Vec<_>>(), [(90, 0), (0, 120), (0, 0)]);
    stage.is_clean().await;
});

on_both!(a_list_of_homes_shows_what_its_shift_needs_and_only_in_its_time, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let id = open(stage, &town, DAY, 3).await;
    let mut homes = vec![town.household];
    for n in 0..3 {
        homes.push(stage.family(&town.caseworker, town.home, &format!("李家{n}")).await.0);
    }
    let new = NewTasks { households: homes.clone(), kind: TaskKind::Deliver, words: "两袋煤".into(), agreed: true };
    assert_eq!(code(store.run(&by(&town.coordinator), AddTasks { shift: id, new: new.clone() }).await), "not_allowed");
    let unasked = AddTasks { shift: id, new: NewTasks { agreed: false, ..new.clone() } };
    assert_eq!(fields(store.run(&by(&town.caseworker), unasked).await), [("agreed", "required")]);
    let add = || AddTasks { shift: id, new: new.clone() };
    assert_eq!(store.run(&by(&town.caseworker), add()).await.expect("added"), 4);
    assert_eq!(store.run(&by(&town.caseworker), add()).await.expect("added"), 0, "each home once");
    assert_eq!(code(store.shift_tasks(&town.donor, id).await), "not_found");
    join(stage, &town.donor, id).await.expect("signed up");
    for who in [&town.coordinator, &town.caseworker] {
        join(stage, who, id).await.expect("signed up");
    }
    let tasks = store.shift_tasks(&town.donor, id).await.expect("by alias");
    assert!(tasks.iter().all(|task| task.household.is_none() && task.words.is_empty() && task.address.is_none()));
    let first = tasks[0].id;
    assert_eq!(code(store.run(&by(&town.donor), RevealTask { task: first }).await), "too_soon");
    stage.clock.advance(DAY - HOUR);
    assert_eq!(store.shift_tasks(&town.donor, id).await.expect("by alias")[0].words, "两袋煤");
    let other = stage.newcomer(&town).await;
    assert_eq!(code(store.run(&by(&other), RevealTask { task: first }).await), "not_found");
    store.run(&by(&town.donor), RevealTask { task: first }).await.expect("revealed");
    let tasks = store.shift_tasks(&town.donor, id).await.expect("by alias");
    assert_eq!(tasks[0].address.as_deref(), Some("幸福里 2 号"));
    assert_eq!(tasks[1].address, None);
    for who in [&town.coordinator, &town.caseworker] {
        store.run(&by(who), RevealTask { task: first }).await.expect("revealed");
    }
    let sees = store.household(&town.caseworker, town.household).await.expect("masked").0;
    assert_ne!(sees.address, "幸福里 2 号", "the address of a task, and not the file");
    let log = store.my_openings(&town.family, 0).await.expect("its log").items;
    let log: Vec<_> = log.iter().rev().map(|one| (one.role, one.reason)).collect();
    let shift = RevealReason::Shift;
    let roles = [Role::Donor, Role::Coordinator, Role::Caseworker].map(|role| (role, shift));
    assert_eq!(log, roles, "the family reads who it was");

    let tick = |task: i64, outcome, need| TickTask { task, tick: Tick { outcome, need, words: "漏雨".into() } };
    store.run(&by(&town.donor), tick(tasks[0].id, TickOutcome::Done, None)).await.expect("ticked");
    assert_eq!(code(store.run(&by(&town.donor), tick(tasks[0].id, TickOutcome::Done, None)).await), "wrong_state");
    store.run(&by(&town.donor), tick(tasks[1].id, TickOutcome::NotThere, None)).await.expect("ticked");
    let need = tick(tasks[2].id, TickOutcome::Need, Some(NeedKind::Housing));
    store.run(&by(&town.donor), need).await.expect("ticked");
    let found = "select count(*) from finding f join household h on h.id = f.household
         where f.need = 'housing' and (f.owner = 0 or f.owner = h.caseworker or f.owner <> f.created_by)";
    assert_eq!(stage.number(found).await, 1, "its caseworker sees to it");

    // After the shift nothing shows, and what is left over goes back.
    stage.clock.advance(7 * HOUR);
    run_clocks(stage).await;
    let tasks = store.shift_tasks(&town.donor, id).await.expect("by alias");
    assert!(tasks.iter().all(|task| task.words.is_empty() && task.address.is_none()));
    let states: Vec<_> = tasks.iter().map(|task| task.state).collect();
    assert_eq!(states, [TaskState::Done, TaskState::Back, TaskState::Need, TaskState::Back]);
    assert_eq!(code(store.run(&by(&town.donor), RevealTask { task: tasks[1].id }).await), "wrong_state");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::ShiftTasksBack).await, 1);
    assert_eq!(store.today(&town.caseworker).await.expect("a list").n(Work::ShiftTasks), 2);
    stage.is_clean().await;

    let next = open(stage, &town, DAY, 2).await;
    store.run(&by(&town.caseworker), MoveTask { task: tasks[1].id, shift: next }).await.expect("moved");
    assert_eq!(code(store.run(&by(&town.coordinator), SettleTask { task: tasks[3].id }).await), "not_allowed");
    stage.clock.advance(8 * DAY);
    run_clocks(stage).await;
    assert_eq!(told(stage, &town.coordinator, NoticeKind::ShiftTasksLate).await, 1);
    store.run(&by(&town.caseworker), SettleTask { task: tasks[3].id }).await.expect("settled");
    stage.is_clean().await;
});

on_both!(a_closed_file_leaves_the_lists_and_a_closed_account_its_place, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let new = NewTasks { households: vec![town.household], kind: TaskKind::Look, words: String::new(), agreed: true };
    // A cancelled shift that is taken back has its tasks again, unless a caseworker has decided about one.
    let off = open(stage, &town, 2 * DAY, 1).await;
    store.run(&by(&town.caseworker), AddTasks { shift: off, new: new.clone() }).await.expect("added");
    let task = store.shift_tasks(&town.caseworker, off).await.expect("tasks")[0].id;
    let cancel = CancelShift { shift: off, reason: "大雪封路".into() };
    for settled in [false, true] {
        store.run(&by(&town.coordinator), cancel.clone()).await.expect("cancelled");
        if settled {
            store.run(&by(&town.caseworker), SettleTask { task }).await.expect("settled");
        }
        let back = TakeBack { undo: store.undos(&town.coordinator).await.expect("acts")[0].id };
        let taken = store.run(&by(&town.coordinator), back).await;
        let state = store.shift_tasks(&town.caseworker, off).await.expect("tasks")[0].state;
        match settled {
            false => assert_eq!((taken.is_ok(), state), (true, TaskState::Open)),
            true => assert_eq!((code(taken), state), ("undo_depends", TaskState::Settled)),
        }
    }
    let id = open(stage, &town, 3 * DAY, 1).await;
    store.run(&by(&town.caseworker), AddTasks { shift: id, new }).await.expect("added");
    let closing = Closing { household: town.household, reason: CloseReason::Other, words: "搬走了".into() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    let tasks = store.shift_tasks(&town.coordinator, id).await.expect("tasks");
    assert_eq!(tasks[0].state, TaskState::Settled);
    let second = stage.newcomer(&town).await;
    join(stage, &town.donor, id).await.expect("signed up");
    join(stage, &second, id).await.expect("in the line");
    stage.plant(&format!("update account set open = false where id = {}", town.donor.account)).await;
    assert_eq!(run_clocks(stage).await, 1);
    assert_eq!(own_state(stage, &second, id).await, Some(ShiftPlaceState::On));
    assert_eq!(store.shifts(&town.coordinator, ShiftList::Ahead, 0).await.expect("a list").items.len(), 1);
    stage.is_clean().await;
});

on_both!(pages_of_shifts_list_each_once_although_others_open_between, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let mut opened = Vec::new();
    // Two of each start: the cursor tells them apart.
    for n in 0..70 {
        opened.push(open(stage, &town, DAY + n / 2 * HOUR, 1).await);
    }
    let coordinator = &town.coordinator;
    let first = store.shifts_ahead(&town.donor, 0).await.expect("a list");
    let earlier = open(stage, &town, DAY - HOUR, 1).await;
    let second = store.shifts_ahead(&town.donor, first.next.expect("more")).await.expect("a list");
    let seen: Vec<_> = first.items.iter().chain(&second.items).map(|shift| shift.id).collect();
    assert_eq!((seen, second.next), (opened.clone(), None));
    let desk = store.shifts(coordinator, ShiftList::Ahead, opened[48]).await.expect("a list");
    assert_eq!(desk.items.iter().map(|shift| shift.id).collect::<Vec<_>>(), opened[49..].to_vec());
    // A shift that has begun keeps its places.
    stage.plant(&format!("update shift set state = 'over' where id <> {earlier}")).await;
    let over = store.shifts(coordinator, ShiftList::Over, 0).await.expect("a list");
    let rest = store.shifts(coordinator, ShiftList::Over, over.next.expect("more")).await.expect("a list");
    let seen: Vec<_> = over.items.iter().chain(&rest.items).map(|shift| shift.id).collect();
    assert_eq!(seen, opened.iter().rev().copied().collect::<Vec<_>>());
    stage.clock.advance(DAY);
    let more = ChangePlaces { shift: earlier, places: 5 };
    assert_eq!(code(store.run(&by(coordinator), more).await), "too_late");
});

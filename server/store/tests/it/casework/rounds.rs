//! Rounds: every door once, nothing lost when two people meet one family, an end that lists what is left.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    areas::{AreaId, answerers::NewLeave},
    casework::{
        EraseReason, Erasure, Merging,
        rounds::{
            Base, CompareKind, Coverage, DoorId, DoorLine, DoorState, Knock, KnockOutcome, NewRound, Overlap,
            PeopleCount, RoundId, RoundState, Share, WrongCell,
            profile::{Answers, Lives, Skill, WorkStatus},
        },
    },
    households::{Member, NewHousehold},
    notifications::NoticeKind,
    today::Work,
};
use futures::future::join_all;
use store::{
    areas::answerers::leaves::RecordLeave,
    casework::{
        file::merge::MergeFiles,
        hand_over::HandOverWork,
        rounds::{
            doors::DoorQuery,
            knocks::{RecordKnock, TakeDoor},
            new_family::{AddFileDoor, MeetNewFamily},
            open::{CallOffRound, EndRound, ExtendRound, OpenRound},
            profiles::SetProfile,
            sharing::ShareDoors,
        },
    },
    households::reveal::RevealHousehold,
};

use crate::support::{Stage, Town, asked_for, by, code, fields, on_both};

fn new(stage: &Stage, area: AreaId, base: Base) -> OpenRound {
    let due = stage.store.now() + 30 * DAY;
    OpenRound(NewRound { area, name: "春季排摸".into(), due, base, overlap: Overlap::Refuse })
}

async fn try_open(stage: &Stage, town: &Town, area: AreaId) -> store::Result<RoundId> {
    stage.store.run(&by(&town.coordinator), new(stage, area, Base::Files)).await
}

async fn open(stage: &Stage, town: &Town, base: Base) -> RoundId {
    stage.store.run(&by(&town.coordinator), new(stage, town.district, base)).await.expect("a round")
}

fn met(people: i64, here: i64) -> Knock {
    Knock { outcome: KnockOutcome::Met, people, here, again: None, words: String::new() }
}

fn found(outcome: KnockOutcome) -> Knock {
    Knock { outcome, people: 0, here: 0, again: None, words: "金丝雀在窗边".into() }
}

async fn knock(stage: &Stage, who: &Actor, door: DoorId, knock: Knock) {
    stage.store.run(&by(who), RecordKnock { door, knock }).await.expect("recorded");
}

async fn doors(stage: &Stage, who: &Actor, round: RoundId) -> Vec<domain::casework::rounds::Door> {
    stage.store.round_doors(who, round, &DoorQuery::default()).await.expect("doors").items
}

async fn coverage(stage: &Stage, who: &Actor, round: RoundId) -> Coverage {
    stage.store.round(who, round).await.expect("a round").0.coverage
}

/// Counts the actor's own doors to knock at now, and those without a caseworker.
async fn waiting(stage: &Stage, who: &Actor) -> (i64, i64) {
    let today = stage.store.today(who).await.expect("a list");
    (today.n(Work::Doors), today.n(Work::UnownedDoors))
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

fn line(n: i64, place: &str) -> DoorLine {
    DoorLine { n, place: place.into(), contact: "某家".into(), ..DoorLine::default() }
}

/// The list of the documents: 3,874 households of 11,758 people, of whom 6,710 live here.
fn paper() -> Vec<DoorLine> {
    let met = |n: i64| DoorLine {
        outcome: Some(KnockOutcome::Met),
        people: if n <= 136 { 4 } else { 3 },
        here: if n <= 2836 { 2 } else { 1 },
        ..line(n, &format!("幸福里 {n} 号"))
    };
    (1..=3874).map(met).collect()
}

on_both!(a_list_of_3874_doors_gives_the_figures_of_the_documents, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let round = open(stage, &town, Base::List).await;
    let answer = store.round_list_add(&by(&town.coordinator), round, paper()).await.expect("added");
    assert_eq!((answer.added, answer.known, answer.wrong.len()), (3874, 0, 0));
    let whole = coverage(stage, &town.coordinator, round).await;
    assert_eq!((whole.doors, whole.percent(), whole.people, whole.here), (3874, Some(100), 11758, 6710));
    // The same list again adds nothing.
    let answer = store.round_list_add(&by(&town.coordinator), round, paper()).await.expect("read");
    assert_eq!((answer.added, answer.known), (0, 3874));
    assert!(!stage.dump().await.contains("幸福里"), "the list is sealed");
    stage.is_clean().await;
});

on_both!(lines_that_cannot_be_are_listed_and_the_others_are_added, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let round = open(stage, &town, Base::List).await;
    let lines = vec![
        DoorLine { area: "没有这里".into(), ..line(1, "一号") },
        DoorLine { n: 2, ..DoorLine::default() },
        DoorLine { household: Some(4711), ..line(3, "三号") },
        DoorLine { outcome: Some(KnockOutcome::Met), people: 1, here: 2, ..line(4, "四号") },
        DoorLine { area: "甲社区".into(), ..line(5, "五号") },
        DoorLine { household: Some(town.household), ..line(6, "六号") },
        line(7, "五号"),
    ];
    let answer = store.round_list_add(&by(&town.coordinator), round, lines).await.expect("read");
    let wrong: Vec<_> = answer.wrong.iter().map(|line| (line.n, line.cell)).collect();
    let said = [(1, WrongCell::Area), (2, WrongCell::Place), (3, WrongCell::Household), (4, WrongCell::People)];
    assert_eq!((answer.added, answer.known, wrong), (2, 1, said.to_vec()));
    let of = doors(stage, &town.caseworker, round).await;
    assert_eq!((of[0].place.as_str(), of[0].area, of[1].household), ("五号", town.home, Some(town.household)));
    // A coordinator keeps no files: it counts doors and reads no address.
    let seen = doors(stage, &town.coordinator, round).await;
    assert_eq!((seen[0].place.as_str(), seen[1].contact.as_str()), ("", ""));
});

on_both!(overlapping_rounds_are_refused_or_joined_without_loss, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let small = store.run(&by(&town.coordinator), new(stage, town.home, Base::Files)).await.expect("a round");
    let door = doors(stage, &town.caseworker, small).await[0].id;
    knock(stage, &town.caseworker, door, met(2, 1)).await;
    for area in [town.home, town.district] {
        let again = store.run(&by(&town.coordinator), new(stage, area, Base::Files)).await;
        assert_eq!(code(again), "round_overlaps");
        let there = store.rounds_overlapping(&town.coordinator, area).await.expect("read");
        assert_eq!(there.iter().map(|round| round.id).collect::<Vec<_>>(), [small]);
    }
    let OpenRound(larger) = new(stage, town.district, Base::Files);
    let larger = OpenRound(NewRound { overlap: Overlap::Join, ..larger });
    let large = store.run(&by(&town.coordinator), larger).await.expect("joined");
    let one = Coverage { doors: 1, met: 1, people: 2, here: 1, ..Coverage::default() };
    assert_eq!(coverage(stage, &town.coordinator, large).await, one);
    let (joined, _) = store.round(&town.coordinator, small).await.expect("a round");
    assert_eq!((joined.state, joined.joined_into, joined.coverage.doors), (RoundState::Joined, Some(large), 0));
    // Inside the larger one: refused, also to be joined.
    let OpenRound(inside) = new(stage, town.home, Base::Files);
    let inside = OpenRound(NewRound { overlap: Overlap::Join, ..inside });
    assert_eq!(code(store.run(&by(&town.coordinator), inside).await), "round_overlaps");
    stage.is_clean().await;
});

on_both!(of_eight_rounds_opened_at_once_one_is, |stage| {
    let town = stage.town("甲").await;
    let areas = [town.home, town.district].into_iter().cycle().take(8);
    let tries: Vec<_> = areas.map(|area| try_open(stage, &town, area)).collect();
    let opened = join_all(tries).await.into_iter().filter(Result::is_ok).count();
    assert_eq!(opened, 1);
    assert_eq!(stage.number("select count(*) from round where state = 'running'").await, 1);
});

on_both!(a_family_met_twice_keeps_both_and_a_shut_door_takes_nothing_back, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let round = open(stage, &town, Base::Files).await;
    let door = doors(stage, &town.caseworker, round).await[0].id;
    let other = stage.caseworker_of(&town, town.home).await;
    knock(stage, &town.caseworker, door, met(4, 2)).await;
    knock(stage, &other, door, met(5, 3)).await;
    knock(stage, &other, door, found(KnockOutcome::NotThere)).await;
    let file = store.door(&town.caseworker, door).await.expect("a door");
    assert_eq!((file.door.state, file.door.people, file.door.here), (DoorState::Met, 5, 3));
    assert_eq!((file.knocks.len(), file.met_twice, file.knocks[0].words.as_str()), (3, true, "金丝雀在窗边"));
    assert_eq!(store.door(&town.coordinator, door).await.expect("a door").knocks[0].words, "");
    assert!(!stage.dump().await.contains("金丝雀"), "the words are sealed");
    stage.is_clean().await;
});

on_both!(a_door_without_a_caseworker_is_on_the_coordinators_page_until_it_is_given, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let round = open(stage, &town, Base::List).await;
    store.round_list_add(&by(&town.coordinator), round, vec![line(1, "一号"), line(2, "二号")]).await.expect("added");
    assert_eq!(waiting(stage, &town.coordinator).await, (0, 2));
    let give = |which, to: &Actor| ShareDoors { round, which, to: to.account };
    // Only an account that keeps files there goes there.
    let donor = store.run(&by(&town.coordinator), give(Share::Area(town.district), &town.donor)).await;
    assert_eq!(code(donor), "nobody_there");
    let given = store.run(&by(&town.coordinator), give(Share::Unowned(town.district), &town.caseworker)).await;
    assert_eq!(given.expect("given"), 2);
    assert_eq!((waiting(stage, &town.coordinator).await, waiting(stage, &town.caseworker).await), ((0, 0), (2, 0)));
    assert_eq!(told(stage, &town.caseworker, NoticeKind::DoorsGiven).await, 1);
    // A deputy goes there during a leave, and a hand-over takes the doors along.
    let other = stage.caseworker_of(&town, town.district).await;
    let leave = NewLeave { account: None, deputy: other.account, first: store.now(), last: store.now() + 2 * DAY };
    store.run(&by(&town.caseworker), RecordLeave(leave)).await.expect("a leave");
    assert_eq!(waiting(stage, &other).await, (2, 0));
    assert_eq!(store.my_doors(&other, 0).await.expect("doors").items.len(), 2);
    stage.clock.advance(3 * DAY);
    assert_eq!(waiting(stage, &other).await, (0, 0));
    for (from, to) in [(&town.caseworker, &other), (&other, &town.caseworker)] {
        let work = HandOverWork { from: from.account, to: to.account };
        store.run(&by(&town.coordinator), work).await.expect("handed over");
        assert_eq!((waiting(stage, from).await, waiting(stage, to).await), ((0, 0), (2, 0)));
    }
    // Another caseworker takes one over; the first leaves, and the rest is without one again.
    let door = doors(stage, &other, round).await[0].id;
    store.run(&by(&other), TakeDoor { door }).await.expect("taken");
    stage.plant(&format!("delete from role_grant where account = {}", town.caseworker.account)).await;
    assert_eq!((waiting(stage, &town.coordinator).await, waiting(stage, &other).await), ((0, 1), (1, 0)));
    // A door that stays shut waits for its day.
    let again = Some(store.now() + 3 * DAY);
    knock(stage, &other, door, Knock { again, ..found(KnockOutcome::NotThere) }).await;
    assert_eq!(waiting(stage, &other).await, (0, 0));
    stage.clock.advance(3 * DAY);
    assert_eq!(waiting(stage, &other).await, (1, 0));
});

on_both!(a_round_reminds_once_ends_on_its_day_and_lists_what_is_left, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let round = open(stage, &town, Base::Files).await;
    let mine = doors(stage, &town.caseworker, round).await;
    assert_eq!(
        (mine[0].owner, told(stage, &town.caseworker, NoticeKind::RoundOpened).await),
        (Some(town.caseworker.account), 1)
    );
    stage.clock.advance(28 * DAY);
    for _ in 0..2 {
        store.run_clocks().await.expect("the clocks run");
    }
    assert_eq!(told(stage, &town.caseworker, NoticeKind::RoundDue).await, 1);
    assert_eq!(told(stage, &town.coordinator, NoticeKind::RoundDue).await, 1);
    let due: Timestamp = store.now() + 9 * DAY;
    store.run(&by(&town.coordinator), ExtendRound { round, due }).await.expect("longer");
    stage.clock.advance(5 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").rounds, 0);
    stage.clock.advance(5 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").rounds, 2, "a reminder of the new day, and the end");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::RoundEnded).await, 1);
    let left = DoorQuery { open: true, ..DoorQuery::default() };
    assert_eq!(store.round_doors(&town.coordinator, round, &left).await.expect("listed").items.len(), 1);
    let late = store.run(&by(&town.caseworker), RecordKnock { door: mine[0].id, knock: met(2, 2) }).await;
    assert_eq!(code(late), "round_over");
    assert_eq!(code(store.run(&by(&town.coordinator), EndRound { round }).await), "round_over");
});

on_both!(the_words_of_a_list_are_deleted_long_after_the_end, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let round = open(stage, &town, Base::List).await;
    store.round_list_add(&by(&town.coordinator), round, vec![line(1, "一号")]).await.expect("added");
    let labels = "select count(*) from round_door where label <> '' and place_key <> ''";
    store.run(&by(&town.coordinator), EndRound { round }).await.expect("ended");
    stage.clock.advance(399 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(stage.number(labels).await, 1);
    stage.clock.advance(2 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(stage.number(labels).await, 0);
    // One that was opened by mistake has no doors to keep.
    let round = open(stage, &town, Base::List).await;
    store.round_list_add(&by(&town.coordinator), round, vec![line(1, "一号")]).await.expect("added");
    store.run(&by(&town.coordinator), CallOffRound { round }).await.expect("called off");
    assert_eq!(stage.number(labels).await, 0);
    stage.is_clean().await;
});

on_both!(a_new_family_needs_no_phone_and_no_address_and_has_one_file, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let round = open(stage, &town, Base::List).await;
    store.round_list_add(&by(&town.coordinator), round, vec![line(1, "桥下")]).await.expect("added");
    let door = doors(stage, &town.caseworker, round).await[0].id;
    let member = |name: &str, birth_year| Member { name: name.into(), birth_year, ..Member::default() };
    let household = NewHousehold {
        area: town.home,
        name: "无名氏".into(),
        phone: String::new(),
        address: String::new(),
        hardship: false,
        members: vec![member("无名氏", 1970), member("小明", 2012), member("大明", 1995)],
    };
    let meet = MeetNewFamily { round, door: Some(door), household, away: vec![2], anyway: true };
    let (file, at) = store.run(&by(&town.caseworker), meet.clone()).await.expect("a file");
    assert_eq!((at, coverage(stage, &town.caseworker, round).await.people), (door, 3));
    assert_eq!(coverage(stage, &town.caseworker, round).await.here, 2);
    assert_eq!(
        store.door(&town.caseworker, door).await.expect("a door").on_file,
        Some(PeopleCount { people: 3, here: 2 })
    );
    assert_eq!(code(store.run(&by(&town.caseworker), meet.clone()).await), "changed_meanwhile");
    assert_eq!(code(store.run(&by(&town.family), meet).await), "not_allowed");
    // A family with a file that is on no list gets one door, however often it is met.
    for _ in 0..2 {
        store.run(&by(&town.caseworker), AddFileDoor { round, file: town.household }).await.expect("a door");
    }
    assert_eq!(coverage(stage, &town.caseworker, round).await.doors, 2);

    let of = store.profiles(&town.caseworker, file).await.expect("profiles");
    assert_eq!((of[2].profile.lives, of[0].asked, of[0].name.as_str()), (Lives::Elsewhere, None, "无**"));
    let profile = Answers {
        work: WorkStatus::Seeking,
        skills: vec![Skill::Cooking],
        skill_words: Some("会做金丝雀糕".into()),
        ..Answers::default()
    };
    let set = SetProfile { household: file, member: of[0].member, profile: profile.clone() };
    store.run(&by(&town.caseworker), set.clone()).await.expect("set");
    assert_eq!(
        code(store.run(&by(&town.caseworker), SetProfile { household: town.household, ..set }).await),
        "not_found"
    );
    let masked = store.profiles(&town.caseworker, file).await.expect("profiles").remove(0);
    assert_eq!((masked.profile.work, masked.profile.skill_words.as_deref()), (WorkStatus::Seeking, None));
    store.run(&by(&town.caseworker), RevealHousehold(asked_for(file))).await.expect("revealed");
    assert_eq!(store.profiles(&town.caseworker, file).await.expect("profiles").remove(0).profile, profile);
    assert!(!stage.dump().await.contains("金丝雀"), "the words are sealed");
});

on_both!(a_merged_file_gives_its_knocks_and_an_erased_one_leaves_with_its_door, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (gone, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let (erased, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let round = open(stage, &town, Base::Files).await;
    let of = doors(stage, &town.caseworker, round).await;
    let door = |file| of.iter().find(|door| door.household == Some(file)).expect("a door").id;
    knock(stage, &town.caseworker, door(gone), met(2, 2)).await;
    let theirs = stage.number(&format!("select min(id) from person where household = {gone}")).await;
    let merging = Merging {
        keep: town.household,
        gone,
        same: vec![(theirs, 0), (theirs + 1, 0)],
        typed: town.household.to_string(),
    };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    let left = store.door(&town.caseworker, door(town.household)).await.expect("a door");
    assert_eq!((left.door.state, left.door.people, left.knocks.len()), (DoorState::Met, 2, 1));
    knock(stage, &town.caseworker, door(erased), found(KnockOutcome::NotThere)).await;
    let words = "select count(*) from round_knock where words <> ''";
    assert_eq!(stage.number(words).await, 1);
    let erasure = Erasure { household: erased, reason: EraseReason::Asked, typed: erased.to_string() };
    store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    assert_eq!(stage.number(words).await, 0, "what was noted of the family is erased");
    let whole = coverage(stage, &town.caseworker, round).await;
    assert_eq!((whole.doors, whole.met, whole.percent()), (1, 1, Some(100)));
    let lost = store.run(&by(&town.caseworker), RecordKnock { door: door(erased), knock: met(1, 1) }).await;
    assert_eq!(code(lost), "wrong_state");
    stage.is_clean().await;
});

on_both!(a_second_round_says_who_is_new_gone_and_changed, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let with =
        |n, place: &str, people, here| DoorLine { outcome: Some(KnockOutcome::Met), people, here, ..line(n, place) };
    let first = open(stage, &town, Base::List).await;
    let lines = vec![with(1, "一号", 3, 3), with(2, "二号", 2, 2), with(3, "三号", 4, 1)];
    store.round_list_add(&by(&town.coordinator), first, lines).await.expect("added");
    assert_eq!(store.round_comparison(&town.coordinator, first).await.expect("read"), None);
    store.run(&by(&town.coordinator), EndRound { round: first }).await.expect("ended");
    let second = open(stage, &town, Base::List).await;
    let lines = vec![with(1, "二号", 2, 2), with(2, "三号", 4, 4), with(3, "四号", 1, 1)];
    store.round_list_add(&by(&town.coordinator), second, lines).await.expect("added");
    let compared = store.round_comparison(&town.coordinator, second).await.expect("read").expect("an earlier round");
    let counts = (compared.earlier, compared.new, compared.gone, compared.changed, compared.both);
    assert_eq!(counts, (first, 1, 1, 1, 2));
    let count = |people, here| Some(PeopleCount { people, here });
    let differ = |kind| store.round_differences(&town.coordinator, second, kind, 0);
    let changed = differ(CompareKind::Changed).await.expect("read").items;
    assert_eq!((changed.len(), changed[0].then, changed[0].now), (1, count(4, 1), count(4, 4)));
    let gone = differ(CompareKind::Gone).await.expect("read").items;
    assert_eq!((gone.len(), gone[0].then, gone[0].now), (1, count(3, 3), None));
    assert_eq!(differ(CompareKind::New).await.expect("read").items.len(), 1);
});

on_both!(rounds_are_read_and_managed_in_their_own_areas_only, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let round = open(stage, &town, Base::Files).await;
    let door = doors(stage, &town.caseworker, round).await[0].id;
    assert_eq!(code(store.round(&there.coordinator, round).await), "not_found");
    assert_eq!(code(store.door(&there.caseworker, door).await), "not_found");
    assert_eq!(code(store.run(&by(&there.coordinator), EndRound { round }).await), "not_found");
    assert_eq!(code(store.run(&by(&there.caseworker), RecordKnock { door, knock: met(0, 0) }).await), "not_found");
    assert_eq!(code(store.run(&by(&town.caseworker), EndRound { round }).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.coordinator), RecordKnock { door, knock: met(1, 1) }).await), "not_allowed");
    let wrong = store.run(&by(&town.caseworker), RecordKnock { door, knock: met(2, 3) }).await;
    assert_eq!(fields(wrong), [("here", "out_of_range")]);
    // A caseworker of a part of the area reads the round, and counts its own doors.
    let part = stage.caseworker_of(&town, town.home).await;
    assert_eq!(store.rounds(&part, 0).await.expect("rounds").items.len(), 1);
});

//! Recordings and pictures of visits, plans of a day, one visit for each need, times of services that
//! findings lead to, and a leaver's files.

use crate::{
    community::appointments::{open, service},
    support::{Stage, Town, by, code, fields, on_both},
};
use domain::{
    DAY,
    accounts::{Actor, NewAccount, Role},
    areas::answerers::NewLeave,
    casework::{
        CloseReason, Closing, Merging,
        findings::{FindingState, NeedKind, StepKind},
        visits::{MetPerson, Mood, NewReport, NewVisitRule, Rhythm, Timing, VisitGroup, VisitId, Way},
    },
    consents::{ConsentKind, GivenAs, How, NewConsent},
    households::{
        Contact, EventKind, HouseholdId,
        reveals::{Reveal, RevealReason},
    },
    notifications::NoticeKind,
    today::Work,
};
use store::{
    areas::answerers::leaves::RecordLeave,
    casework::{
        file::{close::CloseFile, merge::MergeFiles},
        findings::views::FindingQuery,
        hand_over::HandOverWork,
        timeline::Place,
        visits::{
            media::{RemoveVisitMedium, VisitMedium},
            plans::PlanVisitDay,
            records::RecordVisit,
            rules::{EndVisitRule, SetVisitRule},
            views::VisitQuery,
        },
    },
    community::appointments::{
        booking::{BookForFinding, CancelAppointment, MoveAppointment},
        slots::CancelSlot,
    },
    consents::record::WithdrawConsent,
    households::{edit::ANY_VERSION, reveal::RevealHousehold},
    wishes::media::voice::WishMedia,
};

/// One second recorded by Chromium.
const SECOND: &[u8] = include_bytes!("../../../../../app/domain/src/wishes/voice/second.webm");

fn report(household: HouseholdId) -> NewReport {
    NewReport {
        household,
        way: Way::Home,
        met: MetPerson::Contact,
        mood: Mood::Same,
        needs: vec![NeedKind::Care],
        words: String::new(),
        at: None,
    }
}

fn spoken() -> WishMedia {
    WishMedia { voice: SECOND.to_vec(), ..WishMedia::default() }
}

async fn pictured(stage: &Stage, who: &Actor) -> WishMedia {
    let mut png = std::io::Cursor::new(Vec::new());
    let blue = image::RgbImage::from_pixel(8, 8, image::Rgb([9, 99, 199]));
    blue.write_to(&mut png, image::ImageFormat::Png).expect("png");
    let photo = stage.store.picture(who, png.into_inner()).await.expect("a picture");
    WishMedia { photo: Some(photo), ..spoken() }
}

/// Consent of the family to pictures at visits.
fn pictures(household: HouseholdId) -> NewConsent {
    NewConsent {
        household,
        member: 0,
        kind: ConsentKind::Photo,
        wish: 0,
        giver: 0,
        given_by: "外婆".into(),
        relation: GivenAs::Guardian,
        how: How::Spoken,
        witness: "邻居".into(),
        note: String::new(),
    }
}

on_both!(a_report_speaks_instead_of_words_and_shows_a_picture_by_consent_only, |stage| {
    let (town, there, store) = (stage.town("河口").await, stage.town("上河").await, &stage.store);
    let (id, keeper) = (town.household, || by(&town.caseworker));
    let (_, next_door) = stage.family(&town.caseworker, town.home, "李家").await;
    let unasked = store.visit_record_with(&keeper(), report(id), pictured(stage, &town.caseworker).await).await;
    assert_eq!(fields(unasked), [("photo", "picture_not_agreed")]);
    // Refused before a byte of the picture is decoded.
    let torn = async |who: &Actor| store.visit_picture(who, id, b"no picture".to_vec()).await;
    assert_eq!(code(torn(&there.caseworker).await), "not_found");
    assert_eq!(code(torn(&next_door).await), "not_allowed");
    let own = Actor { household: id, ..town.caseworker.clone() };
    assert_eq!(code(torn(&own).await), "not_allowed");
    assert_eq!(fields(torn(&town.caseworker).await), [("photo", "picture_not_agreed")]);
    let noise = WishMedia { voice: b"<script>".to_vec(), ..WishMedia::default() };
    assert_eq!(fields(store.visit_record_with(&keeper(), report(id), noise).await), [("voice", "not_a_sound")]);
    assert_eq!(stage.number("select count(*) from visit_report").await, 0, "nothing of a refused form is left");

    // A recording of a refused form is taken once.
    let kept = store.voice_keep(&keeper(), SECOND.to_vec()).await.expect("kept");
    let again = || WishMedia { kept, ..WishMedia::default() };
    store.visit_record_with(&keeper(), report(id), again()).await.expect("a report");
    assert_eq!(stage.number("select count(*) from voice_note").await, 0);
    assert_eq!(fields(store.visit_record_with(&keeper(), report(id), again()).await), [("voice", "not_a_sound")]);

    let listed = async |who: &Actor| store.visit_reports(who, id, 0).await.expect("reports").items.remove(0);
    let voice = listed(&town.caseworker).await.voice.expect("that there is one");
    let heard = async |who: &Actor, medium| store.visit_medium(who, medium).await;
    let VisitMedium::Voice(note) = heard(&town.family, voice).await.expect("its own") else { panic!("a picture") };
    assert_eq!((note.bytes.as_slice(), note.kind.media_type(), note.seconds), (SECOND, "audio/webm", 1));
    assert_eq!(code(heard(&town.caseworker, voice).await), "file_not_opened");
    let reveal = Reveal { household: id, reason: RevealReason::Visit, words: String::new() };
    store.run(&keeper(), RevealHousehold(reveal)).await.expect("opened");
    assert!(heard(&town.caseworker, voice).await.is_ok());
    assert_eq!(stage.number("select count(*) from audit where action = 'visit_medium_open'").await, 1);
    assert_eq!(code(heard(&there.caseworker, voice).await), "not_found");
    for who in [&next_door, &town.donor, &town.coordinator, &town.shopkeeper] {
        assert_eq!(code(heard(who, voice).await), "not_allowed");
    }

    // With the family's consent a picture, which goes with it; the recording stays, as words would.
    let consent = store.consent_record(&keeper(), pictures(id), None).await.expect("agreed");
    assert_eq!(fields(torn(&town.caseworker).await), [("photo", "not_a_picture")]);
    store.visit_record_with(&keeper(), report(id), pictured(stage, &town.caseworker).await).await.expect("a report");
    let photo = listed(&town.family).await.photo.expect("a picture");
    let Ok(VisitMedium::Photo(jpeg)) = heard(&town.family, photo).await else { panic!("no picture") };
    assert!(jpeg.starts_with(b"\xff\xd8\xff"));
    let timeline = store.timeline(&town.caseworker, id, Place::default()).await.expect("a timeline").events;
    let visits = timeline.iter().filter(|event| event.kind == EventKind::Visit).map(|event| event.n);
    assert_eq!(visits.collect::<Vec<_>>(), [3, 1], "that there is a recording, a picture");
    stage.is_clean().await;
    let back = WithdrawConsent { household: id, consent, reason: String::new() };
    store.run(&by(&town.family), back).await.expect("taken back");
    assert_eq!(code(heard(&town.family, photo).await), "not_found");
    let left = listed(&town.family).await;
    assert_eq!((left.photo, left.voice.is_some()), (None, true));
    let remove = RemoveVisitMedium { medium: voice };
    assert_eq!(code(store.run(&by(&next_door), remove).await), "not_found");
    assert_eq!(code(store.run(&by(&there.caseworker), remove).await), "not_found");
    store.run(&by(&town.family), remove).await.expect("gone");
    assert_eq!(code(heard(&town.family, voice).await), "not_found");
    stage.is_clean().await;
});

on_both!(a_merged_file_takes_recordings_and_pictures_along, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let (gone, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let keeper = || by(&town.caseworker);
    store.consent_record(&keeper(), pictures(gone), None).await.expect("agreed");
    let media = pictured(stage, &town.caseworker).await;
    store.visit_record_with(&keeper(), report(gone), media.clone()).await.expect("a report");
    let first = stage.number(&format!("select min(id) from person where household = {gone}")).await;
    let (keep, same) = (town.household, vec![(first, 0), (first + 1, 0)]);
    let merging = Merging { keep, gone, same, typed: keep.to_string() };
    store.run(&keeper(), MergeFiles(merging)).await.expect("merged");
    let reports = async || store.visit_reports(&town.family, keep, 0).await.expect("reports").items;
    let photo = reports().await[0].photo.expect("a picture");
    assert!(store.visit_medium(&town.family, photo).await.is_ok());
    // Who still has the old number at the door: the report goes where the family is, under its consent.
    store.visit_record_with(&keeper(), report(gone), media).await.expect("a report");
    assert_eq!(reports().await.iter().filter(|one| one.photo.is_some() && one.voice.is_some()).count(), 2);
    stage.is_clean().await;
});

/// Inserts a visit that is to be made within a week.
async fn due(stage: &Stage, household: HouseholdId) -> VisitId {
    let now = stage.store.now();
    let insert = format!(
        "insert into visit (household, rule, opens, due, ends, owner, made, report, cancelled, finding, judged, level,
             raised_to)
         values ({household}, 0, {now}, {}, {}, 0, 0, 0, 0, 0, 0, '', 0)",
        now + 7 * DAY,
        now + 9 * DAY
    );
    stage.plant(&insert).await;
    stage.number("select max(id) from visit").await
}

/// Makes a family that lives at an address, with a visit to be made.
async fn at(stage: &Stage, town: &Town, address: &str) -> (HouseholdId, VisitId) {
    let (id, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let contact = Contact { name: "李家".into(), phone: String::new(), address: address.into() };
    stage.store.household_contact(&by(&town.caseworker), id, ANY_VERSION, contact).await.expect("an address");
    (id, due(stage, id).await)
}

/// Makes another caseworker of the district.
async fn colleague(stage: &Stage, town: &Town) -> Actor {
    let account = NewAccount {
        phone: crate::support::phone(),
        name: "新网格员".into(),
        area: town.district,
        role: Role::Caseworker,
    };
    let (account, _) = stage.store.account_add(&by(&town.admin), account).await.expect("a caseworker");
    stage.actor(account).await
}

on_both!(a_days_visits_lie_as_one_walks_and_return_the_next_morning, |stage| {
    let (town, there, store) = (stage.town("河口").await, stage.town("上河").await, &stage.store);
    let (far, far_visit) = at(stage, &town, "和平路 12 号").await;
    let (_, near_visit) = at(stage, &town, "和平路 9 号").await;
    let (closing, last_visit) = at(stage, &town, "和平路 100 号").await;
    let other = colleague(stage, &town).await;
    let tomorrow = || store.now() + DAY;
    let plan = async |who: &Actor, day| {
        let plan = store.visit_plan(who, day).await.expect("a plan");
        let ids =
            |all: &[domain::casework::visits::PlannedVisit]| all.iter().map(|one| one.visit.id).collect::<Vec<_>>();
        (ids(&plan.planned), ids(&plan.others))
    };
    let set = async |who: &Actor, day, visits: &[VisitId]| {
        store.run(&by(who), PlanVisitDay { day, visits: visits.to_vec() }).await
    };
    let all = vec![near_visit, far_visit, last_visit];
    assert_eq!(plan(&town.caseworker, Some(tomorrow())).await, (vec![], all.clone()), "9 before 12 before 100");
    assert_eq!(fields(set(&town.caseworker, store.now() - DAY, &all).await), [("day", "out_of_range")]);
    assert_eq!(code(set(&there.caseworker, tomorrow(), &all).await), "not_found");
    assert_eq!(code(set(&town.coordinator, tomorrow(), &all).await), "not_allowed");
    assert_eq!(set(&town.caseworker, tomorrow(), &[last_visit, far_visit]).await.expect("planned"), 2);
    assert_eq!(
        plan(&town.caseworker, Some(tomorrow())).await,
        (vec![far_visit, last_visit], vec![near_visit]),
        "the one that is left can be added"
    );
    // Two people do not go to one family on one day.
    assert_eq!(set(&other, tomorrow(), &[far_visit, near_visit]).await.expect("planned"), 1);
    assert_eq!(plan(&other, Some(tomorrow())).await.0, [near_visit]);
    let others = store.visit_plan(&town.caseworker, Some(tomorrow())).await.expect("a plan").others;
    assert_eq!(others.iter().map(|one| one.planned_by.as_str()).collect::<Vec<_>>(), ["新网格员"]);

    stage.clock.advance(DAY);
    assert_eq!(store.today(&town.caseworker).await.expect("an answer").n(Work::PlannedVisits), 2);
    let first = async || store.visit_plan(&town.caseworker, None).await.expect("a plan").planned.remove(0);
    assert_eq!((first().await.opened, first().await.address.as_str()), (false, "******"));
    let reveal = Reveal { household: far, reason: RevealReason::Visit, words: String::new() };
    store.run(&by(&town.caseworker), RevealHousehold(reveal)).await.expect("opened");
    assert_eq!((first().await.opened, first().await.address.as_str()), (true, "和平路 12 号"));
    store.run(&by(&town.caseworker), RecordVisit(report(far))).await.expect("met");
    assert_eq!(first().await.visit.timing, Timing::InTime);
    let closed = Closing { household: closing, reason: CloseReason::MovedAway, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closed)).await.expect("closed");
    assert_eq!(plan(&town.caseworker, None).await.0, [far_visit, last_visit], "what became of it shows");
    assert_eq!(store.today(&town.caseworker).await.expect("an answer").n(Work::PlannedVisits), 0);

    // Not made, and free again; a deputy has the plan of the one on leave.
    stage.clock.advance(DAY);
    assert_eq!(plan(&other, None).await.0, Vec::<VisitId>::new());
    assert_eq!(plan(&town.caseworker, None).await, (vec![], vec![near_visit]));
    assert_eq!(set(&town.caseworker, store.now(), &[near_visit]).await.expect("planned"), 1);
    let opens = async |at| stage.plant(&format!("update visit set opens = {at} where id = {near_visit}")).await;
    let before = stage.number(&format!("select opens from visit where id = {near_visit}")).await;
    opens(store.now() + 2 * DAY).await;
    assert_eq!(set(&town.caseworker, store.now(), &[near_visit]).await.expect("planned"), 0, "not due on that day");
    opens(before).await;
    assert_eq!(set(&town.caseworker, store.now(), &[near_visit]).await.expect("planned"), 1);
    let leave = NewLeave { account: None, deputy: other.account, first: store.now(), last: store.now() + DAY };
    store.run(&by(&town.caseworker), RecordLeave(leave)).await.expect("a leave");
    assert_eq!(plan(&other, None).await.0, [near_visit]);
    assert_eq!(set(&other, store.now(), &[near_visit]).await.expect("planned"), 1);
    assert_eq!(stage.number("select count(*) from visit_plan").await, 1);
    stage.is_clean().await;
});

on_both!(a_finding_leads_to_a_time_of_a_service_and_stays_open, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let keeper = || by(&town.caseworker);
    store.run(&keeper(), RecordVisit(report(town.household))).await.expect("a report");
    let finding = stage.number("select max(id) from finding").await;
    let law = service(stage, &town).await;
    let [one, two] = [open(stage, &town, law, 2 * DAY, 1).await, open(stage, &town, law, 3 * DAY, 1).await];
    let step = async || {
        let now = store.finding(&town.caseworker, finding).await.expect("a finding").0;
        (now.state, now.step, now.record)
    };
    let book = |slot| BookForFinding { finding, slot };
    assert_eq!(code(store.run(&by(&town.family), book(one)).await), "not_allowed");
    assert_eq!(code(store.run(&by(&town.coordinator), book(one)).await), "not_allowed");
    let booked = store.run(&keeper(), book(one)).await.expect("booked");
    assert_eq!(step().await, (FindingState::Open, StepKind::Booking, Some(booked)), "a step closes nothing");
    let told = store.notices(&town.family, 0).await.expect("notices").items;
    assert!(told.iter().any(|notice| notice.kind == NoticeKind::AppointmentBooked));
    let moved = MoveAppointment { appointment: booked, slot: two };
    let moved = store.run(&by(&town.family), moved).await.expect("moved");
    assert_eq!(step().await.2, Some(moved), "it follows the appointment");
    store.run(&by(&town.family), CancelAppointment { appointment: moved }).await.expect("cancelled");
    assert_eq!(step().await, (FindingState::Open, StepKind::None, None), "nothing is under way again");
    store.run(&keeper(), book(one)).await.expect("booked");
    store.run(&by(&town.coordinator), CancelSlot { slot: one, reason: "律师有事".into() }).await.expect("cancelled");
    assert_eq!(step().await, (FindingState::Open, StepKind::None, None));
    stage.is_clean().await;
    // A file that closes cancels its appointments, and has its findings again when it is opened.
    store.run(&keeper(), book(two)).await.expect("booked");
    let closed = Closing { household: town.household, reason: CloseReason::MovedAway, words: String::new() };
    store.run(&keeper(), CloseFile(closed)).await.expect("closed");
    assert_eq!(step().await, (FindingState::Ended, StepKind::None, None));
    assert_eq!(code(store.run(&keeper(), book(two)).await), "file_closed");
    stage.is_clean().await;
});

on_both!(a_caseworker_leaves_with_489_files_and_none_is_lost, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let (from, now, next) = (town.caseworker.account, store.now(), colleague(stage, &town).await);
    let copies = format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 488)
         insert into household (area, root, name, phone, address, hardship, size, created, caseworker)
         select h.area, h.root, h.name, '', h.address, h.hardship, h.size, h.created, h.caseworker
         from household h, n where h.id = {}",
        town.household
    );
    let (due, ends) = (now + 7 * DAY, now + 9 * DAY);
    for sql in [
        copies,
        format!(
            "insert into visit (household, rule, opens, due, ends, owner, made, report, cancelled, finding, judged,
                 level, raised_to)
             select h.id, 0, {now}, {due}, {ends}, case when h.id % 2 = 0 then {from} else 0 end, 0, 0, 0, 0, 0, '', 0
             from household h where h.caseworker = {from}"
        ),
        format!(
            "insert into finding (household, report, need, words, state, outcome, owner, step, record, step_at, due,
                 level, raised_to, climbs, created, created_by, closed, version)
             select h.id, 0, 'care', '', 'open', '', case when h.id % 3 = 0 then {from} else 0 end, 'none', 0, 0, {due},
                 '', 0, 0, {now}, {from}, 0, 0
             from household h where h.caseworker = {from}"
        ),
    ] {
        stage.plant(&sql).await;
    }
    let some = stage.number("select max(id) from visit").await;
    let plan = PlanVisitDay { day: now + DAY, visits: vec![some - 1, some] };
    store.run(&by(&town.caseworker), plan.clone()).await.expect("planned");
    stage.plant(&format!("delete from role_grant where account = {from}")).await;
    let today = store.today(&town.coordinator).await.expect("an answer");
    assert_eq!([today.n(Work::UnownedVisits), today.n(Work::UnownedFindings)], [489, 489]);
    let work = HandOverWork { from, to: next.account };
    assert_eq!(store.run(&by(&town.coordinator), work).await.expect("handed over"), 489);
    let today = store.today(&town.coordinator).await.expect("an answer");
    assert_eq!([today.n(Work::UnownedVisits), today.n(Work::UnownedFindings)], [0, 0]);
    let visits = VisitQuery { mine: true, ..VisitQuery::default() };
    let findings = FindingQuery { mine: true, ..FindingQuery::default() };
    assert_eq!(store.visits_count(&next, &visits).await.expect("a number"), 489);
    assert_eq!(store.findings_count(&next, &findings).await.expect("a number"), 489);
    assert_eq!(store.run(&by(&next), plan).await.expect("planned"), 2, "also what the leaver had planned");
});

on_both!(one_need_has_one_visit_by_the_strictest_rule, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let quarter = Rhythm::Quarterly.window(1, store.now()).expect("a period").ends;
    stage.clock.advance(quarter - store.now() + DAY);
    let set = async |rhythm, days| {
        let (area, families) = (town.district, VisitGroup::All);
        let new = NewVisitRule { area, families, rhythm, days, ..NewVisitRule::default() };
        store.run(&by(&town.coordinator), SetVisitRule(new)).await.expect("a rule")
    };
    let waiting = async || {
        store.run_clocks().await.expect("the clocks run");
        let from = "from visit where made = 0 and cancelled = 0";
        let rule = stage.number(&format!("select coalesce(max(rule), 0) {from}")).await;
        (stage.number(&format!("select count(*) {from}")).await, rule)
    };
    let lax = set(Rhythm::Quarterly, 60).await;
    assert_eq!(waiting().await, (1, lax));
    let strict = set(Rhythm::Quarterly, 30).await;
    assert_eq!(waiting().await, (1, strict), "the visit that waits is the stricter rule's now");
    let rules = store.visit_rules(&town.coordinator).await.expect("rules");
    assert_eq!(rules.iter().map(|rule| rule.yields_to).collect::<Vec<_>>(), [Some(strict), None]);
    store.run(&by(&town.caseworker), RecordVisit(report(town.household))).await.expect("met");
    assert_eq!(waiting().await, (0, 0), "one visit keeps both rules");
    let weekly = set(Rhythm::Weekly, 7).await;
    assert_eq!(waiting().await, (0, 0), "met in this week");
    stage.clock.advance(7 * DAY);
    assert_eq!(waiting().await, (1, weekly));
    store.run(&by(&town.coordinator), EndVisitRule { rule: weekly }).await.expect("taken back");
    assert_eq!(waiting().await, (1, weekly), "and no second one before it is made");
    stage.is_clean().await;
});

//! Who answers, visits and findings: planned and judged once, climbing the chain, closing by answers only.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    areas::answerers::{NewAnswerer, NewLeave, Post},
    casework::{
        CloseReason, Closing, Merging,
        findings::{AnswerKind, AskedPerson, FindingState, NeedKind, NewFindingAnswer, StepKind},
        visits::{MetPerson, Mood, NewReport, NewVisitRule, Rhythm, Timing, VisitGroup, Way},
    },
    notifications::NoticeKind,
    time::Month,
    today::Work,
    wishes::NewWish,
};
use store::{
    Store,
    areas::answerers::{
        leaves::RecordLeave,
        posts::{EndAnswerer, GiveHomes, NameAnswerer},
    },
    casework::{
        file::{
            close::{CloseFile, ReopenFile},
            merge::MergeFiles,
        },
        findings::{
            answers::{AnswerFinding, ReopenFinding},
            assignment::AssignFinding,
            steps::{AppointFinding, PostWishForFinding},
            views::FindingQuery,
        },
        hand_over::HandOverWork,
        visits::{
            assignment::AssignVisit,
            records::RecordVisit,
            rules::{EndVisitRule, SetVisitRule},
            views::VisitQuery,
        },
    },
};

/// Sets a rule: every family of the district, once a week, until Sunday.
async fn weekly(stage: &Stage, town: &Town) -> i64 {
    let new = NewVisitRule {
        area: town.district,
        families: VisitGroup::All,
        rhythm: Rhythm::Weekly,
        days: 7,
        ..NewVisitRule::default()
    };
    stage.store.run(&by(&town.coordinator), SetVisitRule(new)).await.expect("a rule")
}

fn report(household: i64, met: MetPerson, needs: &[NeedKind]) -> RecordVisit {
    RecordVisit(NewReport {
        household,
        way: Way::Home,
        met,
        mood: Mood::Same,
        needs: needs.to_vec(),
        words: "门口的灯坏了".into(),
        at: None,
    })
}

fn said(finding: i64, said: AnswerKind) -> AnswerFinding {
    let asked = AskedPerson::Contact;
    AnswerFinding { finding, answer: NewFindingAnswer { asked, way: Way::Phone, said, words: String::new(), at: None } }
}

/// Records a visit that finds one need; returns the finding.
async fn found(stage: &Stage, town: &Town, need: NeedKind) -> i64 {
    let visit = report(town.household, MetPerson::Contact, &[need]);
    stage.store.run(&by(&town.caseworker), visit).await.expect("a report");
    stage.number("select max(id) from finding").await
}

async fn listed(stage: &Stage, who: &Actor, query: VisitQuery) -> Vec<(i64, Timing)> {
    let page = stage.store.visits(who, &query).await.expect("a list");
    page.items.into_iter().map(|visit| (visit.household, visit.timing)).collect()
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let page = stage.store.notices(who, 0).await.expect("notices");
    page.items.iter().filter(|notice| notice.kind == kind).count()
}

/// Lets a week pass on two servers at once.
async fn a_week(stage: &Stage, other: &Store) {
    stage.clock.advance(7 * DAY);
    let (one, two) = tokio::join!(stage.store.run_clocks(), other.run_clocks());
    one.expect("the clocks run");
    two.expect("the clocks run");
    stage.store.deliver_all().await.expect("delivered");
}

on_both!(a_family_sees_its_people_and_a_gap_is_counted, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let gaps = async || store.today(&town.coordinator).await.expect("an answer").n(Work::ChainGaps);
    assert_eq!(gaps().await, 2, "the district and its community; the city is not the coordinator's");
    let name = |area, post, account, name: &str| {
        NameAnswerer(NewAnswerer {
            area,
            post,
            account,
            name: name.into(),
            phone: "0574-87654321".into(),
            replaces: None,
        })
    };
    let leader = by(&town.coordinator);
    let head = name(town.district, Post::Head, Some(town.caseworker.account), "");
    let before = NameAnswerer(NewAnswerer { phone: "0574-12345678".into(), ..head.0.clone() });
    let named = store.run(&leader, before).await.expect("the head");
    assert_eq!(store.run(&by(&town.coordinator), head).await.expect("kept"), named, "one post, with the newer number");
    let grid = store.run(&by(&town.coordinator), name(town.home, Post::Grid, None, "马大姐")).await.expect("named");
    let again = store.run(&by(&town.coordinator), name(town.home, Post::Grid, None, "马大姐")).await.expect("kept");
    assert_eq!(again, grid, "one person has a post once");
    let homes = store.run(&by(&town.coordinator), name(town.home, Post::Homes, None, "联户长")).await.expect("named");
    assert_eq!(gaps().await, 0);
    let donor = name(town.home, Post::Grid, Some(town.donor.account), "");
    assert_eq!(fields(store.run(&by(&town.coordinator), donor).await), [("account", "unknown")]);
    assert_eq!(code(store.run(&by(&town.caseworker), name(town.home, Post::Grid, None, "自己")).await), "not_allowed");

    let own = async || {
        let people = store.my_answerers(&town.family).await.expect("people");
        people.into_iter().map(|one| (one.post, one.phone)).collect::<Vec<_>>()
    };
    let phone = || "0574-87654321".to_owned();
    assert_eq!(own().await, [(Post::Grid, phone()), (Post::Head, phone())]);
    let give = GiveHomes { answerer: homes, households: vec![town.household] };
    store.run(&by(&town.coordinator), give).await.expect("given");
    assert_eq!(own().await, [(Post::Homes, phone()), (Post::Grid, phone()), (Post::Head, phone())]);
    store.run(&by(&town.coordinator), EndAnswerer { answerer: homes }).await.expect("ended");
    store.run(&by(&town.coordinator), EndAnswerer { answerer: grid }).await.expect("ended");
    assert_eq!((own().await, gaps().await), (vec![(Post::Head, phone())], 1));
    // A person whose account lost its role leaves a gap, too, and families do not call it.
    stage.plant(&format!("delete from role_grant where account = {}", town.caseworker.account)).await;
    assert_eq!((own().await, gaps().await), (vec![], 2));
    stage.is_clean().await;
});

on_both!(a_visit_missed_twice_climbs_once_and_then_higher, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let (top, other) = (stage.coordinator_of(&town, town.root).await, stage.another().await);
    weekly(stage, &town).await;
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(stage.number("select count(*) from visit").await, 1, "planned once by two servers");
    let mine = VisitQuery { mine: true, ..VisitQuery::default() };
    assert_eq!(listed(stage, &town.caseworker, mine).await, [(town.household, Timing::Due)]);
    assert_eq!(store.today(&town.caseworker).await.expect("an answer").n(Work::Visits), 1);

    a_week(stage, &other).await;
    assert_eq!(told(stage, &town.coordinator, NoticeKind::VisitMissed).await, 0, "once is no habit");
    a_week(stage, &other).await;
    assert_eq!(told(stage, &town.coordinator, NoticeKind::VisitMissed).await, 1);
    let raised = VisitQuery { raised: true, ..VisitQuery::default() };
    assert_eq!(listed(stage, &town.coordinator, raised).await, [(town.household, Timing::Missed)]);
    let today = store.today(&town.coordinator).await.expect("an answer");
    assert_eq!([today.n(Work::MissedVisits), today.n(Work::RaisedFindings)], [1, 0]);
    a_week(stage, &other).await;
    assert_eq!(told(stage, &town.coordinator, NoticeKind::VisitMissed).await, 1, "the next miss goes higher");
    assert_eq!(told(stage, &top, NoticeKind::VisitMissed).await, 1);
    assert_eq!((listed(stage, &town.coordinator, raised).await, listed(stage, &top, raised).await.len()), (vec![], 1));

    // The coordinator sends a caseworker within three days, once.
    let visit = stage.number("select id from visit where raised_to <> 0").await;
    let assign = AssignVisit { visit, to: town.caseworker.account };
    let new = store.run(&by(&top), assign).await.expect("assigned");
    assert_eq!(code(store.run(&by(&top), assign).await), "wrong_state");
    assert_ne!(new, visit);
    store.run(&by(&town.caseworker), report(town.household, MetPerson::Contact, &[])).await.expect("met");
    assert_ne!(stage.number(&format!("select made from visit where id = {new}")).await, 0);
    assert_eq!(listed(stage, &town.caseworker, mine).await, [], "the week's own visit is made by it, too");
    a_week(stage, &other).await;
    a_week(stage, &other).await;
    assert_eq!(told(stage, &top, NoticeKind::VisitMissed).await, 1, "a made visit begins the count anew");
    stage.is_clean().await;
});

on_both!(only_meeting_an_adult_makes_a_visit_and_two_reports_make_one, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let rule = weekly(stage, &town).await;
    store.run_clocks().await.expect("the clocks run");
    let all = VisitQuery::default();
    let record = async |met, needs: &[NeedKind]| {
        store.run(&by(&town.caseworker), report(town.household, met, needs)).await.expect("a report")
    };
    let own = Actor { household: town.household, ..town.caseworker.clone() };
    let met = report(town.household, MetPerson::Contact, &[]);
    assert_eq!(code(store.run(&by(&own), met).await), "not_allowed", "its own family is visited by others");
    record(MetPerson::NotThere, &[]).await;
    record(MetPerson::Child, &[]).await;
    assert_eq!(listed(stage, &town.caseworker, all).await.len(), 1, "still to be made");
    record(MetPerson::Contact, &[NeedKind::Work]).await;
    record(MetPerson::Adult, &[NeedKind::Work, NeedKind::Health]).await;
    assert_eq!(listed(stage, &town.caseworker, all).await, []);
    assert_eq!(stage.number("select count(*) from visit_report").await, 4, "each report stays");
    assert_eq!(stage.number("select count(*) from finding").await, 2, "the same need is found once");
    let reads = store.visit_reports(&town.caseworker, town.household, 0).await.expect("reports").items;
    assert!(reads.iter().all(|report| report.words.is_empty()), "words need a reveal");
    let own = store.visit_reports(&town.family, town.household, 0).await.expect("reports").items;
    assert!(own.iter().all(|report| report.words == "门口的灯坏了"));
    assert_eq!(code(store.visits(&town.donor, &all).await), "not_allowed");
    assert_eq!(code(store.visit_reports(&town.coordinator, town.household, 0).await), "not_allowed");

    // One definition of due: by the domain for a row, by SQL for lists and figures.
    for (due, ends, timing) in [(9, 9, Timing::Due), (-1, 9, Timing::Overdue), (-9, -1, Timing::Missed)] {
        let now = store.now();
        let (due, ends) = (now + due * DAY, now + ends * DAY);
        stage.plant(&format!("update visit set made = 0, report = 0, judged = 1, due = {due}, ends = {ends}")).await;
        let one = VisitQuery { timing: Some(timing), ..all };
        assert_eq!(listed(stage, &town.caseworker, one).await, [(town.household, timing)]);
        let figures = store.visit_figures(&town.coordinator, 0, Month::of(due - 1)).await.expect("figures");
        let (missed, waiting) = if timing == Timing::Missed { (1, 0) } else { (0, 1) };
        assert_eq!((figures[0].due, figures[0].missed, figures[0].waiting), (1, missed, waiting), "{timing:?}");
        assert_eq!(figures.iter().skip(1).map(|area| area.due).sum::<i64>(), 1, "and of the area below");
    }
    stage.is_clean().await;
    assert_eq!(weekly(stage, &town).await, rule, "an equal rule asks for no second visit");
    store.run(&by(&town.coordinator), EndVisitRule { rule }).await.expect("taken back");
    assert_eq!(store.visit_rules(&town.caseworker).await.expect("rules"), []);
    assert_ne!(weekly(stage, &town).await, rule, "one that was taken back can be set anew");
});

on_both!(a_finding_closes_only_by_an_answer_of_the_family, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let keeper = || by(&town.caseworker);
    let finding = found(stage, &town, NeedKind::Goods).await;
    let state = async || store.finding(&town.coordinator, finding).await.expect("a finding").0;

    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let wish = NewWish { item, quantity: 1, ..NewWish::default() };
    let wish = store.run(&keeper(), PostWishForFinding { finding, wish }).await.expect("a wish");
    let now = state().await;
    assert_eq!((now.state, now.step, now.record), (FindingState::Open, StepKind::Wish, Some(wish)));
    store.run(&keeper(), said(finding, AnswerKind::Unreachable)).await.expect("noted");
    assert_eq!((state().await.state, state().await.climbs), (FindingState::Open, 0));
    store.run(&keeper(), said(finding, AnswerKind::NotHelped)).await.expect("noted");
    assert_eq!((state().await.state, state().await.climbs), (FindingState::Open, 1), "it goes up at once");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::FindingRaised).await, 1);
    let raised = FindingQuery { raised: true, ..FindingQuery::default() };
    assert_eq!(store.findings_count(&town.coordinator, &raised).await.expect("a number"), 1);
    let assign = |to: &Actor| AssignFinding { finding, to: to.account };
    assert_eq!(fields(store.run(&by(&town.coordinator), assign(&town.donor)).await), [("to", "unknown")]);
    store.run(&by(&town.coordinator), assign(&town.caseworker)).await.expect("given");
    assert_eq!(store.findings_count(&town.coordinator, &raised).await.expect("a number"), 0);
    store.run(&keeper(), said(finding, AnswerKind::Helped)).await.expect("noted");
    assert_eq!(state().await.state, FindingState::Closed);
    assert_eq!(code(store.run(&keeper(), said(finding, AnswerKind::Left)).await), "wrong_state");
    stage.is_clean().await;

    // The family has the last word, for 90 days.
    let again = || ReopenFinding { finding, words: "灯还是不亮".into() };
    assert_eq!(code(store.run(&by(&town.donor), again()).await), "not_found");
    store.run(&by(&town.family), again()).await.expect("open again");
    assert_eq!((state().await.state, state().await.climbs), (FindingState::Open, 2));
    assert_eq!(code(store.run(&by(&town.family), again()).await), "wrong_state");
    store.run(&keeper(), said(finding, AnswerKind::Left)).await.expect("noted");
    stage.clock.advance(91 * DAY);
    assert_eq!(code(store.run(&by(&town.family), again()).await), "too_late");
    // Found once more, and urgent by now, it climbs after a day.
    let twice = found(stage, &town, NeedKind::Health).await;
    let mut urgent = report(town.household, MetPerson::Contact, &[NeedKind::Health]);
    urgent.0.mood = Mood::Urgent;
    store.run(&keeper(), urgent).await.expect("a report");
    let due = stage.number(&format!("select due from finding where id = {twice}")).await;
    assert!(due <= store.now() + DAY, "not in a fortnight");
    store.run(&keeper(), said(twice, AnswerKind::Left)).await.expect("noted");
    // An old one climbs by the clock, once a fortnight.
    let old = found(stage, &town, NeedKind::Work).await;
    for (days, climbs) in [(13, 0), (2, 1), (1, 1), (14, 2)] {
        stage.clock.advance(days * DAY);
        store.run_clocks().await.expect("the clocks run");
        assert_eq!(store.finding(&town.coordinator, old).await.expect("a finding").0.climbs, climbs, "{days} days on");
    }
    let mine = FindingQuery { mine: true, old: true, ..FindingQuery::default() };
    assert_eq!(store.findings_count(&town.caseworker, &mine).await.expect("a number"), 1);
    stage.is_clean().await;
});

on_both!(leave_and_change_of_post_lose_nothing, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    weekly(stage, &town).await;
    store.run_clocks().await.expect("the clocks run");
    let finding = found(stage, &town, NeedKind::Care).await;
    // A colleague, who is the deputy and then follows in the post.
    let account = domain::accounts::NewAccount {
        phone: crate::support::phone(),
        name: "新网格员".into(),
        area: town.district,
        role: domain::accounts::Role::Caseworker,
    };
    let (next, _) = store.account_add(&by(&town.admin), account).await.expect("a caseworker");
    let next = stage.actor(next).await;
    let deputy = next.clone();
    let leave = NewLeave { account: None, deputy: deputy.account, first: store.now(), last: store.now() + 3 * DAY };
    let mine = FindingQuery { mine: true, ..FindingQuery::default() };
    let own = async |who: &Actor| store.findings_count(who, &mine).await.expect("a number");
    assert_eq!((own(&town.caseworker).await, own(&deputy).await), (1, 0));
    for other in [town.caseworker.account, town.coordinator.account] {
        let wrong = NewLeave { deputy: other, ..leave.clone() };
        assert_eq!(fields(store.run(&by(&town.caseworker), RecordLeave(wrong)).await), [("deputy", "unknown")]);
    }
    store.run(&by(&town.caseworker), RecordLeave(leave)).await.expect("a leave");
    assert_eq!((own(&town.caseworker).await, own(&deputy).await), (1, 1), "a deputy sees it, too");
    assert_eq!(told(stage, &deputy, NoticeKind::DeputyNamed).await, 1);
    // What the deputy cannot solve goes above the caseworker, who answers for the district, and not back to the deputy.
    let head = NewAnswerer {
        area: town.district,
        post: Post::Head,
        account: Some(town.caseworker.account),
        name: String::new(),
        phone: "0574-87654321".into(),
        replaces: None,
    };
    store.run(&by(&town.coordinator), NameAnswerer(head)).await.expect("the head");
    store.run(&by(&deputy), said(finding, AnswerKind::NotHelped)).await.expect("noted");
    let raised = async |who: &Actor| told(stage, who, NoticeKind::FindingRaised).await;
    assert_eq!((raised(&deputy).await, raised(&town.coordinator).await), (0, 1));
    stage.clock.advance(4 * DAY);
    assert_eq!(own(&deputy).await, 0);

    // A day that was agreed, and the file itself, go to the caseworker who follows.
    let appointment = AppointFinding { finding, day: store.now() + DAY };
    store.run(&by(&town.caseworker), appointment).await.expect("a day");
    let unowned = async || {
        let today = store.today(&town.coordinator).await.expect("an answer");
        [today.n(Work::UnownedVisits), today.n(Work::UnownedFindings)]
    };
    assert_eq!(unowned().await, [0, 0]);
    stage.plant(&format!("delete from role_grant where account = {}", town.caseworker.account)).await;
    assert_eq!(unowned().await[1], 1, "a leaver's findings are listed until they are handed over");
    let work = HandOverWork { from: town.caseworker.account, to: next.account };
    assert_eq!(code(store.run(&by(&town.caseworker), work).await), "not_allowed");
    assert_eq!(store.run(&by(&town.coordinator), work).await.expect("handed over"), 1);
    assert_eq!(own(&next).await, 1);
    assert_eq!((told(stage, &next, NoticeKind::WorkHandedOver).await, unowned().await), (1, [0, 0]));
    stage.is_clean().await;

    // A file that closes ends what is open, and has it again when it is opened.
    let reason = CloseReason::ALL[0];
    let closing = Closing { household: town.household, reason, words: "搬走了".into() };
    store.run(&by(&next), CloseFile(closing)).await.expect("closed");
    assert_eq!(own(&next).await, 0);
    assert_eq!(code(store.run(&by(&next), report(town.household, MetPerson::Contact, &[])).await), "file_closed");
    stage.is_clean().await;
    store.run(&by(&next), ReopenFile(town.household)).await.expect("open again");
    assert_eq!(own(&next).await, 1);
    stage.is_clean().await;
});

on_both!(a_merged_file_is_visited_once_and_keeps_its_findings, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let (gone, _) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    weekly(stage, &town).await;
    store.run_clocks().await.expect("the clocks run");
    let all = VisitQuery::default();
    assert_eq!(listed(stage, &town.caseworker, all).await.len(), 2);
    let met = || report(gone, MetPerson::Contact, &[NeedKind::Care]);
    store.run(&by(&town.caseworker), met()).await.expect("met");
    let first = stage.number(&format!("select min(id) from person where household = {gone}")).await;
    let (keep, same) = (town.household, vec![(first, 0), (first + 1, 0)]);
    let merging = Merging { keep, gone, same, typed: keep.to_string() };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    assert_eq!(listed(stage, &town.caseworker, all).await, [], "what was made for one counts for both");
    let own = FindingQuery { household: keep, ..FindingQuery::default() };
    assert_eq!(store.findings_count(&town.caseworker, &own).await.expect("a number"), 1);
    // Who still has the old number at the door loses nothing.
    store.run(&by(&town.caseworker), met()).await.expect("met");
    assert_eq!(stage.number(&format!("select count(*) from visit_report where household = {keep}")).await, 2);
    stage.is_clean().await;
});

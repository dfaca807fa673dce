//! Programmes: figures are counted from records of their area, what slips climbs, and frozen figures stay.

use domain::{
    DAY,
    accounts::Actor,
    areas::{AreaKind, NewArea},
    community::programmes::{
        GRACE_DAYS, Indicator, IndicatorId, IndicatorKind, IndicatorReportState, IndicatorStanding, NewIndicator,
        NewMilestone, NewValue, ProgrammeDraft, ProgrammeId, ProgrammeState, Quarter,
    },
    notifications::NoticeKind,
    today::Work,
};
use store::{
    areas::tree::AddArea,
    community::programmes::{
        drafts::{AddIndicator, AddMilestone, DraftProgramme},
        lifecycle::{DropProgramme, EndProgramme, GiveIndicator, StartProgramme},
        lists::ProgrammeList,
        progress::{MoveMilestone, ReachMilestone, TypeValue},
        reports::{CommentReport, RecountReport},
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn new_programme(stage: &Stage, town: &Town, days: i64) -> ProgrammeDraft {
    let now = stage.store.now();
    ProgrammeDraft {
        area: town.district,
        name: "六项措施".into(),
        source: "任务书".into(),
        first: now - 2 * DAY,
        until: now + days * DAY,
    }
}

fn new_indicator(town: &Town, kind: IndicatorKind, target: i64) -> NewIndicator {
    let (name, unit) = ("走访".to_owned(), "户".to_owned());
    NewIndicator { area: town.home, name, unit, kind, baseline: 0, target, owner: town.caseworker.account }
}

async fn drafted(stage: &Stage, town: &Town, days: i64) -> ProgrammeId {
    let new = new_programme(stage, town, days);
    stage.store.run(&by(&town.coordinator), DraftProgramme(new)).await.expect("a draft")
}

async fn measured(stage: &Stage, town: &Town, programme: ProgrammeId, kind: IndicatorKind, target: i64) -> IndicatorId {
    let new = new_indicator(town, kind, target);
    stage.store.run(&by(&town.coordinator), AddIndicator { programme, new }).await.expect("an indicator")
}

async fn started(stage: &Stage, town: &Town, programme: ProgrammeId) {
    stage.store.run(&by(&town.coordinator), StartProgramme { programme }).await.expect("started");
}

async fn read(stage: &Stage, town: &Town, indicator: IndicatorId) -> Indicator {
    stage.store.indicator(&town.coordinator, indicator).await.expect("an indicator").indicator
}

async fn typed(stage: &Stage, who: &Actor, indicator: IndicatorId, amount: i64) -> store::Result<()> {
    let new = NewValue { amount, day: stage.store.now(), source: "台账".into() };
    stage.store.run(&by(who), TypeValue { indicator, new }).await
}

/// Inserts a visit that was recorded a minute ago.
async fn visited(stage: &Stage, household: i64, met: &str) {
    let at = stage.store.now() - 60;
    let sql = format!(
        "insert into visit_report (household, way, met, mood, words, at, account, recorded)
         values ({household}, 'home', '{met}', 'well', '', {at}, 1, {at})"
    );
    stage.plant(&sql).await;
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(a_programme_fixes_its_targets_and_counts_the_records_of_its_area, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let new = new_programme(stage, &town, 300);
    assert_eq!(code(store.run(&by(&town.caseworker), DraftProgramme(new.clone())).await), "not_allowed");
    assert_eq!(code(store.run(&by(&other.coordinator), DraftProgramme(new)).await), "not_found");
    let programme = drafted(stage, &town, 300).await;
    assert_eq!(code(store.run(&by(&town.coordinator), StartProgramme { programme }).await), "wrong_state");
    let visits = new_indicator(&town, IndicatorKind::HouseholdsVisited, 40);
    let wrong = NewIndicator { owner: other.caseworker.account, ..visits.clone() };
    let refused = store.run(&by(&town.coordinator), AddIndicator { programme, new: wrong }).await;
    assert_eq!(fields(refused), [("owner", "unknown")]);
    let wrong = NewIndicator { area: other.home, ..visits.clone() };
    let refused = store.run(&by(&town.coordinator), AddIndicator { programme, new: wrong }).await;
    assert_eq!(fields(refused), [("area", "unknown")]);
    let counted = measured(stage, &town, programme, IndicatorKind::HouseholdsVisited, 40).await;
    let by_hand = measured(stage, &town, programme, IndicatorKind::Typed, 40).await;
    assert_eq!(code(store.public_programme(programme).await), "not_found", "a draft is not public");
    assert_eq!(code(store.programme(&other.auditor, programme).await), "not_found");
    started(stage, &town, programme).await;
    let late = AddIndicator { programme, new: visits };
    assert_eq!(code(store.run(&by(&town.coordinator), late).await), "wrong_state", "targets are fixed");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::IndicatorGiven).await, 2);

    // A household counts once, one that was not met and one of another city do not.
    for (household, met) in [(town.household, "contact"), (town.household, "adult"), (other.household, "contact")] {
        visited(stage, household, met).await;
    }
    let (neighbour, _) = stage.family(&town.caseworker, town.home, "李家").await;
    visited(stage, neighbour, "not_there").await;
    assert_eq!(read(stage, &town, counted).await.value, 1);
    assert_eq!(code(typed(stage, &town.auditor, by_hand, 12).await), "not_allowed");
    assert_eq!(code(typed(stage, &town.caseworker, counted, 12).await), "wrong_state", "it is counted");
    typed(stage, &town.caseworker, by_hand, 12).await.expect("typed");
    let public = store.public_programme(programme).await.expect("public").indicators;
    let shown: Vec<_> = public.iter().map(|one| (one.value, one.typed)).collect();
    assert_eq!(shown, [(None, false), (Some(10), true)]);
    assert_eq!(store.programmes(&town.auditor, ProgrammeList::Running, 0).await.expect("a list").items.len(), 1);
    assert_eq!(store.public_programmes(&other.donor, 0).await.expect("a list").items.len(), 0);
    stage.is_clean().await;
});

on_both!(a_figure_opens_its_rows_in_its_area_and_is_rounded_elsewhere, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let programme = drafted(stage, &town, 300).await;
    let mut all = Vec::new();
    for kind in IndicatorKind::ALL {
        all.push((*kind, measured(stage, &town, programme, *kind, 40).await));
    }
    started(stage, &town, programme).await;
    visited(stage, town.household, "contact").await;
    visited(stage, town.household, "adult").await;
    for _ in 0..6 {
        let (household, _) = stage.family(&town.caseworker, town.home, "李家").await;
        visited(stage, household, "contact").await;
    }
    // Solved, opened again, solved once more: one case. An outcome that solves nothing is none.
    let now = store.now() - 60;
    let household = town.household;
    for (case, kind, keys) in [(901, "work", "hired hired"), (902, "care", "moved_in"), (903, "work", "declined")] {
        let values = format!("id = {case}, household = {household}, kind = '{kind}', urgency = 'soon', state = 'open'");
        let mut planted = vec![stage.row_of("case_file", &values).await];
        for (at, key) in keys.split(' ').enumerate() {
            let id = case * 10 + 2 * at as i64;
            let line = format!("id = {id}, case_file = {case}, kind = 'closed', key = '{key}', at = {now}");
            planted.push(stage.row_of("case_line", &line).await);
            if at > 0 {
                let again = format!("id = {}, case_file = {case}, kind = 'reopened', at = {now}", id - 1);
                planted.push(stage.row_of("case_line", &again).await);
            }
        }
        stage.plant(&planted.join(";\n")).await;
    }
    let mut figures = Vec::new();
    for (kind, id) in all {
        let figure = read(stage, &town, id).await.value;
        let rows = store.indicator_rows(&town.caseworker, id, 0).await.expect("the rows").items;
        assert_eq!(
            figure,
            kind.measure().shown(rows.len() as i64, rows.iter().map(|row| row.amount).sum()),
            "{kind:?}"
        );
        figures.push((kind, id, figure));
    }
    let of = |kind: IndicatorKind| *figures.iter().find(|(one, ..)| *one == kind).expect("an indicator");
    let ((_, visits, households), (_, cases, solved)) =
        (of(IndicatorKind::HouseholdsVisited), of(IndicatorKind::CasesSolved));
    assert_eq!((households, solved), (7, 2));

    // Staff of another district read the board of the city, but nothing from which one family would follow.
    let west = NewArea { parent: Some(town.root), kind: AreaKind::District, name: "西区".into() };
    let west = store.run(&by(&town.admin), AddArea(west)).await.expect("a district");
    let elsewhere = stage.caseworker_of(&town, west).await;
    for (id, rounded) in [(visits, 5), (cases, 0)] {
        let seen = store.indicator(&elsewhere, id).await.expect("an indicator").indicator;
        assert_eq!((seen.value, seen.may_open), (rounded, false));
        assert_eq!(code(store.indicator_rows(&elsewhere, id, 0).await), "not_found");
    }
    let board = store.programme(&elsewhere, programme).await.expect("a programme");
    assert!(board.indicators.iter().all(|one| one.value % 5 == 0), "{board:?}");
});

on_both!(what_slips_is_told_to_its_owner_and_after_14_days_to_the_next_level, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let programme = drafted(stage, &town, 98).await;
    let indicator = measured(stage, &town, programme, IndicatorKind::Typed, 100).await;
    let new = NewMilestone { name: "对账".into(), day: store.now() + 60 * DAY };
    let milestone = store.run(&by(&town.coordinator), AddMilestone { indicator, new }).await.expect("a milestone");
    started(stage, &town, programme).await;
    stage.clock.advance(20 * DAY);
    store.run_clocks().await.expect("runs");
    assert_eq!(read(stage, &town, indicator).await.standing, IndicatorStanding::OnCourse, "it has just begun");
    stage.clock.advance(15 * DAY);
    store.run_clocks().await.expect("runs");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::IndicatorSlips).await, 1);
    assert_eq!(store.today(&town.caseworker).await.expect("today").n(Work::Indicators), 1);
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::Indicators), 0);
    stage.clock.advance(15 * DAY);
    let other = stage.another().await;
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    one.and(two).expect("runs");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::IndicatorSlips).await, 1, "once on two servers");
    assert_eq!(read(stage, &town, indicator).await.raised_to, Some(town.coordinator.account));
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::Indicators), 1);

    // Enough of it ends that; a milestone past its day begins it again.
    typed(stage, &town.caseworker, indicator, 90).await.expect("typed");
    store.run_clocks().await.expect("runs");
    let seen = read(stage, &town, indicator).await;
    assert_eq!((seen.standing, seen.raised_to), (IndicatorStanding::OnCourse, None));
    let day = store.now() + 15 * DAY;
    let moved = |reason: &str| MoveMilestone { milestone, day, reason: reason.into() };
    assert_eq!(fields(store.run(&by(&town.caseworker), moved("")).await), [("reason", "required")]);
    store.run(&by(&town.caseworker), moved("验收改期")).await.expect("moved");
    stage.clock.advance(17 * DAY);
    assert_eq!(read(stage, &town, indicator).await.late, 1);
    store.run_clocks().await.expect("runs");
    assert_eq!(store.today(&town.caseworker).await.expect("today").n(Work::Indicators), 1);
    let reached = ReachMilestone { milestone, day: store.now() };
    store.run(&by(&town.caseworker), reached).await.expect("reached");
    store.run_clocks().await.expect("runs");
    let page = store.indicator(&town.caseworker, indicator).await.expect("an indicator");
    assert_eq!(page.indicator.standing, IndicatorStanding::OnCourse);
    assert_ne!(page.milestones[0].day, page.milestones[0].first_day, "the first day stays");
    assert_eq!(page.moves.len(), 1);
    let give = GiveIndicator { indicator, owner: town.coordinator.account };
    assert_eq!(code(store.run(&by(&town.caseworker), give).await), "not_allowed");
    store.run(&by(&town.coordinator), give).await.expect("given");
    assert_eq!(code(typed(stage, &town.caseworker, indicator, 91).await), "not_allowed");
    stage.is_clean().await;
});

on_both!(a_quarter_is_frozen_once_and_its_comment_is_asked_for_until_it_comes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let programme = drafted(stage, &town, 300).await;
    let indicator = measured(stage, &town, programme, IndicatorKind::HouseholdsVisited, 2).await;
    started(stage, &town, programme).await;
    visited(stage, town.household, "contact").await;
    let quarter = Quarter::of(store.now());
    stage.clock.advance(quarter.end() + GRACE_DAYS * DAY + 60 - store.now());
    let other = stage.another().await;
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    one.and(two).expect("runs");
    assert_eq!(stage.number("select count(*) from indicator_report").await, 1, "once on two servers");
    let report = store.indicator_reports(&town.caseworker).await.expect("asked")[0].clone();
    assert_eq!((report.quarter, report.value, report.state), (quarter.key(), 1, IndicatorReportState::Asked));
    assert_eq!(told(stage, &town.caseworker, NoticeKind::IndicatorReportDue).await, 1);

    // A family that moves away later stays in the figure; a record that goes is found by the check, and noted.
    let (now, from, to) = (store.now(), town.home, town.district);
    stage
        .plant(&format!(
            "insert into household_move (household, root, from_area, to_area, state, words, asked_by, asked, answer,
                 answered_by, answered)
             values ({}, {}, {from}, {to}, 'accepted', '', 1, {now}, '', 1, {now})",
            town.household, town.root
        ))
        .await;
    stage.plant(&format!("update household set area = {to} where id = {}", town.household)).await;
    let differs = || async {
        let lines = store.check().await.expect("checked");
        lines.into_iter().filter(|line| line.starts_with("report ")).count()
    };
    assert_eq!(differs().await, 0);
    let recount = || RecountReport { report: report.id, reason: "两份记录合并了".into() };
    assert_eq!(code(store.run(&by(&town.coordinator), recount()).await), "wrong_state", "nothing differs");
    stage.plant("delete from visit_report").await;
    assert_eq!(differs().await, 1);
    assert_eq!(code(store.run(&by(&town.caseworker), recount()).await), "not_allowed");
    store.run(&by(&town.coordinator), recount()).await.expect("noted");
    assert_eq!(differs().await, 0);

    // The comment is late: the next level is asked by name, and may write it. Once.
    stage.clock.advance(15 * DAY);
    store.run_clocks().await.expect("runs");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::IndicatorReportLate).await, 1);
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::IndicatorReports), 1);
    let comment = |words: &str| CommentReport { report: report.id, words: words.into() };
    assert_eq!(code(store.run(&by(&town.auditor), comment("看过")).await), "not_allowed");
    assert_eq!(fields(store.run(&by(&town.caseworker), comment("")).await), [("words", "required")]);
    store.run(&by(&town.caseworker), comment("周末加了两个班。")).await.expect("commented");
    assert_eq!(code(store.run(&by(&town.coordinator), comment("再写一次")).await), "wrong_state");
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::IndicatorReports), 0);
    let page = store.indicator(&town.auditor, indicator).await.expect("an indicator");
    let seen = &page.reports[0];
    assert_eq!((seen.value, seen.recount, seen.words.as_str()), (1, Some(0), "周末加了两个班。"));
});

on_both!(a_programme_ends_with_a_last_report_and_a_stale_draft_is_dropped, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let stale = drafted(stage, &town, 10).await;
    let short = drafted(stage, &town, 20).await;
    let indicator = measured(stage, &town, short, IndicatorKind::Typed, 10).await;
    started(stage, &town, short).await;
    let early = drafted(stage, &town, 300).await;
    let missed = measured(stage, &town, early, IndicatorKind::Typed, 10).await;
    started(stage, &town, early).await;
    typed(stage, &town.caseworker, indicator, 10).await.expect("typed");
    stage.clock.advance(5 * DAY);
    let end = |reason: &str| EndProgramme { programme: early, reason: reason.into() };
    assert_eq!(code(store.run(&by(&town.caseworker), end("并入新的")).await), "not_allowed");
    store.run(&by(&town.coordinator), end("并入新的任务书")).await.expect("ended");
    let page = store.indicator(&town.auditor, missed).await.expect("an indicator");
    assert_eq!((page.state, page.indicator.standing), (ProgrammeState::Ended, IndicatorStanding::Missed));
    assert_eq!(page.reports.len(), 1);
    assert_eq!(code(typed(stage, &town.caseworker, missed, 10).await), "wrong_state");

    stage.clock.advance(25 * DAY);
    // Two quarters may have passed meanwhile, each with a run of its own.
    store.run_clocks().await.expect("runs");
    store.run_clocks().await.expect("runs");
    let over = store.programme(&town.auditor, short).await.expect("a programme");
    assert_eq!((over.state, over.indicators[0].standing), (ProgrammeState::Ended, IndicatorStanding::OnCourse));
    let listed = store.programmes(&town.coordinator, ProgrammeList::Drafts, 0).await.expect("a list").items;
    assert_eq!(listed.len(), 0);
    assert_eq!(code(store.run(&by(&town.coordinator), DropProgramme { programme: stale }).await), "wrong_state");
    stage.is_clean().await;
    stage.plant(&format!("update indicator set value = value + 1 where id = {indicator}")).await;
    let found = store.check().await.expect("checked");
    assert!(found.len() == 1 && found[0].starts_with(&format!("indicator {indicator} ended with ")), "{found:?}");
});

use super::{
    conditions::{Condition, ConditionKind, Group, Span},
    facts::{FileFacts, HardshipFact, HouseholdFacts, MemberFacts, ages},
    rules::{NewRule, RuleEvent, RuleState, Verdict, reminder},
    *,
};
use crate::{
    areas::AreaPath,
    casework::{
        hardships::HardshipKind,
        members::School,
        rounds::profile::{Lives, Schooling, WorkStatus},
    },
    households::{Income, Sex},
};

/// Last second of 2026-08-31 in China.
const CUT_OFF: Timestamp = 1_788_191_999;
const NOW: Timestamp = CUT_OFF - 100 * DAY;

fn member(id: i64, birth_year: i64) -> MemberFacts {
    MemberFacts {
        id,
        birth_year,
        sex: Sex::Unsaid,
        school: School::None,
        lives: Lives::Here,
        work: WorkStatus::Unsaid,
        schooling: Schooling::Unsaid,
    }
}

fn file(members: Vec<MemberFacts>) -> FileFacts {
    let size = i64::try_from(members.len()).expect("few");
    let household =
        HouseholdFacts { id: 1, area: AreaPath("/1/12/45/".into()), size, income: Income::Low, hardships: Vec::new() };
    FileFacts { household, members }
}

fn rule(unit: RuleUnit, groups: Vec<Vec<Condition>>) -> NewRule {
    NewRule {
        name: "助学".into(),
        gives: "每学期补助".into(),
        source: "市教育局通知".into(),
        unit,
        cut_off: CUT_OFF,
        apply_by: None,
        ask_days: 14,
        groups: groups.into_iter().map(|any| Group { any }).collect(),
        papers: Vec::new(),
    }
}

fn said(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::No => "no",
        Verdict::Unsure => "unsure",
        Verdict::Fits(because) if because.doubts.is_empty() => "fits",
        Verdict::Fits(_) => "check",
    }
}

fn verdicts(rule: &NewRule, file: &FileFacts) -> Vec<&'static str> {
    rule.verdicts(file).iter().map(|(_, verdict)| said(verdict)).collect()
}

/// Every age span against every birth year, with all birthdays of the year: yes only if all of them say so.
#[test]
fn an_age_is_judged_as_by_every_possible_birthday() {
    let days_before = 242; // 1 January to 31 August
    for birth_year in 1990..=2027_i64 {
        for from in 0..20 {
            for to in from..20 {
                let possible: Vec<i64> = [0, days_before, days_before + 1, 364]
                    .map(|birthday| 2026 - birth_year - i64::from(birthday > days_before))
                    .into_iter()
                    .filter(|age| *age >= 0)
                    .collect();
                let inside = possible.iter().filter(|age| (from..=to).contains(*age)).count();
                let wanted = match inside {
                    0 => "no",
                    n if n == possible.len() => "fits",
                    _ => "check",
                };
                let of = rule(RuleUnit::Child, vec![vec![Condition::Age(Span { from, to })]]);
                let found = verdicts(&of, &file(vec![member(1, birth_year)]));
                // A child of the rule is younger than eighteen on that day, too.
                let adult = possible.iter().filter(|age| **age >= 18).count();
                let wanted = match adult {
                    0 => wanted,
                    n if n == possible.len() => "no",
                    _ if wanted == "no" => "no",
                    _ => "check",
                };
                assert_eq!(found, [wanted], "born {birth_year}, {from} to {to}");
            }
        }
    }
    assert_eq!(ages(2020, 1_798_732_799), (6, 6), "at the end of 2026 every birthday has been");
}

#[test]
fn nothing_is_found_for_a_child_because_of_another_one() {
    let at_school = |id, birth_year, school| MemberFacts { school, ..member(id, birth_year) };
    let groups = vec![vec![Condition::Age(Span { from: 6, to: 15 })], vec![Condition::School(vec![School::Primary])]];
    let of = rule(RuleUnit::Child, groups);
    let alone = |child: &MemberFacts| verdicts(&of, &file(vec![child.clone()]));
    let children = [
        at_school(1, 2016, School::Primary),
        at_school(2, 2016, School::None),
        at_school(3, 2016, School::Junior),
        at_school(4, 2003, School::Primary),
    ];
    assert_eq!(children.each_ref().map(|child| alone(child)[0]), ["fits", "unsure", "no", "no"]);
    // Together, in any order, each of them gets what it gets alone.
    for turn in 0..children.len() {
        let mut together = children.to_vec();
        together.rotate_left(turn);
        let found = verdicts(&of, &file(together.clone()));
        let wanted: Vec<_> = together.iter().map(|child| alone(child)[0]).collect();
        assert_eq!(found, wanted);
    }
    let children = ConditionKind::Children;
    assert!(!children.is_for(RuleUnit::Child) && !children.is_for(RuleUnit::Adult));
    assert!(children.is_for(RuleUnit::Household));
    assert!(!ConditionKind::School.is_for(RuleUnit::Household) && ConditionKind::Income.is_for(RuleUnit::Child));
}

#[test]
fn of_each_group_one_condition_must_hold_and_what_was_never_asked_is_not_no() {
    let ill = HardshipFact { kind: HardshipKind::Illness, since: "2025".into(), until: String::new() };
    let groups = vec![
        vec![Condition::Hardship(vec![HardshipKind::Illness]), Condition::Income(vec![Income::Minimum])],
        vec![Condition::Size(Span { from: 2, to: 20 })],
    ];
    let of = rule(RuleUnit::Household, groups);
    let mut home = file(vec![member(1, 1980), member(2, 2010)]);
    assert_eq!(verdicts(&of, &home), ["no"]);
    home.household.income = Income::Unsaid;
    assert_eq!(verdicts(&of, &home), ["unsure"]);
    home.household.hardships.push(ill.clone());
    let found = of.verdicts(&home);
    let Verdict::Fits(because) = &found[0].1 else { panic!("{found:?}") };
    assert_eq!((found[0].0, because.holds.as_slice()), (None, &[ConditionKind::Hardship, ConditionKind::Size][..]));
    home.household.hardships[0].until = "2026-07".into();
    assert_eq!(verdicts(&of, &home), ["unsure"], "it ended before the cut-off day");
    assert!(HardshipFact { until: "2026".into(), ..ill.clone() }.lasts(CUT_OFF));
    assert!(!HardshipFact { since: "2026-09".into(), ..ill }.lasts(CUT_OFF));
    let area = |id| rule(RuleUnit::Household, vec![vec![Condition::Area(id)]]);
    assert_eq!((verdicts(&area(12), &home), verdicts(&area(2), &home)), (vec!["fits"], vec!["no"]));
    let children = |from, to| rule(RuleUnit::Household, vec![vec![Condition::Children(Span { from, to })]]);
    let home = file(vec![member(1, 1980), member(2, 2008), member(3, 2012)]);
    assert_eq!(
        [(1, 2), (2, 2), (3, 9)].map(|(from, to)| verdicts(&children(from, to), &home)[0]),
        ["fits", "check", "no"]
    );
}

#[test]
fn a_rule_with_impossible_dates_or_conditions_is_refused() {
    let wrong = |rule: NewRule| match rule.checked(NOW) {
        Err(Error::Invalid(fields)) => fields.into_iter().map(|field| field.name).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let good = rule(RuleUnit::Child, vec![vec![Condition::Age(Span { from: 6, to: 15 })]]);
    assert!(good.clone().checked(NOW).is_ok());
    assert_eq!(wrong(NewRule { apply_by: Some(NOW - 1), ..good.clone() }), ["apply_by"]);
    assert_eq!(wrong(NewRule { cut_off: NOW + 900 * DAY, ..good.clone() }), ["cut_off"]);
    assert_eq!(wrong(NewRule { groups: Vec::new(), ask_days: 0, ..good.clone() }), ["ask_days", "conditions"]);
    for condition in [
        Condition::Age(Span { from: 9, to: 6 }),
        Condition::Children(Span { from: 1, to: 3 }),
        Condition::Income(vec![Income::Unsaid]),
        Condition::Work(Vec::new()),
    ] {
        assert_eq!(wrong(rule(RuleUnit::Child, vec![vec![condition.clone()]])), ["conditions"], "{condition:?}");
    }
    assert_eq!(wrong(NewRule { name: " ".into(), ..good }), ["name"]);
    assert_eq!((reminder(None, NOW), reminder(Some(NOW + DAY), NOW)), (0, 0));
    assert_eq!(reminder(Some(NOW + 20 * DAY), NOW), NOW + 6 * DAY);
}

#[test]
fn a_version_is_tried_before_it_is_used() {
    let refused = |code| Err(Error::Conflict(code));
    assert_eq!(RuleState::Draft.after(RuleEvent::Use), refused(Code::RuleUntried));
    assert_eq!(RuleState::Draft.after(RuleEvent::Try), Ok(RuleState::Tried));
    assert_eq!(RuleState::Tried.after(RuleEvent::Change), Ok(RuleState::Draft));
    assert_eq!(RuleState::InUse.after(RuleEvent::Change), Ok(RuleState::InUse));
    for event in [RuleEvent::Change, RuleEvent::Try, RuleEvent::Use, RuleEvent::Withdraw] {
        assert_eq!(RuleState::Withdrawn.after(event), refused(Code::WrongState));
    }
}

#[test]
fn every_live_entitlement_has_a_next_step_and_a_day_for_it() {
    for state in EntitlementState::ALL {
        let next = EntitlementStep::ALL.iter().filter(|step| state.after(**step).is_ok()).count();
        assert!(!state.is_live() || next > 0, "{state:?}");
        assert_eq!(state.due(NOW, 14, None) > NOW, state.is_live(), "{state:?}");
    }
    assert_eq!(EntitlementState::Wants.due(NOW, 14, Some(NOW + 3 * DAY)), NOW + 3 * DAY);
    assert!(EntitlementState::Applied.due(NOW, 14, Some(NOW + 3 * DAY)) > NOW + 50 * DAY);
    assert!(EntitlementState::Found.after(EntitlementStep::Apply).is_err(), "the family is asked first");
    assert_eq!(NeededPaper::Disability.on_file(), None, "a sibling's certificate counts for no other child");
}

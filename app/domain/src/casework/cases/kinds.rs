//! What each kind of case asks, its steps in order, and its true outcomes: one table instead of ten copies of code.
//!
//! Keys are stored and said in Fluent, so none of them is ever renamed or removed.

use super::{CaseKind, FamilyAnswer};
use crate::{Code, text, time::Month};

/// What may be typed into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldShape {
    /// A line of up to 200 characters.
    Line,
    /// One of these keys.
    Choice(&'static [&'static str]),
    /// A month as `2026-10`.
    YearMonth,
    /// A whole number from 0 to this one.
    Number(i64),
}

/// A field of a kind of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseField {
    /// Stored key, also the name of the field in forms and in JSON.
    pub key: &'static str,
    /// What may be typed.
    pub shape: FieldShape,
    /// Whether a case is not opened without it.
    pub required: bool,
}

/// A step of a kind of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseStep {
    /// Stored key.
    pub key: &'static str,
    /// Days in which the step is due in a case that is not urgent.
    pub days: i64,
}

/// A way in which a case can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseOutcome {
    /// Stored key.
    pub key: &'static str,
    /// Whether the problem is solved; then the family must have said so.
    pub solved: bool,
}

/// Everything that is particular to a kind of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindRules {
    /// Fields, in the order of the form.
    pub fields: &'static [CaseField],
    /// Steps, in their order; the first one is where a case begins.
    pub steps: &'static [CaseStep],
    /// Outcomes, in the order of the form.
    pub outcomes: &'static [CaseOutcome],
}

const fn needed(key: &'static str, shape: FieldShape) -> CaseField {
    CaseField { key, shape, required: true }
}

const fn asked(key: &'static str, shape: FieldShape) -> CaseField {
    CaseField { key, shape, required: false }
}

const fn step(key: &'static str, days: i64) -> CaseStep {
    CaseStep { key, days }
}

const fn solved(key: &'static str) -> CaseOutcome {
    CaseOutcome { key, solved: true }
}

const fn other(key: &'static str) -> CaseOutcome {
    CaseOutcome { key, solved: false }
}

/// Outcome of every kind: the family moved away or is not found any more. Such a case is always asked about again.
pub const GONE: &str = "gone";

use FieldShape::{Choice, Line, Number, YearMonth};

const WORK: KindRules = KindRules {
    fields: &[
        needed("seeks", Line),
        asked("skills", Line),
        asked("schooling", Choice(&["none", "primary", "middle", "high", "college"])),
        asked("since", YearMonth),
    ],
    steps: &[step("understand", 3), step("propose", 7), step("interview", 10), step("follow", 30)],
    outcomes: &[solved("hired"), solved("trained"), other("declined"), other(GONE)],
};

const SCHOOL: KindRules = KindRules {
    fields: &[
        needed("grade", Choice(&["kindergarten", "primary", "middle", "high"])),
        asked("from", YearMonth),
        asked("school_wished", Line),
    ],
    steps: &[step("understand", 3), step("gather", 14), step("apply", 14), step("answer", 30)],
    outcomes: &[solved("placed"), solved("placed_elsewhere"), other("went_home"), other("not_before"), other(GONE)],
};

const HEALTH: KindRules = KindRules {
    fields: &[needed("trouble", Line), asked("insured", Choice(&["yes", "no", "unknown"]))],
    steps: &[step("understand", 2), step("doctor", 7), step("treat", 30), step("follow", 30)],
    outcomes: &[solved("treated"), solved("treated_on"), other("not_possible"), other("declined"), other(GONE)],
};

const PAPERS: KindRules = KindRules {
    fields: &[
        needed("paper", Choice(&["identity", "residence", "birth", "marriage", "disability", "other"])),
        asked("lacking", Line),
    ],
    steps: &[step("understand", 3), step("gather", 7), step("apply", 7), step("answer", 30)],
    outcomes: &[solved("issued"), other("not_entitled"), other("declined"), other(GONE)],
};

const LEGAL: KindRules = KindRules {
    fields: &[needed("matter", Line), asked("other_side", Line)],
    steps: &[step("understand", 3), step("advise", 7), step("mediate", 15), step("follow", 30)],
    outcomes: &[solved("settled"), solved("advised"), other("to_court"), other("declined"), other(GONE)],
};

const WAGES: KindRules = KindRules {
    fields: &[needed("employer", Line), needed("amount", Number(10_000_000)), asked("months", Number(240))],
    steps: &[step("understand", 1), step("claim", 1), step("settle", 3), step("paid", 7)],
    outcomes: &[solved("paid_out"), other("paid_partly"), other("to_court"), other("declined"), other(GONE)],
};

const LANGUAGE: KindRules = KindRules {
    fields: &[needed("tongue", Line), asked("level", Choice(&["nothing", "little", "talks"]))],
    steps: &[step("understand", 7), step("course", 30), step("follow", 60)],
    outcomes: &[solved("course_done"), solved("helper_found"), other("declined"), other(GONE)],
};

const HOUSING: KindRules = KindRules {
    fields: &[needed("trouble", Line), asked("rent", Number(1_000_000))],
    steps: &[step("understand", 3), step("inspect", 7), step("apply", 14), step("answer", 30)],
    outcomes: &[solved("housed"), solved("repaired"), other("not_entitled"), other("declined"), other(GONE)],
};

const CARE: KindRules = KindRules {
    fields: &[
        needed("who", Choice(&["old", "young", "sick", "disabled", "alone", "carer", "poor"])),
        needed("need", Line),
        asked("times_a_week", Number(50)),
    ],
    steps: &[step("understand", 2), step("arrange", 5), step("trial", 14), step("follow", 30)],
    outcomes: &[solved("arranged"), solved("family_cares"), solved("moved_in"), other("declined"), other(GONE)],
};

const DISASTER: KindRules = KindRules {
    fields: &[needed("what", Choice(&["fire", "flood", "quake", "accident", "other"])), asked("loss", Line)],
    steps: &[step("safe", 1), step("shelter", 1), step("rebuild", 14), step("follow", 30)],
    outcomes: &[solved("restored"), solved("moved_in"), other("not_possible"), other(GONE)],
};

impl CaseKind {
    /// The row of the table.
    #[must_use]
    pub const fn rules(self) -> &'static KindRules {
        match self {
            CaseKind::Work => &WORK,
            CaseKind::School => &SCHOOL,
            CaseKind::Health => &HEALTH,
            CaseKind::Papers => &PAPERS,
            CaseKind::Legal => &LEGAL,
            CaseKind::Wages => &WAGES,
            CaseKind::Language => &LANGUAGE,
            CaseKind::Housing => &HOUSING,
            CaseKind::Care => &CARE,
            CaseKind::Disaster => &DISASTER,
        }
    }

    /// The step of this key.
    #[must_use]
    pub fn step(self, key: &str) -> Option<CaseStep> {
        self.rules().steps.iter().copied().find(|step| step.key == key)
    }

    /// The outcome of this key.
    #[must_use]
    pub fn outcome(self, key: &str) -> Option<CaseOutcome> {
        self.rules().outcomes.iter().copied().find(|outcome| outcome.key == key)
    }

    /// The step that follows this one; the last one follows itself, because its work may have to be done again.
    #[must_use]
    pub fn step_after(self, key: &str) -> CaseStep {
        let steps = self.rules().steps;
        let at = steps.iter().position(|step| step.key == key).unwrap_or_default();
        steps[(at + 1).min(steps.len() - 1)]
    }
}

impl CaseField {
    /// Trims and validates what was typed; an empty text when nothing was.
    ///
    /// # Errors
    /// [`Code::Required`], [`Code::TooLong`], [`Code::Unknown`] and [`Code::OutOfRange`].
    pub fn checked(&self, raw: &str) -> Result<String, Code> {
        let typed = text::line(raw, usize::from(self.required), 200)?;
        if typed.is_empty() {
            return Ok(typed);
        }
        match self.shape {
            FieldShape::Line => Ok(typed),
            FieldShape::Choice(keys) => {
                if keys.contains(&typed.as_str()) {
                    Ok(typed)
                } else {
                    Err(Code::Unknown)
                }
            }
            FieldShape::YearMonth => typed.parse::<Month>().map(|month| month.to_string()),
            FieldShape::Number(most) => match text::half_width(&typed).parse::<i64>() {
                Ok(n) if (0..=most).contains(&n) => Ok(n.to_string()),
                Ok(_) => Err(Code::OutOfRange),
                Err(_) => Err(Code::Unknown),
            },
        }
    }
}

impl CaseOutcome {
    /// Whether a case may end so after what the family answered.
    #[must_use]
    pub fn agrees_with(&self, answer: FamilyAnswer) -> bool {
        match answer {
            FamilyAnswer::Solved => true,
            FamilyAnswer::Accepts => !self.solved,
            FamilyAnswer::NotSolved => false,
            FamilyAnswer::NotReached => self.key == GONE,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_begins_with_a_step_and_can_end_solved_and_otherwise() {
        for kind in CaseKind::ALL {
            let rules = kind.rules();
            let unique = |keys: Vec<&str>| keys.iter().collect::<BTreeSet<_>>().len() == keys.len();
            assert!(rules.steps.len() > 2 && rules.steps.iter().all(|step| step.days > 0), "{kind:?}");
            assert!(unique(rules.steps.iter().map(|step| step.key).collect()), "{kind:?}");
            assert!(unique(rules.fields.iter().map(|field| field.key).collect()), "{kind:?}");
            assert!(unique(rules.outcomes.iter().map(|outcome| outcome.key).collect()), "{kind:?}");
            assert!(rules.outcomes.iter().any(|outcome| outcome.solved), "{kind:?}");
            assert!(kind.outcome(GONE).is_some_and(|outcome| !outcome.solved), "{kind:?}");
            let last = rules.steps[rules.steps.len() - 1];
            assert_eq!(kind.step_after(last.key), last, "{kind:?}");
            assert_eq!(kind.step_after(rules.steps[0].key), rules.steps[1], "{kind:?}");
        }
    }

    #[test]
    fn a_work_case_ends_only_as_hired_trained_declined_or_gone() {
        let keys: Vec<_> = CaseKind::Work.rules().outcomes.iter().map(|outcome| outcome.key).collect();
        assert_eq!(keys, ["hired", "trained", "declined", "gone"]);
        let wages: Vec<_> = CaseKind::Wages.rules().steps.iter().map(|step| step.days).collect();
        assert_eq!(wages, [1, 1, 3, 7], "accepted the same day, settled in three");
    }

    #[test]
    fn no_outcome_goes_against_what_the_family_said() {
        for outcome in CaseKind::ALL.iter().flat_map(|kind| kind.rules().outcomes) {
            assert!(!outcome.agrees_with(FamilyAnswer::NotSolved), "{outcome:?}");
            assert_eq!(outcome.agrees_with(FamilyAnswer::Accepts), !outcome.solved, "{outcome:?}");
            assert_eq!(outcome.agrees_with(FamilyAnswer::NotReached), outcome.key == GONE, "{outcome:?}");
        }
    }

    #[test]
    fn fields_take_what_their_shape_says() {
        let number = needed("amount", Number(100));
        assert_eq!((number.checked(" ９9 "), number.checked("101")), (Ok("99".into()), Err(Code::OutOfRange)));
        assert_eq!((number.checked(""), number.checked("x")), (Err(Code::Required), Err(Code::Unknown)));
        let choice = asked("level", Choice(&["little"]));
        assert_eq!((choice.checked("little"), choice.checked("much")), (Ok("little".into()), Err(Code::Unknown)));
        assert_eq!(
            (choice.checked(""), asked("since", YearMonth).checked("2026-13")),
            (Ok(String::new()), Err(Code::Unknown))
        );
    }
}

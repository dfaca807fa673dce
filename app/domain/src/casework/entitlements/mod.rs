//! Entitlements ("policy finds people"): a rule finds who may be entitled to something, and the family is asked first.
//! Nothing here is a score: a rule names the conditions that hold and the papers that are missing, for one household
//! or one member at a time.

pub mod conditions;
pub mod disclosure;
pub mod facts;
pub mod rules;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use self::rules::RuleId;
use self::{conditions::ConditionKind, rules::RuleState};
use crate::{
    Code, DAY, Error, Result, Timestamp, accounts::AccountId, casework::dossier::PaperKind, households::HouseholdId,
};

/// Row id of an entitlement.
pub type EntitlementId = i64;

/// Days in which a family answers on its page.
pub const ANSWER_DAYS: Timestamp = 14;
/// Days in which what a family wants is applied for.
pub const APPLY_WITHIN: Timestamp = 30;
/// Days after which the office is asked what became of an application.
pub const DECIDE_DAYS: Timestamp = 60;
/// Days in which a family that said no is not asked again.
pub const QUIET_DAYS: Timestamp = 365;

/// Whom a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleUnit {
    /// Each child by itself.
    Child,
    /// Each adult by itself.
    Adult,
    /// The household as a whole.
    Household,
}

crate::text_enum!(RuleUnit { Child = "child", Adult = "adult", Household = "household" });

/// A paper that an office asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NeededPaper {
    /// Identity card.
    IdCard,
    /// Household register.
    Register,
    /// Residence permit.
    Permit,
    /// Certificate of low income or of the allowance.
    LowIncome,
    /// Disability certificate.
    Disability,
    /// Certificate of a school.
    Enrolment,
    /// Diagnosis of a hospital.
    Diagnosis,
    /// Contract or certificate of work.
    Work,
    /// Bank card.
    BankCard,
}

crate::text_enum!(NeededPaper {
    IdCard = "id_card", Register = "register", Permit = "permit", LowIncome = "low_income", Disability = "disability",
    Enrolment = "enrolment", Diagnosis = "diagnosis", Work = "work", BankCard = "bank_card",
});

impl NeededPaper {
    /// The paper of a household's file that is enough for it. A paper on file does not say whose it is, so one that
    /// belongs to a single member counts for no other: only papers of the whole household do.
    #[must_use]
    pub fn on_file(self) -> Option<PaperKind> {
        (self == NeededPaper::LowIncome).then_some(PaperKind::LowIncome)
    }
}

/// State of an entitlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntitlementState {
    /// May be entitled; the family was not asked yet.
    Found,
    /// The family was asked on its page.
    Asked,
    /// The family wants it.
    Wants,
    /// The family does not want it.
    Declined,
    /// Applied for.
    Applied,
    /// The family has it.
    Taken,
    /// The office refused.
    Refused,
    /// The last day to apply has passed.
    Lapsed,
    /// Its rule was withdrawn.
    Withdrawn,
    /// The file says otherwise now, or was closed.
    Dropped,
}

crate::text_enum!(EntitlementState {
    Found = "found", Asked = "asked", Wants = "wants", Declined = "declined", Applied = "applied", Taken = "taken",
    Refused = "refused", Lapsed = "lapsed", Withdrawn = "withdrawn", Dropped = "dropped",
});

/// A step that staff or the family takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntitlementStep {
    /// Ask the family on its page.
    Ask,
    /// The family wants it.
    Want,
    /// The family does not want it.
    Decline,
    /// It was applied for.
    Apply,
    /// The family has it.
    Take,
    /// The office refused.
    Refuse,
    /// It does not fit after all.
    Drop,
}

crate::text_enum!(EntitlementStep {
    Ask = "ask", Want = "want", Decline = "decline", Apply = "apply", Take = "take", Refuse = "refuse", Drop = "drop",
});

impl EntitlementState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Code::WrongState`] for a step that is not taken from here.
    pub fn after(self, step: EntitlementStep) -> Result<EntitlementState> {
        match (step, self) {
            (EntitlementStep::Ask, EntitlementState::Found) => Ok(EntitlementState::Asked),
            (EntitlementStep::Want, EntitlementState::Found | EntitlementState::Asked | EntitlementState::Declined) => {
                Ok(EntitlementState::Wants)
            }
            (EntitlementStep::Decline, from) if from.is_listed() => Ok(EntitlementState::Declined),
            (EntitlementStep::Apply, EntitlementState::Wants | EntitlementState::Refused) => {
                Ok(EntitlementState::Applied)
            }
            (EntitlementStep::Take, EntitlementState::Wants | EntitlementState::Applied) => Ok(EntitlementState::Taken),
            (EntitlementStep::Refuse, EntitlementState::Applied) => Ok(EntitlementState::Refused),
            (EntitlementStep::Drop, from) if from.is_live() => Ok(EntitlementState::Dropped),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether it has a next step.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(
            self,
            EntitlementState::Found | EntitlementState::Asked | EntitlementState::Wants | EntitlementState::Applied
        )
    }

    /// Whether it is on the list of those to be asked or applied for, which ends with its rule and on the last day.
    #[must_use]
    pub fn is_listed(self) -> bool {
        self.is_live() && self != EntitlementState::Applied
    }

    /// Whether the family said that it wants it, and nothing was decided yet.
    #[must_use]
    pub fn was_wanted(self) -> bool {
        matches!(self, EntitlementState::Wants | EntitlementState::Applied)
    }

    /// Whether the family reads it on its page: from the moment that it was asked, and as long as something came of it.
    /// Of the others those stay there that it answered, whose time says so.
    #[must_use]
    pub fn is_known_to_family(self) -> bool {
        !matches!(
            self,
            EntitlementState::Found
                | EntitlementState::Lapsed
                | EntitlementState::Withdrawn
                | EntitlementState::Dropped
        )
    }

    /// By when its next step is due; 0 once it is over. `ask_days` and `apply_by` are those of its rule.
    #[must_use]
    pub fn due(self, now: Timestamp, ask_days: i64, apply_by: Option<Timestamp>) -> Timestamp {
        let days = match self {
            EntitlementState::Found => ask_days,
            EntitlementState::Asked => ANSWER_DAYS,
            EntitlementState::Wants => APPLY_WITHIN,
            EntitlementState::Applied => DECIDE_DAYS,
            _ => return 0,
        };
        // Ends of days, so that what is late is told once a day.
        let due = crate::time::Day::of(now).plus(days).end() - 1;
        match apply_by {
            Some(last) if self.is_listed() && last > now => due.min(last),
            _ => due,
        }
    }
}

/// Why an office refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OfficeRefusal {
    /// A condition does not hold.
    Conditions,
    /// Papers are missing.
    Papers,
    /// It came too late.
    Late,
    /// The family has it already.
    AlreadyHas,
    /// There is no money left.
    NoMoney,
    /// Another reason.
    Other,
}

crate::text_enum!(OfficeRefusal {
    Conditions = "conditions", Papers = "papers", Late = "late", AlreadyHas = "already_has", NoMoney = "no_money",
    Other = "other",
});

/// A household or one of its members that may be entitled, as its family or staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Entitlement {
    /// Row id.
    pub id: EntitlementId,
    /// The rule that found it.
    pub rule: RuleId,
    /// Name of the rule.
    pub rule_name: String,
    /// What it gives.
    pub gives: String,
    /// The document that says so.
    pub source: String,
    /// State of the rule.
    pub rule_state: RuleState,
    /// Whom the rule finds.
    pub unit: RuleUnit,
    /// The household.
    pub household: HouseholdId,
    /// Name of its contact, as masked as in lists; empty for the family.
    pub contact: String,
    /// Name of its area.
    pub area_name: String,
    /// The member; `None` for the whole household.
    pub member: Option<i64>,
    /// Its name, as masked as in the file; empty for the household, and for a member that left.
    pub member_name: String,
    /// Its state.
    pub state: EntitlementState,
    /// Conditions that hold.
    pub because: Vec<ConditionKind>,
    /// Those to be looked at once more.
    pub doubts: Vec<ConditionKind>,
    /// Papers that the rule asks for.
    pub papers: Vec<NeededPaper>,
    /// Those of them that were not seen yet.
    pub missing: Vec<NeededPaper>,
    /// Whether the file still fits the rule.
    pub fits: bool,
    /// When it was found.
    pub found: Timestamp,
    /// By when its next step is due.
    pub due: Option<Timestamp>,
    /// Last second to apply.
    pub apply_by: Option<Timestamp>,
    /// Whether the coordinators were told that it is late.
    pub late: bool,
    /// When the family said what it wants.
    pub answered: Option<Timestamp>,
    /// When it was applied for.
    pub applied: Option<Timestamp>,
    /// When the office decided.
    pub decided: Option<Timestamp>,
    /// Why the office refused.
    pub reason: Option<OfficeRefusal>,
    /// Account that keeps the file; `None` without one, and for the family.
    pub owner: Option<AccountId>,
    /// Its name, or empty.
    pub owner_name: String,
    /// Steps that the reader may take now.
    pub steps: Vec<EntitlementStep>,
    /// Whether the reader may say which papers were seen.
    pub may_see_papers: bool,
}

/// How many entries of a rule are in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EntitlementCount {
    /// The state.
    pub state: EntitlementState,
    /// How many; for those who may not open files in steps of five, and missing for fewer than five families.
    pub count: Option<i64>,
}

/// When a family that said no at `answered` may be asked again.
#[must_use]
pub fn quiet_until(answered: Timestamp) -> Timestamp {
    answered + QUIET_DAYS * DAY
}

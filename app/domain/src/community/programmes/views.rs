//! What is read of programmes: lists, a programme with its indicators, an indicator with its milestones and reports.

use serde::Serialize;

use super::{
    IndicatorId, IndicatorKind, IndicatorReportId, IndicatorReportState, IndicatorStanding, MilestoneId, ProgrammeId,
    ProgrammeState,
};
use crate::{Timestamp, accounts::AccountId, areas::AreaId};

/// A programme in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProgrammeLine {
    /// Row id.
    pub id: ProgrammeId,
    /// Name.
    pub name: String,
    /// Name of its area.
    pub area_name: String,
    /// State.
    pub state: ProgrammeState,
    /// First second.
    pub first: Timestamp,
    /// Last second.
    pub until: Timestamp,
    /// Indicators.
    pub indicators: i64,
    /// Indicators that slipped or were missed when the clock last looked.
    pub behind: i64,
}

/// An indicator with its figure now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Indicator {
    /// Row id.
    pub id: IndicatorId,
    /// Its programme.
    pub programme: ProgrammeId,
    /// Area in which it is counted.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// What.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// What is counted, or that the figure is typed.
    pub kind: IndicatorKind,
    /// Value at the beginning.
    pub baseline: i64,
    /// Value to be reached.
    pub target: i64,
    /// Value now, or at the end.
    pub value: i64,
    /// Value that the share of the time asks for now.
    pub expected: i64,
    /// How it stands now.
    pub standing: IndicatorStanding,
    /// Open milestones past their day.
    pub late: i64,
    /// Account that answers for it.
    pub owner: AccountId,
    /// Its name.
    pub owner_name: String,
    /// Account that does its work while it is on leave.
    pub deputy: Option<AccountId>,
    /// Name of the deputy, or empty.
    pub deputy_name: String,
    /// Account of the next level to which it climbed.
    pub raised_to: Option<AccountId>,
    /// Its name, or empty.
    pub raised_name: String,
    /// Whether the reader may type figures, note milestones and comment on its reports.
    pub may_act: bool,
    /// Whether the reader opens the rows of the figure. If not, the counted part of it is in steps of five.
    pub may_open: bool,
}

/// A programme with its indicators and the days of its milestones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProgrammeBoard {
    /// Row id.
    pub id: ProgrammeId,
    /// Area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// Name.
    pub name: String,
    /// Document that it comes from, or empty.
    pub source: String,
    /// First second.
    pub first: Timestamp,
    /// Last second.
    pub until: Timestamp,
    /// State.
    pub state: ProgrammeState,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Why it was ended early, or empty.
    pub reason: String,
    /// Its indicators.
    pub indicators: Vec<Indicator>,
    /// Milestones of all of them, by day.
    pub milestones: Vec<Milestone>,
    /// Whether the reader may change, start and end it.
    pub may_lead: bool,
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Milestone {
    /// Row id.
    pub id: MilestoneId,
    /// Its indicator.
    pub indicator: IndicatorId,
    /// What.
    pub name: String,
    /// Last second of its day.
    pub day: Timestamp,
    /// The same, as it was planned first.
    pub first_day: Timestamp,
    /// Day on which it was done.
    pub done: Option<Timestamp>,
    /// Name of the account that noted that, or empty.
    pub done_by_name: String,
}

/// A move of a milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IndicatorMove {
    /// The milestone.
    pub milestone: MilestoneId,
    /// Its day before.
    pub from_day: Timestamp,
    /// Its day after.
    pub to_day: Timestamp,
    /// Why.
    pub reason: String,
    /// When it was moved.
    pub at: Timestamp,
    /// Name of the account that moved it.
    pub by_name: String,
}

/// A typed figure of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IndicatorValue {
    /// Value.
    pub amount: i64,
    /// Day that it is of.
    pub day: Timestamp,
    /// Where it comes from.
    pub source: String,
    /// When it was typed.
    pub at: Timestamp,
    /// Name of the account that typed it.
    pub by_name: String,
}

/// An indicator at the end of a quarter, with its one comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IndicatorReport {
    /// Row id.
    pub id: IndicatorReportId,
    /// Its indicator.
    pub indicator: IndicatorId,
    /// Name of the indicator.
    pub indicator_name: String,
    /// Its unit.
    pub unit: String,
    /// Quarter: 20264.
    pub quarter: i64,
    /// First second after what it counts.
    pub until: Timestamp,
    /// Value as it was frozen.
    pub value: i64,
    /// Target.
    pub target: i64,
    /// How the indicator stood.
    pub standing: IndicatorStanding,
    /// Whether a comment is asked for, was given, or is not asked for any more.
    pub state: IndicatorReportState,
    /// By when it is commented on.
    pub due: Timestamp,
    /// The comment, or empty.
    pub words: String,
    /// Name of the account that commented, or empty.
    pub by_name: String,
    /// When it commented.
    pub commented: Option<Timestamp>,
    /// Value after a later correction of the records.
    pub recount: Option<i64>,
    /// Why it differs, or empty.
    pub reason: String,
    /// Name of the account that it climbed to, or empty.
    pub raised_name: String,
}

/// An indicator with all that is known about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IndicatorPage {
    /// The indicator.
    pub indicator: Indicator,
    /// Name of its programme.
    pub programme_name: String,
    /// State of its programme.
    pub state: ProgrammeState,
    /// First second that is counted.
    pub first: Timestamp,
    /// Last second that is counted.
    pub until: Timestamp,
    /// Its milestones, by day.
    pub milestones: Vec<Milestone>,
    /// Moves of its milestones, oldest first.
    pub moves: Vec<IndicatorMove>,
    /// Typed figures, newest first; at most 50.
    pub values: Vec<IndicatorValue>,
    /// Reports, newest first.
    pub reports: Vec<IndicatorReport>,
    /// Whether the reader may change the programme.
    pub may_lead: bool,
}

/// An indicator that is behind, in the list of the accounts that can mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IndicatorLine {
    /// Row id.
    pub id: IndicatorId,
    /// What.
    pub name: String,
    /// Name of its programme.
    pub programme_name: String,
    /// Name of its area.
    pub area_name: String,
    /// Unit.
    pub unit: String,
    /// Target.
    pub target: i64,
    /// Value when the clock last looked.
    pub value: i64,
    /// How it stood then.
    pub standing: IndicatorStanding,
    /// Since when.
    pub since: Timestamp,
    /// Name of the account that answers for it.
    pub owner_name: String,
    /// Name of the account that it climbed to, or empty.
    pub raised_name: String,
}

/// What is public about an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PublicIndicator {
    /// What.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Target.
    pub target: i64,
    /// Value in steps of five; none below five.
    pub value: Option<i64>,
    /// Whether it was typed.
    pub typed: bool,
}

/// What is public about a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PublicProgramme {
    /// Row id.
    pub id: ProgrammeId,
    /// Name.
    pub name: String,
    /// Name of its area.
    pub area_name: String,
    /// Document that it comes from, or empty.
    pub source: String,
    /// Running or ended.
    pub state: ProgrammeState,
    /// First second.
    pub first: Timestamp,
    /// Last second.
    pub until: Timestamp,
    /// Its indicators.
    pub indicators: Vec<PublicIndicator>,
}

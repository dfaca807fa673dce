//! Figures of an area and a month: each is the count or the sum of rows that its own list shows.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, areas::AreaId, households::HouseholdId};

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Wishes that waited at the end of the month, by state and age.
    WishesWaiting,
    /// Wishes that were published.
    WishesPublished,
    /// Wishes that ended, by state.
    WishesEnded,
    /// Claims of wishes, by source; measured from publishing to claim.
    Claimed,
    /// Hand-overs, by source; measured from claim to hand-over.
    HandedOver,
    /// Units handed over, by source.
    Units,
    /// Visits that were due, by their timing.
    Visits,
    /// Cases that were closed, by outcome.
    CasesClosed,
    /// Referrals that were sent, by their state today.
    Referrals,
    /// Points granted and spent.
    Points,
    /// Minutes served on shifts, from check-in to check-out and typed by hand.
    Served,
    /// Minutes of courses attended, by topic.
    Courses,
    /// Job proposals that ended, by state.
    Jobs,
    /// Pairings that began, by need.
    Pairings,
    /// Doors of rounds at which a household was met.
    Doors,
    /// Call-backs that were drawn, by their state today.
    CallBacks,
    /// Families that were asked whether they want a referral, by how far it came until today.
    ReferralReach,
    /// Cases of school places that were closed, by outcome.
    SchoolPlaces,
    /// What families may be entitled to, by how it ended. For those who may open files: the others read counts in steps
    /// of five on the page of each rule.
    Entitlements,
    /// Grants of aid for the month, by kind.
    Aid,
    /// Fen of these grants.
    AidMoney,
    /// Units that came in for drives.
    Drives,
    /// Appointments at the service desk, by state.
    Appointments,
    /// Questions to the service desk, by state.
    Questions,
    /// Questions that were answered in time, and those that were ever late.
    Answers,
}

crate::text_enum!(Figure {
    WishesWaiting = "wishes_waiting", WishesPublished = "wishes_published", WishesEnded = "wishes_ended",
    Claimed = "claimed", HandedOver = "handed_over", Units = "units", Visits = "visits", CasesClosed = "cases_closed",
    Referrals = "referrals", Points = "points", Served = "served", Courses = "courses", Jobs = "jobs",
    Pairings = "pairings", Doors = "doors", CallBacks = "call_backs", ReferralReach = "referral_reach",
    SchoolPlaces = "school_places", Entitlements = "entitlements", Aid = "aid", AidMoney = "aid_money",
    Drives = "drives", Appointments = "appointments", Questions = "questions", Answers = "answers",
});

/// How a figure is made of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Number of rows.
    Rows,
    /// Sum of their amounts.
    Sum,
    /// Sum of their minutes, shown in hours.
    Hours,
    /// Sum of their fen, shown in yuan.
    Money,
}

impl Measure {
    /// Makes the number that is shown of a count of rows and the sum of their amounts.
    #[must_use]
    pub const fn shown(self, count: i64, sum: i64) -> i64 {
        match self {
            Measure::Rows => count,
            Measure::Sum => sum,
            Measure::Hours => sum / 60,
            Measure::Money => sum / 100,
        }
    }
}

impl Figure {
    /// How it is made of its rows.
    #[must_use]
    pub const fn measure(self) -> Measure {
        match self {
            Figure::Units | Figure::Points | Figure::Drives => Measure::Sum,
            Figure::Served | Figure::Courses => Measure::Hours,
            Figure::AidMoney => Measure::Money,
            _ => Measure::Rows,
        }
    }

    /// Whether its parts are of one kind, so that their sum says something. Points that were spent are no more of those
    /// that were granted, and an hour typed by hand may be one of those between check-in and check-out.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        !matches!(self, Figure::Points | Figure::Served)
    }

    /// Place of a part among those of its figure: waiting wishes by state and age, the others by their names.
    #[must_use]
    pub fn place_of(self, part: &str) -> usize {
        const AGES: [&str; 4] = ["_week", "_month", "_quarter", "_longer"];
        let age = AGES.iter().position(|age| part.ends_with(age)).unwrap_or(AGES.len());
        match self {
            Figure::WishesWaiting if part.starts_with("published") => AGES.len() + age,
            Figure::WishesWaiting => age,
            _ => 0,
        }
    }

    /// The part by which areas are compared; empty for all of them.
    #[must_use]
    pub const fn compared_by(self) -> &'static str {
        match self {
            Figure::Points => "granted",
            Figure::Served => "clocked",
            _ => "",
        }
    }

    /// Prefix of the phrases of its parts; empty for a figure without parts.
    #[must_use]
    pub const fn parts(self) -> &'static str {
        match self {
            Figure::WishesWaiting => "figure-waiting",
            Figure::WishesPublished | Figure::Doors | Figure::Drives => "",
            Figure::WishesEnded => "wish-state",
            Figure::Claimed | Figure::HandedOver | Figure::Units => "figure-source",
            Figure::Visits => "visit-timing",
            Figure::CasesClosed => "case-outcome",
            Figure::Referrals => "referral-state",
            Figure::Points => "figure-points",
            Figure::Served => "figure-served",
            Figure::Courses => "course-topic",
            Figure::Jobs => "job-state",
            Figure::Pairings => "pairing-need",
            Figure::CallBacks => "call-back-state",
            Figure::ReferralReach => "figure-reach",
            Figure::SchoolPlaces => "school-outcome",
            Figure::Entitlements => "entitled-state",
            Figure::Aid | Figure::AidMoney => "aid-kind",
            Figure::Appointments => "appointment-state",
            Figure::Questions => "question-state",
            Figure::Answers => "figure-answers",
        }
    }

    /// Path below which the records of its rows have their pages.
    #[must_use]
    pub const fn records(self) -> &'static str {
        match self {
            Figure::WishesWaiting | Figure::WishesPublished | Figure::WishesEnded => "/desk/wishes",
            Figure::Claimed | Figure::HandedOver | Figure::Units => "/desk/claims",
            Figure::Visits => "/desk/visits",
            Figure::CasesClosed => "/desk/cases",
            Figure::Referrals | Figure::ReferralReach => "/desk/referrals",
            Figure::Points => "/shop/journals",
            Figure::Served => "/desk/shifts",
            Figure::Courses => "/courses",
            Figure::Jobs => "/job-proposals",
            Figure::Pairings => "/pairings",
            Figure::Doors => "/desk/rounds",
            Figure::CallBacks => "/desk/call-backs",
            Figure::SchoolPlaces => "/desk/school-places",
            Figure::Entitlements => "/desk/entitled",
            Figure::Aid | Figure::AidMoney => "/desk/aid/grants",
            Figure::Drives => "/drives",
            Figure::Appointments => "/desk/slots",
            Figure::Questions | Figure::Answers => "/questions",
        }
    }
}

/// A figure, or one part of it, in the month and in the same month of the year before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FigureLine {
    /// What is counted.
    pub figure: Figure,
    /// Which part, or empty.
    pub part: String,
    /// Rows of the month.
    pub count: i64,
    /// Sum of their amounts: units, points, minutes, seconds or fen.
    pub sum: i64,
    /// Rows of the same month of the year before.
    pub count_before: i64,
    /// Sum of the amounts of the year before.
    pub sum_before: i64,
}

impl FigureLine {
    /// The shown number of the month and of the year before.
    #[must_use]
    pub const fn shown(&self) -> (i64, i64) {
        let measure = self.figure.measure();
        (measure.shown(self.count, self.sum), measure.shown(self.count_before, self.sum_before))
    }
}

/// The figures of an area, with what lies below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaFigures {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// Figures and their parts, in the order of [`Figure`].
    pub lines: Vec<FigureLine>,
}

impl AreaFigures {
    /// Sum of the shown numbers of a figure, of the month and of the year before: of all its parts, or of the one by
    /// which it is compared if they do not add up.
    #[must_use]
    pub fn total(&self, figure: Figure) -> (i64, i64) {
        let part = figure.compared_by();
        let of_figure =
            self.lines.iter().filter(|line| line.figure == figure && (part.is_empty() || line.part == part));
        let add = |[count, sum, count_before, sum_before]: [i64; 4], line: &FigureLine| {
            [count + line.count, sum + line.sum, count_before + line.count_before, sum_before + line.sum_before]
        };
        // Added before they are rounded to hours and yuan.
        let [count, sum, count_before, sum_before] = of_figure.fold([0; 4], add);
        let measure = figure.measure();
        (measure.shown(count, sum), measure.shown(count_before, sum_before))
    }
}

/// Least, quarter, middle, three quarters and most of durations, in seconds. Each is one of them (nearest rank).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Quartiles {
    /// Number of durations.
    pub count: i64,
    /// Shortest.
    pub least: i64,
    /// A quarter took at most this long.
    pub lower: i64,
    /// Half took at most this long.
    pub middle: i64,
    /// Three quarters took at most this long.
    pub upper: i64,
    /// Longest.
    pub most: i64,
}

/// Durations of a figure in the month and in the same month of the year before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TimeLine {
    /// [`Figure::Claimed`] or [`Figure::HandedOver`].
    pub figure: Figure,
    /// Of the month; `None` without rows.
    pub month: Option<Quartiles>,
    /// Of the year before.
    pub before: Option<Quartiles>,
}

/// Wishes that were published and fulfilled in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrendMonth {
    /// The month: `2026-10`.
    pub month: String,
    /// Wishes published.
    pub published: i64,
    /// Wishes fulfilled.
    pub fulfilled: i64,
}

/// Everything that the dashboard shows of an area and a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// The month: `2026-10`.
    pub month: String,
    /// Whether the month is over.
    pub complete: bool,
    /// The area with all below it.
    pub whole: AreaFigures,
    /// Each area directly below it.
    pub areas: Vec<AreaFigures>,
    /// From publishing to claim, and from claim to hand-over.
    pub times: Vec<TimeLine>,
    /// Twenty-four months up to this one, oldest first.
    pub trend: Vec<TrendMonth>,
}

/// A row behind a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FigureRow {
    /// Number by which the rows are ordered; `next` is one of these.
    pub row: i64,
    /// Record whose page shows it.
    pub record: i64,
    /// When it counts.
    pub at: Timestamp,
    /// Units, points, minutes, seconds or fen; 1 where rows are counted.
    pub amount: i64,
    /// Area it counts for.
    pub area_name: String,
    /// Household on whose page the record is; 0 for a record with a page of its own.
    #[serde(skip)]
    pub household: HouseholdId,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(figure: Figure, part: &str, count: i64, sum: i64) -> FigureLine {
        let part = part.to_owned();
        FigureLine { figure, part, count, sum, count_before: 0, sum_before: 61 }
    }

    #[test]
    fn minutes_are_added_before_they_become_hours() {
        let lines = vec![line(Figure::Courses, "law", 1, 50), line(Figure::Courses, "health", 2, 40)];
        let area = AreaFigures { area: 1, area_name: String::new(), lines };
        assert_eq!(area.total(Figure::Courses), (1, 2));
        assert_eq!(area.lines[0].shown(), (0, 1));
        assert_eq!(area.total(Figure::Units), (0, 0));
    }

    #[test]
    fn wishes_that_wait_are_in_the_order_of_their_ages() {
        let mut parts =
            ["published_longer", "published_month", "published_week", "submitted_quarter", "submitted_week"];
        parts.sort_by_key(|part| Figure::WishesWaiting.place_of(part));
        assert_eq!(
            parts,
            ["submitted_week", "submitted_quarter", "published_week", "published_month", "published_longer"]
        );
    }

    #[test]
    fn hours_typed_by_hand_are_not_added_to_those_between_check_in_and_check_out() {
        let lines = vec![line(Figure::Served, "clocked", 1, 120), line(Figure::Served, "typed", 1, 60)];
        let area = AreaFigures { area: 1, area_name: String::new(), lines };
        assert_eq!(area.total(Figure::Served), (2, 1));
        for figure in Figure::ALL {
            assert_eq!(figure.adds_up(), figure.compared_by().is_empty(), "{figure:?}");
        }
    }
}

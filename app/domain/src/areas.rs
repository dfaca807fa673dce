//! Areas form a tree: city, district, community, grid.
//! A role counts for its area and everything below it. Root areas are isolated: one never sees another's households,
//! stock or accounts.

pub mod answerers;
pub mod reorganisation;

use serde::{Deserialize, Serialize};

use crate::{Code, DAY, Error, Result, Timestamp, error::Checks, text};

/// Row id of an area; 0 for the installation.
pub type AreaId = i64;

/// Path of an area in its tree, from the root to itself: `/1/12/45/`. `/` is the installation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AreaPath(pub String);

impl AreaPath {
    /// The installation, above every root area.
    #[must_use]
    pub fn installation() -> Self {
        AreaPath("/".into())
    }

    /// Whether `other` is this area or one below it.
    #[must_use]
    pub fn covers(&self, other: &AreaPath) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The path of a child area.
    #[must_use]
    pub fn child(&self, id: AreaId) -> Self {
        AreaPath(format!("{}{id}/", self.0))
    }

    /// Number of leading levels both paths share; the larger, the nearer.
    #[must_use]
    pub fn shared_levels(&self, other: &AreaPath) -> usize {
        let ids = |p: &AreaPath| p.0.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        ids(self).iter().zip(ids(other)).take_while(|(a, b)| *a == b).count()
    }
}

/// Level of an area. The public sees a family's district, nothing below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AreaKind {
    /// 市, usually a root.
    City,
    /// 区县 or a site; the level shown to the public.
    District,
    /// 社区.
    Community,
    /// 网格 or a group; the smallest level.
    Grid,
}

crate::text_enum!(AreaKind { City = "city", District = "district", Community = "community", Grid = "grid" });

/// Which accounts may claim wishes of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhoMayClaim {
    /// Every account of the root area.
    Anyone,
    /// Only members of an organisation.
    Members,
    /// No account: claiming is suspended.
    Closed,
}

crate::text_enum!(WhoMayClaim { Anyone = "anyone", Members = "members", Closed = "nobody" });

/// Whether staff of an area need a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StaffFactor {
    /// Each member of staff decides.
    #[default]
    None,
    /// Staff whose role covers the area set one up before they do anything else.
    Required,
}

crate::text_enum!(StaffFactor { None = "none", Required = "required" });

impl StaffFactor {
    /// Whether it is the default, which is left out of what is stored.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == StaffFactor::None
    }
}

/// Rules of an area, inherited from the nearest area at or above it that has a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Policy {
    /// Which accounts may claim.
    pub who_may_claim: WhoMayClaim,
    /// Open claims that one account may hold at once.
    pub open_claims: i64,
    /// Days from taking a claim to its deadline.
    pub claim_days: i64,
    /// Days before the deadline at which the claimer is reminded.
    pub reminder_days: i64,
    /// Days that an open wish stays published.
    pub wish_days: i64,
    /// Days after which a hand-over counts as confirmed.
    pub confirm_days: i64,
    /// Open wishes that one household may have at once; 0 for unlimited.
    pub open_wishes: i64,
    /// Wishes that one household may post within a year; 0 for unlimited.
    pub year_wishes: i64,
    /// Whether the account that posted a wish may publish it, for areas with one member of staff.
    ///
    /// Left out when false, so that a request of an older release is still the same request.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_person_allowed: bool,
    /// How long goods may be on the way and wait in a shop; the defaults when left out.
    #[serde(default, skip_serializing_if = "Waits::is_default")]
    pub waits: Waits,
    /// Whether staff need a second factor; left out when they do not.
    #[serde(default, skip_serializing_if = "StaffFactor::is_none")]
    pub staff_factor: StaffFactor,
    /// Price of one unit in yuan above which wishes are given by application; null or left out for never.
    ///
    /// It decides about wishes that are published from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costly_above: Option<i64>,
    /// Live pairings that one helper may have here; the default when left out.
    #[serde(default = "usual_pairings", skip_serializing_if = "is_usual_pairings")]
    pub pairings: i64,
}

/// Live pairings of one helper where the policy says nothing else.
const USUAL_PAIRINGS: i64 = 3;

fn usual_pairings() -> i64 {
    USUAL_PAIRINGS
}

fn is_usual_pairings(pairings: &i64) -> bool {
    *pairings == USUAL_PAIRINGS
}

/// Days that goods may be on the way or wait, before the next role is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Waits {
    /// Days from "on the way" to the latest day of arrival.
    pub arrive_days: i64,
    /// Days that the shop has to answer whether the goods came, before the claim lapses.
    pub grace_days: i64,
    /// Days that arrived goods wait for their family, before they go to the shelf.
    pub collect_days: i64,
}

impl Default for Waits {
    fn default() -> Self {
        Waits { arrive_days: 7, grace_days: 7, collect_days: 30 }
    }
}

impl Waits {
    /// Whether all are the defaults, which are left out of what is stored.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Waits::default()
    }
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            who_may_claim: WhoMayClaim::Anyone,
            open_claims: 3,
            claim_days: 7,
            reminder_days: 2,
            wish_days: 90,
            confirm_days: 7,
            open_wishes: 0,
            year_wishes: 0,
            one_person_allowed: false,
            waits: Waits::default(),
            staff_factor: StaffFactor::None,
            costly_above: None,
            pairings: USUAL_PAIRINGS,
        }
    }
}

impl Policy {
    /// Whether a wish of this price per unit, in yuan, is given by application. The number of units does not count:
    /// donors claim one or some of them, so twenty pairs of socks stay what each of many can bring.
    #[must_use]
    pub fn is_costly(&self, cost: i64) -> bool {
        self.costly_above.is_some_and(|amount| cost > amount)
    }

    /// The latest deadline for a claim taken now.
    #[must_use]
    pub fn latest_due(&self, now: Timestamp) -> Timestamp {
        now + self.claim_days * DAY
    }

    /// Validates the ranges of all numbers.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every number out of range.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let mut range =
            |name, value: i64, from, to| checks.ensure(name, (from..=to).contains(&value), Code::OutOfRange);
        range("open_claims", self.open_claims, 1, 50);
        range("claim_days", self.claim_days, 1, 60);
        range("reminder_days", self.reminder_days, 0, self.claim_days.clamp(1, 60) - 1);
        range("wish_days", self.wish_days, 7, 365);
        range("confirm_days", self.confirm_days, 1, 60);
        range("open_wishes", self.open_wishes, 0, 100);
        range("year_wishes", self.year_wishes, 0, 1000);
        range("arrive_days", self.waits.arrive_days, 1, 30);
        range("grace_days", self.waits.grace_days, 1, 30);
        range("collect_days", self.waits.collect_days, 7, 90);
        range("costly_above", self.costly_above.unwrap_or(1), 1, 100_000);
        range("pairings", self.pairings, 1, 50);
        checks.done().map(|()| self)
    }
}

/// An area to be created.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewArea {
    /// Parent area; `None` creates a root.
    pub parent: Option<AreaId>,
    /// Its level.
    pub kind: AreaKind,
    /// Its name, unique among its siblings.
    pub name: String,
}

impl NewArea {
    /// Trims and validates the name.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the name is blank or longer than 40 characters.
    pub fn checked(self) -> Result<Self> {
        let name = text::line(&self.name, 1, 40).map_err(|code| Error::field("name", code))?;
        Ok(NewArea { name, ..self })
    }
}

/// An area, without its policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Area {
    /// Row id.
    pub id: AreaId,
    /// Parent area, or 0 for a root.
    pub parent: AreaId,
    /// Root of its tree.
    pub root: AreaId,
    /// Its level.
    pub kind: AreaKind,
    /// Its name.
    pub name: String,
    /// Its path in the tree.
    #[serde(skip)]
    pub path: AreaPath,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_covers_areas_below_it_and_no_siblings() {
        let city = AreaPath("/1/".into());
        assert!(city.covers(&AreaPath("/1/12/".into())));
        assert!(!city.covers(&AreaPath("/12/".into())));
        assert!(AreaPath::installation().covers(&city));
        assert!(!AreaPath("/1/12/".into()).covers(&city));
    }

    #[test]
    fn shared_levels_count_the_common_ancestors() {
        let home = AreaPath("/1/2/30/".into());
        assert_eq!(home.shared_levels(&AreaPath("/1/2/".into())), 2);
        assert_eq!(home.shared_levels(&AreaPath("/1/3/".into())), 1);
    }

    #[test]
    fn a_wish_is_costly_above_the_amount_and_never_without_one() {
        let policy = Policy { costly_above: Some(300), ..Policy::default() };
        assert!(!policy.is_costly(300) && policy.is_costly(301));
        assert!(!Policy::default().is_costly(1_000_000));
        assert!(Policy { costly_above: Some(0), ..Policy::default() }.checked().is_err());
    }

    #[test]
    fn a_policy_out_of_range_names_each_field() {
        let waits = Waits { arrive_days: 31, grace_days: 0, collect_days: 6 };
        let wrong = Policy { open_claims: 0, reminder_days: 9, waits, ..Policy::default() };
        let Err(Error::Invalid(fields)) = wrong.checked() else { panic!("accepted") };
        let names: Vec<_> = fields.iter().map(|f| f.name).collect();
        assert_eq!(names, ["open_claims", "reminder_days", "arrive_days", "grace_days", "collect_days"]);
    }
}

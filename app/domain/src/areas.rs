//! Areas form a tree: city, district, community, grid. Roles count for an area and everything
//! below it, and two root areas never see each other's households, stock or people.

use serde::{Deserialize, Serialize};

use crate::{Code, DAY, Error, Result, Timestamp, error::Checks, text};

/// An area's number.
pub type AreaId = i64;

/// Where an area stands in its tree: `/1/12/45/`, root first, itself last. `/` is the installation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AreaPath(pub String);

impl AreaPath {
    /// The whole installation, above every root area.
    #[must_use]
    pub fn installation() -> Self {
        AreaPath("/".into())
    }

    /// Whether `other` is this area or lies below it.
    #[must_use]
    pub fn covers(&self, other: &AreaPath) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The path of a child.
    #[must_use]
    pub fn child(&self, id: AreaId) -> Self {
        AreaPath(format!("{}{id}/", self.0))
    }

    /// How many levels both share, for "the nearest shop".
    #[must_use]
    pub fn shared_levels(&self, other: &AreaPath) -> usize {
        let ids = |p: &AreaPath| p.0.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        ids(self).iter().zip(ids(other)).take_while(|(a, b)| *a == b).count()
    }
}

/// What kind of area it is. The district is what the public sees of where a family lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AreaKind {
    /// 市, usually a root.
    City,
    /// 区县 or a site: what the public sees.
    District,
    /// 社区.
    Community,
    /// 网格 or a group: the smallest.
    Grid,
}

crate::text_enum!(AreaKind { City = "city", District = "district", Community = "community", Grid = "grid" });

/// Who may claim wishes in an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhoMayClaim {
    /// Every registered person of the root area.
    Anyone,
    /// Only members of an organisation.
    Members,
    /// Nobody, for the time being.
    Nobody,
}

crate::text_enum!(WhoMayClaim { Anyone = "anyone", Members = "members", Nobody = "nobody" });

/// The rules of an area; the nearest area above (or the area itself) that has some decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Policy {
    /// Who may claim.
    pub who_may_claim: WhoMayClaim,
    /// How many claims one person may have open at once.
    pub open_claims: i64,
    /// Days between a promise and its deadline.
    pub claim_days: i64,
    /// Days before the deadline at which the claimer is reminded.
    pub reminder_days: i64,
    /// Days an open wish stays published.
    pub wish_days: i64,
    /// Days after which a hand-over counts as confirmed.
    pub confirm_days: i64,
    /// How many wishes one household may have open at once; 0 for any number.
    pub open_wishes: i64,
    /// How many wishes one household may send within a year; 0 for any number.
    pub year_wishes: i64,
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
        }
    }
}

impl Policy {
    /// The latest deadline for a claim taken now.
    #[must_use]
    pub fn latest_due(&self, now: Timestamp) -> Timestamp {
        now + self.claim_days * DAY
    }

    /// # Errors
    /// [`Error::Invalid`] naming every number outside its range.
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
        checks.done().map(|()| self)
    }
}

/// An area to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewArea {
    /// The area above; `None` makes a root.
    pub parent: Option<AreaId>,
    /// What kind it is.
    pub kind: AreaKind,
    /// Its name, unique among its sisters.
    pub name: String,
}

impl NewArea {
    /// # Errors
    /// [`Error::Invalid`] when the name is empty or too long.
    pub fn checked(self) -> Result<Self> {
        let name = text::line(&self.name, 1, 40).map_err(|code| Error::field("name", code))?;
        Ok(NewArea { name, ..self })
    }
}

/// An area as people see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Area {
    /// Its number.
    pub id: AreaId,
    /// The area above, or 0 for a root.
    pub parent: AreaId,
    /// The root of its tree.
    pub root: AreaId,
    /// What kind it is.
    pub kind: AreaKind,
    /// Its name.
    pub name: String,
    /// Its place in the tree.
    #[serde(skip)]
    pub path: AreaPath,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_covers_what_is_below_and_nothing_beside() {
        let city = AreaPath("/1/".into());
        assert!(city.covers(&AreaPath("/1/12/".into())));
        assert!(!city.covers(&AreaPath("/12/".into())));
        assert!(AreaPath::installation().covers(&city));
        assert!(!AreaPath("/1/12/".into()).covers(&city));
    }

    #[test]
    fn nearness_counts_shared_levels() {
        let home = AreaPath("/1/2/30/".into());
        assert_eq!(home.shared_levels(&AreaPath("/1/2/".into())), 2);
        assert_eq!(home.shared_levels(&AreaPath("/1/3/".into())), 1);
    }

    #[test]
    fn a_policy_out_of_range_names_each_field() {
        let wrong = Policy { open_claims: 0, reminder_days: 9, ..Policy::default() };
        let Err(Error::Invalid(fields)) = wrong.checked() else { panic!("accepted") };
        assert_eq!(fields.iter().map(|f| f.name).collect::<Vec<_>>(), ["open_claims", "reminder_days"]);
    }
}

//! Organisations (单位): what they are, whom to call there, what they offer, and figures that count themselves.

mod facts;

use serde::{Deserialize, Serialize};

pub use facts::{OrganisationAnswer, OrganisationFact, OrganisationFigure, OrganisationSource};

use crate::{
    Code, Result, Timestamp,
    accounts::{self, AccountId, OrganisationId},
    areas::AreaId,
    error::Checks,
    text,
};

/// Figures below it are not published.
pub const FEWEST_PUBLIC: i64 = 5;
/// Areas that an organisation may serve besides its own.
pub const MOST_AREAS: usize = 30;

/// What an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// A unit of the police.
    Police,
    /// A trade union.
    Union,
    /// A firm.
    Firm,
    /// A school.
    School,
    /// A department of the administration.
    Department,
    /// A charity.
    Charity,
    /// A community and its volunteers.
    Community,
}

crate::text_enum!(OrganisationKind {
    Police = "police", Union = "union", Firm = "firm", School = "school", Department = "department",
    Charity = "charity", Community = "community",
});

/// What an organisation offers, and partnerships are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Offering {
    /// Goods.
    Goods,
    /// Services.
    Services,
    /// Posts for people who look for work.
    Posts,
    /// Courses.
    Courses,
    /// Hours of its people.
    Hours,
}

crate::text_enum!(Offering {
    Goods = "goods", Services = "services", Posts = "posts", Courses = "courses", Hours = "hours",
});

/// Whether an account may act for its organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    /// It may.
    Named,
    /// It may not any more.
    Ended,
}

crate::text_enum!(ContactRole { Named = "named", Ended = "ended" });

/// Which organisations a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganisationList {
    /// Those that are open.
    #[default]
    Open,
    /// Those for which no account may act.
    Silent,
    /// Those that are closed.
    Closed,
}

crate::text_enum!(OrganisationList { Open = "open", Silent = "silent", Closed = "closed" });

/// What staff say about an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrganisationProfile {
    /// Name, 1 to 40 characters, unique in its area.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Areas that it serves besides its own.
    #[serde(default)]
    pub areas: Vec<AreaId>,
}

impl OrganisationProfile {
    /// Normalises the fields and validates them.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `name` and `areas`.
    pub fn checked(mut self) -> Result<Self> {
        self.areas.sort_unstable();
        self.areas.dedup();
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 40));
        checks.ensure("areas", self.areas.len() <= MOST_AREAS, Code::OutOfRange);
        checks.done()?;
        Ok(OrganisationProfile { name: name.unwrap_or_default(), ..self })
    }
}

/// What an organisation offers, and whom to call there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrganisationOffer {
    /// What it offers.
    #[serde(default)]
    pub offers: Vec<Offering>,
    /// Name of its contact person, or empty.
    #[serde(default)]
    pub contact_name: String,
    /// Mobile number of the contact person, or empty.
    #[serde(default)]
    pub contact_phone: String,
}

impl OrganisationOffer {
    /// Normalises the fields and validates them.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `contact_name` and `contact_phone`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("contact_name", text::line(&self.contact_name, 0, 30));
        let phone = match self.contact_phone.trim() {
            "" => Some(String::new()),
            phone => checks.take("contact_phone", accounts::phone(phone)),
        };
        checks.done()?;
        let offers = Offering::ALL.iter().copied().filter(|one| self.offers.contains(one)).collect();
        Ok(OrganisationOffer {
            offers,
            contact_name: name.unwrap_or_default(),
            contact_phone: phone.unwrap_or_default(),
        })
    }
}

/// What an organisation did, counted from records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrganisationFigures {
    /// Claims that its members kept: promised as its members, and handed over.
    pub kept: i64,
    /// Units of those claims, and of goods that it or its members gave to a shop.
    pub units: i64,
    /// Minutes that its members served, from check-in to check-out.
    pub minutes: i64,
    /// People who found work at it.
    pub placed: i64,
    /// Answers that were due from it: to referrals, agreements, pledges and people proposed for its vacancies.
    pub answered: i64,
    /// Those that it gave by the day that was set.
    pub in_time: i64,
}

/// The same figures for visitors: rounded down to fives, and left out below five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PublicFigures {
    /// Claims that its members kept.
    pub kept: Option<i64>,
    /// Units that it gave.
    pub units: Option<i64>,
    /// Whole hours that its members served.
    pub hours: Option<i64>,
    /// People who found work at it.
    pub placed: Option<i64>,
}

/// Rounds a count down to fives; `None` below five. So neither a page nor two looks at it show a count of fewer.
#[must_use]
pub fn public_count(count: i64) -> Option<i64> {
    (count >= FEWEST_PUBLIC).then_some(count - count % FEWEST_PUBLIC)
}

impl OrganisationFigures {
    /// Returns what visitors may read.
    #[must_use]
    pub fn public(&self) -> PublicFigures {
        PublicFigures {
            kept: public_count(self.kept),
            units: public_count(self.units),
            hours: public_count(self.minutes / 60),
            placed: public_count(self.placed),
        }
    }
}

/// An organisation in the list of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrganisationLine {
    /// Row id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Name of the area that it belongs to.
    pub area_name: String,
    /// What it offers.
    pub offers: Vec<Offering>,
    /// False once closed.
    pub open: bool,
    /// Open accounts of its members.
    pub members: i64,
    /// Members who may act for it.
    pub contacts: i64,
    /// Partnerships with areas that run now.
    pub partnerships: i64,
}

/// A member of an organisation, for those who say who acts for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrganisationMember {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Whether it may act for the organisation.
    pub contact: bool,
}

/// An organisation as staff and its own members read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrganisationFile {
    /// Row id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Area that it belongs to.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Areas that it serves besides: number and name.
    pub areas: Vec<ServedArea>,
    /// What it offers.
    pub offers: Vec<Offering>,
    /// False once closed.
    pub open: bool,
    /// Name of its contact person; empty for members who do not act for it.
    pub contact_name: String,
    /// Mobile number of the contact person; likewise.
    pub contact_phone: String,
    /// Names of the members who may act for it.
    pub contacts: Vec<String>,
    /// Open accounts of its members.
    pub members: i64,
    /// What it did in all.
    pub total: OrganisationFigures,
    /// What it did since the first of January.
    pub year: OrganisationFigures,
    /// Whether the reader may change it.
    pub may_keep: bool,
    /// Whether the reader acts for it.
    pub acts: bool,
}

/// An area that an organisation serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServedArea {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
}

/// An organisation as visitors read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PublicOrganisation {
    /// Row id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Name of the area that it belongs to.
    pub area_name: String,
    /// What it offers.
    pub offers: Vec<Offering>,
    /// What it did in all.
    pub figures: PublicFigures,
}

/// A claim that members of an organisation kept: one of the rows behind its figure, without the family and the member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KeptClaim {
    /// The claim.
    pub claim: i64,
    /// Key of the item's pictogram.
    pub key: String,
    /// Title of the item as stored.
    pub title: String,
    /// Size, or empty.
    pub size: String,
    /// Units.
    pub quantity: i64,
    /// When it was promised.
    pub promised: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn the_public_reads_no_count_below_five_and_no_step_of_one() {
        assert_eq!([0, 4, 5, 9, 10].map(public_count), [None, None, Some(5), Some(5), Some(10)]);
        let figures = OrganisationFigures { kept: 4, units: 12, minutes: 299, placed: 5, answered: 1, in_time: 1 };
        let public = PublicFigures { kept: None, units: Some(10), hours: None, placed: Some(5) };
        assert_eq!(figures.public(), public);
    }

    #[test]
    fn a_contact_person_needs_no_phone_but_a_right_one() {
        let offer = OrganisationOffer { contact_name: " 李 ".into(), ..OrganisationOffer::default() };
        assert_eq!(offer.checked().map(|offer| offer.contact_name), Ok("李".to_owned()));
        let wrong = OrganisationOffer { contact_phone: "123".into(), ..OrganisationOffer::default() };
        assert!(matches!(wrong.checked(), Err(Error::Invalid(fields)) if fields.len() == 1));
    }
}

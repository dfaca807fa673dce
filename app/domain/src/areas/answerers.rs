//! Who answers for an area and for some of its homes, and the deputy of an account that is on leave.
//!
//! The people of an area, then of the areas around it, are the chain (责任链): a family sees it, and what is late
//! climbs it, one area at a time.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::AccountId,
    areas::{AreaId, AreaPath},
    error::Checks,
    text,
};

/// Row id of a person's post in an area.
pub type AnswererId = i64;

/// Row id of a leave.
pub type LeaveId = i64;

/// Homes that one person answers for at most, beside those of its area.
pub const HOMES: usize = 40;

/// Longest leave in days.
pub const LEAVE_DAYS: Timestamp = 200;

/// What a person answers for. The nearest to a family come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// 联户长: ten homes or so.
    Homes,
    /// 网格员: the area, day by day.
    #[default]
    Grid,
    /// 包保责任人: the area as a whole.
    Head,
}

crate::text_enum!(Post { Homes = "homes", Grid = "grid", Head = "head" });

/// A person's post to be taken up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAnswerer {
    /// Area of the post.
    pub area: AreaId,
    /// What the person answers for.
    pub post: Post,
    /// Account of the person; `None` for one without an account.
    pub account: Option<AccountId>,
    /// Name of a person without an account; empty with one.
    #[serde(default)]
    pub name: String,
    /// Number that families may call: 3 to 20 digits; empty for none.
    #[serde(default)]
    pub phone: String,
    /// Post that this one takes over, with its homes.
    #[serde(default)]
    pub replaces: Option<AnswererId>,
}

impl NewAnswerer {
    /// Normalises name and phone and validates them.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a person without account and name, a name longer than 30 characters, or a phone of other
    /// characters than digits and hyphens.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let least = usize::from(self.account.is_none());
        let name = checks.take("name", text::line(&self.name, least, 30));
        let phone = checks.take("phone", desk_phone(&self.phone));
        checks.done()?;
        let name = if self.account.is_some() { String::new() } else { name.unwrap_or_default() };
        Ok(NewAnswerer { name, phone: phone.unwrap_or_default(), ..self })
    }
}

/// Returns a number that can be called, mobile or not, in half-width digits and hyphens; empty for none.
fn desk_phone(raw: &str) -> Result<String, Code> {
    let phone: String = text::half_width(raw).chars().filter(|c| !c.is_whitespace()).collect();
    let digits = phone.bytes().filter(u8::is_ascii_digit).count();
    let is_plain = phone.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if phone.is_empty() || (is_plain && (3..=20).contains(&digits)) { Ok(phone) } else { Err(Code::NotAPhone) }
}

/// A person who answers for an area or for some homes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Answerer {
    /// Row id.
    pub id: AnswererId,
    /// Area of the post.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// What the person answers for.
    pub post: Post,
    /// Account of the person, or null.
    pub account: Option<AccountId>,
    /// Name of the person.
    pub name: String,
    /// Number to call, or empty.
    pub phone: String,
    /// Since when.
    pub since: Timestamp,
    /// Number of homes, for `homes`.
    pub homes: i64,
    /// Whether the person can still answer: without an account always; else while the account is open and staff there.
    pub present: bool,
    /// Path of the area.
    #[serde(skip)]
    pub path: AreaPath,
}

/// An area with its people; a gap in the chain when none of them is present.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaPeople {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// Its people, nearest to families first.
    pub people: Vec<Answerer>,
    /// Whether no person answers for the area.
    pub gap: bool,
}

/// Whether an area's people leave a gap: none of them answers for all of it and is present.
#[must_use]
pub fn is_gap(people: &[Answerer]) -> bool {
    !people.iter().any(|one| one.present && one.post != Post::Homes)
}

/// Days on which another account does the work of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLeave {
    /// Account that is away; `None` for the caller's own.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// Account that does its work.
    pub deputy: AccountId,
    /// First second of the leave.
    pub first: Timestamp,
    /// First second after it.
    pub last: Timestamp,
}

impl NewLeave {
    /// Validates the days.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a leave that has passed, has no day, or is longer than [`LEAVE_DAYS`].
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("deputy", self.deputy > 0, Code::Required);
        checks.ensure("last", self.last > now && self.last > self.first, Code::OutOfRange);
        let long = self.last.saturating_sub(self.first) > LEAVE_DAYS * DAY;
        checks.ensure("first", !long && self.first > now - LEAVE_DAYS * DAY, Code::OutOfRange);
        checks.done().map(|()| self)
    }
}

/// A leave, as the people concerned and their coordinators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Leave {
    /// Row id.
    pub id: LeaveId,
    /// Account that is away.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Account that does its work.
    pub deputy: AccountId,
    /// Its name.
    pub deputy_name: String,
    /// First second.
    pub first: Timestamp,
    /// First second after it.
    pub last: Timestamp,
}

/// Checks that an account does not stand in for itself.
///
/// # Errors
/// Field `deputy`: [`Code::Unknown`].
pub fn must_be_another(account: AccountId, deputy: AccountId) -> Result<()> {
    if account == deputy { Err(Error::field("deputy", Code::Unknown)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_without_an_account_needs_a_name_and_a_number_that_can_be_called() {
        let new = NewAnswerer { area: 1, phone: "０５７４-8765 4321".into(), ..NewAnswerer::default() };
        let Err(Error::Invalid(fields)) = new.clone().checked() else { panic!("accepted") };
        assert_eq!(fields.iter().map(|f| f.name).collect::<Vec<_>>(), ["name"]);
        let named = NewAnswerer { name: " 马大姐 ".into(), ..new.clone() }.checked().expect("complete");
        assert_eq!((named.name.as_str(), named.phone.as_str()), ("马大姐", "0574-87654321"));
        let account = NewAnswerer { account: Some(7), name: "不用写".into(), ..new }.checked().expect("complete");
        assert_eq!(account.name, "", "an account has its own name");
        for wrong in ["12", "138a", "1234567890123456789012"] {
            let new = NewAnswerer { account: Some(7), phone: wrong.into(), ..NewAnswerer::default() };
            assert!(new.checked().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_leave_has_days_ahead() {
        let leave = NewLeave { account: None, deputy: 2, first: 10 * DAY, last: 20 * DAY };
        assert!(leave.clone().checked(15 * DAY).is_ok());
        assert!(leave.clone().checked(20 * DAY).is_err(), "over");
        assert!(NewLeave { last: 10 * DAY, ..leave.clone() }.checked(0).is_err(), "no day");
        assert!(NewLeave { last: 300 * DAY, ..leave }.checked(0).is_err(), "too long");
    }
}

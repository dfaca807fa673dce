//! Community groups: a chat group outside of this software for an area, its roster of households, and its notices.

pub mod documents;
pub mod notices;

use serde::{Deserialize, Serialize};

use crate::{
    Code, Result, Timestamp, accounts::AccountId, areas::AreaId, error::Checks, households::HouseholdId, text,
};

/// Row id of a group.
pub type GroupId = i64;
/// Row id of a household on the roster of a group.
pub type GroupHouseholdId = i64;

/// Characters of a join code.
pub const CODE_LENGTH: usize = 8;

/// Where a group talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GroupChannel {
    /// A group of the messenger that most families have.
    Wechat,
    /// A group of the messenger that offices have.
    Dingtalk,
    /// Neighbours who call each other.
    PhoneTree,
    /// A board in the building.
    Board,
    /// Something else.
    Other,
}

crate::text_enum!(GroupChannel {
    Wechat = "wechat", Dingtalk = "dingtalk", PhoneTree = "phone_tree", Board = "board", Other = "other",
});

/// State of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GroupState {
    /// Families join it.
    Open,
    /// It is no more.
    Ended,
}

crate::text_enum!(GroupState { Open = "open", Ended = "ended" });

/// Where a household of a roster stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RosterState {
    /// In the group.
    Joined,
    /// Agreed to be asked, and is not in it yet.
    NotYet,
    /// Does not want to.
    Declined,
    /// Moved to another area, or its file was closed: counted no more.
    Left,
}

crate::text_enum!(RosterState { Joined = "joined", NotYet = "not_yet", Declined = "declined", Left = "left" });

/// What a household says when it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GroupAnswer {
    /// It is in the group.
    Joined,
    /// Not yet: it may be asked again.
    NotYet,
    /// It does not want to.
    Declined,
}

crate::text_enum!(GroupAnswer { Joined = "joined", NotYet = "not_yet", Declined = "declined" });

impl GroupAnswer {
    /// The state on the roster that follows.
    #[must_use]
    pub fn state(self) -> RosterState {
        match self {
            GroupAnswer::Joined => RosterState::Joined,
            GroupAnswer::NotYet => RosterState::NotYet,
            GroupAnswer::Declined => RosterState::Declined,
        }
    }
}

/// How it is known what a household says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RosterSource {
    /// Staff asked it.
    Staff,
    /// The family said it on its page.
    Family,
    /// The family came by the code of the poster.
    Code,
}

crate::text_enum!(RosterSource { Staff = "staff", Family = "family", Code = "code" });

/// A group to be opened, or its new values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewGroup {
    /// Area whose households it is for. It stays when the group changes.
    pub area: AreaId,
    /// Name, 2 to 30 characters. The only thing that strangers read.
    pub name: String,
    /// Where it talks.
    pub channel: GroupChannel,
    /// What it is called there, up to 40 characters.
    #[serde(default)]
    pub channel_name: String,
    /// Account that looks after it: a caseworker or coordinator of the area.
    pub caretaker: AccountId,
}

impl NewGroup {
    /// Trims the texts.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(mut self) -> Result<Self> {
        let mut checks = Checks::default();
        self.name = checks.take("name", text::line(&self.name, 2, 30)).unwrap_or_default();
        self.channel_name = checks.take("channel_name", text::line(&self.channel_name, 0, 40)).unwrap_or_default();
        checks.ensure("caretaker", self.caretaker > 0, Code::Required);
        checks.done()?;
        Ok(self)
    }
}

/// What a household says about a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewRosterEntry {
    /// The household.
    pub household: HouseholdId,
    /// What it says.
    pub answer: GroupAnswer,
    /// That it agreed to be asked; staff have to know it.
    #[serde(default)]
    pub agreed: bool,
}

/// How many households of rosters joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JoinRate {
    /// Open groups.
    pub groups: i64,
    /// Households that agreed to be asked.
    pub asked: i64,
    /// Those of them that joined.
    pub joined: i64,
    /// Those of them that do not want to.
    pub declined: i64,
    /// People of the households that agreed to be asked.
    pub asked_people: i64,
    /// People of those that joined.
    pub joined_people: i64,
}

impl JoinRate {
    /// Those who were asked and have not joined yet.
    #[must_use]
    pub fn not_yet(self) -> i64 {
        (self.asked - self.joined - self.declined).max(0)
    }

    /// Share of the households that joined in a thousand, rounded; `None` while none was asked.
    #[must_use]
    pub fn per_mille(self) -> Option<i64> {
        share(self.joined, self.asked)
    }

    /// The same share of their people.
    #[must_use]
    pub fn people_per_mille(self) -> Option<i64> {
        share(self.joined_people, self.asked_people)
    }
}

fn share(joined: i64, asked: i64) -> Option<i64> {
    (asked > 0).then(|| (joined * 2000 + asked) / (2 * asked))
}

/// The join rate of an area directly below another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaRate {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Its figures, with those of all areas below it.
    pub rate: JoinRate,
}

/// A group in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct GroupLine {
    /// Row id.
    pub id: GroupId,
    /// Name.
    pub name: String,
    /// Name of its area.
    pub area_name: String,
    /// Where it talks.
    pub channel: GroupChannel,
    /// Name of the account that looks after it.
    pub caretaker_name: String,
    /// Whether that account is closed or away, so that a coordinator has to find another.
    pub uncared: bool,
    /// Households that agreed to be asked.
    pub asked: i64,
    /// Those of them that joined.
    pub joined: i64,
    /// Those of them that do not want to.
    pub declined: i64,
    /// People of the households that agreed to be asked.
    pub asked_people: i64,
    /// People of those that joined.
    pub joined_people: i64,
}

impl GroupLine {
    /// Its figures.
    #[must_use]
    pub fn rate(&self) -> JoinRate {
        let &GroupLine { asked, joined, declined, asked_people, joined_people, .. } = self;
        JoinRate { groups: 1, asked, joined, declined, asked_people, joined_people }
    }
}

/// A group with all that staff read of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Group {
    /// What its line in a list says.
    #[serde(flatten)]
    pub line: GroupLine,
    /// Its area.
    pub area: AreaId,
    /// What it is called there, or empty.
    pub channel_name: String,
    /// Account that looks after it.
    pub caretaker: AccountId,
    /// Code of its poster.
    pub code: String,
    /// Its state.
    pub state: GroupState,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Version to name when it is changed.
    pub version: i64,
    /// Whether the reader may keep its roster and post notices.
    pub may_keep: bool,
    /// Whether the reader may change and end it.
    pub may_lead: bool,
}

/// A household on the roster of a group, by number and without its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RosterLine {
    /// Row id.
    pub id: GroupHouseholdId,
    /// The group.
    pub group: GroupId,
    /// Its name.
    pub group_name: String,
    /// Number of the household's file.
    pub household: HouseholdId,
    /// Its people.
    pub people: i64,
    /// Where it stands.
    pub state: RosterState,
    /// How that is known.
    pub source: RosterSource,
    /// When it was asked first.
    pub asked: Timestamp,
    /// When it said what it says now.
    pub said: Timestamp,
    /// Since when it is in the group.
    pub joined: Option<Timestamp>,
}

/// A group as a family of its area reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OwnGroup {
    /// The group.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Where it talks.
    pub channel: GroupChannel,
    /// What it is called there, or empty.
    pub channel_name: String,
    /// What the family said; `None` while it was not asked.
    pub state: Option<RosterState>,
    /// Since when the family is in it.
    pub joined: Option<Timestamp>,
    /// Notices that hold and that the family has not opened.
    pub unread: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_rounded_and_none_without_a_household() {
        let rate =
            JoinRate { groups: 181, asked: 2211, joined: 1190, declined: 240, asked_people: 6710, joined_people: 3610 };
        assert_eq!((rate.per_mille(), rate.people_per_mille(), rate.not_yet()), (Some(538), Some(538), 781));
        assert_eq!(JoinRate::default().per_mille(), None);
    }

    #[test]
    fn a_group_needs_a_name_and_a_caretaker() {
        let group = |name: &str, caretaker| NewGroup {
            area: 1,
            name: name.into(),
            channel: GroupChannel::Wechat,
            channel_name: String::new(),
            caretaker,
        };
        assert!(group(" 一组 ", 3).checked().is_ok_and(|group| group.name == "一组"));
        assert!(group("一", 3).checked().is_err() && group("一组", 0).checked().is_err());
        assert_eq!(GroupAnswer::NotYet.state(), RosterState::NotYet);
    }
}

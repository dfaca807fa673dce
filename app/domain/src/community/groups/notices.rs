//! Notices to the members of a group, and which of them have not read one.

use serde::{Deserialize, Serialize};

use super::GroupId;
use crate::{Code, DAY, Result, Timestamp, error::Checks, households::HouseholdId, text, time::Day};

/// Row id of a notice to a group.
pub type GroupNoticeId = i64;

/// Days after which members who did not read a notice are called.
pub const CALL_DAYS: i64 = 3;
/// Days for which a notice may hold.
pub const LONGEST_DAYS: i64 = 90;

/// A notice to be posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewGroupNotice {
    /// Title, 2 to 40 characters.
    pub title: String,
    /// Words, 2 to 500 characters. They are about no person.
    pub words: String,
    /// Any moment of its last day.
    pub until: Timestamp,
}

impl NewGroupNotice {
    /// Trims the texts and ends it with its last day.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.title = checks.take("title", text::line(&self.title, 2, 40)).unwrap_or_default();
        self.words = checks.take("words", text::words(&self.words, 2, 500)).unwrap_or_default();
        // Compared before it is made a day, so that no number is too large for a calendar.
        let known = self.until >= now - DAY && self.until <= now + (LONGEST_DAYS + 1) * DAY;
        if known {
            self.until = Day::of(self.until).end() - 1;
        }
        checks.ensure("until", known && self.until >= now, Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// A notice with how many of the members read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct GroupNotice {
    /// Row id.
    pub id: GroupNoticeId,
    /// The group.
    pub group: GroupId,
    /// Its name.
    pub group_name: String,
    /// Title.
    pub title: String,
    /// Words.
    pub words: String,
    /// Last second of its last day.
    pub until: Timestamp,
    /// When it was posted.
    pub posted: Timestamp,
    /// When those who did not read it are to be called.
    pub call_at: Timestamp,
    /// When it was taken back.
    pub ended: Option<Timestamp>,
    /// Members of the group when it was posted who still are.
    pub members: i64,
    /// Those of them who opened it.
    pub read: i64,
    /// Those of them who did not, and were called.
    pub called: i64,
}

impl GroupNotice {
    /// Members who neither read it nor were called.
    #[must_use]
    pub fn unread(&self) -> i64 {
        (self.members - self.read - self.called).max(0)
    }

    /// Whether those who did not read it are to be called.
    #[must_use]
    pub fn is_to_call(&self, now: Timestamp) -> bool {
        self.ended.is_none() && self.call_at <= now && self.until >= now && self.unread() > 0
    }
}

/// A member who did not read a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct UnreadLine {
    /// Number of the household's file.
    pub household: HouseholdId,
    /// When it was called about it.
    pub called: Option<Timestamp>,
}

/// A notice as a member reads it in its list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OwnGroupNotice {
    /// Row id.
    pub id: GroupNoticeId,
    /// Name of the group.
    pub group_name: String,
    /// Title.
    pub title: String,
    /// Words; empty until the family opened it.
    pub words: String,
    /// When it was posted.
    pub posted: Timestamp,
    /// Last second of its last day.
    pub until: Timestamp,
    /// When the family opened it.
    pub read: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_ends_with_its_last_day() {
        let now = 1_800_000_000;
        let new = |words: &str, until| NewGroupNotice { title: "停水".into(), words: words.into(), until };
        assert!(new("明天停水", now).checked(now).is_ok_and(|notice| notice.until >= now));
        for wrong in [new("", now), new("明天停水", now - 3 * DAY), new("明天停水", i64::MAX)] {
            assert!(wrong.checked(now).is_err());
        }
    }
}

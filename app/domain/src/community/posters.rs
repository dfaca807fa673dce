//! Posters that hang somewhere: of which record, at which place, and who takes them down.

use serde::{Deserialize, Serialize};

use crate::{Code, DAY, Result, Timestamp, error::Checks, text};

/// Row id of a poster that was noted.
pub type PosterId = i64;

/// Days for which a poster is usually left.
pub const USUAL_DAYS: i64 = 60;
/// Most days for which a poster may be left.
pub const LONGEST_DAYS: i64 = 365;
/// Days in which a poster is taken down after its end; after them it is not counted any more.
pub const REMOVAL_DAYS: i64 = 30;
/// Most posters of an account that hang at the same time.
pub const MOST_HANGING: i64 = 50;

/// What a poster is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PosterSubject {
    /// A public wish.
    Wish,
    /// A drive for goods.
    Drive,
    /// A location of the charity shop.
    Shop,
    /// A community group.
    Group,
}

crate::text_enum!(PosterSubject { Wish = "wish", Drive = "drive", Shop = "shop", Group = "group" });

/// Where a poster stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PosterState {
    /// It hangs.
    Hanging,
    /// What it asks for is over, or its last day has passed; the account that noted it takes it down.
    ToRemove,
    /// It was taken down.
    Removed,
    /// It was to be taken down, and no account said that it was.
    Lost,
}

crate::text_enum!(PosterState { Hanging = "hanging", ToRemove = "to_remove", Removed = "removed", Lost = "lost" });

/// What happens to a poster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PosterEvent {
    /// Its record is over, or its last day has passed.
    RunOut,
    /// It was taken down.
    TakenDown,
    /// [`REMOVAL_DAYS`] have passed.
    Forgotten,
}

impl PosterState {
    /// The state that follows.
    ///
    /// # Errors
    /// [`Code::WrongState`] where the event is not possible.
    pub fn after(self, event: PosterEvent) -> Result<PosterState> {
        match (self, event) {
            (PosterState::Hanging, PosterEvent::RunOut) => Ok(PosterState::ToRemove),
            (PosterState::Hanging | PosterState::ToRemove, PosterEvent::TakenDown) => Ok(PosterState::Removed),
            (PosterState::ToRemove, PosterEvent::Forgotten) => Ok(PosterState::Lost),
            _ => Err(crate::Error::Conflict(Code::WrongState)),
        }
    }
}

/// A poster that was hung.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewPoster {
    /// What it is about.
    pub subject: PosterSubject,
    /// Number of the wish, drive, location or group.
    pub record: i64,
    /// Where it hangs, 2 to 60 characters: `3 号楼门口`.
    pub place: String,
    /// Last second of the day until which it is left, at most a year ahead.
    pub until: Timestamp,
}

impl NewPoster {
    /// Trims the place.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.place = checks.take("place", text::line(&self.place, 2, 60)).unwrap_or_default();
        let fits = self.until > now && self.until <= now + LONGEST_DAYS * DAY;
        checks.ensure("until", fits, Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// A poster that was noted, for the account that noted it and the staff of its area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Poster {
    /// Row id.
    pub id: PosterId,
    /// What it is about.
    pub subject: PosterSubject,
    /// Number of the wish, drive, location or group.
    pub record: i64,
    /// What that is called in Chinese; empty for a wish that is not public any more.
    pub title: String,
    /// Where it hangs.
    pub place: String,
    /// Since when.
    pub hung: Timestamp,
    /// Name of the account that noted it.
    pub hung_by: String,
    /// Until when it is left.
    pub until: Timestamp,
    /// Where it stands.
    pub state: PosterState,
    /// Since when it stands there.
    pub since: Timestamp,
    /// How often its code was scanned.
    pub scans: i64,
    /// Whether the reader may say that it was taken down.
    pub may_end: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_poster_comes_to_an_end_and_stays_there() {
        for state in PosterState::ALL {
            let nexts = [PosterEvent::RunOut, PosterEvent::TakenDown, PosterEvent::Forgotten].map(|e| state.after(e));
            let is_end = matches!(state, PosterState::Removed | PosterState::Lost);
            assert_eq!(nexts.iter().all(Result::is_err), is_end, "{state:?}");
        }
    }

    #[test]
    fn a_poster_needs_a_place_and_a_day_within_a_year() {
        let new =
            |place: &str, until| NewPoster { subject: PosterSubject::Wish, record: 1, place: place.into(), until };
        assert!(new(" 3 号楼门口 ", DAY).checked(0).is_ok_and(|new| new.place == "3 号楼门口"));
        for wrong in [new("门", DAY), new("3 号楼门口", 0), new("3 号楼门口", (LONGEST_DAYS + 1) * DAY)] {
            assert!(wrong.checked(0).is_err());
        }
    }
}

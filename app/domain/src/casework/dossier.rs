//! What is kept of a household besides its members: how to reach it, notes, papers, and what happened so far.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::{self, AccountId},
    error::Checks,
    text,
};

/// For so long whoever wrote a note may put it right.
pub const CORRECTABLE: Timestamp = DAY;

/// How many papers one file holds.
pub const PAPERS: i64 = 60;

/// How to reach a household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Contact {
    /// How the family is called (its contact person).
    pub name: String,
    /// Mobile number; also signs the family in. Empty for a family without one.
    pub phone: String,
    /// Where it lives, for visits.
    pub address: String,
}

impl Contact {
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 30));
        let phone = match self.phone.trim() {
            "" => Some(String::new()),
            phone => checks.take("phone", accounts::phone(phone)),
        };
        let address = checks.take("address", text::line(&self.address, 0, 120));
        checks.done()?;
        match (name, phone, address) {
            (Some(name), Some(phone), Some(address)) => Ok(Contact { name, phone, address }),
            _ => Err(Error::Invalid(Vec::new())),
        }
    }
}

/// What somebody noted about a household: after a visit, after a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Note {
    /// Its number.
    pub id: i64,
    /// Who wrote it.
    pub account: AccountId,
    /// That person's name.
    pub by: String,
    /// What; empty as long as the file is not opened.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// When it was put right, or 0.
    pub corrected: Timestamp,
}

impl Note {
    /// Whether this person may still put it right.
    #[must_use]
    pub fn is_correctable(&self, account: AccountId, now: Timestamp) -> bool {
        account != 0 && self.account == account && now - self.at < CORRECTABLE
    }
}

/// The words of a note or of a request, bounded.
///
/// # Errors
/// [`Error::Invalid`] for that field.
pub fn words(field: &'static str, raw: &str) -> Result<String> {
    text::words(raw, 1, 2000).map_err(|code| Error::field(field, code))
}

/// What a paper on file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// The identity card was seen. No picture of it is kept: nothing here needs its number.
    IdSeen,
    /// A certificate of low income or of the allowance.
    LowIncome,
    /// A disability certificate.
    Disability,
    /// A signed consent.
    Consent,
    /// Anything else.
    #[default]
    Other,
}

crate::text_enum!(PaperKind {
    IdSeen = "id_seen", LowIncome = "low_income", Disability = "disability", Consent = "consent", Other = "other",
});

impl PaperKind {
    /// Whether a picture of it is kept.
    #[must_use]
    pub fn has_picture(self) -> bool {
        self != PaperKind::IdSeen
    }

    /// # Errors
    /// [`Code::Required`] without a picture where one is kept, [`Code::Unknown`] with one where none is.
    pub fn check_picture(self, given: bool) -> Result<()> {
        match (self.has_picture(), given) {
            (true, false) => Err(Error::field("photo", Code::Required)),
            (false, true) => Err(Error::field("photo", Code::NoPictureKept)),
            _ => Ok(()),
        }
    }
}

/// A paper on file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Paper {
    /// Its number.
    pub id: i64,
    /// What it is.
    pub kind: PaperKind,
    /// Who put it there.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Whether there is a picture of it.
    pub picture: bool,
}

/// A family's own words about what is wrong in its file, and what came of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Correction {
    /// Its number.
    pub id: i64,
    /// What is wrong; for staff empty as long as the file is not opened.
    pub words: String,
    /// When it was sent.
    pub at: Timestamp,
    /// When it was answered, or 0.
    pub answered: Timestamp,
    /// By whom.
    pub by: String,
    /// What was answered; for staff empty as long as the file is not opened.
    pub answer: String,
}

/// What a line of a household's timeline is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A wish was posted.
    Wish,
    /// Something that was wished for was handed over.
    HandedOver,
    /// Something was taken from the free shop.
    Order,
    /// Points were given, taken back, or lapsed.
    Points,
    /// A note was written.
    Note,
    /// A paper was put on file.
    Paper,
    /// Somebody opened the file.
    Opening,
    /// The family asked for a correction.
    Correction,
    /// The file was made or changed.
    Change,
}

crate::text_enum!(EventKind {
    Wish = "wish", HandedOver = "handed_over", Order = "order", Points = "points", Note = "note", Paper = "paper",
    Opening = "opening", Correction = "correction", Change = "change",
});

/// A line of a household's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What it is about.
    pub kind: EventKind,
    /// The number of the wish, claim, order, journal, note, …
    pub id: i64,
    /// The item, for wishes and what was handed over; else 0.
    pub item: i64,
    /// Its size, or what kind of journal, paper or change it was.
    pub detail: String,
    /// Units or points.
    pub n: i64,
    /// Who did it, where the reader may know.
    pub by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_need_not_have_a_phone() {
        let contact = |phone: &str| Contact { name: " 王 大 ".into(), phone: phone.into(), address: String::new() };
        assert_eq!(contact(" ").checked().map(|c| (c.name, c.phone)), Ok(("王 大".into(), String::new())));
        assert_eq!(contact("138 0013 8000").checked().map(|c| c.phone), Ok("13800138000".into()));
        assert_eq!(contact("1").checked(), Err(Error::field("phone", Code::NotAPhone)));
    }

    #[test]
    fn no_picture_of_an_identity_card_is_kept() {
        assert_eq!(PaperKind::IdSeen.check_picture(true), Err(Error::field("photo", Code::NoPictureKept)));
        assert_eq!(PaperKind::IdSeen.check_picture(false), Ok(()));
        assert_eq!(PaperKind::Consent.check_picture(false), Err(Error::field("photo", Code::Required)));
    }

    #[test]
    fn a_note_is_put_right_by_its_writer_within_a_day() {
        let note = Note { id: 1, account: 7, by: String::new(), words: String::new(), at: 1000, corrected: 0 };
        assert!(note.is_correctable(7, 1000 + DAY - 1) && !note.is_correctable(7, 1000 + DAY));
        assert!(!note.is_correctable(8, 1001) && !Note { account: 0, ..note }.is_correctable(0, 1001));
    }
}

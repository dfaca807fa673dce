//! Contact data, notes, documents, corrections and timeline of a household file.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::{self, AccountId},
    error::Checks,
    households::HouseholdId,
    text,
};

/// How long the author of a note may correct it, in seconds.
pub const CORRECTABLE: Timestamp = DAY;

/// Documents that one household file holds at most.
pub const PAPERS: i64 = 60;

/// How to reach a household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Contact {
    /// Name of the contact person.
    pub name: String,
    /// Mobile number, also used to sign in; empty for a family without one.
    pub phone: String,
    /// Address for visits; may be empty.
    pub address: String,
}

impl Contact {
    /// Normalises the fields and validates them.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
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

/// A caseworker's note about a household, for example after a visit or a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Note {
    /// Row id.
    pub id: i64,
    /// Author's account.
    pub account: AccountId,
    /// Author's name.
    pub by: String,
    /// Text of the note; empty until the file is revealed.
    pub words: String,
    /// When it was written.
    pub at: Timestamp,
    /// When it was last corrected; 0 for never.
    pub corrected: Timestamp,
    /// File that was merged into this one, whose name, phone and address the text is; 0 for a note of a person.
    pub merged_from: HouseholdId,
}

impl Note {
    /// Whether `account` wrote the note and may still correct it.
    #[must_use]
    pub fn is_correctable(&self, account: AccountId, now: Timestamp) -> bool {
        account != 0 && self.account == account && now - self.at < CORRECTABLE
    }
}

/// Trims and validates the text of a note or a correction: 1 to 2000 characters.
///
/// # Errors
/// [`Error::Invalid`] naming `field`.
pub fn file_words(field: &'static str, raw: &str) -> Result<String> {
    text::words(raw, 1, 2000).map_err(|code| Error::field(field, code))
}

/// Kind of a document in a household file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Identity card seen. No picture is stored: nothing here needs the number on it.
    IdSeen,
    /// Certificate of low income or of the allowance.
    LowIncome,
    /// Disability certificate.
    Disability,
    /// Signed consent.
    Consent,
    /// Any other document.
    #[default]
    Other,
}

crate::text_enum!(PaperKind {
    IdSeen = "id_seen", LowIncome = "low_income", Disability = "disability", Consent = "consent", Other = "other",
});

impl PaperKind {
    /// Whether a picture of this kind is stored.
    #[must_use]
    pub fn has_picture(self) -> bool {
        self != PaperKind::IdSeen
    }

    /// Checks that a picture is given exactly where one is stored.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `photo`: [`Code::Required`] if the picture is missing, [`Code::NoPictureKept`] if one is
    /// given where none is stored.
    pub fn check_picture(self, given: bool) -> Result<()> {
        match (self.has_picture(), given) {
            (true, false) => Err(Error::field("photo", Code::Required)),
            (false, true) => Err(Error::field("photo", Code::NoPictureKept)),
            _ => Ok(()),
        }
    }
}

/// A document in a household file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Paper {
    /// Row id.
    pub id: i64,
    /// Its kind.
    pub kind: PaperKind,
    /// Name of the account that added it.
    pub by: String,
    /// When it was added.
    pub at: Timestamp,
    /// Whether a picture is stored.
    pub picture: bool,
}

/// A family's request to correct its household file, with the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Correction {
    /// Row id.
    pub id: i64,
    /// What is wrong, in the family's words; empty for staff until the file is revealed.
    pub words: String,
    /// When it was sent.
    pub at: Timestamp,
    /// When it was answered, or 0.
    pub answered: Timestamp,
    /// Name of the account that answered.
    pub by: String,
    /// The answer; empty for staff until the file is revealed.
    pub answer: String,
}

/// What an entry of a household's timeline is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A wish was posted.
    Wish,
    /// Units of a wish were handed over.
    HandedOver,
    /// Goods were taken from the free shop.
    Order,
    /// Points were granted, withdrawn, or expired.
    Points,
    /// A note was written.
    Note,
    /// A document was added.
    Paper,
    /// The file was revealed.
    Opening,
    /// The family asked for a correction.
    Correction,
    /// The file was created or changed as a whole.
    Change,
    /// The family was visited or called.
    Visit,
}

crate::text_enum!(EventKind {
    Wish = "wish", HandedOver = "handed_over", Order = "order", Points = "points", Note = "note", Paper = "paper",
    Opening = "opening", Correction = "correction", Change = "change",
    Visit = "visit",
});

/// An entry of a household's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// When it happened.
    pub at: Timestamp,
    /// What it is about.
    pub kind: EventKind,
    /// Row id of the wish, claim, order, journal, note or other subject, depending on `kind`.
    pub id: i64,
    /// Item id for wishes and hand-overs; else 0.
    pub item: i64,
    /// Chinese name of the item, or empty.
    pub name: String,
    /// Size of the item, the kind of journal, document or change, or whom a visit met.
    pub detail: String,
    /// Units or points; of a visit 1 with a recording, 2 with a picture, 3 with both.
    pub n: i64,
    /// Name of the acting account; empty where the reader may not see it.
    pub by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_without_a_phone_is_valid() {
        let contact = |phone: &str| Contact { name: " 王 大 ".into(), phone: phone.into(), address: String::new() };
        assert_eq!(contact(" ").checked().map(|c| (c.name, c.phone)), Ok(("王 大".into(), String::new())));
        assert_eq!(contact("138 0013 8000").checked().map(|c| c.phone), Ok("13800138000".into()));
        assert_eq!(contact("1").checked(), Err(Error::field("phone", Code::NotAPhone)));
    }

    #[test]
    fn a_picture_of_an_identity_card_is_rejected() {
        assert_eq!(PaperKind::IdSeen.check_picture(true), Err(Error::field("photo", Code::NoPictureKept)));
        assert_eq!(PaperKind::IdSeen.check_picture(false), Ok(()));
        assert_eq!(PaperKind::Consent.check_picture(false), Err(Error::field("photo", Code::Required)));
    }

    #[test]
    fn only_the_author_may_correct_a_note_and_only_within_a_day() {
        let note =
            Note { id: 1, account: 7, by: String::new(), words: String::new(), at: 1000, corrected: 0, merged_from: 0 };
        assert!(note.is_correctable(7, 1000 + DAY - 1) && !note.is_correctable(7, 1000 + DAY));
        assert!(!note.is_correctable(8, 1001) && !Note { account: 0, ..note }.is_correctable(0, 1001));
    }
}

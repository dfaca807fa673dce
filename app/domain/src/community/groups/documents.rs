//! The wall of an area's public documents: rules, procedures and contacts.

use serde::{Deserialize, Serialize};

use crate::{Code, DAY, Result, Timestamp, areas::AreaId, error::Checks, text, time::Day};

/// Row id of a document.
pub type DocumentId = i64;

/// Documents of one area.
pub const MOST_DOCUMENTS: i64 = 60;
/// Days for which a document may hold.
pub const LONGEST_DAYS: i64 = 5 * 366;

/// Kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Rules of living together.
    Rules,
    /// How to get something done.
    Procedure,
    /// Offices and their hours.
    Contacts,
    /// Something else.
    Other,
}

crate::text_enum!(DocumentKind { Rules = "rules", Procedure = "procedure", Contacts = "contacts", Other = "other" });

/// A document to be posted, or its new edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewDocument {
    /// Area on whose wall it is. It stays when the document changes.
    pub area: AreaId,
    /// Kind.
    pub kind: DocumentKind,
    /// Title, 2 to 40 characters.
    pub title: String,
    /// Plain text, 2 to 4,000 characters. It is public.
    pub words: String,
    /// Any moment of the last day on which it holds.
    pub until: Timestamp,
    /// Place on the wall, 1 to 99: small ones come first.
    pub place: i64,
}

impl NewDocument {
    /// Trims the texts and lets it hold until the end of its last day.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.title = checks.take("title", text::line(&self.title, 2, 40)).unwrap_or_default();
        self.words = checks.take("words", text::words(&self.words, 2, 4000)).unwrap_or_default();
        let known = self.until >= now - DAY && self.until <= now + LONGEST_DAYS * DAY;
        if known {
            self.until = Day::of(self.until).end() - 1;
        }
        checks.ensure("until", known && self.until >= now, Code::OutOfRange);
        checks.ensure("place", (1..=99).contains(&self.place), Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// A document on a wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaDocument {
    /// Row id.
    pub id: DocumentId,
    /// Its area.
    pub area: AreaId,
    /// Name of the area.
    pub area_name: String,
    /// Kind.
    pub kind: DocumentKind,
    /// Title.
    pub title: String,
    /// Plain text.
    pub words: String,
    /// Last second of the day until which it holds.
    pub until: Timestamp,
    /// Place on the wall.
    pub place: i64,
    /// Edition, 1 for the first.
    pub edition: i64,
    /// When this edition was written.
    pub changed: Timestamp,
    /// Version to name when it is changed.
    pub version: i64,
}

/// The public wall of an area: its documents and those of the areas above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentWall {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// The documents, those of the area itself first.
    pub documents: Vec<AreaDocument>,
    /// Whether the reader may edit those of the area.
    pub may_keep: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_words_a_place_and_a_last_day() {
        let now = 1_800_000_000;
        let new = NewDocument {
            area: 1,
            kind: DocumentKind::Rules,
            title: "楼道公约".into(),
            words: "晚上十点后请小声。".into(),
            until: now + 300 * DAY,
            place: 1,
        };
        assert!(new.clone().checked(now).is_ok());
        let (empty, first) =
            (NewDocument { words: " ".into(), ..new.clone() }, NewDocument { place: 0, ..new.clone() });
        for wrong in [empty, first, NewDocument { until: i64::MAX, ..new }] {
            assert!(wrong.checked(now).is_err());
        }
    }
}

//! Consent: who agreed to what, how, and when it was taken back. What the public learns of a person hangs on it.

use serde::{Deserialize, Serialize};

use crate::{Code, DAY, Result, Timestamp, error::Checks, households::HouseholdId, text, wishes::WishId};

/// A consent's number.
pub type ConsentId = i64;

/// Who is younger than this does not agree alone.
pub const OF_AGE: i64 = 18;

/// Whoever has said no, or has taken a yes back, is not asked for so long.
pub const ASKED_AGAIN_AFTER: Timestamp = 365 * DAY;

/// Whether somebody born in that year is a child in this one. Only years of birth are known.
#[must_use]
pub fn is_minor(birth_year: i64, year: i64) -> bool {
    year - birth_year < OF_AGE
}

/// What was agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    /// A file of the family is kept.
    File,
    /// Age and sex are named, and a few words are said about the person.
    Story,
    /// One picture is shown with one wish.
    Photo,
    /// What the person said is kept as a sound.
    Voice,
}

crate::text_enum!(ConsentKind { File = "file", Story = "story", Photo = "photo", Voice = "voice" });

impl ConsentKind {
    /// What ends with it: whoever wants nothing told wants nothing shown either.
    #[must_use]
    pub fn ends(self) -> &'static [ConsentKind] {
        match self {
            ConsentKind::File => ConsentKind::ALL,
            ConsentKind::Story => &[ConsentKind::Story, ConsentKind::Photo, ConsentKind::Voice],
            ConsentKind::Photo => &[ConsentKind::Photo],
            ConsentKind::Voice => &[ConsentKind::Voice],
        }
    }
}

/// How it was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Signed on paper, of which there is a photo.
    Paper,
    /// Said, and somebody else heard it.
    #[default]
    Spoken,
    /// Tapped by the family, signed in.
    Screen,
}

crate::text_enum!(How { Paper = "paper", Spoken = "spoken", Screen = "screen" });

/// What the giver is to the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GivenAs {
    /// For oneself, or for one's family.
    #[default]
    #[serde(rename = "self")]
    Own,
    /// Father or mother.
    Parent,
    /// A grandparent who looks after the child.
    Grandparent,
    /// Somebody else whom the law made the guardian.
    Guardian,
}

crate::text_enum!(GivenAs { Own = "self", Parent = "parent", Grandparent = "grandparent", Guardian = "guardian" });

/// A consent to be written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewConsent {
    /// The household; the API takes it from the path.
    #[serde(default)]
    pub household: HouseholdId,
    /// Whom it is about; 0 for the family.
    #[serde(default)]
    pub member: i64,
    /// To what.
    pub kind: ConsentKind,
    /// The wish that a photo belongs to; else 0.
    #[serde(default)]
    pub wish: WishId,
    /// The grown-up of the household who agreed; 0 when it is somebody else.
    #[serde(default)]
    pub giver: i64,
    /// That somebody else, in words.
    #[serde(default)]
    pub given_by: String,
    /// What the giver is to the person.
    #[serde(default)]
    pub relation: GivenAs,
    /// How it was said.
    #[serde(default)]
    pub how: How,
    /// Who heard it, when it was spoken.
    #[serde(default)]
    pub witness: String,
    /// Anything worth knowing later; the family can read it.
    #[serde(default)]
    pub note: String,
}

impl NewConsent {
    /// # Errors
    /// [`crate::Error::Invalid`] with every wrong field. Whether the giver may is known to the store only.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let file = self.kind == ConsentKind::File;
        checks.ensure("member", !file || self.member == 0, Code::Unknown);
        checks.ensure("wish", (self.kind == ConsentKind::Photo) == (self.wish > 0), Code::Required);
        let spoken = self.how == How::Spoken;
        let witness = checks.take("witness", text::line(&self.witness, usize::from(spoken), 30));
        let given_by = checks.take("given_by", text::line(&self.given_by, 0, 30));
        let note = checks.take("note", text::words(&self.note, 0, 200));
        let named = self.giver > 0 || given_by.as_ref().is_some_and(|name| !name.is_empty());
        checks.ensure("giver", named, Code::Required);
        checks.done()?;
        Ok(NewConsent {
            witness: witness.filter(|_| spoken).unwrap_or_default(),
            given_by: given_by.filter(|_| self.giver == 0).unwrap_or_default(),
            note: note.unwrap_or_default(),
            ..self
        })
    }
}

/// A no, to be written down: somebody was asked, and does not agree.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewRefusal {
    /// The household; the API takes it from the path.
    #[serde(default)]
    pub household: HouseholdId,
    /// Whom it is about; 0 for the family.
    #[serde(default)]
    pub member: i64,
    /// To what.
    pub kind: ConsentKind,
    /// The wish that a photo belongs to; else 0.
    #[serde(default)]
    pub wish: WishId,
    /// The grown-up of the household who said no; 0 for the family as a whole.
    #[serde(default)]
    pub refused_by: i64,
    /// What was said, or empty; the family can read it.
    #[serde(default)]
    pub reason: String,
}

impl NewRefusal {
    /// # Errors
    /// [`crate::Error::Invalid`] with every wrong field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("member", self.kind != ConsentKind::File || self.member == 0, Code::Unknown);
        checks.ensure("wish", (self.kind == ConsentKind::Photo) == (self.wish > 0), Code::Required);
        let reason = checks.take("reason", text::words(&self.reason, 0, 200));
        checks.done()?;
        Ok(NewRefusal { reason: reason.unwrap_or_default(), ..self })
    }
}

/// A consent as the family itself and the staff of its area see it. Names are masked for staff until they have
/// opened the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Consent {
    /// Its number.
    pub id: ConsentId,
    /// Whom it is about; 0 for the family.
    pub member: i64,
    /// To what.
    pub kind: ConsentKind,
    /// The wish that a photo belongs to, or 0.
    pub wish: WishId,
    /// The grown-up of the household who agreed, or 0.
    pub giver: i64,
    /// Somebody else, or empty.
    pub given_by: String,
    /// What the giver is to the person.
    pub relation: GivenAs,
    /// How it was said.
    pub how: How,
    /// Who heard it, or empty.
    pub witness: String,
    /// What was noted, or empty.
    pub note: String,
    /// Whether there is a photo of the paper.
    pub paper: bool,
    /// When it was written down.
    pub at: Timestamp,
    /// When it was taken back, or 0. The same as `at` when it never was given: somebody was asked and said no.
    pub withdrawn_at: Timestamp,
    /// Why, or empty.
    pub reason: String,
}

impl Consent {
    /// Whether it still holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.withdrawn_at == 0
    }

    /// Whether it never held: somebody was asked and said no.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.withdrawn_at != 0 && self.withdrawn_at == self.at
    }
}

/// What the public may learn of the person whom a wish is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Allowed {
    /// Whether the wish is for a child.
    pub child: bool,
    /// Age, sex and words.
    pub story: bool,
    /// The picture.
    pub photo: bool,
}

impl Allowed {
    /// From what is on file: whether a story consent holds, whether one (or the file's) was taken back, whether one
    /// for the picture holds. A grown-up who posts a wish tells of it; for a child somebody has to agree, and a
    /// picture needs a yes of its own whoever it is for.
    #[must_use]
    pub fn from_file(child: bool, holds: bool, taken_back: bool, photo: bool) -> Allowed {
        Allowed { child, story: holds || !(child || taken_back), photo }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(kind: ConsentKind) -> NewConsent {
        NewConsent {
            household: 1,
            member: 2,
            kind,
            wish: 0,
            giver: 3,
            given_by: String::new(),
            relation: GivenAs::Parent,
            how: How::Paper,
            witness: String::new(),
            note: String::new(),
        }
    }

    fn wrong(new: NewConsent) -> Vec<&'static str> {
        match new.checked() {
            Err(crate::Error::Invalid(fields)) => fields.iter().map(|field| field.name).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_spoken_word_has_a_witness_and_a_photo_its_wish() {
        assert!(new(ConsentKind::Story).checked().is_ok());
        assert_eq!(wrong(NewConsent { how: How::Spoken, ..new(ConsentKind::Story) }), ["witness"]);
        assert_eq!(wrong(new(ConsentKind::Photo)), ["wish"]);
        assert_eq!(wrong(NewConsent { wish: 4, ..new(ConsentKind::Story) }), ["wish"]);
        assert_eq!(wrong(new(ConsentKind::File)), ["member"]);
        assert_eq!(wrong(NewConsent { giver: 0, ..new(ConsentKind::Story) }), ["giver"]);
        let other =
            NewConsent { giver: 0, given_by: " 外婆 ".into(), witness: "x".into(), ..new(ConsentKind::Story) };
        let other = other.checked().expect("somebody else");
        assert_eq!((other.given_by.as_str(), other.witness.as_str()), ("外婆", ""));
    }

    #[test]
    fn a_child_needs_a_yes_and_a_grown_up_only_no_no() {
        let story = |child, holds, back| Allowed::from_file(child, holds, back, false).story;
        assert!(!story(true, false, false) && story(true, true, false) && story(true, true, true));
        assert!(!story(true, false, true));
        assert!(story(false, false, false) && !story(false, false, true) && story(false, true, true));
        assert!(is_minor(2009, 2026) && !is_minor(2008, 2026));
    }

    #[test]
    fn whoever_wants_nothing_told_wants_nothing_shown() {
        for kind in ConsentKind::ALL {
            assert!(kind.ends().contains(kind));
        }
        assert_eq!(ConsentKind::File.ends().len(), 4);
    }
}

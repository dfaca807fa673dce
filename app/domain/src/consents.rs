//! Consents, refusals and withdrawals. They decide what the public learns about a person.

use serde::{Deserialize, Serialize};

use crate::{Code, DAY, Result, Timestamp, error::Checks, households::HouseholdId, text, wishes::WishId};

/// Row id of a consent.
pub type ConsentId = i64;

/// Age of majority; minors cannot consent on their own.
pub const OF_AGE: i64 = 18;

/// Seconds after a refusal or a withdrawal during which the question is not asked again.
pub const ASKED_AGAIN_AFTER: Timestamp = 365 * DAY;

/// Whether a person born in `birth_year` may be a minor in `year`; only years of birth are known.
#[must_use]
pub fn is_minor(birth_year: i64, year: i64) -> bool {
    year - birth_year < OF_AGE
}

/// What a consent covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    /// Keeping a household file of the family.
    File,
    /// Publishing age, sex and a few words about the person.
    Story,
    /// Showing one picture with one wish; without a wish, keeping the pictures that are taken at visits in the file.
    Photo,
    /// Keeping a recording of what the person said.
    Voice,
}

crate::text_enum!(ConsentKind { File = "file", Story = "story", Photo = "photo", Voice = "voice" });

impl ConsentKind {
    /// Kinds that a withdrawal of this kind also withdraws, itself included.
    ///
    /// Withdrawing the story withdraws photo and voice too, and withdrawing the file withdraws everything.
    #[must_use]
    pub fn ends(self) -> &'static [ConsentKind] {
        match self {
            ConsentKind::File => ConsentKind::ALL,
            ConsentKind::Story => &[ConsentKind::Story, ConsentKind::Photo, ConsentKind::Voice],
            ConsentKind::Photo => &[ConsentKind::Photo],
            ConsentKind::Voice => &[ConsentKind::Voice],
        }
    }

    /// Whether it can be about this wish: a picture is that of a wish, or of the whole family at its visits.
    fn fits(self, wish: WishId, member: i64) -> bool {
        match self {
            ConsentKind::Photo => wish > 0 || (wish == 0 && member == 0),
            ConsentKind::File | ConsentKind::Story | ConsentKind::Voice => wish == 0,
        }
    }
}

/// How consent was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Signed on paper, with a photo of it.
    Paper,
    /// Spoken before a witness.
    #[default]
    Spoken,
    /// Given by the family itself, signed in.
    Screen,
}

crate::text_enum!(How { Paper = "paper", Spoken = "spoken", Screen = "screen" });

/// Relation of the giver to the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GivenAs {
    /// For themselves, or for their family.
    #[default]
    #[serde(rename = "self")]
    Own,
    /// Father or mother.
    Parent,
    /// A grandparent who looks after the child.
    Grandparent,
    /// Another legal guardian.
    Guardian,
}

crate::text_enum!(GivenAs { Own = "self", Parent = "parent", Grandparent = "grandparent", Guardian = "guardian" });

/// A consent to be recorded.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewConsent {
    /// The household; the API takes it from the path.
    #[serde(default)]
    pub household: HouseholdId,
    /// Member it is about; 0 for the family.
    #[serde(default)]
    pub member: i64,
    /// What it covers.
    pub kind: ConsentKind,
    /// The wish that a photo belongs to; 0 for pictures at visits, and for other kinds.
    #[serde(default)]
    pub wish: WishId,
    /// Adult member who gave it; 0 for a person outside the household.
    #[serde(default)]
    pub giver: i64,
    /// Name of that person; ignored with a `giver`.
    #[serde(default)]
    pub given_by: String,
    /// Relation of the giver to the person.
    #[serde(default)]
    pub relation: GivenAs,
    /// How it was given.
    #[serde(default)]
    pub how: How,
    /// Witness of a spoken consent; otherwise ignored.
    #[serde(default)]
    pub witness: String,
    /// Remark; the family can read it.
    #[serde(default)]
    pub note: String,
}

impl NewConsent {
    /// Trims the texts and validates what can be checked without the database.
    ///
    /// The store checks whether the giver may consent.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let file = self.kind == ConsentKind::File;
        checks.ensure("member", !file || self.member == 0, Code::Unknown);
        checks.ensure("wish", self.kind.fits(self.wish, self.member), Code::Required);
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

/// A refusal to be recorded: consent was asked for and not given.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewRefusal {
    /// The household; the API takes it from the path.
    #[serde(default)]
    pub household: HouseholdId,
    /// Member it is about; 0 for the family.
    #[serde(default)]
    pub member: i64,
    /// What was refused.
    pub kind: ConsentKind,
    /// The wish that a photo belongs to; 0 for pictures at visits, and for other kinds.
    #[serde(default)]
    pub wish: WishId,
    /// Adult member who refused; 0 for the family as a whole.
    #[serde(default)]
    pub refused_by: i64,
    /// Reason, or empty; the family can read it.
    #[serde(default)]
    pub reason: String,
}

impl NewRefusal {
    /// Trims the reason and validates the fields.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("member", self.kind != ConsentKind::File || self.member == 0, Code::Unknown);
        checks.ensure("wish", self.kind.fits(self.wish, self.member), Code::Required);
        let reason = checks.take("reason", text::words(&self.reason, 0, 200));
        checks.done()?;
        Ok(NewRefusal { reason: reason.unwrap_or_default(), ..self })
    }
}

/// A consent as the family and the staff of its area see it.
///
/// Names are masked for staff until they have revealed the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Consent {
    /// Row id.
    pub id: ConsentId,
    /// Member it is about; 0 for the family.
    pub member: i64,
    /// What it covers.
    pub kind: ConsentKind,
    /// The wish that a photo belongs to; 0 for pictures at visits, and for other kinds.
    pub wish: WishId,
    /// Adult member who gave it, or 0.
    pub giver: i64,
    /// Name of a giver outside the household, or empty.
    pub given_by: String,
    /// Relation of the giver to the person.
    pub relation: GivenAs,
    /// How it was given.
    pub how: How,
    /// Witness, or empty.
    pub witness: String,
    /// Remark, or empty.
    pub note: String,
    /// Whether a photo of the signed paper is stored.
    pub paper: bool,
    /// When it was recorded.
    pub at: Timestamp,
    /// When it was withdrawn, or 0. Equal to `at` for a refusal, which never was in force.
    pub withdrawn_at: Timestamp,
    /// Reason of the withdrawal or refusal, or empty; `left_file` or `too_young` when a change of the file ended it.
    pub reason: String,
    /// Whether it was given in a session that was opened with a credential which staff had just made.
    pub staff_issued: bool,
}

impl Consent {
    /// Whether it is in force.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.withdrawn_at == 0
    }

    /// Whether it is a refusal: it never was in force.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.withdrawn_at != 0 && self.withdrawn_at == self.at
    }
}

/// What the public may learn about the person a wish is for.
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
    /// Derives the limits from the consents on file.
    ///
    /// `holds`: a story consent is in force. `taken_back`: one, or the file's, was withdrawn. `photo`: a photo consent
    /// is in force. An adult's story is public by default until a withdrawal; a child's requires consent; a picture
    /// always does.
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
    fn a_spoken_consent_requires_a_witness_and_a_photo_its_wish() {
        assert!(new(ConsentKind::Story).checked().is_ok());
        assert_eq!(wrong(NewConsent { how: How::Spoken, ..new(ConsentKind::Story) }), ["witness"]);
        assert_eq!(wrong(new(ConsentKind::Photo)), ["wish"], "of one person only with a wish");
        assert!(NewConsent { member: 0, ..new(ConsentKind::Photo) }.checked().is_ok(), "of the family at its visits");
        assert_eq!(wrong(NewConsent { wish: 4, ..new(ConsentKind::Story) }), ["wish"]);
        assert_eq!(wrong(new(ConsentKind::File)), ["member"]);
        assert_eq!(wrong(NewConsent { giver: 0, ..new(ConsentKind::Story) }), ["giver"]);
        let other =
            NewConsent { giver: 0, given_by: " 外婆 ".into(), witness: "x".into(), ..new(ConsentKind::Story) };
        let other = other.checked().expect("a giver outside the household");
        assert_eq!((other.given_by.as_str(), other.witness.as_str()), ("外婆", ""));
    }

    #[test]
    fn a_childs_story_requires_consent_and_an_adults_no_withdrawal() {
        let story = |child, holds, back| Allowed::from_file(child, holds, back, false).story;
        assert!(!story(true, false, false) && story(true, true, false) && story(true, true, true));
        assert!(!story(true, false, true));
        assert!(story(false, false, false) && !story(false, false, true) && story(false, true, true));
        assert!(is_minor(2009, 2026) && !is_minor(2008, 2026));
    }

    #[test]
    fn withdrawing_a_kind_includes_itself_and_the_file_everything() {
        for kind in ConsentKind::ALL {
            assert!(kind.ends().contains(kind));
        }
        assert_eq!(ConsentKind::File.ends().len(), 4);
    }
}

//! Which languages there are. One folder below `app/locales` is one language: its phrases, and `language.toml` with its own
//! name, its direction, whose plurals it follows, and whether it is complete. `build.rs` reads the folders, so nothing
//! here names a language.

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// What a folder holds.
pub(super) struct Language {
    tag: &'static str,
    name: &'static str,
    plurals: &'static str,
    rtl: bool,
    draft: bool,
    files: &'static [(&'static str, &'static str)],
}

/// All of them, with those that only tests see.
pub(super) const COUNT: usize = FOLDERS + 2;

/// A language of the pages; by default the original.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lang(pub(super) u8);

/// How a language that only tests see comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pseudo {
    /// Letters of a script that is written from the right, and longer.
    RightToLeft,
    /// Longer.
    Longer,
}

impl Lang {
    /// Every language that has a folder, the original first and drafts last.
    pub const ALL: [Lang; FOLDERS] = {
        let mut all = [Lang(0); FOLDERS];
        let mut at = 0;
        while at < FOLDERS {
            #[allow(clippy::cast_possible_truncation)] // as many languages as fit on a switch
            {
                all[at] = Lang(at as u8);
            }
            at += 1;
        }
        all
    };

    /// Those that only tests see: from the right to the left, and longer.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) const TESTS: [Lang; 2] = [Lang(FOLDERS as u8), Lang(FOLDERS as u8 + 1)];

    /// Whether only tests see it, and how it is made.
    pub(super) fn pseudo(self) -> Option<Pseudo> {
        match Lang::TESTS.iter().position(|lang| *lang == self)? {
            0 => Some(Pseudo::RightToLeft),
            _ => Some(Pseudo::Longer),
        }
    }

    pub(super) fn folder(self) -> &'static Language {
        let number = if self.pseudo().is_some() { TESTED } else { self.0 };
        &LANGUAGES[usize::from(number)]
    }

    /// Its files of phrases: name and text.
    pub(super) fn files(self) -> &'static [(&'static str, &'static str)] {
        self.folder().files
    }

    /// Whose plurals it follows.
    pub(super) fn plurals(self) -> &'static str {
        self.folder().plurals
    }

    /// As in `<html lang>` and in the cookie. Those of tests have tags that CLDR keeps for such.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self.pseudo() {
            Some(Pseudo::RightToLeft) => "en-XB",
            Some(Pseudo::Longer) => "en-XA",
            None => self.folder().tag,
        }
    }

    /// What its speakers call it.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        if self.pseudo().is_some() { self.tag() } else { self.folder().name }
    }

    /// Whether it is written from the right to the left.
    #[must_use]
    pub fn is_rtl(self) -> bool {
        self.pseudo().map_or(self.folder().rtl, |pseudo| pseudo == Pseudo::RightToLeft)
    }

    /// As in `<html dir>`.
    #[must_use]
    pub fn direction(self) -> &'static str {
        if self.is_rtl() { "rtl" } else { "ltr" }
    }

    /// Whether it awaits a native reader. What it lacks is said in the original.
    #[must_use]
    pub fn is_draft(self) -> bool {
        self.pseudo().is_none() && self.folder().draft
    }

    /// The complete language with this tag. Drafts are for pages only, where [`super::Offer`] decides.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        super::Offer::default().tagged(tag)
    }

    /// The first complete language of an `Accept-Language` header that we speak.
    #[must_use]
    pub fn from_accepted(header: &str) -> Option<Self> {
        super::Offer::default().accepted(header)
    }
}

//! What the installation says of itself: public pages, a contact, numbers, and what donors agree to.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Code, Error, Result, error::Checks, text};

/// Most characters of a page's text: some thirty sheets of print.
pub const LONGEST: usize = 20_000;

/// Number of the shipped terms and privacy statement. Raise it when a release changes what they say.
pub const EDITION: i64 = 1;

/// Smallest number that is shown: smaller ones could be recognised as persons.
pub const FEWEST: i64 = 5;

/// A page that anyone may read, at the address of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PublicPage {
    /// Who runs the installation, with its numbers.
    About,
    /// How it works, in three pictures.
    How,
    /// What is known of people, and who sees it.
    Privacy,
    /// Terms of use.
    Terms,
    /// Questions and answers for each role.
    Help,
    /// How to reach the people who run it.
    Contact,
}

crate::text_enum!(PublicPage {
    About = "about", How = "how", Privacy = "privacy", Terms = "terms", Help = "help", Contact = "contact",
});

impl PublicPage {
    /// Address of the page on this site.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            PublicPage::About => "/about",
            PublicPage::How => "/how",
            PublicPage::Privacy => "/privacy",
            PublicPage::Terms => "/terms",
            PublicPage::Help => "/help",
            PublicPage::Contact => "/contact",
        }
    }
}

/// Part of a page's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A line that begins with `#`.
    Heading(String),
    /// A line that begins with `##` or more.
    Subheading(String),
    /// Any other line.
    Paragraph(String),
    /// Lines one below the other that begin with `- ` or a dot.
    List(Vec<String>),
}

/// Reads a text line by line. There is no other markup: whatever else stands in a line is shown as it is.
#[must_use]
pub fn blocks(raw: &str) -> Vec<Block> {
    let (mut blocks, mut in_list) = (Vec::new(), false);
    for line in raw.lines().map(str::trim) {
        let bare = line.trim_start_matches(['#', '＃']);
        let item = line.strip_prefix("- ").or_else(|| line.strip_prefix(['·', '•'])).map(str::trim);
        let marks = line.chars().count() - bare.chars().count();
        match (marks, item, bare.trim()) {
            (0, Some(item), _) if !item.is_empty() => match blocks.last_mut() {
                Some(Block::List(items)) if in_list => items.push(item.to_owned()),
                _ => blocks.push(Block::List(vec![item.to_owned()])),
            },
            (_, _, "") => {}
            (0, _, text) => blocks.push(Block::Paragraph(text.to_owned())),
            (1, _, text) => blocks.push(Block::Heading(text.to_owned())),
            (_, _, text) => blocks.push(Block::Subheading(text.to_owned())),
        }
        in_list = item.is_some();
    }
    blocks
}

/// Validates the text of a page.
///
/// # Errors
/// [`Error::Invalid`] for an empty text and one above [`LONGEST`].
pub fn page_text(raw: &str) -> Result<String> {
    text::words(raw, 1, LONGEST).map_err(|code| Error::field("text", code))
}

/// Whether a text has the shape of a language tag, such as `zh-CN`.
#[must_use]
pub fn is_tag(tag: &str) -> bool {
    (2..=16).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Whom people ask who are stuck. Public; empty until an administrator sets it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SiteContact {
    /// Name of a person or an office.
    pub name: String,
    /// Phone number, a short service number included.
    pub phone: String,
    /// When it is answered, as free text.
    pub hours: String,
}

impl SiteContact {
    /// Whether there is a number to call.
    #[must_use]
    pub fn is_given(&self) -> bool {
        !self.phone.is_empty()
    }

    /// The number as a phone dials it.
    #[must_use]
    pub fn dialled(&self) -> String {
        self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    /// Normalises the fields and validates them. Name and hours without a number help no caller.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let given = !(self.name.trim().is_empty() && self.phone.trim().is_empty() && self.hours.trim().is_empty());
        let least = usize::from(given);
        let name = checks.take("contact_name", text::line(&self.name, least, 40));
        let phone = checks.take("contact_phone", text::line(&text::half_width(&self.phone), least, 30));
        let hours = checks.take("contact_hours", text::line(&self.hours, 0, 60));
        if let Some(phone) = phone.as_deref().filter(|phone| !phone.is_empty()) {
            let digits = phone.bytes().filter(u8::is_ascii_digit).count();
            let dialable = phone.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')'));
            checks.ensure("contact_phone", dialable && digits >= 3, Code::NotAPhone);
        }
        checks.done()?;
        let of = Option::unwrap_or_default;
        Ok(SiteContact { name: of(name), phone: of(phone), hours: of(hours) })
    }
}

/// Numbers that anyone may read. `None` where the count is below [`FEWEST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PublicNumbers {
    /// Wishes that were fulfilled.
    pub wishes: Option<i64>,
    /// Families that were helped at least once.
    pub families: Option<i64>,
    /// Donors whose goods were handed over.
    pub givers: Option<i64>,
}

impl PublicNumbers {
    /// Leaves out the counts that are too small to show, and rounds the others down to steps of five: two readings of
    /// exact counts would tell what happened between them.
    #[must_use]
    pub fn of(wishes: i64, families: i64, givers: i64) -> Self {
        let shown = |count: i64| (count >= FEWEST).then_some(count - count % FEWEST);
        PublicNumbers { wishes: shown(wishes), families: shown(families), givers: shown(givers) }
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == PublicNumbers::default()
    }
}

/// The versions of terms and privacy statement that a donor was shown, written `zh-CN.1.0.3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Tag of the language they were shown in.
    pub lang: String,
    /// The shipped texts' [`EDITION`].
    pub edition: i64,
    /// Version of the terms; 0 for the shipped ones.
    pub terms: i64,
    /// Version of the privacy statement; 0 for the shipped one.
    pub privacy: i64,
}

impl Agreement {
    /// The shipped texts of this release.
    #[must_use]
    pub fn shipped(lang: &str) -> Self {
        Agreement { lang: lang.to_owned(), edition: EDITION, terms: 0, privacy: 0 }
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}.{}", self.lang, self.edition, self.terms, self.privacy)
    }
}

impl FromStr for Agreement {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        let mut parts = text.split('.');
        let lang = parts.next().filter(|tag| is_tag(tag)).ok_or(Code::Required)?.to_owned();
        let mut number = || parts.next().and_then(|part| part.parse::<u32>().ok()).map(i64::from).ok_or(Code::Required);
        let agreement = Agreement { lang, edition: number()?, terms: number()?, privacy: number()? };
        if parts.next().is_none() { Ok(agreement) } else { Err(Code::Required) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_headings_lists_and_paragraphs_and_nothing_else() {
        let text = "# 我们是谁\n一家<b>社区</b>机构。\n第二段 [x](http://a)\n\n##怎么问\n- 打电话\n- 来店里\n\n- 另一张\n\
                    ·点\n### 更深\n#\n-5 度\n-";
        assert_eq!(
            blocks(text),
            [
                Block::Heading("我们是谁".into()),
                Block::Paragraph("一家<b>社区</b>机构。".into()),
                Block::Paragraph("第二段 [x](http://a)".into()),
                Block::Subheading("怎么问".into()),
                Block::List(vec!["打电话".into(), "来店里".into()]),
                Block::List(vec!["另一张".into(), "点".into()]),
                Block::Subheading("更深".into()),
                Block::Paragraph("-5 度".into()),
                Block::Paragraph("-".into()),
            ]
        );
    }

    #[test]
    fn a_text_has_a_beginning_and_an_end() {
        assert_eq!(page_text(" \u{200b} "), Err(Error::field("text", Code::Required)));
        assert_eq!(page_text(&"字".repeat(LONGEST + 1)), Err(Error::field("text", Code::TooLong)));
        assert_eq!(page_text("# 好\r\n- 一"), Ok("# 好\n- 一".into()));
    }

    #[test]
    fn a_contact_is_empty_or_can_be_called() {
        let contact = |name: &str, phone: &str, hours: &str| {
            SiteContact { name: name.into(), phone: phone.into(), hours: hours.into() }.checked()
        };
        assert_eq!(contact(" ", "", ""), Ok(SiteContact::default()));
        for phone in ["12345", "０５３１-8888 0000", "+86 (531) 88880000", "13800138000"] {
            assert!(contact("社区服务中心", phone, "").is_ok(), "{phone}");
        }
        let wrong = |contact: Result<SiteContact>| match contact {
            Err(Error::Invalid(fields)) => fields.iter().map(|f| (f.name, f.code)).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong(contact("中心", "javascript:1", "")), [("contact_phone", Code::NotAPhone)]);
        assert_eq!(
            wrong(contact("", "", "9–17")),
            [("contact_name", Code::Required), ("contact_phone", Code::Required)]
        );
        let called = contact("中心", "+86 (531) 88880000", "").expect("a contact");
        assert_eq!(called.dialled(), "+8653188880000");
    }

    #[test]
    fn numbers_below_five_are_not_shown() {
        let numbers = PublicNumbers::of(5, 4, 0);
        assert_eq!(PublicNumbers::of(14, 9, 5), PublicNumbers { wishes: Some(10), families: Some(5), givers: Some(5) });
        assert_eq!((numbers.wishes, numbers.families, numbers.givers), (Some(5), None, None));
        assert!(PublicNumbers::of(4, 4, 4).is_empty() && !numbers.is_empty());
    }

    #[test]
    fn an_agreement_is_read_as_it_is_written() {
        let agreement = Agreement { lang: "zh-CN".into(), edition: 1, terms: 0, privacy: 3 };
        assert_eq!(agreement.to_string(), "zh-CN.1.0.3");
        assert_eq!("zh-CN.1.0.3".parse(), Ok(agreement));
        for wrong in ["", "yes", "zh-CN.1.0", "zh-CN.1.0.3.4", "zh-CN.1.-1.0", "../x.1.0.0", "zh.1.0.99999999999"] {
            assert_eq!(wrong.parse::<Agreement>(), Err(Code::Required), "{wrong}");
        }
    }
}

//! What a round asks of each member of a household: where it lives, work, schooling, skills, languages. All optional.

use serde::{Deserialize, Serialize};

use crate::{Code, Error, Result, Timestamp, text};

/// Where a member lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lives {
    /// With the household.
    #[default]
    Here,
    /// Elsewhere: related, away for work or school.
    Elsewhere,
}

crate::text_enum!(Lives { Here = "here", Elsewhere = "elsewhere" });

/// Work status of a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkStatus {
    /// Not asked, or not said.
    #[default]
    Unsaid,
    /// With a contract.
    Employed,
    /// Day labour, without a contract.
    Casual,
    /// A stall, shop or firm of its own.
    Business,
    /// A farm.
    Farming,
    /// Looks for work.
    Seeking,
    /// At school or in training.
    Studying,
    /// Cares for children or others at home.
    Home,
    /// Retired.
    Retired,
    /// Cannot work.
    Unable,
}

crate::text_enum!(WorkStatus {
    Unsaid = "unsaid", Employed = "employed", Casual = "casual", Business = "business", Farming = "farming",
    Seeking = "seeking", Studying = "studying", Home = "home", Retired = "retired", Unable = "unable",
});

/// Highest schooling that a member finished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Schooling {
    /// Not asked, or not said.
    #[default]
    Unsaid,
    /// None.
    None,
    /// Primary school.
    Primary,
    /// Junior middle school.
    Middle,
    /// Senior middle school.
    High,
    /// A vocational school.
    Vocational,
    /// College or university.
    College,
}

crate::text_enum!(Schooling {
    Unsaid = "unsaid", None = "none", Primary = "primary", Middle = "middle", High = "high", Vocational = "vocational",
    College = "college",
});

/// Something that a member can do for a living.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Skill {
    /// Drives with a licence.
    Driving,
    /// Cooks.
    Cooking,
    /// Builds and renovates.
    Building,
    /// Electricity and plumbing.
    Electric,
    /// Sews.
    Sewing,
    /// Grows crops or keeps animals.
    Farming,
    /// Cares for old or sick people, or children.
    Caring,
    /// Cleans.
    Cleaning,
    /// Sells.
    Sales,
    /// Office work with a computer.
    Computer,
    /// A craft.
    Craft,
}

crate::text_enum!(Skill {
    Driving = "driving", Cooking = "cooking", Building = "building", Electric = "electric", Sewing = "sewing",
    Farming = "farming", Caring = "caring", Cleaning = "cleaning", Sales = "sales", Computer = "computer",
    Craft = "craft",
});

/// Language that a member speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Spoken {
    /// Standard Chinese.
    Mandarin,
    /// A Chinese dialect.
    Dialect,
    /// Uyghur.
    Uyghur,
    /// Kazakh.
    Kazakh,
    /// Miao.
    Miao,
    /// Bouyei.
    Bouyei,
    /// English.
    English,
    /// Another one.
    Other,
}

crate::text_enum!(Spoken {
    Mandarin = "mandarin", Dialect = "dialect", Uyghur = "uyghur", Kazakh = "kazakh", Miao = "miao",
    Bouyei = "bouyei", English = "english", Other = "other",
});

/// Longest text about skills that are not in the list.
pub const SKILL_WORDS: usize = 100;

/// What a member said in a round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Answers {
    /// Where it lives.
    #[serde(default)]
    pub lives: Lives,
    /// Work status.
    #[serde(default)]
    pub work: WorkStatus,
    /// Highest schooling.
    #[serde(default)]
    pub schooling: Schooling,
    /// What it can do.
    #[serde(default)]
    pub skills: Vec<Skill>,
    /// Languages it speaks.
    #[serde(default)]
    pub languages: Vec<Spoken>,
    /// Skills in its own words, up to 100 characters; `None` until the file is revealed, and to leave them as they are.
    #[serde(default)]
    pub skill_words: Option<String>,
}

impl Answers {
    /// Trims the words and lists each skill and language once.
    ///
    /// # Errors
    /// [`Error::Invalid`] for words that are too long.
    pub fn checked(mut self) -> Result<Self> {
        let skill_words = self.skill_words.as_deref().map(|words| text::line(words, 0, SKILL_WORDS)).transpose();
        let skill_words = skill_words.map_err(|code| Error::field("skill_words", code))?;
        let (said, spoken) = (std::mem::take(&mut self.skills), std::mem::take(&mut self.languages));
        let skills = Skill::ALL.iter().copied().filter(|skill| said.contains(skill)).collect();
        let languages = Spoken::ALL.iter().copied().filter(|language| spoken.contains(language)).collect();
        Ok(Answers { skills, languages, skill_words, ..self })
    }

    /// Whether nothing was said but where it lives.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let words = self.skill_words.as_deref().unwrap_or_default();
        let known = Answers { skill_words: None, ..self.clone() };
        words.is_empty() && known == Answers { lives: self.lives, ..Answers::default() }
    }
}

/// Joins values of a closed set for their column.
#[must_use]
pub fn listed<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<Vec<_>>().join(",")
}

/// Parses a column of [`listed`] values.
///
/// # Errors
/// [`Code::Unknown`] for a value that is not in the set.
pub fn unlisted<T: std::str::FromStr<Err = Code>>(column: &str) -> Result<Vec<T>, Code> {
    column.split(',').filter(|value| !value.is_empty()).map(str::parse).collect()
}

/// A member of a household with what it said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MemberProfile {
    /// The member.
    pub member: i64,
    /// Its name, as masked as in the file.
    pub name: String,
    /// Its year of birth.
    pub birth_year: i64,
    /// What it said.
    pub profile: Answers,
    /// When it was last asked; `None` for never.
    pub asked: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skills_and_languages_are_listed_once_in_a_fixed_order() {
        let said = Answers { skills: vec![Skill::Sales, Skill::Driving, Skill::Sales], ..Answers::default() };
        let checked = said.checked().expect("valid");
        assert_eq!(checked.skills, [Skill::Driving, Skill::Sales]);
        let column = listed(checked.skills.iter().map(|skill| skill.as_str()));
        assert_eq!((column.as_str(), unlisted::<Skill>(&column)), ("driving,sales", Ok(checked.skills)));
        assert_eq!(unlisted::<Spoken>(""), Ok(Vec::new()));
        assert_eq!(unlisted::<Spoken>("latin"), Err(Code::Unknown));
    }

    #[test]
    fn where_a_member_lives_alone_is_no_profile() {
        assert!(Answers { lives: Lives::Elsewhere, ..Answers::default() }.is_blank());
        assert!(!Answers { work: WorkStatus::Seeking, ..Answers::default() }.is_blank());
    }
}

//! Situation of a household: income, language, responsible caseworker, and whether its file is in use.

use serde::{Deserialize, Serialize};

use crate::accounts::AccountId;

/// Income band of a household; an amount is never stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Income {
    /// Unknown.
    #[default]
    Unsaid,
    /// None.
    None,
    /// The minimum living allowance (低保).
    Minimum,
    /// Low, above the allowance (低收入).
    Low,
    /// Above low income.
    Above,
}

crate::text_enum!(Income { Unsaid = "unsaid", None = "none", Minimum = "minimum", Low = "low", Above = "above" });

/// Language that a family prefers to speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Language {
    /// Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// Uyghur.
    #[serde(rename = "ug")]
    Uyghur,
    /// Kazakh.
    #[serde(rename = "kk")]
    Kazakh,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Another language.
    #[serde(rename = "other")]
    Other,
}

crate::text_enum!(Language { Chinese = "zh-CN", Uyghur = "ug", Kazakh = "kk", English = "en", Other = "other" });

/// State of a household file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// In use.
    #[default]
    Open,
    /// Closed: the family is no longer served here. It can be reopened.
    Closed,
    /// All personal data is deleted.
    Erased,
    /// A duplicate whose content was merged into another file.
    Merged,
}

crate::text_enum!(FileState { Open = "open", Closed = "closed", Erased = "erased", Merged = "merged" });

/// A caseworker's assessment of a household.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Situation {
    /// Whether it is in particular hardship and needs closer attention.
    #[serde(default)]
    pub hardship: bool,
    /// Its income band.
    #[serde(default)]
    pub income: Income,
    /// Its preferred language.
    #[serde(default)]
    pub language: Language,
    /// Account of the responsible caseworker, or 0.
    #[serde(default)]
    pub caseworker: AccountId,
}

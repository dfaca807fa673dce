//! How a household stands: income, language, who looks after it, and whether its file is in use.

use serde::{Deserialize, Serialize};

use crate::accounts::AccountId;

/// How much a household has to live on, in bands; never an amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Income {
    /// Not said.
    #[default]
    Unsaid,
    /// None.
    None,
    /// The minimum living allowance (低保).
    Minimum,
    /// Low, above the allowance (低收入).
    Low,
    /// Above that.
    Above,
}

crate::text_enum!(Income { Unsaid = "unsaid", None = "none", Minimum = "minimum", Low = "low", Above = "above" });

/// The language in which a family would rather be spoken to.
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
    /// Another one.
    #[serde(rename = "other")]
    Other,
}

crate::text_enum!(Language { Chinese = "zh-CN", Uyghur = "ug", Kazakh = "kk", English = "en", Other = "other" });

/// Whether a file is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// In use.
    #[default]
    Open,
    /// Closed: the family is no longer looked after here. It can be opened again.
    Closed,
    /// Everything personal is gone.
    Erased,
    /// It was the second file of one family; all of it is in the other.
    Merged,
}

crate::text_enum!(FileState { Open = "open", Closed = "closed", Erased = "erased", Merged = "merged" });

/// What a caseworker writes down of how a household stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Situation {
    /// In particular hardship: needs a closer eye.
    #[serde(default)]
    pub hardship: bool,
    /// What it lives on.
    #[serde(default)]
    pub income: Income,
    /// How it would rather be spoken to.
    #[serde(default)]
    pub language: Language,
    /// The caseworker who looks after it, or 0.
    #[serde(default)]
    pub caseworker: AccountId,
}

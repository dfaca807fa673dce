//! What was posted, and what views may ask for.

use std::sync::Arc;

use axum::body::Bytes;
use domain::{Code, Error, Timestamp};

use crate::{
    i18n::{Lang, Offer},
    web::recorded::Recorded,
};

/// What was posted, and why it was refused. Empty on GET.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub(crate) values: Arc<Vec<(String, String)>>,
    /// Files that came with it. They are not kept for another try: browsers ask for them again.
    pub(crate) files: Arc<Vec<(String, Bytes)>>,
    /// Where it was posted to.
    pub(crate) to: Arc<str>,
    /// Why it was refused.
    pub error: Option<Error>,
}

impl Form {
    /// The first value of this name as it was typed; `None` when the field was not sent.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether anything was posted.
    #[must_use]
    pub fn is_posted(&self) -> bool {
        !self.values.is_empty()
    }

    /// Why this field was refused.
    #[must_use]
    pub fn wrong(&self, name: &str) -> Option<Code> {
        match &self.error {
            Some(Error::Invalid(fields)) => fields.iter().find(|f| f.name == name).map(|f| f.code),
            _ => None,
        }
    }
}

/// What every piece of a view may ask for, through [`scene`].
#[derive(Clone, Default)]
pub struct Scene {
    /// The viewer's language.
    pub lang: Lang,
    /// What other languages there are.
    pub offer: Offer,
    /// Now.
    pub now: Timestamp,
    /// The path of the page.
    pub path: Arc<str>,
    /// What was posted.
    pub form: Form,
    /// Phrases that somebody recorded.
    pub(crate) recorded: Arc<Recorded>,
}

/// The scene of the view being made. To ask outside of one is a mistake that tests and development
/// builds stop at; a release answers in Chinese.
#[must_use]
pub fn scene() -> Scene {
    let scene = leptos::prelude::use_context::<Scene>();
    debug_assert!(scene.is_some(), "words of a view were asked for outside of one; use cx.lang");
    scene.unwrap_or_default()
}

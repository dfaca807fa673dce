//! Posted form data, and the context of views.

use std::sync::Arc;

use axum::body::Bytes;
use domain::{Code, Error, Timestamp};

use crate::{
    i18n::{Lang, Offer},
    web::{recorded::Recorded, trace_id::TraceId},
};

/// Posted data and the error that rejected it. Empty on GET.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub(crate) values: Arc<Vec<(String, String)>>,
    /// Uploaded files. They are not sent back after an error: browsers do not allow it.
    pub(crate) files: Arc<Vec<(String, Bytes)>>,
    /// Path it was posted to.
    pub(crate) to: Arc<str>,
    /// Error that rejected it.
    pub error: Option<Error>,
}

impl Form {
    /// The first value of this name as submitted; `None` if the field was not sent.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether it was posted to this address, with any query.
    pub(crate) fn was_posted_to(&self, address: &str) -> bool {
        address.split('?').next() == Some(&*self.to)
    }

    /// Whether any value was posted.
    #[must_use]
    pub fn is_posted(&self) -> bool {
        !self.values.is_empty()
    }

    /// The error code of this field.
    #[must_use]
    pub fn wrong(&self, name: &str) -> Option<Code> {
        match &self.error {
            Some(Error::Invalid(fields)) => fields.iter().find(|f| f.name == name).map(|f| f.code),
            _ => None,
        }
    }
}

/// Request data that components read through [`scene`].
#[derive(Clone, Default)]
pub struct Scene {
    /// The viewer's language.
    pub lang: Lang,
    /// Languages on offer.
    pub offer: Offer,
    /// Current time.
    pub now: Timestamp,
    /// Path of the page.
    pub path: Arc<str>,
    /// Posted data.
    pub form: Form,
    /// Whether the viewer holds a staff role in any area.
    pub is_staff: bool,
    /// Mark of the account that forms are shown to, or empty.
    pub(crate) owner: Arc<str>,
    /// Recorded phrases.
    pub(crate) recorded: Arc<Recorded>,
    /// Number of the request, shown where it failed.
    pub(crate) trace: TraceId,
}

/// The scene of the view being rendered.
///
/// Outside of a view this panics in tests and debug builds; release builds fall back to the default, in Chinese.
#[must_use]
pub fn scene() -> Scene {
    let scene = leptos::prelude::use_context::<Scene>();
    debug_assert!(scene.is_some(), "scene() called outside of a view; use cx.lang");
    scene.unwrap_or_default()
}

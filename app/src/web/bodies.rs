//! Request bodies: how many bytes are read, and of whom.
//! A route that takes more than [`SMALL`] says so in its registry; of other callers and on other routes the rest of a
//! body stays unread.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use domain::{accounts::Actor, permission::Action};

use crate::web::session::Signed;

/// Bytes that are read of every caller; more than the longest form without rows and files.
pub const SMALL: usize = 64 * 1024;
/// Bytes of a form of 500 rows with a reason in each.
const ROWS: usize = 1024 * 1024;
/// Bytes of a sheet of 5 MB with its form.
const SHEET: usize = 6 * 1024 * 1024;
/// Bytes of a form with pictures from a phone.
const PICTURES: usize = 12 * 1024 * 1024;

/// A body above [`SMALL`]: its limit, and the actions of which the caller may perform one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Large {
    /// Most bytes.
    pub most: usize,
    /// Actions; a role anywhere that allows one of them is enough.
    pub of: &'static [Action],
}

impl Large {
    /// A form of many rows.
    #[must_use]
    pub const fn rows(of: &'static [Action]) -> Self {
        Large { most: ROWS, of }
    }

    /// A sheet to import.
    #[must_use]
    pub const fn sheet(of: &'static [Action]) -> Self {
        Large { most: SHEET, of }
    }

    /// Pictures or a recording.
    #[must_use]
    pub const fn pictures(of: &'static [Action]) -> Self {
        Large { most: PICTURES, of }
    }

    /// Whether the caller may send it.
    #[must_use]
    pub fn is_read_of(&self, caller: &Actor) -> bool {
        self.of.iter().any(|action| caller.may_somewhere(*action))
    }
}

/// Large bodies by the path that takes them.
pub type LargeBodies = Arc<HashMap<String, Large>>;

/// Layer inside the one that signs in: raises the body limit for callers who may send a large body to this path.
pub async fn admit(State(large): State<LargeBodies>, mut request: Request, next: Next) -> Response {
    let large = request.extensions().get::<MatchedPath>().and_then(|path| large.get(path.as_str())).copied();
    let signed = request.extensions().get::<Signed>();
    if let Some(large) = large.filter(|large| signed.is_some_and(|signed| large.is_read_of(&signed.actor))) {
        DefaultBodyLimit::max(large.most).apply(&mut request);
    }
    next.run(request).await
}

//! Bodies with a file in them: a multipart form, as browsers and programs send one.

use app::web::session;
use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request},
    http::{HeaderValue, StatusCode, header},
};
use domain::{Code, Error};

use super::problem::Problem;

/// The most that a photo may weigh, with what a form puts around it: what phones send.
pub const PHOTO: usize = 12 * 1024 * 1024;

/// A file of a form.
pub struct File {
    /// What its sender calls it.
    pub name: String,
    /// What is in it.
    pub bytes: Bytes,
}

/// A multipart form: its texts, and the first file.
#[derive(Default)]
pub struct Upload {
    fields: Vec<(String, String)>,
    /// The first file, if there is one.
    pub file: Option<File>,
}

/// Whether a request brings a form that may hold files.
#[must_use]
pub fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    kind.starts_with(b"multipart/form-data")
}

/// Lets staff send more than a form without a file holds; nobody else has a use for it.
pub fn allow(request: &mut Request, most: usize) {
    if request.extensions().get::<session::Signed>().is_some_and(|signed| signed.actor.is_staff()) {
        DefaultBodyLimit::max(most).apply(request);
    }
}

/// Why a body could not be read.
#[must_use]
pub fn unreadable(status: StatusCode) -> Problem {
    let code = if status == StatusCode::PAYLOAD_TOO_LARGE { Code::TooLarge } else { Code::Unreadable };
    Error::Conflict(code).into()
}

impl Upload {
    /// Reads a form; its size is bounded by the request's limit.
    ///
    /// # Errors
    /// No form, or too large.
    pub async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Upload, Problem> {
        let mut form = Multipart::from_request(request, state).await.map_err(|refused| unreadable(refused.status()))?;
        let mut read = Upload::default();
        while let Some(part) = form.next_field().await.map_err(|refused| unreadable(refused.status()))? {
            let (name, called) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
            let bytes = part.bytes().await.map_err(|refused| unreadable(refused.status()))?;
            match called {
                None => read.fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
                Some(name) if read.file.is_none() => read.file = Some(File { name, bytes }),
                Some(_) => {}
            }
        }
        Ok(read)
    }

    /// What a field says, without the blanks around it; empty when it is not there.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.trim())
    }
}

//! Multipart forms with a file.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::{HeaderValue, StatusCode, header},
};
use domain::{Code, Error};

use super::problem::Problem;

/// An uploaded file.
#[derive(Clone)]
pub struct File {
    /// File name as the client sent it.
    pub name: String,
    /// Content of the file.
    pub bytes: Bytes,
}

/// A multipart form: its text fields and its files.
#[derive(Default)]
pub struct Upload {
    fields: Vec<(String, String)>,
    files: Vec<(String, File)>,
    /// The first file; `None` when the form has none.
    pub file: Option<File>,
}

/// Tells whether the request is a multipart form.
#[must_use]
pub fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    kind.starts_with(b"multipart/form-data")
}

/// Builds the refusal for a body that could not be read.
#[must_use]
pub fn unreadable(status: StatusCode) -> Problem {
    let code = if status == StatusCode::PAYLOAD_TOO_LARGE { Code::TooLarge } else { Code::Unreadable };
    Error::Conflict(code).into()
}

impl Upload {
    /// Reads a form; its size is bounded by the request's body limit.
    ///
    /// # Errors
    /// When the body is not a multipart form, or exceeds the limit.
    pub async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Upload, Problem> {
        let mut form = Multipart::from_request(request, state).await.map_err(|refused| unreadable(refused.status()))?;
        let mut read = Upload::default();
        while let Some(part) = form.next_field().await.map_err(|refused| unreadable(refused.status()))? {
            let (name, called) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
            let bytes = part.bytes().await.map_err(|refused| unreadable(refused.status()))?;
            match called {
                None => read.fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
                Some(called) => {
                    let file = File { name: called, bytes };
                    if read.file.is_none() {
                        read.file = Some(file.clone());
                    }
                    read.files.push((name, file));
                }
            }
        }
        Ok(read)
    }

    /// Returns a field's text, trimmed; empty when it is missing.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.trim())
    }

    /// Takes the bytes of the file of this name out; empty without one.
    pub fn take(&mut self, name: &str) -> Vec<u8> {
        let at = self.files.iter().position(|(known, _)| known == name);
        at.map(|at| self.files.swap_remove(at).1.bytes.to_vec()).unwrap_or_default()
    }
}

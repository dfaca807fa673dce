//! Runs server functions, the only way into [`crate::functions`] from outside.

use std::sync::{Arc, OnceLock};

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, post},
};
use domain::{Code, Error};
use leptos::{prelude::*, server_fn::error::SERVER_FN_ERROR_HEADER};

use crate::{
    functions::Refusal,
    web::{Cx, state::AppState},
};

/// The call that is being answered: its request, and the place of its refusal.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) cx: Cx,
    refused: Arc<OnceLock<Error>>,
}

impl Call {
    /// The call of the running function.
    pub(crate) fn current() -> Self {
        expect_context::<Call>()
    }

    /// Turns a refusal of the domain into the function's; the response gets its status and its problem document.
    pub(crate) fn answer<T>(&self, result: domain::Result<T>) -> Result<T, Refusal> {
        result.map_err(|error| {
            let (code, detail) = (error.code().as_str().to_owned(), self.cx.lang.refusal(error.code()));
            self.refused.set(error).ok();
            Refusal { code, detail }
        })
    }
}

/// POST handler of all server functions; `leptos_axum` finds the one by the path.
pub(super) fn handler() -> MethodRouter<AppState> {
    post(async |State(state): State<AppState>, request: Request| run(&state, request).await)
}

async fn run(state: &AppState, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let cx = Cx::from_request_parts(&mut parts, state).await.unwrap_or_else(|never| match never {});
    // With this header leptos answers as to a form: it redirects to the referrer and puts refusals into the address.
    parts.headers.remove(header::ACCEPT);
    let bytes = match Bytes::from_request(Request::from_parts(parts.clone(), body), state).await {
        Ok(bytes) => bytes,
        Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return refusal(Error::Conflict(Code::TooLarge));
        }
        Err(_) => return refusal(Error::Conflict(Code::Unreadable)),
    };
    let call = Call { cx, refused: Arc::default() };
    let refused = call.refused.clone();
    // A root of its own: the owner that is current on this thread may be another request's.
    let owner = Owner::new_root(None);
    let request = Request::from_parts(parts, Body::from(bytes));
    let context = move || provide_context(call.clone());
    let mut response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    owner.unset_with_forced_cleanup();
    if let Some(error) = refused.get() {
        return refusal(error.clone());
    }
    // Arguments that could not be read: the function did not run.
    if response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return refusal(Error::Conflict(Code::Unreadable));
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// A response whose document the server's layer writes from the error in its extensions.
fn refusal(error: Error) -> Response {
    let mut response = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE).into_response();
    response.extensions_mut().insert(error);
    response
}

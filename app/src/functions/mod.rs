//! Server functions: what islands ask the server.
//!
//! Compiled for both sides: on the server a thin caller of a view or a command, in browsers a typed call of it. A function
//! is a route as any other: registered by its capability, with a row in the privilege table, behind the same layers as
//! the API. Pages and forms do not need them.

pub mod stock;

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// What the paths of all of them begin with; `#[server]` takes it as a literal only.
pub const PREFIX: &str = "/fn/";

/// A refusal as browsers receive it: part of the problem document that the server sends.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Refusal {
    /// A stable reason, such as `not_allowed`; `unavailable` when there was no answer that could be read.
    pub code: String,
    /// The reason as a sentence in the language of the page.
    pub detail: String,
}

impl FromServerFnError for Refusal {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Refusal { code: "unavailable".into(), detail: String::new() }
    }
}

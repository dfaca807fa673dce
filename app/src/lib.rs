//! What people see. Compiled twice: for the server (`ssr`) with everything in it, and for browsers
//! (`hydrate`) with nothing but the [`islands`].
//!
//! A page is an async function that reads the store and returns a [`web::Page`]; an action is an
//! async function that runs one command and returns where to go. [`pages::routes`] joins both to URLs.
#![warn(missing_docs)]

pub mod islands;

#[cfg(feature = "ssr")]
#[macro_use]
pub mod i18n;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod sheets;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod web;

/// Wakes the islands of the page; called by the loader in the document's head.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}

//! Pages of Wishbridge.
//!
//! Compiled for the server (`ssr`) with everything, and for browsers (`hydrate`) with [`islands`] and
//! the calls of [`functions`] only.
//!
//! A page is an async function that reads the store and returns a [`web::Page`]; an action is an async function that
//! runs one command and returns a redirect. [`pages::routes`] maps both to URLs.
#![warn(missing_docs)]
// Pages that use the rest of the crate are left out of its unit tests (`pages/mod.rs`).
#![cfg_attr(test, allow(dead_code, unused_imports))]

pub mod functions;
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

/// Lets the islands without state listen; called by the loader script in the document's head.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn listen() {
    islands::listen();
}

/// Starts leptos, before the first of the islands that are its own.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    runtime().await;
}

/// A part of the module, as those islands are: most pages have none.
#[cfg(feature = "hydrate")]
#[leptos::prelude::lazy]
fn runtime() {
    leptos::mount::hydrate_islands();
}

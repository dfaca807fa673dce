//! The HTTP surface: requests, answers, limits, pages and languages.

mod away;
mod bodies;
mod cache;
mod commands;
mod connections;
mod failures;
mod family_language;
mod functions;
mod hsds;
mod idempotency;
mod languages;
mod layers;
mod openapi;
mod pages;
mod public_url;
mod refusals;
mod released;
mod searches;
mod site;
mod surface;
mod write_limit;

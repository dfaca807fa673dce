//! What forms do: read the form into the domain's types, call one store method, say where to go on.

pub mod claims;
pub mod notices;
pub mod people;
pub mod shop;
pub mod stock;
pub mod thanks;
pub mod wishes;

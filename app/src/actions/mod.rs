//! What forms do: read the form into the domain's types, call one store method, say where to go on.

pub mod accounts;
pub mod areas;
pub mod claims;
pub mod desk_claims;
pub mod households;
pub mod items;
pub mod locations;
pub mod month;
pub mod moving;
pub mod notices;
pub mod offers;
pub mod orders;
pub mod organisations;
pub mod people;
pub mod points;
pub mod receipts;
pub mod review;
pub mod sheets;
pub mod shop;
pub mod stock;
pub mod stock_takes;
pub mod thanks;
pub mod wishes;

//! Keys, seals, hashes and random secrets. Knows no table.

pub mod passwords;
pub(crate) mod random;
pub mod sealed_columns;
pub mod vault;

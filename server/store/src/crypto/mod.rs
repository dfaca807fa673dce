//! Encryption keys, sealed values, hashes and random secrets.
//! Only `sealed_columns` knows tables.

pub mod backup_keys;
pub(crate) mod envelope;
mod keys;
pub mod passwords;
pub mod private_files;
pub(crate) mod random;
pub mod secret;
pub mod vault;

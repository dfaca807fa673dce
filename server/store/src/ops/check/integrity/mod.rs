//! `wishbridge check` of what is changed past the server: rights, places and consents that no operation would have
//! given, sealed bytes, the database's own files; and what to do about each kind of finding.

pub mod deep;
pub(crate) mod figures;
pub mod remedies;
pub(crate) mod rights;

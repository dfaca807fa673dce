//! Operations over the whole database: jobs, checks, bulk loading, the desk of today.

pub mod bulk;
pub mod bulk_consents;
pub mod check;
pub mod jobs;
pub mod today;

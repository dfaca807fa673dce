//! Reports over many records: the board of needs, figures of a month, public impact, the monthly notice, exports.

pub mod aid_exports;
pub mod board;
pub mod case_exports;
pub mod case_figures;
pub mod entitlement_exports;
pub mod exports;
mod facts;
pub mod figures;
pub mod impact;
pub mod job_exports;
mod list_exports;
pub mod loan_exports;
pub mod minor_exports;
pub mod monthly;
pub mod organisation_exports;
pub mod pairing_exports;
pub mod recall_exports;
pub mod visit_exports;

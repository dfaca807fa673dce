//! Operations over the whole database: jobs, consistency checks, bulk inserts, the staff's work list.

pub mod backups;
pub mod bulk;
pub mod bulk_aid;
pub mod bulk_consents;
pub mod bulk_courses;
pub mod bulk_desk;
pub mod bulk_drives;
pub mod bulk_groups;
pub mod bulk_jobs;
pub mod bulk_organisations;
pub mod bulk_pairings;
pub mod bulk_programmes;
pub mod bulk_rounds;
pub mod bulk_shifts;
pub mod bulk_taking_part;
pub mod bulk_visits;
pub mod chain;
pub mod check;
pub mod database_move;
pub mod delivery;
pub mod health;
pub mod household_copy;
pub mod jobs;
pub mod live;
pub mod today;
pub mod undo;

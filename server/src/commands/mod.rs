//! Commands of the command line that do more than call one method.

pub mod backups;
pub mod movement;

//! What organisations and neighbours do together.

pub(crate) mod appointments;
pub(crate) mod courses;
pub(crate) mod documents;
pub(crate) mod drives;
pub(crate) mod groups;
pub(crate) mod helper_sheets;
pub(crate) mod hours;
pub(crate) mod job_fairs;
pub(crate) mod jobs;
pub(crate) mod markets;
pub(crate) mod organisations;
pub(crate) mod partnerships;
pub(crate) mod pledges;
pub(crate) mod posters;
pub(crate) mod programmes;
pub(crate) mod questions;
pub(crate) mod shifts;
pub(crate) mod taking_part;

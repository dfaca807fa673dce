//! What organisations and neighbours do together.

pub mod appointments;
mod courses;
mod drives;
mod groups;
mod helper_sheets;
mod job_fairs;
mod jobs;
mod markets;
mod organisations;
mod pledges;
mod posters;
mod programmes;
mod shifts;
mod vacancy_imports;

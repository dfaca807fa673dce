//! What organisations and neighbours do together.

mod courses;
mod desk;
mod drives;
mod groups;
mod jobs;
mod organisations;
mod pledges;
mod posters;
mod programmes;
mod shifts;
mod taking_part;
mod vacancy_imports;

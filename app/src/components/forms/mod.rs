//! Forms and their fields.

pub(crate) mod boxes;
pub(crate) mod day;
pub(crate) mod fields;
pub(crate) mod file_field;
pub(crate) mod form;
pub(crate) mod picture_choice;
pub(crate) mod recorder;
pub(crate) mod scan;
pub(crate) mod stepper;
pub(crate) mod text_area;
pub(crate) mod values;

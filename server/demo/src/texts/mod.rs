//! Names and words of the invented people.

pub mod names;
pub mod replies;
pub mod words;

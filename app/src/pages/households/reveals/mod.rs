//! Reveals of household files: the logs, unusual patterns, and objections of families.

pub(crate) mod log;
pub(crate) mod objections;
pub(crate) mod own;
pub(crate) mod patterns;
pub(crate) mod person;

#[cfg(not(test))]
use crate::web::routes::Routes;

#[cfg(not(test))]
pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/households/{id}/openings", log::page)
        .act("/desk/households/{id}/reveal", crate::pages::casework::file::actions::reveal, log::page)
        .act("/desk/households/{id}/hide", crate::pages::casework::file::actions::hide, log::page)
        .show("/desk/openings", patterns::page)
        .file("/desk/openings/file", patterns::file)
        .show("/desk/openings/{id}", person::page)
        .show("/desk/objections", objections::page)
        .act("/desk/objections/{id}/answer", crate::pages::casework::file::actions::answer, objections::page)
        .show("/home/household/openings", own::page)
        .act("/home/household/openings/object", crate::pages::casework::file::actions::object, own::page)
}

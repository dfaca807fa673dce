//! Who opened which file and why, and what families object to.

pub(crate) mod log;
pub(crate) mod objections;
pub(crate) mod own;
pub(crate) mod patterns;
pub(crate) mod person;

use crate::web::routes::Routes;

/// Routes of these pages.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/households/{id}/openings", log::page)
        .act("/desk/households/{id}/reveal", crate::pages::casework::file::actions::reveal, log::page)
        .act("/desk/households/{id}/hide", crate::pages::casework::file::actions::hide, log::page)
        .show("/desk/openings", patterns::page)
        .show("/desk/openings/{id}", person::page)
        .show("/desk/objections", objections::page)
        .act("/desk/objections/{id}/answer", crate::pages::casework::file::actions::answer, objections::page)
        .show("/home/household/openings", own::page)
        .act("/home/household/openings/object", crate::pages::casework::file::actions::object, own::page)
}

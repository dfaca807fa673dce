//! What organisations and neighbours do together.

use utoipa_axum::routes;

use crate::api::description::Operations;

/// Adds the operations of this group.
pub(super) fn add(operations: Operations) -> Operations {
    operations
        .routes(routes!(crate::api::community::courses::list, crate::api::community::courses::post))
        .routes(routes!(crate::api::community::courses::get))
        .routes(routes!(crate::api::community::courses::change))
        .routes(routes!(crate::api::community::courses::session_add))
        .routes(routes!(crate::api::community::courses::hold))
        .routes(routes!(crate::api::community::courses::cancel))
        .routes(routes!(crate::api::community::courses::roster, crate::api::community::courses::join))
        .routes(routes!(crate::api::community::courses::answer))
        .routes(routes!(crate::api::community::courses::leave))
        .routes(routes!(crate::api::community::courses::people))
        .routes(routes!(crate::api::community::courses::mark))
        .routes(routes!(crate::api::community::courses::scan))
        .routes(routes!(crate::api::community::courses::admit))
        .routes(routes!(crate::api::community::courses::minutes))
        .routes(routes!(crate::api::community::courses::session_drop))
        .routes(routes!(crate::api::community::courses::of_organisation))
        .routes(routes!(crate::api::community::courses::around))
        .routes(routes!(crate::api::community::courses::mine))
        .routes(routes!(crate::api::community::hours::hours))
        .routes(routes!(crate::api::community::hours::rules))
        .routes(routes!(crate::api::community::hours::rule_set))
        .routes(routes!(crate::api::community::hours::certificate))
        .routes(routes!(crate::api::community::hours::certificate_check))
        .routes(routes!(crate::api::community::markets::list))
        .routes(routes!(crate::api::community::markets::get))
        .routes(routes!(crate::api::community::markets::reserve, crate::api::community::markets::reservations))
        .routes(routes!(crate::api::community::markets::mine))
        .routes(routes!(crate::api::community::markets::cancel))
        .routes(routes!(crate::api::community::markets::settle))
        .routes(routes!(crate::api::community::markets::own))
        .routes(routes!(crate::api::community::markets::offer, crate::api::community::markets::waiting))
        .routes(routes!(crate::api::community::markets::show))
        .routes(routes!(crate::api::community::markets::refuse))
        .routes(routes!(crate::api::community::markets::withdraw))
}

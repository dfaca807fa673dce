//! What organisations and neighbours do together.

use utoipa_axum::routes;

use crate::api::description::Operations;
use crate::api::{community::jobs, description::Operations};

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
        .routes(routes!(jobs::vacancies, jobs::vacancy_post))
        .routes(routes!(jobs::own_vacancies))
        .routes(routes!(jobs::vacancy))
        .routes(routes!(jobs::vacancy_change))
        .routes(routes!(jobs::vacancy_confirm))
        .routes(routes!(jobs::vacancy_end))
        .routes(routes!(jobs::figures))
        .routes(routes!(jobs::jobless_homes))
        .routes(routes!(jobs::seekers))
        .routes(routes!(jobs::seekers_of_household, jobs::seeker_ask))
        .routes(routes!(jobs::suggestions))
        .routes(routes!(jobs::propose))
        .routes(routes!(jobs::proposals))
        .routes(routes!(jobs::employer_proposals))
        .routes(routes!(jobs::proposal))
        .routes(routes!(jobs::answer))
        .routes(routes!(jobs::inform))
        .routes(routes!(jobs::invite))
        .routes(routes!(jobs::hire))
        .routes(routes!(jobs::refuse))
        .routes(routes!(jobs::withdraw))
        .routes(routes!(jobs::reveal))
        .routes(routes!(jobs::checks))
        .routes(routes!(jobs::checks_of_household))
        .routes(routes!(jobs::check_answer))
}

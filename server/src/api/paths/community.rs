//! What organisations and neighbours do together.

use utoipa_axum::routes;

use crate::api::{
    community::{drives, jobs},
    description::Operations,
};

/// Adds the operations of this group.
pub(super) fn add(operations: Operations) -> Operations {
    operations
        .routes(routes!(drives::list, drives::open))
        .routes(routes!(drives::get))
        .routes(routes!(drives::offer))
        .routes(routes!(drives::end))
        .routes(routes!(drives::cancel))
        .routes(routes!(drives::publish))
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

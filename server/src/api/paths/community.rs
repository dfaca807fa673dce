//! What organisations and neighbours do together.

use utoipa_axum::routes;

use crate::api::description::Operations;

/// Adds the operations of this group.
pub(super) fn add(operations: Operations) -> Operations {
    operations
        .routes(routes!(crate::api::community::shifts::ahead, crate::api::community::shifts::open))
        .routes(routes!(crate::api::community::shifts::kept))
        .routes(routes!(crate::api::community::shifts::mine))
        .routes(routes!(crate::api::community::shifts::hours))
        .routes(routes!(crate::api::community::shifts::feed_make))
        .routes(routes!(crate::api::community::shifts::feed_end))
        .routes(routes!(crate::api::community::shifts::get))
        .routes(routes!(crate::api::community::shifts::sign_up))
        .routes(routes!(crate::api::community::shifts::leave))
        .routes(routes!(crate::api::community::shifts::check))
        .routes(routes!(crate::api::community::shifts::places))
        .routes(routes!(crate::api::community::shifts::cancel))
        .routes(routes!(crate::api::community::shifts::people))
        .routes(routes!(crate::api::community::shifts::mark))
        .routes(routes!(crate::api::community::shifts::minutes))
        .routes(routes!(crate::api::community::shifts::tasks, crate::api::community::shifts::tasks_add))
        .routes(routes!(crate::api::community::shifts::tasks_back))
        .routes(routes!(crate::api::community::shifts::tick))
        .routes(routes!(crate::api::community::shifts::reveal))
        .routes(routes!(crate::api::community::shifts::settle))
        .routes(routes!(crate::api::community::shifts::task_move))
        .routes(routes!(crate::api::community::appointments::slots, crate::api::community::appointments::slot_open))
        .routes(routes!(crate::api::community::appointments::slot))
        .routes(routes!(crate::api::community::appointments::slot_cancel))
        .routes(routes!(crate::api::community::appointments::free))
        .routes(routes!(crate::api::community::appointments::of_household, crate::api::community::appointments::book))
        .routes(routes!(crate::api::community::appointments::list))
        .routes(routes!(crate::api::community::appointments::change_time))
        .routes(routes!(crate::api::community::appointments::cancel))
        .routes(routes!(crate::api::community::appointments::mark))
        .routes(routes!(crate::api::community::appointments::figures))
        .routes(routes!(crate::api::community::questions::mine, crate::api::community::questions::ask))
        .routes(routes!(crate::api::community::questions::list))
        .routes(routes!(crate::api::community::questions::get))
        .routes(routes!(crate::api::community::questions::answer))
        .routes(routes!(crate::api::community::questions::judge))
        .routes(routes!(crate::api::community::questions::withdraw))
}

//! Drives (征集): calls for goods, public with how far they are, the coordinator's steps on the same page, and the rows
//! behind the numbers.

pub mod actions;
mod drive;
mod list;
mod new;
mod rows;

use crate::web::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/drives", list::page)
        .show_and_act("/drives/new", new::page, actions::open)
        .show("/drives/{id}", drive::page)
        .show("/drives/{id}/rows", rows::page)
        .file("/drives/{id}/file", rows::file)
        .act("/drives/{id}/offer", actions::offer, drive::page)
        .act("/drives/{id}/end", actions::end, drive::page)
        .act("/drives/{id}/cancel", actions::cancel, drive::page)
        .act("/drives/{id}/result", actions::publish, drive::page)
}

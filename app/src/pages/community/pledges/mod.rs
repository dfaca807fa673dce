//! Pledges: the public wall, one page for each with the rows of its numbers, drafts, the list of staff, and the board
//! of needs and offers.

pub mod actions;
mod board;
mod draft;
mod form;
mod list;
pub(crate) mod pieces;
mod pledge;
mod rows;
mod wall;

use crate::web::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/pledges", wall::page)
        .show_and_act("/pledges/new", draft::page, actions::draft)
        .show_and_act("/pledges/board", board::page, actions::list)
        .act("/pledges/board/{id}/pick", actions::pick, board::page)
        .act("/pledges/board/{id}/withdraw", actions::withdraw, board::page)
        .show("/pledges/{id}", pledge::page)
        .show("/pledges/{id}/rows", rows::page)
        .act("/pledges/{id}/change", actions::change, pledge::page)
        .act("/pledges/{id}/sign", actions::sign, pledge::page)
        .act("/pledges/{id}/end", actions::end, pledge::page)
        .act("/pledges/{id}/rate", actions::rate, pledge::page)
        .show("/desk/pledges", list::page)
        .file("/desk/pledges/file", list::file)
}

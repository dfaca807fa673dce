//! Aid: programmes, what households got of them, and money that is collected for one household.

pub mod actions;
mod collection;
mod collection_forms;
mod collections;
mod grant;
mod household;
mod own;
mod pieces;
mod posted;
mod programme;
mod programmes;

use crate::web::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .show_and_act("/desk/aid", programmes::page, actions::add_programme)
        .file("/desk/aid/file", programmes::file)
        .show_and_act("/desk/aid/programmes/{id}", programme::page, actions::change_programme)
        .show_and_act("/desk/households/{id}/aid", household::page, actions::record)
        .show("/desk/aid/grants/{id}", grant::page)
        .act("/desk/aid/grants/{id}/reverse", actions::reverse, grant::page)
        .show_and_act("/desk/households/{id}/collections", collection_forms::open, actions::open)
        .show("/desk/aid/collections", collections::page)
        .file("/desk/aid/collections/file", collections::file)
        .show("/desk/aid/collections/{id}", collection::page)
        .act("/desk/aid/collections/{id}/sums", actions::add_sum, collection::page)
        .act("/desk/aid/sums/{id}/strike", actions::strike_sum, collection::of_sum)
        .show_and_act("/desk/aid/collections/{id}/hand-over", collection_forms::hand_over, actions::hand_over)
        .act("/desk/aid/collections/{id}/close", actions::close, collection::page)
        .show("/home/aid", own::page)
        .show("/aid", posted::page)
}

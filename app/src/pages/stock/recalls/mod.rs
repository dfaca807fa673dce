//! Recalls: lots that are stopped at once, and what became of each unit.

mod actions;
mod list;
mod new;
mod recall;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop/recalls", list::page)
        .show_and_act("/shop/recalls/new", new::page, actions::open)
        .show("/shop/recalls/{id}", recall::page)
        .act("/shop/recalls/{id}/settle", actions::settle, recall::page)
        .act("/shop/recall-homes/{id}/tell", actions::tell, recall::refused_home)
        .act("/shop/recall-homes/{id}/settle", actions::settle_home, recall::refused_home)
}

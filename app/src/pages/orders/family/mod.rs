//! The free shop for families: shop, basket and orders.

pub(crate) mod basket;
pub(crate) mod order;
pub(crate) mod shelf;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/home/shop", shelf::page)
        .show_and_act("/home/shop/basket", basket::page, super::actions::place)
        .act("/home/shop/basket/add", super::actions::basket_add, shelf::page)
        .act("/home/shop/basket/put", super::actions::basket_put, basket::page)
        .show("/home/orders", order::list)
        .show("/home/orders/{id}", order::page)
        .act("/home/orders/{id}/cancel", super::actions::cancel_own, order::page)
}

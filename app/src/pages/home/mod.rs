//! A family's home: its wishes and where each is, what to collect, whom to thank, and its file.

mod basket;
mod choose;
mod household;
mod order;
mod overview;
mod pickup;
mod post;
mod received;
mod sent;
mod shop;
mod stage;
mod thanks;
mod voice;
mod wish;

use axum::{Router, routing::get};
use domain::{households::HouseholdId, wishes::WishFile};
use store::home::Errand;

use crate::{
    actions::{orders, thanks as thanking, wishes as actions},
    handle::{act, show, show_and_act},
    i18n::Lang,
    state::AppState,
};

/// Pages of families.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/home", show(overview::page))
        .route("/home/received", show(received::page))
        .route("/home/wishes/new", show(choose::page))
        .route("/home/wishes/new/{key}", show_and_act(post::page, actions::post_own))
        .route("/home/wishes/{id}", show(wish::page))
        .route("/home/wishes/{id}/submit", act(actions::submit_own, wish::page))
        .route("/home/wishes/{id}/sent", show(sent::page))
        .route("/home/wishes/{id}/voice/remove", act(actions::voice_remove, wish::page))
        .route("/voice/{wish}", get(voice::of_wish))
        .route("/voice/kept/{id}", get(voice::kept))
        .route("/home/wishes/{id}/withdraw", act(actions::withdraw_own, wish::page))
        .route("/home/claims/{id}/confirm", act(actions::confirm, overview::page))
        .route("/home/claims/{id}/thanks", show_and_act(thanks::page, thanking::add))
        .route("/home/household", show(household::page))
        .route("/home/shop", show(shop::page))
        .route("/home/shop/basket", show_and_act(basket::page, orders::place))
        .route("/home/shop/basket/add", act(orders::basket_add, shop::page))
        .route("/home/shop/basket/put", act(orders::basket_put, basket::page))
        .route("/home/orders", show(order::list))
        .route("/home/orders/{id}", show(order::page))
        .route("/home/orders/{id}/cancel", act(orders::cancel_own, order::page))
}

/// One of the family's wishes with what has become of it in the shops.
struct Own {
    file: WishFile,
    errands: Vec<Errand>,
}

impl Own {
    /// Puts wishes and errands together.
    fn all(wishes: Vec<WishFile>, mut errands: Vec<Errand>) -> Vec<Own> {
        let of = |file: WishFile| {
            let (own, rest) = std::mem::take(&mut errands).into_iter().partition(|e| e.claim.wish == file.wish.id);
            errands = rest;
            Own { file, errands: own }
        };
        wishes.into_iter().map(of).collect()
    }

    /// Whether this household posted it.
    fn is_of(&self, household: HouseholdId) -> bool {
        household != 0 && self.file.household == household
    }

    /// 书包 · 1–3 年级 × 2.
    fn title(&self, lang: Lang) -> String {
        let wish = &self.file.wish;
        let title = lang.title(&wish.key, &wish.size);
        if wish.quantity == 1 { title } else { format!("{title} × {}", wish.quantity) }
    }
}

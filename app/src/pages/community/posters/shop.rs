//! A shop for visitors: where it is, when it takes goods in, and which wishes nearby are open.

use domain::{community::posters::PosterSubject, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{Banner, ShopPlace, WishCard, poster_link},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shops/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let shop = cx.store.public_shop(id).await?;
    let (claim, hangs) = (cx.may_claim(), cx.actor.may_somewhere(Action::HangPosters));
    Ok(Page::new(shop.location.name.clone(), Here::Nowhere, move || {
        let is_open = shop.location.open;
        let title = shop.location.name.clone();
        let instead = shop.instead.map(|other| {
            let to = format!("/shops/{}", other.id);
            view! { <p><a class="btn btn-main" href=to>{t!("shop-instead", place = other.name)}</a></p> }
        });
        let none = shop.wishes.is_empty();
        let cards = shop.wishes.into_iter().map(|wish| view! { <WishCard wish claim /> }).collect_view();
        view! {
            {(!is_open).then(|| view! { <Banner tone="amber">{t!("shop-closed-for-good")}</Banner> })}
            {instead}
            {is_open.then(|| view! { <ShopPlace title location=shop.location opening=shop.opening /> })}
            {(!none).then(|| view! {
                <section aria-labelledby="near">
                    <h2 id="near">{t!("shop-wishes-near")}</h2>
                    <ul class="feed">{cards}</ul>
                </section>
            })}
            <p class="cluster">
                <a class="link" href="/wanted">{t!("shop-wanted-too")}</a>
                <a class="link" href="/drives">{t!("shop-drives-too")}</a>
            </p>
            {(is_open && hangs).then(|| poster_link(PosterSubject::Shop, id))}
        }
    })
    .back("/")
    .narrow())
}

//! Posters that hang or are to be taken down: the reader's own, and for staff those of their areas.

use domain::community::posters::{Poster, PosterSubject};
use leptos::prelude::*;

use super::places::poster_rows;
use crate::{
    components::{Empty, Pager, poster_link, poster_page},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /posters?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.posters(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let shop = cx.actor.place.shop.as_ref().map(|shop| shop.id);
    Ok(Page::new(cx.lang.t("posters-title"), Here::Nowhere, move || {
        view! {
            {if found.items.is_empty() {
                view! { <Empty title=t!("posters-none")>{t!("posters-none-text")}</Empty> }.into_any()
            } else {
                poster_rows(found.items, about).into_any()
            }}
            <Pager next />
            {shop.map(|shop| poster_link(PosterSubject::Shop, shop))}
        }
    })
    .narrow()
    .no_index())
}

/// Renders what a poster is about, as a link to its page.
fn about(poster: &Poster) -> Option<AnyView> {
    let kind = lang().named("poster-subject", poster.subject.as_str());
    let title = if poster.title.is_empty() { format!("#{}", poster.record) } else { poster.title.clone() };
    let to = poster_page(poster.subject, poster.record);
    Some(view! { <a class="link" href=to>{kind}" · "{title}</a> }.into_any())
}

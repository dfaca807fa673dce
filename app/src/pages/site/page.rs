//! A public page: the administrator's text, or else the shipped one.

use domain::site::{self, PublicPage};
use leptos::prelude::*;

use super::{shipped, text_lang};
use crate::{
    components::{ContactLine, LangSwitch, NumbersLine, Tile, prose},
    i18n::date_full,
    web::{Cx, Here, Page, SITE_PICTURE, Shown},
};

/// Renders `GET /about`, `/how`, `/privacy`, `/terms`, `/help` and `/contact`.
pub async fn page(cx: Cx, page: PublicPage) -> Shown {
    let lang = text_lang(&cx);
    let text = cx.store.public_text(page, lang.tag()).await?;
    let contact = match page {
        PublicPage::About | PublicPage::Help | PublicPage::Contact => cx.store.site_contact().await?,
        PublicPage::How | PublicPage::Privacy | PublicPage::Terms => Default::default(),
    };
    let numbers = match page {
        PublicPage::About => cx.store.public_numbers().await?,
        _ => Default::default(),
    };
    let title = cx.lang.named("site", page.as_str());
    let line = cx.lang.named("site-line", page.as_str());
    let changed = (!text.body.is_empty()).then_some(text.changed);
    let body = if text.body.is_empty() { shipped(lang, page) } else { text.body };
    Ok(Page::new(title.clone(), Here::Nowhere, move || {
        view! {
            {(page == PublicPage::How).then(pictures)}
            <article class="prose" lang=lang.tag() dir=lang.direction()>{prose(site::blocks(&body))}</article>
            <NumbersLine numbers />
            <ContactLine contact />
            {changed.map(|at| view! { <p class="note">{t!("site-changed", date = date_full(at))}</p> })}
            {(page == PublicPage::About).then(|| view! { <a class="link" href="/api">{t!("api-title")}</a> })}
            <LangSwitch />
        }
    })
    .back("/")
    .narrow()
    .share(title, line, SITE_PICTURE.to_owned()))
}

/// Three pictures: a wish is posted, a neighbour brings it to the shop, the family collects it there.
fn pictures() -> impl IntoView {
    let step = |key: &'static str, tint: &'static str, title: String, text: String| {
        view! {
            <li class=format!("card stack {tint}")>
                <Tile key=key size="big" />
                <h2>{title}</h2>
                <p class="soft">{text}</p>
            </li>
        }
    };
    view! {
        <ol class="cards">
            {step("school_bag", "tint-study", t!("how-wish"), t!("how-wish-text"))}
            {step("bridge", "tint-kitchen", t!("how-bring"), t!("how-bring-text"))}
            {step("ware-gift", "tint-mobility", t!("how-collect"), t!("how-collect-text"))}
        </ol>
    }
}

//! The accessibility statement: what was tested with what, what is not perfect, and whom to tell. Its text is part of a
//! release and not the administrator's, because it says what the tests of that release hold.

use domain::site;
use leptos::prelude::*;

use super::text_lang;
use crate::{
    components::{ContactLine, LangSwitch, prose},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /accessibility`.
pub async fn page(cx: Cx) -> Shown {
    let lang = text_lang(&cx);
    let contact = cx.store.site_contact().await?;
    let body = lang.t("accessibility-text");
    Ok(Page::new(cx.lang.t("site-accessibility"), Here::Nowhere, move || {
        view! {
            <article class="prose" lang=lang.tag() dir=lang.direction()>{prose(site::blocks(&body))}</article>
            <ContactLine contact />
            <LangSwitch />
        }
    })
    .back("/")
    .narrow())
}

//! The page that shows a new set-up code, once.

use domain::accounts::sessions::grouped;
use leptos::prelude::*;
use store::accounts::sign_in::setup_codes::FreshCode;

use crate::{
    components::{Banner, Code},
    i18n::date_full,
    web::{Cx, Here, Page},
};

/// Renders the code for `who`; it cannot be shown again. `back` leads to the account it is for.
pub(crate) fn shown(cx: &Cx, fresh: FreshCode, who: String, back: String, here: Here) -> Page {
    let FreshCode { code, until } = fresh;
    let next = back.clone();
    Page::new(cx.lang.t("setup-code-title"), here, move || {
        let until = date_full(until);
        view! {
            <Banner tone="amber">{t!("setup-code-once")}</Banner>
            <section class="card">
                <h2>{who}</h2>
                <Code code=grouped(&code) />
                <ol class="note">
                    <li>{t!("setup-code-step-sign-in")}</li>
                    <li>{t!("setup-code-step-password")}</li>
                </ol>
                <p class="note">{t!("setup-code-until", time = until)}</p>
            </section>
            <p><a class="btn btn-quiet" href=next>{t!("back")}</a></p>
        }
    })
    .back(back)
    .narrow()
    .secret()
}

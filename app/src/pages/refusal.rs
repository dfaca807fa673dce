//! The page shown in place of one that was refused.

use domain::{Code, Error, site::SiteContact};
use leptos::prelude::*;

use crate::{
    components::{ContactLine, Empty, TraceNumber},
    web::{Cx, Here, Page},
};

/// Loads whom to ask; nothing while the database is away, so that the page does not wait for it.
pub(crate) async fn contact(cx: &Cx, error: &Error) -> SiteContact {
    match error.code() {
        Code::Unavailable => SiteContact::default(),
        _ => cx.store.site_contact().await.unwrap_or_default(),
    }
}

/// Renders an error as a page with the reason, a link to the account's home, and whom to ask.
#[must_use]
pub fn page(cx: &Cx, error: &Error, contact: SiteContact) -> Page {
    let code = error.code();
    let home = if cx.actor.is_staff() { "/desk" } else { "/" };
    let title = match code {
        Code::NotFound => "refused-not-found-title",
        Code::Unavailable => "refused-unavailable-title",
        _ => "refused-title",
    };
    let error = error.clone();
    let status = error.status();
    Page::new(cx.lang.t(title), Here::Nowhere, move || {
        view! {
            <Empty title=crate::i18n::lang().refusal(error.code()) action=(home, t!("refused-home"))>
                {(error == Error::NotFound).then(|| t!("refused-not-found-text"))}
                {(code == Code::Unavailable).then(|| view! { <TraceNumber /> })}
            </Empty>
            <ContactLine contact />
        }
    })
    .narrow()
    .no_index()
    .status(status)
}

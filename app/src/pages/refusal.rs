//! The page shown in place of one that was refused.

use domain::{Code, Error};
use leptos::prelude::*;

use crate::{
    components::{Empty, TraceNumber},
    web::{Cx, Here, Page},
};

/// Renders an error as a page with the reason and a link to the account's home.
#[must_use]
pub fn page(cx: &Cx, error: &Error) -> Page {
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
        }
    })
    .narrow()
    .no_index()
    .status(status)
}

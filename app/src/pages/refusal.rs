//! What is shown where a page cannot be.

use domain::{Code, Error};
use leptos::prelude::*;

use crate::{
    components::Empty,
    web::{Cx, Here, Page},
};

/// A page that says why there is none, and where to go instead.
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
            </Empty>
        }
    })
    .narrow()
    .no_index()
    .status(status)
}

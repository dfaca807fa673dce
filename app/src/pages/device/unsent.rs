//! Forms that were filled in without a network: their list, which `public/unsent.js` fills, and the secret by which it
//! reads them.
//!
//! The list is in the browser alone: the server learns of a form when it is sent. Kept by the service worker, the page
//! shows what waits without a network, too.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde::Serialize;

use crate::{
    components::{Banner, Submit},
    web::{Cx, Here, Page, Shown, handler::refused, new_request_id, state::AppState},
};

/// Renders `GET /unsent?leave`; with `leave` it asks before signing out, which deletes them.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let leave = Some(cx.waiting).filter(|_| !cx.query("leave").is_empty());
    Ok(Page::new(cx.lang.t("unsent-title"), Here::Nowhere, move || {
        view! {
            {leave.map(|n| view! {
                <Banner tone="plum">{t!("unsent-leave", n = n)}</Banner>
                <form method="post" action="/sign-out">
                    <input type="hidden" name="lose" value="yes" />
                    <Submit label=t!("unsent-leave-do") tone="bad" />
                </form>
            })}
            <p class="soft">{t!("unsent-text")}</p>
            <div
                class="stack" data-unsent-list data-waits=t!("unsent-waits") data-accepted=t!("unsent-accepted")
                data-refused=t!("unsent-refused") data-expired=t!("unsent-expired") data-sure=t!("unsent-sure")
            >
                <p data-none>{t!("unsent-none")}</p>
                <ul class="rows" aria-live="polite"></ul>
                <ul hidden>
                    <li class="row" data-row>
                        <span class="row-main">
                            <b data-label></b>
                            <small data-when></small>
                            <span data-verdict></span>
                            <small data-typed></small>
                        </span>
                        <span class="row-end cluster">
                            <a class="btn btn-soft btn-small" href="/desk" data-open>{t!("unsent-open")}</a>
                            <button type="button" class="btn btn-quiet btn-small" data-delete>{t!("unsent-delete")}</button>
                        </span>
                    </li>
                </ul>
            </div>
        }
    })
    .narrow()
    .kept()
    .no_index())
}

/// Secret of a lock, and its number.
#[derive(Serialize)]
struct Lock {
    of: String,
    keys: Vec<String>,
}

/// Serves `GET /unsent/key?of`: the secrets of the lock of this number, or of a new one.
pub(crate) async fn key(State(state): State<AppState>, cx: Cx) -> Response {
    let of: String = cx.query("of").chars().filter(char::is_ascii_hexdigit).take(32).collect();
    let of = if of.is_empty() { new_request_id() } else { of };
    match cx.store.unsent_secrets(&cx.actor, &of) {
        Ok(keys) => {
            (StatusCode::OK, [(header::CACHE_CONTROL, "private, no-store")], Json(Lock { of, keys })).into_response()
        }
        Err(error) => refused(&state, &cx, error.into()).await,
    }
}

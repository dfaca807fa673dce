//! The page that shows new recovery codes, once.

use domain::accounts::factors::{RecoveryCodes, in_groups};
use leptos::prelude::*;

use crate::{
    components::Banner,
    web::{Cx, Here, Page},
};

/// Renders the codes; they cannot be shown again.
pub(super) fn page(cx: &Cx, codes: RecoveryCodes) -> Page {
    let RecoveryCodes(codes) = codes;
    Page::new(cx.lang.t("factor-codes-title"), Here::Me, move || {
        let rows = codes
            .iter()
            .map(|code| view! { <li class="row"><b class="row-main"><bdi>{in_groups(code, 5)}</bdi></b></li> })
            .collect_view();
        view! {
            <Banner tone="amber">{t!("factor-codes-once")}</Banner>
            <ol class="rows">{rows}</ol>
            <p class="note">{t!("factor-codes-note")}</p>
            <p><a class="btn btn-main" href="/me/factor">{t!("factor-codes-kept")}</a></p>
        }
    })
    .back("/me/factor")
    .narrow()
    .secret()
}

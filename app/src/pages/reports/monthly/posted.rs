//! Published monthly notices, without signing in.

use domain::reports::monthly::Published;
use leptos::prelude::*;

use super::table;
use crate::{
    components::{Empty, Near, Pager},
    i18n::month_name,
    web::{Cx, Here, Page, SITE_PICTURE, Shown},
};

/// Renders `GET /notice?from`.
pub async fn list(cx: Cx) -> Shown {
    let found = cx.store.public_notices(cx.actor.root, cx.query_i64("from")).await?;
    let next = found.next.map(|from| cx.query_with(&[("from", &from.to_string())]));
    Ok(Page::new(cx.lang.t("month-title"), Here::Nowhere, move || {
        if found.items.is_empty() {
            return view! { <Empty title=t!("month-none") pictogram="bridge" action=("/", t!("nav-feed"))>{t!("month-none-text")}</Empty> }
                .into_any();
        }
        let rows = found.items.into_iter().map(row).collect_view();
        view! {
            <p class="soft">{t!("month-public-intro")}</p>
            <ul class="rows">{rows}</ul>
            <Pager next />
            <p><a class="link" href="/aid">{t!("aid-public")}</a></p>
        }
        .into_any()
    })
    .back("/")
    .share(cx.lang.t("share-notice"), cx.lang.t("share-notice-line"), SITE_PICTURE.to_owned()))
}

fn row(notice: Published) -> impl IntoView {
    view! {
        <li>
            <a class="row" href=format!("/notice/{}/{}", notice.location, notice.month)>
                <span class="row-main"><b>{notice.location_name}</b><small>{month_name(&notice.month)}</small></span>
                <span class="row-end"><Near at=notice.published /></span>
            </a>
        </li>
    }
}

/// Renders `GET /notice/{location}/{month}`.
pub async fn page(cx: Cx) -> Shown {
    let notice = cx.store.public_notice(cx.id("location")?, cx.param("month")).await?;
    let title = cx.lang.t("month-title");
    let (share, line) = (cx.lang.t("share-notice"), cx.lang.t("share-notice-line"));
    Ok(Page::new(title, Here::Nowhere, move || table::whole(&notice, table::NoticeReader::Public))
        .back("/notice")
        .wide()
        .share(share, line, SITE_PICTURE.to_owned()))
}

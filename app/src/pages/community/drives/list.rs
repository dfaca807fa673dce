//! Drives that take goods, and those that have ended.

use domain::{
    community::drives::{DriveLine, DriveState},
    permission::Action,
};
use leptos::prelude::*;
use store::community::drives::views::DriveList;

use crate::{
    components::{Empty, Near, Pager, StatePill, thumb_link, top_link},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /drives?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let over = cx.query("show") == "over";
    let list = if over { DriveList::Over } else { DriveList::Open };
    let found = cx.store.drives(&cx.actor, list, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let opens = cx.actor.may_somewhere(Action::OpenDrives);
    let here = if cx.actor.is_staff() { Here::Drives } else { Here::Feed };
    Ok(Page::new(cx.lang.t("drives-title"), here, move || {
        let chips = [("/drives", false, "drives-open"), ("/drives?show=over", true, "drives-over")]
            .map(|(to, one, key)| view! { <a class="chip" href=to aria-current=(one == over).then_some("true")>{t!(key)}</a> })
            .collect_view();
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        view! {
            <nav class="chips" aria-label=t!("drives-title")>{chips}</nav>
            {if none {
                view! { <Empty title=t!("drives-none")>{t!("drives-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
            {opens.then(|| thumb_link("/drives/new".to_owned(), t!("drive-new"), "plus"))}
        }
    })
    .tools(move || opens.then(|| top_link("/drives/new".to_owned(), t!("drive-new"), "plus")))
    .narrow())
}

pub(super) fn row(line: &DriveLine) -> impl IntoView + use<> {
    let (to, title, until) = (format!("/drives/{}", line.id), line.title.clone(), line.until);
    let small =
        format!("{} · {}", line.area_name, t!("drive-progress", received = line.received, wanted = line.wanted));
    let (tone, icon, text) = match (line.state, line.published) {
        (DriveState::Open, _) => ("tea", "box", t!("drive-state-open")),
        (DriveState::Ended, true) => ("soft", "check", t!("drive-published")),
        (DriveState::Ended, false) => ("amber", "clock", t!("drive-state-ended")),
        (DriveState::Cancelled, _) => ("soft", "close", lang().named("drive-state", line.state.as_str())),
    };
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{title}</b><small>{small}</small></span>
                <span class="row-end"><StatePill tone icon text /><small><Near at=until /></small></span>
            </a>
        </li>
    }
}

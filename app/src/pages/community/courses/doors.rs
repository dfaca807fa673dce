//! Sessions whose doors the reader keeps about now. The service worker keeps this list and their doors with it, so that
//! attendance is taken where there is no network.

use leptos::prelude::*;

use super::moment;
use crate::{
    components::Empty,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/sessions`; empty for staff who keep no door.
pub async fn page(cx: Cx) -> Shown {
    let sessions = cx.store.sessions_at_hand(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("course-doors"), Here::Courses, move || {
        let rows = sessions
            .iter()
            .map(|session| {
                let (to, place) = (format!("/desk/courses/sessions/{}", session.id), session.place.clone());
                view! {
                    <li>
                        <a class="row" href=to>
                            <span class="row-main"><b>{session.title.clone()}</b><small>{place}</small></span>
                            <span class="row-end"><small>{moment(session.starts)}</small></span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <p class="soft">{t!("course-doors-note")}</p>
            {if sessions.is_empty() {
                view! { <Empty title=t!("course-doors-none") /> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
        }
    })
    .back("/desk/courses")
    .narrow()
    .kept()
    .no_index())
}

//! Urgent wishes of the area, with who is asked now.

use leptos::prelude::*;
use store::casework::urgent::views::UrgentList;

use super::pill;
use crate::{
    components::{Empty, Icon, Pager},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// The lists, in the order of their chips.
const LISTS: [(&str, UrgentList, &str); 3] = [
    ("live", UrgentList::Live, "urgent-live"),
    ("mine", UrgentList::Mine, "urgent-mine"),
    ("over", UrgentList::Over, "urgent-over"),
];

/// Renders `GET /desk/urgent?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let (name, which, _) = LISTS.iter().copied().find(|(name, ..)| *name == cx.query("show")).unwrap_or(LISTS[0]);
    let found = cx.store.urgent_wishes(&cx.actor, which, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("urgent-title"), Here::Urgent, move || {
        let chips = LISTS.iter().map(|(one, _, key)| {
            let to = format!("/desk/urgent?show={one}");
            view! { <a class="chip" href=to aria-current=(*one == name).then_some("true")>{t!(key)}</a> }
        });
        let rows = found.items.iter().map(|urgent| {
            let who = if urgent.owner_name.is_empty() { urgent.asked_name.clone() } else { urgent.owner_name.clone() };
            let small = format!("{} · {}", lang().named("urgent-reason", urgent.reason.as_str()), urgent.area_name);
            let next = urgent.next_step;
            view! {
                <li>
                    <a class="row" href=format!("/desk/wishes/{}/urgent", urgent.wish)>
                        <span class="row-main"><b>{urgent.title.clone()}</b><small>{small}</small><small>{who}</small></span>
                        <span class="row-end">{pill(urgent)}{(next > 0).then(|| view! { <small>{lang().clock(next)}</small> })}</span>
                    </a>
                </li>
            }
        });
        view! {
            <nav class="chips" aria-label=t!("urgent-title")>{chips.collect_view()}</nav>
            {if found.items.is_empty() {
                view! { <Empty title=t!("urgent-none")>{t!("urgent-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .tools(|| view! { <a class="btn btn-quiet" href="/desk/duty"><Icon name="users" />{t!("duty-title")}</a> })
    .narrow()
    .no_index())
}

//! Urgent wishes of the area, with who is asked now; and the same as a file.

use domain::{Result, permission::Action};
use leptos::prelude::*;
use store::casework::urgent::views::UrgentList;

use super::pill;
use crate::{
    components::{Empty, Icon, Pager, file_link},
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// The lists, in the order of their chips.
const LISTS: [(&str, UrgentList, &str); 3] = [
    ("live", UrgentList::Live, "urgent-live"),
    ("mine", UrgentList::Mine, "urgent-mine"),
    ("over", UrgentList::Over, "urgent-over"),
];

/// Reads which list the address asks for, with its name there.
fn chosen(cx: &Cx) -> (&'static str, UrgentList) {
    let (name, which, _) = LISTS.iter().copied().find(|(name, ..)| *name == cx.query("show")).unwrap_or(LISTS[0]);
    (name, which)
}

/// Renders `GET /desk/urgent?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let (name, which) = chosen(&cx);
    let found = cx.store.urgent_wishes(&cx.actor, which, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let files = ["xlsx", "csv"].map(|format| (format, format!("/desk/urgent/file?show={name}&format={format}")));
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
    .tools(move || {
        let files = files
            .map(|(format, to)| file_link(format, to))
            .collect_view();
        view! {
            <a class="btn btn-quiet" href="/desk/duty"><Icon name="users" />{t!("duty-title")}</a>
            {files}
        }
    })
    .narrow()
    .no_index())
}

/// Serves `GET /desk/urgent/file?show&format`.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadCases)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::urgent(&cx.store, &cx.by(), cx.lang, format, chosen(&cx).1).await
}

//! Courses of the reader's areas, and those that the reader's organisation holds.

use domain::permission::Action;
use leptos::prelude::*;
use store::community::courses::views::CourseList;

use super::rows;
use crate::{
    components::{Empty, Icon, Pager, thumb_link, top_link},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/courses?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let which = match cx.query("show") {
        "asked" => CourseList::Asked,
        "over" => CourseList::Over,
        _ => CourseList::Coming,
    };
    let found = cx.store.courses(&cx.actor, which, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let keeps = cx.actor.may_somewhere(Action::KeepCourses);
    let page = Page::new(cx.lang.t("courses-title"), Here::Courses, move || {
        let none = found.items.is_empty();
        let chips = [
            ("/desk/courses", CourseList::Coming, "courses-coming"),
            ("/desk/courses?show=asked", CourseList::Asked, "courses-asked"),
            ("/desk/courses?show=over", CourseList::Over, "courses-over"),
        ]
        .into_iter()
        .map(|(to, one, key)| {
            view! { <a class="chip" href=to aria-current=(one == which).then_some("true")>{t!(key)}</a> }
        })
        .collect_view();
        view! {
            <nav class="chips" aria-label=t!("courses-title")>{chips}</nav>
            {if none {
                view! { <Empty title=t!("courses-empty")>{t!("courses-empty-text")}</Empty> }.into_any()
            } else {
                rows(&found.items)
            }}
            <Pager next />
            <nav class="doors" aria-label=t!("courses-more")>
                <a class="door" href="/desk/sessions"><Icon name="users" /><span>{t!("course-doors")}</span></a>
                <a class="door" href="/desk/courses/rules"><Icon name="clock" /><span>{t!("course-rules")}</span></a>
                <a class="door" href="/certificates"><Icon name="check" /><span>{t!("certificate-check")}</span></a>
            </nav>
            {keeps.then(|| thumb_link("/desk/courses/new".to_owned(), t!("courses-new"), "plus"))}
        }
    })
    .narrow()
    .no_index();
    Ok(if keeps {
        page.tools(move || top_link("/desk/courses/new".to_owned(), t!("courses-new"), "plus"))
    } else {
        page
    })
}

/// Renders `GET /courses`: courses of the reader's organisation.
pub async fn organisation(cx: Cx) -> Shown {
    let found = cx.store.organisation_courses(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("courses-ours"), Here::Claims, move || {
        view! {
            <p class="note">{t!("courses-ours-note")}</p>
            {if found.is_empty() {
                view! { <Empty title=t!("courses-empty") /> }.into_any()
            } else {
                rows(&found)
            }}
        }
    })
    .back("/claims")
    .narrow()
    .no_index())
}

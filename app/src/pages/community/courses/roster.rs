//! Who is registered for a course, who is offered a place and who waits.

use domain::{community::courses::PlaceLine, permission::Action};
use leptos::prelude::*;

use super::{moment, place_pill};
use crate::{
    components::Empty,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /courses/{id}/roster`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let lines = cx.store.course_roster(&cx.actor, id).await?;
    let here = if cx.actor.may_somewhere(Action::ReadCourses) { Here::Courses } else { Here::Claims };
    Ok(Page::new(cx.lang.t("course-roster"), here, move || {
        if lines.is_empty() {
            return view! { <Empty title=t!("course-roster-empty")>{t!("course-roster-empty-text")}</Empty> }
                .into_any();
        }
        let rows = lines.iter().map(row).collect_view();
        view! { <p class="note">{t!("course-roster-note")}</p><ul class="rows">{rows}</ul> }.into_any()
    })
    .back(format!("/courses/{id}"))
    .narrow()
    .no_index())
}

/// Names a person for its reader: `马**`, or its number with "a family of four".
pub(super) fn name(place: i64, masked: &str, family_size: i64) -> String {
    let alias = t!("course-person", number = place.to_string(), n = family_size);
    if masked.is_empty() { alias } else { format!("{masked} · {alias}") }
}

fn row(line: &PlaceLine) -> impl IntoView + use<> {
    let PlaceLine { id, household, masked, family_size, state, walk_in, words, answer_by, attended, made } =
        line.clone();
    let place = format!("p{id}");
    view! {
        <li class="row" id=place>
            <span class="row-main">
                <b>{name(id, &masked, family_size)}</b>
                <small>{moment(made)}{walk_in.then(|| format!(" · {}", t!("course-walk-in")))}</small>
                {household.map(|file| view! {
                    <small><a class="link" href=format!("/desk/households/{file}/courses")>{t!("desk-household-number", n = file.to_string())}</a></small>
                })}
                {(!words.is_empty()).then(|| view! { <small class="typed">{words}</small> })}
            </span>
            <span class="row-end">
                {place_pill(state)}
                {answer_by.map(|at| view! { <small>{t!("course-answer-by", at = moment(at))}</small> })}
                {(attended > 0).then(|| view! { <small>{t!("course-attended", n = attended)}</small> })}
            </span>
        </li>
    }
}

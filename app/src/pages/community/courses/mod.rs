//! Courses and events: announced by staff, taken part in by families, marked at the door, certified.
//! A course's own page is the same for all who may read it, each of whom reads what it may know.

pub mod actions;
mod certificate;
mod course;
mod door;
mod doors;
mod family;
mod form;
mod list;
mod roster;
mod rules;

use domain::{
    Result, Timestamp,
    community::courses::{Course, CourseState, OwnPlace, PlaceState},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::StatePill,
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, routes::Routes, scene},
};

pub(in crate::pages::community) use form::moment_of;

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/courses", list::organisation)
        .show("/courses/{id}", course::page)
        .show_and_act("/courses/{id}/change", form::change, actions::change)
        .act("/courses/{id}/sessions", actions::add_session, course::page)
        .act("/courses/{id}/hold", actions::hold, course::page)
        .act("/courses/{id}/cancel", actions::cancel, course::page)
        .act("/courses/{id}/join", actions::join, course::page)
        .act("/courses/places/{id}/answer", actions::answer, family::own)
        .act("/courses/places/{id}/leave", actions::leave, family::own)
        .show("/courses/{id}/roster", roster::page)
        .show("/desk/courses", list::page)
        .show_and_act("/desk/courses/new", form::new, actions::post)
        .file("/desk/courses/{id}/file", file)
        .show_and_act("/desk/courses/rules", rules::page, actions::rule)
        .show("/desk/sessions", doors::page)
        .show("/desk/courses/sessions/{id}", door::page)
        .act("/desk/courses/sessions/{id}/marks", actions::mark, door::page)
        .act("/desk/courses/sessions/{id}/scan", actions::scan, door::page)
        .act("/desk/courses/sessions/{id}/admit", actions::admit, door::page)
        .act("/desk/courses/sessions/{id}/minutes", actions::minutes, door::page)
        .act("/desk/courses/sessions/{id}/drop", actions::drop_session, door::page)
        .show_and_act("/desk/households/{id}/courses", family::household, actions::register)
        .show("/home/courses", family::own)
        .show("/certificates", certificate::check)
        .act_and_show("/certificates", certificate::checked, certificate::check)
        .show("/certificates/{number}", certificate::page)
}

/// Serves `GET /desk/courses/{id}/file?format`.
async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::KeepCourses)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::course(&cx.store, &cx.by(), cx.lang, format, cx.id("id")?).await
}

/// Renders the state of a course, and whether it is full or short.
fn pill(course: &Course) -> impl IntoView + use<> {
    let (tone, icon, text) = match course.state {
        CourseState::Announced if course.short => ("plum", "alert", t!("course-short")),
        // Free places of a course that has begun invite to nothing.
        CourseState::Announced if course.starts <= scene().now => ("soft", "clock", t!("course-begun")),
        CourseState::Announced if course.free() == 0 => ("amber", "users", t!("course-full")),
        CourseState::Announced => ("tea", "calendar", t!("course-free", n = course.free())),
        CourseState::Cancelled => ("soft", "close", lang().named("course-state", course.state.as_str())),
        CourseState::Over => ("soft", "check", lang().named("course-state", course.state.as_str())),
    };
    view! { <StatePill tone icon text /> }
}

/// Renders the state of a place.
fn place_pill(state: PlaceState) -> impl IntoView {
    let (tone, icon) = match state {
        PlaceState::Registered => ("tea", "check"),
        PlaceState::Offered => ("amber", "bell"),
        PlaceState::Waiting => ("amber", "clock"),
        PlaceState::Left | PlaceState::Passed | PlaceState::Cancelled => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("course-place-state", state.as_str()) /> }
}

/// Renders the state of a family's own place; once the course is over, whether the member was there.
fn own_pill(place: &OwnPlace) -> AnyView {
    if place.state != PlaceState::Registered || scene().now < place.ends {
        return place_pill(place.state).into_any();
    }
    let (tone, icon, text) = match place.attended {
        0 => ("soft", "close", t!("course-not-there")),
        n => ("tea", "check", t!("course-attended", n = n)),
    };
    view! { <StatePill tone icon text /> }.into_any()
}

/// Formats a moment: `11 月 28 日 14:05`.
fn moment(at: Timestamp) -> String {
    lang().clock(at)
}

/// Formats what a course is: `课程 · 法律 · 普通话`.
fn what(course: &Course) -> String {
    let kind = lang().named("course-kind", course.kind.as_str());
    let topic = lang().named("course-topic", course.topic.as_str());
    format!("{kind} · {topic} · {}", lang().named("spoken", course.language.as_str()))
}

/// Renders courses as rows, each with its page.
fn rows(courses: &[Course]) -> AnyView {
    let rows = courses
        .iter()
        .map(|course| {
            let to = format!("/courses/{}", course.id);
            let (title, line) = (course.title.clone(), format!("{} · {}", moment(course.starts), what(course)));
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-main"><b>{title}</b><small>{line}</small></span>
                        <span class="row-end">{pill(course)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders a family's places, each with its course's page and the next step.
fn places(places: &[OwnPlace]) -> AnyView {
    let rows = places
        .iter()
        .map(|place| {
            let OwnPlace { course, title, name, starts, answer_by, certificate, .. } = place.clone();
            let line = format!("{name} · {}", moment(starts));
            view! {
                <li>
                    <a class="row" href=format!("/courses/{course}")>
                        <span class="row-main">
                            <b>{title}</b>
                            <small>{line}</small>
                            {answer_by.map(|at| view! { <small>{t!("course-answer-by", at = moment(at))}</small> })}
                            {certificate.is_some().then(|| view! { <small>{t!("course-has-certificate")}</small> })}
                        </span>
                        <span class="row-end">{own_pill(place)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

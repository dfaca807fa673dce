//! Courses of one family: its places, its hours, and what it can take part in; for itself and for its caseworker.

use domain::{
    community::courses::{Course, MemberHours, OwnPlace, PlaceAnswer, PlaceState},
    time::year,
};
use leptos::prelude::*;

use super::{moment, places, rows};
use crate::{
    components::{ActionForm, Choice, Empty, RowForm, Select, Submit, TextArea},
    i18n::{lang, minutes_as_hours},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/courses`.
pub async fn own(cx: Cx) -> Shown {
    let household = cx.actor.must_be_family()?;
    let (courses, _) = cx.store.courses_for(&cx.actor, household).await?;
    let own = cx.store.own_course_places(&cx.actor).await?;
    let hours = cx.store.household_hours(&cx.actor, household, year(cx.now)).await?;
    Ok(Page::new(cx.lang.t("home-courses"), Here::Home, move || {
        view! {
            {steps(&own, None)}
            {mine(&own)}
            {hour_rows(&hours)}
            <section class="stack" aria-labelledby="coming">
                <h2 id="coming">{t!("courses-coming")}</h2>
                {if courses.is_empty() {
                    view! { <Empty title=t!("home-courses-none") /> }.into_any()
                } else {
                    rows(&courses)
                }}
            </section>
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}

/// Renders `GET /desk/households/{id}/courses`.
pub async fn household(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (courses, adults) = cx.store.courses_for(&cx.actor, id).await?;
    let places = cx.store.household_course_places(&cx.actor, id).await?;
    let hours = cx.store.household_hours(&cx.actor, id, year(cx.now)).await?;
    Ok(Page::new(cx.lang.t("household-courses"), Here::Households, move || {
        view! {
            {steps(&places, Some(id))}
            {mine(&places)}
            {hour_rows(&hours)}
            {register(id, &courses, adults)}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

fn mine(own: &[OwnPlace]) -> impl IntoView + use<> {
    let none = own.is_empty();
    let list = (!none).then(|| places(own));
    let certificates = own
        .iter()
        .filter_map(|place| place.certificate.clone().map(|number| (number, place.title.clone(), place.name.clone())))
        .map(|(number, title, name)| {
            view! { <li><a class="link" href=format!("/certificates/{number}")>{t!("certificate-of", title = title, name = name)}</a></li> }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="mine">
            <h2 id="mine">{t!("courses-mine")}</h2>
            {none.then(|| view! { <p class="soft">{t!("courses-mine-none")}</p> })}
            {list}
            <ul class="stack">{certificates}</ul>
        </section>
    }
}

/// Renders the next step of each live place: accept or pass an offer, or give the place up.
fn steps(own: &[OwnPlace], household: Option<i64>) -> impl IntoView + use<> {
    let hidden = move || household.map(|id| view! { <input type="hidden" name="household" value=id /> });
    own.iter()
        .filter(|place| place.state.is_live() && crate::web::scene().now < place.starts)
        .map(|place| {
            let OwnPlace { id, title, name, starts, state, answer_by, .. } = place.clone();
            let offered = state == PlaceState::Offered;
            let answers = offered.then(|| {
                PlaceAnswer::ALL
                    .iter()
                    .map(|answer| {
                        let class = if *answer == PlaceAnswer::Accept { "btn btn-main" } else { "btn btn-quiet" };
                        view! {
                            <RowForm to=format!("/courses/places/{id}/answer")>
                                {hidden()}
                                <input type="hidden" name="answer" value=answer.as_str() />
                                <button class=class>{lang().named("course-answer", answer.as_str())}</button>
                            </RowForm>
                        }
                    })
                    .collect_view()
            });
            let leave = (!offered).then(|| {
                view! {
                    <RowForm to=format!("/courses/places/{id}/leave")>
                        {hidden()}
                        <button class="btn btn-quiet btn-small">{t!("course-leave")}</button>
                    </RowForm>
                }
            });
            view! {
                <section class="card">
                    <p><b>{title}</b>" · "{name}</p>
                    <p class="soft">{moment(starts)}" · "{lang().named("course-place-state", state.as_str())}</p>
                    {answer_by.map(|at| view! { <p>{t!("course-offered-note", at = moment(at))}</p> })}
                    <div class="cluster">{answers}{leave}</div>
                </section>
            }
        })
        .collect_view()
}

fn hour_rows(all: &[MemberHours]) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let rows = all
        .iter()
        .map(|of| {
            let topic = lang().named("course-topic", of.topic.as_str());
            let line = match of.needed {
                Some(needed) => t!("course-hours-of", n = minutes_as_hours(of.minutes), all = minutes_as_hours(needed)),
                None => t!("course-hours", n = minutes_as_hours(of.minutes)),
            };
            let name = of.name.clone();
            view! {
                <li class="row"><span class="row-main"><b>{name}</b><small>{topic}</small></span><span class="row-end">{line}</span></li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="hours">
                <h2 id="hours">{t!("course-hours-year")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// Renders the form by which a member of the reader's own family takes part.
pub(super) fn join_form(to: String, adults: Vec<(i64, String)>, free: bool) -> impl IntoView {
    let label = if free { t!("course-join") } else { t!("course-join-waiting") };
    view! {
        <ActionForm to=to>
            <h2>{t!("course-join-title")}</h2>
            {(!free).then(|| view! { <p class="note">{t!("course-waiting-note")}</p> })}
            <Choice name="member" label=t!("course-member") options=people(adults) />
            <TextArea name="words" label=t!("course-words") hint=t!("course-words-hint") max_length=200 rows=2 />
            <div class="thumb-bar"><Submit label=label wide=true /></div>
        </ActionForm>
    }
}

fn people(adults: Vec<(i64, String)>) -> Vec<(String, String, String)> {
    adults.into_iter().map(|(id, name)| (id.to_string(), name, String::new())).collect()
}

/// Renders the form by which staff register a member of the family.
fn register(id: i64, courses: &[Course], adults: Vec<(i64, String)>) -> AnyView {
    let open: Vec<(String, String)> = courses
        .iter()
        .filter(|course| course.open)
        .map(|course| (course.id.to_string(), format!("{} · {}", moment(course.starts), course.title)))
        .collect();
    if open.is_empty() || adults.is_empty() {
        return view! { <Empty title=t!("household-courses-none") /> }.into_any();
    }
    view! {
        <ActionForm to=format!("/desk/households/{id}/courses")>
            <h2>{t!("course-register")}</h2>
            <Select name="course" label=t!("course-kind-course") options=open required=true />
            <Choice name="member" label=t!("course-member") options=people(adults) />
            <TextArea name="words" label=t!("course-words") hint=t!("course-words-hint") max_length=200 rows=2 />
            <div class="thumb-bar"><Submit label=t!("course-register-do") wide=true /></div>
        </ActionForm>
    }
    .into_any()
}

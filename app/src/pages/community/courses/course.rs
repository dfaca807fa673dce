//! One course: when and where, the reader's own places, and for its organiser what to do about it.

use domain::{
    Timestamp,
    community::{
        courses::{Course, CourseCancel, CourseDetails, CourseKind, CourseSession, CourseState},
        jobs::Vacancy,
    },
    permission::Action,
};
use leptos::prelude::*;

use super::{family::join_form, form::session_fields, moment, pill, places, what};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Icon, More, RowForm, Submit},
    i18n::lang,
    pages::community::jobs::pieces::vacancy_rows,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /courses/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let details = cx.store.course(&cx.actor, id).await?;
    let adults = match details.may_join {
        true => cx.store.courses_for(&cx.actor, cx.actor.household).await?.1,
        false => Vec::new(),
    };
    let brought = match details.course.kind {
        CourseKind::JobFair => Some(cx.store.fair_vacancies(&cx.actor, id).await?),
        _ => None,
    };
    let staff = cx.actor.may_somewhere(Action::ReadCourses);
    let (here, back) = match (staff, cx.actor.household) {
        (true, _) => (Here::Courses, "/desk/courses"),
        (false, 0) => (Here::Claims, "/courses"),
        (false, _) => (Here::Home, "/home/courses"),
    };
    Ok(Page::new(details.course.title.clone(), here, move || {
        let CourseDetails { course, sessions, own, waiting, may_manage, may_mark, may_join } = details;
        let reads = waiting.is_some();
        let announced = course.state == CourseState::Announced;
        let ahead = announced && scene().now < course.starts;
        let joins = may_join && !adults.is_empty();
        view! {
            <p class="cluster">{pill(&course)}<b>{what(&course)}</b></p>
            {(course.short && may_manage).then(|| short(&course))}
            {(!own.is_empty()).then(|| places(&own))}
            {(!course.about.is_empty()).then(|| view! { <p class="prose">{course.about.clone()}</p> })}
            {facts(&course, waiting)}
            {session_rows(&sessions, may_mark)}
            {brought.map(|brought| at_fair(&brought))}
            {joins.then(|| join_form(format!("/courses/{id}/join"), adults, course.free() > 0))}
            {reads.then(|| links(&course, may_manage))}
            {(may_manage && announced).then(|| manage(id, ahead))}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn facts(course: &Course, waiting: Option<i64>) -> impl IntoView + use<> {
    let Course { area_name, organisation_name, minimum, maximum, taken, opens, closes, enough, reason, .. } =
        course.clone();
    view! {
        <Facts>
            <Fact name=t!("field-area")>{area_name}</Fact>
            {(!organisation_name.is_empty()).then(|| view! { <Fact name=t!("course-organisation")>{organisation_name}</Fact> })}
            <Fact name=t!("course-places")>{t!("course-taken", n = taken, all = maximum)}</Fact>
            {(minimum > 0).then(|| view! { <Fact name=t!("course-minimum")>{minimum}</Fact> })}
            {waiting.map(|n| view! { <Fact name=t!("course-waiting")>{n}</Fact> })}
            <Fact name=t!("course-registration")>{moment(opens)}" – "{moment(closes)}</Fact>
            <Fact name=t!("course-enough")>{t!("course-percent", n = enough)}</Fact>
            {reason.map(|reason| view! { <Fact name=t!("course-reason")>{lang().named("course-cancel", reason.as_str())}</Fact> })}
        </Facts>
    }
}

/// Renders what organisations bring to a job fair.
fn at_fair(brought: &[Vacancy]) -> impl IntoView + use<> {
    let rows = (!brought.is_empty()).then(|| vacancy_rows(brought));
    view! {
        <section class="stack" aria-labelledby="brought">
            <h2 id="brought">{t!("fair-vacancies")}</h2>
            {rows.unwrap_or_else(|| view! { <p class="soft">{t!("fair-vacancies-none")}</p> }.into_any())}
        </section>
    }
}

/// Formats how long a session was planned, and how long it was.
pub(super) fn minutes_line(session: &CourseSession) -> String {
    match session.real_minutes {
        Some(0) => t!("course-not-held"),
        Some(real) => t!("course-minutes-real", n = session.minutes, real = real),
        None => t!("course-minutes-planned", n = session.minutes),
    }
}

fn session_rows(sessions: &[CourseSession], marks: bool) -> impl IntoView + use<> {
    let rows = sessions
        .iter()
        .map(|session| {
            let CourseSession { id, place, starts, present, asked, .. } = session.clone();
            let line = format!("{place} · {}", minutes_line(session));
            let inner = view! {
                <span class="row-main"><b>{moment(starts)}</b><small>{line}</small></span>
                <span class="row-end">
                    {present.map(|n| view! { <small>{t!("course-present", n = n)}</small> })}
                    {asked.then(|| view! { <small>{t!("course-unmarked")}</small> })}
                </span>
            };
            if marks {
                view! { <li><a class="row" href=format!("/desk/courses/sessions/{id}")>{inner}</a></li> }.into_any()
            } else {
                view! { <li class="row">{inner}</li> }.into_any()
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="sessions">
            <h2 id="sessions">{t!("course-sessions")}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
}

/// Asks the organiser of a course below its minimum to hold or to cancel it.
fn short(course: &Course) -> impl IntoView + use<> {
    let (id, taken, minimum) = (course.id, course.taken, course.minimum);
    view! {
        <Banner tone="amber">
            <p>{t!("course-short-note", n = taken, minimum = minimum)}</p>
            <RowForm to=format!("/courses/{id}/hold")><button class="btn btn-main">{t!("course-hold")}</button></RowForm>
        </Banner>
    }
}

fn links(course: &Course, manages: bool) -> impl IntoView + use<> {
    let (id, changes) = (course.id, manages && course.state == CourseState::Announced);
    let file = |format: &str| format!("/desk/courses/{id}/file?format={format}");
    view! {
        <nav class="doors" aria-label=t!("courses-more")>
            <a class="door" href=format!("/courses/{id}/roster")><Icon name="list" /><span>{t!("course-roster")}</span></a>
            {changes.then(|| view! {
                <a class="door" href=format!("/courses/{id}/change")><Icon name="pen" /><span>{t!("course-change")}</span></a>
            })}
            {manages.then(|| view! {
                <a class="door" href=file("xlsx")><Icon name="download" /><span>{t!("course-export")}</span></a>
                <a class="door" href=file("csv")><Icon name="download" /><span>{t!("course-export-csv")}</span></a>
            })}
        </nav>
    }
}

/// Renders what an organiser does about an announced course.
fn manage(id: i64, ahead: bool) -> impl IntoView {
    let to = move |what: &str| format!("/courses/{id}/{what}");
    let reasons = CourseCancel::ALL
        .iter()
        .map(|reason| (reason.as_str().to_owned(), lang().named("course-cancel", reason.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <section class="stack" aria-labelledby="manage">
            <h2 id="manage">{t!("course-manage")}</h2>
            <More summary=t!("course-session-add") to=to("sessions")>
                <ActionForm to=to("sessions")>
                    {session_fields()}
                    <Submit label=t!("course-session-add") tone="soft" />
                </ActionForm>
            </More>
            {ahead.then(|| view! {
                <More summary=t!("course-cancel") to=to("cancel")>
                    <ActionForm to=to("cancel")>
                        <p class="note">{t!("course-cancel-note")}</p>
                        <Choice name="reason" label=t!("course-reason") options=reasons />
                        <Submit label=t!("course-cancel-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        </section>
    }
}

/// Whether a session can still be dropped: its door is not open yet.
pub(super) fn is_ahead(starts: Timestamp) -> bool {
    scene().now < starts - domain::community::courses::DOOR_EARLY
}

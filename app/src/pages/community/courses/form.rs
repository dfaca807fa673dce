//! The form that announces a course, and the one that changes it.

use domain::{
    Code, DAY, Error, Result, Timestamp,
    casework::rounds::profile::Spoken,
    community::courses::{CourseKind, CourseTopic, NewSession},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Field, Select, Submit, TextArea, area_choice, area_options},
    i18n::{day_end, day_value, minute_value},
    pages::casework::pieces::named,
    web::{Cx, Here, Page, Shown, scene},
};

/// Parses a day and a time of day of the form. The error is that of the day's field.
pub(in crate::pages::community) fn moment_of(cx: &Cx, day: &'static str, time: &'static str) -> Result<Timestamp> {
    let code = if cx.field(day).is_empty() { Code::Required } else { Code::Unknown };
    let end = day_end(cx.field(day)).ok_or_else(|| Error::field(day, code))?;
    let wrong = || Error::field(time, Code::Unknown);
    let (hours, minutes) = cx.field(time).split_once(':').ok_or_else(wrong)?;
    let (hours, minutes): (i64, i64) = (hours.parse().map_err(|_| wrong())?, minutes.parse().map_err(|_| wrong())?);
    if !(0..24).contains(&hours) || !(0..60).contains(&minutes) {
        return Err(wrong());
    }
    Ok(end + 1 - DAY + hours * 3600 + minutes * 60)
}

/// Parses the session of the form.
pub(super) fn session_of(cx: &Cx) -> Result<NewSession> {
    Ok(NewSession {
        place: cx.field("place").to_owned(),
        starts: moment_of(cx, "starts", "time")?,
        minutes: cx.field_i64("minutes"),
    })
}

/// Renders the fields of a session: place, day, time and minutes.
pub(super) fn session_fields() -> impl IntoView {
    let now = scene().now;
    let (today, latest) = (day_value(now), day_value(now + 365 * DAY));
    view! {
        <Field name="place" label=t!("course-place") required=true max_length=60 autocomplete="off" />
        <Field name="starts" label=t!("course-day") kind="date" required=true min=today max=latest />
        <Field name="time" label=t!("course-time") kind="time" value="14:00" required=true />
        <Field
            name="minutes" label=t!("course-minutes") kind="number" inputmode="numeric" value="90" required=true min="10" max="720"
            unit=t!("course-minutes-unit")
        />
    }
}

/// Renders the fields of places: minimum and maximum.
fn place_fields(minimum: i64, maximum: i64) -> impl IntoView {
    view! {
        <Field
            name="maximum" label=t!("course-maximum") kind="number" inputmode="numeric" value=maximum.to_string() required=true min="1"
            max="500"
        />
        <Field
            name="minimum" label=t!("course-minimum") hint=t!("course-minimum-hint") kind="number" inputmode="numeric"
            value=minimum.to_string() min="0" max="500"
        />
    }
}

/// Renders `GET /desk/courses/new`.
pub async fn new(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepCourses)?;
    let areas = cx.store.areas(&cx.actor).await?;
    let options = area_choice(cx.lang, area_options(&areas, |area| cx.actor.may(Action::KeepCourses, &area.path)));
    let organisations = cx.store.course_organisations(&cx.actor).await?;
    let latest = day_value(cx.now + 365 * DAY);
    let today = day_value(cx.now);
    Ok(Page::new(cx.lang.t("courses-new"), Here::Courses, move || {
        let kinds = named("course-kind", CourseKind::ALL, CourseKind::as_str);
        let topics = named("course-topic", CourseTopic::ALL, CourseTopic::as_str);
        let languages = named("spoken", Spoken::ALL, Spoken::as_str);
        let organisations = organisations.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>();
        view! {
            <ActionForm to="/desk/courses/new">
                <Field name="title" label=t!("course-title") required=true max_length=40 autocomplete="off" />
                <Select name="kind" label=t!("course-kind") options=kinds value="course" required=true />
                <Select name="topic" label=t!("course-topic") options=topics value="law" required=true />
                <Select name="language" label=t!("course-language") options=languages value="mandarin" required=true />
                <Select name="area" label=t!("field-area") options required=true />
                <Select name="organisation" label=t!("course-organisation") hint=t!("course-organisation-hint") options=organisations />
                {session_fields()}
                <p class="note">{t!("course-sessions-later")}</p>
                {place_fields(0, 30)}
                <Field name="opens" label=t!("course-opens") hint=t!("course-opens-hint") kind="date" min=today.clone() max=latest.clone() />
                <Field name="closes" label=t!("course-closes") hint=t!("course-closes-hint") kind="date" min=today max=latest />
                <Field
                    name="enough" label=t!("course-enough") hint=t!("course-enough-hint") kind="number" inputmode="numeric" value="80"
                    required=true min="1" max="100" unit="%"
                />
                <TextArea name="about" label=t!("course-about") hint=t!("course-about-hint") max_length=500 />
                <div class="thumb-bar"><Submit label=t!("courses-new-do") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/desk/courses")
    .narrow()
    .no_index())
}

/// Renders `GET /courses/{id}/change`.
pub async fn change(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::KeepCourses)?;
    let id = cx.id("id")?;
    let details = cx.store.course(&cx.actor, id).await?;
    if !details.may_manage {
        return Err(Error::NotFound);
    }
    let course = details.course;
    Ok(Page::new(cx.lang.t("course-change"), Here::Courses, move || {
        let to = format!("/courses/{id}/change");
        let (day, last) = (day_value(course.closes), day_value(course.starts));
        let time = minute_value(course.closes).split(' ').nth(1).unwrap_or_default().to_owned();
        view! {
            <ActionForm to=to>
                <Field name="title" label=t!("course-title") value=course.title required=true max_length=40 autocomplete="off" />
                {place_fields(course.minimum, course.maximum)}
                <Field name="closes" label=t!("course-closes") kind="date" value=day required=true max=last />
                <Field name="time" label=t!("course-closes-time") kind="time" value=time required=true />
                <TextArea name="about" label=t!("course-about") hint=t!("course-about-hint") value=course.about max_length=500 />
                <div class="thumb-bar"><Submit label=t!("file-save") wide=true /></div>
            </ActionForm>
        }
    })
    .back(format!("/courses/{id}"))
    .narrow()
    .no_index())
}

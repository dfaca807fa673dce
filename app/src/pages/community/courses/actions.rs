//! Actions on courses, places, attendance and rules.

use domain::{
    Code, Error, Result,
    community::courses::{CourseChange, NewCourse, PlaceState, Presence},
    time::Day,
};
use store::community::courses::{
    attendance::{AdmitAdult, MarkAttendance},
    endings::{CancelCourse, HoldCourse},
    hours::SetCourseRule,
    places::{AnswerPlace, JoinCourse, JoinedCourse, LeaveCourse},
    posting::{ChangeCourse, PostCourse},
    scans::ScanCard,
    sessions::{AddSession, DropSession, NoteSession},
};

use super::form::{moment_of, session_of};
use crate::{
    i18n::day_end,
    pages::casework::must_keep,
    web::{Cx, Done, To},
};

fn to(id: i64) -> To {
    To::page(format!("/courses/{id}"))
}

/// Parses a day that may be left out.
fn day(cx: &Cx, name: &'static str) -> Result<Option<i64>> {
    match cx.field(name) {
        "" => Ok(None),
        text => day_end(text).map(Some).ok_or_else(|| Error::field(name, Code::Unknown)),
    }
}

/// Handles `POST /desk/courses/new`.
pub async fn post(cx: Cx) -> Done {
    let session = session_of(&cx)?;
    let starts = session.starts;
    let new = NewCourse {
        area: cx.choice("area")?,
        organisation: if cx.field("organisation").is_empty() { None } else { Some(cx.choice("organisation")?) },
        kind: cx.choice("kind")?,
        topic: cx.choice("topic")?,
        title: cx.field("title").to_owned(),
        about: cx.field("about").to_owned(),
        language: cx.choice("language")?,
        minimum: cx.field_i64("minimum"),
        maximum: cx.field_i64("maximum"),
        // From the morning of a later day, at once for today.
        opens: day(&cx, "opens")?.map(|end| Day::of(end).start()).filter(|at| *at > cx.now),
        closes: day(&cx, "closes")?.map(|end| end.min(starts)),
        enough: cx.field_i64("enough"),
        sessions: vec![session],
    };
    let id = cx.store.run(&cx.by(), PostCourse(new)).await?;
    Ok(to(id).saying("done-course-posted"))
}

/// Handles `POST /courses/{id}/change`.
pub async fn change(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let change = CourseChange {
        title: cx.field("title").to_owned(),
        about: cx.field("about").to_owned(),
        minimum: cx.field_i64("minimum"),
        maximum: cx.field_i64("maximum"),
        closes: moment_of(&cx, "closes", "time")?,
    };
    cx.store.run(&cx.by(), ChangeCourse { course: id, change }).await?;
    Ok(to(id).saying("done-file-saved"))
}

/// Handles `POST /courses/{id}/sessions`.
pub async fn add_session(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), AddSession { course: id, session: session_of(&cx)? }).await?;
    Ok(to(id).saying("done-course-session"))
}

/// Handles `POST /courses/{id}/hold`.
pub async fn hold(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), HoldCourse { course: id }).await?;
    Ok(to(id).saying("done-course-held"))
}

/// Handles `POST /courses/{id}/cancel`.
pub async fn cancel(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelCourse { course: id, reason: cx.choice("reason")? }).await?;
    Ok(to(id).saying("done-course-cancelled"))
}

fn joined(page: To, joined: &JoinedCourse) -> To {
    match joined.state {
        PlaceState::Waiting => page.saying("done-course-waiting"),
        _ => page.saying("done-course-joined"),
    }
}

/// Handles `POST /courses/{id}/join`: a member of the reader's own family.
pub async fn join(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let household = cx.actor.must_be_family()?;
    let join = JoinCourse { course: id, household, member: cx.choice("member")?, words: cx.field("words").to_owned() };
    let made = cx.store.run(&cx.by(), join).await?;
    Ok(joined(to(id), &made))
}

/// Handles `POST /desk/households/{id}/courses`: for a family.
pub async fn register(cx: Cx) -> Done {
    must_keep(&cx)?;
    let household = cx.id("id")?;
    let join = JoinCourse {
        course: cx.choice("course")?,
        household,
        member: cx.choice("member")?,
        words: cx.field("words").to_owned(),
    };
    let made = cx.store.run(&cx.by(), join).await?;
    Ok(joined(To::page(format!("/desk/households/{household}/courses")), &made))
}

/// Leads back to where the reader's places are: its own, or those of the family it acts for.
fn back(cx: &Cx) -> To {
    match cx.field("household").parse::<i64>() {
        Ok(household) => To::page(format!("/desk/households/{household}/courses")),
        Err(_) => To::page("/home/courses"),
    }
}

/// Handles `POST /courses/places/{id}/answer`.
pub async fn answer(cx: Cx) -> Done {
    cx.store.run(&cx.by(), AnswerPlace { place: cx.id("id")?, answer: cx.choice("answer")? }).await?;
    Ok(back(&cx).saying("done-course-answered"))
}

/// Handles `POST /courses/places/{id}/leave`.
pub async fn leave(cx: Cx) -> Done {
    cx.store.run(&cx.by(), LeaveCourse { place: cx.id("id")? }).await?;
    Ok(back(&cx).saying("done-course-left"))
}

fn door(id: i64) -> To {
    To::page(format!("/desk/courses/sessions/{id}"))
}

/// Handles `POST /desk/courses/sessions/{id}/marks`: people that were ticked, or one whose mark is taken back.
pub async fn mark(cx: Cx) -> Done {
    let session = cx.id("id")?;
    let presence = if cx.checked("take_back") { Presence::TakenBack } else { Presence::There };
    let places: Vec<i64> = cx.fields("present").into_iter().filter_map(|place| place.parse().ok()).collect();
    cx.store.run(&cx.by(), MarkAttendance { session, places, presence }).await?;
    Ok(door(session).saying("done-course-marked"))
}

/// Handles `POST /desk/courses/sessions/{id}/scan`: to the family's adults.
pub async fn scan(cx: Cx) -> Done {
    let session = cx.id("id")?;
    let card = cx.field("card").to_owned();
    let household = cx.store.course_scan(&cx.by(), ScanCard { session, card }).await?;
    // A card that was read without a network counts only if it left no question; else its family is still to be chosen.
    if cx.unsent.is_some() {
        let scan = cx.store.scanned_family(&cx.actor, session, household).await?;
        if !scan.adults.iter().any(|adult| adult.present) {
            return Err(Error::field("adult", Code::Required));
        }
    }
    Ok(To::page(format!("/desk/courses/sessions/{session}?family={household}")))
}

/// Handles `POST /desk/courses/sessions/{id}/admit`.
pub async fn admit(cx: Cx) -> Done {
    let session = cx.id("id")?;
    let admit = AdmitAdult { session, household: cx.choice("household")?, member: cx.choice("member")? };
    cx.store.run(&cx.by(), admit).await?;
    Ok(door(session).saying("done-course-marked"))
}

/// Handles `POST /desk/courses/sessions/{id}/minutes`.
pub async fn minutes(cx: Cx) -> Done {
    let session = cx.id("id")?;
    let minutes = cx.choice("minutes")?;
    cx.store.run(&cx.by(), NoteSession { session, minutes }).await?;
    Ok(door(session).saying("done-file-saved"))
}

/// Handles `POST /desk/courses/sessions/{id}/drop`.
pub async fn drop_session(cx: Cx) -> Done {
    let session = cx.id("id")?;
    let (course, _) = cx.store.session_people(&cx.actor, session).await?;
    cx.store.run(&cx.by(), DropSession { session }).await?;
    Ok(to(course).saying("done-course-session-dropped"))
}

/// Handles `POST /desk/courses/rules`. Hours that are no number are refused: 0 takes a rule back.
pub async fn rule(cx: Cx) -> Done {
    let hours = domain::text::half_width(cx.field("hours")).parse::<i64>().ok().filter(|n| (0..=1000).contains(n));
    let rule = SetCourseRule {
        area: cx.choice("area")?,
        topic: cx.choice("topic")?,
        year: cx.field_i64("year"),
        minutes: 60 * hours.ok_or_else(|| Error::field("hours", Code::OutOfRange))?,
    };
    cx.store.run(&cx.by(), rule).await?;
    Ok(To::page("/desk/courses/rules").saying("done-file-saved"))
}

//! Courses and events: sessions, places and attendance. Hours and certificates are in [`super::hours`].

use domain::{
    community::courses::{
        CardScan, Course, CourseCancel, CourseChange, CourseDetails, CourseId, CoursePlaceId, CourseSessionId,
        DoorPerson, NewCourse, NewSession, OwnPlace, PlaceAnswer, PlaceLine, PlaceState, Presence,
    },
    households::HouseholdId,
};
use store::community::courses::{
    attendance::{AdmitAdult, MarkAttendance},
    endings::{CancelCourse, HoldCourse},
    places::{AnswerPlace, JoinCourse, LeaveCourse},
    posting::{ChangeCourse, PostCourse},
    scans::ScanCard,
    sessions::{AddSession, DropSession, NoteSession},
    views::CourseList,
};

use crate::api::prelude::*;

/// Which courses a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct CoursesQuery {
    /// Only those about which the organiser is asked.
    asked: bool,
    /// Only those that are over or cancelled.
    over: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// A course that was announced.
#[derive(Serialize, ToSchema)]
pub struct CoursePosted {
    /// Number of the course.
    course: CourseId,
}

/// A session that was added.
#[derive(Serialize, ToSchema)]
pub struct CourseSessionAdded {
    /// Number of the session.
    session: CourseSessionId,
}

/// Why a course is cancelled.
#[derive(Deserialize, ToSchema)]
pub struct CourseCancelBody {
    /// The reason.
    reason: CourseCancel,
}

/// Who is registered.
#[derive(Deserialize, ToSchema)]
pub struct CourseJoinBody {
    /// The household; the caller's own when left out.
    #[serde(default)]
    household: Option<HouseholdId>,
    /// Its member, an adult.
    member: i64,
    /// What the organiser should know, at most 200 characters.
    #[serde(default)]
    words: String,
}

/// A place that was made.
#[derive(Serialize, ToSchema)]
pub struct CourseJoined {
    /// Number of the place.
    place: CoursePlaceId,
    /// Registered, or in the waiting list.
    state: PlaceState,
}

/// An answer to an offered place.
#[derive(Deserialize, ToSchema)]
pub struct CoursePlaceAnswerBody {
    /// Yes or no.
    answer: PlaceAnswer,
}

/// Marks of a session. They can be sent again.
#[derive(Deserialize, ToSchema)]
pub struct CourseMarksBody {
    /// Places of the people.
    places: Vec<CoursePlaceId>,
    /// What the marks say.
    presence: Presence,
}

/// A family's card.
#[derive(Deserialize, ToSchema)]
pub struct CourseScanBody {
    /// Text of its QR code, or its number.
    card: String,
}

/// An adult whose family's card was scanned.
#[derive(Deserialize, ToSchema)]
pub struct CourseAdmitBody {
    /// The household.
    household: HouseholdId,
    /// Its member.
    member: i64,
}

/// The place of an adult who came in.
#[derive(Serialize, ToSchema)]
pub struct CourseAdmitted {
    /// Number of the place.
    place: CoursePlaceId,
}

/// How long a session was.
#[derive(Deserialize, ToSchema)]
pub struct CourseMinutesBody {
    /// Minutes; 0 when it did not take place.
    minutes: i64,
}

/// Lists the courses of the caller's areas, newest first.
#[utoipa::path(get, path = "/courses", tag = "courses", params(CoursesQuery),
    responses((status = 200, body = Page<Course>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(CoursesQuery { asked, over, cursor }): Query<CoursesQuery>,
) -> Answer<Json<Page<Course>>> {
    let which = match (asked, over) {
        (true, _) => CourseList::Asked,
        (_, true) => CourseList::Over,
        _ => CourseList::Coming,
    };
    Ok(Json(store.courses(&signed.actor, which, cursor).await?))
}

/// Announces a course or event with its sessions.
#[utoipa::path(post, path = "/courses", tag = "courses", request_body = NewCourse,
    responses((status = 201, body = CoursePosted)))]
pub async fn post(State(store): State<Store>, write: Write, Body(new): Body<NewCourse>) -> Made<CoursePosted> {
    made(CoursePosted { course: store.run(&write.0, PostCourse(new)).await? })
}

/// Returns a course, for staff of its area, for its organisation, and for families around it.
#[utoipa::path(get, path = "/courses/{id}", tag = "courses", params(("id" = i64, Path)),
    responses((status = 200, body = CourseDetails)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<CourseDetails>> {
    Ok(Json(store.course(&signed.actor, id).await?))
}

/// Changes an announced course. With more places the waiting list moves up.
#[utoipa::path(post, path = "/courses/{id}/change", tag = "courses", params(("id" = i64, Path)),
    request_body = CourseChange, responses((status = 200, body = CourseDetails)))]
pub async fn change(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(change): Body<CourseChange>,
) -> Answer<Json<CourseDetails>> {
    store.run(&write.0, ChangeCourse { course: id, change }).await?;
    Ok(Json(store.course(write.actor(), id).await?))
}

/// Adds a session; all who registered are told.
#[utoipa::path(post, path = "/courses/{id}/sessions", tag = "courses", params(("id" = i64, Path)),
    request_body = NewSession, responses((status = 201, body = CourseSessionAdded)))]
pub async fn session_add(
    State(store): State<Store>,
    write: Write,
    Id(course): Id,
    Body(session): Body<NewSession>,
) -> Made<CourseSessionAdded> {
    made(CourseSessionAdded { session: store.run(&write.0, AddSession { course, session }).await? })
}

/// Holds a course below its minimum.
#[utoipa::path(post, path = "/courses/{id}/hold", tag = "courses", params(("id" = i64, Path)),
    responses((status = 200, body = CourseDetails)))]
pub async fn hold(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<CourseDetails>> {
    store.run(&write.0, HoldCourse { course: id }).await?;
    Ok(Json(store.course(write.actor(), id).await?))
}

/// Cancels a course; all who registered or wait are told.
#[utoipa::path(post, path = "/courses/{id}/cancel", tag = "courses", params(("id" = i64, Path)),
    request_body = CourseCancelBody, responses((status = 200, body = CourseDetails)))]
pub async fn cancel(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(CourseCancelBody { reason }): Body<CourseCancelBody>,
) -> Answer<Json<CourseDetails>> {
    store.run(&write.0, CancelCourse { course: id, reason }).await?;
    Ok(Json(store.course(write.actor(), id).await?))
}

/// Lists the places of a course. Accounts of its organisation read numbers and sizes of families only.
#[utoipa::path(get, path = "/courses/{id}/places", tag = "courses", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<PlaceLine>)))]
pub async fn roster(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<PlaceLine>>> {
    Ok(Json(store.course_roster(&signed.actor, id).await?))
}

/// Registers an adult of a household; into the waiting list when the course is full.
#[utoipa::path(post, path = "/courses/{id}/places", tag = "courses", params(("id" = i64, Path)),
    request_body = CourseJoinBody, responses((status = 201, body = CourseJoined)))]
pub async fn join(
    State(store): State<Store>,
    write: Write,
    Id(course): Id,
    Body(CourseJoinBody { household, member, words }): Body<CourseJoinBody>,
) -> Made<CourseJoined> {
    let household = match household {
        Some(household) => household,
        None => write.actor().must_be_family()?,
    };
    let joined = store.run(&write.0, JoinCourse { course, household, member, words }).await?;
    made(CourseJoined { place: joined.place, state: joined.state })
}

/// Accepts or passes an offered place.
#[utoipa::path(post, path = "/course-places/{id}/answer", tag = "courses", params(("id" = i64, Path)),
    request_body = CoursePlaceAnswerBody, responses((status = 204, description = "Answered")))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(place): Id,
    Body(CoursePlaceAnswerBody { answer }): Body<CoursePlaceAnswerBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, AnswerPlace { place, answer }).await?;
    Ok(DONE)
}

/// Gives up a place, also in the waiting list.
#[utoipa::path(post, path = "/course-places/{id}/leave", tag = "courses", params(("id" = i64, Path)),
    responses((status = 204, description = "Given up")))]
pub async fn leave(State(store): State<Store>, write: Write, Id(place): Id) -> Answer<StatusCode> {
    store.run(&write.0, LeaveCourse { place }).await?;
    Ok(DONE)
}

/// Lists the registered people of a session with their marks.
#[utoipa::path(get, path = "/course-sessions/{id}/people", tag = "courses", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<DoorPerson>)))]
pub async fn people(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<DoorPerson>>> {
    let (_, people) = store.session_people(&signed.actor, id).await?;
    Ok(Json(people))
}

/// Marks people as there, or takes marks back, until two days after the session.
#[utoipa::path(post, path = "/course-sessions/{id}/marks", tag = "courses", params(("id" = i64, Path)),
    request_body = CourseMarksBody, responses((status = 200, body = Vec<DoorPerson>)))]
pub async fn mark(
    State(store): State<Store>,
    write: Write,
    Id(session): Id,
    Body(CourseMarksBody { places, presence }): Body<CourseMarksBody>,
) -> Answer<Json<Vec<DoorPerson>>> {
    store.run(&write.0, MarkAttendance { session, places, presence }).await?;
    let (_, people) = store.session_people(write.actor(), session).await?;
    Ok(Json(people))
}

/// Reads a family's card at the door; the only registered adult of the family is marked. The family reads it in its log.
#[utoipa::path(post, path = "/course-sessions/{id}/scans", tag = "courses", params(("id" = i64, Path)),
    request_body = CourseScanBody, responses((status = 200, body = CardScan)))]
pub async fn scan(
    State(store): State<Store>,
    write: Write,
    Id(session): Id,
    Body(CourseScanBody { card }): Body<CourseScanBody>,
) -> Answer<Json<CardScan>> {
    let household = store.course_scan(&write.0, ScanCard { session, card }).await?;
    Ok(Json(store.scanned_family(write.actor(), session, household).await?))
}

/// Lets in an adult whose family's card was scanned, with a new place while any is free.
#[utoipa::path(post, path = "/course-sessions/{id}/admissions", tag = "courses", params(("id" = i64, Path)),
    request_body = CourseAdmitBody, responses((status = 201, body = CourseAdmitted)))]
pub async fn admit(
    State(store): State<Store>,
    write: Write,
    Id(session): Id,
    Body(CourseAdmitBody { household, member }): Body<CourseAdmitBody>,
) -> Made<CourseAdmitted> {
    made(CourseAdmitted { place: store.run(&write.0, AdmitAdult { session, household, member }).await? })
}

/// Notes how long a session was.
#[utoipa::path(post, path = "/course-sessions/{id}/minutes", tag = "courses", params(("id" = i64, Path)),
    request_body = CourseMinutesBody, responses((status = 204, description = "Noted")))]
pub async fn minutes(
    State(store): State<Store>,
    write: Write,
    Id(session): Id,
    Body(CourseMinutesBody { minutes }): Body<CourseMinutesBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, NoteSession { session, minutes }).await?;
    Ok(DONE)
}

/// Drops a session that has not begun; all who registered are told.
#[utoipa::path(post, path = "/course-sessions/{id}/drop", tag = "courses", params(("id" = i64, Path)),
    responses((status = 204, description = "Dropped")))]
pub async fn session_drop(State(store): State<Store>, write: Write, Id(session): Id) -> Answer<StatusCode> {
    store.run(&write.0, DropSession { session }).await?;
    Ok(DONE)
}

/// Lists the courses that the caller's organisation holds.
#[utoipa::path(get, path = "/me/organisation/courses", tag = "courses", responses((status = 200, body = Vec<Course>)))]
pub async fn of_organisation(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Course>>> {
    Ok(Json(store.organisation_courses(&signed.actor).await?))
}

/// Lists the courses around the caller's home that have not begun.
#[utoipa::path(get, path = "/me/courses", tag = "courses", responses((status = 200, body = Vec<Course>)))]
pub async fn around(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Course>>> {
    let household = signed.actor.must_be_family()?;
    let (courses, _) = store.courses_for(&signed.actor, household).await?;
    Ok(Json(courses))
}

/// Lists the places of the caller's own family, newest first.
#[utoipa::path(get, path = "/me/course-places", tag = "courses", responses((status = 200, body = Vec<OwnPlace>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<OwnPlace>>> {
    Ok(Json(store.own_course_places(&signed.actor).await?))
}

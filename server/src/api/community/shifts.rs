//! Shifts: signing up, serving, and the lists of homes.

use domain::community::shifts::{
    CheckStep, NewShift, PlaceMark, ServedHours, Shift, ShiftHours, ShiftId, ShiftPerson, ShiftPlaceState,
    tasks::{NewTasks, ShiftTask, TaskId, Tick},
};
use store::community::shifts::{
    attendance::{CheckAtPlace, MarkPlace, TypeMinutes},
    doors::{RevealTask, TickTask},
    feed::EndFeed,
    lifecycle::{CancelShift, ChangePlaces, OpenShift},
    sign_up::{LeaveShift, SignUp},
    tasks::{AddTasks, MoveTask, SettleTask},
    views::ShiftList,
};

use crate::api::prelude::*;

/// Which shifts a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ShiftsQuery {
    /// Only those that are over.
    over: bool,
    /// Only those that were cancelled.
    cancelled: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// A shift that was opened.
#[derive(Serialize, ToSchema)]
pub struct ShiftMade {
    /// Number of the shift.
    shift: ShiftId,
}

/// How many people a shift needs.
#[derive(Deserialize, ToSchema)]
pub struct ShiftPlacesBody {
    /// People that are needed.
    places: i64,
}

/// Why a shift is cancelled.
#[derive(Deserialize, ToSchema)]
pub struct ShiftCancelBody {
    /// Why; those who signed up read it.
    reason: String,
}

/// What came of signing up.
#[derive(Serialize, ToSchema)]
pub struct SignedUp {
    /// On the shift, or in its standby line.
    state: ShiftPlaceState,
}

/// A step at the place of a shift.
#[derive(Deserialize, ToSchema)]
pub struct ShiftCheckBody {
    /// Check in or out.
    step: CheckStep,
    /// Code that is shown at the place.
    code: String,
}

/// What is noted about a person.
#[derive(Deserialize, ToSchema)]
pub struct ShiftMarkBody {
    /// The mark.
    mark: PlaceMark,
}

/// Minutes that are typed by hand.
#[derive(Deserialize, ToSchema)]
pub struct ShiftMinutesBody {
    /// Minutes; 0 takes them back.
    minutes: i64,
}

/// Homes that were put on a list.
#[derive(Serialize, ToSchema)]
pub struct TasksAdded {
    /// Homes that were added; those on the list before are not counted.
    added: i64,
}

/// The shift on whose list a task is put.
#[derive(Deserialize, ToSchema)]
pub struct TaskMoveBody {
    /// The shift.
    shift: ShiftId,
}

/// A task that was put on another list.
#[derive(Serialize, ToSchema)]
pub struct TaskMoved {
    /// Number of the new task.
    task: TaskId,
}

/// Token of a calendar feed, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct FeedMade {
    /// The token: the feed is at `/shifts/feed/{token}`.
    token: String,
}

/// Lists the shifts ahead in the caller's root area, soonest first.
#[utoipa::path(get, path = "/shifts", tag = "shifts", params(Cursor), responses((status = 200, body = Page<Shift>)))]
pub async fn ahead(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Shift>>> {
    Ok(Json(store.shifts_ahead(&signed.actor, cursor).await?))
}

/// Opens a shift of an area.
#[utoipa::path(post, path = "/shifts", tag = "shifts", request_body = NewShift,
    responses((status = 201, body = ShiftMade)))]
pub async fn open(State(store): State<Store>, write: Write, Body(new): Body<NewShift>) -> Made<ShiftMade> {
    made(ShiftMade { shift: store.run(&write.0, OpenShift(new)).await? })
}

/// Lists the shifts of the caller's areas: those ahead, or those that are over or cancelled.
#[utoipa::path(get, path = "/shifts/kept", tag = "shifts", params(ShiftsQuery),
    responses((status = 200, body = Page<Shift>)))]
pub async fn kept(
    State(store): State<Store>,
    signed: Signed,
    Query(ShiftsQuery { over, cancelled, cursor }): Query<ShiftsQuery>,
) -> Answer<Json<Page<Shift>>> {
    let which = match (over, cancelled) {
        (true, _) => ShiftList::Over,
        (_, true) => ShiftList::Cancelled,
        _ => ShiftList::Ahead,
    };
    Ok(Json(store.shifts(&signed.actor, which, cursor).await?))
}

/// Lists the caller's own shifts of the last year and to come, latest first.
#[utoipa::path(get, path = "/me/shifts", tag = "shifts", responses((status = 200, body = Vec<Shift>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Shift>>> {
    Ok(Json(store.my_shifts(&signed.actor).await?))
}

/// Returns the time that the caller served; minutes that were typed by hand are apart.
#[utoipa::path(get, path = "/me/shift-hours", tag = "shifts", responses((status = 200, body = ServedHours)))]
pub async fn hours(State(store): State<Store>, signed: Signed) -> Answer<Json<ServedHours>> {
    Ok(Json(store.my_hours(&signed.actor).await?))
}

/// Makes the address of the caller's calendar feed; the one before ends.
#[utoipa::path(post, path = "/me/shift-feed", tag = "shifts", responses((status = 201, body = FeedMade)))]
pub async fn feed_make(State(store): State<Store>, write: Write) -> Made<FeedMade> {
    made(FeedMade { token: store.shift_feed_make(&write.0).await? })
}

/// Ends the address of the caller's calendar feed.
#[utoipa::path(post, path = "/me/shift-feed/end", tag = "shifts", responses((status = 204)))]
pub async fn feed_end(State(store): State<Store>, write: Write) -> Answer<StatusCode> {
    store.run(&write.0, EndFeed).await?;
    Ok(DONE)
}

/// Returns a shift, with what is in the way of signing up.
#[utoipa::path(get, path = "/shifts/{id}", tag = "shifts", params(("id" = i64, Path)),
    responses((status = 200, body = ShiftHours)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<ShiftHours>> {
    Ok(Json(store.shift(&signed.actor, id).await?))
}

/// Signs the caller up: for a place, or for the standby line of a full shift.
#[utoipa::path(post, path = "/shifts/{id}/sign-up", tag = "shifts", params(("id" = i64, Path)),
    responses((status = 200, body = SignedUp)))]
pub async fn sign_up(State(store): State<Store>, write: Write, Id(shift): Id) -> Answer<Json<SignedUp>> {
    Ok(Json(SignedUp { state: store.run(&write.0, SignUp { shift }).await? }))
}

/// Leaves a shift until its limit, or its standby line; the next in the line moves up.
#[utoipa::path(post, path = "/shifts/{id}/leave", tag = "shifts", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn leave(State(store): State<Store>, write: Write, Id(shift): Id) -> Answer<StatusCode> {
    store.run(&write.0, LeaveShift { shift }).await?;
    Ok(DONE)
}

/// Checks the caller in or out by the code at the place.
#[utoipa::path(post, path = "/shifts/{id}/check", tag = "shifts", params(("id" = i64, Path)), request_body = ShiftCheckBody,
    responses((status = 200, body = ShiftHours)))]
pub async fn check(
    State(store): State<Store>,
    write: Write,
    Id(shift): Id,
    Body(ShiftCheckBody { step, code }): Body<ShiftCheckBody>,
) -> Answer<Json<ShiftHours>> {
    store.shift_check(&write.0, CheckAtPlace { shift, step, code }).await?;
    Ok(Json(store.shift(write.actor(), shift).await?))
}

/// Changes how many people a shift needs; the standby line moves up at once.
#[utoipa::path(post, path = "/shifts/{id}/places", tag = "shifts", params(("id" = i64, Path)), request_body = ShiftPlacesBody,
    responses((status = 200, body = ShiftHours)))]
pub async fn places(
    State(store): State<Store>,
    write: Write,
    Id(shift): Id,
    Body(ShiftPlacesBody { places }): Body<ShiftPlacesBody>,
) -> Answer<Json<ShiftHours>> {
    store.run(&write.0, ChangePlaces { shift, places }).await?;
    Ok(Json(store.shift(write.actor(), shift).await?))
}

/// Cancels a shift; all who signed up are told at once.
#[utoipa::path(post, path = "/shifts/{id}/cancel", tag = "shifts", params(("id" = i64, Path)),
    request_body = ShiftCancelBody, responses((status = 200, body = ShiftHours)))]
pub async fn cancel(
    State(store): State<Store>,
    write: Write,
    Id(shift): Id,
    Body(ShiftCancelBody { reason }): Body<ShiftCancelBody>,
) -> Answer<Json<ShiftHours>> {
    store.run(&write.0, CancelShift { shift, reason }).await?;
    Ok(Json(store.shift(write.actor(), shift).await?))
}

/// Lists the people of a shift: those on it, those who were absent, and the standby line.
#[utoipa::path(get, path = "/shifts/{id}/people", tag = "shifts", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<ShiftPerson>)))]
pub async fn people(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<ShiftPerson>>> {
    Ok(Json(store.shift_people(&signed.actor, id).await?))
}

/// Notes that a person came, went, did not come, or cannot come.
#[utoipa::path(post, path = "/shift-places/{id}/mark", tag = "shifts", params(("id" = i64, Path)),
    request_body = ShiftMarkBody, responses((status = 204)))]
pub async fn mark(
    State(store): State<Store>,
    write: Write,
    Id(place): Id,
    Body(ShiftMarkBody { mark }): Body<ShiftMarkBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, MarkPlace { place, mark }).await?;
    Ok(DONE)
}

/// Types the minutes of a person by hand, after the shift; they are kept apart.
#[utoipa::path(post, path = "/shift-places/{id}/minutes", tag = "shifts", params(("id" = i64, Path)),
    request_body = ShiftMinutesBody, responses((status = 204)))]
pub async fn minutes(
    State(store): State<Store>,
    write: Write,
    Id(place): Id,
    Body(ShiftMinutesBody { minutes }): Body<ShiftMinutesBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, TypeMinutes { place, minutes }).await?;
    Ok(DONE)
}

/// Lists the homes of a shift, by alias for the people on it.
#[utoipa::path(get, path = "/shifts/{id}/tasks", tag = "shifts", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<ShiftTask>)))]
pub async fn tasks(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<ShiftTask>>> {
    Ok(Json(store.shift_tasks(&signed.actor, id).await?))
}

/// Puts homes on the list of a shift.
#[utoipa::path(post, path = "/shifts/{id}/tasks", tag = "shifts", params(("id" = i64, Path)), request_body = NewTasks,
    responses((status = 201, body = TasksAdded)))]
pub async fn tasks_add(
    State(store): State<Store>,
    write: Write,
    Id(shift): Id,
    Body(new): Body<NewTasks>,
) -> Made<TasksAdded> {
    made(TasksAdded { added: store.run(&write.0, AddTasks { shift, new }).await? })
}

/// Lists the tasks that came back from shifts in the caller's areas.
#[utoipa::path(get, path = "/shift-tasks", tag = "shifts", params(Cursor),
    responses((status = 200, body = Page<ShiftTask>)))]
pub async fn tasks_back(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<ShiftTask>>> {
    Ok(Json(store.tasks_back(&signed.actor, cursor).await?))
}

/// Ticks a task off at the door. A need becomes a finding.
#[utoipa::path(post, path = "/shift-tasks/{id}/tick", tag = "shifts", params(("id" = i64, Path)), request_body = Tick,
    responses((status = 204)))]
pub async fn tick(
    State(store): State<Store>,
    write: Write,
    Id(task): Id,
    Body(tick): Body<Tick>,
) -> Answer<StatusCode> {
    store.run(&write.0, TickTask { task, tick }).await?;
    Ok(DONE)
}

/// Reveals the address of a task to a person on its shift, in its time; the family reads it in its log.
#[utoipa::path(post, path = "/shift-tasks/{id}/reveal", tag = "shifts", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn reveal(State(store): State<Store>, write: Write, Id(task): Id) -> Answer<StatusCode> {
    store.run(&write.0, RevealTask { task }).await?;
    Ok(DONE)
}

/// Says that a task that came back was seen to otherwise.
#[utoipa::path(post, path = "/shift-tasks/{id}/settle", tag = "shifts", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn settle(State(store): State<Store>, write: Write, Id(task): Id) -> Answer<StatusCode> {
    store.run(&write.0, SettleTask { task }).await?;
    Ok(DONE)
}

/// Puts a task that came back on the list of another shift.
#[utoipa::path(post, path = "/shift-tasks/{id}/move", tag = "shifts", params(("id" = i64, Path)),
    request_body = TaskMoveBody, responses((status = 200, body = TaskMoved)))]
pub async fn task_move(
    State(store): State<Store>,
    write: Write,
    Id(task): Id,
    Body(TaskMoveBody { shift }): Body<TaskMoveBody>,
) -> Answer<Json<TaskMoved>> {
    Ok(Json(TaskMoved { task: store.run(&write.0, MoveTask { task, shift }).await? }))
}

//! Bookable times of services, and the appointments of households.

use domain::{
    Timestamp,
    community::appointments::{
        Appointment, AppointmentId, AppointmentMark, AppointmentState, NewSlot, ServiceFigures, ServiceSlot, SlotId,
    },
    services::ServiceId,
};
use store::community::appointments::{
    booking::{BookSlot, CancelAppointment, MoveAppointment},
    slots::{CancelSlot, MarkAppointment, OpenSlot},
    views::AppointmentQuery,
};

use crate::api::prelude::*;

/// Which appointments a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AppointmentsQuery {
    /// The service; all when left out.
    service: ServiceId,
    /// Their state; all when left out.
    state: Option<AppointmentState>,
    /// Only those that begin from then on.
    from: Timestamp,
    /// `next` of the previous page.
    cursor: i64,
}

/// Since when figures count.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FiguresQuery {
    /// Since when; all times when left out.
    from: Timestamp,
}

/// A time that was opened.
#[derive(Serialize, ToSchema)]
pub struct SlotMade {
    /// Number of the time.
    slot: SlotId,
}

/// A time with its appointments.
#[derive(Serialize, ToSchema)]
pub struct SlotFile {
    /// The time.
    slot: ServiceSlot,
    /// Its appointments.
    appointments: Vec<Appointment>,
}

/// Why a time is cancelled.
#[derive(Deserialize, ToSchema)]
pub struct SlotCancelBody {
    /// Why.
    reason: String,
}

/// A time to be booked.
#[derive(Deserialize, ToSchema)]
pub struct BookBody {
    /// The time.
    slot: SlotId,
    /// Member whom it is for; the family when left out.
    #[serde(default)]
    person: Option<i64>,
}

/// A time that was booked.
#[derive(Serialize, ToSchema)]
pub struct AppointmentMade {
    /// Number of the appointment.
    appointment: AppointmentId,
}

/// Another time.
#[derive(Deserialize, ToSchema)]
pub struct AppointmentMoveBody {
    /// The time.
    slot: SlotId,
}

/// Whether a family came.
#[derive(Deserialize, ToSchema)]
pub struct AppointmentMarkBody {
    /// Whether it came.
    mark: AppointmentMark,
}

/// Lists the times of the caller's areas that are ahead or wait for who came, by number.
#[utoipa::path(get, path = "/slots", tag = "appointments", params(Cursor),
    responses((status = 200, body = Page<ServiceSlot>)))]
pub async fn slots(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<ServiceSlot>>> {
    Ok(Json(store.slots(&signed.actor, cursor).await?))
}

/// Opens a bookable time of a service.
#[utoipa::path(post, path = "/slots", tag = "appointments", request_body = NewSlot,
    responses((status = 201, body = SlotMade)))]
pub async fn slot_open(State(store): State<Store>, write: Write, Body(new): Body<NewSlot>) -> Made<SlotMade> {
    made(SlotMade { slot: store.run(&write.0, OpenSlot(new)).await? })
}

/// Returns a time with its appointments.
#[utoipa::path(get, path = "/slots/{id}", tag = "appointments", params(("id" = i64, Path)),
    responses((status = 200, body = SlotFile)))]
pub async fn slot(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<SlotFile>> {
    let (slot, appointments) = store.slot(&signed.actor, id).await?;
    Ok(Json(SlotFile { slot, appointments }))
}

/// Cancels a time before it begins; the families are told.
#[utoipa::path(post, path = "/slots/{id}/cancel", tag = "appointments", params(("id" = i64, Path)),
    request_body = SlotCancelBody, responses((status = 204)))]
pub async fn slot_cancel(
    State(store): State<Store>,
    write: Write,
    Id(slot): Id,
    Body(SlotCancelBody { reason }): Body<SlotCancelBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, CancelSlot { slot, reason }).await?;
    Ok(DONE)
}

/// Lists the times that a household can book, soonest first.
#[utoipa::path(get, path = "/households/{id}/slots", tag = "appointments", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<ServiceSlot>)))]
pub async fn free(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<ServiceSlot>>> {
    Ok(Json(store.free_slots(&signed.actor, id).await?))
}

/// Lists the appointments of a household, latest first.
#[utoipa::path(get, path = "/households/{id}/appointments", tag = "appointments", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Appointment>)))]
pub async fn of_household(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Appointment>>> {
    Ok(Json(store.household_appointments(&signed.actor, id).await?))
}

/// Books a time for a household, or for one of its members.
#[utoipa::path(post, path = "/households/{id}/appointments", tag = "appointments", params(("id" = i64, Path)),
    request_body = BookBody, responses((status = 201, body = AppointmentMade)))]
pub async fn book(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(BookBody { slot, person }): Body<BookBody>,
) -> Made<AppointmentMade> {
    made(AppointmentMade { appointment: store.run(&write.0, BookSlot { slot, household, person }).await? })
}

/// Lists appointments of the caller's areas, by number: the rows behind the figures.
#[utoipa::path(get, path = "/appointments", tag = "appointments", params(AppointmentsQuery),
    responses((status = 200, body = Page<Appointment>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(AppointmentsQuery { service, state, from, cursor }): Query<AppointmentsQuery>,
) -> Answer<Json<Page<Appointment>>> {
    let query = AppointmentQuery { service, state, from, cursor };
    Ok(Json(store.appointments(&signed.actor, &query).await?))
}

/// Moves an appointment to another time of the same service.
#[utoipa::path(post, path = "/appointments/{id}/move", tag = "appointments", params(("id" = i64, Path)),
    request_body = AppointmentMoveBody, responses((status = 200, body = AppointmentMade)))]
pub async fn change_time(
    State(store): State<Store>,
    write: Write,
    Id(appointment): Id,
    Body(AppointmentMoveBody { slot }): Body<AppointmentMoveBody>,
) -> Answer<Json<AppointmentMade>> {
    Ok(Json(AppointmentMade { appointment: store.run(&write.0, MoveAppointment { appointment, slot }).await? }))
}

/// Cancels an appointment before it begins.
#[utoipa::path(post, path = "/appointments/{id}/cancel", tag = "appointments", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn cancel(State(store): State<Store>, write: Write, Id(appointment): Id) -> Answer<StatusCode> {
    store.run(&write.0, CancelAppointment { appointment }).await?;
    Ok(DONE)
}

/// Says whether a family came to its appointment.
#[utoipa::path(post, path = "/appointments/{id}/mark", tag = "appointments", params(("id" = i64, Path)),
    request_body = AppointmentMarkBody, responses((status = 204)))]
pub async fn mark(
    State(store): State<Store>,
    write: Write,
    Id(appointment): Id,
    Body(AppointmentMarkBody { mark }): Body<AppointmentMarkBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, MarkAppointment { appointment, mark }).await?;
    Ok(DONE)
}

/// Counts the services that were rendered since a time, and the people whom they were for.
#[utoipa::path(get, path = "/service-figures", tag = "appointments", params(FiguresQuery),
    responses((status = 200, body = Vec<ServiceFigures>)))]
pub async fn figures(
    State(store): State<Store>,
    signed: Signed,
    Query(FiguresQuery { from }): Query<FiguresQuery>,
) -> Answer<Json<Vec<ServiceFigures>>> {
    Ok(Json(store.service_figures(&signed.actor, from).await?))
}

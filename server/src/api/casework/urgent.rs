//! Urgent wishes, those who are asked for them, the duty roster, and services that follow goods.

use domain::{
    accounts::AccountId,
    areas::AreaId,
    casework::urgent::{Duty, DutyHours, DutyId, FollowOn, UrgentAsk, UrgentReason, UrgentWish},
    claims::Claim,
    services::referrals::NewReferral,
};
use store::casework::urgent::{
    answers::{AcceptUrgent, DeclineUrgent},
    decisions::KeepUrgent,
    duty::{AddDuty, EndDuty},
    follow_on::SetFollowOn,
    mark::{AskUrgent, MarkUrgent, UnmarkUrgent},
    views::UrgentList,
};

use crate::api::prelude::*;

/// Which urgent wishes a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct UrgentQuery {
    /// Only those that the caller is in charge of.
    mine: bool,
    /// Only those that are over.
    over: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Why a wish is urgent.
#[derive(Deserialize, ToSchema)]
pub struct UrgentBody {
    /// The reason; for staff only.
    reason: UrgentReason,
}

/// Who is asked.
#[derive(Deserialize, ToSchema)]
pub struct UrgentAskBody {
    /// Account of a donor; left out for all shops and people on duty anew.
    account: Option<AccountId>,
}

/// Who sees to a wish that stays urgent.
#[derive(Deserialize, ToSchema)]
pub struct UrgentKeepBody {
    /// Account of a caseworker or coordinator of the area.
    account: AccountId,
}

/// The service that follows the goods of a wish.
#[derive(Deserialize, ToSchema)]
pub struct FollowOnBody {
    /// The referral that opens at the hand-over; left out for none.
    referral: Option<NewReferral>,
}

/// A line of the duty roster.
#[derive(Deserialize, ToSchema)]
pub struct DutyBody {
    /// Area for whose wishes the account is asked.
    area: AreaId,
    /// Account of a donor.
    account: AccountId,
    /// Days and hours.
    hours: DutyHours,
}

/// A line that was added.
#[derive(Serialize, ToSchema)]
pub struct DutyMade {
    /// Number of the line.
    duty: DutyId,
}

/// A wish that was marked, with those who were asked.
#[derive(Serialize, ToSchema)]
pub struct UrgentFile {
    /// The latest mark; none for a wish that was never urgent.
    urgent: Option<UrgentWish>,
    /// Its asks, newest first.
    asks: Vec<UrgentAsk>,
    /// The service that follows the goods.
    follow_on: Option<FollowOn>,
}

async fn file(store: &Store, actor: &domain::accounts::Actor, wish: i64) -> Answer<Json<UrgentFile>> {
    let (urgent, asks) = match store.urgent_of(actor, wish).await? {
        Some((urgent, asks)) => (Some(urgent), asks),
        None => (None, Vec::new()),
    };
    Ok(Json(UrgentFile { urgent, asks, follow_on: store.follow_on(actor, wish).await? }))
}

/// Lists urgent wishes of the caller's areas, by number.
#[utoipa::path(get, path = "/urgent-wishes", tag = "urgent", params(UrgentQuery),
    responses((status = 200, body = Page<UrgentWish>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(UrgentQuery { mine, over, cursor }): Query<UrgentQuery>,
) -> Answer<Json<Page<UrgentWish>>> {
    let list = match (mine, over) {
        (true, _) => UrgentList::Mine,
        (_, true) => UrgentList::Over,
        _ => UrgentList::Live,
    };
    Ok(Json(store.urgent_wishes(&signed.actor, list, cursor).await?))
}

/// Returns whether a wish is urgent, who was asked, and which service follows its goods.
#[utoipa::path(get, path = "/wishes/{id}/urgent", tag = "urgent", params(("id" = i64, Path)),
    responses((status = 200, body = UrgentFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<UrgentFile>> {
    file(&store, &signed.actor, id).await
}

/// Marks a wish urgent, and asks the first shop or person.
#[utoipa::path(post, path = "/wishes/{id}/urgent", tag = "urgent", params(("id" = i64, Path)),
    request_body = UrgentBody, responses((status = 200, body = UrgentFile)))]
pub async fn mark(
    State(store): State<Store>,
    write: Write,
    Id(wish): Id,
    Body(UrgentBody { reason }): Body<UrgentBody>,
) -> Answer<Json<UrgentFile>> {
    store.run(&write.0, MarkUrgent { wish, reason }).await?;
    file(&store, write.actor(), wish).await
}

/// Says that a wish is not urgent any more.
#[utoipa::path(post, path = "/wishes/{id}/urgent/end", tag = "urgent", params(("id" = i64, Path)),
    responses((status = 200, body = UrgentFile)))]
pub async fn unmark(State(store): State<Store>, write: Write, Id(wish): Id) -> Answer<Json<UrgentFile>> {
    store.run(&write.0, UnmarkUrgent { wish }).await?;
    file(&store, write.actor(), wish).await
}

/// Asks a donor, or all shops and people on duty anew.
#[utoipa::path(post, path = "/wishes/{id}/urgent/ask", tag = "urgent", params(("id" = i64, Path)),
    request_body = UrgentAskBody, responses((status = 200, body = UrgentFile)))]
pub async fn ask(
    State(store): State<Store>,
    write: Write,
    Id(wish): Id,
    Body(UrgentAskBody { account }): Body<UrgentAskBody>,
) -> Answer<Json<UrgentFile>> {
    store.run(&write.0, AskUrgent { wish, account }).await?;
    file(&store, write.actor(), wish).await
}

/// Decides that a wish stays urgent, and which account sees to it.
#[utoipa::path(post, path = "/wishes/{id}/urgent/keep", tag = "urgent", params(("id" = i64, Path)),
    request_body = UrgentKeepBody, responses((status = 200, body = UrgentFile)))]
pub async fn keep(
    State(store): State<Store>,
    write: Write,
    Id(wish): Id,
    Body(UrgentKeepBody { account }): Body<UrgentKeepBody>,
) -> Answer<Json<UrgentFile>> {
    store.run(&write.0, KeepUrgent { wish, account }).await?;
    file(&store, write.actor(), wish).await
}

/// Says which service follows the goods of a wish.
#[utoipa::path(post, path = "/wishes/{id}/follow-on", tag = "urgent", params(("id" = i64, Path)),
    request_body = FollowOnBody, responses((status = 200, body = UrgentFile)))]
pub async fn follow_on(
    State(store): State<Store>,
    write: Write,
    Id(wish): Id,
    Body(FollowOnBody { referral }): Body<FollowOnBody>,
) -> Answer<Json<UrgentFile>> {
    store.run(&write.0, SetFollowOn { wish, new: referral }).await?;
    file(&store, write.actor(), wish).await
}

/// Lists what the caller was asked for as a person, and what waits for its shops, newest first.
#[utoipa::path(get, path = "/me/urgent-asks", tag = "urgent", responses((status = 200, body = Vec<UrgentAsk>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<UrgentAsk>>> {
    Ok(Json(store.own_urgent_asks(&signed.actor).await?))
}

/// Returns an ask, for the person or the shop that is asked.
#[utoipa::path(get, path = "/urgent-asks/{id}", tag = "urgent", params(("id" = i64, Path)),
    responses((status = 200, body = UrgentAsk)))]
pub async fn ask_get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<UrgentAsk>> {
    Ok(Json(store.urgent_ask(&signed.actor, id).await?))
}

/// Says yes as a person: the free units become a claim that is due the next day.
#[utoipa::path(post, path = "/urgent-asks/{id}/accept", tag = "urgent", params(("id" = i64, Path)),
    responses((status = 200, body = Claim)))]
pub async fn accept(State(store): State<Store>, write: Write, Id(ask): Id) -> Answer<Json<Claim>> {
    Ok(Json(store.run(&write.0, AcceptUrgent { ask }).await?))
}

/// Says no; the next is asked at once.
#[utoipa::path(post, path = "/urgent-asks/{id}/decline", tag = "urgent", params(("id" = i64, Path)),
    responses((status = 200, body = UrgentAsk)))]
pub async fn decline(State(store): State<Store>, write: Write, Id(ask): Id) -> Answer<Json<UrgentAsk>> {
    store.run(&write.0, DeclineUrgent { ask }).await?;
    Ok(Json(store.urgent_ask(write.actor(), ask).await?))
}

/// Lists the duty roster of the caller's areas.
#[utoipa::path(get, path = "/duties", tag = "urgent", responses((status = 200, body = Vec<Duty>)))]
pub async fn duties(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Duty>>> {
    Ok(Json(store.duties(&signed.actor).await?))
}

/// Puts a donor on the duty roster of an area.
#[utoipa::path(post, path = "/duties", tag = "urgent", request_body = DutyBody,
    responses((status = 201, body = DutyMade)))]
pub async fn duty_add(
    State(store): State<Store>,
    write: Write,
    Body(DutyBody { area, account, hours }): Body<DutyBody>,
) -> Made<DutyMade> {
    made(DutyMade { duty: store.run(&write.0, AddDuty { area, account, hours }).await? })
}

/// Lists the caller's own lines of the duty roster.
#[utoipa::path(get, path = "/me/duties", tag = "urgent", responses((status = 200, body = Vec<Duty>)))]
pub async fn own_duties(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Duty>>> {
    Ok(Json(store.own_duties(&signed.actor).await?))
}

/// Takes a line off the roster: a coordinator, or the account itself.
#[utoipa::path(post, path = "/duties/{id}/end", tag = "urgent", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn duty_end(State(store): State<Store>, write: Write, Id(duty): Id) -> Answer<StatusCode> {
    store.run(&write.0, EndDuty { duty }).await?;
    Ok(DONE)
}

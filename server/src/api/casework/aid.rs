//! Aid: programmes, what households got, and what the public reads of it. Recorded, never paid.

use domain::{
    areas::AreaId,
    casework::aid::{
        AidGrant, EarlierAid, GrantId, HouseholdAid, NewGrant, NewProgramme, Programme, ProgrammeId, ProgrammeUse,
        figures::AidNotice,
    },
    time::year,
};
use store::casework::aid::{
    grants::{RecordGrant, ReverseGrant},
    programmes::{AddProgramme, ChangeProgramme},
};

use crate::api::prelude::*;

/// A year of aid.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AidQuery {
    /// The year; 0 for this one.
    year: i64,
}

impl AidQuery {
    fn year(&self, store: &Store) -> i64 {
        if self.year > 0 { self.year } else { year(store.now()) }
    }
}

/// A root area and a year.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AidNoticeQuery {
    /// The root area.
    area: AreaId,
    /// The year; 0 for the last one that is public.
    year: i64,
}

/// What is to be recorded.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct EarlierQuery {
    /// Programme that it comes from.
    programme: ProgrammeId,
    /// Member that it is for; 0 for the whole household.
    member: i64,
    /// Month that it is for, as `2026-10`.
    month: String,
}

/// A programme that was added.
#[derive(Serialize, ToSchema)]
pub struct ProgrammeAdded {
    /// Number of the programme.
    programme: ProgrammeId,
}

/// A programme's name, and whether it is in use.
#[derive(Deserialize, ToSchema)]
pub struct ProgrammeBody {
    /// Its name, 1 to 60 characters. It names no family.
    name: String,
    /// Whether grants are recorded under it.
    usage: ProgrammeUse,
}

/// A grant that was recorded.
#[derive(Serialize, ToSchema)]
pub struct GrantRecorded {
    /// Number of the grant.
    grant: GrantId,
}

/// Why a grant is reversed.
#[derive(Deserialize, ToSchema)]
pub struct GrantReversalBody {
    /// 1 to 200 characters.
    reason: String,
}

/// Lists the programmes of the caller's areas, with what they gave in a year.
#[utoipa::path(get, path = "/aid/programmes", tag = "aid", params(AidQuery),
    responses((status = 200, body = Vec<Programme>)))]
pub async fn programmes(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<AidQuery>,
) -> Answer<Json<Vec<Programme>>> {
    Ok(Json(store.aid_programmes(&signed.actor, query.year(&store)).await?))
}

/// Adds a programme to an area.
#[utoipa::path(post, path = "/aid/programmes", tag = "aid", request_body = NewProgramme,
    responses((status = 201, body = ProgrammeAdded)))]
pub async fn programme_add(
    State(store): State<Store>,
    write: Write,
    Body(new): Body<NewProgramme>,
) -> Made<ProgrammeAdded> {
    made(ProgrammeAdded { programme: store.run(&write.0, AddProgramme(new)).await? })
}

/// Returns a programme, with what it gave in a year.
#[utoipa::path(get, path = "/aid/programmes/{id}", tag = "aid", params(("id" = i64, Path), AidQuery),
    responses((status = 200, body = Programme)))]
pub async fn programme(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(query): Query<AidQuery>,
) -> Answer<Json<Programme>> {
    Ok(Json(store.aid_programme(&signed.actor, id, query.year(&store)).await?))
}

/// Renames a programme, closes or reopens it. What it gave stays.
#[utoipa::path(post, path = "/aid/programmes/{id}", tag = "aid", params(("id" = i64, Path)),
    request_body = ProgrammeBody, responses((status = 200, body = Programme)))]
pub async fn programme_change(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(ProgrammeBody { name, usage }): Body<ProgrammeBody>,
) -> Answer<Json<Programme>> {
    store.run(&write.0, ChangeProgramme { programme: id, name, usage }).await?;
    Ok(Json(store.aid_programme(write.actor(), id, year(store.now())).await?))
}

/// Lists the grants of a programme, newest first, without words.
#[utoipa::path(get, path = "/aid/programmes/{id}/grants", tag = "aid", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<AidGrant>)))]
pub async fn programme_grants(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<AidGrant>>> {
    Ok(Json(store.programme_grants(&signed.actor, id, None, cursor).await?))
}

/// Returns what a household got, by year and grant, and its collections. Words show during a reveal of the file.
#[utoipa::path(get, path = "/households/{id}/aid", tag = "aid", params(("id" = i64, Path)),
    responses((status = 200, body = HouseholdAid)))]
pub async fn of_household(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<HouseholdAid>> {
    Ok(Json(store.household_aid(&signed.actor, id).await?))
}

/// Records what a household got. When it has had the same, `anyway` confirms that this was seen.
#[utoipa::path(post, path = "/households/{id}/aid", tag = "aid", params(("id" = i64, Path)),
    request_body = NewGrant, responses((status = 201, body = GrantRecorded)))]
pub async fn record(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(new): Body<NewGrant>,
) -> Made<GrantRecorded> {
    made(GrantRecorded { grant: store.run(&write.0, RecordGrant { household, new }).await? })
}

/// Lists earlier help that is the same as what is to be recorded: from where and when, and no more.
#[utoipa::path(get, path = "/households/{id}/aid/earlier", tag = "aid", params(("id" = i64, Path), EarlierQuery),
    responses((status = 200, body = Vec<EarlierAid>)))]
pub async fn earlier(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(EarlierQuery { programme, member, month }): Query<EarlierQuery>,
) -> Answer<Json<Vec<EarlierAid>>> {
    Ok(Json(store.aid_earlier(&signed.actor, id, programme, member, &month).await?))
}

/// Returns what the caller's own family got.
#[utoipa::path(get, path = "/me/aid", tag = "aid", responses((status = 200, body = HouseholdAid)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<HouseholdAid>> {
    Ok(Json(store.my_aid(&signed.actor).await?))
}

/// Returns a grant, for its family and the staff of the family's area.
#[utoipa::path(get, path = "/aid/grants/{id}", tag = "aid", params(("id" = i64, Path)),
    responses((status = 200, body = AidGrant)))]
pub async fn grant(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<AidGrant>> {
    Ok(Json(store.aid_grant(&signed.actor, id).await?))
}

/// Reverses a grant that another account entered.
#[utoipa::path(post, path = "/aid/grants/{id}/reverse", tag = "aid", params(("id" = i64, Path)),
    request_body = GrantReversalBody, responses((status = 200, body = AidGrant)))]
pub async fn reverse(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(GrantReversalBody { reason }): Body<GrantReversalBody>,
) -> Answer<Json<AidGrant>> {
    store.run(&write.0, ReverseGrant { grant: id, reason }).await?;
    Ok(Json(store.aid_grant(write.actor(), id).await?))
}

/// Returns what the programmes of a root area gave in a whole year that is over, as the public reads it.
#[utoipa::path(get, path = "/aid", tag = "aid", params(AidNoticeQuery), security(()),
    responses((status = 200, body = AidNotice)))]
pub async fn notice(
    State(store): State<Store>,
    Query(AidNoticeQuery { area, year }): Query<AidNoticeQuery>,
) -> Answer<Json<AidNotice>> {
    Ok(Json(store.aid_notice(area, (year > 0).then_some(year)).await?))
}

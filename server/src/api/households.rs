//! Household files: found, made, read (masked until they are opened), and changed block by block.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    Error,
    households::{Hardship, HardshipKind, Household, HouseholdId, Language, Member, NewHousehold, Situation},
    people::Actor,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use store::{Store, household_edit::ANY_VERSION, household_list::HouseholdQuery};
use utoipa::{IntoParams, ToSchema};

use crate::http::{
    Answer,
    extract::{Body, Id, Query, Signed, Write},
};

/// Which files.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HouseholdsQuery {
    /// A name or a part of it (where the caller keeps files), a whole phone, or a family's number.
    q: String,
    /// Only those that the caller looks after.
    mine: bool,
    /// Only those with this hardship now.
    hardship: Option<HardshipKind>,
    /// Only those that would rather speak this language.
    language: Option<Language>,
    /// Only those that were never helped.
    never_helped: bool,
    /// `next` of the page before.
    cursor: i64,
}

/// A household's file.
#[derive(Serialize, ToSchema)]
pub struct HouseholdFile {
    /// How to reach it and how it stands. Names and numbers are masked until the file is opened
    /// (`POST /households/{id}/openings`).
    #[serde(flatten)]
    household: Household,
    /// Who lives there.
    members: Vec<Member>,
    /// What makes it hard: what goes on first.
    hardships: Vec<Hardship>,
}

/// A household to be written down.
#[derive(Deserialize, ToSchema)]
pub struct HouseholdBody {
    /// The area it lives in.
    area: i64,
    /// How the family is called.
    name: String,
    /// Mobile number; empty for a family without one.
    #[serde(default)]
    phone: String,
    /// Where it lives.
    #[serde(default)]
    address: String,
    /// In particular hardship.
    #[serde(default)]
    hardship: bool,
    /// Who lives there, 1 to 20 people.
    members: Vec<Member>,
}

/// The version that the caller saw.
#[derive(Deserialize, ToSchema)]
pub struct Seen {
    /// `version` of the file that was read; refused with `changed_meanwhile` when it is another by now. Without it
    /// nothing is compared.
    #[serde(default = "any")]
    version: i64,
}

fn any() -> i64 {
    ANY_VERSION
}

/// A member as it shall be.
#[derive(Deserialize, ToSchema)]
pub struct MemberBody {
    /// As [`Seen`].
    #[serde(default = "any")]
    version: i64,
    /// The member.
    member: Member,
}

/// A hardship as it shall be.
#[derive(Deserialize, ToSchema)]
pub struct HardshipBody {
    /// As [`Seen`].
    #[serde(default = "any")]
    version: i64,
    /// The hardship.
    hardship: Hardship,
}

/// How a household stands.
#[derive(Deserialize, ToSchema)]
pub struct SituationBody {
    /// As [`Seen`].
    #[serde(default = "any")]
    version: i64,
    /// How it stands.
    situation: Situation,
}

async fn file(store: &Store, actor: &Actor, id: HouseholdId) -> Answer<Json<HouseholdFile>> {
    let (household, members) = store.household(actor, id).await?;
    let hardships = store.hardships(actor, id).await?;
    Ok(Json(HouseholdFile { household, members, hardships }))
}

/// The files of the caller's areas, by number; phones and addresses masked.
#[utoipa::path(get, path = "/households", tag = "households", params(HouseholdsQuery),
    responses((status = 200, body = Page<Household>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<HouseholdsQuery>,
) -> Answer<Json<Page<Household>>> {
    let HouseholdsQuery { q, mine, hardship, language, never_helped, cursor } = query;
    let query = HouseholdQuery { q, mine, hardship, language, never_helped, cursor, ..HouseholdQuery::default() };
    Ok(Json(store.households(&actor, &query).await?))
}

/// Make a file. The family's way to sign in is made on the pages.
#[utoipa::path(post, path = "/households", tag = "households", request_body = HouseholdBody,
    responses((status = 201, body = HouseholdFile)))]
pub async fn add(
    State(store): State<Store>,
    write: Write,
    Body(body): Body<HouseholdBody>,
) -> Answer<(StatusCode, Json<HouseholdFile>)> {
    let HouseholdBody { area, name, phone, address, hardship, members } = body;
    let new = NewHousehold { area, name, phone, address, hardship, members };
    let id = store.household_add(&write.0, new, None).await?;
    Ok((StatusCode::CREATED, file(&store, write.actor(), id).await?))
}

/// A file: in clear for the family itself and for whoever has opened it, else masked.
#[utoipa::path(get, path = "/households/{id}", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = HouseholdFile)))]
pub async fn get(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Json<HouseholdFile>> {
    file(&store, &actor, id).await
}

/// Change how a household stands, and who looks after it.
#[utoipa::path(post, path = "/households/{id}/situation", tag = "households", params(("id" = i64, Path)),
    request_body = SituationBody, responses((status = 200, body = HouseholdFile)))]
pub async fn situation(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(SituationBody { version, situation }): Body<SituationBody>,
) -> Answer<Json<HouseholdFile>> {
    store.household_situation(&write.0, id, version, situation).await?;
    file(&store, write.actor(), id).await
}

/// Add a member.
#[utoipa::path(post, path = "/households/{id}/members", tag = "households", params(("id" = i64, Path)),
    request_body = Member, responses((status = 201, body = HouseholdFile)))]
pub async fn member_add(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(member): Body<Member>,
) -> Answer<(StatusCode, Json<HouseholdFile>)> {
    store.household_member_add(&write.0, id, member).await?;
    Ok((StatusCode::CREATED, file(&store, write.actor(), id).await?))
}

/// What is not a number names nothing.
type Two<T> = Result<Path<(HouseholdId, i64)>, T>;

fn two<T>(path: Two<T>) -> Result<(HouseholdId, i64), Error> {
    path.map(|Path(ids)| ids).map_err(|_| Error::NotFound)
}

/// Change a member.
#[utoipa::path(post, path = "/households/{id}/members/{member}", tag = "households",
    params(("id" = i64, Path), ("member" = i64, Path)), request_body = MemberBody,
    responses((status = 200, body = HouseholdFile)))]
pub async fn member_change(
    State(store): State<Store>,
    write: Write,
    path: Two<axum::extract::rejection::PathRejection>,
    Body(MemberBody { version, member }): Body<MemberBody>,
) -> Answer<Json<HouseholdFile>> {
    let (id, number) = two(path)?;
    store.household_member_change(&write.0, id, version, Member { id: number, ..member }).await?;
    file(&store, write.actor(), id).await
}

/// Take a member out of the file; at least one stays.
#[utoipa::path(post, path = "/households/{id}/members/{member}/remove", tag = "households",
    params(("id" = i64, Path), ("member" = i64, Path)), request_body = Seen,
    responses((status = 200, body = HouseholdFile)))]
pub async fn member_remove(
    State(store): State<Store>,
    write: Write,
    path: Two<axum::extract::rejection::PathRejection>,
    Body(Seen { version }): Body<Seen>,
) -> Answer<Json<HouseholdFile>> {
    let (id, number) = two(path)?;
    store.household_member_remove(&write.0, id, version, number).await?;
    file(&store, write.actor(), id).await
}

/// Note a hardship.
#[utoipa::path(post, path = "/households/{id}/hardships", tag = "households", params(("id" = i64, Path)),
    request_body = Hardship, responses((status = 201, body = HouseholdFile)))]
pub async fn hardship_add(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(hardship): Body<Hardship>,
) -> Answer<(StatusCode, Json<HouseholdFile>)> {
    store.hardship_add(&write.0, id, hardship).await?;
    Ok((StatusCode::CREATED, file(&store, write.actor(), id).await?))
}

/// Change a hardship: mostly, that it is over.
#[utoipa::path(post, path = "/households/{id}/hardships/{hardship}", tag = "households",
    params(("id" = i64, Path), ("hardship" = i64, Path)), request_body = HardshipBody,
    responses((status = 200, body = HouseholdFile)))]
pub async fn hardship_change(
    State(store): State<Store>,
    write: Write,
    path: Two<axum::extract::rejection::PathRejection>,
    Body(HardshipBody { version, hardship }): Body<HardshipBody>,
) -> Answer<Json<HouseholdFile>> {
    let (id, number) = two(path)?;
    store.hardship_change(&write.0, id, version, Hardship { id: number, ..hardship }).await?;
    file(&store, write.actor(), id).await
}

//! Household files as a whole: two of one family made one, closed, opened again, erased; and masked before their time.

use domain::{
    casework::{CloseReason, Closing, EraseReason, Erasure, Merging, Pair},
    households::HouseholdId,
};

use crate::api::{
    households::{HouseholdFile, file},
    prelude::*,
};

/// With which file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct With {
    /// The file that would go into this one.
    with: HouseholdId,
}

/// A person of the file that goes.
#[derive(Deserialize, ToSchema)]
pub struct SamePerson {
    /// The person's number there.
    person: i64,
    /// The same person's number in the file that stays, or 0 for somebody who is not in it yet.
    same: i64,
}

/// A file that goes into another.
#[derive(Deserialize, ToSchema)]
pub struct MergeBody {
    /// Its number.
    gone: HouseholdId,
    /// Each of its people.
    same: Vec<SamePerson>,
    /// The number of the file that stays, once more: nobody undoes it.
    typed: String,
}

/// Why a file is closed.
#[derive(Deserialize, ToSchema)]
pub struct CloseBody {
    /// Why.
    reason: CloseReason,
    /// More about it; needed for `other`.
    #[serde(default)]
    words: String,
}

/// Why a file is erased.
#[derive(Deserialize, ToSchema)]
pub struct EraseBody {
    /// Why.
    reason: EraseReason,
    /// The file's number, once more: nobody undoes it.
    typed: String,
}

/// Two files beside each other, before they are made one. Of a file that is not opened, phone, address and the names of
/// its people are masked.
#[utoipa::path(get, path = "/households/{id}/merge", tag = "households", params(("id" = i64, Path), With),
    responses((status = 200, body = Pair), (status = 409, description = "`cannot_merge`, `file_closed`")))]
pub async fn pair(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(keep): Id,
    Query(With { with }): Query<With>,
) -> Answer<Json<Pair>> {
    Ok(Json(store.files_pair(&actor, keep, with).await?))
}

/// Make two files of one family one: what `gone` holds goes over to this file.
#[utoipa::path(post, path = "/households/{id}/merge", tag = "households", params(("id" = i64, Path)),
    request_body = MergeBody,
    responses((status = 200, body = HouseholdFile), (status = 409, description = "`cannot_merge`, `file_closed`")))]
pub async fn merge(
    State(store): State<Store>,
    write: Write,
    Id(keep): Id,
    Body(MergeBody { gone, same, typed }): Body<MergeBody>,
) -> Answer<Json<HouseholdFile>> {
    let same = same.into_iter().map(|SamePerson { person, same }| (person, same)).collect();
    store.files_merge(&write.0, Merging { keep, gone, same, typed }).await?;
    file(&store, write.actor(), keep).await
}

/// Close a file: wishes and orders end, nobody signs in as the family any more.
#[utoipa::path(post, path = "/households/{id}/close", tag = "households", params(("id" = i64, Path)),
    request_body = CloseBody, responses((status = 200, body = HouseholdFile),
        (status = 409, description = "`has_open_claims`: goods are on their way to the family; `file_closed`")))]
pub async fn close(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(CloseBody { reason, words }): Body<CloseBody>,
) -> Answer<Json<HouseholdFile>> {
    store.file_close(&write.0, Closing { household, reason, words }).await?;
    file(&store, write.actor(), household).await
}

/// Open a closed file again; the family signs in as before, with a new card if it had one.
#[utoipa::path(post, path = "/households/{id}/reopen", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = HouseholdFile), (status = 409, description = "`wrong_state`: it is not closed")))]
pub async fn reopen(State(store): State<Store>, write: Write, Id(household): Id) -> Answer<Json<HouseholdFile>> {
    store.file_reopen(&write.0, household).await?;
    file(&store, write.actor(), household).await
}

/// Erase everything in a file that says who the family is, for good. That goods and points went to a number stays.
#[utoipa::path(post, path = "/households/{id}/erase", tag = "households", params(("id" = i64, Path)),
    request_body = EraseBody, responses((status = 204),
        (status = 409, description = "`has_open_claims`: goods are on their way to the family; `file_closed`")))]
pub async fn erase(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(EraseBody { reason, typed }): Body<EraseBody>,
) -> Answer<StatusCode> {
    store.file_erase(&write.0, Erasure { household, reason, typed }).await?;
    Ok(DONE)
}

/// Mask a file that one has opened before its half hour is over; that it was opened stays written down.
#[utoipa::path(post, path = "/households/{id}/hide", tag = "households", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn hide(State(store): State<Store>, write: Write, Id(household): Id) -> Answer<StatusCode> {
    store.household_hide(&write.0, household).await?;
    Ok(DONE)
}

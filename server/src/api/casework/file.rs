//! Household files as a whole: merge, close, reopen, erase, and masking after a reveal.

use domain::{
    casework::{CloseReason, Closing, EraseReason, Erasure, Merging, Pair},
    households::HouseholdId,
};
use store::{
    casework::file::{
        close::{CloseFile, ReopenFile},
        merge::MergeFiles,
    },
    households::reveal::HideHousehold,
};

use crate::api::{
    households::{HouseholdFile, file},
    prelude::*,
};

/// File to merge with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct With {
    /// The file that would be merged into this one.
    with: HouseholdId,
}

/// A member of the file that is merged away.
#[derive(Deserialize, ToSchema)]
pub struct SamePerson {
    /// The member's number in that file.
    person: i64,
    /// The same person's number in the remaining file, or 0 when that file does not list the person yet.
    same: i64,
}

/// A file to be merged into another.
#[derive(Deserialize, ToSchema)]
pub struct MergeBody {
    /// Number of the file that is merged away.
    gone: HouseholdId,
    /// All of its members.
    same: Vec<SamePerson>,
    /// Number of the remaining file, repeated as confirmation: a merge cannot be undone.
    typed: String,
}

/// Reason for closing a file.
#[derive(Deserialize, ToSchema)]
pub struct CloseBody {
    /// The reason.
    reason: CloseReason,
    /// Details; required for `other`.
    #[serde(default)]
    words: String,
}

/// Reason for erasing a file.
#[derive(Deserialize, ToSchema)]
pub struct EraseBody {
    /// The reason.
    reason: EraseReason,
    /// Number of the file, repeated as confirmation: erasure cannot be undone.
    typed: String,
}

/// Compares two files before a merge.
/// Phone, address and members' names of a file that is not revealed to the caller are masked.
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

/// Merges two files of one family: the contents of `gone` go over to this file.
/// Takes a proof not older than ten minutes: `POST /session/proof`.
#[utoipa::path(post, path = "/households/{id}/merge", tag = "households", params(("id" = i64, Path)),
    request_body = MergeBody,
    responses((status = 200, body = HouseholdFile), (status = 409, description = "`cannot_merge`, `file_closed`")))]
pub async fn merge(
    State(store): State<Store>,
    write: Write,
    Id(keep): Id,
    Body(MergeBody { gone, same, typed }): Body<MergeBody>,
) -> Answer<Tagged<HouseholdFile>> {
    let same = same.into_iter().map(|SamePerson { person, same }| (person, same)).collect();
    store.run(&write.0, MergeFiles(Merging { keep, gone, same, typed })).await?;
    file(&store, write.actor(), keep).await
}

/// Closes a file: its wishes and orders end, and the family can no longer sign in.
#[utoipa::path(post, path = "/households/{id}/close", tag = "households", params(("id" = i64, Path)),
    request_body = CloseBody, responses((status = 200, body = HouseholdFile),
        (status = 409, description = "`has_open_claims`: goods are on their way to the family; `file_closed`")))]
pub async fn close(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(CloseBody { reason, words }): Body<CloseBody>,
) -> Answer<Tagged<HouseholdFile>> {
    store.run(&write.0, CloseFile(Closing { household, reason, words })).await?;
    file(&store, write.actor(), household).await
}

/// Reopens a closed file. The family can sign in again, with a new card if it had one.
#[utoipa::path(post, path = "/households/{id}/reopen", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = HouseholdFile), (status = 409, description = "`wrong_state`: it is not closed")))]
pub async fn reopen(State(store): State<Store>, write: Write, Id(household): Id) -> Answer<Tagged<HouseholdFile>> {
    store.run(&write.0, ReopenFile(household)).await?;
    file(&store, write.actor(), household).await
}

/// Erases everything that identifies the family, permanently.
/// Bookings of goods and points stay under its number. Takes a proof not older than ten minutes: `POST /session/proof`.
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

/// Masks a revealed file before the half hour is over; the reveal log keeps the reveal.
#[utoipa::path(post, path = "/households/{id}/hide", tag = "households", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn hide(State(store): State<Store>, write: Write, Id(household): Id) -> Answer<StatusCode> {
    store.run(&write.0, HideHousehold(household)).await?;
    Ok(DONE)
}

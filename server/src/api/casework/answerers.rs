//! Who answers for an area, leaves with their deputies, and files that are handed over.

use domain::{
    accounts::AccountId,
    areas::answerers::{Answerer, AnswererId, AreaPeople, Leave, LeaveId, NewAnswerer, NewLeave, Post},
    casework::workload::{WorkFile, Workload},
    households::HouseholdId,
};
use store::{
    areas::answerers::{
        leaves::{EndLeave, RecordLeave},
        posts::{EndAnswerer, GiveHomes, NameAnswerer},
    },
    casework::{
        hand_over::{HandOverFiles, HandOverWork},
        lent_roles::LendForLeave,
    },
};

use crate::api::prelude::*;

/// Filters of the list of areas.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ChainQuery {
    /// Only areas for which no person answers.
    gaps: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// A person who takes up a post.
#[derive(Deserialize, ToSchema)]
pub struct AnswererBody {
    /// What the person answers for.
    post: Post,
    /// Account of the person: a caseworker or coordinator of the area; null for a person without an account.
    account: Option<AccountId>,
    /// Name of a person without an account.
    #[serde(default)]
    name: String,
    /// Number that families may call: digits and hyphens.
    #[serde(default)]
    phone: String,
    /// Post that this one takes over, with its homes.
    replaces: Option<AnswererId>,
}

/// A post that was taken up.
#[derive(Serialize, ToSchema)]
pub struct AnswererNamed {
    /// Number of the post.
    answerer: AnswererId,
}

/// Homes that a person answers for.
#[derive(Deserialize, ToSchema)]
pub struct HomesBody {
    /// Numbers of the households, at most 40.
    households: Vec<HouseholdId>,
}

/// Days on which another account does the work of one.
#[derive(Deserialize, ToSchema)]
pub struct LeaveBody {
    /// Account that is away; null for the caller's own.
    account: Option<AccountId>,
    /// Account that does its work.
    deputy: AccountId,
    /// First second of the leave.
    first: i64,
    /// First second after it.
    last: i64,
    /// Whether roles that the deputy lacks are lent to it until the leave is over, by who may grant them; it asks for a
    /// fresh proof.
    #[serde(default)]
    lend: bool,
}

/// A leave that was recorded.
#[derive(Serialize, ToSchema)]
pub struct LeaveRecorded {
    /// Number of the leave.
    leave: LeaveId,
}

/// Whose work goes over to whom.
#[derive(Deserialize, ToSchema)]
pub struct HandOverBody {
    /// Account that gives it up; it may be closed.
    from: AccountId,
    /// Account that gets it.
    to: AccountId,
}

/// Files to be handed over.
#[derive(Deserialize, ToSchema)]
pub struct HandOverFilesBody {
    /// Account that gives them up; 0 for files without a caseworker.
    from: AccountId,
    /// Account that gets them.
    to: AccountId,
    /// Numbers of the households, at most 200.
    households: Vec<HouseholdId>,
}

/// Work that was handed over.
#[derive(Serialize, ToSchema)]
pub struct WorkHandedOver {
    /// Number of household files.
    files: i64,
}

/// Lists the areas with the people who answer for them, by number.
#[utoipa::path(get, path = "/answerers", tag = "answerers", params(ChainQuery),
    responses((status = 200, body = Page<AreaPeople>)))]
pub async fn chain(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<ChainQuery>,
) -> Answer<Json<Page<AreaPeople>>> {
    Ok(Json(store.chain(&signed.actor, query.gaps, query.cursor).await?))
}

/// Lists the people who answer for an area, nearest first, then those of the areas around it.
#[utoipa::path(get, path = "/areas/{id}/answerers", tag = "answerers", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Answerer>)))]
pub async fn of_area(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Answerer>>> {
    Ok(Json(store.answerers_of_area(&signed.actor, id).await?))
}

/// Names a person who answers for an area or some of its homes.
#[utoipa::path(post, path = "/areas/{id}/answerers", tag = "answerers", params(("id" = i64, Path)),
    request_body = AnswererBody, responses((status = 201, body = AnswererNamed)))]
pub async fn name(
    State(store): State<Store>,
    write: Write,
    Id(area): Id,
    Body(body): Body<AnswererBody>,
) -> Made<AnswererNamed> {
    let AnswererBody { post, account, name, phone, replaces } = body;
    let new = NewAnswerer { area, post, account, name, phone, replaces };
    made(AnswererNamed { answerer: store.run(&write.0, NameAnswerer(new)).await? })
}

/// Ends a post; its homes are answered for by the people of their area alone.
#[utoipa::path(post, path = "/answerers/{id}/end", tag = "answerers", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn end(State(store): State<Store>, write: Write, Id(answerer): Id) -> Answer<StatusCode> {
    store.run(&write.0, EndAnswerer { answerer }).await?;
    Ok(DONE)
}

/// Gives homes to a person who answers for some; a home has one such person.
#[utoipa::path(post, path = "/answerers/{id}/homes", tag = "answerers", params(("id" = i64, Path)),
    request_body = HomesBody, responses((status = 204)))]
pub async fn homes(
    State(store): State<Store>,
    write: Write,
    Id(answerer): Id,
    Body(HomesBody { households }): Body<HomesBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, GiveHomes { answerer, households }).await?;
    Ok(DONE)
}

/// Lists the people who answer for the caller's own family, nearest first, with their numbers.
#[utoipa::path(get, path = "/me/answerers", tag = "answerers", responses((status = 200, body = Vec<Answerer>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Answerer>>> {
    Ok(Json(store.my_answerers(&signed.actor).await?))
}

/// Lists leaves that are not over: the caller's, those for which it stands in, and those of the areas which it leads.
#[utoipa::path(get, path = "/leaves", tag = "answerers", responses((status = 200, body = Vec<Leave>)))]
pub async fn leaves(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Leave>>> {
    Ok(Json(store.leaves(&signed.actor).await?))
}

/// Records a leave: on these days the deputy sees and does the work of the account.
#[utoipa::path(post, path = "/leaves", tag = "answerers", request_body = LeaveBody,
    responses((status = 201, body = LeaveRecorded)))]
pub async fn leave_record(
    State(store): State<Store>,
    write: Write,
    Body(body): Body<LeaveBody>,
) -> Made<LeaveRecorded> {
    let LeaveBody { account, deputy, first, last, lend } = body;
    let new = NewLeave { account, deputy, first, last };
    let leave = match lend {
        true => store.run(&write.0, LendForLeave(new)).await?,
        false => store.run(&write.0, RecordLeave(new)).await?,
    };
    made(LeaveRecorded { leave })
}

/// Takes a leave back, or ends it early.
#[utoipa::path(post, path = "/leaves/{id}/end", tag = "answerers", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn leave_end(State(store): State<Store>, write: Write, Id(leave): Id) -> Answer<StatusCode> {
    store.run(&write.0, EndLeave { leave }).await?;
    Ok(DONE)
}

/// Hands an account's household files, and the visits and findings open in them, over to another account.
#[utoipa::path(post, path = "/hand-overs", tag = "answerers", request_body = HandOverBody,
    responses((status = 200, body = WorkHandedOver)))]
pub async fn hand_over(
    State(store): State<Store>,
    write: Write,
    Body(HandOverBody { from, to }): Body<HandOverBody>,
) -> Answer<Json<WorkHandedOver>> {
    Ok(Json(WorkHandedOver { files: store.run(&write.0, HandOverWork { from, to }).await? }))
}

/// Hands chosen files of an account, with what is open in them, over to another account.
#[utoipa::path(post, path = "/hand-overs/files", tag = "answerers", request_body = HandOverFilesBody,
    responses((status = 200, body = WorkHandedOver)))]
pub async fn hand_over_files(
    State(store): State<Store>,
    write: Write,
    Body(HandOverFilesBody { from, to, households }): Body<HandOverFilesBody>,
) -> Answer<Json<WorkHandedOver>> {
    Ok(Json(WorkHandedOver { files: store.run(&write.0, HandOverFiles { from, to, households }).await? }))
}

/// Lists what each caseworker of your areas has to do, the busiest first, after work that no account has.
#[utoipa::path(get, path = "/workload", tag = "answerers", responses((status = 200, body = Vec<Workload>)))]
pub async fn workload(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Workload>>> {
    Ok(Json(store.workloads(&signed.actor).await?))
}

/// Lists the open files of an account in your areas; of account 0 those without a caseworker.
#[utoipa::path(get, path = "/workload/{id}/files", tag = "answerers", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<WorkFile>)))]
pub async fn workload_files(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<WorkFile>>> {
    Ok(Json(store.work_files(&signed.actor, id, cursor).await?))
}

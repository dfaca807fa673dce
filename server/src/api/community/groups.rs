//! Community groups: their rosters, join rates and notices.

use domain::{
    areas::AreaId,
    community::groups::{
        AreaRate, Group, GroupAnswer, GroupHouseholdId, GroupId, GroupLine, JoinRate, NewGroup, NewRosterEntry,
        OwnGroup, RosterLine, RosterState,
        notices::{GroupNotice, GroupNoticeId, NewGroupNotice, OwnGroupNotice, UnreadLine},
    },
    households::HouseholdId,
};
use store::community::groups::{
    lifecycle::{ChangeGroup, EndGroup, OpenGroup},
    notices::{CallGroupMember, EndGroupNotice, PostGroupNotice, ReadGroupNotice},
    roster::{AnswerGroup, JoinGroup},
    roster_views::RosterQuery,
    views::GroupList,
};

use crate::api::prelude::*;

/// Which groups a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct GroupsQuery {
    /// `mine`, `uncared` or `unread` instead of all.
    show: String,
    /// Those of an area and the areas below it.
    area: AreaId,
    /// `next` of the previous page.
    cursor: i64,
}

/// Which households of rosters a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RosterParams {
    /// Of one group.
    group: Option<GroupId>,
    /// Of an area and the areas below it.
    area: Option<AreaId>,
    /// In one state; those who left are shown only if they are asked for.
    state: Option<RosterState>,
    /// `next` of the previous page.
    cursor: i64,
}

/// Area whose figures are asked for.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RatesQuery {
    /// The area; the root area without one.
    area: AreaId,
}

/// How many joined in an area, and in each area directly below it.
#[derive(Serialize, ToSchema)]
pub struct JoinRates {
    /// The area, with all below it.
    all: JoinRate,
    /// The areas directly below it that have groups.
    below: Vec<AreaRate>,
}

/// A group that was opened or joined.
#[derive(Serialize, ToSchema)]
pub struct GroupMade {
    /// Number of the group.
    group: GroupId,
}

/// New values of a group.
#[derive(Deserialize, ToSchema)]
pub struct GroupChangeBody {
    /// Version that the caller has seen.
    version: i64,
    /// New values; the area stays.
    group: NewGroup,
}

/// A household that came onto a roster, or said something else.
#[derive(Serialize, ToSchema)]
pub struct RosterMade {
    /// Number of its line.
    line: GroupHouseholdId,
}

/// What the caller's family says about a group.
#[derive(Deserialize, ToSchema)]
pub struct OwnGroupAnswerBody {
    /// What it says.
    answer: GroupAnswer,
}

/// Code of a poster.
#[derive(Deserialize, ToSchema)]
pub struct GroupCodeBody {
    /// The code.
    code: String,
}

/// A notice that was posted.
#[derive(Serialize, ToSchema)]
pub struct GroupNoticeMade {
    /// Number of the notice.
    notice: GroupNoticeId,
}

/// Household that was called about a notice.
#[derive(Deserialize, ToSchema)]
pub struct GroupCallBody {
    /// Number of its file.
    household: HouseholdId,
}

/// Lists open groups of the caller's areas, by number.
#[utoipa::path(get, path = "/groups", tag = "groups", params(GroupsQuery),
    responses((status = 200, body = Page<GroupLine>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(GroupsQuery { show, area, cursor }): Query<GroupsQuery>,
) -> Answer<Json<Page<GroupLine>>> {
    let list = match show.as_str() {
        "mine" => GroupList::Mine,
        "uncared" => GroupList::Uncared,
        "unread" => GroupList::Unread,
        _ => GroupList::All,
    };
    Ok(Json(store.groups(&signed.actor, list, area, cursor).await?))
}

/// Opens a group of an area.
#[utoipa::path(post, path = "/groups", tag = "groups", request_body = NewGroup,
    responses((status = 201, body = GroupMade)))]
pub async fn open(State(store): State<Store>, write: Write, Body(new): Body<NewGroup>) -> Made<GroupMade> {
    made(GroupMade { group: store.run(&write.0, OpenGroup(new)).await? })
}

/// Counts open groups and how many households joined, per area.
#[utoipa::path(get, path = "/group-rates", tag = "groups", params(RatesQuery),
    responses((status = 200, body = JoinRates)))]
pub async fn rates(
    State(store): State<Store>,
    signed: Signed,
    Query(RatesQuery { area }): Query<RatesQuery>,
) -> Answer<Json<JoinRates>> {
    let (all, below) = store.join_rates(&signed.actor, area).await?;
    Ok(Json(JoinRates { all, below }))
}

/// Lists households on rosters, by number and without names.
#[utoipa::path(get, path = "/group-roster", tag = "groups", params(RosterParams),
    responses((status = 200, body = Page<RosterLine>)))]
pub async fn roster(
    State(store): State<Store>,
    signed: Signed,
    Query(RosterParams { group, area, state, cursor }): Query<RosterParams>,
) -> Answer<Json<Page<RosterLine>>> {
    Ok(Json(store.roster(&signed.actor, RosterQuery { group, area, state }, cursor).await?))
}

/// Returns a group.
#[utoipa::path(get, path = "/groups/{id}", tag = "groups", params(("id" = i64, Path)),
    responses((status = 200, body = Group)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Tagged<Group>> {
    let found = store.group(&signed.actor, id).await?;
    Ok(Tagged(found.version, found))
}

/// Changes name, channel and caretaker of a group.
#[utoipa::path(post, path = "/groups/{id}/change", tag = "groups",
    params(("id" = i64, Path),
        ("If-Match" = Option<String>, Header, description = "`ETag` of the record that was read")),
    request_body = GroupChangeBody, responses((status = 200, body = Group)))]
pub async fn change(
    State(store): State<Store>,
    write: Write,
    if_match: IfMatch,
    Id(group): Id,
    Body(GroupChangeBody { version, group: new }): Body<GroupChangeBody>,
) -> Answer<Tagged<Group>> {
    let change = ChangeGroup { group, version: if_match.or(version), new };
    if_match.judge(store.run(&write.0, change).await)?;
    let found = store.group(write.actor(), group).await?;
    Ok(Tagged(found.version, found))
}

/// Ends a group; its notices are taken back.
#[utoipa::path(post, path = "/groups/{id}/end", tag = "groups", params(("id" = i64, Path)),
    responses((status = 200, body = Group)))]
pub async fn end(State(store): State<Store>, write: Write, Id(group): Id) -> Answer<Json<Group>> {
    store.run(&write.0, EndGroup { group }).await?;
    Ok(Json(store.group(write.actor(), group).await?))
}

/// Notes what a household that agreed to be asked says about a group.
#[utoipa::path(post, path = "/groups/{id}/roster", tag = "groups", params(("id" = i64, Path)),
    request_body = NewRosterEntry, responses((status = 201, body = RosterMade)))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(group): Id,
    Body(entry): Body<NewRosterEntry>,
) -> Made<RosterMade> {
    made(RosterMade { line: store.run(&write.0, AnswerGroup { group, entry }).await? })
}

/// Lists the groups of a household's area with what it said.
#[utoipa::path(get, path = "/households/{id}/groups", tag = "groups", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<OwnGroup>)))]
pub async fn of_household(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<OwnGroup>>> {
    Ok(Json(store.household_groups(&signed.actor, id).await?.groups))
}

/// Lists the notices of a group, newest first, with how many members read each.
#[utoipa::path(get, path = "/groups/{id}/notices", tag = "groups", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<GroupNotice>)))]
pub async fn notices(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<GroupNotice>>> {
    Ok(Json(store.group_notices(&signed.actor, id, cursor).await?))
}

/// Posts a notice to the members of a group.
#[utoipa::path(post, path = "/groups/{id}/notices", tag = "groups", params(("id" = i64, Path)),
    request_body = NewGroupNotice, responses((status = 201, body = GroupNoticeMade)))]
pub async fn notice_post(
    State(store): State<Store>,
    write: Write,
    Id(group): Id,
    Body(new): Body<NewGroupNotice>,
) -> Made<GroupNoticeMade> {
    made(GroupNoticeMade { notice: store.run(&write.0, PostGroupNotice { group, new }).await? })
}

/// Lists the members who have not read a notice, by number.
#[utoipa::path(get, path = "/group-notices/{id}/unread", tag = "groups", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<UnreadLine>)))]
pub async fn unread(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<UnreadLine>>> {
    Ok(Json(store.group_unread(&signed.actor, id, cursor).await?))
}

/// Notes that a member who did not read a notice was called.
#[utoipa::path(post, path = "/group-notices/{id}/call", tag = "groups", params(("id" = i64, Path)),
    request_body = GroupCallBody, responses((status = 204, description = "Noted")))]
pub async fn call(
    State(store): State<Store>,
    write: Write,
    Id(notice): Id,
    Body(GroupCallBody { household }): Body<GroupCallBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, CallGroupMember { notice, household }).await?;
    Ok(DONE)
}

/// Takes a notice back.
#[utoipa::path(post, path = "/group-notices/{id}/end", tag = "groups", params(("id" = i64, Path)),
    responses((status = 204, description = "Taken back")))]
pub async fn notice_end(State(store): State<Store>, write: Write, Id(notice): Id) -> Answer<StatusCode> {
    store.run(&write.0, EndGroupNotice { notice }).await?;
    Ok(DONE)
}

/// Lists the groups of the area of the caller's family.
#[utoipa::path(get, path = "/me/groups", tag = "groups", responses((status = 200, body = Vec<OwnGroup>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<OwnGroup>>> {
    Ok(Json(store.own_groups(&signed.actor).await?))
}

/// Notes what the caller's family says about a group of its area.
#[utoipa::path(post, path = "/me/groups/{id}/answer", tag = "groups", params(("id" = i64, Path)),
    request_body = OwnGroupAnswerBody, responses((status = 201, body = RosterMade)))]
pub async fn answer_own(
    State(store): State<Store>,
    write: Write,
    Id(group): Id,
    Body(OwnGroupAnswerBody { answer }): Body<OwnGroupAnswerBody>,
) -> Made<RosterMade> {
    let household = write.actor().must_be_family()?;
    let entry = NewRosterEntry { household, answer, agreed: true };
    made(RosterMade { line: store.run(&write.0, AnswerGroup { group, entry }).await? })
}

/// Joins the group of a poster's code.
#[utoipa::path(post, path = "/me/groups/join", tag = "groups", request_body = GroupCodeBody,
    responses((status = 201, body = GroupMade)))]
pub async fn join(
    State(store): State<Store>,
    write: Write,
    Body(GroupCodeBody { code }): Body<GroupCodeBody>,
) -> Made<GroupMade> {
    made(GroupMade { group: store.run(&write.0, JoinGroup { code }).await? })
}

/// Lists the notices to the groups that the caller's family joined; words once it opened them.
#[utoipa::path(get, path = "/me/group-notices", tag = "groups",
    responses((status = 200, body = Vec<OwnGroupNotice>)))]
pub async fn own_notices(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<OwnGroupNotice>>> {
    Ok(Json(store.own_group_notices(&signed.actor).await?))
}

/// Opens a notice: returns its words, and notes that the caller's family read it.
#[utoipa::path(post, path = "/me/group-notices/{id}/read", tag = "groups", params(("id" = i64, Path)),
    responses((status = 200, body = OwnGroupNotice)))]
pub async fn read(State(store): State<Store>, write: Write, Id(notice): Id) -> Answer<Json<OwnGroupNotice>> {
    store.run(&write.0, ReadGroupNotice { notice }).await?;
    Ok(Json(store.own_group_notice(write.actor(), notice).await?))
}

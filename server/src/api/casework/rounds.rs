//! Rounds over an area: doors, what was found there, how far it is, and what members of households said.

use domain::{
    Timestamp,
    accounts::AccountId,
    casework::rounds::{
        AreaCoverage, CompareKind, ComparedDoor, Comparison, Door, DoorFile, DoorId, DoorLine, DoorState, Knock,
        ListAnswer, NewRound, Round, RoundId, Share,
        profile::{Answers, MemberProfile},
    },
    households::{HouseholdId, Member, NewHousehold},
    permission::Action,
};
use store::casework::rounds::{
    doors::DoorQuery,
    knocks::{RecordKnock, TakeDoor},
    new_family::{AddFileDoor, MeetNewFamily},
    open::{AddRoundFiles, CallOffRound, EndRound, ExtendRound, OpenRound},
    profiles::SetProfile,
    sharing::ShareDoors,
};

use crate::api::prelude::*;

/// A round that was opened.
#[derive(Serialize, ToSchema)]
pub struct RoundOpened {
    /// Number of the round.
    round: RoundId,
}

/// A round with its coverage per area.
#[derive(Serialize, ToSchema)]
pub struct RoundFile {
    /// The round.
    round: Round,
    /// Coverage of each area that has doors.
    areas: Vec<AreaCoverage>,
}

/// Lines of a base list.
#[derive(Deserialize, ToSchema)]
pub struct LinesBody {
    /// The lines, at most 20,000.
    lines: Vec<DoorLine>,
}

/// Number of doors.
#[derive(Serialize, ToSchema)]
pub struct DoorsCount {
    /// Doors that were added or given.
    doors: u64,
}

/// Doors to be given to a caseworker.
#[derive(Deserialize, ToSchema)]
pub struct ShareBody {
    /// Which doors.
    which: Share,
    /// Account of the caseworker who goes there.
    to: AccountId,
}

/// New last day of a round.
#[derive(Deserialize, ToSchema)]
pub struct ExtendBody {
    /// Last second of that day, in Unix seconds.
    due: Timestamp,
}

/// Filters of the doors of a round.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct DoorsQuery {
    /// Only doors in this state.
    state: Option<DoorState>,
    /// Only doors without an answer.
    open: bool,
    /// Only doors in this area or below it.
    area: Option<i64>,
    /// Only the caller's own doors.
    mine: bool,
    /// Only doors without an answer to which no caseworker goes.
    unowned: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Which differences between two rounds.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct DifferencesQuery {
    /// New, gone or changed; new when left out.
    kind: Option<CompareKind>,
    /// `next` of the previous page.
    cursor: i64,
}

/// How a round differs from the earlier one.
#[derive(Serialize, ToSchema)]
pub struct ComparisonFile {
    /// The counts; null without an earlier round.
    comparison: Option<Comparison>,
}

/// A family that was met and has no file.
#[derive(Deserialize, ToSchema)]
pub struct FamilyBody {
    /// Area it lives in; a door of the list decides it.
    #[serde(default)]
    area: i64,
    /// Name of its contact person.
    name: String,
    /// Mobile number; empty without one.
    #[serde(default)]
    phone: String,
    /// Address; empty without one.
    #[serde(default)]
    address: String,
    /// Its members, 1 to 20.
    members: Vec<Member>,
    /// Members, by their place in the list from 0, who live elsewhere.
    #[serde(default)]
    away: Vec<usize>,
    /// Create the file despite `same_family`.
    #[serde(default)]
    anyway: bool,
}

impl FamilyBody {
    fn met(self, round: RoundId, door: Option<DoorId>) -> MeetNewFamily {
        let FamilyBody { area, name, phone, address, members, away, anyway } = self;
        let household = NewHousehold { area, name, phone, address, hardship: false, members };
        MeetNewFamily { round, door, household, away, anyway }
    }
}

/// A family with its file and its door.
#[derive(Serialize, ToSchema)]
pub struct FamilyMet {
    /// Number of its file.
    household: HouseholdId,
    /// Its door.
    door: DoorId,
}

/// A household file to be added as a door.
#[derive(Deserialize, ToSchema)]
pub struct FileDoorBody {
    /// Number of the file.
    household: HouseholdId,
}

/// The door of a household file.
#[derive(Serialize, ToSchema)]
pub struct FileDoor {
    /// Number of the door.
    door: DoorId,
}

async fn file(store: &Store, actor: &domain::accounts::Actor, id: RoundId) -> Answer<Json<RoundFile>> {
    let (round, areas) = store.round(actor, id).await?;
    Ok(Json(RoundFile { round, areas }))
}

/// Lists rounds that the caller's areas meet, newest first. Caseworkers count the doors of their own areas.
#[utoipa::path(get, path = "/rounds", tag = "rounds", params(Cursor), responses((status = 200, body = Page<Round>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Round>>> {
    Ok(Json(store.rounds(&signed.actor, cursor).await?))
}

/// Opens a round over an area. Rounds that run inside it are in the way, or are joined.
#[utoipa::path(post, path = "/rounds", tag = "rounds", request_body = NewRound,
    responses((status = 201, body = RoundOpened)))]
pub async fn open(State(store): State<Store>, write: Write, Body(new): Body<NewRound>) -> Made<RoundOpened> {
    made(RoundOpened { round: store.run(&write.0, OpenRound(new)).await? })
}

/// Returns a round with its coverage per area.
#[utoipa::path(get, path = "/rounds/{id}", tag = "rounds", params(("id" = i64, Path)),
    responses((status = 200, body = RoundFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<RoundFile>> {
    file(&store, &signed.actor, id).await
}

/// Lists the doors of a round in the caller's areas, by number.
#[utoipa::path(get, path = "/rounds/{id}/doors", tag = "rounds", params(("id" = i64, Path), DoorsQuery),
    responses((status = 200, body = Page<Door>)))]
pub async fn doors(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(query): Query<DoorsQuery>,
) -> Answer<Json<Page<Door>>> {
    let DoorsQuery { state, open, area, mine, unowned, cursor } = query;
    let query = DoorQuery { state, open, area, mine, unowned, cursor };
    Ok(Json(store.round_doors(&signed.actor, id, &query).await?))
}

/// Adds lines of a base list as doors. Known ones are not added twice; impossible ones are listed.
#[utoipa::path(post, path = "/rounds/{id}/doors", tag = "rounds", params(("id" = i64, Path)),
    request_body = LinesBody, responses((status = 200, body = ListAnswer)))]
pub async fn lines_add(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(LinesBody { lines }): Body<LinesBody>,
) -> Answer<Json<ListAnswer>> {
    Ok(Json(store.round_list_add(&write.0, id, lines).await?))
}

/// Adds the household files that came into the area after the round was opened.
#[utoipa::path(post, path = "/rounds/{id}/files", tag = "rounds", params(("id" = i64, Path)),
    responses((status = 200, body = DoorsCount)))]
pub async fn files_add(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<DoorsCount>> {
    Ok(Json(DoorsCount { doors: store.run(&write.0, AddRoundFiles { round: id }).await? }))
}

/// Gives doors without an answer to a caseworker: by hand, those of an area, or those of it that no caseworker goes to.
#[utoipa::path(post, path = "/rounds/{id}/share", tag = "rounds", params(("id" = i64, Path)),
    request_body = ShareBody, responses((status = 200, body = DoorsCount)))]
pub async fn share(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(ShareBody { which, to }): Body<ShareBody>,
) -> Answer<Json<DoorsCount>> {
    Ok(Json(DoorsCount { doors: store.run(&write.0, ShareDoors { round: id, which, to }).await? }))
}

/// Changes the last day of a running round.
#[utoipa::path(post, path = "/rounds/{id}/extend", tag = "rounds", params(("id" = i64, Path)),
    request_body = ExtendBody, responses((status = 200, body = RoundFile)))]
pub async fn extend(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(ExtendBody { due }): Body<ExtendBody>,
) -> Answer<Json<RoundFile>> {
    store.run(&write.0, ExtendRound { round: id, due }).await?;
    file(&store, write.actor(), id).await
}

/// Ends a running round; doors without an answer stay listed.
#[utoipa::path(post, path = "/rounds/{id}/end", tag = "rounds", params(("id" = i64, Path)),
    responses((status = 200, body = RoundFile)))]
pub async fn end(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<RoundFile>> {
    store.run(&write.0, EndRound { round: id }).await?;
    file(&store, write.actor(), id).await
}

/// Calls off a round that was opened by mistake, before any door was knocked at.
#[utoipa::path(post, path = "/rounds/{id}/call-off", tag = "rounds", params(("id" = i64, Path)),
    responses((status = 200, body = RoundFile)))]
pub async fn call_off(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<RoundFile>> {
    store.run(&write.0, CallOffRound { round: id }).await?;
    file(&store, write.actor(), id).await
}

/// Counts how a round differs from the earlier one of its area.
#[utoipa::path(get, path = "/rounds/{id}/comparison", tag = "rounds", params(("id" = i64, Path)),
    responses((status = 200, body = ComparisonFile)))]
pub async fn comparison(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<ComparisonFile>> {
    Ok(Json(ComparisonFile { comparison: store.round_comparison(&signed.actor, id).await? }))
}

/// Lists the households that are new, gone or changed since the earlier round.
#[utoipa::path(get, path = "/rounds/{id}/differences", tag = "rounds", params(("id" = i64, Path), DifferencesQuery),
    responses((status = 200, body = Page<ComparedDoor>)))]
pub async fn differences(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(DifferencesQuery { kind, cursor }): Query<DifferencesQuery>,
) -> Answer<Json<Page<ComparedDoor>>> {
    let kind = kind.unwrap_or(CompareKind::New);
    Ok(Json(store.round_differences(&signed.actor, id, kind, cursor).await?))
}

/// Creates the file of a family that was met and is on no list.
#[utoipa::path(post, path = "/rounds/{id}/families", tag = "rounds", params(("id" = i64, Path)),
    request_body = FamilyBody, responses((status = 201, body = FamilyMet)))]
pub async fn family_found(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(body): Body<FamilyBody>,
) -> Made<FamilyMet> {
    let (household, door) = store.run(&write.0, body.met(id, None)).await?;
    made(FamilyMet { household, door })
}

/// Adds the door of a family that has a file and is on no list; one that is there already stays the only one.
#[utoipa::path(post, path = "/rounds/{id}/file-doors", tag = "rounds", params(("id" = i64, Path)),
    request_body = FileDoorBody, responses((status = 201, body = FileDoor)))]
pub async fn file_door(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(FileDoorBody { household }): Body<FileDoorBody>,
) -> Made<FileDoor> {
    made(FileDoor { door: store.run(&write.0, AddFileDoor { round: id, file: household }).await? })
}

/// Lists the caller's own doors of running rounds that are to be knocked at now.
#[utoipa::path(get, path = "/me/doors", tag = "rounds", params(Cursor),
    responses((status = 200, body = Page<Door>)))]
pub async fn mine(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Door>>> {
    Ok(Json(store.my_doors(&signed.actor, cursor).await?))
}

/// Returns a door with all that was found there.
#[utoipa::path(get, path = "/doors/{id}", tag = "rounds", params(("id" = i64, Path)),
    responses((status = 200, body = DoorFile)))]
pub async fn door(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<DoorFile>> {
    Ok(Json(store.door(&signed.actor, id).await?))
}

/// Records what the caller found at a door. Nothing that was recorded before is lost.
#[utoipa::path(post, path = "/doors/{id}/knocks", tag = "rounds", params(("id" = i64, Path)),
    request_body = Knock, responses((status = 200, body = DoorFile)))]
pub async fn knock(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(knock): Body<Knock>,
) -> Answer<Json<DoorFile>> {
    store.run(&write.0, RecordKnock { door: id, knock }).await?;
    Ok(Json(store.door(write.actor(), id).await?))
}

/// Takes a door over: the caller goes there.
#[utoipa::path(post, path = "/doors/{id}/take", tag = "rounds", params(("id" = i64, Path)),
    responses((status = 200, body = DoorFile)))]
pub async fn take(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<DoorFile>> {
    store.run(&write.0, TakeDoor { door: id }).await?;
    Ok(Json(store.door(write.actor(), id).await?))
}

/// Creates the file of a family that was met at a door of the list.
#[utoipa::path(post, path = "/doors/{id}/family", tag = "rounds", params(("id" = i64, Path)),
    request_body = FamilyBody, responses((status = 201, body = FamilyMet)))]
pub async fn family_met(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(body): Body<FamilyBody>,
) -> Made<FamilyMet> {
    write.actor().must_somewhere(Action::KeepHouseholds)?;
    let round = store.door(write.actor(), id).await?.door.round;
    let (household, door) = store.run(&write.0, body.met(round, Some(id))).await?;
    made(FamilyMet { household, door })
}

/// Lists what the members of a household said: for the family itself and the staff of its area.
#[utoipa::path(get, path = "/households/{id}/profiles", tag = "rounds", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<MemberProfile>)))]
pub async fn profiles(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<MemberProfile>>> {
    Ok(Json(store.profiles(&signed.actor, id).await?))
}

/// Sets what a member of a household said. All of it is optional.
#[utoipa::path(post, path = "/households/{id}/members/{member}/profile", tag = "rounds",
    params(("id" = i64, Path), ("member" = i64, Path)), request_body = Answers,
    responses((status = 200, body = Vec<MemberProfile>)))]
pub async fn profile_set(
    State(store): State<Store>,
    write: Write,
    Ids(household, member): Ids,
    Body(profile): Body<Answers>,
) -> Answer<Json<Vec<MemberProfile>>> {
    store.run(&write.0, SetProfile { household, member, profile }).await?;
    Ok(Json(store.profiles(write.actor(), household).await?))
}

//! School places: rules of districts, the case of each child, and what its own family reads and says of it.

use domain::{
    accounts::AccountId,
    areas::AreaId,
    casework::{
        cases::{FamilyAnswer, FamilyAsked},
        school_places::{
            NewSchoolAnswer, NewSchoolFacts, NewSchoolPlace, SchoolEnd, SchoolPlaceId,
            engine::SchoolStanding,
            rules::{NewSchoolRule, SchoolRule, SchoolRuleId},
            views::{SchoolPlace, SchoolPlaceFigures, SchoolPlaceFile},
        },
    },
};
use store::casework::school_places::{
    closing::{CloseSchoolPlace, SayOfSchoolPlace},
    facts::{RecordSchoolFacts, StopSchoolFacts},
    opening::{AssignSchoolPlace, OpenSchoolPlace},
    rules::{RuleList, SetSchoolRule, WithdrawSchoolRule},
    schools::NoteSchoolAnswer,
    views::{SchoolPlaceQuery, SchoolPlaceStage},
};

use crate::api::prelude::*;

/// Filters of the list of cases.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct SchoolPlacesQuery {
    /// `open` (the default), `soon` (a step ends within 30 days), `late` or `over`.
    show: String,
    /// Area with those below it; 0 for all of yours.
    area: AreaId,
    /// Where the child stands.
    standing: Option<SchoolStanding>,
    /// Only those that you own, or that climbed to you.
    mine: bool,
    /// `next` of the previous page.
    cursor: SchoolPlaceId,
}

impl From<SchoolPlacesQuery> for SchoolPlaceQuery {
    fn from(query: SchoolPlacesQuery) -> SchoolPlaceQuery {
        let stage = match query.show.as_str() {
            "soon" => SchoolPlaceStage::Soon,
            "late" => SchoolPlaceStage::Late,
            "over" => SchoolPlaceStage::Over,
            _ => SchoolPlaceStage::Open,
        };
        SchoolPlaceQuery {
            stage,
            area: (query.area > 0).then_some(query.area),
            standing: query.standing,
            mine: query.mine,
            cursor: query.cursor,
        }
    }
}

/// Filters of the list of rules.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct SchoolRulesQuery {
    /// `current` (the default) or `over`.
    show: String,
    /// `next` of the previous page.
    cursor: SchoolRuleId,
}

/// Area of the figures.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct SchoolFiguresQuery {
    /// Area with those below it; 0 for all of yours.
    area: AreaId,
}

/// A case that was opened.
#[derive(Serialize, ToSchema)]
pub struct SchoolPlaceOpened {
    /// Number of the case.
    school_place: SchoolPlaceId,
}

/// A rule that was entered.
#[derive(Serialize, ToSchema)]
pub struct SchoolRuleEntered {
    /// Number of the version.
    school_rule: SchoolRuleId,
}

/// The end of a case.
#[derive(Deserialize, ToSchema)]
pub struct SchoolCloseBody {
    /// How it ends.
    end: SchoolEnd,
    /// Whom of the family one asked, and what they said.
    asked: FamilyAsked,
}

/// An account that follows a case from now on.
#[derive(Deserialize, ToSchema)]
pub struct SchoolAssignBody {
    /// The account.
    account: AccountId,
}

/// What a family says of the end of its own case.
#[derive(Deserialize, ToSchema)]
pub struct SchoolSayBody {
    /// `solved` or `not_solved`.
    answer: FamilyAnswer,
}

/// Lists the cases of families in the areas whose cases you read, with their days.
#[utoipa::path(get, path = "/school-places", tag = "schools", params(SchoolPlacesQuery),
    responses((status = 200, body = Page<SchoolPlace>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<SchoolPlacesQuery>,
) -> Answer<Json<Page<SchoolPlace>>> {
    Ok(Json(store.school_places(&signed.actor, &query.into()).await?))
}

/// Counts open cases by standing, and closed ones by outcome.
#[utoipa::path(get, path = "/school-place-figures", tag = "schools", params(SchoolFiguresQuery),
    responses((status = 200, body = SchoolPlaceFigures)))]
pub async fn figures(
    State(store): State<Store>,
    signed: Signed,
    Query(SchoolFiguresQuery { area }): Query<SchoolFiguresQuery>,
) -> Answer<Json<SchoolPlaceFigures>> {
    Ok(Json(store.school_place_figures(&signed.actor, (area > 0).then_some(area)).await?))
}

/// Returns a case, for its family and the staff of the area: first day, steps with their last days, schools. Names and
/// months show during a reveal of the file.
#[utoipa::path(get, path = "/school-places/{id}", tag = "schools", params(("id" = i64, Path)),
    responses((status = 200, body = SchoolPlaceFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<SchoolPlaceFile>> {
    Ok(Json(store.school_place(&signed.actor, id).await?))
}

/// Lists the cases of a household, open ones first.
#[utoipa::path(get, path = "/households/{id}/school-places", tag = "schools", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<SchoolPlace>)))]
pub async fn of_household(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<SchoolPlace>>> {
    Ok(Json(store.household_school_places(&signed.actor, id).await?))
}

/// Opens the case of a child with the family's consent; you own it.
#[utoipa::path(post, path = "/households/{id}/school-places", tag = "schools", params(("id" = i64, Path)),
    request_body = NewSchoolPlace, responses((status = 201, body = SchoolPlaceOpened)))]
pub async fn open(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(new): Body<NewSchoolPlace>,
) -> Made<SchoolPlaceOpened> {
    made(SchoolPlaceOpened { school_place: store.run(&write.0, OpenSchoolPlace { household, new }).await? })
}

/// Records what the family said today of its insurance, home and work; the days are computed anew.
#[utoipa::path(post, path = "/school-places/{id}/facts", tag = "schools", params(("id" = i64, Path)),
    request_body = NewSchoolFacts, responses((status = 200, body = SchoolPlaceFile)))]
pub async fn record_facts(
    State(store): State<Store>,
    write: Write,
    Id(place): Id,
    Body(new): Body<NewSchoolFacts>,
) -> Answer<Json<SchoolPlaceFile>> {
    store.run(&write.0, RecordSchoolFacts { place, new }).await?;
    Ok(Json(store.school_place(write.actor(), place).await?))
}

/// Notes what a school said. What it said before is kept.
#[utoipa::path(post, path = "/school-places/{id}/schools", tag = "schools", params(("id" = i64, Path)),
    request_body = NewSchoolAnswer, responses((status = 200, body = SchoolPlaceFile)))]
pub async fn note_school(
    State(store): State<Store>,
    write: Write,
    Id(place): Id,
    Body(new): Body<NewSchoolAnswer>,
) -> Answer<Json<SchoolPlaceFile>> {
    store.run(&write.0, NoteSchoolAnswer { place, new }).await?;
    Ok(Json(store.school_place(write.actor(), place).await?))
}

/// Closes a case with an outcome, after asking the family. "Not before" opens again some time before its day.
#[utoipa::path(post, path = "/school-places/{id}/close", tag = "schools", params(("id" = i64, Path)),
    request_body = SchoolCloseBody, responses((status = 200, body = SchoolPlaceFile)))]
pub async fn close(
    State(store): State<Store>,
    write: Write,
    Id(place): Id,
    Body(SchoolCloseBody { end, asked }): Body<SchoolCloseBody>,
) -> Answer<Json<SchoolPlaceFile>> {
    store.run(&write.0, CloseSchoolPlace { place, end, asked }).await?;
    Ok(Json(store.school_place(write.actor(), place).await?))
}

/// Gives a case to another caseworker of the family's area.
#[utoipa::path(post, path = "/school-places/{id}/assign", tag = "schools", params(("id" = i64, Path)),
    request_body = SchoolAssignBody, responses((status = 200, body = SchoolPlaceFile)))]
pub async fn assign(
    State(store): State<Store>,
    write: Write,
    Id(place): Id,
    Body(SchoolAssignBody { account }): Body<SchoolAssignBody>,
) -> Answer<Json<SchoolPlaceFile>> {
    store.run(&write.0, AssignSchoolPlace { place, owner: account }).await?;
    Ok(Json(store.school_place(write.actor(), place).await?))
}

/// Lists the cases of your own family: first day, steps with their last days, papers, schools.
#[utoipa::path(get, path = "/me/school-places", tag = "schools",
    responses((status = 200, body = Vec<SchoolPlaceFile>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<SchoolPlaceFile>>> {
    Ok(Json(store.my_school_places(&signed.actor).await?))
}

/// Says of your own family's case whether it ended as was said; "not solved" opens a closed case again.
#[utoipa::path(post, path = "/me/school-places/{id}/say", tag = "schools", params(("id" = i64, Path)),
    request_body = SchoolSayBody, responses((status = 200, body = SchoolPlaceFile)))]
pub async fn say(
    State(store): State<Store>,
    write: Write,
    Id(place): Id,
    Body(SchoolSayBody { answer }): Body<SchoolSayBody>,
) -> Answer<Json<SchoolPlaceFile>> {
    store.run(&write.0, SayOfSchoolPlace { place, answer }).await?;
    Ok(Json(store.school_place(write.actor(), place).await?))
}

/// Takes back that your family's months are kept; they are deleted at once.
#[utoipa::path(post, path = "/me/school-places/{id}/stop", tag = "schools", params(("id" = i64, Path)),
    responses((status = 200, body = SchoolPlaceFile)))]
pub async fn stop(State(store): State<Store>, write: Write, Id(place): Id) -> Answer<Json<SchoolPlaceFile>> {
    store.run(&write.0, StopSchoolFacts { place }).await?;
    Ok(Json(store.school_place(write.actor(), place).await?))
}

/// Lists the rules of districts around your areas, newest first.
#[utoipa::path(get, path = "/school-rules", tag = "schools", params(SchoolRulesQuery),
    responses((status = 200, body = Page<SchoolRule>)))]
pub async fn rules(
    State(store): State<Store>,
    signed: Signed,
    Query(SchoolRulesQuery { show, cursor }): Query<SchoolRulesQuery>,
) -> Answer<Json<Page<SchoolRule>>> {
    let list = if show == "over" { RuleList::Ended } else { RuleList::Current };
    Ok(Json(store.school_rules(&signed.actor, list, cursor).await?))
}

/// Enters a version of an area's rule; the days of every open case there are computed anew.
#[utoipa::path(post, path = "/school-rules", tag = "schools", request_body = NewSchoolRule,
    responses((status = 201, body = SchoolRuleEntered)))]
pub async fn rule_set(
    State(store): State<Store>,
    write: Write,
    Body(new): Body<NewSchoolRule>,
) -> Made<SchoolRuleEntered> {
    made(SchoolRuleEntered { school_rule: store.run(&write.0, SetSchoolRule(new)).await? })
}

/// Withdraws a rule; cases follow that of the area above, or have none.
#[utoipa::path(post, path = "/school-rules/{id}/withdraw", tag = "schools", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn rule_withdraw(State(store): State<Store>, write: Write, Id(rule): Id) -> Answer<StatusCode> {
    store.run(&write.0, WithdrawSchoolRule { rule }).await?;
    Ok(DONE)
}

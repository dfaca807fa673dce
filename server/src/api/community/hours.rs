//! Hours of adults at courses, the rules of areas that ask for some, and certificates.

use axum::extract::Path;
use domain::{
    community::courses::{AreaRule, Certificate, CertificateAnswer, CourseTopic, MemberHours},
    time::year,
};
use store::community::courses::hours::SetCourseRule;

use crate::{api::prelude::*, http::address::Address};

/// A year.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct YearQuery {
    /// The year; this one when left out.
    year: Option<i64>,
}

/// Rules of a year.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RulesQuery {
    /// The year; this one when left out.
    year: Option<i64>,
    /// How many come before those that are returned.
    skip: i64,
}

/// A rule of an area.
#[derive(Deserialize, ToSchema)]
pub struct CourseRuleBody {
    /// The topic.
    topic: CourseTopic,
    /// The year.
    year: i64,
    /// Minutes that each adult should have; 0 takes the rule back.
    minutes: i64,
}

/// What stands on a certificate.
#[derive(Deserialize, ToSchema)]
pub struct CertificateBody {
    /// Its number.
    number: String,
    /// Its check code.
    code: String,
}

/// Lists the hours of a household's adults in a year, with what the rules of its area ask for.
#[utoipa::path(get, path = "/households/{id}/course-hours", tag = "courses", params(("id" = i64, Path), YearQuery),
    responses((status = 200, body = Vec<MemberHours>)))]
pub async fn hours(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(YearQuery { year: asked }): Query<YearQuery>,
) -> Answer<Json<Vec<MemberHours>>> {
    let of = asked.unwrap_or_else(|| year(store.now()));
    Ok(Json(store.household_hours(&signed.actor, id, of).await?))
}

/// Lists the rules of the caller's areas for a year, with how many keep them: fifty, after the first `skip`.
#[utoipa::path(get, path = "/course-rules", tag = "courses", params(RulesQuery),
    responses((status = 200, body = Vec<AreaRule>)))]
pub async fn rules(
    State(store): State<Store>,
    signed: Signed,
    Query(RulesQuery { year: asked, skip }): Query<RulesQuery>,
) -> Answer<Json<Vec<AreaRule>>> {
    let of = asked.unwrap_or_else(|| year(store.now()));
    Ok(Json(store.course_rules(&signed.actor, of, skip).await?.items))
}

/// Sets how many minutes of a topic each adult of an area should have in a year.
#[utoipa::path(post, path = "/areas/{id}/course-rules", tag = "courses", params(("id" = i64, Path)),
    request_body = CourseRuleBody, responses((status = 204, description = "Set")))]
pub async fn rule_set(
    State(store): State<Store>,
    write: Write,
    Id(area): Id,
    Body(CourseRuleBody { topic, year, minutes }): Body<CourseRuleBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, SetCourseRule { area, topic, year, minutes }).await?;
    Ok(DONE)
}

/// Returns a certificate, for its family and for the staff who keep the family's file.
#[utoipa::path(get, path = "/certificates/{number}", tag = "courses", params(("number" = String, Path)),
    responses((status = 200, body = Certificate)))]
pub async fn certificate(
    State(store): State<Store>,
    signed: Signed,
    Path(number): Path<String>,
) -> Answer<Json<Certificate>> {
    Ok(Json(store.certificate(&signed.actor, &number).await?))
}

/// Tells any caller whether number and code of a certificate belong together; nothing about the person.
#[utoipa::path(post, path = "/certificates/check", tag = "courses", security(()), request_body = CertificateBody,
    responses((status = 200, body = CertificateAnswer)))]
pub async fn certificate_check(
    State(store): State<Store>,
    Address(address): Address,
    Body(CertificateBody { number, code }): Body<CertificateBody>,
) -> Answer<Json<CertificateAnswer>> {
    Ok(Json(store.certificate_check(&address, &number, &code).await?))
}

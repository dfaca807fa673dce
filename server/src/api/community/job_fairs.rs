//! Job fairs: events to which employers bring their vacancies.

use domain::community::{
    courses::CourseId,
    jobs::{Vacancy, fairs::Fair},
};
use store::community::jobs::fairs::{BringVacancy, TakeFromFair};

use crate::api::prelude::*;

/// A job fair to which a vacancy is brought.
#[derive(Deserialize, ToSchema)]
pub struct FairBody {
    /// Number of the event.
    course: CourseId,
}

/// Lists the job fairs ahead to which a vacancy is brought, and for its employer those to which it can be.
#[utoipa::path(get, path = "/vacancies/{id}/fairs", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Fair>)))]
pub async fn fairs(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Fair>>> {
    Ok(Json(store.vacancy_fairs(&signed.actor, id).await?))
}

/// Brings a vacancy to a job fair of its root area. Brought again changes nothing.
#[utoipa::path(post, path = "/vacancies/{id}/fairs", tag = "jobs", params(("id" = i64, Path)),
    request_body = FairBody, responses((status = 204, description = "Brought")))]
pub async fn fair_bring(
    State(store): State<Store>,
    write: Write,
    Id(vacancy): Id,
    Body(FairBody { course }): Body<FairBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, BringVacancy { vacancy, course }).await?;
    Ok(DONE)
}

/// Takes a vacancy from a job fair that has not begun.
#[utoipa::path(post, path = "/vacancies/{id}/fairs/end", tag = "jobs", params(("id" = i64, Path)),
    request_body = FairBody, responses((status = 204, description = "Taken from it")))]
pub async fn fair_take_back(
    State(store): State<Store>,
    write: Write,
    Id(vacancy): Id,
    Body(FairBody { course }): Body<FairBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, TakeFromFair { vacancy, course }).await?;
    Ok(DONE)
}

/// Lists the vacancies that are brought to a job fair, for all who read the event.
#[utoipa::path(get, path = "/courses/{id}/vacancies", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Vacancy>)))]
pub async fn fair_vacancies(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Vacancy>>> {
    Ok(Json(store.fair_vacancies(&signed.actor, id).await?))
}

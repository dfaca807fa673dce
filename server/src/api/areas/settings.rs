//! Organisations as administrators add and close them, and languages of the installation.

use app::{i18n::Lang, web::state::AppState};
use axum::extract::Path;
use domain::{accounts::OrganisationId, areas::AreaId};
use store::{
    accounts::languages::{DisableLanguage, EnableLanguage},
    areas::organisations::{AddOrganisation, RenameOrganisation, RenewInvitation, SetOrganisationOpen},
};

use crate::api::prelude::*;

/// An organisation to be added.
#[derive(Deserialize, ToSchema)]
pub struct OrganisationBody {
    /// Area it belongs to; its members may claim there and below.
    area: AreaId,
    /// Name, unique in the area.
    name: String,
}

/// The organisation that was added.
#[derive(Serialize, ToSchema)]
pub struct AddedOrganisation {
    /// Its number.
    id: OrganisationId,
}

/// The code with which members join an organisation.
#[derive(Serialize, ToSchema)]
pub struct NewInvitation {
    /// Code of 8 characters.
    invitation: String,
}

/// Adds an organisation to an area.
#[utoipa::path(post, path = "/organisations", tag = "organisations", request_body = OrganisationBody,
    responses((status = 201, body = AddedOrganisation)))]
pub async fn organisation_add(
    State(store): State<Store>,
    write: Write,
    Body(OrganisationBody { area, name }): Body<OrganisationBody>,
) -> Made<AddedOrganisation> {
    made(AddedOrganisation { id: store.run(&write.0, AddOrganisation { area, name }).await? })
}

/// Reopens an organisation.
#[utoipa::path(post, path = "/organisations/{id}/open", tag = "organisations", params(("id" = i64, Path)),
    responses((status = 204, description = "Opened")))]
pub async fn organisation_open(State(store): State<Store>, write: Write, Id(organisation): Id) -> Answer<StatusCode> {
    store.run(&write.0, SetOrganisationOpen { organisation, open: true }).await?;
    Ok(DONE)
}

/// Closes an organisation: its code stops working, its members stay.
#[utoipa::path(post, path = "/organisations/{id}/close", tag = "organisations", params(("id" = i64, Path)),
    responses((status = 204, description = "Closed")))]
pub async fn organisation_close(State(store): State<Store>, write: Write, Id(organisation): Id) -> Answer<StatusCode> {
    store.run(&write.0, SetOrganisationOpen { organisation, open: false }).await?;
    Ok(DONE)
}

/// Another name.
#[derive(Deserialize, ToSchema)]
pub struct OrganisationName {
    /// Name of 1 to 40 characters, unique in the area.
    name: String,
}

/// Gives an organisation another name; the search finds it by the old one, too.
#[utoipa::path(post, path = "/organisations/{id}/rename", tag = "organisations", params(("id" = i64, Path)),
    request_body = OrganisationName, responses((status = 204, description = "Renamed")))]
pub async fn organisation_rename(
    State(store): State<Store>,
    write: Write,
    Id(organisation): Id,
    Body(OrganisationName { name }): Body<OrganisationName>,
) -> Answer<StatusCode> {
    store.run(&write.0, RenameOrganisation { organisation, name }).await?;
    Ok(DONE)
}

/// Replaces an organisation's invitation code.
#[utoipa::path(post, path = "/organisations/{id}/renew", tag = "organisations", params(("id" = i64, Path)),
    responses((status = 200, body = NewInvitation)))]
pub async fn organisation_renew(
    State(store): State<Store>,
    write: Write,
    Id(organisation): Id,
) -> Answer<Json<NewInvitation>> {
    Ok(Json(NewInvitation { invitation: store.run(&write.0, RenewInvitation(organisation)).await? }))
}

/// Returns the draft language of a tag; others are always on.
fn draft(tag: &str) -> Answer<&'static str> {
    let lang = Lang::ALL.into_iter().find(|lang| lang.is_draft() && lang.tag() == tag);
    Ok(lang.ok_or(domain::Error::NotFound)?.tag())
}

/// Offers a draft language in the whole installation.
#[utoipa::path(post, path = "/languages/{tag}/on", tag = "site", params(("tag" = String, Path)),
    responses((status = 204, description = "On")))]
pub async fn language_on(State(app): State<AppState>, write: Write, Path(tag): Path<String>) -> Answer<StatusCode> {
    // Permission first, so that a forbidden caller cannot tell known tags from unknown ones.
    app.store.language_settings(write.actor()).await?;
    app.store.run(&write.0, EnableLanguage::new(draft(&tag)?)).await?;
    app.languages.forget();
    Ok(DONE)
}

/// Stops offering a draft language.
#[utoipa::path(post, path = "/languages/{tag}/off", tag = "site", params(("tag" = String, Path)),
    responses((status = 204, description = "Off")))]
pub async fn language_off(State(app): State<AppState>, write: Write, Path(tag): Path<String>) -> Answer<StatusCode> {
    // Permission first, so that a forbidden caller cannot tell known tags from unknown ones.
    app.store.language_settings(write.actor()).await?;
    app.store.run(&write.0, DisableLanguage::new(draft(&tag)?)).await?;
    app.languages.forget();
    Ok(DONE)
}

//! Organisations: what they are, offer and did, and who acts for them.

use domain::{
    accounts::{AccountId, OrganisationId},
    community::organisations::{
        ContactRole, KeptClaim, OrganisationFact, OrganisationFigure, OrganisationFile, OrganisationKind,
        OrganisationLine, OrganisationList, OrganisationMember, OrganisationOffer, OrganisationProfile,
        PublicOrganisation,
    },
};
use store::community::organisations::{
    contacts::SetContactRole,
    figures::OrganisationFactQuery,
    profile::{SetOrganisation, SetOrganisationOffer},
    views::OrganisationQuery,
};

use crate::api::prelude::*;

/// Which organisations a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OrganisationsQuery {
    /// Those that are open (when left out), those for which no account may act, or those that are closed.
    list: OrganisationList,
    /// Of this kind only.
    kind: Option<OrganisationKind>,
    /// Words of the name.
    q: String,
    /// `next` of the previous page.
    cursor: OrganisationId,
}

/// Which records of an organisation a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OrganisationRowsQuery {
    /// The figure that they make; the claims that were kept when left out.
    figure: OrganisationFigure,
    /// Only those since the first of January.
    this_year: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Whether a member may act for its organisation.
#[derive(Deserialize, ToSchema)]
pub struct ContactRoleBody {
    /// Account of the member.
    account: AccountId,
    /// Whether it may.
    role: ContactRole,
}

/// Lists organisations that belong to, serve or lie around your areas.
#[utoipa::path(get, path = "/organisations", tag = "organisations", params(OrganisationsQuery),
    responses((status = 200, body = Page<OrganisationLine>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(OrganisationsQuery { list, kind, q, cursor }): Query<OrganisationsQuery>,
) -> Answer<Json<Page<OrganisationLine>>> {
    let query = OrganisationQuery { list, kind, words: q, cursor };
    Ok(Json(store.organisation_lines(&signed.actor, &query).await?))
}

/// Returns an organisation, for staff and its members.
#[utoipa::path(get, path = "/organisations/{id}", tag = "organisations", params(("id" = i64, Path)),
    responses((status = 200, body = OrganisationFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<OrganisationFile>> {
    Ok(Json(store.organisation_file(&signed.actor, id).await?))
}

/// Returns what visitors read of an organisation; counts below five are left out.
#[utoipa::path(get, path = "/organisations/{id}/public", tag = "organisations", security(()),
    params(("id" = i64, Path)), responses((status = 200, body = PublicOrganisation)))]
pub async fn public(State(store): State<Store>, Id(id): Id) -> Answer<Json<PublicOrganisation>> {
    Ok(Json(store.public_organisation(id).await?))
}

/// Sets name, kind and further areas of an organisation.
#[utoipa::path(post, path = "/organisations/{id}", tag = "organisations", params(("id" = i64, Path)),
    request_body = OrganisationProfile, responses((status = 200, body = OrganisationFile)))]
pub async fn set(
    State(store): State<Store>,
    write: Write,
    Id(organisation): Id,
    Body(profile): Body<OrganisationProfile>,
) -> Answer<Json<OrganisationFile>> {
    store.run(&write.0, SetOrganisation { organisation, profile }).await?;
    Ok(Json(store.organisation_file(write.actor(), organisation).await?))
}

/// Sets what an organisation offers, and whom to call there.
#[utoipa::path(post, path = "/organisations/{id}/offer", tag = "organisations", params(("id" = i64, Path)),
    request_body = OrganisationOffer, responses((status = 200, body = OrganisationFile)))]
pub async fn offer(
    State(store): State<Store>,
    write: Write,
    Id(organisation): Id,
    Body(offer): Body<OrganisationOffer>,
) -> Answer<Json<OrganisationFile>> {
    store.run(&write.0, SetOrganisationOffer { organisation, offer }).await?;
    Ok(Json(store.organisation_file(write.actor(), organisation).await?))
}

/// Lists the members of an organisation, for those who say who acts for it.
#[utoipa::path(get, path = "/organisations/{id}/members", tag = "organisations", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<OrganisationMember>)))]
pub async fn members(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<OrganisationMember>>> {
    Ok(Json(store.organisation_members(&signed.actor, id).await?))
}

/// Says whether a member may act for its organisation.
#[utoipa::path(post, path = "/organisations/{id}/members", tag = "organisations", params(("id" = i64, Path)),
    request_body = ContactRoleBody, responses((status = 200, body = Vec<OrganisationMember>)))]
pub async fn contact(
    State(store): State<Store>,
    write: Write,
    Id(organisation): Id,
    Body(ContactRoleBody { account, role }): Body<ContactRoleBody>,
) -> Answer<Json<Vec<OrganisationMember>>> {
    store.run(&write.0, SetContactRole { organisation, account, role }).await?;
    Ok(Json(store.organisation_members(write.actor(), organisation).await?))
}

/// Lists the claims that members of an organisation kept, newest first.
#[utoipa::path(get, path = "/organisations/{id}/claims", tag = "organisations", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<KeptClaim>)))]
pub async fn claims(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<KeptClaim>>> {
    Ok(Json(store.organisation_claims(&signed.actor, id, cursor).await?))
}

/// Lists the records that count for a figure of an organisation, newest first, for staff and its members.
#[utoipa::path(get, path = "/organisations/{id}/rows", tag = "organisations",
    params(("id" = i64, Path), OrganisationRowsQuery), responses((status = 200, body = Page<OrganisationFact>)))]
pub async fn rows(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(OrganisationRowsQuery { figure, this_year, cursor }): Query<OrganisationRowsQuery>,
) -> Answer<Json<Page<OrganisationFact>>> {
    let query = OrganisationFactQuery { figure, this_year, cursor };
    Ok(Json(store.organisation_facts(&signed.actor, id, query).await?))
}

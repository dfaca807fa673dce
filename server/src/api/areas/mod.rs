//! Areas and what administrators keep for them: names, policies, locations, organisations, languages.

pub(crate) mod locations;
pub(crate) mod policies;
pub(crate) mod reorganisation;
pub(crate) mod settings;
pub(crate) mod webhooks;

use domain::areas::{Area, AreaId, AreaKind, NewArea};
use store::areas::tree::{AddArea, RenameArea};

use super::prelude::*;

/// An area to be added.
#[derive(Deserialize, ToSchema)]
pub struct AreaBody {
    /// Area above; 0 makes a root area, which only administrators of the installation may.
    parent: AreaId,
    /// Its level, below that of the area above.
    kind: AreaKind,
    /// Its name, 1 to 40 characters, unique among its siblings.
    name: String,
}

/// An area's name.
#[derive(Deserialize, ToSchema)]
pub struct AreaName {
    /// The name, 1 to 40 characters.
    name: String,
}

/// The area that was added.
#[derive(Serialize, ToSchema)]
pub struct AddedArea {
    /// Its number.
    id: AreaId,
}

/// Lists the areas of your root area, each after the one above it.
#[utoipa::path(get, path = "/areas", tag = "areas", responses((status = 200, body = Vec<Area>)))]
pub async fn list(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Area>>> {
    Ok(Json(store.areas(&signed.actor).await?))
}

/// Lists the root areas, of which a donor without an invitation chooses one to register in.
#[utoipa::path(get, path = "/root-areas", tag = "areas", security(()), responses((status = 200, body = Vec<Area>)))]
pub async fn roots(State(store): State<Store>) -> Answer<Json<Vec<Area>>> {
    Ok(Json(store.roots().await?))
}

/// Adds an area below another, or a root area.
#[utoipa::path(post, path = "/areas", tag = "areas", request_body = AreaBody,
    responses((status = 201, body = AddedArea)))]
pub async fn add(
    State(store): State<Store>,
    write: Write,
    Body(AreaBody { parent, kind, name }): Body<AreaBody>,
) -> Made<AddedArea> {
    let parent = (parent != 0).then_some(parent);
    made(AddedArea { id: store.run(&write.0, AddArea(NewArea { parent, kind, name })).await? })
}

/// Renames an area.
#[utoipa::path(post, path = "/areas/{id}/rename", tag = "areas", params(("id" = i64, Path)),
    request_body = AreaName, responses((status = 204, description = "Renamed")))]
pub async fn rename(
    State(store): State<Store>,
    write: Write,
    Id(area): Id,
    Body(AreaName { name }): Body<AreaName>,
) -> Answer<StatusCode> {
    store.run(&write.0, RenameArea { area, name }).await?;
    Ok(DONE)
}

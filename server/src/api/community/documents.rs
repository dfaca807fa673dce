//! The wall of an area's public documents.

use domain::community::groups::documents::{AreaDocument, DocumentId, DocumentWall, NewDocument};
use store::community::groups::documents::{ChangeDocument, PostDocument, RemoveDocument};

use crate::api::prelude::*;

/// Which documents a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct DocumentsQuery {
    /// Those only that hold no longer.
    outdated: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// A document that was put on a wall.
#[derive(Serialize, ToSchema)]
pub struct DocumentMade {
    /// Number of the document.
    document: DocumentId,
}

/// A new edition of a document.
#[derive(Deserialize, ToSchema)]
pub struct DocumentChangeBody {
    /// Version that the caller has seen.
    version: i64,
    /// New values; the area stays.
    document: NewDocument,
}

/// Returns the public documents of an area and of the areas around it.
#[utoipa::path(get, path = "/areas/{id}/documents", tag = "documents", params(("id" = i64, Path)),
    responses((status = 200, body = DocumentWall)))]
pub async fn wall(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<DocumentWall>> {
    Ok(Json(store.document_wall(&signed.actor, id).await?))
}

/// Lists the documents that the caller keeps, by number.
#[utoipa::path(get, path = "/documents", tag = "documents", params(DocumentsQuery),
    responses((status = 200, body = Page<AreaDocument>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(DocumentsQuery { outdated, cursor }): Query<DocumentsQuery>,
) -> Answer<Json<Page<AreaDocument>>> {
    let before = if outdated { store.now() } else { 0 };
    Ok(Json(store.kept_documents(&signed.actor, before, cursor).await?))
}

/// Puts a document on the wall of an area.
#[utoipa::path(post, path = "/documents", tag = "documents", request_body = NewDocument,
    responses((status = 201, body = DocumentMade)))]
pub async fn post(State(store): State<Store>, write: Write, Body(new): Body<NewDocument>) -> Made<DocumentMade> {
    made(DocumentMade { document: store.run(&write.0, PostDocument(new)).await? })
}

/// Writes a new edition of a document.
#[utoipa::path(post, path = "/documents/{id}/change", tag = "documents",
    params(("id" = i64, Path),
        ("If-Match" = Option<String>, Header, description = "`ETag` of the record that was read")),
    request_body = DocumentChangeBody, responses((status = 200, body = AreaDocument)))]
pub async fn change(
    State(store): State<Store>,
    write: Write,
    if_match: IfMatch,
    Id(id): Id,
    Body(DocumentChangeBody { version, document: new }): Body<DocumentChangeBody>,
) -> Answer<Tagged<AreaDocument>> {
    let change = ChangeDocument { document: id, version: if_match.or(version), new };
    if_match.judge(store.run(&write.0, change).await)?;
    let found = store.document(write.actor(), id).await?;
    Ok(Tagged(found.version, found))
}

/// Takes a document off the wall.
#[utoipa::path(post, path = "/documents/{id}/remove", tag = "documents", params(("id" = i64, Path)),
    responses((status = 204, description = "Removed")))]
pub async fn remove(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, RemoveDocument { document: id }).await?;
    Ok(DONE)
}

//! Documents in a household file: which were seen, and photos of those that are shown again.

use axum::{
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use domain::{
    Code,
    households::{Paper, PaperKind},
};
use store::casework::documents::RemovePaper;

use crate::{
    api::{files::private, prelude::*},
    http::upload::{self, Upload},
};

/// A document without a photo.
#[derive(Deserialize, ToSchema)]
pub struct PaperBody {
    /// `id_seen`; all other kinds need a photo.
    kind: PaperKind,
}

/// A document that was added.
#[derive(Serialize, ToSchema)]
pub struct OnFile {
    /// Number of the document.
    paper: i64,
}

/// A document to be added: a form, or JSON without a photo.
#[derive(ToSchema)]
#[schema(as = PaperForm)]
pub struct NewPaper {
    /// Kind of the document.
    kind: PaperKind,
    /// Its photo, at most 12 MB: JPEG, PNG or WebP. Stored smaller, without metadata.
    #[schema(value_type = String, format = Binary)]
    photo: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for NewPaper {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !upload::is_form(&request) {
            let Body(PaperBody { kind }) = Body::from_request(request, state).await?;
            return Ok(NewPaper { kind, photo: Vec::new() });
        }
        let form = Upload::read(request, state).await?;
        let kind = match form.field("kind") {
            "" => Err(Problem::field("kind", Code::Required)),
            kind => kind.parse().map_err(|_| Problem::field("kind", Code::Unknown)),
        };
        Ok(NewPaper { kind: kind?, photo: form.file.map(|file| file.bytes.to_vec()).unwrap_or_default() })
    }
}

/// Lists a household's documents, newest first, without their pictures.
#[utoipa::path(get, path = "/households/{id}/papers", tag = "households", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<Paper>)))]
pub async fn papers(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(household): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Paper>>> {
    Ok(Json(store.papers(&actor, household, cursor).await?))
}

/// Adds a document, as a form with `kind` and `photo`.
/// JSON with `kind` alone is for an identity card, of which no picture is stored.
#[utoipa::path(post, path = "/households/{id}/papers", tag = "households", params(("id" = i64, Path)),
    request_body(content((NewPaper = "multipart/form-data"), (PaperBody = "application/json"))),
    responses((status = 201, body = OnFile), (status = 409, description = "`file_full`, `file_closed`"),
        (status = 422, description = "`photo`: `required`, `not_a_picture` or `no_picture_kept`")))]
pub async fn paper_add(State(store): State<Store>, write: Write, Id(household): Id, paper: NewPaper) -> Made<OnFile> {
    made(OnFile { paper: store.paper_add(&write.0, household, paper.kind, paper.photo).await? })
}

/// Returns a document's picture as a JPEG.
/// For the family itself, and for staff while the household file is revealed to them; views by staff are logged.
#[utoipa::path(get, path = "/households/{id}/papers/{paper}", tag = "households",
    params(("id" = i64, Path), ("paper" = i64, Path)),
    responses((status = 200, description = "The picture", body = Vec<u8>, content_type = "image/jpeg"),
        (status = 403, description = "`file_not_opened`, or not allowed")))]
pub async fn paper_picture(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Ids(household, paper): Ids,
) -> Answer<Response> {
    let bytes = store.paper_picture(&actor, household, paper).await?;
    Ok(private("image/jpeg", bytes).into_response())
}

/// Removes a document and its picture.
#[utoipa::path(post, path = "/households/{id}/papers/{paper}/remove", tag = "households",
    params(("id" = i64, Path), ("paper" = i64, Path)),
    responses((status = 204), (status = 409, description = "`file_closed`")))]
pub async fn paper_remove(State(store): State<Store>, write: Write, Ids(household, paper): Ids) -> Answer<StatusCode> {
    store.run(&write.0, RemovePaper { household, paper }).await?;
    Ok(DONE)
}

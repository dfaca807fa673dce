//! What is noted about a household, and what the family says is wrong in its file.

use domain::households::{Correction, Note};

use crate::api::prelude::*;

/// The name of a note's words among the fields of the pages.
const ON_THE_PAGE: &str = "note_words";

/// Words for a file.
#[derive(Deserialize, ToSchema)]
pub struct NoteBody {
    /// The words, at most 2000 characters. The family reads them too.
    words: String,
}

/// A note that was written.
#[derive(Serialize, ToSchema)]
pub struct Noted {
    /// Its number.
    note: i64,
}

/// What is wrong in one's own file.
#[derive(Deserialize, ToSchema)]
pub struct CorrectionBody {
    /// The words.
    words: String,
}

/// A request that was sent.
#[derive(Serialize, ToSchema)]
pub struct CorrectionAsked {
    /// Its number.
    correction: i64,
}

/// What became of a request.
#[derive(Deserialize, ToSchema)]
pub struct CorrectionAnswer {
    /// The words; the family reads them.
    answer: String,
}

/// The notes about a household, newest first, for the family itself and the staff of its area. `words` is empty for staff
/// who have not opened the file.
#[utoipa::path(get, path = "/households/{id}/notes", tag = "households", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<Note>)))]
pub async fn notes(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(household): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Note>>> {
    Ok(Json(store.notes(&actor, household, cursor).await?))
}

/// Note something about a household: after a visit, after a call. The file need not be opened.
#[utoipa::path(post, path = "/households/{id}/notes", tag = "households", params(("id" = i64, Path)),
    request_body = NoteBody, responses((status = 201, body = Noted), (status = 409, description = "`file_closed`")))]
pub async fn note_add(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(NoteBody { words }): Body<NoteBody>,
) -> Made<Noted> {
    let added = store.note_add(&write.0, household, words).await;
    made(Noted { note: added.map_err(|e| Problem::from(e).calling(ON_THE_PAGE, "words"))? })
}

/// Put one's own note right, within a day.
#[utoipa::path(post, path = "/households/{id}/notes/{note}", tag = "households",
    params(("id" = i64, Path), ("note" = i64, Path)), request_body = NoteBody,
    responses((status = 204), (status = 409, description = "`note_settled`: somebody else's, or too late; `file_closed`")))]
pub async fn note_correct(
    State(store): State<Store>,
    write: Write,
    Ids(household, note): Ids,
    Body(NoteBody { words }): Body<NoteBody>,
) -> Answer<StatusCode> {
    let corrected = store.note_correct(&write.0, household, note, words).await;
    corrected.map_err(|e| Problem::from(e).calling(ON_THE_PAGE, "words"))?;
    Ok(DONE)
}

/// What a family said is wrong in its file, newest first, and what came of it. Words and answers are empty for staff who
/// have not opened the file.
#[utoipa::path(get, path = "/households/{id}/corrections", tag = "households", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<Correction>)))]
pub async fn corrections(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(household): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Correction>>> {
    Ok(Json(store.corrections(&actor, household, cursor).await?))
}

/// Say what is wrong in one's own file; whoever looks after the family is told.
#[utoipa::path(post, path = "/me/corrections", tag = "households", request_body = CorrectionBody,
    responses((status = 201, body = CorrectionAsked),
        (status = 409, description = "`file_full`: five wait for an answer already")))]
pub async fn correction_ask(
    State(store): State<Store>,
    write: Write,
    Body(CorrectionBody { words }): Body<CorrectionBody>,
) -> Made<CorrectionAsked> {
    made(CorrectionAsked { correction: store.correction_ask(&write.0, words).await? })
}

/// Tell a family what became of its request, once.
#[utoipa::path(post, path = "/households/{id}/corrections/{correction}/answer", tag = "households",
    params(("id" = i64, Path), ("correction" = i64, Path)), request_body = CorrectionAnswer,
    responses((status = 204), (status = 409, description = "`wrong_state`: it was answered before")))]
pub async fn correction_answer(
    State(store): State<Store>,
    write: Write,
    Ids(household, correction): Ids,
    Body(CorrectionAnswer { answer }): Body<CorrectionAnswer>,
) -> Answer<StatusCode> {
    store.correction_answer(&write.0, household, correction, answer).await?;
    Ok(DONE)
}

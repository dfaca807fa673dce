//! Notes about a household, and the family's correction requests.

use domain::households::{Correction, Note};
use store::casework::{
    corrections::{AnswerCorrection, AskCorrection},
    family_messages::SendFamilyMessage,
    notes::{AddNote, CorrectNote},
};

use crate::api::prelude::*;

/// Field that the pages' form uses for a note's text; errors name it.
const ON_THE_PAGE: &str = "note_words";

/// Text of a note.
#[derive(Deserialize, ToSchema)]
pub struct NoteBody {
    /// The text, at most 2000 characters; the family can read it.
    words: String,
}

/// Message to a family.
#[derive(Deserialize, ToSchema)]
pub struct FamilyMessageBody {
    /// The words, at most 500 characters; name no other family.
    words: String,
}

/// A note that was added.
#[derive(Serialize, ToSchema)]
pub struct Noted {
    /// Number of the note.
    note: i64,
}

/// A correction request for one's own file.
#[derive(Deserialize, ToSchema)]
pub struct CorrectionBody {
    /// What is wrong.
    words: String,
}

/// A correction request that was sent.
#[derive(Serialize, ToSchema)]
pub struct CorrectionAsked {
    /// Number of the request.
    correction: i64,
}

/// Answer to a correction request.
#[derive(Deserialize, ToSchema)]
pub struct CorrectionAnswer {
    /// The answer; the family can read it.
    answer: String,
}

/// Lists a household's notes, newest first, for the family itself and the staff of its area.
/// `words` is empty for staff to whom the household file is not revealed.
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

/// Adds a note to a household, for example after a visit. Needs no reveal.
#[utoipa::path(post, path = "/households/{id}/notes", tag = "households", params(("id" = i64, Path)),
    request_body = NoteBody, responses((status = 201, body = Noted), (status = 409, description = "`file_closed`")))]
pub async fn note_add(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(NoteBody { words }): Body<NoteBody>,
) -> Made<Noted> {
    let added = store.run(&write.0, AddNote::new(household, words)).await;
    made(Noted { note: added.map_err(|e| Problem::from(e).calling(ON_THE_PAGE, "words"))? })
}

/// Writes to a family: the words stand among its notes, and each of its accounts gets a notice with them.
#[utoipa::path(post, path = "/households/{id}/messages", tag = "households", params(("id" = i64, Path)),
    request_body = FamilyMessageBody, responses((status = 201, body = Noted),
        (status = 409, description = "`file_closed`; `no_account`: it has no open account that would read it")))]
pub async fn message_send(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(FamilyMessageBody { words }): Body<FamilyMessageBody>,
) -> Made<Noted> {
    let note = store.run(&write.0, SendFamilyMessage { household, words }).await?;
    made(Noted { note })
}

/// Corrects one's own note, within a day.
#[utoipa::path(post, path = "/households/{id}/notes/{note}", tag = "households",
    params(("id" = i64, Path), ("note" = i64, Path)), request_body = NoteBody,
    responses((status = 204), (status = 409, description = "`note_settled`: another person's, or too late; `file_closed`")))]
pub async fn note_correct(
    State(store): State<Store>,
    write: Write,
    Ids(household, note): Ids,
    Body(NoteBody { words }): Body<NoteBody>,
) -> Answer<StatusCode> {
    let corrected = store.run(&write.0, CorrectNote { household, note, words }).await;
    corrected.map_err(|e| Problem::from(e).calling(ON_THE_PAGE, "words"))?;
    Ok(DONE)
}

/// Lists a household's correction requests and their answers, newest first.
/// Texts are empty for staff to whom the household file is not revealed.
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

/// Sends a correction request for one's own file; the family's caseworkers get a notice.
#[utoipa::path(post, path = "/me/corrections", tag = "households", request_body = CorrectionBody,
    responses((status = 201, body = CorrectionAsked),
        (status = 409, description = "`file_full`: five wait for an answer already")))]
pub async fn correction_ask(
    State(store): State<Store>,
    write: Write,
    Body(CorrectionBody { words }): Body<CorrectionBody>,
) -> Made<CorrectionAsked> {
    made(CorrectionAsked { correction: store.run(&write.0, AskCorrection(words)).await? })
}

/// Answers a correction request, once.
#[utoipa::path(post, path = "/households/{id}/corrections/{correction}/answer", tag = "households",
    params(("id" = i64, Path), ("correction" = i64, Path)), request_body = CorrectionAnswer,
    responses((status = 204), (status = 409, description = "`wrong_state`: it was answered before")))]
pub async fn correction_answer(
    State(store): State<Store>,
    write: Write,
    Ids(household, correction): Ids,
    Body(CorrectionAnswer { answer }): Body<CorrectionAnswer>,
) -> Answer<StatusCode> {
    store.run(&write.0, AnswerCorrection { household, correction, words: answer }).await?;
    Ok(DONE)
}

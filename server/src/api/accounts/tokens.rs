//! Personal access tokens of the caller's own account.

use domain::accounts::tokens::{NewToken, TokenId, TokenLine};
use store::accounts::tokens::{EndToken, FreshToken};

use crate::api::prelude::*;

/// A token that was made. Its text appears in this answer only.
#[derive(Serialize, ToSchema)]
pub struct MadeToken {
    /// Its number.
    #[schema(value_type = i64)]
    id: TokenId,
    /// Text for `Authorization: Bearer …`.
    token: String,
}

/// Lists your tokens that have not ended, newest first.
#[utoipa::path(get, path = "/me/tokens", tag = "session", responses((status = 200, body = Vec<TokenLine>)))]
pub async fn tokens(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<TokenLine>>> {
    Ok(Json(store.my_tokens(&signed.actor).await?))
}

/// Makes a token for a program, and tells you by a notice. Takes a proof not older than ten minutes.
/// Its text appears in this answer only: the same `Idempotency-Key` again is refused.
#[utoipa::path(post, path = "/me/tokens", tag = "session", request_body = NewToken,
    responses((status = 201, body = MadeToken)))]
pub async fn token_make(State(store): State<Store>, write: Write, Body(new): Body<NewToken>) -> Made<MadeToken> {
    let FreshToken { id, token } = store.token_make(&write.0, new).await?;
    made(MadeToken { id, token })
}

/// Ends one of your tokens.
#[utoipa::path(post, path = "/me/tokens/{id}/end", tag = "session", params(("id" = i64, Path)),
    responses((status = 204, description = "Ended")))]
pub async fn token_end(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, EndToken { token: TokenId(id) }).await?;
    Ok(DONE)
}

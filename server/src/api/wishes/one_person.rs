//! What one account did where usually two are needed.

use domain::wishes::one_person::OnePersonAct;

use crate::api::prelude::*;

/// Lists wishes that were published by the account that posted them, where an area's policy allows it, or that set the
/// price of their item, where costly wishes are applied for; and wishes and orders that were handed over by the account
/// that had made the family's card or set-up code, where the policy allows it; newest first.
#[utoipa::path(get, path = "/one-person", tag = "wishes", params(Cursor),
    responses((status = 200, body = Page<OnePersonAct>)))]
pub async fn one_person(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<Cursor>,
) -> Answer<Json<Page<OnePersonAct>>> {
    Ok(Json(store.one_person_acts(&signed.actor, query.cursor).await?))
}

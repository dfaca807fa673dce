//! Actions of caseworkers on a claim: hand-over on a visit, and revoking.

use store::claims::lifecycle::RevokeClaim;

use crate::web::{Cx, Done, To};

/// Handles `POST /desk/claims/{id}/hand-over`.
pub async fn hand_over(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.claim_hand_over(&cx.by(), id, cx.field("code").to_owned()).await?;
    Ok(To::page(format!("/desk/claims/{id}")).saying("done-handed-over-by-desk"))
}

/// Handles `POST /desk/claims/{id}/revoke`.
pub async fn revoke(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RevokeClaim { id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page(format!("/desk/claims/{id}")).saying("done-claim-revoked"))
}

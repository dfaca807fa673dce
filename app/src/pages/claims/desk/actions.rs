//! Actions of caseworkers on a claim: hand-over on a visit, revoking, and the decision after no collection.

use domain::{Code, Error, claims::sending::Decision};
use store::claims::{lifecycle::RevokeClaim, uncollected::DecideUncollected};

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

/// Handles `POST /desk/claims/{id}/decide`.
pub async fn decide(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let decision: Decision = cx.field("decision").parse().map_err(|_| Error::field("decision", Code::Required))?;
    cx.store.run(&cx.by(), DecideUncollected { claim: id, decision }).await?;
    let done = match decision {
        Decision::Reopen => "done-decided-reopen",
        Decision::Close => "done-decided-close",
    };
    Ok(To::page(format!("/desk/claims/{id}")).saying(done))
}

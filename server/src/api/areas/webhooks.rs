//! Webhooks of root areas: other programs that are told of changes of public wishes.

use app::web::state::AppState;
use domain::{
    Code, Error,
    messages::webhooks::{NewWebhook, Webhook, WebhookId},
};
use store::messages::webhooks::{AddWebhook, RemoveWebhook};

use crate::api::prelude::*;

/// A webhook that was added.
#[derive(Serialize, ToSchema)]
pub struct AddedWebhook {
    /// Its number.
    #[schema(value_type = i64)]
    id: WebhookId,
}

/// Lists the webhooks of a root area with their last tries.
#[utoipa::path(get, path = "/areas/{id}/webhooks", tag = "areas", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Webhook>)))]
pub async fn webhooks(State(store): State<Store>, signed: Signed, Id(area): Id) -> Answer<Json<Vec<Webhook>>> {
    Ok(Json(store.webhooks(&signed.actor, area).await?))
}

/// Adds a webhook: changes of the root area's public wishes are posted there as `{"changes": […], "next": n}`, each at
/// least once and in order, and again after growing pauses until the answer is 2xx. `Wishbridge-Signature` is `v1=` and
/// HMAC-SHA256 in hexadecimal of `Wishbridge-Timestamp`, a point and the body, by your secret.
#[utoipa::path(post, path = "/areas/{id}/webhooks", tag = "areas", params(("id" = i64, Path)),
    request_body = NewWebhook, responses((status = 201, body = AddedWebhook)))]
pub async fn webhook_add(
    State(app): State<AppState>,
    write: Write,
    Id(area): Id,
    Body(new): Body<NewWebhook>,
) -> Made<AddedWebhook> {
    // Who may not add one learns nothing of the address.
    app.store.webhooks(write.actor(), area).await?;
    if !app.channels.hosts.allow_webhook(&new.address) {
        return Err(Error::field("address", Code::Unknown).into());
    }
    made(AddedWebhook { id: app.store.run(&write.0, AddWebhook { area, new }).await? })
}

/// Removes a webhook; what waits for it is not sent.
#[utoipa::path(delete, path = "/areas/{id}/webhooks/{webhook}", tag = "areas",
    params(("id" = i64, Path), ("webhook" = i64, Path)), responses((status = 204, description = "Removed")))]
pub async fn webhook_remove(State(store): State<Store>, write: Write, Ids(area, webhook): Ids) -> Answer<StatusCode> {
    store.run(&write.0, RemoveWebhook { area, webhook: WebhookId(webhook) }).await?;
    Ok(DONE)
}

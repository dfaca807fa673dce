//! Webhooks: addresses of other programs that are told of changes of public wishes.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, error::Checks, text};

/// Webhooks that an area has at most.
pub const MOST_WEBHOOKS: i64 = 5;
/// Changes that one request holds at most.
pub const MOST_CHANGES: i64 = 100;
/// How long a server that sends keeps others from sending the same, in seconds; above the longest request.
pub const WEBHOOK_LEASE: Timestamp = 60;
/// Tries of a webhook that its administrators can read.
pub const KEPT_DELIVERIES: i64 = 20;

/// Row id of a webhook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebhookId(pub i64);

/// A webhook to be added.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewWebhook {
    /// What it is for, 1 to 40 characters.
    pub name: String,
    /// Address that changes are posted to; its host must be among those that the installation allows.
    pub address: String,
    /// Secret by which the other side knows our requests, 16 to 200 characters.
    pub secret: String,
}

impl NewWebhook {
    /// Checks the fields; whether the host is allowed is up to the installation.
    ///
    /// # Errors
    /// Fields `name`, `address` and `secret`.
    pub fn checked(self) -> crate::Result<NewWebhook> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 40)).unwrap_or_default();
        let address = checks.take("address", text::line(&self.address, 12, 500)).unwrap_or_default();
        let secret = checks.take("secret", text::line(&self.secret, 16, 200)).unwrap_or_default();
        checks.done()?;
        Ok(NewWebhook { name, address, secret })
    }
}

/// Prints the name only: who knows address and secret can speak for us.
impl std::fmt::Debug for NewWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewWebhook({})", self.name)
    }
}

/// A try to deliver changes to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookDelivery {
    /// When it ended.
    pub at: Timestamp,
    /// Number of its first change.
    pub first: i64,
    /// Number of its last change.
    pub last: i64,
    /// Status of the answer; 0 without one.
    pub status: i64,
}

impl WebhookDelivery {
    /// Whether the other side took it.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A webhook as administrators see it; its address and secret are not shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Webhook {
    /// Row id.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: WebhookId,
    /// What it is for.
    pub name: String,
    /// When it was added.
    pub made: Timestamp,
    /// Number of the last change that it took.
    pub sent: i64,
    /// Failed tries since then.
    pub tries: i64,
    /// When it is tried again; 0 for with the next change.
    pub next_try: Timestamp,
    /// Its last tries, newest first.
    pub deliveries: Vec<WebhookDelivery>,
}

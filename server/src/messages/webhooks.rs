//! Posts changes of public wishes to other programs, signed so that these know who speaks.
//! `Wishbridge-Signature` is HMAC-SHA256 of time, a point and the body, by the secret of the webhook.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::messages::Hosts;
use ring::hmac;
use serde_json::json;
use store::{
    By, Store,
    messages::webhooks::{LeaseWebhooks, SettleWebhook, WebhookCall},
};

use super::http::{agent, post};

/// Posts to the addresses of webhooks whose hosts the operator allows.
pub(super) struct Webhooks {
    agent: ureq::Agent,
    hosts: Hosts,
}

/// Signs a body at a time, in seconds: `v1=` and hexadecimal digits.
fn signature(secret: &str, seconds: u64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, format!("{seconds}.{body}").as_bytes());
    let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("v1={digits}")
}

impl Webhooks {
    pub(super) fn new(hosts: Hosts) -> Webhooks {
        Webhooks { agent: agent(), hosts }
    }

    /// Posts changes once; returns the status of the answer, 0 without one.
    async fn send(&self, call: &WebhookCall, last: i64) -> i64 {
        // Checked again, because the list of hosts may have become shorter.
        if !self.hosts.allow_webhook(&call.address) {
            return 0;
        }
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let body = json!({"webhook": call.webhook, "changes": call.changes, "next": last}).to_string();
        let headers = [
            ("content-type", "application/json".to_owned()),
            ("wishbridge-timestamp", seconds.to_string()),
            ("wishbridge-signature", signature(&call.secret, seconds, &body)),
            ("wishbridge-delivery", format!("{}-{last}", call.webhook.0)),
        ];
        let (agent, address) = (self.agent.clone(), call.address.clone());
        let posted = tokio::task::spawn_blocking(move || post(&agent, &address, &headers, body.as_bytes())).await;
        match posted {
            Ok(Ok(answer)) => i64::from(answer.status),
            Ok(Err(_)) | Err(_) => 0,
        }
    }

    async fn try_once(&self, store: &Store, call: WebhookCall) -> store::Result<()> {
        let first = call.changes.first().map_or(0, |change| change.n);
        let last = call.changes.last().map_or(0, |change| change.n);
        let status = self.send(&call, last).await;
        let WebhookCall { webhook, turn, .. } = call;
        store.run(&By::system(), SettleWebhook { webhook, turn, first, last, status }).await
    }

    /// Posts what webhooks have to hear of now; returns how many tries that were.
    pub(super) async fn send_due(&self, store: &Store) -> store::Result<usize> {
        if !store.webhooks_due().await? {
            return Ok(0);
        }
        let calls = store.run(&By::system(), LeaseWebhooks).await?;
        let tries = calls.len();
        let sent = futures::future::join_all(calls.into_iter().map(|call| self.try_once(store, call))).await;
        sent.into_iter().collect::<store::Result<Vec<()>>>()?;
        Ok(tries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_time_and_body_by_the_secret() {
        let signed = signature("key", 1, "{}");
        assert_eq!(signed.len(), 3 + 64);
        assert_eq!(signed, signature("key", 1, "{}"));
        for other in [signature("kez", 1, "{}"), signature("key", 2, "{}"), signature("key", 1, "{ }")] {
            assert_ne!(signed, other);
        }
    }
}

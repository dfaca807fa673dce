//! Web Push: encrypted for the browser, signed for its push service.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::messages::{Hosts, NewSubscription, Outcome};
use serde_json::json;
use store::messages::lease::Outgoing;

use super::{
    encryption::sealed,
    http::{agent, judged, post},
    key,
    vapid::VapidKey,
    words::Words,
};

/// How long a push service keeps a push for a browser that is off, in seconds.
const TIME_TO_LIVE: i64 = 3 * 24 * 3600;

/// Posts to the push services of browsers.
pub(super) struct Pusher {
    agent: ureq::Agent,
    key: VapidKey,
    /// Address by which a push service reaches the people who run this installation.
    subject: String,
    hosts: Hosts,
}

impl Pusher {
    pub(super) fn new(key: VapidKey, origin: &str, hosts: Hosts) -> Pusher {
        // Services take nothing but mail and https; an installation on one machine has neither.
        let subject = if origin.starts_with("https://") { origin } else { "mailto:none@localhost" };
        Pusher { agent: agent(), key, subject: subject.to_owned(), hosts }
    }

    pub(super) fn public_key(&self) -> String {
        self.key.public_key()
    }

    pub(super) async fn send(&self, to: &NewSubscription, message: &Outgoing, words: &Words) -> Outcome {
        // Checked again, because the list of hosts may have become shorter.
        if !self.hosts.allow_push(&to.endpoint) {
            return Outcome::Refused;
        }
        // The same tag in every try: a browser that gets it twice replaces the first.
        let tag = key(message);
        let said = json!({"title": words.title, "body": words.lines(), "tag": tag, "stop": words.stop_label()});
        let Some(body) = sealed(&to.keys, said.to_string().as_bytes()) else { return Outcome::Refused };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let now = i64::try_from(now).unwrap_or_default();
        let authorization = origin_of(&to.endpoint).and_then(|to| self.key.authorization(to, &self.subject, now));
        let Some(authorization) = authorization else { return Outcome::Later };
        let is_urgent = message.kinds.iter().any(|kind| kind.cannot_wait());
        let urgency = if is_urgent { "high" } else { "normal" };
        let headers = [
            ("authorization", authorization),
            ("content-encoding", "aes128gcm".into()),
            ("content-type", "application/octet-stream".into()),
            ("ttl", TIME_TO_LIVE.to_string()),
            ("urgency", urgency.into()),
            // At most 32 characters of base64url; replaces one with the same topic that was not delivered yet.
            ("topic", topic(message)),
        ];
        let (agent, endpoint) = (self.agent.clone(), to.endpoint.clone());
        match tokio::task::spawn_blocking(move || post(&agent, &endpoint, &headers, &body)).await {
            Ok(Ok(answer)) => answered(answer.status),
            Ok(Err(outcome)) => outcome,
            Err(_) => Outcome::Unsure,
        }
    }
}

/// Judges an answer. A refusal ends the subscription for good, so only those answers are one that say it has ended:
/// others are of a proxy on the way, or mean the key or clock of this server.
fn answered(status: u16) -> Outcome {
    match status {
        404 | 410 => Outcome::Refused,
        300..=499 => Outcome::Later,
        other => judged(other),
    }
}

fn topic(message: &Outgoing) -> String {
    format!("m{}", message.ids.first().copied().unwrap_or_default().0)
}

/// The origin of an address, for which a token is signed.
fn origin_of(address: &str) -> Option<&str> {
    let begins = address.find("://")? + 3;
    let ends = address[begins..].find(['/', '?', '#']).map_or(address.len(), |at| begins + at);
    Some(&address[..ends])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_subscription_that_has_ended_is_given_up() {
        assert_eq!([404, 410].map(answered), [Outcome::Refused; 2]);
        assert_eq!([302, 400, 401, 403, 413, 429, 503].map(answered), [Outcome::Later; 7]);
        assert_eq!([201, 504].map(answered), [Outcome::Sent, Outcome::Unsure]);
    }

    #[test]
    fn a_token_is_for_the_origin_of_the_endpoint() {
        assert_eq!(origin_of("https://fcm.googleapis.com/fcm/send/a"), Some("https://fcm.googleapis.com"));
        assert_eq!(origin_of("http://127.0.0.1:9?x"), Some("http://127.0.0.1:9"));
        assert_eq!(origin_of("nothing"), None);
    }
}

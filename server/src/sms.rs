//! Text messages, one-time codes and others, to the log (development) or to a gateway by HTTP as JSON.
//! Neither phone, code nor gateway credentials are ever logged, except the code by [`Sms::Log`].

use std::{sync::Arc, time::Duration};

use app::web::messages::{Messages, Outgoing};
use axum::http::{HeaderName, HeaderValue};
use domain::messages::Outcome;
use tokio::sync::Semaphore;

use crate::messages::http;

/// Default template of the request body.
pub const BODY: &str = r#"{"phone": "{phone}", "text": "{text}", "code": "{code}"}"#;
/// Timeout of a request to the gateway.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most requests in flight; further messages are dropped, since the recipient can ask for a new code.
const AT_ONCE: usize = 16;

/// Reason why the gateway's settings are invalid.
#[derive(Debug, thiserror::Error)]
pub enum SmsError {
    /// `SMS_URL` is neither `log` nor an HTTP address.
    #[error("SMS_URL is neither `log` nor an address that begins with http:// or https://")]
    Address,
    /// `SMS_HEADER` has a line that is not a header.
    #[error("SMS_HEADER holds a line that is no `Name: value`")]
    Header,
    /// `SMS_BODY` is not JSON once its placeholders are filled.
    #[error("SMS_BODY is no JSON once {{phone}}, {{code}} and {{text}} are filled in")]
    Body,
}

/// Transport of text messages.
#[derive(Clone)]
pub enum Sms {
    /// Writes them to the log, for development.
    Log,
    /// Posts them to a gateway.
    Http(Arc<Gateway>),
}

/// Gateway that takes messages over HTTP.
pub struct Gateway {
    agent: ureq::Agent,
    /// For messages, whose answer decides whether they are tried again.
    judged: ureq::Agent,
    url: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: String,
    turns: Arc<Semaphore>,
}

/// Prints only the kind: address and headers may hold a key.
impl std::fmt::Debug for Sms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Sms::Log => "log",
            Sms::Http(_) => "a gateway",
        })
    }
}

impl Sms {
    /// Builds the transport from settings; `None` when `url` is empty.
    /// `url` is `log` or an HTTP address; `headers` holds one a line; `body` is a template, empty for [`BODY`].
    ///
    /// # Errors
    /// When the address, a header or the body template is invalid.
    pub fn of(url: &str, headers: &str, body: &str) -> Result<Option<Sms>, SmsError> {
        match url {
            "" => return Ok(None),
            "log" => return Ok(Some(Sms::Log)),
            _ => {}
        }
        let address: axum::http::Uri = url.parse().map_err(|_| SmsError::Address)?;
        if !matches!(address.scheme_str(), Some("http" | "https")) || address.host().is_none() {
            return Err(SmsError::Address);
        }
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().parse().ok()?, value.trim().parse().ok()?))
        };
        let lines = headers.lines().map(str::trim).filter(|line| !line.is_empty());
        let headers = lines.map(|line| header(line).ok_or(SmsError::Header)).collect::<Result<_, _>>()?;
        let body = if body.is_empty() { BODY } else { body }.to_owned();
        let sample = Outgoing { phone: "1".into(), code: "\"".into(), text: "\\\n".into() };
        serde_json::from_str::<serde_json::Value>(&filled(&body, &sample)).map_err(|_| SmsError::Body)?;
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            // A redirect would pass the code on to another host.
            .max_redirects(0)
            .build()
            .new_agent();
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        let (url, judged) = (url.to_owned(), http::agent());
        Ok(Some(Sms::Http(Arc::new(Gateway { agent, judged, url, headers, body, turns }))))
    }

    /// Host and port of the gateway; `None` where texts go to the log.
    #[must_use]
    pub fn address(&self) -> Option<(String, u16)> {
        let Sms::Http(gateway) = self else { return None };
        let address: axum::http::Uri = gateway.url.parse().ok()?;
        let usual = if address.scheme_str() == Some("https") { 443 } else { 80 };
        let host = address.host()?.trim_matches(['[', ']']).to_owned();
        Some((host, address.port_u16().unwrap_or(usual)))
    }

    /// Sends a message once, and says how that ended. Its `key` is the same in every try.
    pub(crate) async fn deliver(&self, phone: &str, text: &str, key: &str) -> Outcome {
        let gateway = match self {
            Sms::Log => {
                tracing::info!(text, "SMS_URL is `log`: this text would have been sent to a phone");
                return Outcome::Sent;
            }
            Sms::Http(gateway) => gateway.clone(),
        };
        let message = Outgoing { phone: phone.to_owned(), code: String::new(), text: text.to_owned() };
        let key = key.to_owned();
        match tokio::task::spawn_blocking(move || gateway.post_judged(&message, key)).await {
            Ok(outcome) => outcome,
            Err(_) => Outcome::Unsure,
        }
    }
}

/// Fills the placeholders in the body; they stand inside JSON strings, so values are escaped.
fn filled(body: &str, message: &Outgoing) -> String {
    let quoted = |text: &str| {
        let quoted = serde_json::Value::from(text).to_string();
        quoted[1..quoted.len() - 1].to_owned()
    };
    let gaps = [("{phone}", &message.phone), ("{code}", &message.code), ("{text}", &message.text)];
    // One pass, so that placeholders inside a value are not replaced.
    let mut out = String::with_capacity(body.len() + 200);
    let mut rest = body;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match gaps.iter().find(|(gap, _)| rest.starts_with(gap)) {
            Some((gap, text)) => {
                out.push_str(&quoted(text));
                rest = &rest[gap.len()..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

impl Gateway {
    /// Posts a message once, without retry: a recipient who gets none asks for a new code.
    fn post(&self, message: &Outgoing) -> Result<(), ureq::Error> {
        let mut request = self.agent.post(&self.url).header("content-type", "application/json");
        for (name, value) in &self.headers {
            request = request.header(name.clone(), value.clone());
        }
        request.send(filled(&self.body, message)).map(drop)
    }

    /// Posts a message once, and judges the answer.
    fn post_judged(&self, message: &Outgoing, key: String) -> Outcome {
        let own = self.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str(), value)
        });
        let known = [("content-type", "application/json".to_owned()), ("idempotency-key", key)];
        let headers: Vec<(&str, String)> = known.into_iter().chain(own).collect();
        let body = filled(&self.body, message);
        match http::post(&self.judged, &self.url, &headers, body.as_bytes()) {
            Ok(answer) => http::judged(answer.status),
            Err(outcome) => outcome,
        }
    }
}

impl Messages for Sms {
    fn send(&self, message: Outgoing) {
        let gateway = match self {
            Sms::Log => {
                tracing::info!(code = message.code, "SMS_URL is `log`: this code would have been sent to a phone");
                return;
            }
            Sms::Http(gateway) => gateway.clone(),
        };
        let Ok(turn) = gateway.turns.clone().try_acquire_owned() else {
            tracing::error!("too many text messages in flight to the gateway; a code was dropped");
            return;
        };
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            match gateway.post(&message) {
                Ok(()) => tracing::debug!("the gateway accepted a text message"),
                Err(ureq::Error::StatusCode(status)) => tracing::error!(status, "the gateway refused a text message"),
                // Other errors may contain the address, and with it a key: log only their kind.
                Err(ureq::Error::Timeout(_)) => tracing::error!("the gateway for text messages timed out"),
                Err(ureq::Error::Io(cause)) => {
                    tracing::error!(kind = ?cause.kind(), "the gateway for text messages cannot be reached");
                }
                Err(_) => tracing::error!("the gateway for text messages cannot be reached"),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filled_placeholders_keep_the_body_valid_json() {
        let message = Outgoing { phone: "138".into(), code: "{text}".into(), text: "say \"hi\"\\\n".into() };
        let json: serde_json::Value = serde_json::from_str(&filled(BODY, &message)).unwrap();
        assert_eq!(
            (&json["phone"], &json["code"], &json["text"]),
            (&"138".into(), &"{text}".into(), &"say \"hi\"\\\n".into())
        );
        let nested = filled(r#"{"to": ["{phone}"], "params": {"code": "{code}"}}"#, &message);
        assert_eq!(nested, r#"{"to": ["138"], "params": {"code": "{text}"}}"#);
    }

    #[test]
    fn invalid_gateway_settings_are_refused() {
        assert!(matches!(Sms::of("", "", ""), Ok(None)));
        assert!(matches!(Sms::of("log", "", ""), Ok(Some(Sms::Log))));
        assert!(matches!(
            Sms::of("https://sms.example/send", "Authorization: Bearer x\n\nX-App: 1", ""),
            Ok(Some(Sms::Http(_)))
        ));
        assert!(matches!(Sms::of("ftp://sms.example", "", ""), Err(SmsError::Address)));
        assert!(matches!(Sms::of("sms.example", "", ""), Err(SmsError::Address)));
        assert!(matches!(Sms::of("https://sms.example", "nonsense", ""), Err(SmsError::Header)));
        assert!(matches!(Sms::of("https://sms.example", "", "code={code}"), Err(SmsError::Body)));
    }
}

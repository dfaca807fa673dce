//! Text messages for one-time codes: into the log while developing, or to a gateway that takes JSON by HTTP. Neither
//! phone nor code nor the gateway's credentials are ever logged, but for the one way that is named `log`.

use std::{sync::Arc, time::Duration};

use app::web::messages::{Messages, Outgoing};
use axum::http::{HeaderName, HeaderValue};
use tokio::sync::Semaphore;

/// What the gateway is sent when nothing else is set.
pub const BODY: &str = r#"{"phone": "{phone}", "text": "{text}", "code": "{code}"}"#;
/// How long the gateway may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Messages on their way at once; more than that are dropped, for their receivers ask again.
const AT_ONCE: usize = 16;

/// Why the settings name no gateway.
#[derive(Debug, thiserror::Error)]
pub enum SmsError {
    /// Neither `log` nor an address.
    #[error("SMS_URL is neither `log` nor an address that begins with http:// or https://")]
    Address,
    /// Not a header.
    #[error("SMS_HEADER holds a line that is no `Name: value`")]
    Header,
    /// With its gaps filled it is no JSON.
    #[error("SMS_BODY is no JSON once {{phone}}, {{code}} and {{text}} are filled in")]
    Body,
}

/// How codes are sent to phones.
#[derive(Clone)]
pub enum Sms {
    /// Into the log: for development.
    Log,
    /// To a gateway.
    Http(Arc<Gateway>),
}

/// A gateway that takes messages by HTTP.
pub struct Gateway {
    agent: ureq::Agent,
    url: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: String,
    turns: Arc<Semaphore>,
}

/// Its address and its headers may hold a key.
impl std::fmt::Debug for Sms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Sms::Log => "log",
            Sms::Http(_) => "a gateway",
        })
    }
}

impl Sms {
    /// Of what is set: `log`, or an address with headers (a line each) and a body with gaps. Nothing is set for an empty
    /// address.
    ///
    /// # Errors
    /// Something of it cannot be used.
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
            // Nobody else is told the code.
            .max_redirects(0)
            .build()
            .new_agent();
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Ok(Some(Sms::Http(Arc::new(Gateway { agent, url: url.to_owned(), headers, body, turns }))))
    }
}

/// The body with its gaps filled; they stand between quotes.
fn filled(body: &str, message: &Outgoing) -> String {
    let quoted = |text: &str| {
        let quoted = serde_json::Value::from(text).to_string();
        quoted[1..quoted.len() - 1].to_owned()
    };
    let gaps = [("{phone}", &message.phone), ("{code}", &message.code), ("{text}", &message.text)];
    // One pass, so that what fills a gap is not taken for another.
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
    /// Hands a message over, once: whoever gets none asks again.
    fn post(&self, message: &Outgoing) -> Result<(), ureq::Error> {
        let mut request = self.agent.post(&self.url).header("content-type", "application/json");
        for (name, value) in &self.headers {
            request = request.header(name.clone(), value.clone());
        }
        request.send(filled(&self.body, message)).map(drop)
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
            tracing::error!("the gateway for text messages is too slow; a code was not sent");
            return;
        };
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            match gateway.post(&message) {
                Ok(()) => tracing::debug!("a code was handed to the gateway"),
                Err(ureq::Error::StatusCode(status)) => tracing::error!(status, "the gateway refused a text message"),
                // What else went wrong may name the address, and that a key: only its kind is told.
                Err(ureq::Error::Timeout(_)) => tracing::error!("the gateway for text messages does not answer"),
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
    fn gaps_are_filled_so_that_it_stays_json() {
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
    fn what_cannot_be_used_is_refused_at_the_start() {
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

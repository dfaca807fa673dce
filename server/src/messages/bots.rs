//! Bots of work groups: 企业微信, 钉钉 and 飞书, each with its form of the same text.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::messages::{BotKind, Hosts, Outcome};
use ring::hmac;
use serde_json::{Value, json};

use super::{
    base64url,
    http::{agent, judged, post},
    words::Words,
};

/// Posts to the webhooks of the known chats.
pub(super) struct Bots {
    agent: ureq::Agent,
    hosts: Hosts,
}

/// A request to a webhook.
#[derive(Debug, PartialEq)]
struct Call {
    address: String,
    body: Value,
}

impl Bots {
    pub(super) fn new(hosts: Hosts) -> Bots {
        Bots { agent: agent(), hosts }
    }

    pub(super) async fn send(&self, kind: BotKind, address: &str, secret: &str, words: &Words) -> Outcome {
        // Checked again, because the list of hosts may have become shorter.
        if !self.hosts.allow_bot(kind, address) {
            return Outcome::Refused;
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let call = call(kind, address, secret, &words.group(), now.as_millis());
        let agent = self.agent.clone();
        let headers = [("content-type", "application/json; charset=utf-8".to_owned())];
        let posted = tokio::task::spawn_blocking(move || {
            post(&agent, &call.address, &headers, call.body.to_string().as_bytes())
        });
        match posted.await {
            Ok(Ok(answer)) => match judged(answer.status) {
                Outcome::Sent => answered(&answer.body),
                other => other,
            },
            Ok(Err(outcome)) => outcome,
            Err(_) => Outcome::Unsure,
        }
    }
}

/// Signs `what` with a key, as the chats want it: HMAC-SHA256 in base64.
fn signed(key: &str, what: &str) -> String {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()), what.as_bytes());
    base64url::standard(tag.as_ref())
}

/// Builds the request for a text; `now` in milliseconds.
fn call(kind: BotKind, address: &str, secret: &str, text: &str, now: u128) -> Call {
    let seconds = now / 1000;
    match kind {
        BotKind::Wecom => {
            Call { address: address.to_owned(), body: json!({"msgtype": "text", "text": {"content": text}}) }
        }
        BotKind::Dingtalk => {
            let sign = signed(secret, &format!("{now}\n{secret}"));
            let sign: String = form_urlencoded::byte_serialize(sign.as_bytes()).collect();
            let query = if secret.is_empty() { String::new() } else { format!("&timestamp={now}&sign={sign}") };
            let body = json!({"msgtype": "text", "text": {"content": text}});
            Call { address: format!("{address}{query}"), body }
        }
        BotKind::Feishu => {
            let mut body = json!({"msg_type": "text", "content": {"text": text}});
            if !secret.is_empty() {
                // The time and the secret are the key, and nothing is signed.
                body["timestamp"] = seconds.to_string().into();
                body["sign"] = signed(&format!("{seconds}\n{secret}"), "").into();
            }
            Call { address: address.to_owned(), body }
        }
    }
}

/// Answers of the chats that mean "too much at once" or "busy".
const BUSY: [i64; 6] = [-1, 45_009, 130_101, 410_100, 9_499, 11_232];

/// Judges the body of an answer with status 200, which holds the chat's own code.
fn answered(body: &str) -> Outcome {
    let answer: Value = serde_json::from_str(body).unwrap_or_default();
    let code = ["errcode", "code", "StatusCode"].iter().find_map(|name| answer.get(name)?.as_i64());
    match code {
        Some(0) => Outcome::Sent,
        Some(code) if BUSY.contains(&code) => Outcome::Later,
        Some(_) => Outcome::Refused,
        // Another page answered.
        None => Outcome::Unsure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_chat_gets_its_own_form() {
        let wecom = call(BotKind::Wecom, "https://q/send?key=1", "", "话", 1_700_000_000_123);
        assert_eq!(wecom.body, json!({"msgtype": "text", "text": {"content": "话"}}));
        let plain = call(BotKind::Dingtalk, "https://d/send?access_token=1", "", "话", 1_700_000_000_123);
        assert_eq!(plain.address, "https://d/send?access_token=1");
        let signed = call(BotKind::Dingtalk, "https://d/send?access_token=1", "SEC1", "话", 1_700_000_000_123);
        assert!(signed.address.contains("&timestamp=1700000000123&sign=") && signed.address.ends_with("%3D"));
        let feishu = call(BotKind::Feishu, "https://f/hook/1", "s", "话", 1_700_000_000_123);
        assert_eq!((&feishu.body["msg_type"], &feishu.body["content"]["text"]), (&"text".into(), &"话".into()));
        assert_eq!(feishu.body["timestamp"], "1700000000");
        assert_eq!(feishu.body["sign"], "+z1fiKH1w9xoRwSUZju5W5ZBj/d5cwS4H+5mTClDOl4=");
        assert!(call(BotKind::Feishu, "https://f/hook/1", "", "话", 0).body.get("sign").is_none());
    }

    #[test]
    fn an_answer_with_status_200_can_be_a_refusal() {
        assert_eq!(answered(r#"{"errcode":0,"errmsg":"ok"}"#), Outcome::Sent);
        assert_eq!(answered(r#"{"code":0,"msg":"success"}"#), Outcome::Sent);
        assert_eq!(answered(r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#), Outcome::Refused);
        assert_eq!(answered(r#"{"errcode":45009,"errmsg":"too many"}"#), Outcome::Later);
        assert_eq!(answered("<html>"), Outcome::Unsure);
    }
}

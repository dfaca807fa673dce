//! Hosts that pushes, bots and webhooks may be sent to.
//!
//! Browsers name the address of their push service, and administrators that of a bot. Without a list of hosts both
//! could make the server call addresses inside its own network.

use serde::{Deserialize, Serialize};

/// Chat whose bots are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BotKind {
    /// 企业微信.
    Wecom,
    /// 钉钉.
    Dingtalk,
    /// 飞书, and Lark.
    Feishu,
}

crate::text_enum!(BotKind { Wecom = "wecom", Dingtalk = "dingtalk", Feishu = "feishu" });

impl BotKind {
    /// Hosts of the chat.
    fn hosts(self) -> &'static [&'static str] {
        match self {
            BotKind::Wecom => &["qyapi.weixin.qq.com"],
            BotKind::Dingtalk => &["oapi.dingtalk.com"],
            BotKind::Feishu => &["open.feishu.cn", "open.larksuite.com"],
        }
    }

    /// Beginning of the path of its webhooks.
    fn path(self) -> &'static str {
        match self {
            BotKind::Wecom => "/cgi-bin/webhook/send?key=",
            BotKind::Dingtalk => "/robot/send?access_token=",
            BotKind::Feishu => "/open-apis/bot/v2/hook/",
        }
    }
}

/// Push services of browsers: a name, or the end of one after a dot.
const PUSH: [&str; 6] = [
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    "web.push.apple.com",
    ".push.apple.com",
];

/// Whether this is a name or an address, with a port of digits if with one. After a colon that no port follows, clients
/// of HTTP ignore the rest: `10.0.0.1:x.push.apple.com` would lead to 10.0.0.1.
fn is_host(host: &str) -> bool {
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    let (is_known, port) = match host.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((inner, port)) => (inner.bytes().all(|b| b.is_ascii_hexdigit() || b == b':'), port),
        None => {
            let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
            (!name.is_empty() && name.bytes().all(is_name), port)
        }
    };
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    is_known && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

/// Scheme, host with port, and the rest of an address.
struct Parts<'a> {
    scheme: &'a str,
    host: String,
    rest: &'a str,
}

impl<'a> Parts<'a> {
    /// Splits an address that no two parsers read in two ways; `None` for any other.
    fn of(address: &'a str) -> Option<Parts<'a>> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]!$&'()*+,;=%@".contains(&b);
        if !address.bytes().all(plain) {
            return None;
        }
        let (scheme, after) = address.split_once("://")?;
        let end = after.find(['/', '?', '#']).unwrap_or(after.len());
        let (host, rest) = after.split_at(end);
        if !is_host(host) {
            return None;
        }
        Some(Parts { scheme, host: host.to_ascii_lowercase(), rest })
    }

    fn is_loopback(&self) -> bool {
        ["127.0.0.1:", "localhost:", "[::1]:"].iter().any(|start| self.host.starts_with(start))
    }
}

/// Hosts that the installation allows beyond the known ones, such as a push service of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// Reads names, with a port where it is not 443, separated by commas or spaces.
    #[must_use]
    pub fn of(list: &str) -> Hosts {
        let names = list.split([',', ' ']).map(str::trim).filter(|name| !name.is_empty());
        Hosts(names.map(str::to_ascii_lowercase).collect())
    }

    /// Whether a host is the installation's own. Without TLS only on this machine.
    fn allow(&self, parts: &Parts<'_>) -> bool {
        let secure = parts.scheme == "https" || (parts.scheme == "http" && parts.is_loopback());
        secure && self.0.contains(&parts.host)
    }

    /// Whether a push may be sent to this address.
    #[must_use]
    pub fn allow_push(&self, address: &str) -> bool {
        let Some(parts) = Parts::of(address) else { return false };
        let is_known = |name: &&str| match name.strip_prefix('.') {
            Some(_) => parts.host.ends_with(*name),
            None => parts.host == **name,
        };
        (parts.scheme == "https" && PUSH.iter().any(is_known)) || self.allow(&parts)
    }

    /// Whether changes may be posted to this address: only to hosts that the operator named, so never to one inside the
    /// installation's network that an administrator of an area typed.
    #[must_use]
    pub fn allow_webhook(&self, address: &str) -> bool {
        Parts::of(address).is_some_and(|parts| self.allow(&parts))
    }

    /// Whether this is the address of such a bot.
    #[must_use]
    pub fn allow_bot(&self, kind: BotKind, address: &str) -> bool {
        let Some(parts) = Parts::of(address) else { return false };
        let is_known = parts.scheme == "https" && kind.hosts().contains(&parts.host.as_str());
        parts.rest.starts_with(kind.path()) && (is_known || self.allow(&parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pushes_go_to_the_services_of_browsers_only() {
        let hosts = Hosts::default();
        for good in [
            "https://fcm.googleapis.com/fcm/send/abc:APA91",
            "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
            "https://wns2-par02p.notify.windows.com/w/?token=BQ%3d",
            "https://web.push.apple.com/QGx",
        ] {
            assert!(hosts.allow_push(good), "{good}");
        }
        for bad in [
            "http://fcm.googleapis.com/x",
            "https://fcm.googleapis.com.evil.example/x",
            "https://evil.example/fcm.googleapis.com",
            "https://fcm.googleapis.com@evil.example/x",
            "https://fcm.googleapis.com:8443/x",
            "https://fcm.googleapis.com\\@evil.example/x",
            "https://notify.windows.com.evil.example/x",
            "https://10.0.0.1:x.notify.windows.com/x",
            "https://evil.example:443.push.apple.com/x",
            "https://[::1]x.push.apple.com/x",
            "https://[::1]:1.push.apple.com/x",
            "https://evil.example%2f.push.apple.com/x",
            "https://169.254.169.254/latest/meta-data",
            "http://127.0.0.1:8080/",
            "https://[::1]/",
            "fcm.googleapis.com/x",
        ] {
            assert!(!hosts.allow_push(bad), "{bad}");
        }
    }

    #[test]
    fn bots_have_the_address_of_their_chat() {
        let hosts = Hosts::default();
        let wecom = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6";
        assert!(hosts.allow_bot(BotKind::Wecom, wecom) && !hosts.allow_bot(BotKind::Feishu, wecom));
        assert!(hosts.allow_bot(BotKind::Dingtalk, "https://oapi.dingtalk.com/robot/send?access_token=66"));
        assert!(hosts.allow_bot(BotKind::Feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/6f"));
        assert!(!hosts.allow_bot(BotKind::Wecom, "https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=1"));
        assert!(!hosts.allow_bot(BotKind::Wecom, "https://10.0.0.1/cgi-bin/webhook/send?key=1"));
    }

    #[test]
    fn hosts_of_the_installation_are_allowed_and_without_tls_on_this_machine_only() {
        let hosts = Hosts::of("127.0.0.1:4000, push.example, [::1]:4000");
        assert!(hosts.allow_push("http://[::1]:4000/1") && !hosts.allow_push("http://[::1]:4001/1"));
        assert!(hosts.allow_push("http://127.0.0.1:4000/1") && hosts.allow_push("https://PUSH.example/1"));
        assert!(hosts.allow_webhook("https://push.example/hook") && hosts.allow_webhook("http://127.0.0.1:4000/hook"));
        for bad in [
            "https://10.0.0.1/hook",
            "http://push.example/hook",
            "https://push.example@10.0.0.1/",
            "https://x.example/",
        ] {
            assert!(!hosts.allow_webhook(bad) && !Hosts::default().allow_webhook(bad), "{bad}");
        }
        assert!(!hosts.allow_push("http://push.example/1") && !hosts.allow_push("http://127.0.0.1:4001/1"));
        assert!(hosts.allow_bot(BotKind::Wecom, "http://127.0.0.1:4000/cgi-bin/webhook/send?key=1"));
        assert!(!hosts.allow_bot(BotKind::Wecom, "http://127.0.0.1:4000/"));
    }
}

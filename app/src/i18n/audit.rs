//! Words for lines of the audit trail.

use domain::audit::{AuditLine, AuthorKind};

use super::{Lang, phrase_key};

/// Prefix of the phrases that name operations.
const OPERATION: &str = "audit-op";

impl Lang {
    /// What an operation did: 给了角色. One of a later release is shown as stored.
    #[must_use]
    pub fn operation(self, action: &str) -> String {
        if self.has(&phrase_key(OPERATION, action)) { self.named(OPERATION, action) } else { action.to_owned() }
    }

    /// Operations with a phrase, as stored, each with its phrase.
    #[must_use]
    pub fn operations(self) -> Vec<(String, String)> {
        let prefix = format!("{OPERATION}-");
        let keys = Lang::default().keys_of(&prefix);
        keys.map(|key| key.trim_start_matches(&prefix).replace('-', "_"))
            .map(|action| (action.clone(), self.operation(&action)))
            .collect()
    }

    /// Kind and number of a record: 家庭 17. Languages and other records without a number are shown as stored.
    #[must_use]
    pub fn record(self, subject: &str, id: i64) -> String {
        let key = phrase_key("audit-subject", subject);
        let kind = if self.has(&key) { self.t(&key) } else { subject.to_owned() };
        if id == 0 { kind } else { format!("{kind} {id}") }
    }

    /// Who acted: a name, 家庭账号, 未登录的访客 or 系统; an account that the reader may not know by its number.
    #[must_use]
    pub fn author(self, line: &AuditLine) -> String {
        match line.author {
            AuthorKind::Person if !line.name.is_empty() => line.name.clone(),
            AuthorKind::Person => self.tf("audit-account", &[("n", line.account.to_string().into())]),
            other => self.named("audit-author", other.as_str()),
        }
    }

    /// Kind of the device; empty when it is not known.
    #[must_use]
    pub fn device(self, line: &AuditLine) -> String {
        line.device.map(|device| self.named("audit-device", device.as_str())).unwrap_or_default()
    }
}

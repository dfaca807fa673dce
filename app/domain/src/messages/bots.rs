//! Bots of work groups, and what an area spends on messages.

use serde::{Deserialize, Serialize};

use super::{BotId, BotKind, MessageEnd};
use crate::{Code, Timestamp, areas::AreaId, error::Checks, site, text};

/// A new bot of a work group.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewBot {
    /// Chat that it belongs to.
    pub kind: BotKind,
    /// Name of the group, 1 to 40 characters.
    pub name: String,
    /// Address of its webhook, as the chat shows it.
    pub address: String,
    /// Secret for signing; empty where the chat does without.
    #[serde(default)]
    pub secret: String,
    /// Tag of the language in which it speaks.
    #[cfg_attr(feature = "schema", schema(example = "zh-CN"))]
    pub lang: String,
}

impl NewBot {
    /// Checks name, address, secret and language; whether the host is allowed is up to the installation.
    ///
    /// # Errors
    /// Fields `name`, `address`, `secret` and `lang`.
    pub fn checked(self) -> crate::Result<NewBot> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 40)).unwrap_or_default();
        let address = checks.take("address", text::line(&self.address, 12, 500)).unwrap_or_default();
        let secret = checks.take("secret", text::line(&self.secret, 0, 200)).unwrap_or_default();
        checks.ensure("lang", site::is_tag(&self.lang), Code::Unknown);
        checks.done()?;
        Ok(NewBot { name, address, secret, ..self })
    }
}

/// Prints kind and name only: address and secret write to the group.
impl std::fmt::Debug for NewBot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewBot({} {})", self.kind.as_str(), self.name)
    }
}

/// Bot of a work group; its address and secret are not shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Bot {
    /// Row id.
    pub id: BotId,
    /// Chat that it belongs to.
    pub kind: BotKind,
    /// Name of the group.
    pub name: String,
    /// Tag of the language in which it speaks.
    pub lang: String,
    /// When it was added.
    pub made: Timestamp,
    /// When it last said something; 0 for never.
    pub sent: Timestamp,
    /// Why its last message failed; none when that was sent.
    pub failed: Option<MessageEnd>,
}

/// Messages of an area: its bots, and the text messages of its root area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaMessages {
    /// The area.
    pub area: AreaId,
    /// Whether it is a root area, where the number of text messages is set.
    pub is_root: bool,
    /// Its bots.
    pub bots: Vec<Bot>,
    /// Most text messages of the root area in a month.
    pub most_texts: i64,
    /// Text messages of this month.
    pub used_texts: i64,
}

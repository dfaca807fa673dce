//! What an account has set up for its messages: browsers, mail address and choices.

use serde::{Deserialize, Serialize};

use super::{MessageChoices, SubscriptionId};
use crate::{Code, Timestamp, error::Checks};

/// Keys of a push subscription, as browsers give them: base64url without padding.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PushKeys {
    /// Public key of the browser, a point on P-256.
    pub p256dh: String,
    /// Secret shared with the browser.
    pub auth: String,
}

/// Subscription of a browser, as its `toJSON` gives it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewSubscription {
    /// Address at the browser's push service.
    pub endpoint: String,
    /// Its keys.
    pub keys: PushKeys,
}

impl NewSubscription {
    /// Checks the shapes of address and keys; whether the host is allowed is up to the installation.
    ///
    /// # Errors
    /// Fields `endpoint` and `keys`.
    pub fn checked(self) -> crate::Result<NewSubscription> {
        let is_base64 = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let mut checks = Checks::default();
        let length = self.endpoint.len();
        checks.ensure("endpoint", (12..=1000).contains(&length), Code::OutOfRange);
        // 65 and 16 bytes.
        let (point, secret) = (&self.keys.p256dh, &self.keys.auth);
        let right = point.len() == 87 && secret.len() == 22 && is_base64(point) && is_base64(secret);
        checks.ensure("keys", right, Code::Unknown);
        checks.done()?;
        Ok(self)
    }
}

/// Prints nothing of it: with endpoint and keys others could write to the browser.
impl std::fmt::Debug for NewSubscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewSubscription")
    }
}

/// Mail address of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OwnAddress {
    /// The address.
    pub address: String,
    /// Whether the link that was sent to it was opened.
    pub confirmed: bool,
}

/// Browser that is told by push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PushDevice {
    /// The subscription.
    pub id: SubscriptionId,
    /// Kind of device.
    pub device: String,
    /// Since when.
    pub created: Timestamp,
    /// Whether this request comes from it.
    pub current: bool,
}

/// What an account has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OwnMessages {
    /// The choices.
    pub choices: MessageChoices,
    /// Mail address, if one was given.
    pub mail: Option<OwnAddress>,
    /// Browsers that are told by push.
    pub devices: Vec<PushDevice>,
    /// Whether text messages go to the account's phone: its owner proved it by a code, or staff vouch for it.
    pub phone_proved: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_has_the_shapes_that_browsers_give() {
        let keys = PushKeys { p256dh: "B".repeat(87), auth: "a_-".repeat(7) + "a" };
        let new = NewSubscription { endpoint: "https://push.example/1".into(), keys };
        assert!(new.clone().checked().is_ok());
        let short = NewSubscription { endpoint: new.endpoint.clone(), keys: PushKeys { auth: "a".into(), ..new.keys } };
        assert!(short.checked().is_err());
    }
}

//! Interface for sending messages to phones, which the server implements, and what it can send by.

use domain::messages::Hosts;

/// Ways on which this installation can tell accounts; what is not configured is not offered.
#[derive(Clone, Debug, Default)]
pub struct Channels {
    /// Text messages.
    pub text: bool,
    /// Mail.
    pub mail: bool,
    /// Key to which browsers subscribe for pushes; none without push.
    pub push: Option<String>,
    /// Hosts that pushes and bots may go to beyond the known ones.
    pub hosts: Hosts,
}

impl Channels {
    /// Whether there is any beyond the app.
    #[must_use]
    pub fn any(&self) -> bool {
        self.text || self.mail || self.push.is_some()
    }
}

/// Sends messages to phones.
pub trait Messages: Send + Sync {
    /// Enqueues a message and returns at once.
    ///
    /// The response time must not reveal whether the phone belongs to an account. Results are logged without phone and
    /// text.
    fn send(&self, message: Outgoing);
}

/// A message to be sent.
pub struct Outgoing {
    /// Phone number of the recipient.
    pub phone: String,
    /// The one-time code.
    pub code: String,
    /// The whole text, in the recipient's language.
    pub text: String,
}

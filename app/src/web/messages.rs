//! Interface for sending messages to phones; the server implements it.

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

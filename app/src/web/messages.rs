//! Sending a code to a phone. How, and whether at all, is the server's affair.

/// Sends messages to phones.
pub trait Messages: Send + Sync {
    /// Hands a message over and returns at once: whoever waits for the answer must not learn from the time it takes
    /// whether there was anybody to send it to. What becomes of it is logged, without phone and words.
    fn send(&self, message: Outgoing);
}

/// A message on its way out.
pub struct Outgoing {
    /// To whom.
    pub phone: String,
    /// The code.
    pub code: String,
    /// The whole sentence, in the receiver's language.
    pub text: String,
}

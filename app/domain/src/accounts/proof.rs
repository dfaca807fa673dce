//! What is known of an account's phone: whether it is its holder's, and what an unproved account may do.

use serde::{Deserialize, Serialize};

/// How it is known that an account's phone belongs to its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneProof {
    /// Not at all: typed into the registration form.
    Unproved,
    /// Staff made the account for a person they know.
    Staff,
    /// A one-time code was sent to the phone and typed in.
    Code,
}

crate::text_enum!(PhoneProof { Unproved = "none", Staff = "staff", Code = "code" });

/// Open claims of an unproved account from which no shop has received anything.
///
/// A made-up phone costs nothing, so without this one person empties a town's feed. One claim is what an honest new donor
/// begins with; the goods that arrive prove more than a code would.
pub const UNPROVED_CLAIMS: i64 = 1;

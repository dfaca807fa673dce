//! A write as a value: what it takes, the name it is stored under, and what it does.

use domain::{Timestamp, accounts::Actor};
use serde::{Serialize, de::DeserializeOwned};

use crate::{By, Result, Store, Tx};

/// Serializes a command with named fields as a tuple, the shape that older releases stored; `null` without fields.
macro_rules! stored_as_tuple {
    ($command:ty $(, $field:ident)* $(,)?) => {
        impl serde::Serialize for $command {
            fn serialize<S: serde::Serializer>(&self, out: S) -> std::result::Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&($(&self.$field,)*), out)
            }
        }
    };
}
pub(crate) use stored_as_tuple;

/// Write to the database, run as one transaction by [`Store::run`].
///
/// The serialized value is the content of the request: the same request id with another value is refused. A rename of
/// a field therefore makes a repeated request of an older release fail; a test holds names and shapes.
pub trait Command: Serialize + Send + Sync + 'static {
    /// Name stored with audit lines and request ids; never renamed.
    const NAME: &'static str;

    /// Answer, stored with the request id.
    type Output: Serialize + DeserializeOwned + Send + 'static;

    /// Checks permission, takes locks, applies the rules and writes.
    ///
    /// PostgreSQL may ask for retries, so nothing outside the transaction may change.
    ///
    /// # Errors
    /// A refusal by permission or a rule; a failure of the database.
    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Output>> + Send;
}

impl Store {
    /// Runs a command as one transaction, idempotent per request id.
    ///
    /// # Errors
    /// As the command; [`domain::Code::RequestReused`] when the request id was used for another command.
    pub async fn run<C: Command>(&self, by: &By, command: C) -> Result<C::Output> {
        self.write(by, C::NAME, command, |tx, command| Box::pin(command.run(tx))).await
    }
}

impl Tx<'_> {
    /// Runs a command as `actor` at `now`, with its own audit name; for [`Store::script`].
    ///
    /// # Errors
    /// As the command.
    pub async fn run_as<C: Command>(&mut self, actor: &Actor, now: Timestamp, command: &C) -> Result<C::Output> {
        self.play(actor, now, C::NAME);
        command.run(self).await
    }
}

//! Messages that carry notices out of the installation: choices of accounts, the queue, and who was not reached.
//!
//! A row of `message` is a notice on one way to one reader. It is inserted with its notice, chosen for sending under
//! the lock of its channel, marked before it is sent, and ended by what the other side answered. The server's loop does
//! the sending (`server/src/messages`); nothing here leaves the database.

pub mod bots;
pub mod choices;
mod destinations;
pub mod lease;
pub(crate) mod links;
pub mod mail;
pub mod push;
pub(crate) mod queue;
pub mod settle;
pub mod unreached;
pub mod webhooks;

//! Domain of Wishbridge without I/O: types, rules, state machines and permissions.
//!
//! Each module has the name of its capability and a twin of that name in the store, the API and the pages. Nothing here
//! reads a clock or a database, so the same rules run in tests, on the server and in browsers.
#![warn(missing_docs)]

pub mod accounts;
pub mod casework;
pub mod notifications;
pub mod reports;
pub mod stock;
pub mod time;

/// Gives an enum its stored text: `as_str`, `FromStr`, and the list of all values.
macro_rules! text_enum {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $name {
            /// Every value, in its natural order.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The stored and transmitted text.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Code;

            fn from_str(text: &str) -> Result<Self, $crate::Code> {
                match text { $($text => Ok($name::$variant),)+ _ => Err($crate::Code::Unknown) }
            }
        }
    };
}
pub(crate) use text_enum;

pub mod areas;
pub mod audit;
pub mod backups;
pub mod catalogue;
pub mod claims;
pub mod community;
pub mod consents;
pub mod disputes;
pub mod error;
pub mod events;
pub mod health;
pub mod households;
pub mod imports;
pub mod ledger;
pub mod lending;
pub mod messages;
pub mod next_steps;
pub mod opening;
pub mod orders;
pub mod permission;
pub mod pickup;
pub mod pinyin;
pub mod points;
pub mod progress;
pub mod search;
pub mod services;
pub mod site;
pub mod tables;
pub mod text;
pub mod today;
pub mod undo;
pub mod wishes;

pub use error::{Code, Error, Field, Result};

/// Seconds since 1970-01-01 UTC. Zero means "not yet" in stored records.
pub type Timestamp = i64;

/// One day in seconds.
pub const DAY: Timestamp = 86_400;

//! What a notice is about, and to whom it goes: one enum from a list for each part of the software.
//! Each list hands its kinds to the next one, since an enum has one declaration and a file at most 400 lines.

use serde::{Deserialize, Serialize};

/// Declares the type from all lists, with its stored and transmitted texts.
macro_rules! declare {
    ({ $($(#[$doc:meta])+ $variant:ident = $text:literal,)+ }) => {
        /// Kind of a notice, with its recipient and subject.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum NoticeKind {
            $($(#[$doc])+ $variant,)+
        }

        crate::text_enum!(NoticeKind { $($variant = $text),+ });
    };
}

#[macro_use]
mod wishes;
#[macro_use]
mod families;
#[macro_use]
mod community;

wish_kinds! { family_kinds community_kinds declare {} }

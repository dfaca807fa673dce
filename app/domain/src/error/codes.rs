//! How the enum of codes is written: each variant with its text.

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// A stable error code, the same in the API, in the phrase files and in the logs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $($(#[$doc])* $variant,)+ }

        impl Code {
            /// All codes; a test requires a phrase for each in every language.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The stored and transmitted form: `already_taken`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text,)+ }
            }
        }
    };
}

pub(super) use codes;

//! Declares the type of events from their list.

/// Declares the events: variant, payload and stored name.
macro_rules! events {
    ($($(#[$doc:meta])+ $variant:ident($of:ty) = $name:literal,)+) => {
        /// Fact that a write emits.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "event", content = "of")]
        pub enum Event {
            $($(#[$doc])+ #[serde(rename = $name)] $variant($of),)+
        }

        impl Event {
            /// Stored name of every event.
            pub const NAMES: &[&str] = &[$($name),+];

            /// The stored name.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Event::$variant(_) => $name),+ }
            }

            /// The record that the event is about: its kind and id.
            #[must_use]
            pub fn record(&self) -> (RecordKind, i64) {
                match self { $(Event::$variant(of) => of.record()),+ }
            }

            /// Words of a person that the event quotes; `None` for an event that quotes none.
            pub fn words_mut(&mut self) -> Option<&mut String> {
                match self { $(Event::$variant(of) => of.words_mut()),+ }
            }
        }
    };
}

pub(super) use events;

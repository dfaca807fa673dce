//! The line above a list that shows the caller's own area only.

use leptos::prelude::*;

use super::Icon;
use crate::web::{ALL_AREAS, Cx};

/// Which areas a list shows, for callers who have chosen one as their own.
pub(crate) struct Within {
    name: String,
    to: String,
    all: bool,
}

impl Within {
    /// Reads what the list of this request shows; `None` without an own area.
    pub(crate) fn of(cx: &Cx) -> Option<Within> {
        let area = cx.actor.place.area.as_ref()?;
        let all = cx.query("within") == ALL_AREAS;
        let to = cx.address_with(&[("within", if all { "" } else { ALL_AREAS }), ("cursor", "")]);
        Some(Within { name: area.name.clone(), to, all })
    }

    /// Renders the line, with the link to the other view.
    pub(crate) fn note(self) -> AnyView {
        let Within { name, to, all } = self;
        let (words, other) = if all {
            (t!("place-all"), t!("place-only-own", area = name))
        } else {
            (t!("place-own", area = name), t!("place-show-all"))
        };
        view! { <p class="soft"><Icon name="pin" />" "{words}" "<a class="link" href=to>{other}</a></p> }.into_any()
    }
}

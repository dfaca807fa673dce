//! What may stand in the way of a wish: the family has the same already, or has reached its area's limit. Said on the
//! form before it is sent, so that it works without a second look by a script.

use domain::{
    Code,
    wishes::priority::{Earlier, Had, Room},
};
use leptos::prelude::*;

use super::{Banner, Submit, TextArea};
use crate::i18n::date_near;

/// Earlier ones that are named; more are counted.
const NAMED: usize = 3;

/// What stands in the way of a wish, for the family itself or for a caseworker who posts for it.
#[derive(Clone, Debug)]
pub struct InTheWay {
    /// What the family has of the same thing.
    pub same: Vec<Earlier>,
    /// How much room it has.
    pub room: Room,
    /// Whether a caseworker posts.
    pub staff: bool,
}

impl InTheWay {
    /// Whether nothing can be sent at all: a family at its limit. A caseworker may go beyond it with a reason.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        !self.staff && self.room.admits().is_err()
    }

    /// What is in the way, in a sentence or two; nothing when nothing is.
    #[must_use]
    pub fn banner(&self) -> AnyView {
        let own = !self.staff;
        let full = self.room.admits().err().map(|code| {
            let title = if own { t!("fair-full-own") } else { t!("fair-full-theirs") };
            let limit = self.limit(code);
            view! { <Banner tone="amber"><b>{title}</b>" "{limit}</Banner> }
        });
        let same = (!self.same.is_empty()).then(|| {
            let title = if own { t!("fair-same-own") } else { t!("fair-same-theirs") };
            let same = lines(&self.same);
            view! { <Banner tone="amber"><b>{title}</b>{same}</Banner> }
        });
        view! {
            {full}
            {same}
        }
        .into_any()
    }

    fn limit(&self, code: Code) -> String {
        let Room { open, open_limit, year, year_limit, again } = self.room;
        match code {
            Code::YearLimit => t!("fair-full-year", n = year, limit = year_limit, day = date_near(again)),
            _ => t!("fair-full-open", n = open, limit = open_limit),
        }
    }

    /// A caseworker's reason, where one is needed.
    #[must_use]
    pub fn reason(&self) -> AnyView {
        if !self.staff || (self.same.is_empty() && self.room.admits().is_ok()) {
            return ().into_any();
        }
        view! { <TextArea name="beyond" label=t!("fair-beyond") hint=t!("fair-beyond-hint") rows=2 required=true /> }
            .into_any()
    }

    fn icon(&self) -> &'static str {
        if self.staff { "" } else { "check" }
    }

    /// The button that sends the wish; with the same on file it says that one more is meant.
    #[must_use]
    pub fn send(&self, label: String) -> AnyView {
        if self.same.is_empty() {
            return view! { <Submit label wide=true icon=self.icon() /> }.into_any();
        }
        let label = if self.staff { t!("fair-again-theirs") } else { t!("fair-again") };
        view! { <Submit label wide=true icon=self.icon() choice=("again", "yes".to_owned()) /> }.into_any()
    }
}

/// 11 月 2 日领过 1 件. A list for the review, too.
#[must_use]
pub fn lines(same: &[Earlier]) -> AnyView {
    let line = |earlier: &Earlier| {
        let (n, day) = (earlier.quantity, date_near(earlier.at));
        match earlier.had {
            Had::Open => t!("fair-same-open", n = n, day = day),
            Had::Wish => t!("fair-same-wish", n = n, day = day),
            Had::Shop => t!("fair-same-shop", n = n, day = day),
        }
    };
    let more = i64::try_from(same.len().saturating_sub(NAMED)).unwrap_or(0);
    let named = same.iter().take(NAMED).map(|earlier| view! { <li>{line(earlier)}</li> }).collect_view();
    view! { <ul>{named}{(more > 0).then(|| view! { <li>{t!("fair-same-more", n = more)}</li> })}</ul> }.into_any()
}

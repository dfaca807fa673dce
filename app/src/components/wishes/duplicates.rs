//! Warnings on the wish form: the family already has the same item, or its area's limit is reached.
//! They are rendered with the form, before it is sent, so no script is needed.

use domain::{
    Code,
    wishes::priority::{Earlier, Had, Room},
};
use leptos::prelude::*;

use crate::{
    components::{Banner, Submit, TextArea},
    i18n::date_near,
};

/// Earlier wishes that are listed; further ones are only counted.
const NAMED: usize = 3;

/// Obstacles to a wish, shown to the family or to a caseworker who posts for it.
#[derive(Clone, Debug)]
pub struct InTheWay {
    /// Earlier wishes for the same item.
    pub same: Vec<Earlier>,
    /// Use of the area's limits.
    pub room: Room,
    /// Whether a caseworker posts.
    pub staff: bool,
}

impl InTheWay {
    /// Whether the form must not be sent: a family at its limit. Caseworkers may exceed it with a reason.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        !self.staff && self.room.admits().is_err()
    }

    /// Banners that describe the obstacles; empty without any.
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

    /// Field for the caseworker's reason; empty if none is required.
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

    /// Submit button; with the same item on file it confirms that one more is meant.
    #[must_use]
    pub fn send(&self, label: String) -> AnyView {
        if self.same.is_empty() {
            return view! { <Submit label wide=true icon=self.icon() /> }.into_any();
        }
        let label = if self.staff { t!("fair-again-theirs") } else { t!("fair-again") };
        view! { <Submit label wide=true icon=self.icon() choice=("again", "yes".to_owned()) /> }.into_any()
    }
}

/// List of earlier wishes, for example "11 月 2 日领过 1 件"; also shown to reviewers.
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

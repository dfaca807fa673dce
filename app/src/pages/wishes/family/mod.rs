//! The family's own wishes.

pub mod actions;
pub(crate) mod choose;
pub(crate) mod post;
pub(crate) mod sent;
pub(crate) mod stage;
pub(crate) mod voice;
pub(crate) mod wish;

use domain::{households::HouseholdId, permission::Action, wishes::WishFile};
use store::claims::family_view::Errand;

use crate::{
    i18n::Lang,
    web::{bodies::Large, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/home/wishes/new", choose::page)
        .show_and_act("/home/wishes/new/{key}", post::page, actions::post_own)
        .takes("/home/wishes/new/{key}", Large::pictures(&[Action::OrderGoods]))
        .show("/home/wishes/{id}", wish::page)
        .act("/home/wishes/{id}/draft", actions::change_draft, wish::page)
        .act("/home/wishes/{id}/submit", actions::submit_own, wish::page)
        .show("/home/wishes/{id}/sent", sent::page)
        .act("/home/wishes/{id}/voice/remove", actions::voice_remove, wish::page)
        .get("/voice/{wish}", voice::of_wish)
        .get("/voice/kept/{id}", voice::kept)
        .act("/home/wishes/{id}/stop-need", actions::stop_own_need, wish::page)
        .act("/home/wishes/{id}/withdraw", actions::withdraw_own, wish::page)
}

/// A wish of the family with its claims.
pub(crate) struct Own {
    pub(crate) file: WishFile,
    pub(crate) errands: Vec<Errand>,
}

impl Own {
    /// Joins wishes with their claims.
    pub(crate) fn all(wishes: Vec<WishFile>, mut errands: Vec<Errand>) -> Vec<Own> {
        let of = |file: WishFile| {
            let (own, rest) = std::mem::take(&mut errands).into_iter().partition(|e| e.claim.wish == file.wish.id);
            errands = rest;
            Own { file, errands: own }
        };
        wishes.into_iter().map(of).collect()
    }

    /// True if this household posted the wish.
    pub(crate) fn is_of(&self, household: HouseholdId) -> bool {
        household != 0 && self.file.household == household
    }

    /// Formats the title: `书包 · 1–3 年级 × 2`.
    pub(crate) fn title(&self, lang: Lang) -> String {
        let wish = &self.file.wish;
        let title = lang.thing(&wish.key, &wish.size, &wish.title);
        if wish.quantity == 1 { title } else { format!("{title} × {}", wish.quantity) }
    }
}

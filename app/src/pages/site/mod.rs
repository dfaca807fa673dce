//! What the installation says of itself: pages for everyone, written anew by administrators of the installation.

pub mod actions;
pub mod api;
mod edit;
mod health;
mod list;
mod page;
mod staff_help;

use domain::{permission::Action, site::PublicPage};

use crate::{
    i18n::Lang,
    web::{Cx, bodies::Large, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/about", |cx| page::page(cx, PublicPage::About))
        .show("/how", |cx| page::page(cx, PublicPage::How))
        .show("/privacy", |cx| page::page(cx, PublicPage::Privacy))
        .show("/terms", |cx| page::page(cx, PublicPage::Terms))
        .show("/help", |cx| page::page(cx, PublicPage::Help))
        .show("/help/staff", staff_help::page)
        .show("/contact", |cx| page::page(cx, PublicPage::Contact))
        .show("/api", api::page)
        .show("/admin/health", health::page)
        .act("/admin/health", actions::retention, health::page)
        .show("/admin/pages", list::page)
        .act("/admin/pages", actions::contact, list::page)
        .show("/admin/pages/{page}", edit::page)
        .takes("/admin/pages/{page}", Large::rows(&[Action::Administer]))
        .act("/admin/pages/{page}", actions::edit, edit::page)
        .act("/admin/pages/{page}/reset", actions::reset, edit::page)
}

/// Language of the public pages' texts: the viewer's, or the original for a draft, which has no texts of its own.
#[must_use]
pub(crate) fn text_lang(cx: &Cx) -> Lang {
    if cx.lang.is_draft() { Lang::default() } else { cx.lang }
}

/// Shipped text of a page.
#[must_use]
pub fn shipped(lang: Lang, page: PublicPage) -> String {
    lang.named("site-text", page.as_str())
}

#[cfg(test)]
mod tests {
    use domain::site::{Block, EDITION, LONGEST, blocks};
    use sha2::{Digest, Sha256};

    use super::*;

    fn complete() -> impl Iterator<Item = Lang> {
        Lang::ALL.into_iter().filter(|lang| !lang.is_draft())
    }

    #[test]
    fn shipped_texts_are_plain_and_have_every_part() {
        for lang in complete() {
            for page in PublicPage::ALL {
                let text = shipped(lang, *page);
                assert!(text.lines().count() > 1 && text.chars().count() < LONGEST, "{page:?} in {}", lang.tag());
                assert!(!text.contains(['<', '{']), "{page:?} in {}", lang.tag());
            }
            let help = blocks(&shipped(lang, PublicPage::Help));
            assert_eq!(help.iter().filter(|block| matches!(block, Block::Heading(_))).count(), 4, "one for each role");
        }
    }

    /// Accounts record the edition that they agreed to, so that a changed text must be another edition.
    #[test]
    fn another_text_of_terms_or_privacy_is_another_edition() {
        let hash = |lang: Lang| {
            let text = format!("{}\n{}", shipped(lang, PublicPage::Terms), shipped(lang, PublicPage::Privacy));
            Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        let found: Vec<String> = complete().map(|lang| format!("{} {}", lang.tag(), hash(lang))).collect();
        let known = ["zh-CN 308bb67a9e4b3657", "en f5907962f6c1f73b"];
        assert_eq!((EDITION, found), (1, known.map(str::to_owned).to_vec()), "raise EDITION, then note the new texts");
    }
}

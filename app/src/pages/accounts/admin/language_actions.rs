//! Actions that turn draft languages on and off.

use domain::{Error, accounts::Actor};
use store::accounts::languages::{DisableLanguage, EnableLanguage};

use crate::{
    i18n::Lang,
    web::{Cx, Done, To, session},
};

/// Handles `POST /admin/languages/{tag}/on`.
///
/// # Errors
/// [`domain::Code::NotAllowed`] unless the actor administers the installation or a root area; not found for a language
/// that is no draft.
pub async fn on(cx: Cx) -> Done {
    let lang = draft(&cx).await?;
    cx.store.run(&cx.by(), EnableLanguage::new(lang.tag())).await?;
    Ok(decided(&cx, lang, "done-language-on"))
}

/// Handles `POST /admin/languages/{tag}/off`.
///
/// # Errors
/// As [`on`].
pub async fn off(cx: Cx) -> Done {
    let lang = draft(&cx).await?;
    cx.store.run(&cx.by(), DisableLanguage::new(lang.tag())).await?;
    Ok(decided(&cx, lang, "done-language-off"))
}

/// Returns the draft language that the address names.
async fn draft(cx: &Cx) -> Result<Lang, Error> {
    let lang = Lang::ALL.into_iter().find(|lang| lang.is_draft() && lang.tag() == cx.param("tag"));
    // Permission is checked first, so that a forbidden actor cannot tell known tags from unknown ones.
    cx.store.language_settings(&cx.actor).await?;
    lang.ok_or(Error::NotFound)
}

/// Drops what is kept of the offered languages, and leads back to their list.
fn decided(cx: &Cx, lang: Lang, message: &'static str) -> To {
    cx.languages.forget();
    To::page("/admin/languages").saying_with(message, [("name", lang.own_name().to_owned())])
}

/// Sets the language cookie to the one in the family's household file, if it is offered.
///
/// An explicit choice in this browser wins.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn preferred(cx: &Cx, actor: &Actor, to: To) -> Done {
    if cx.chose_lang || actor.household == 0 {
        return Ok(to);
    }
    let wanted = cx.store.preferred_language(actor).await?;
    Ok(match cx.offer.tagged(&wanted).filter(|lang| *lang != cx.lang) {
        Some(lang) => to.cookie(cx.cookies.choice(session::LANG, lang.tag())),
        None => to,
    })
}

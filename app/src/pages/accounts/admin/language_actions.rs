//! Actions that turn draft languages on and off.

use domain::{Error, accounts::Actor};

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
    set(cx, true, "done-language-on").await
}

/// Handles `POST /admin/languages/{tag}/off`.
///
/// # Errors
/// As [`on`].
pub async fn off(cx: Cx) -> Done {
    set(cx, false, "done-language-off").await
}

async fn set(cx: Cx, on: bool, said: &'static str) -> Done {
    let lang = Lang::ALL.into_iter().find(|lang| lang.is_draft() && lang.tag() == cx.param("tag"));
    // Permission is checked first, so that a forbidden actor cannot tell known tags from unknown ones.
    cx.store.language_settings(&cx.actor).await?;
    let lang = lang.ok_or(Error::NotFound)?;
    cx.store.language_set(&cx.by(), lang.tag().to_owned(), on).await?;
    cx.languages.forget();
    Ok(To::page("/admin/languages").saying_with(said, [("name", lang.own_name().to_owned())]))
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

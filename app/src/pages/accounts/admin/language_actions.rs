//! Turning drafts of languages on and off.

use domain::{Error, accounts::Actor};

use crate::{
    i18n::Lang,
    web::{Cx, Done, To, session},
};

/// POST `/admin/languages/{tag}/on`
///
/// # Errors
/// For administrators of the installation or of a root area; not found unless it is a draft.
pub async fn on(cx: Cx) -> Done {
    set(cx, true, "done-language-on").await
}

/// POST `/admin/languages/{tag}/off`
///
/// # Errors
/// As [`on`].
pub async fn off(cx: Cx) -> Done {
    set(cx, false, "done-language-off").await
}

async fn set(cx: Cx, on: bool, said: &'static str) -> Done {
    let lang = Lang::ALL.into_iter().find(|lang| lang.is_draft() && lang.tag() == cx.param("tag"));
    // Who may not decide is refused for that, whatever was asked for.
    cx.store.language_settings(&cx.actor).await?;
    let lang = lang.ok_or(Error::NotFound)?;
    cx.store.language_set(&cx.by(), lang.tag().to_owned(), on).await?;
    cx.languages.forget();
    Ok(To::page("/admin/languages").saying_with(said, [("name", lang.own_name().to_owned())]))
}

/// Whoever signs in and has not chosen a language here goes on in the one that the file of the family names, if
/// it is offered.
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

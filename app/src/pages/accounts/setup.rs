//! Setting one's password after a sign-in with a set-up code. No other page opens before.

use domain::{Error, accounts::sessions::Credential};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Field, LangSwitch, Submit},
    shell,
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /me/setup`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    if cx.actor.credential != Credential::SetupCode {
        return Err(Error::NotFound);
    }
    Ok(Page::new(cx.lang.t("setup-title"), Here::Nowhere, move || {
        view! {
            <p>{t!("setup-text")}</p>
            <ActionForm to="/me/setup">
                <Field
                    name="new" label=t!("field-new") hint=t!("setup-hint") kind="password" autocomplete="new-password"
                    required=true max_length=128 ready=true
                />
                <Submit label=t!("setup-do") icon="key" wide=true />
            </ActionForm>
            <LangSwitch />
            <form method="post" action="/sign-out">
                <Submit label=t!("sign-out") tone="quiet" icon="logout" wide=true />
            </form>
        }
    })
    .narrow()
    .plain()
    .no_index())
}

/// Handles `POST /me/setup`: sets the password and goes on with an ordinary session.
///
/// # Errors
/// As [`store::Store::setup_finish`].
pub async fn set(cx: Cx) -> Done {
    let typed = cx.form.value("new").unwrap_or_default();
    let (token, actor) = cx.store.setup_finish(&cx.by(), typed).await?;
    Ok(To::page(shell::start(&actor)).saying("done-setup").cookie(cx.cookies.session(&token)))
}

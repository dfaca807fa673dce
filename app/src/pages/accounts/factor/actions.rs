//! Actions on the own second factor, and the second step of signing in.

use store::accounts::factor::setup::BeginFactor;

use super::recovery;
use crate::{
    pages::accounts::actions::entered,
    web::{Cx, Done, Shown, To},
};

/// Handles `POST /me/factor/begin`: draws the secret that the page shows.
///
/// # Errors
/// As [`BeginFactor`].
pub async fn begin(cx: Cx) -> Done {
    cx.store.run(&cx.by(), BeginFactor::new()).await?;
    Ok(To::page("/me/factor"))
}

/// Handles `POST /me/factor/confirm`: turns the second factor on, and shows the recovery codes once.
///
/// # Errors
/// As [`store::Store::factor_confirm`].
pub async fn confirm(cx: Cx) -> Shown {
    let codes = cx.store.factor_confirm(&cx.by(), cx.field("code"), &cx.address).await?;
    Ok(recovery::page(&cx, codes))
}

/// Handles `POST /me/factor/off`.
///
/// # Errors
/// As [`store::Store::factor_remove`].
pub async fn off(cx: Cx) -> Done {
    let old = cx.form.value("old").unwrap_or_default();
    cx.store.factor_remove(&cx.by(), old, cx.field("code"), &cx.address).await?;
    Ok(To::page("/me/factor").saying("done-factor-off"))
}

/// Handles `POST /sign-in/factor`: the code after the password.
///
/// # Errors
/// As [`store::Store::sign_in_second`].
pub async fn sign_in(cx: Cx) -> Done {
    let (token, actor) = cx.store.sign_in_second(&cx.pending, cx.field("code"), cx.browser()).await?;
    Ok(entered(&cx, &token, &actor).await?.cookie(cx.cookies.pending("")))
}

//! Links in mails: a page with one button, because mail programs and scanners open links by themselves.

use domain::messages::Channel;
use leptos::prelude::*;
use store::messages::{choices::StopByLink, mail::ConfirmMail};

use crate::{
    components::{ActionForm, Banner, Submit},
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /messages/stop/{token}`.
pub async fn stop_page(cx: Cx) -> Shown {
    let token = cx.param("token").to_owned();
    let channel = cx.store.stop_link(&token)?;
    Ok(Page::new(cx.lang.t("messages-link-stop"), Here::Nowhere, move || {
        let label = t!("messages-link-stop-do", channel = channel.as_str());
        view! {
            <p>{t!("messages-link-stop-text")}</p>
            <ActionForm to=format!("/messages/stop/{token}")>
                <Submit label icon="close" wide=true />
            </ActionForm>
        }
    })
    .narrow()
    .secret())
}

/// Handles `POST /messages/stop/{token}`, by hand and by mail programs (RFC 8058), which follow no redirect.
///
/// # Errors
/// As [`StopByLink`].
pub async fn stop(cx: Cx) -> Shown {
    let token = cx.param("token").to_owned();
    let channel: Channel = cx.store.stop_link(&token)?;
    cx.store.run(&cx.by(), StopByLink { token }).await?;
    let title = cx.lang.named("message-channel", channel.as_str());
    Ok(Page::new(title, Here::Nowhere, move || {
        view! {
            <Banner tone="tea">{t!("done-message-stopped")}</Banner>
            <p class="note">{t!("messages-stop-note")}</p>
        }
    })
    .narrow()
    .secret())
}

/// Renders `GET /messages/confirm/{token}`.
pub async fn confirm_page(cx: Cx) -> Shown {
    let token = cx.param("token").to_owned();
    let address = cx.store.mail_link(&token).await?;
    Ok(Page::new(cx.lang.t("messages-link-confirm"), Here::Nowhere, move || {
        view! {
            <p>{t!("messages-link-confirm-text", address = address)}</p>
            <ActionForm to=format!("/messages/confirm/{token}")>
                <Submit label=t!("messages-link-confirm-do") icon="check" wide=true />
            </ActionForm>
        }
    })
    .narrow()
    .secret())
}

/// Handles `POST /messages/confirm/{token}`.
///
/// # Errors
/// As [`ConfirmMail`].
pub async fn confirm(cx: Cx) -> Done {
    cx.store.run(&cx.by(), ConfirmMail { token: cx.param("token").to_owned() }).await?;
    let to = if cx.actor.is_signed_in() { "/me/messages" } else { "/" };
    Ok(To::page(to).saying("done-mail-confirmed"))
}

//! A forgotten password: a code to the phone where a message gateway is configured, else whom to ask.

use domain::{Code, Error};
use leptos::prelude::*;

use super::sign_in_code::Asked;
use crate::{
    components::{ActionForm, Banner, ContactLine, Field, Icon, LangSwitch, Submit},
    pages::accounts::{
        actions::{device, home_of},
        admin::language_actions,
        sign_in_actions::send,
    },
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /sign-in/forgotten?next`, and again after the code was sent or the form was refused.
pub async fn page(cx: Cx) -> Shown {
    let (next, back) = (cx.next(), cx.link_with_next("/sign-in"));
    let asked = cx.messages.is_some().then(|| Asked::of(&cx).phone);
    let contact = cx.store.site_contact().await?;
    Ok(Page::new(cx.lang.t("forgotten-title"), Here::Nowhere, move || {
        let form = match asked {
            None => view! { <p class="soft">{t!("forgotten-ask")}</p> }.into_any(),
            Some(phone) if phone.is_empty() => phone_first(next).into_any(),
            Some(phone) => proof(phone, next).into_any(),
        };
        view! {
            {form}
            {whom()}
            <ContactLine contact />
            <LangSwitch />
        }
    })
    .back(back)
    .narrow()
    .plain()
    .no_index())
}

/// Renders whom to ask for a set-up code.
fn whom() -> impl IntoView {
    let rows = [("home", t!("forgotten-family")), ("heart", t!("forgotten-donor")), ("key", t!("forgotten-staff"))]
        .into_iter()
        .map(|(icon, words)| view! { <li class="row"><Icon name=icon /><span class="row-main">{words}</span></li> })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

fn phone_first(next: String) -> impl IntoView {
    view! {
        <ActionForm to="/sign-in/forgotten">
            <input type="hidden" name="next" value=next />
            <p class="soft">{t!("forgotten-text")}</p>
            <Field
                name="phone" label=t!("field-phone") kind="tel" inputmode="tel" autocomplete="username" required=true
            />
            <Submit label=t!("code-send") icon="phone" wide=true />
        </ActionForm>
    }
}

fn proof(phone: String, next: String) -> impl IntoView {
    let sent = t!("code-sent", phone = phone.clone());
    let (again, onwards) = (phone.clone(), next.clone());
    view! {
        <Banner tone="tea">{sent}</Banner>
        <ActionForm to="/sign-in/forgotten">
            <input type="hidden" name="next" value=next />
            <input type="text" name="phone" autocomplete="username" value=phone hidden />
            <Field
                name="one_time" label=t!("field-one-time") hint=t!("code-hint") inputmode="numeric"
                autocomplete="one-time-code" class="card-input" required=true max_length=6 ready=true
            />
            <Field
                name="new" label=t!("field-new") hint=t!("register-password-hint") kind="password"
                autocomplete="new-password" required=true max_length=128
            />
            <Submit label=t!("forgotten-do") icon="key" wide=true />
        </ActionForm>
        <form class="form" method="post" action="/sign-in/forgotten">
            <input type="hidden" name="next" value=onwards />
            <input type="hidden" name="phone" value=again />
            <Submit label=t!("code-again") tone="quiet" icon="refresh" wide=true choice=("again", "yes".to_owned()) />
        </form>
    }
}

/// Handles `POST /sign-in/forgotten`: asks for a code to be sent, then sets the new password with it and signs in.
///
/// # Errors
/// [`Code::NoMessages`] without a gateway; as [`store::Store::code_ask`] and [`store::Store::password_forgotten`].
pub async fn set(cx: Cx) -> Done {
    if cx.messages.is_none() {
        return Err(Error::Conflict(Code::NoMessages));
    }
    let (phone, code) = (cx.field("phone"), cx.field("one_time"));
    if code.is_empty() {
        if let Some(message) = cx.store.code_ask(phone, &cx.address).await? {
            send(&cx, message);
        }
        return Ok(To::again());
    }
    let new = cx.form.value("new").unwrap_or_default();
    let (token, actor) = cx.store.password_forgotten(phone, code, new, &cx.address).await?;
    // Without this, the session this browser had before would stay valid with no cookie left to end it.
    if !cx.token.is_empty() {
        cx.store.sign_out(&cx.token).await?;
    }
    let to = To::page(home_of(&cx, &actor)).cookie(cx.cookies.session(&token)).cookie(device(&cx, &actor));
    language_actions::preferred(&cx, &actor, to.saying("done-password-forgotten")).await
}

//! The account's own name and phone. A new phone is proved by a code where a message gateway is configured, and takes
//! the password where none is.

use domain::{Code, Error};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Field, Submit},
    pages::accounts::sign_in_code::Asked,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /me/contact`, and again after one of its forms.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    // A family's are those of its file; staff sign records with theirs.
    if cx.actor.household != 0 || cx.actor.is_staff() {
        return Err(Error::NotAllowed(Code::NotAllowed));
    }
    let profile = cx.store.profile(&cx.actor).await?;
    let sends = cx.messages.is_some();
    let asked = Asked::of(&cx).phone;
    let asked = if sends && cx.path == "/me/phone" { asked } else { String::new() };
    Ok(Page::new(cx.lang.t("me-contact"), Here::Me, move || {
        view! {
            <section class="card">
                <h2>{t!("field-name")}</h2>
                <ActionForm to="/me/name">
                    <Field
                        name="name" label=t!("field-name") hint=t!("register-name-hint") value=profile.name
                        autocomplete="name" required=true max_length=30
                    />
                    <Submit label=t!("me-name-do") tone="soft" />
                </ActionForm>
            </section>
            <section class="card">
                <h2>{t!("field-phone")}</h2>
                <p class="soft">{t!("me-phone-now", phone = profile.phone)}</p>
                {if asked.is_empty() { new_phone(sends) } else { proof(asked) }}
            </section>
        }
    })
    .back("/me")
    .narrow()
    .no_index())
}

/// Renders the field of the new phone; without a gateway, the password as well.
fn new_phone(sends: bool) -> AnyView {
    let hint = if sends { t!("me-phone-code-hint") } else { t!("me-phone-hint") };
    view! {
        <ActionForm to="/me/phone">
            <Field
                name="phone" label=t!("me-phone-new") hint kind="tel" inputmode="tel" autocomplete="tel" required=true
            />
            {(!sends).then(|| view! {
                <Field name="old" label=t!("field-old") kind="password" autocomplete="current-password" required=true />
            })}
            <p class="note">{t!("me-phone-note")}</p>
            <Submit label=if sends { t!("code-send") } else { t!("me-phone-do") } icon="phone" />
        </ActionForm>
    }
    .into_any()
}

/// Renders the field of the code that was sent to the new phone.
fn proof(phone: String) -> AnyView {
    let (sent, again) = (t!("register-code-sent", phone = phone.clone()), phone.clone());
    view! {
        <Banner tone="tea">{sent}</Banner>
        <ActionForm to="/me/phone">
            <input type="hidden" name="phone" value=phone />
            <Field
                name="one_time" label=t!("field-one-time") hint=t!("code-hint") inputmode="numeric"
                autocomplete="one-time-code" class="card-input" required=true max_length=6 ready=true
            />
            <Submit label=t!("me-phone-do") icon="phone" />
        </ActionForm>
        <form class="form" method="post" action="/me/phone">
            <input type="hidden" name="phone" value=again />
            <Submit label=t!("code-again") tone="quiet" icon="refresh" choice=("again", "yes".to_owned()) />
        </form>
    }
    .into_any()
}

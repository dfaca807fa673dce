//! Signing in with a one-time code sent by SMS.

use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Field, Submit},
    web::Cx,
};

/// The phone that a code was sent to; empty before that.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    pub phone: String,
}

impl Asked {
    /// Takes the phone if the form was accepted, or if only its code was wrong.
    pub(crate) fn of(cx: &Cx) -> Asked {
        let sent = cx.form.error.is_none() || !cx.field("one_time").is_empty() || cx.checked("again");
        Asked { phone: if sent { cx.field("phone").to_owned() } else { String::new() } }
    }
}

/// Renders the tab: the phone field, then the code field.
pub(crate) fn form(asked: Asked, next: String) -> impl IntoView {
    if asked.phone.is_empty() {
        return view! {
            <ActionForm to="/sign-in/code">
                <input type="hidden" name="next" value=next />
                <Field
                    name="phone" label=t!("field-phone") hint=t!("code-phone-hint") kind="tel" inputmode="tel"
                    autocomplete="tel" required=true
                />
                <Submit label=t!("code-send") icon="phone" wide=true />
            </ActionForm>
        }
        .into_any();
    }
    let sent = t!("code-sent", phone = asked.phone.clone());
    let (phone, onwards) = (asked.phone.clone(), next.clone());
    view! {
        <Banner tone="tea">{sent}</Banner>
        <ActionForm to="/sign-in/code">
            <input type="hidden" name="next" value=onwards />
            <input type="hidden" name="phone" value=phone />
            <Field
                name="one_time" label=t!("field-one-time") hint=t!("code-hint") inputmode="numeric"
                autocomplete="one-time-code" class="card-input" required=true max_length=6 ready=true
            />
            <Submit label=t!("sign-in-do") icon="sign-in" wide=true />
        </ActionForm>
        <form class="form" method="post" action="/sign-in/code">
            <input type="hidden" name="next" value=next />
            <input type="hidden" name="phone" value=asked.phone />
            <Submit label=t!("code-again") tone="quiet" icon="refresh" wide=true choice=("again", "yes".to_owned()) />
        </form>
    }
    .into_any()
}

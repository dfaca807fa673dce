//! Signing in.

use leptos::prelude::*;

use crate::{
    page::{Cx, Here, Page, Shown},
    parts::{ActionForm, Field, LangSwitch, Pictogram, Submit},
};

/// `/sign-in?next`
pub async fn page(cx: Cx) -> Shown {
    let next = cx.next();
    let register = cx.link_with_next("/register");
    Ok(Page::new(cx.lang.t("sign-in-title"), Here::Nowhere, move || {
        view! {
            <div class="hello tint-all">
                <Pictogram key="bridge" />
                <h2>{t!("hello-title")}</h2>
                <p>{t!("hello-text")}</p>
            </div>
            <ActionForm to="/sign-in">
                <input type="hidden" name="next" value=next />
                <Field name="phone" label=t!("field-phone") kind="tel" inputmode="tel" autocomplete="username" required=true />
                <Field name="password" label=t!("field-password") kind="password" autocomplete="current-password" required=true />
                <Submit label=t!("sign-in-do") wide=true />
                <p><a class="link" href=register>{t!("sign-in-register")}</a></p>
            </ActionForm>
            <LangSwitch />
        }
    })
    .back("/")
    .narrow()
    .plain()
    .no_index())
}

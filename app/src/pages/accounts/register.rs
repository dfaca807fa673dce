//! Registration of donors. Accounts of families and staff are created by staff.

use leptos::prelude::*;

use crate::{
    components::{ActionForm, Field, LangSwitch, Select, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /register?next&invitation`.
pub async fn page(cx: Cx) -> Shown {
    let next = cx.next();
    let sign_in = cx.link_with_next("/sign-in");
    let invitation = cx.query("invitation").to_owned();
    let typed = if cx.field("invitation").is_empty() { &invitation } else { cx.field("invitation") };
    let organisation = if typed.is_empty() { None } else { cx.store.invitation(typed).await?.map(|(o, _)| o.name) };
    let areas: Vec<_> = cx.store.roots().await?.into_iter().map(|a| (a.id.to_string(), a.name)).collect();
    // A single area is preselected.
    let only = if areas.len() == 1 { areas[0].0.clone() } else { String::new() };
    Ok(Page::new(cx.lang.t("register-title"), Here::Nowhere, move || {
        let hint = organisation.map_or_else(|| t!("register-invitation-hint"), |name| t!("register-invited-by", name = name));
        view! {
            <p class="soft">{t!("register-text")}</p>
            <ActionForm to="/register">
                <input type="hidden" name="next" value=next />
                <Field name="phone" label=t!("field-phone") kind="tel" inputmode="tel" autocomplete="username" required=true hint=t!("register-phone-hint") />
                <Field name="name" label=t!("field-name") autocomplete="name" required=true max_length=30 hint=t!("register-name-hint") />
                <Field name="password" label=t!("field-password") kind="password" autocomplete="new-password" required=true hint=t!("register-password-hint") />
                <Field name="invitation" label=t!("field-invitation") value=invitation hint autocomplete="off" max_length=16 />
                <Select name="area" label=t!("field-area") options=areas value=only hint=t!("register-area-hint") />
                <Submit label=t!("register-do") wide=true />
                <p><a class="link" href=sign_in>{t!("register-sign-in")}</a></p>
            </ActionForm>
            <LangSwitch />
        }
    })
    .back("/sign-in")
    .narrow()
    .plain()
    .no_index())
}

//! The account's own page: profile, language and view, password, PIN, sign-out.

use domain::accounts::Profile;
use leptos::prelude::*;

use super::pin;
use crate::{
    components::{ActionForm, Fact, Facts, Field, LangSwitch, More, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /me`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let profile = cx.store.profile(&cx.actor).await?;
    let pin = if cx.actor.household != 0 { Some(cx.store.pin_state(&cx.actor).await?) } else { None };
    let (elder, phone) = (cx.elder, profile.phone.clone());
    Ok(Page::new(cx.lang.t("me-title"), Here::Me, move || {
        view! {
            <section class="card">{facts(profile)}</section>
            <section class="card">
                <h2>{t!("me-display")}</h2>
                <LangSwitch />
                <form method="post" action="/view">
                    <input type="hidden" name="view" value=if elder { "" } else { "elder" } />
                    <Submit label=if elder { t!("me-view-normal") } else { t!("me-view-elder") } tone="quiet" icon="eye" />
                </form>
            </section>
            <section class="card">
                <More summary=t!("me-password-change") to="/me/password">
                <ActionForm to="/me/password">
                    <input type="text" name="username" autocomplete="username" value=phone hidden />
                    <Field name="old" label=t!("field-old") kind="password" autocomplete="current-password" required=true />
                    <Field name="new" label=t!("field-new") kind="password" autocomplete="new-password" required=true hint=t!("register-password-hint") />
                    <Submit label=t!("me-password-change") tone="soft" />
                </ActionForm>
                </More>
            </section>
            {pin.map(pin::card)}
            <form method="post" action="/sign-out">
                <Submit label=t!("sign-out") tone="quiet" icon="logout" wide=true />
            </form>
        }
    })
    .narrow()
    .no_index())
}

fn facts(profile: Profile) -> impl IntoView {
    let lang = crate::i18n::lang();
    let roles = profile
        .roles
        .iter()
        .map(|grant| {
            let role = lang.named("role", grant.role.as_str());
            if grant.area_name.is_empty() { role } else { format!("{role} · {}", grant.area_name) }
        })
        .map(|line| view! { <Fact name=t!("me-role")>{line}</Fact> })
        .collect_view();
    let organisation = profile.organisation;
    view! {
        <h2>{profile.name}</h2>
        <Facts>
            {(!profile.phone.is_empty()).then(|| view! { <Fact name=t!("field-phone")>{profile.phone}</Fact> })}
            {(!organisation.is_empty()).then(|| view! { <Fact name=t!("me-organisation")>{organisation}</Fact> })}
            {roles}
        </Facts>
    }
}

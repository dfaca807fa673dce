//! The account's own page: profile, language and view, password, PIN, sessions, sign-out.

use domain::accounts::Profile;
use leptos::prelude::*;

use super::pin;
use crate::{
    components::{ActionForm, Fact, Facts, Field, Icon, LangSwitch, More, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /me`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let profile = cx.store.profile(&cx.actor).await?;
    let pin = if cx.actor.household != 0 { Some(cx.store.pin_state(&cx.actor).await?) } else { None };
    // A donor who signed in by code has none; it sets its first without an old one.
    let first = cx.actor.household == 0 && !cx.store.has_password(&cx.actor).await?;
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
                <More summary=password_title(first) to="/me/password">
                <ActionForm to="/me/password">
                    <input type="text" name="username" autocomplete="username" value=phone hidden />
                    {(!first).then(|| view! {
                        <Field name="old" label=t!("field-old") kind="password" autocomplete="current-password" required=true />
                    })}
                    <Field name="new" label=t!("field-new") kind="password" autocomplete="new-password" required=true hint=t!("register-password-hint") />
                    <Submit label=password_title(first) tone="soft" />
                </ActionForm>
                </More>
            </section>
            {pin.map(pin::card)}
            <a class="btn btn-soft btn-wide" href="/me/sessions"><Icon name="phone" />{t!("sessions-title")}</a>
            <form method="post" action="/sign-out">
                <Submit label=t!("sign-out") tone="quiet" icon="logout" wide=true />
            </form>
        }
    })
    .narrow()
    .no_index())
}

fn password_title(first: bool) -> String {
    if first { t!("me-password-first") } else { t!("me-password-change") }
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

//! The own second factor: off, waiting for the first code of its app, or on.

use domain::accounts::{
    factors::{FactorState, app_address, in_groups},
    sessions::Credential,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Field, LangSwitch, More, Near, Qr, StatePill, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /me/factor`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let mut state = cx.store.factor(&cx.actor).await?;
    if state.waiting.is_some() && !cx.store.is_proved(&cx.by()).await? {
        // Left on the screen of an unlocked computer it would be copied; beginning again asks who sits there.
        state.waiting = None;
    }
    let phone = cx.store.profile(&cx.actor).await?.phone;
    // Nothing else opens until it is on.
    let alone = cx.actor.credential == Credential::FactorDue;
    let is_secret = state.waiting.is_some();
    let page = Page::new(cx.lang.t("factor-title"), Here::Me, move || {
        let FactorState { since, waiting, codes_left, required } = state;
        let body = match (since, waiting) {
            (Some(since), _) => on(since, codes_left).into_any(),
            (None, Some(secret)) => scan(&phone, secret).into_any(),
            (None, None) => off().into_any(),
        };
        view! {
            {(required && since.is_none()).then(|| view! { <Banner tone="amber">{t!("factor-required")}</Banner> })}
            {body}
            {alone.then(|| view! {
                <LangSwitch />
                <form method="post" action="/sign-out">
                    <Submit label=t!("sign-out") tone="quiet" icon="logout" wide=true />
                </form>
            })}
        }
    });
    let page = if alone { page.plain() } else { page.back("/me") };
    let page = page.narrow().no_index();
    Ok(if is_secret { page.secret() } else { page })
}

/// Renders what it is, and the button that begins.
fn off() -> impl IntoView {
    view! {
        <section class="card">
            <StatePill tone="amber" icon="key" text=t!("factor-off") />
            <p>{t!("factor-text")}</p>
            <ol class="note">
                <li>{t!("factor-step-app")}</li>
                <li>{t!("factor-step-scan")}</li>
                <li>{t!("factor-step-codes")}</li>
            </ol>
            <ActionForm to="/me/factor/begin">
                <Submit label=t!("factor-begin") icon="shield" wide=true />
            </ActionForm>
        </section>
    }
}

/// Renders the QR code and the secret as text, and the field of the first code.
fn scan(phone: &str, secret: String) -> impl IntoView + use<> {
    let address = app_address(phone, &secret);
    let typed = in_groups(&secret, 4);
    view! {
        <section class="card">
            <p>{t!("factor-scan")}</p>
            <Qr text=address caption=t!("factor-scan-caption") />
            <p class="note">{t!("factor-by-hand")}</p>
            <p><bdi><code>{typed}</code></bdi></p>
            <ActionForm to="/me/factor/confirm">
                <Field
                    name="code" label=t!("factor-code") hint=t!("factor-confirm-hint") inputmode="numeric"
                    autocomplete="one-time-code" class="card-input" required=true max_length=8
                />
                <Submit label=t!("factor-confirm") icon="check" wide=true />
            </ActionForm>
            <ActionForm to="/me/factor/begin" class="cluster">
                <Submit label=t!("factor-begin-again") tone="quiet" icon="refresh" />
            </ActionForm>
        </section>
    }
}

/// Renders since when it is on, the recovery codes that are left, and the form that turns it off.
fn on(since: i64, codes_left: i64) -> impl IntoView {
    view! {
        <section class="card">
            <StatePill tone="tea" icon="check" text=t!("factor-on") />
            <p>{t!("factor-since")}" "<Near at=since /></p>
            <p>{t!("factor-codes-left", n = codes_left)}</p>
            {(codes_left < 3).then(|| view! { <Banner tone="amber">{t!("factor-codes-few")}</Banner> })}
            <p class="note">{t!("factor-lost")}</p>
        </section>
        <section class="card">
            <More summary=t!("factor-turn-off") to="/me/factor/off">
                <ActionForm to="/me/factor/off">
                    <p class="note">{t!("factor-turn-off-note")}</p>
                    <Field
                        name="old" label=t!("field-old") kind="password" autocomplete="current-password" required=true
                    />
                    <Field
                        name="code" label=t!("factor-code") hint=t!("factor-sign-in-hint") autocomplete="one-time-code"
                        required=true max_length=20
                    />
                    <Submit label=t!("factor-turn-off-do") tone="bad" />
                </ActionForm>
            </More>
        </section>
    }
}

//! The forms of a claim at the counter, one for each step.

use domain::{claims::Claim, ledger::Condition};
use leptos::prelude::*;
use store::claims::shop_view::ShopClaim;

use super::claim::Desk;
use crate::{
    components::{ActionForm, Choice, Field, Icon, More, Submit, TextArea},
    i18n::day_value,
    islands::ScanField,
    pages::stock::pieces::condition_choices,
    web::scene,
};

/// Renders the arrival form: condition, date, count.
pub(crate) fn arrive_form(shown: &ShopClaim) -> AnyView {
    let (id, quantity) = (shown.file.claim.id, shown.file.claim.quantity);
    let ShopClaim { electrical, perishable, .. } = *shown;
    // Electrical goods have no preselected condition, so that a used one is not declared new by oversight.
    let start = if electrical { "" } else { Condition::New.as_str() };
    view! {
        <ActionForm to=format!("/shop/claims/{id}/arrive")>
            <p class="note">{t!("shop-count", n = quantity)}</p>
            <Choice name="condition" label=t!("shop-condition-ask") options=condition_choices() value=start side=true />
            {perishable.then(|| view! {
                <Field name="expires" label=t!("field-expires") kind="date" min=day_value(scene().now) required=true />
            })}
            <div class="thumb-bar">
                <p class="note">{if electrical { t!("shop-arrive-note-check") } else { t!("shop-arrive-note") }}</p>
                <Submit label=t!("shop-arrive") icon="check" wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Renders the refusal of goods, folded away.
pub(crate) fn refuse_form(claim: &Claim) -> AnyView {
    let to = format!("/shop/claims/{}/refuse", claim.id);
    view! {
        <More summary=t!("shop-refuse-ask") to=to.clone()>
            <ActionForm to=to>
                <TextArea name="reason" label=t!("shop-refuse-reason") hint=t!("shop-refuse-hint") required=true rows=2 />
                <Submit label=t!("shop-refuse") tone="bad" />
            </ActionForm>
        </More>
    }
    .into_any()
}

/// Renders the signed check of a used appliance.
pub(crate) fn check_form(claim: &Claim, desk: &Desk) -> AnyView {
    let name = desk.name.clone();
    view! {
        <ActionForm to=format!("/shop/claims/{}/check", claim.id)>
            {check_fields(name)}
            <div class="thumb-bar">
                <p class="note">{t!("shop-check-note")}</p>
                <Submit label=t!("shop-check-sign") icon="pen" wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Renders the fields of a check: outcome and name of who signs.
pub(crate) fn check_fields(name: String) -> impl IntoView {
    let outcomes = vec![
        ("yes".to_owned(), t!("shop-check-passed"), t!("shop-check-passed-text")),
        ("no".to_owned(), t!("shop-check-failed"), t!("shop-check-failed-text")),
    ];
    view! {
        <div class="stack">
            <h2>{t!("shop-check-title")}</h2>
            <ol class="prose">
                <li>"1. "{t!("shop-check-one")}</li>
                <li>"2. "{t!("shop-check-two")}</li>
                <li>"3. "{t!("shop-check-three")}</li>
            </ol>
        </div>
        <Choice name="passed" label=t!("shop-check-ask") options=outcomes side=true />
        <TextArea name="note" label=t!("field-note") hint=t!("shop-check-note-hint") rows=2 />
        <Field name="checker" label=t!("field-checker") value=name autocomplete="off" required=true max_length=30 />
    }
}

/// Renders the hand-over against the family's pick-up code.
pub(crate) fn hand_over_form(claim: &Claim, desk: &Desk) -> AnyView {
    let wrong = scene().form.error == Some(domain::Error::Conflict(domain::Code::WrongCode));
    let (id, quantity, code) = (claim.id, claim.quantity, desk.code.clone());
    let later = t!("unsent-hand-over", n = id.to_string());
    let known = !code.is_empty();
    let hint = match (wrong, known) {
        (true, _) => t!("shop-wrong-code"),
        (_, true) => t!("shop-code-known"),
        _ => t!("shop-code-hint"),
    };
    view! {
        <ScanField>
            <ActionForm to=format!("/shop/claims/{id}/hand-over") later>
                <Field
                    name="code" label=t!("shop-code") hint=hint
                    value=code class="code-input" inputmode="numeric" autocomplete="off" required=true max_length=8
                    ready=!known
                />
                <button type="button" class="btn btn-quiet" hidden data-wake="BarcodeDetector" data-scan>
                    <Icon name="scan" />
                    {t!("scan")}
                </button>
                <div class="thumb-bar">
                    <p class="note">{t!("shop-hand-over-note", n = quantity)}</p>
                    <Submit label=t!("shop-hand-over") icon="check" wide=true />
                </div>
            </ActionForm>
            <video class="scan" hidden playsinline muted aria-label=t!("scan-view")></video>
        </ScanField>
    }
    .into_any()
}

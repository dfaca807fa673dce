//! The claim policy of an area: who may claim, how many claims at once, and every deadline.

use domain::areas::{AreaId, Policy, StaffFactor, WhoMayClaim};
use leptos::prelude::*;

use crate::components::{ActionForm, Banner, Checkbox, Choice, Field, Submit};

/// Where the policy in force is set.
pub(crate) enum Source {
    /// In the area itself.
    Own,
    /// In the area of this name above it.
    Above(String),
    /// In no area: the installation's defaults apply.
    Default,
}

/// Renders the policy in force, its source, and the form that sets the area's own.
pub(crate) fn policy_section(id: AreaId, policy: Policy, source: Source) -> AnyView {
    let own = matches!(source, Source::Own);
    let sentence = match source {
        Source::Own => t!("admin-policy-own"),
        Source::Above(name) if name.is_empty() => t!("admin-policy-above-unnamed"),
        Source::Above(name) => t!("admin-policy-above", name = name),
        Source::Default => t!("admin-policy-default"),
    };
    view! {
        <h2>{t!("admin-policy-title")}</h2>
        <Banner>{sentence}</Banner>
        {policy_form(id, &policy)}
        {own.then(|| view! {
            <ActionForm to=format!("/admin/areas/{id}/policy-clear") class="cluster">
                <Submit label=t!("admin-policy-clear") tone="quiet" icon="undo" />
            </ActionForm>
        })}
    }
    .into_any()
}

fn policy_form(id: AreaId, policy: &Policy) -> impl IntoView + use<> {
    let lang = crate::i18n::lang();
    let options = WhoMayClaim::ALL
        .iter()
        .map(|who| {
            (
                who.as_str().to_owned(),
                lang.named("who-may-claim", who.as_str()),
                lang.named("who-may-claim-note", who.as_str()),
            )
        })
        .collect();
    let policy = policy.clone();
    let Policy { who_may_claim, open_claims, claim_days, reminder_days, wish_days, confirm_days, .. } = policy;
    let Policy { open_wishes, year_wishes, one_person_allowed, waits, staff_factor, pairings, .. } = policy;
    // An empty field is no amount: nothing is given by application.
    let costly = policy.costly_above.map(|amount| amount.to_string()).unwrap_or_default();
    let is_required = staff_factor == StaffFactor::Required;
    let (claims, days) = (t!("admin-policy-unit-claims"), t!("admin-policy-unit-days"));
    let wishes = claims.clone();
    let number =
        move |name: &'static str, label: String, hint: String, value: i64, (min, max): (i64, i64), unit: String| {
            view! {
                <Field
                    name label hint value=value.to_string() unit kind="number" inputmode="numeric" min=min.to_string()
                    max=max.to_string() required=true
                />
            }
        };
    view! {
        <ActionForm to=format!("/admin/areas/{id}/policy")>
            <Choice name="who_may_claim" label=t!("field-who-may-claim") options value=who_may_claim.as_str().to_owned() />
            <div class="field-row">
                {number("open_claims", t!("field-open-claims"), t!("admin-policy-open-claims"), open_claims, (1, 50), claims)}
                {number("claim_days", t!("field-claim-days"), t!("admin-policy-claim-days"), claim_days, (1, 60), days.clone())}
                {number("reminder_days", t!("field-reminder-days"), t!("admin-policy-reminder-days"), reminder_days, (0, 59), days.clone())}
                {number("wish_days", t!("field-wish-days"), t!("admin-policy-wish-days"), wish_days, (7, 365), days.clone())}
                {number("confirm_days", t!("field-confirm-days"), t!("admin-policy-confirm-days"), confirm_days, (1, 60), days.clone())}
                {number("arrive_days", t!("field-arrive-days"), t!("admin-policy-arrive-days"), waits.arrive_days, (1, 30), days.clone())}
                {number("grace_days", t!("field-grace-days"), t!("admin-policy-grace-days"), waits.grace_days, (1, 30), days.clone())}
                {number("collect_days", t!("field-collect-days"), t!("admin-policy-collect-days"), waits.collect_days, (7, 90), days)}
                {number("open_wishes", t!("field-open-wishes"), t!("admin-policy-open-wishes"), open_wishes, (0, 100), wishes.clone())}
                {number("year_wishes", t!("field-year-wishes"), t!("admin-policy-year-wishes"), year_wishes, (0, 1000), wishes)}
                <Field
                    name="costly_above" label=t!("field-costly-above") hint=t!("admin-policy-costly-above") value=costly
                    unit=t!("admin-policy-unit-yuan") kind="number" inputmode="numeric" min="1" max="100000"
                />
                {number("pairings", t!("field-pairings"), t!("admin-policy-pairings"), pairings, (1, 50), t!("admin-policy-unit-pairings"))}
            </div>
            <Checkbox name="one_person_allowed" label=t!("field-one-person-allowed") checked=one_person_allowed />
            <p class="note">{t!("admin-policy-one-person")}</p>
            <Checkbox name="staff_factor" label=t!("field-staff-factor") checked=is_required />
            <p class="note">{t!("admin-policy-staff-factor")}</p>
            <div class="thumb-bar"><Submit label=t!("admin-policy-save") wide=true /></div>
        </ActionForm>
    }
}

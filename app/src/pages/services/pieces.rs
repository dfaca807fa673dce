//! Parts that the pages of referrals share.

use domain::services::{
    office::OfficeReferral,
    referrals::{Referral, ReferralState},
};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::lang,
};

/// Pages of this part, with the phrases of their links.
const PAGES: [(&str, &str); 4] = [
    ("/desk/referrals", "referrals-tab-open"),
    ("/desk/referrals?show=late", "referrals-tab-late"),
    ("/desk/referrals?show=over", "referrals-tab-over"),
    ("/desk/services", "services-title"),
];

/// Renders the links between referrals and services.
pub(crate) fn tabs(current: &'static str) -> impl IntoView {
    let links = PAGES
        .into_iter()
        .map(|(to, key)| view! { <a class="chip" href=to aria-current=(to == current).then_some("true")>{t!(key)}</a> })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("referrals-title")>{links}</nav> }
}

/// Renders the state of a referral.
pub(crate) fn state_pill(state: ReferralState) -> AnyView {
    let (tone, icon) = match state {
        ReferralState::Draft => ("soft", "pen"),
        ReferralState::Sent => ("amber", "mail"),
        ReferralState::Seen => ("amber", "eye"),
        ReferralState::Accepted | ReferralState::UnderWay => ("amber", "clock"),
        ReferralState::OnHold => ("soft", "clock"),
        ReferralState::Refused | ReferralState::Full => ("plum", "close"),
        ReferralState::Done | ReferralState::Confirmed => ("tea", "check"),
        ReferralState::Disputed => ("plum", "alert"),
        ReferralState::Cancelled => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("referral-state", state.as_str()) /> }.into_any()
}

/// Renders where a referral stands, with how late it is.
pub(crate) fn referral_pill(referral: &Referral) -> AnyView {
    state_pill(referral.state)
}

/// Renders a referral as a row of a list.
pub(crate) fn referral_row(referral: &Referral) -> impl IntoView + use<> {
    let (id, late) = (referral.id, referral.late);
    let at = referral.due.or(referral.done).unwrap_or(referral.created);
    let household = t!("desk-household-number", n = referral.household.to_string());
    let line = format!("{} · {household}", referral.organisation_name);
    view! {
        <li>
            <a class="row" href=format!("/desk/referrals/{id}")>
                <span class="row-main"><b>{referral.service_name.clone()}</b><small>{line}</small></span>
                <span class="row-end">
                    {state_pill(referral.state)}
                    <small>{late.then(|| view! { {t!("case-late")}" " })}<Near at /></small>
                </span>
            </a>
        </li>
    }
}

/// Renders the referrals that are open to the office of the account; nothing without any.
pub(crate) fn office_rows(all: &[OfficeReferral]) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let rows = all
        .iter()
        .map(|of| {
            let OfficeReferral { id, service_name, state, area_name, due, late } = of.clone();
            view! {
                <li>
                    <a class="row" href=format!("/desk/office-referrals/{id}")>
                        <span class="row-main"><b>{service_name}</b><small>{area_name}</small></span>
                        <span class="row-end">
                            {state_pill(state)}
                            <small>{late.then(|| view! { {t!("case-late")}" " })}{due.map(|at| view! { <Near at /> })}</small>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let section = view! {
        <section class="stack" aria-labelledby="office-referrals">
            <h2 id="office-referrals">{t!("office-referrals-title")}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    };
    Some(section.into_any())
}

//! Parts of the pages of partnerships.

use domain::community::{
    organisations::Offering,
    partnerships::{Partnership, PartnershipState},
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Choice, Field, More, Near, Select, StatePill, Submit},
    i18n::{day_value, lang},
    web::scene,
};

/// Renders the state of a partnership.
pub(crate) fn pill(of: &Partnership) -> impl IntoView + use<> {
    let (tone, icon) = match of.state {
        PartnershipState::Proposed => ("amber", "clock"),
        PartnershipState::Agreed | PartnershipState::Running => ("tea", "check"),
        PartnershipState::Ended => ("soft", "check"),
        PartnershipState::Declined | PartnershipState::Withdrawn | PartnershipState::Lapsed => ("soft", "close"),
    };
    view! { <StatePill tone icon text=lang().named("partnership-state", of.state.as_str()) /> }
}

/// Renders partnerships as rows that lead to their pages; a note without any.
pub(crate) fn rows(all: &[Partnership]) -> AnyView {
    if all.is_empty() {
        return view! { <p class="note">{t!("partnerships-none")}</p> }.into_any();
    }
    let rows = all
        .iter()
        .map(|of| {
            let Partnership { id, organisation_name, area_name, words, until, .. } = of.clone();
            let what = lang().named("offering", of.what.as_str());
            view! {
                <li>
                    <a class="row" href=format!("/partnerships/{id}")>
                        <span class="row-main"><b>{words}</b><small>{format!("{what} · {organisation_name} · {area_name}")}</small></span>
                        <span class="row-end">{pill(of)}<small>{t!("partnership-until")}" "<Near at=until /></small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders the form that proposes a partnership.
pub(crate) fn propose_form(to: String, areas: Vec<(String, String)>) -> impl IntoView {
    let offerings = Offering::ALL
        .iter()
        .map(|one| (one.as_str().to_owned(), lang().named("offering", one.as_str()), String::new()))
        .collect::<Vec<_>>();
    let today = day_value(scene().now);
    view! {
        <More summary=t!("partnership-propose") to=to.clone()>
            <ActionForm to=to>
                <Select name="area" label=t!("field-area") options=areas required=true />
                <Choice name="what" label=t!("partnership-what") options=offerings tight=true />
                <Field name="words" label=t!("partnership-words") hint=t!("partnership-words-hint") required=true max_length=200 autocomplete="off" />
                <Field name="starts" label=t!("partnership-starts") kind="date" value=today.clone() min=today.clone() />
                <Field name="until" label=t!("partnership-until") kind="date" min=today required=true />
                <Submit label=t!("partnership-propose-do") />
            </ActionForm>
        </More>
    }
}

//! Parts that the pages of disputes and reversals share.

use domain::disputes::{Dispute, DisputeState, reversals::ReversalState, subject::Subject};
use leptos::prelude::*;

use crate::{
    components::{Fact, Facts, Near, StatePill},
    i18n::{Lang, lang},
};

/// Names the goods: the wish's title, or the order's number.
pub(crate) fn title(lang: Lang, subject: &Subject) -> String {
    match subject.order {
        0 => lang.thing(&subject.key, &subject.size, &subject.title),
        order => lang.tf("dispute-of-order", &[("n", order.to_string().into())]),
    }
}

/// Renders the state of a dispute, with how late it is.
pub(crate) fn dispute_pill(dispute: &Dispute) -> impl IntoView + use<> {
    let (tone, icon) = match dispute.state {
        DisputeState::Open if dispute.climbs > 0 => ("plum", "alert"),
        DisputeState::Open => ("amber", "clock"),
        DisputeState::Settled => ("tea", "check"),
        DisputeState::Withdrawn => ("soft", "undo"),
    };
    let text = match dispute.state {
        DisputeState::Open if dispute.climbs > 0 => t!("dispute-late"),
        state => lang().named("dispute-state", state.as_str()),
    };
    view! { <StatePill tone icon text /> }
}

/// Renders the state of a reversal.
pub(crate) fn reversal_pill(state: ReversalState) -> impl IntoView {
    let (tone, icon) = match state {
        ReversalState::Asked => ("amber", "clock"),
        ReversalState::Approved => ("tea", "check"),
        ReversalState::Refused => ("plum", "close"),
    };
    view! { <StatePill tone icon text=lang().named("reversal-state", state.as_str()) /> }
}

/// Renders the household, the shop and who handed over, with links for staff.
pub(crate) fn subject_facts(subject: &Subject) -> impl IntoView + use<> {
    let Subject { household, claim, order, location_name, handed_by, .. } = subject.clone();
    let (to, number) = match order {
        0 => (format!("/desk/claims/{claim}"), t!("dispute-of-claim", n = claim.to_string())),
        _ => (format!("/shop/orders/{order}"), t!("dispute-of-order", n = order.to_string())),
    };
    view! {
        <Facts>
            <Fact name=t!("desk-household")>{t!("desk-household-number", n = household.to_string())}</Fact>
            <Fact name=t!("dispute-goods")><a class="link" href=to>{number}</a></Fact>
            <Fact name=t!("shop-location")>{location_name}</Fact>
            {(!handed_by.is_empty()).then(|| view! { <Fact name=t!("dispute-handed-by")>{handed_by}</Fact> })}
        </Facts>
    }
}

/// Renders what came of a dispute, with the reason; nothing while it is open.
pub(crate) fn outcome(dispute: &Dispute) -> Option<impl IntoView + use<>> {
    let Dispute { outcome, answer, decided, decided_by, .. } = dispute.clone();
    outcome.map(|outcome| {
        view! {
            <div class="stack">
                <p><b>{lang().named("dispute-outcome", outcome.as_str())}</b></p>
                {(!answer.is_empty()).then(|| view! { <p>{answer}</p> })}
                <p class="soft">{decided_by}" · "<Near at=decided /></p>
            </div>
        }
    })
}

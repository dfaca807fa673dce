//! Forms of disputes and reversals, on the pages of families, claims and orders.

use domain::disputes::{DisputeChannel, DisputeKind, reversals::ReversalGoal, subject::HandedOver};
use leptos::prelude::*;

use crate::components::{ActionForm, Choice, EnclosedFor, Enclosures, Kept, More, Submit, TextArea, value_choices};

/// Renders what can be wrong, a recording, a picture and the words. The form around them needs `files=true`.
pub(crate) fn report_fields(kept: Kept) -> impl IntoView {
    let kinds = value_choices("dispute-kind", DisputeKind::ALL.iter().map(|kind| kind.as_str()));
    view! {
        <Choice name="kind" label=t!("dispute-what") options=kinds />
        <Enclosures kept about=EnclosedFor::Dispute />
        <TextArea name="words" label=t!("dispute-words") hint=t!("dispute-words-hint") max_length=500 />
    }
}

fn path(about: HandedOver, what: &str) -> String {
    match about {
        HandedOver::Claim(id) => format!("/desk/claims/{id}/{what}"),
        HandedOver::Order(id) => format!("/desk/orders/{id}/{what}"),
    }
}

/// Renders the form by which a caseworker records what the family said, folded away.
pub(crate) fn record_form(about: HandedOver, kept: Kept) -> AnyView {
    let to = path(about, "dispute");
    let channels = [DisputeChannel::Visit, DisputeChannel::Phone];
    let channels = value_choices("dispute-channel", channels.iter().map(|channel| channel.as_str()));
    view! {
        <More summary=t!("dispute-record") to=to.clone()>
            <ActionForm to=to files=true>
                <p class="note">{t!("dispute-record-note")}</p>
                <Choice name="channel" label=t!("dispute-how") options=channels side=true />
                {report_fields(kept)}
                <Submit label=t!("dispute-send") tone="soft" />
            </ActionForm>
        </More>
    }
    .into_any()
}

/// Renders where goods can go; `waiting` only for a claim that is not disputed.
pub(crate) fn goal_field(waits: Waits) -> impl IntoView {
    let goals = ReversalGoal::ALL.iter().filter(|goal| waits == Waits::Possible || **goal != ReversalGoal::Waiting);
    let goals = value_choices("reversal-goal", goals.map(|goal| goal.as_str()));
    view! { <Choice name="goal" label=t!("reversal-goal") options=goals /> }
}

/// Whether goods can be set aside for the same family again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waits {
    /// Goods of a claim.
    Possible,
    /// Goods of an order, or of a dispute.
    Impossible,
}

/// Renders the form that asks to reverse a hand-over, folded away.
pub(crate) fn reversal_form(about: HandedOver) -> AnyView {
    let to = path(about, "reversal");
    let waits = if about.order() == 0 { Waits::Possible } else { Waits::Impossible };
    view! {
        <More summary=t!("reversal-ask") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("reversal-ask-note")}</p>
                {goal_field(waits)}
                <TextArea name="reason" label=t!("reversal-reason") hint=t!("reversal-reason-hint") required=true max_length=500 />
                <Submit label=t!("reversal-ask-do") tone="bad" />
            </ActionForm>
        </More>
    }
    .into_any()
}

//! One dispute: what the family said, who handed over, and the decision.

use domain::disputes::{Dispute, DisputeOutcome, DisputeState};
use leptos::prelude::*;

use super::{
    forms::{Waits, goal_field},
    media,
    pieces::{dispute_pill, outcome, subject_facts, title},
};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Near, Submit, TextArea},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/disputes/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let dispute = cx.store.dispute(&cx.actor, cx.id("id")?).await?;
    let heading = title(cx.lang, &dispute.subject);
    Ok(Page::new(heading, Here::Disputes, move || {
        let words = dispute.words.clone();
        let waits = dispute.state == DisputeState::Open;
        view! {
            <p class="cluster">
                <b>{lang().named("dispute-kind", dispute.kind.as_str())}</b>
                {dispute_pill(&dispute)}
            </p>
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            {media::shown(&dispute)}
            {subject_facts(&dispute.subject)}
            {facts(&dispute)}
            {outcome(&dispute)}
            {(waits && !dispute.may_decide).then(|| view! { <Banner tone="amber">{t!("dispute-others-decide")}</Banner> })}
            {dispute.may_decide.then(|| settle_form(dispute.id))}
        }
    })
    .back("/desk/disputes")
    .narrow()
    .no_index())
}

fn facts(dispute: &Dispute) -> impl IntoView + use<> {
    let Dispute { channel, created, recorded_by, owner, due, climbs, state, .. } = dispute.clone();
    let waits = state == DisputeState::Open;
    let how = lang().named("dispute-channel", channel.as_str());
    let how = if recorded_by.is_empty() { how } else { format!("{how} · {recorded_by}") };
    let owner = if owner.is_empty() { t!("dispute-no-owner") } else { owner };
    view! {
        <Facts>
            <Fact name=t!("dispute-how")>{how}</Fact>
            <Fact name=t!("dispute-said")><Near at=created /></Fact>
            {waits.then(|| view! {
                <Fact name=t!("dispute-owner")>{owner}</Fact>
                <Fact name=t!("dispute-due")><Near at=due /></Fact>
            })}
            {(climbs > 0).then(|| view! { <Fact name=t!("dispute-climbs")>{t!("dispute-climbs-n", n = climbs)}</Fact> })}
        </Facts>
    }
}

fn settle_form(id: i64) -> impl IntoView {
    let options = DisputeOutcome::ALL
        .iter()
        .map(|outcome| {
            let text = outcome.as_str();
            (text.to_owned(), lang().named("dispute-outcome", text), lang().named("dispute-outcome-note", text))
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card">
            <h2>{t!("dispute-settle")}</h2>
            <ActionForm to=format!("/desk/disputes/{id}/settle")>
                <Choice name="outcome" label=t!("dispute-outcome") options />
                <p class="note">{t!("dispute-goal-note")}</p>
                {goal_field(Waits::Impossible)}
                <TextArea name="answer" label=t!("dispute-answer") hint=t!("dispute-answer-hint") required=true max_length=500 />
                <Submit label=t!("dispute-settle-do") wide=true />
            </ActionForm>
        </section>
    }
}

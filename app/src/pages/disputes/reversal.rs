//! One reversal of a hand-over: who asked and why, and the decision of a second person.

use domain::disputes::reversals::{HandOverReversal, ReversalState};
use leptos::prelude::*;

use super::pieces::{reversal_pill, subject_facts, title};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, More, Near, Submit, TextArea},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/reversals/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let reversal = cx.store.reversal(&cx.actor, cx.id("id")?).await?;
    let heading = title(cx.lang, &reversal.subject);
    Ok(Page::new(heading, Here::Disputes, move || {
        let reason = reversal.reason.clone();
        let waits = reversal.state == ReversalState::Asked;
        view! {
            <p class="cluster">
                <b>{lang().named("reversal-goal", reversal.goal.as_str())}</b>
                {reversal_pill(reversal.state)}
            </p>
            {(!reason.is_empty()).then(|| view! { <blockquote class="quote"><p>{reason}</p></blockquote> })}
            {subject_facts(&reversal.subject)}
            {facts(&reversal)}
            {(waits && !reversal.may_decide).then(|| view! { <Banner tone="amber">{t!("dispute-others-decide")}</Banner> })}
            {reversal.may_decide.then(|| forms(reversal.id))}
        }
    })
    .back("/desk/reversals")
    .narrow()
    .no_index())
}

fn facts(reversal: &HandOverReversal) -> impl IntoView + use<> {
    let HandOverReversal { asked, asked_by, answer, decided, decided_by, journal, .. } = reversal.clone();
    view! {
        <Facts>
            <Fact name=t!("reversal-asked-by")>{asked_by}" · "<Near at=asked /></Fact>
            {(decided != 0).then(|| view! { <Fact name=t!("reversal-decided-by")>{decided_by}" · "<Near at=decided /></Fact> })}
            {(!answer.is_empty()).then(|| view! { <Fact name=t!("reversal-answer")>{answer}</Fact> })}
            {(journal != 0).then(|| view! {
                <Fact name=t!("reversal-journal")><a class="link" href=format!("/shop/journals/{journal}")>"#"{journal}</a></Fact>
            })}
        </Facts>
    }
}

fn forms(id: i64) -> impl IntoView {
    let refuse = format!("/desk/reversals/{id}/refuse");
    view! {
        <ActionForm to=format!("/desk/reversals/{id}/approve")>
            <p class="note">{t!("reversal-approve-note")}</p>
            <Submit label=t!("reversal-approve") icon="check" wide=true />
        </ActionForm>
        <More summary=t!("reversal-refuse") to=refuse.clone()>
            <ActionForm to=refuse>
                <TextArea name="answer" label=t!("reversal-answer") required=true max_length=500 />
                <Submit label=t!("reversal-refuse-do") tone="bad" />
            </ActionForm>
        </More>
    }
}

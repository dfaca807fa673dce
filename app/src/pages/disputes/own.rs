//! What the family said was wrong, what came of it, and hand-overs that were reversed.

use domain::disputes::{Dispute, reversals::HandOverReversal};
use leptos::prelude::*;

use super::{
    media,
    pieces::{dispute_pill, outcome, title},
};
use crate::{
    components::{Empty, Near},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/disputes`.
pub async fn page(cx: Cx) -> Shown {
    let disputes = cx.store.my_disputes(&cx.actor).await?;
    let reversals = cx.store.my_reversals(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("disputes-own-title"), Here::Home, move || {
        let none = disputes.is_empty() && reversals.is_empty();
        let disputes = disputes.iter().map(card).collect_view();
        let reversals = reversals.iter().map(reversed).collect_view();
        view! {
            {none.then(|| view! { <Empty title=t!("disputes-own-empty")>{t!("disputes-own-empty-text")}</Empty> })}
            <div class="stack">{disputes}{reversals}</div>
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}

fn card(dispute: &Dispute) -> impl IntoView + use<> {
    let Dispute { kind, words, created, due, .. } = dispute.clone();
    let open = dispute.state.owner().is_some();
    view! {
        <article class="card stack">
            <p class="cluster">
                <b>{title(lang(), &dispute.subject)}</b>
                <Near at=created />
                {dispute_pill(dispute)}
            </p>
            <p>{lang().named("dispute-kind", kind.as_str())}</p>
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            {media::shown(dispute)}
            {open.then(|| view! { <p class="note">{t!("dispute-answer-by")}" "<Near at=due /></p> })}
            {outcome(dispute)}
        </article>
    }
}

fn reversed(reversal: &HandOverReversal) -> impl IntoView + use<> {
    let HandOverReversal { goal, reason, decided, .. } = reversal.clone();
    view! {
        <article class="card stack">
            <p class="cluster"><b>{title(lang(), &reversal.subject)}</b><Near at=decided /></p>
            <p>{t!("reversal-own")}" "{lang().named("reversal-goal", goal.as_str())}</p>
            {(!reason.is_empty()).then(|| view! { <p>{reason}</p> })}
        </article>
    }
}

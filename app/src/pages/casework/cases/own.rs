//! The family's own problems that staff follow, and the offices it was referred to: where they stand, and whether the
//! family finds them solved.

use domain::{
    casework::cases::{Case, CaseState, FamilyAnswer},
    services::referrals::{ReferralFile, ReferralState, ReferralStep},
};
use leptos::prelude::*;

use super::pieces::kind_name;
use crate::{
    components::{ActionForm, Empty, Fact, Facts, More, Near, StatePill, Submit},
    i18n::lang,
    pages::services::pieces::referral_pill,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/cases`.
pub async fn page(cx: Cx) -> Shown {
    let cases = cx.store.my_cases(&cx.actor).await?;
    let referrals = cx.store.my_referrals(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("cases-own-title"), Here::Home, move || {
        let none = cases.is_empty() && referrals.is_empty();
        let cases = cases.iter().map(card).collect_view();
        let referred = !referrals.is_empty();
        let referrals = referrals.iter().map(office).collect_view();
        view! {
            {none.then(|| view! { <Empty title=t!("cases-own-empty")>{t!("cases-own-empty-text")}</Empty> })}
            <div class="stack">{cases}</div>
            {referred.then(|| view! {
                <section class="stack" aria-labelledby="offices">
                    <h2 id="offices">{t!("referrals-own-title")}</h2>
                    {referrals}
                </section>
            })}
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}

/// Renders a case, with the two buttons by which the family says how it stands.
fn card(case: &Case) -> impl IntoView + use<> {
    let Case { id, kind, state, opened, owner_name, .. } = case.clone();
    let open = state == CaseState::Open;
    let (tone, icon, text) = match state {
        CaseState::Open => ("amber", "clock", t!("case-own-open")),
        CaseState::Closed => ("tea", "check", t!("case-own-closed")),
        CaseState::Ended => ("soft", "close", t!("case-own-closed")),
    };
    let said = case.family_said.map(|answer| match answer {
        FamilyAnswer::NotSolved => t!("case-own-said-not"),
        _ => t!("case-own-said"),
    });
    // Under which outcome it was closed, or the family could not deny it.
    let outcome = case.outcome.as_deref().filter(|_| state == CaseState::Closed);
    let outcome = outcome.map(|key| lang().named("case-outcome", key));
    let solved = FamilyAnswer::Solved.as_str().to_owned();
    let not_solved = FamilyAnswer::NotSolved.as_str().to_owned();
    view! {
        <article class="card stack">
            <p class="cluster"><b>{kind_name(lang(), kind)}</b><StatePill tone icon text /></p>
            <p class="soft">{t!("case-own-since")}" "<Near at=opened /></p>
            {(open && !owner_name.is_empty()).then(|| view! { <p>{t!("case-own-owner", name = owner_name.clone())}</p> })}
            {outcome.map(|outcome| view! { <p>{outcome}</p> })}
            {said.map(|said| view! { <p class="note">{said}</p> })}
            {(state != CaseState::Ended).then(|| view! {
                <ActionForm to=format!("/home/cases/{id}/say") class="cluster">
                    {open.then(|| view! { <Submit label=t!("case-own-solved") tone="soft" icon="check" choice=("answer", solved) /> })}
                    <Submit label=t!("case-own-not-solved") tone="quiet" choice=("answer", not_solved) />
                </ActionForm>
            })}
        </article>
    }
}

/// Renders a referral: what it is for, what is passed on, and whether what was done is right.
fn office(file: &ReferralFile) -> impl IntoView + use<> {
    let referral = file.referral.clone();
    let id = referral.id;
    let shares = file.sharing.what.iter().map(|one| lang().named("shared", one.as_str())).collect::<Vec<_>>();
    let shared = !shares.is_empty();
    let opened = file.uses.iter().find(|one| one.what == "opened").map(|one| one.at);
    let last = file.lines.iter().find(|line| !line.words.is_empty()).map(|line| line.words.clone());
    let asks = referral.state == ReferralState::Done;
    let stop = format!("/home/referrals/{id}/stop-sharing");
    view! {
        <article class="card stack">
            <p class="cluster"><b>{referral.service_name.clone()}</b>{referral_pill(&referral)}</p>
            <p class="soft">{referral.organisation_name.clone()}</p>
            {last.map(|words| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            <Facts>
                <Fact name=t!("referral-own-shared")>{if shared { shares.join("、") } else { t!("referral-own-nothing") }}</Fact>
                {opened.map(|at| view! { <Fact name=t!("referral-own-opened")><Near at /></Fact> })}
            </Facts>
            {asks.then(|| say(id))}
            {shared.then(|| view! {
                <More summary=t!("referral-own-stop") to=stop.clone()>
                    <ActionForm to=stop.clone()>
                        <p class="note">{t!("referral-own-stop-note")}</p>
                        <Submit label=t!("referral-own-stop-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        </article>
    }
}

/// Renders the two answers about what an office says that it did.
fn say(id: i64) -> AnyView {
    let (confirm, dispute) = (ReferralStep::Confirm.as_str().to_owned(), ReferralStep::Dispute.as_str().to_owned());
    view! {
        <ActionForm to=format!("/home/referrals/{id}/say") class="cluster">
            <Submit label=t!("case-own-solved") tone="soft" icon="check" choice=("step", confirm) />
            <Submit label=t!("case-own-not-solved") tone="quiet" choice=("step", dispute) />
        </ActionForm>
    }
    .into_any()
}

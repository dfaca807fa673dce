//! One referral: where it stands, who has the next step, and the steps of the sender.

use domain::{
    Error,
    permission::Action,
    services::{
        Capacity,
        referrals::{Party, ReferralFile, ReferralLine, ReferralState, ReferralStep},
    },
};
use leptos::prelude::*;

use super::pieces::state_pill;
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Field, More, Near, Select, Submit, TextArea},
    i18n::lang,
    pages::audit::{History, history},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/referrals/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let file = cx.store.referral(&cx.actor, id).await?;
    if cx.actor.household == file.referral.household {
        return Err(Error::NotFound);
    }
    let redirects = file.steps.contains(&ReferralStep::Redirect);
    let services = if redirects { cx.store.services(&cx.actor).await? } else { Vec::new() };
    let services = services
        .into_iter()
        .filter(|service| service.open && service.capacity == Capacity::Open)
        .map(|service| (service.id.to_string(), format!("{} · {}", service.organisation_name, service.name)))
        .collect::<Vec<_>>();
    let history = history(&cx, "referral", id).await?;
    // Coordinators open no files: what is late they settle with those who do.
    let (opens, leads) = (cx.actor.may_somewhere(Action::KeepHouseholds), cx.actor.may_somewhere(Action::LeadCasework));
    Ok(Page::new(file.referral.service_name.clone(), Here::Referrals, move || {
        view! {
            <p class="cluster">{state_pill(file.referral.state)}</p>
            {next(&file)}
            {facts(&file)}
            {(!file.need.is_empty()).then(|| view! { <blockquote class="quote"><p>{file.need.clone()}</p></blockquote> })}
            {(file.need.is_empty() && opens).then(|| view! { <p class="note">{t!("case-masked")}</p> })}
            {(file.referral.late && file.steps.is_empty() && leads).then(|| view! {
                <p class="note">
                    {t!("referral-late-lead", name = file.referral.sender.clone())}" "
                    <a class="link" href="/desk/leaves">{t!("leaves-title")}</a>
                </p>
            })}
            {steps(&file, services)}
            {link(&file)}
            {sharing(&file)}
            {lines(&file.lines)}
            {history.map(History::drawn)}
        }
    })
    .back("/desk/referrals")
    .narrow()
    .no_index())
}

/// Says whose turn it is, and until when.
fn next(file: &ReferralFile) -> Option<AnyView> {
    let referral = &file.referral;
    let (owner, due) = (referral.owner?, referral.due?);
    let tone = if referral.late { "plum" } else { "amber" };
    let text = lang().named("referral-next", owner.as_str());
    Some(view! { <Banner tone>{text}" "<Near at=due /></Banner> }.into_any())
}

fn facts(file: &ReferralFile) -> impl IntoView + use<> {
    let referral = file.referral.clone();
    let (household, case) = (referral.household, referral.case);
    view! {
        <Facts>
            <Fact name=t!("service-organisation")>{referral.organisation_name}</Fact>
            <Fact name=t!("time-class")>{lang().named("time-class", referral.class.as_str())}</Fact>
            <Fact name=t!("desk-household")>
                <a class="link" href=format!("/desk/households/{household}")>{t!("desk-household-number", n = household.to_string())}</a>
                " · "{referral.area_name}
            </Fact>
            {case.map(|case| view! { <Fact name=t!("referral-case")><a class="link" href=format!("/desk/cases/{case}")>"#"{case}</a></Fact> })}
            <Fact name=t!("referral-sender")>{referral.sender}</Fact>
            {(!referral.in_charge.is_empty()).then(|| view! { <Fact name=t!("case-in-charge")>{referral.in_charge.clone()}</Fact> })}
            {referral.sent.map(|at| view! { <Fact name=t!("referrals-sent")><Near at /></Fact> })}
            {referral.answered.map(|at| view! { <Fact name=t!("referral-answered")><Near at /></Fact> })}
            {referral.done.map(|at| view! { <Fact name=t!("referral-done")><Near at /></Fact> })}
        </Facts>
    }
}

/// Renders the steps of the sender: one form whose buttons are the steps.
fn steps(file: &ReferralFile, services: Vec<(String, String)>) -> AnyView {
    if file.steps.is_empty() {
        return ().into_any();
    }
    let redirects = file.steps.contains(&ReferralStep::Redirect);
    let asks = file.referral.state == ReferralState::Done;
    let buttons = file
        .steps
        .iter()
        .enumerate()
        .map(|(n, step)| {
            let tone = match (n, step) {
                (_, ReferralStep::Cancel | ReferralStep::Dispute) => "bad",
                (0, _) => "main",
                _ => "soft",
            };
            let label = lang().named("referral-step", step.as_str());
            view! { <Submit label tone choice=("step", step.as_str().to_owned()) /> }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="steps-title">
            <h2 id="steps-title">{t!("referral-steps")}</h2>
            <ActionForm to=format!("/desk/referrals/{}/step", file.referral.id)>
                {redirects.then(|| view! { <Select name="service" label=t!("referral-service") options=services.clone() /> })}
                {asks.then(|| view! { <Field name="whom" label=t!("asked-whom") hint=t!("asked-whom-hint") max_length=40 autocomplete="off" /> })}
                <TextArea name="words" label=t!("referral-words") hint=t!("referral-words-hint") max_length=500 rows=2 />
                <div class="cluster">{buttons}</div>
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Renders the link for the office, and how it was used.
fn link(file: &ReferralFile) -> AnyView {
    let id = file.referral.id;
    let uses = file
        .uses
        .iter()
        .map(|one| {
            let at = one.at;
            view! { <li>{lang().named("link-use", &one.what)}" "<Near at /></li> }
        })
        .collect_view();
    let used = !file.uses.is_empty();
    let ends = file.link_ends;
    view! {
        {file.may_link.then(|| view! {
            <section class="card stack" aria-labelledby="link-title">
                <h2 id="link-title">{t!("referral-link")}</h2>
                <p class="note">{t!("referral-link-note")}</p>
                {ends.map(|at| view! { <p>{t!("referral-link-ends")}" "<Near at /></p> })}
                <ActionForm to=format!("/desk/referrals/{id}/link")>
                    <Submit label=t!("referral-link-do") tone="soft" />
                </ActionForm>
            </section>
        })}
        {used.then(|| view! { <More summary=t!("referral-link-uses")><ul>{uses}</ul></More> })}
    }
    .into_any()
}

/// Renders what the family agreed to pass on, and the way to stop it.
fn sharing(file: &ReferralFile) -> AnyView {
    let what = file.sharing.what.iter().map(|one| lang().named("shared", one.as_str())).collect::<Vec<_>>();
    let shared = !what.is_empty();
    let stop = format!("/desk/referrals/{}/stop-sharing", file.referral.id);
    let (whom, stopped) = (file.sharing.whom.clone(), file.stopped);
    let keeps = shared && !file.steps.is_empty();
    view! {
        <section class="card stack" aria-labelledby="sharing-title">
            <h2 id="sharing-title">{t!("referral-sharing")}</h2>
            <p>{if shared { what.join("、") } else { t!("referral-own-nothing") }}</p>
            {(!whom.is_empty()).then(|| view! { <p class="soft">{t!("referral-agreed-whom")}" "{whom.clone()}</p> })}
            {stopped.map(|at| view! { <p class="note">{t!("referral-stopped")}" "<Near at /></p> })}
            {keeps.then(|| view! {
                <More summary=t!("referral-own-stop") to=stop.clone()>
                    <ActionForm to=stop.clone()>
                        <p class="note">{t!("referral-own-stop-note")}</p>
                        <Submit label=t!("referral-own-stop-do") tone="bad" />
                    </ActionForm>
                </More>
            })}
        </section>
    }
    .into_any()
}

/// Renders the history, the newest first.
fn lines(lines: &[ReferralLine]) -> AnyView {
    let items = lines
        .iter()
        .map(|line| {
            let ReferralLine { state, party, at, by, about, words } = line.clone();
            let who = match party {
                Some(party @ (Party::Office | Party::Family)) if by.is_empty() => lang().named("party", party.as_str()),
                _ => by,
            };
            let climbed = !about.is_empty();
            view! {
                <li class="stack">
                    <p class="cluster">
                        {if climbed { view! { <b>{t!("referral-climbed-to", name = about)}</b> }.into_any() } else { state_pill(state) }}
                        <span class="soft">{who}" "<Near at /></span>
                    </p>
                    {(!words.is_empty()).then(|| view! { <p class="prose typed">{words}</p> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="lines-title">
            <h2 id="lines-title">{t!("case-lines")}</h2>
            <ul class="stack">{items}</ul>
        </section>
    }
    .into_any()
}

//! One finding: what the family needs, the next step in one tap, and what it said when it was asked.

use domain::{
    DAY,
    casework::{
        cases::CaseKind,
        findings::{AnswerKind, AskedPerson, Finding, FindingAnswer, FindingState, StepKind},
        visits::Way,
    },
    catalogue,
    community::appointments::ServiceSlot,
};
use leptos::prelude::*;

use super::pieces::{finding_pill, options, whose};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Field, More, Near, Select, Submit, TextArea},
    i18n::{day_value, lang, phrase_key},
    pages::community::appointments::slot_options,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/findings/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let (finding, answers) = cx.store.finding(&cx.actor, cx.id("id")?).await?;
    let (records, assigns) = (finding.may_record, finding.may_assign && finding.state == FindingState::Open);
    let keepers = if assigns { cx.store.finding_keepers(&cx.actor, finding.id).await? } else { Vec::new() };
    let steps_open = records && finding.state == FindingState::Open;
    let slots = if steps_open { cx.store.free_slots(&cx.actor, finding.household).await? } else { Vec::new() };
    let title = cx.lang.t(&phrase_key("need", finding.need.as_str()));
    Ok(Page::new(title, Here::Visits, move || {
        let (id, words, raised) = (finding.id, finding.words.clone(), finding.raised_to.clone());
        let open = finding.state == FindingState::Open;
        let said = answers.iter().map(answer).collect_view();
        let none = answers.is_empty();
        view! {
            <p class="cluster">{finding_pill(&finding)}</p>
            {(!raised.is_empty()).then(|| view! { <Banner tone="amber">{t!("finding-raised", name = raised)}</Banner> })}
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            {facts(&finding)}
            {(open && records).then(|| steps(&finding, &slots))}
            {(open && records).then(|| answer_form(id))}
            {assigns.then(|| assign(id, keepers))}
            <section class="stack" aria-labelledby="answers">
                <h2 id="answers">{t!("finding-answers")}</h2>
                {if none {
                    view! { <p class="soft">{t!("finding-answers-none")}</p> }.into_any()
                } else {
                    view! { <ul class="rows">{said}</ul> }.into_any()
                }}
            </section>
        }
    })
    .back("/desk/findings")
    .narrow()
    .no_index())
}

/// Returns the page of the record that a step led to, for kinds with a page.
fn record_of(finding: &Finding) -> Option<String> {
    let record = finding.record?;
    match finding.step {
        StepKind::Wish => Some(format!("/desk/wishes/{record}")),
        StepKind::Appointment => Some(format!("/desk/visits/{record}")),
        StepKind::Case => Some(format!("/desk/cases/{record}")),
        StepKind::Referral => Some(format!("/desk/referrals/{record}")),
        StepKind::Booking => Some(format!("/desk/households/{}/appointments", finding.household)),
        StepKind::None => None,
    }
}

fn facts(finding: &Finding) -> impl IntoView + use<> {
    let to = record_of(finding);
    let Finding { household, name, area_name, owner_name, step, created, due, state, closed, may_record, .. } =
        finding.clone();
    let whose = whose(&name, household);
    let step = lang().named("finding-step", step.as_str());
    let owner = if owner_name.is_empty() { t!("visits-no-owner") } else { owner_name };
    let open = state == FindingState::Open;
    let age = t!("finding-age", n = finding.age(scene().now));
    view! {
        <Facts>
            <Fact name=t!("finding-family")>
                {if may_record {
                    view! { <a class="link" href=format!("/desk/households/{household}/visits")>{whose}</a> }.into_any()
                } else {
                    whose.into_any()
                }}
            </Fact>
            <Fact name=t!("visit-area")>{area_name}</Fact>
            <Fact name=t!("finding-owner")>{owner}</Fact>
            <Fact name=t!("finding-found")><Near at=created />" · "{age}</Fact>
            <Fact name=t!("finding-step")>
                {match to {
                    Some(to) => view! { <a class="link" href=to>{step}</a> }.into_any(),
                    None => step.into_any(),
                }}
            </Fact>
            {open.then(|| view! { <Fact name=t!("finding-due")><Near at=due /></Fact> })}
            {closed.map(|at| view! { <Fact name=t!("finding-closed")><Near at /></Fact> })}
        </Facts>
    }
}

/// Renders the form that gives it to a caseworker, folded away.
fn assign(id: i64, keepers: Vec<(i64, String)>) -> impl IntoView {
    let to = format!("/desk/findings/{id}/assign");
    let options = keepers.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>();
    view! {
        <More summary=t!("finding-assign") to=to.clone()>
            <ActionForm to=to>
                <Select name="to" label=t!("visit-assign-to") options required=true />
                <Submit label=t!("visit-assign-do") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// Renders the next steps: a wish, a case, a referral, a day, or a time of a service.
fn steps(finding: &Finding, slots: &[ServiceSlot]) -> impl IntoView + use<> {
    let id = finding.id;
    // Most needs have a kind of case of the same name.
    let kind = finding.need.as_str().parse::<CaseKind>().map(|kind| format!("&kind={}", kind.as_str()));
    let case = format!("/desk/households/{}/cases?finding={id}{}", finding.household, kind.unwrap_or_default());
    let referral = format!("/desk/households/{}/referrals?finding={id}", finding.household);
    let (wish, day) = (format!("/desk/findings/{id}/wish"), format!("/desk/findings/{id}/appointment"));
    let items = catalogue::ITEMS.iter().flat_map(|item| {
        let sizes = if item.sizes.is_empty() { &[""][..] } else { item.sizes };
        sizes.iter().map(move |size| (format!("{}:{size}", item.id), lang().title(item.key, size)))
    });
    let items = items.collect::<Vec<_>>();
    let booking = (!slots.is_empty()).then(|| {
        let to = format!("/desk/findings/{id}/booking");
        let options = slot_options(slots);
        view! {
            <More summary=t!("finding-to-booking") to=to.clone()>
                <ActionForm to>
                    <Select name="slot" label=t!("slot-which") options required=true />
                    <Submit label=t!("finding-to-booking") tone="soft" />
                </ActionForm>
            </More>
        }
    });
    let (first, last) = (day_value(scene().now), day_value(scene().now + 60 * DAY));
    view! {
        <section class="card stack">
            <h2>{t!("finding-next")}</h2>
            <More summary=t!("finding-to-wish") to=wish.clone()>
                <ActionForm to=wish>
                    <Select name="item" label=t!("finding-item") options=items required=true />
                    <Field name="quantity" label=t!("finding-quantity") kind="number" inputmode="numeric" value="1" min="1".to_owned() max="20".to_owned() required=true />
                    <Field name="beyond" label=t!("finding-beyond") hint=t!("finding-beyond-hint") max_length=200 />
                    <p class="note">{t!("finding-wish-note")}</p>
                    <Submit label=t!("finding-to-wish") tone="soft" />
                </ActionForm>
            </More>
            <p><a class="btn btn-soft" href=case>{t!("finding-to-case")}</a></p>
            <p><a class="btn btn-soft" href=referral>{t!("finding-to-referral")}</a></p>
            <More summary=t!("finding-to-day") to=day.clone()>
                <ActionForm to=day>
                    <Field name="day" label=t!("finding-day") kind="date" value=first.clone() min=first max=last required=true />
                    <Submit label=t!("finding-to-day") tone="soft" />
                </ActionForm>
            </More>
            {booking}
        </section>
    }
}

/// Renders what the family was asked and said: the only way to close a finding.
fn answer_form(id: i64) -> impl IntoView {
    let asked: Vec<AskedPerson> =
        AskedPerson::ALL.iter().copied().filter(|person| *person != AskedPerson::Family).collect();
    let asked = options("finding-asked", &asked, AskedPerson::as_str);
    let said = AnswerKind::ALL
        .iter()
        .map(|kind| {
            let text = kind.as_str();
            (text.to_owned(), lang().named("finding-said", text), lang().named("finding-said-note", text))
        })
        .collect::<Vec<_>>();
    let way = options("visit-way", Way::ALL, Way::as_str);
    view! {
        <section class="card">
            <h2>{t!("finding-ask")}</h2>
            <ActionForm to=format!("/desk/findings/{id}/answer")>
                <p class="note">{t!("finding-ask-note")}</p>
                <Choice name="asked" label=t!("finding-asked") options=asked side=true />
                <Choice name="said" label=t!("finding-said") options=said />
                <Choice name="way" label=t!("visit-way") options=way value="home" side=true />
                <TextArea name="words" label=t!("finding-words") max_length=500 />
                <Submit label=t!("finding-answer-do") wide=true />
            </ActionForm>
        </section>
    }
}

fn answer(answer: &FindingAnswer) -> impl IntoView + use<> {
    let FindingAnswer { asked, way, said, words, at, by } = answer.clone();
    let person = lang().named("finding-asked", asked.as_str());
    let line = match asked {
        // Said on the family's own page: neither a way nor a caseworker.
        AskedPerson::Family => person,
        _ => t!("finding-answer-line", asked = person, way = lang().named("visit-way", way.as_str()), by = by),
    };
    view! {
        <li class="row">
            <span class="row-main">
                <b>{lang().named("finding-said", said.as_str())}</b>
                {(!words.is_empty()).then(|| view! { <small>{words}</small> })}
                <small>{line}</small>
            </span>
            <span class="row-end"><small><Near at /></small></span>
        </li>
    }
}

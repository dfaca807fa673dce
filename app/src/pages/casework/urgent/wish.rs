//! One wish: whether it is urgent, who was asked, and which service follows its goods.

use domain::{
    casework::urgent::{FollowOn, UrgentAsk, UrgentReason, UrgentState, UrgentWish},
    permission::Action,
    services::Capacity,
};
use leptos::prelude::*;

use super::{ask_pill, pill};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, More, Near, RowForm, Select, Submit, TextArea},
    i18n::lang,
    pages::services::new::sharing_fields,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/wishes/{id}/urgent`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let found = cx.store.urgent_of(&cx.actor, id).await?;
    let follow_on = cx.store.follow_on(&cx.actor, id).await?;
    let keeps = cx.actor.may_somewhere(Action::KeepCases);
    let leads = cx.actor.may_somewhere(Action::LeadCasework);
    let services = if keeps { services(&cx).await? } else { Vec::new() };
    let people = if keeps || leads { cx.store.duty_candidates(&cx.actor).await? } else { Vec::new() };
    let keepers = cx.store.urgent_keepers(&cx.actor, id).await?;
    Ok(Page::new(cx.lang.t("urgent-wish"), Here::Urgent, move || {
        let live = found.as_ref().is_some_and(|(urgent, _)| urgent.state.is_live());
        let open = found.as_ref().is_some_and(|(urgent, _)| {
            matches!(urgent.state, UrgentState::Asking | UrgentState::District)
        });
        let acts = keeps || leads;
        view! {
            {found.as_ref().map(|(urgent, asks)| status(urgent, asks))}
            {(acts && !live).then(|| mark(id))}
            {(open && !keepers.is_empty()).then(|| keep(id, keepers))}
            {(acts && open).then(|| ask(id, people))}
            {(acts && live).then(|| view! {
                <RowForm to=format!("/desk/wishes/{id}/urgent/unmark")><button class="btn btn-quiet">{t!("urgent-unmark")}</button></RowForm>
            })}
            {after(id, follow_on, services)}
        }
    })
    .back(format!("/desk/wishes/{id}"))
    .narrow()
    .no_index())
}

/// Lists the services that can be asked, as options.
async fn services(cx: &Cx) -> domain::Result<Vec<(String, String)>> {
    let all = cx.store.services(&cx.actor).await?;
    let open = all.into_iter().filter(|service| service.open && service.capacity != Capacity::Full);
    Ok(open.map(|of| (of.id.to_string(), format!("{} · {}", of.organisation_name, of.name))).collect())
}

/// Renders the state, and who was asked.
fn status(urgent: &UrgentWish, asks: &[UrgentAsk]) -> impl IntoView + use<> {
    let UrgentWish { title, reason, marked, owner_name, next_step, until, decide_by, .. } = urgent.clone();
    let asked = match decide_by {
        Some(at) => Some((t!("urgent-decide-by"), at)),
        None => urgent.state.is_live().then(|| (t!("urgent-until"), until)),
    };
    let rows = asks
        .iter()
        .map(|ask| {
            let (asked, until, waits) = (ask.asked, ask.answer_by, ask.state.as_str() == "asked");
            view! {
                <li class="row">
                    <span class="row-main"><b>{ask.name.clone()}</b><small><Near at=asked /></small></span>
                    <span class="row-end">{ask_pill(ask)}{waits.then(|| view! { <small>{lang().clock(until)}</small> })}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="cluster"><b>{title}</b>{pill(urgent)}</p>
        <Facts>
            <Fact name=t!("field-reason")>{lang().named("urgent-reason", reason.as_str())}</Fact>
            <Fact name=t!("urgent-since")><Near at=marked /></Fact>
            {(!owner_name.is_empty()).then(|| view! { <Fact name=t!("urgent-owner")>{owner_name}</Fact> })}
            {(next_step > 0).then(|| view! { <Fact name=t!("urgent-next")>{lang().clock(next_step)}</Fact> })}
            {asked.map(|(name, at)| view! { <Fact name=name><Near at=at /></Fact> })}
        </Facts>
        <ul class="rows">{rows}</ul>
    }
}

fn mark(id: i64) -> impl IntoView {
    let reasons = UrgentReason::ALL
        .iter()
        .map(|of| (of.as_str().to_owned(), lang().named("urgent-reason", of.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <ActionForm to=format!("/desk/wishes/{id}/urgent/mark")>
            <p class="note">{t!("urgent-mark-note")}</p>
            <Choice name="reason" label=t!("field-reason") options=reasons side=true />
            <Submit label=t!("urgent-mark") icon="alert" />
        </ActionForm>
    }
}

/// Renders the form that keeps it urgent, with the account that sees to it.
fn keep(id: i64, keepers: Vec<(i64, String)>) -> impl IntoView {
    let to = format!("/desk/wishes/{id}/urgent/keep");
    let options = keepers.into_iter().map(|(account, name)| (account.to_string(), name)).collect::<Vec<_>>();
    view! {
        <More summary=t!("urgent-keep") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("urgent-keep-note")}</p>
                <Select name="account" label=t!("urgent-keeper") options=options required=true />
                <Submit label=t!("urgent-keep") tone="soft" />
            </ActionForm>
        </More>
    }
}

/// Renders the forms that ask one more person, or all anew.
fn ask(id: i64, people: Vec<(i64, String)>) -> impl IntoView {
    let to = format!("/desk/wishes/{id}/urgent/ask");
    let options = people.into_iter().map(|(account, name)| (account.to_string(), name)).collect::<Vec<_>>();
    view! {
        <More summary=t!("urgent-ask-more") to=to.clone()>
            <ActionForm to=to.clone()>
                <Select name="account" label=t!("duty-account") options=options required=true />
                <Submit label=t!("urgent-ask-do") tone="soft" />
            </ActionForm>
            <RowForm to=to><button class="btn btn-quiet">{t!("urgent-ask-all")}</button></RowForm>
        </More>
    }
}

/// Renders which service follows the goods, and the form that says so.
fn after(id: i64, follow_on: Option<FollowOn>, services: Vec<(String, String)>) -> impl IntoView {
    let to = format!("/desk/wishes/{id}/urgent/follow-on");
    let opened = follow_on.as_ref().and_then(|of| of.referral);
    let said = follow_on.map(|of| {
        let (name, send) = (of.service_name, of.send);
        view! { <Banner>{name}" · "{if send { t!("follow-on-sent") } else { t!("follow-on-drafted") }}</Banner> }
    });
    let form = (opened.is_none() && !services.is_empty()).then(|| {
        view! {
            <More summary=t!("follow-on-set") to=to.clone()>
                <ActionForm to=to>
                    <Select name="service" label=t!("referral-service") options=services />
                    <TextArea name="need" label=t!("referral-need") hint=t!("referral-need-hint") max_length=500 />
                    {sharing_fields()}
                    <p class="note">{t!("follow-on-note")}</p>
                    <Submit label=t!("follow-on-send") icon="mail" choice=("send", "yes".to_owned()) />
                    <Submit label=t!("follow-on-draft") tone="quiet" />
                </ActionForm>
            </More>
        }
    });
    view! {
        <section class="stack" aria-labelledby="follow-on">
            <h2 id="follow-on">{t!("follow-on-title")}</h2>
            {said}
            {opened.map(|referral| view! { <p><a class="btn btn-quiet" href=format!("/desk/referrals/{referral}")>{t!("follow-on-open")}</a></p> })}
            {form}
        </section>
    }
}

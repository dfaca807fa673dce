//! A caseworker refers a family: which service, what is needed, and what the family agreed to pass on.

use domain::{
    casework::cases::{AskedHow, CaseState},
    permission::Action,
    services::{Capacity, office::Shared},
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Checkbox, Choice, Empty, Field, Select, Submit, TextArea, value_choices},
    i18n::{day_value, lang},
    pages::casework::cases::pieces::kind_name,
    web::{Cx, Here, Page, Shown, scene},
};

/// Name of the checkbox of each thing that may be passed on.
const SHARES: [(Shared, &str); 4] = [
    (Shared::Name, "share_name"),
    (Shared::Phone, "share_phone"),
    (Shared::Address, "share_address"),
    (Shared::Need, "share_need"),
];

/// Reads what was ticked.
pub(crate) fn ticked(cx: &Cx) -> Vec<Shared> {
    SHARES.into_iter().filter(|(_, name)| cx.checked(name)).map(|(what, _)| what).collect()
}

/// Renders `GET /desk/households/{id}/referrals?case&finding&conference`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    cx.actor.must_somewhere(Action::KeepCases)?;
    let (file, _) = cx.store.household(&cx.actor, id).await?;
    let services = cx.store.services(&cx.actor).await?;
    let own = cx.actor.organisation;
    let services = services
        .into_iter()
        .filter(|service| service.open && (own == 0 || service.organisation != own))
        .map(|service| {
            let full =
                if service.capacity == Capacity::Full { cx.lang.named("capacity", "full") } else { String::new() };
            let class = cx.lang.named("time-class", service.class.as_str());
            let name = format!("{} · {} · {class} {full}", service.organisation_name, service.name);
            (service.id.to_string(), name.trim().to_owned())
        })
        .collect::<Vec<_>>();
    let cases = cx.store.household_cases(&cx.actor, id).await?;
    let cases = cases
        .into_iter()
        .filter(|case| case.state == CaseState::Open)
        .map(|case| (case.id.to_string(), format!("#{} {}", case.id, kind_name(cx.lang, case.kind))))
        .collect::<Vec<_>>();
    let case = cx.query("case").to_owned();
    // A refused form is posted without the query.
    let of = ["finding", "conference"].map(|name| (name, cx.query_i64(name).max(cx.field_i64(name)).max(0)));
    let back = match of[1].1 {
        0 => format!("/desk/households/{id}/cases"),
        conference => format!("/desk/conferences/{conference}"),
    };
    Ok(Page::new(cx.lang.t("referral-new"), Here::Households, move || {
        if services.is_empty() {
            return view! { <Empty title=t!("services-empty") action=("/desk/services", t!("services-title"))>{t!("services-empty-text")}</Empty> }.into_any();
        }
        form(id, of, &file.name, services, (cases, case))
    })
    .back(back)
    .narrow()
    .no_index())
}

/// Renders what the family agreed to pass on, who of it, how and when.
pub(crate) fn sharing_fields() -> AnyView {
    let today = day_value(scene().now);
    let ways = value_choices("asked-how", [AskedHow::Visit, AskedHow::Phone].iter().map(|how| how.as_str()));
    let shares = SHARES
        .into_iter()
        .map(|(what, name)| view! { <Checkbox name label=lang().named("shared", what.as_str()) /> })
        .collect_view();
    view! {
        <h3>{t!("referral-sharing")}</h3>
        <Banner>{t!("referral-sharing-note")}</Banner>
        {shares}
        <div class="field-row">
            <Field name="whom" label=t!("referral-agreed-whom") max_length=40 autocomplete="off" />
            <Field name="at" label=t!("asked-at") kind="date" value=today.clone() max=today />
        </div>
        <Choice name="how" label=t!("asked-how") options=ways value=AskedHow::Visit.as_str().to_owned() side=true />
    }
    .into_any()
}

fn form(
    id: i64,
    of: [(&'static str, i64); 2],
    name: &str,
    services: Vec<(String, String)>,
    (cases, case): (Vec<(String, String)>, String),
) -> AnyView {
    let has_cases = !cases.is_empty();
    let comes_from = of.into_iter().filter(|(_, n)| *n > 0);
    let comes_from = comes_from.map(|(name, n)| view! { <input type="hidden" name=name value=n /> }).collect_view();
    view! {
        <h2>{name.to_owned()}</h2>
        <ActionForm to=format!("/desk/households/{id}/referrals")>
            {comes_from}
            <Select name="service" label=t!("referral-service") options=services required=true />
            {has_cases.then(|| view! { <Select name="case" label=t!("referral-case") options=cases.clone() value=case.clone() /> })}
            <TextArea name="need" label=t!("referral-need") hint=t!("referral-need-hint") required=true max_length=500 />
            {sharing_fields()}
            <div class="thumb-bar">
                <Submit label=t!("referral-send-do") icon="mail" wide=true choice=("send", "yes".to_owned()) />
                <Submit label=t!("referral-draft-do") tone="quiet" wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}

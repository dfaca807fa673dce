//! One partnership: what was agreed, and the reader's next step.

use domain::{
    community::partnerships::{Partnership, PartnershipAnswer, PartnershipEnd},
    permission::Action,
};
use leptos::prelude::*;

use super::pieces::pill;
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Field, More, Near, RowForm, Submit},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Days that a renewal adds where nothing else is typed.
const YEAR_DAYS: i64 = 365;

/// Renders `GET /partnerships/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let of = cx.store.partnership(&cx.actor, cx.id("id")?).await?;
    let (here, back) = match cx.actor.may_somewhere(Action::ReadOrganisations) {
        true => (Here::Partners, format!("/desk/organisations/{}", of.organisation)),
        false => (Here::Claims, "/organisation".to_owned()),
    };
    Ok(Page::new(cx.lang.t("partnership-title"), here, move || {
        let waits = of.answer_by.is_some() && of.mine.is_some() && !of.may_answer();
        view! {
            <p class="cluster"><b>{of.words.clone()}</b>{pill(&of)}</p>
            {of.may_answer().then(|| answer(of.id))}
            {waits.then(|| view! { <Banner>{t!("partnership-waits")}</Banner> })}
            {facts(&of)}
            {of.may_renew().then(|| renew(&of))}
            {of.may_end().then(|| end(of.id))}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn facts(of: &Partnership) -> impl IntoView + use<> {
    let Partnership { organisation_name, area_name, starts, until, answer_by, renewals, ended, reason, .. } =
        of.clone();
    let (what, by) = (lang().named("offering", of.what.as_str()), lang().named("partner", of.partner.as_str()));
    view! {
        <Facts>
            <Fact name=t!("partnership-organisation")>{organisation_name}</Fact>
            <Fact name=t!("field-area")>{area_name}</Fact>
            <Fact name=t!("partnership-what")>{what}</Fact>
            <Fact name=t!("partnership-by")>{by}</Fact>
            <Fact name=t!("partnership-starts")>{lang().near_day(starts, scene().now)}</Fact>
            <Fact name=t!("partnership-until")><Near at=until /></Fact>
            {answer_by.map(|at| view! { <Fact name=t!("partnership-answer-by")><Near at /></Fact> })}
            {(renewals > 0).then(|| view! { <Fact name=t!("partnership-renewals")>{renewals}</Fact> })}
            {ended.map(|at| view! { <Fact name=t!("partnership-ended")><Near at /></Fact> })}
            {reason.map(|reason| view! { <Fact name=t!("partnership-reason")>{lang().named("partnership-end", reason.as_str())}</Fact> })}
        </Facts>
    }
}

fn answer(id: i64) -> impl IntoView {
    let button = |answer: PartnershipAnswer, class: &'static str| {
        let label = lang().named("partnership-answer", answer.as_str());
        view! {
            <RowForm to=format!("/partnerships/{id}/answer")>
                <input type="hidden" name="answer" value=answer.as_str() />
                <button class=class>{label}</button>
            </RowForm>
        }
    };
    view! {
        <section class="card">
            <p>{t!("partnership-asked")}</p>
            <div class="cluster">
                {button(PartnershipAnswer::Accept, "btn btn-main")}
                {button(PartnershipAnswer::Decline, "btn btn-quiet")}
            </div>
        </section>
    }
}

/// Renders the renewal: the other partner's day to agree to, and another day to ask for.
fn renew(of: &Partnership) -> impl IntoView + use<> {
    let to = format!("/partnerships/{}/renew", of.id);
    let asked = of.renewal.filter(|_| of.renewal_partner != of.mine);
    let mine = of.renewal.filter(|_| of.renewal_partner == of.mine);
    let agree = asked.map(|until| {
        view! {
            <section class="card">
                <p>{t!("partnership-renewal-asked")}" "<Near at=until /></p>
                <RowForm to=to.clone()>
                    <input type="hidden" name="until" value=day_value(until) />
                    <button class="btn btn-main">{t!("partnership-renew-agree")}</button>
                </RowForm>
            </section>
        }
    });
    let (first, usual) = (day_value(of.until + domain::DAY), day_value(of.until + YEAR_DAYS * domain::DAY));
    view! {
        {agree}
        {mine.map(|until| view! { <Banner>{t!("partnership-renewal-mine")}" "<Near at=until /></Banner> })}
        <More summary=t!("partnership-renew") to=to.clone()>
            <ActionForm to=to>
                <Field name="until" label=t!("partnership-until") kind="date" value=usual min=first required=true />
                <Submit label=t!("partnership-renew-do") tone="soft" />
            </ActionForm>
        </More>
    }
}

fn end(id: i64) -> impl IntoView {
    let to = format!("/partnerships/{id}/end");
    let reasons = PartnershipEnd::CHOICES
        .iter()
        .map(|reason| (reason.as_str().to_owned(), lang().named("partnership-end", reason.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <More summary=t!("partnership-end") to=to.clone()>
            <ActionForm to=to>
                <Choice name="reason" label=t!("partnership-reason") options=reasons />
                <Submit label=t!("partnership-end-do") tone="bad" />
            </ActionForm>
        </More>
    }
}

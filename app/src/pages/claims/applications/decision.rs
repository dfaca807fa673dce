//! One application for those who decide: the plan, the other applicants, and the two answers.

use domain::claims::applications::{Applicant, ApplicationFile, ApplicationState};
use leptos::prelude::*;
use store::claims::applications::views::ApplicationFilter;

use super::{
    application_pill,
    desk::{applicant_row, donor},
};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, More, Near, Submit, TextArea},
    i18n::{money, wish_title},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/applications/{id}`, and again after a decision is refused.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let file = cx.store.application(&cx.actor, id).await?;
    let others = ApplicationFilter::Wish(file.wish.id);
    let mut others = cx.store.applications(&cx.actor, others, 0).await?.items;
    others.retain(|other| other.application.id != id);
    let heading = cx.lang.thing(
        &file.applicant.application.key,
        &file.applicant.application.size,
        &file.applicant.application.title,
    );
    Ok(Page::new(heading, Here::Wishes, move || {
        let applicant = &file.applicant;
        let waits = applicant.application.state == ApplicationState::Waiting;
        view! {
            {facts(&file)}
            {(!applicant.may_decide).then(|| view! { <Banner tone="amber">{t!("application-others-decide")}</Banner> })}
            {(waits && applicant.may_decide).then(|| forms(id))}
            {rivals(&others)}
        }
    })
    .back("/desk/applications")
    .narrow()
    .no_index())
}

fn facts(file: &ApplicationFile) -> impl IntoView + use<> {
    let (application, wish) = (&file.applicant.application, &file.wish);
    let (of, name, cost) = (format!("/desk/wishes/{}", wish.id), wish_title(wish), money(wish.cost));
    let (plan, reason, claim) = (application.plan.clone(), application.reason.clone(), application.claim);
    let (state, created, quantity) = (application.state, application.created, application.quantity);
    view! {
        <p class="cluster"><b>{donor(&file.applicant)}</b>{application_pill(state)}</p>
        {plan.map(|plan| view! { <blockquote class="quote"><p>{plan}</p></blockquote> })}
        <Facts>
            <Fact name=t!("application-wish")><a class="link" href=of>{name}</a></Fact>
            <Fact name=t!("wish-cost")>{cost}</Fact>
            <Fact name=t!("application-units")>{t!("wish-units", n = quantity)}</Fact>
            <Fact name=t!("application-applied")><Near at=created /></Fact>
            {reason.map(|reason| view! { <Fact name=t!("application-reason")>{reason}</Fact> })}
            {claim.map(|claim| view! {
                <Fact name=t!("application-claim")>
                    <a class="link" href=format!("/desk/claims/{claim}")>"#"{claim}</a>
                </Fact>
            })}
        </Facts>
    }
}

fn forms(id: i64) -> impl IntoView {
    let decline = format!("/desk/applications/{id}/decline");
    view! {
        <ActionForm to=format!("/desk/applications/{id}/choose")>
            <p class="note">{t!("application-choose-note")}</p>
            <Submit label=t!("application-choose") icon="check" wide=true />
        </ActionForm>
        <More summary=t!("application-decline") to=decline.clone()>
            <ActionForm to=decline>
                <TextArea name="reason" label=t!("application-decline-reason") required=true />
                <Submit label=t!("application-decline-do") tone="bad" />
            </ActionForm>
        </More>
    }
}

fn rivals(others: &[Applicant]) -> Option<AnyView> {
    if others.is_empty() {
        return None;
    }
    let rows = others.iter().map(applicant_row).collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="rivals">
                <h2 id="rivals">{t!("application-rivals")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

//! One application, for its donor: the plan, and what became of it.

use domain::claims::applications::{Application, ApplicationFile, ApplicationState};
use leptos::prelude::*;

use super::{application_pill, title};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Submit, Tile, tint},
    i18n::{alias, date_near, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /applications/{id}`, and again after a withdrawal is refused.
pub async fn page(cx: Cx) -> Shown {
    let file = cx.store.application(&cx.actor, cx.id("id")?).await?;
    let heading = cx.lang.thing(
        &file.applicant.application.key,
        &file.applicant.application.size,
        &file.applicant.application.title,
    );
    Ok(Page::new(heading, Here::Claims, move || {
        let application = file.applicant.application.clone();
        view! {
            {head(&file)}
            {said(&application, file.wish.decision_late)}
            {next(&application)}
        }
    })
    .back("/claims")
    .narrow()
    .no_index())
}

fn head(file: &ApplicationFile) -> impl IntoView + use<> {
    let (application, wish) = (&file.applicant.application, &file.wish);
    // The picture of a wish that has ended is not served any more.
    let photo = if application.state.is_live() { wish.photo } else { 0 };
    let applied = t!("application-since", day = date_near(application.created));
    view! {
        <div class=format!("my-claim {}", tint(wish.category))>
            <Tile key=application.key.clone() photo=photo />
            <p class="whom"><b>{alias(&wish.alias)}</b></p>
            <p class="need">{application_pill(application.state)}<span>{title(application)}</span></p>
            <p class="meta">{wish.area_name.clone()}" · "{applied}</p>
        </div>
    }
}

fn said(application: &Application, is_late: bool) -> AnyView {
    let heading = lang().named("application-state", application.state.as_str());
    let words = lang().named("application-text", application.state.as_str());
    let waits = application.state == ApplicationState::Waiting;
    let (plan, reason) = (application.plan.clone(), application.reason.clone());
    view! {
        <section class="card">
            <h2>{heading}</h2>
            <p>{words}</p>
            {(waits && is_late).then(|| view! { <Banner tone="amber">{t!("application-late")}</Banner> })}
            <Facts>
                {plan.map(|plan| view! { <Fact name=t!("application-plan-own")>{plan}</Fact> })}
                {reason.map(|reason| view! { <Fact name=t!("application-reason")>{reason}</Fact> })}
            </Facts>
        </section>
    }
    .into_any()
}

/// Renders what the donor can do next.
fn next(application: &Application) -> AnyView {
    let (id, wish) = (application.id, application.wish);
    match (application.state, application.claim) {
        (ApplicationState::Chosen, Some(claim)) => {
            view! { <a class="btn btn-soft" href=format!("/claims/{claim}")>{t!("claims-own-see")}</a> }.into_any()
        }
        (ApplicationState::Waiting, _) => view! {
            <a class="btn btn-soft btn-wide" href=format!("/wishes/{wish}/apply")>{t!("application-change")}</a>
            {withdraw(id)}
        }
        .into_any(),
        (ApplicationState::Passed, _) => withdraw(id).into_any(),
        _ => view! { <a class="btn btn-soft" href="/">{t!("claims-see-feed")}</a> }.into_any(),
    }
}

fn withdraw(id: i64) -> impl IntoView {
    view! {
        <ActionForm to=format!("/applications/{id}/withdraw")>
            <Submit label=t!("application-withdraw") tone="quiet" icon="undo" wide=true />
        </ActionForm>
    }
}

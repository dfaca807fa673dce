//! Applications for costly wishes: the donor's form and page, and the list of those who decide.

pub mod actions;
mod application;
mod apply;
mod decision;
mod desk;

use domain::{
    Result,
    claims::applications::{Application, ApplicationState},
};
use leptos::prelude::*;

use crate::{
    components::{StatePill, Tile, tint},
    i18n::lang,
    web::{Cx, routes::Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show_and_act("/wishes/{id}/apply", apply::page, actions::apply)
        .show("/applications/{id}", application::page)
        .act("/applications/{id}/withdraw", actions::withdraw, application::page)
        .show("/desk/applications", desk::page)
        .show("/desk/applications/{id}", decision::page)
        .act("/desk/applications/{id}/choose", actions::choose, decision::page)
        .act("/desk/applications/{id}/decline", actions::decline, decision::page)
}

/// Formats what an application is for: `轮椅 × 2`.
fn title(application: &Application) -> String {
    let title = lang().thing(&application.key, &application.size, &application.title);
    if application.quantity == 1 { title } else { format!("{title} × {}", application.quantity) }
}

/// State of an application as a pill.
fn application_pill(state: ApplicationState) -> AnyView {
    let (tone, icon) = match state {
        ApplicationState::Waiting => ("amber", "clock"),
        ApplicationState::Chosen => ("tea", "check"),
        ApplicationState::Passed | ApplicationState::Withdrawn | ApplicationState::Ended => ("soft", "undo"),
        ApplicationState::Declined => ("plum", "close"),
    };
    let text = lang().named("application-state", state.as_str());
    view! { <StatePill tone icon text /> }.into_any()
}

/// Loads the reader's live applications.
///
/// # Errors
/// Not signed in.
pub(super) async fn mine_of(cx: &Cx) -> Result<Vec<Application>> {
    let mut all = cx.store.my_applications(&cx.actor).await?;
    all.retain(|application| application.state.is_live());
    Ok(all)
}

/// Renders live applications for the list of claims.
pub(super) fn mine(applications: Vec<Application>) -> Option<AnyView> {
    if applications.is_empty() {
        return None;
    }
    let rows = applications.iter().map(row).collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="applications">
                <h2 id="applications">{t!("application-list")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn row(application: &Application) -> impl IntoView + use<> {
    let (page, key) = (format!("/applications/{}", application.id), application.key.clone());
    let state = application.state;
    view! {
        <li>
            <a class=format!("row {}", tint(application.category)) href=page>
                <Tile key size="small" />
                <span class="row-main"><b>{title(application)}</b></span>
                <span class="row-end">{application_pill(state)}</span>
            </a>
        </li>
    }
}

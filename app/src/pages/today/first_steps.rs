//! The first steps of an installation, on the start page of those who set it up.

use domain::{accounts::Actor, areas::AreaId, permission::Action};
use leptos::prelude::*;
use store::ops::today::first_steps::{FirstSteps, HideFirstSteps};

use crate::{
    components::{ActionForm, Icon, Submit},
    web::{Cx, Done, To},
};

/// A step: its phrase, whether it is done, the page that does it, and what that page asks of its caller.
type Step = (&'static str, bool, &'static str, Action);

/// Handles `POST /desk/first-steps/hide`.
pub async fn hide(cx: Cx) -> Done {
    let root: AreaId = cx.choice("root")?;
    cx.store.run(&cx.by(), HideFirstSteps { root }).await?;
    Ok(To::page("/desk").saying("done-first-steps-hidden"))
}

/// Renders the list: what is done with a mark, what is left as a link to the page that does it.
pub(crate) fn card(steps: &FirstSteps, actor: &Actor) -> AnyView {
    let FirstSteps { root, areas, shop, organisation, people, family, wish } = *steps;
    let all: [Step; 6] = [
        ("first-areas", areas, "/admin/areas", Action::Administer),
        ("first-shop", shop, "/admin/locations", Action::Administer),
        ("first-organisation", organisation, "/admin/organisations", Action::Administer),
        ("first-people", people, "/admin/accounts", Action::AssignRoles),
        ("first-family", family, "/desk/households/new", Action::KeepHouseholds),
        ("first-wish", wish, "/desk/review", Action::ReviewWishes),
    ];
    let sheet = !(areas && shop && people) && actor.may_somewhere(Action::AssignRoles);
    let lines = all.into_iter().map(|step| line(step, actor));
    view! {
        <section class="card" aria-labelledby="first-steps">
            <h2 id="first-steps">{t!("first-steps-title")}</h2>
            <p class="soft">{t!("first-steps-text")}</p>
            {sheet.then(|| view! { <p><a class="link" href="/admin/staff-sheet"><Icon name="download" />{t!("staff-sheet-title")}</a></p> })}
            <ol class="rows">{lines.collect_view()}</ol>
            {(root != 0).then(|| view! {
                <ActionForm to="/desk/first-steps/hide">
                    <input type="hidden" name="root" value=root.to_string() />
                    <Submit label=t!("first-steps-hide") tone="quiet" />
                </ActionForm>
            })}
        </section>
    }
    .into_any()
}

fn line((key, done, to, action): Step, actor: &Actor) -> AnyView {
    let said = |note: String| view! { <span class="row-main"><b>{t!(key)}</b><small>{note}</small></span> };
    match (done, actor.may_somewhere(action)) {
        (true, _) => view! {
            <li class="row"><Icon name="check" />{said(t!("first-steps-done"))}</li>
        }
        .into_any(),
        (false, true) => view! {
            <li><a class="row" href=to><Icon name="plus" />{said(t!("first-steps-do"))}</a></li>
        }
        .into_any(),
        (false, false) => view! {
            <li class="row"><Icon name="clock" />{said(t!("first-steps-others"))}</li>
        }
        .into_any(),
    }
}

//! Today: what waits for the actor, the most pressing first, each one tap away.

use domain::{Code, Error, accounts::Actor, permission::Action, today::Urgency};
use leptos::prelude::*;

use super::{first_steps, worklist};
use crate::{
    components::{Empty, Icon, Search, Within},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    if !cx.actor.is_staff() {
        return Err(Error::NotAllowed(Code::NotAllowed));
    }
    let (own, within, now) = (cx.within(), Within::of(&cx), cx.now);
    let waits = cx.store.today(&own).await?.waits;
    let steps = cx.store.first_steps(&cx.actor).await?;
    let quiet = waits.iter().all(|one| one.urgency(now) == Urgency::Next);
    let reads_files = cx.actor.may_somewhere(Action::ReadHouseholds);
    let (doors, actor) = (doors(&cx.actor), cx.actor.clone());
    Ok(Page::new(cx.lang.t("desk-title"), Here::Desk, move || {
        view! {
            {within.map(Within::note)}
            {reads_files.then(|| view! { <Search to="/desk/households" q="" placeholder=t!("households-search") /> })}
            {steps.map(|steps| first_steps::card(&steps, &actor))}
            <div class="live" id="today" data-live="today mine">
                {quiet.then(|| view! { <Empty title=t!("desk-quiet") pictogram="bridge">{t!("desk-quiet-text")}</Empty> })}
                {worklist::groups(&waits, now)}
            </div>
            {(!doors.is_empty()).then(|| view! { <nav class="doors" aria-label=t!("desk-doors")>{doors.into_iter().map(door).collect_view()}</nav> })}
        }
    })
    .kept()
    .live()
    .no_index())
}

/// Lists other pages for the actor's roles: URL, icon and phrase key.
fn doors(actor: &Actor) -> Vec<(&'static str, &'static str, &'static str)> {
    [
        (Action::KeepHouseholds, "/desk/households/new", "plus", "households-new"),
        (Action::HandOver, "/shop", "shop", "desk-to-counter"),
        (Action::AssignRoles, "/admin/accounts", "key", "desk-to-accounts"),
        (Action::SetPolicy, "/admin/areas", "tree", "desk-to-areas"),
        (Action::ReadAudit, "/audit", "ledger", "desk-to-audit"),
        (Action::ReadHouseholds, "/desk/wishes", "heart", "desk-to-wishes"),
        (Action::ReadStock, "/shop/stock", "box", "desk-to-stock"),
    ]
    .into_iter()
    .filter(|(action, ..)| actor.may_somewhere(*action))
    // Reviewers come to the wishes by their queue.
    .filter(|(_, to, ..)| *to != "/desk/wishes" || !actor.may_somewhere(Action::ReviewWishes))
    .map(|(_, to, icon, key)| (to, icon, key))
    .collect()
}

fn door((to, icon, key): (&'static str, &'static str, &'static str)) -> impl IntoView {
    view! { <a class="door" href=to><Icon name=icon /><span>{t!(key)}</span></a> }
}

//! One visit: whose it is, when, and the next step: record it, or ask a colleague to go.

use domain::casework::visits::{Timing, Visit};
use leptos::prelude::*;

use super::pieces::timing_pill;
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Icon, More, Near, Select, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/visits/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let visit = cx.store.visit(&cx.actor, cx.id("id")?).await?;
    let (records, leads) = (visit.may_record, visit.may_assign);
    let waits = matches!(visit.timing, Timing::Later | Timing::Due | Timing::Overdue);
    let gives = leads && (waits || !visit.raised_to.is_empty());
    let keepers = if gives { cx.store.visit_keepers(&cx.actor, visit.id).await? } else { Vec::new() };
    let title =
        cx.lang.tf("visits-whose", &[("name", visit.name.clone().into()), ("id", visit.household.to_string().into())]);
    Ok(Page::new(title, Here::Visits, move || {
        let (household, raised) = (visit.household, visit.raised_to.clone());
        let to = format!("/desk/households/{household}/visits");
        view! {
            <p class="cluster">{timing_pill(visit.timing)}</p>
            {(!raised.is_empty()).then(|| view! { <Banner tone="amber">{t!("visit-raised", name = raised)}</Banner> })}
            {facts(&visit)}
            {(records && waits).then(|| view! {
                <p><a class="btn btn-main btn-wide" href=to><Icon name="pen" />{t!("visit-record")}</a></p>
            })}
            {gives.then(|| assign(visit.id, keepers, waits))}
        }
    })
    .back("/desk/visits")
    .narrow()
    .no_index())
}

fn facts(visit: &Visit) -> impl IntoView + use<> {
    let Visit { area_name, window, made, owner_name, finding, .. } = visit.clone();
    let owner = if owner_name.is_empty() { t!("visits-no-owner") } else { owner_name };
    let until = window.due - 1;
    view! {
        <Facts>
            <Fact name=t!("visit-area")>{area_name}</Fact>
            <Fact name=t!("visit-owner")>{owner}</Fact>
            <Fact name=t!("visit-opens")><Near at=window.opens /></Fact>
            <Fact name=t!("visit-due")><Near at=until /></Fact>
            {made.map(|at| view! { <Fact name=t!("visit-made")><Near at /></Fact> })}
            {finding.map(|id| view! {
                <Fact name=t!("visit-finding")><a class="link" href=format!("/desk/findings/{id}")>{t!("visit-finding-open")}</a></Fact>
            })}
        </Facts>
    }
}

fn assign(id: i64, keepers: Vec<(i64, String)>, waits: bool) -> impl IntoView {
    let to = format!("/desk/visits/{id}/assign");
    let options = keepers.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>();
    let note = if waits { t!("visit-assign-note") } else { t!("visit-assign-missed") };
    view! {
        <More summary=t!("visit-assign") to=to.clone() open=!waits>
            <ActionForm to=to>
                <p class="note">{note}</p>
                <Select name="to" label=t!("visit-assign-to") options required=true />
                <Submit label=t!("visit-assign-do") tone="soft" />
            </ActionForm>
        </More>
    }
}

//! The rows behind a figure of an organisation, for its members and for staff, without families and members.

use domain::community::organisations::{OrganisationFact, OrganisationFigure, OrganisationSource};
use leptos::prelude::*;
use store::community::organisations::figures::OrganisationFactQuery;

use crate::{
    components::{Empty, Near, Pager},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /organisations/{id}/rows?figure&year&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let figure: OrganisationFigure = cx.query("figure").parse().unwrap_or_default();
    let this_year = cx.query("year") == "yes";
    let query = OrganisationFactQuery { figure, this_year, cursor: cx.query_i64("cursor").max(0) };
    let found = cx.store.organisation_facts(&cx.actor, id, query).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let chips = [("", false, "organisation-rows-all"), ("yes", true, "organisation-rows-year")]
        .map(|(value, year, key)| (cx.query_with(&[("year", value), ("cursor", "")]), year == this_year, key));
    let (here, back) = match cx.actor.organisation == id {
        true => (Here::Claims, "/organisation".to_owned()),
        false => (Here::Partners, format!("/desk/organisations/{id}")),
    };
    Ok(Page::new(cx.lang.named("organisation", figure.as_str()), here, move || {
        let chips = chips
            .into_iter()
            .map(|(to, chosen, key)| view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{t!(key)}</a> })
            .collect_view();
        let rows = found.items.iter().map(row).collect_view();
        let list = if found.items.is_empty() {
            view! { <Empty title=t!("organisation-rows-none") /> }.into_any()
        } else {
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        view! {
            <nav class="chips" aria-label=t!("organisation-figures")>{chips}</nav>
            {list}
            <Pager next />
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn row(fact: &OrganisationFact) -> impl IntoView + use<> {
    let OrganisationFact { source, at, amount, key, size, title, answer, .. } = fact.clone();
    let (what, much) = match source {
        OrganisationSource::Claim | OrganisationSource::Receipt => {
            (lang().thing(&key, &size, &title), t!("pledge-row-units", n = amount))
        }
        OrganisationSource::Shift => (title, t!("pledge-row-minutes", n = amount)),
        OrganisationSource::Hire => (title, t!("pledge-row-people", n = amount)),
        OrganisationSource::Referral | OrganisationSource::LateReferral => (title, String::new()),
    };
    let to = answer.map(|kind| format!("{} · ", lang().named("organisation-answer", kind.as_str())));
    let small = format!("{}{}", to.unwrap_or_default(), lang().named("organisation-source", source.as_str()));
    view! {
        <li class="row">
            <span class="row-main"><b>{what}</b><small>{small}" · "<Near at /></small></span>
            <span class="row-end"><b class="num">{much}</b></span>
        </li>
    }
}

//! One search over everything that staff may see: pages, records and help. A number or code that one record has leads
//! there at once.

pub(crate) mod hits;
mod places;

use domain::{
    permission::Action,
    pickup::PickUpCode,
    search::{Found, FoundGroup},
};
use leptos::prelude::*;

use self::{
    hits::{all, path, row},
    places::{Place, help, named, place_row},
};
use crate::{
    components::{Empty, Search},
    i18n::lang,
    pages::stock::words::link,
    web::{Cx, Here, Lead, Page, To, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new().show_or_go("/search", page)
}

/// Renders `GET /search?q`, or leads to the one record whose number or code was typed.
async fn page(cx: Cx) -> domain::Result<Lead> {
    let q = cx.query("q").to_owned();
    let found = cx.store.search(&cx.actor, &q).await?;
    if let Some(hit) = found.only() {
        return Ok(Lead::To(To::page(path(hit))));
    }
    let (places, help) = (named(&cx, &q), help(&cx, &q).await?);
    // Pick-up codes are searched at the counter only, where each try is counted.
    let counter = q.parse::<PickUpCode>().is_ok() && cx.actor.may_somewhere(Action::KeepStock);
    let shown = Page::new(cx.lang.t("find-title"), Here::Nowhere, move || {
        view! {
            <Search to="/search" q=q.clone() placeholder=t!("find-placeholder") scan=true ready=true />
            {counter.then(|| view! {
                <p class="note">{t!("find-pick-up")}" "<a class="link" href=link("/shop", &[("find", q.as_str())])>{t!("find-at-counter")}</a></p>
            })}
            {results(&q, places, found, help)}
        }
    });
    Ok(Lead::Page(Box::new(shown.no_index())))
}

fn results(q: &str, places: Vec<Place>, found: Found, help: Vec<Place>) -> AnyView {
    if q.is_empty() {
        return view! { <p class="soft">{t!("find-hint")}</p> }.into_any();
    }
    if places.is_empty() && found.groups.is_empty() && help.is_empty() {
        return view! { <Empty title=t!("find-none", find = q)>{t!("find-none-text")}</Empty> }.into_any();
    }
    let places = list("page", places.into_iter().map(place_row).collect(), None);
    let groups = found.groups.into_iter().map(|group| record_list(q, group)).collect_view();
    let help = list("help", help.into_iter().map(place_row).collect(), None);
    view! { <div class="stack found">{places}{groups}{help}</div> }.into_any()
}

fn record_list(q: &str, group: FoundGroup) -> AnyView {
    let more = group.more.then(|| all(group.kind, q));
    list(group.kind.as_str(), group.hits.into_iter().map(row).collect(), more)
}

/// A heading with the rows below it, and the link to the list that holds the rest; nothing without rows.
fn list(name: &'static str, rows: Vec<AnyView>, more: Option<String>) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let id = format!("found-{name}");
    let labelled = id.clone();
    view! {
        <section class="stack" aria-labelledby=labelled>
            <h2 id=id>{lang().named("found", name)}</h2>
            <ul class="rows">{rows}</ul>
            {more.map(|to| view! { <a class="link" href=to>{t!("find-all")}</a> })}
        </section>
    }
    .into_any()
}

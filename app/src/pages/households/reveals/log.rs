//! The log of a file's reveals, for its caseworkers, the area's coordinators and auditors.

use domain::{
    households::reveals::{Issued, Opening},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{Empty, Pager, StatePill},
    i18n::{date_near, lang},
    pages::households::{
        pieces::{FilePage, household_links},
        reveal_form::{open_note, reveal_form},
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/openings?cursor`; also shows why a reveal is refused.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadOpenings)?;
    let id = cx.id("id")?;
    let found = cx.store.openings(&cx.actor, id, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let reads = cx.actor.may_somewhere(Action::ReadHouseholds);
    let keeps = cx.actor.may_somewhere(Action::KeepHouseholds);
    let until = cx.store.household_open_until(&cx.actor, id).await?;
    let page = Page::new(cx.lang.t("openings-title"), Here::Households, move || {
        view! {
            {reads.then(|| household_links(id, FilePage::Openings))}
            {open_note(id, until)}
            {(keeps && until == 0).then(|| reveal_form(id))}
            {list(found.items)}
            <Pager next />
        }
    });
    let page = page.narrow().no_index();
    Ok(if reads { page.back(format!("/desk/households/{id}")) } else { page.back("/desk/openings") })
}

fn list(found: Vec<Opening>) -> AnyView {
    if found.is_empty() {
        return view! { <Empty title=t!("openings-empty")>{t!("openings-empty-text")}</Empty> }.into_any();
    }
    let rows = found.into_iter().map(|opening| row(opening, None)).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders one reveal: who (with `file`: which file), why, when, and what is unusual about it.
pub(crate) fn row(opening: Opening, file: Option<String>) -> impl IntoView {
    let Opening { name, role, reason, words, issued, at, night, outside, .. } = opening;
    let who = format!("{name} · {}", lang().named("role", role.as_str()));
    let why = lang().named("reveal-reason", reason.as_str());
    let why = if words.is_empty() { why } else { format!("{why} · {words}") };
    let link = file.map(|file| {
        let href = format!("/desk/households/{file}/openings");
        view! { <a class="link" href=href>{t!("openings-file", id = file)}</a> }
    });
    let head = if link.is_some() { link.into_any() } else { view! { <b>{who}</b> }.into_any() };
    view! {
        <li class="row">
            <span class="row-main">{head}<small>{why}</small>{issued.map(issued_pill)}</span>
            <span class="row-end">
                <small>{date_near(at)}</small>
                {night.then(|| view! { <StatePill tone="amber" icon="moon" text=t!("openings-night") /> })}
                {outside.then(|| view! { <StatePill tone="soft" icon="users" text=t!("openings-outside") /> })}
            </span>
        </li>
    }
}

/// Renders which credential was made for the family.
pub(crate) fn issued_pill(issued: Issued) -> impl IntoView {
    let icon = match issued {
        Issued::Card => "card",
        Issued::SetupCode => "key",
    };
    view! { <StatePill tone="amber" icon=icon text=lang().named("openings-issued", issued.as_str()) /> }
}

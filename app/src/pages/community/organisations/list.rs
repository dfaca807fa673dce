//! Organisations of the area, for staff, on the page and as a file.

use domain::{
    Result,
    community::organisations::{OrganisationKind, OrganisationLine, OrganisationList},
    permission::Action,
};
use leptos::prelude::*;
use store::community::organisations::views::OrganisationQuery;

use super::pieces::{kind, offers};
use crate::{
    components::{Empty, Icon, Pager, Search, StatePill, file_link},
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

fn query(cx: &Cx) -> OrganisationQuery {
    OrganisationQuery {
        list: cx.query("show").parse().unwrap_or_default(),
        kind: cx.query("kind").parse().ok(),
        words: cx.query("q").to_owned(),
        cursor: cx.query_i64("cursor").max(0),
    }
}

/// Renders `GET /desk/organisations?show&kind&q&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let OrganisationQuery { list, kind: chosen, words, .. } = query(&cx);
    let found = cx.store.organisation_lines(&cx.actor, &query(&cx)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let administers = cx.actor.may_somewhere(Action::Administer);
    let address = cx.clone();
    let files = ["xlsx", "csv"].map(|format| {
        (format, format!("/desk/organisations/file{}", cx.query_with(&[("format", format), ("cursor", "")])))
    });
    Ok(Page::new(cx.lang.t("organisations-title"), Here::Partners, move || {
        let lists = OrganisationList::ALL
            .iter()
            .map(|one| {
                let to = address.query_with(&[("show", one.as_str()), ("cursor", "")]);
                let here = (*one == list).then_some("true");
                view! { <a class="chip" href=to aria-current=here>{lang().named("organisation-list", one.as_str())}</a> }
            })
            .collect_view();
        let kinds = std::iter::once(None)
            .chain(OrganisationKind::ALL.iter().copied().map(Some))
            .map(|one| {
                let to = address.query_with(&[("kind", one.map_or("", OrganisationKind::as_str)), ("cursor", "")]);
                let here = (one == chosen).then_some("true");
                view! { <a class="chip" href=to aria-current=here>{one.map_or_else(|| t!("organisation-kind-all"), kind)}</a> }
            })
            .collect_view();
        let kind_kept = chosen.map_or("", OrganisationKind::as_str).to_owned();
        let keep = vec![("show", list.as_str().to_owned()), ("kind", kind_kept)];
        let rows = found.items.iter().map(row).collect_view();
        view! {
            <nav class="chips" aria-label=t!("organisations-title")>{lists}</nav>
            <nav class="chips" aria-label=t!("organisation-kind")>{kinds}</nav>
            <Search to="/desk/organisations" q=words placeholder=t!("organisations-find") keep=keep />
            <p class="cluster">
                <a class="link" href="/desk/partnerships">{t!("partnerships-title")}</a>
                <a class="link" href="/desk/pledges">{t!("pledges-title")}</a>
            </p>
            {if found.items.is_empty() {
                view! { <Empty title=t!("organisations-none")>{t!("organisations-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .tools(move || {
        let links = files
            .map(|(format, to)| file_link(format, to))
            .collect_view();
        view! {
            {links}
            {administers.then(|| view! { <a class="btn btn-soft" href="/admin/organisations"><Icon name="key" />{t!("organisations-codes")}</a> })}
        }
    })
    .no_index())
}

fn row(line: &OrganisationLine) -> impl IntoView + use<> {
    let OrganisationLine { id, name, area_name, open, members, contacts, partnerships, .. } = line.clone();
    let offered = offers(&line.offers);
    let small = [kind(line.kind), area_name, offered].into_iter().filter(|part| !part.is_empty());
    let small = small.collect::<Vec<_>>().join(" · ");
    let (tone, icon, text) = match (open, contacts) {
        (false, _) => ("soft", "close", t!("admin-closed")),
        (true, 0) => ("amber", "alert", t!("organisation-no-contact")),
        (true, _) => ("tea", "check", t!("organisation-contacts-count", n = contacts)),
    };
    view! {
        <li>
            <a class="row" href=format!("/desk/organisations/{id}")>
                <span class="row-main"><b>{name}</b><small>{small}</small></span>
                <span class="row-end">
                    <StatePill tone icon text />
                    <small>{t!("organisation-members-count", members = members, running = partnerships)}</small>
                </span>
            </a>
        </li>
    }
}

/// Serves `GET /desk/organisations/file?format`, with the filters of the list.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadOrganisations)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::organisations(&cx.store, &cx.by(), cx.lang, format, &query(&cx)).await
}

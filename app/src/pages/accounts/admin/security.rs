//! Security events of the last day, for auditors and administrators of a whole root area or of the installation.

use domain::accounts::security::{SecurityDay, SecurityEvent, SecurityKind, SecurityQuery};
use leptos::prelude::*;

use crate::{
    components::{Empty, Table},
    i18n::{date_near, lang},
    web::{Cx, Here, Page, Shown},
};

/// Digits that a hash has at most.
const HASH: usize = 12;

/// Renders `GET /admin/security?kind&of`; `of` is the hash of a subject or an origin.
pub async fn page(cx: Cx) -> Shown {
    let hash: String = cx.query("of").chars().filter(char::is_ascii_hexdigit).take(HASH).collect();
    let query = SecurityQuery { kind: cx.query("kind").parse().ok(), hash };
    let SecurityDay { counts, events } = cx.store.security_day(&cx.actor, &query).await?;
    Ok(Page::new(cx.lang.t("security-title"), Here::Security, move || {
        view! {
            <p class="note">{t!("security-note")}</p>
            {sums(&counts, query.kind)}
            {filtered(&query)}
            {list(events, &query)}
        }
    })
    .wide()
    .no_index())
}

fn name(kind: SecurityKind) -> String {
    lang().named("security", kind.as_str())
}

/// The number of events of each kind; each leads to its list.
fn sums(counts: &[(SecurityKind, i64)], chosen: Option<SecurityKind>) -> impl IntoView + use<> {
    let row = |(kind, n): &(SecurityKind, i64)| {
        let (kind, n) = (*kind, *n);
        let to = format!("/admin/security?kind={}", kind.as_str());
        view! {
            <tr>
                <th scope="row"><a href=to aria-current=(chosen == Some(kind)).then_some("true")>{name(kind)}</a></th>
                <td class="num" data-label=t!("security-count")>{n}</td>
            </tr>
        }
    };
    let rows = counts.iter().map(row).collect_view();
    (!counts.is_empty()).then(|| {
        view! {
            <Table label=t!("security-sums") brief=true heads=view! {
                <th scope="col">{t!("security-kind")}</th>
                <th scope="col" class="num">{t!("security-count")}</th>
            }>{rows}</Table>
        }
    })
}

/// What the list is narrowed to, with a way back to all.
fn filtered(query: &SecurityQuery) -> impl IntoView + use<> {
    let parts = [query.kind.map(name), (!query.hash.is_empty()).then(|| query.hash.clone())];
    let said = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    (!said.is_empty()).then(|| {
        view! { <p class="cluster"><b>{said}</b><a class="link" href="/admin/security">{t!("security-all")}</a></p> }
    })
}

fn list(events: Vec<SecurityEvent>, query: &SecurityQuery) -> AnyView {
    if events.is_empty() {
        return if *query == SecurityQuery::default() {
            view! { <Empty title=t!("security-empty")>{t!("security-empty-text")}</Empty> }.into_any()
        } else {
            view! { <Empty title=t!("security-none") action=("/admin/security", t!("security-all")) /> }.into_any()
        };
    }
    let rows = events.into_iter().map(row).collect_view();
    view! {
        <Table label=t!("security-title") heads=view! {
            <th scope="col">{t!("security-at")}</th>
            <th scope="col">{t!("security-kind")}</th>
            <th scope="col">{t!("security-subject")}</th>
            <th scope="col">{t!("security-origin")}</th>
            <th scope="col" class="num">{t!("security-count")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn row(event: SecurityEvent) -> impl IntoView {
    let SecurityEvent { at, kind, subject, origin, count } = event;
    let link = |hash: String| {
        let to = format!("/admin/security?of={hash}");
        (!hash.is_empty()).then(|| view! { <a class="link" href=to><bdi>{hash}</bdi></a> })
    };
    view! {
        <tr>
            <td class="nowrap" data-label=t!("security-at")>{date_near(at)}</td>
            <th scope="row">{name(kind)}</th>
            <td data-label=t!("security-subject")>{link(subject)}</td>
            <td data-label=t!("security-origin")>{link(origin)}</td>
            <td class="num" data-label=t!("security-count")>{count}</td>
        </tr>
    }
}

//! Lists of those whom rules found, for caseworkers and auditors, and their export.

use domain::{Result, permission::Action};
use leptos::prelude::*;
use store::casework::entitlements::list::{EntitlementList, EntitlementQuery};

use super::rows;
use crate::{
    components::{Empty, Icon, Pager},
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Lists with their names in addresses and the phrases of their links.
const LISTS: [(&str, &str, EntitlementList); 5] = [
    ("", "entitled-to-ask", EntitlementList::ToAsk),
    ("wanted", "entitled-wanted", EntitlementList::Wanted),
    ("applied", "entitled-applied", EntitlementList::Applied),
    ("late", "entitled-late", EntitlementList::Late),
    ("over", "entitled-over", EntitlementList::Over),
];

/// Reads the filters of the address.
fn query(cx: &Cx) -> EntitlementQuery {
    let show = cx.query("show");
    let list = LISTS.iter().find(|(name, ..)| *name == show).map(|(.., list)| *list);
    EntitlementQuery {
        list: list.unwrap_or_default(),
        rule: cx.query_i64("rule").max(0),
        mine: cx.query("mine") == "yes",
        cursor: cx.query_i64("cursor").max(0),
    }
}

/// Renders `GET /desk/entitled?show&rule&mine&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let query = query(&cx);
    let found = cx.store.entitlements(&cx.actor, &query).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let address = |changes: &[(&str, &str)]| match cx.query_with(changes).as_str() {
        "?" => "/desk/entitled".to_owned(),
        query => format!("/desk/entitled{query}"),
    };
    let chips = LISTS.map(|(name, key, list)| (address(&[("show", name), ("cursor", "")]), key, list == query.list));
    let mine = address(&[("mine", if query.mine { "" } else { "yes" }), ("cursor", "")]);
    let keeps = cx.actor.may_somewhere(Action::KeepHouseholds);
    let file = format!("/desk/entitled/file{}", cx.query_with(&[("cursor", ""), ("format", "xlsx")]));
    Ok(Page::new(cx.lang.t("entitled-title"), Here::Entitlements, move || {
        let chips = chips
            .into_iter()
            .map(|(to, key, chosen)| view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{t!(key)}</a> })
            .collect_view();
        view! {
            <nav class="chips" aria-label=t!("entitled-title")>
                {chips}
                {keeps.then(|| view! { <a class="chip" href=mine aria-current=query.mine.then_some("true")>{t!("entitled-mine")}</a> })}
            </nav>
            <p class="soft">{t!("entitled-note")}</p>
            {if found.items.is_empty() {
                view! { <Empty title=t!("entitled-empty")>{t!("entitled-empty-text")}</Empty> }.into_any()
            } else {
                rows(&found.items)
            }}
            <Pager next />
            <p><a class="btn btn-quiet" href=file download="" rel="nofollow"><Icon name="download" />{t!("entitled-export")}</a></p>
        }
    })
    .back("/desk/entitlements")
    .narrow()
    .no_index())
}

/// Renders `GET /desk/households/{id}/entitlements`.
pub async fn household(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let found = cx.store.household_entitlements(&cx.actor, id).await?;
    Ok(Page::new(cx.lang.t("entitled-household"), Here::Households, move || {
        view! {
            <p class="soft">{t!("entitled-note")}</p>
            {if found.is_empty() {
                view! { <Empty title=t!("entitled-household-none") /> }.into_any()
            } else {
                rows(&found)
            }}
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

/// Serves `GET /desk/entitled/file?format`, with the filters of the list.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadHouseholds)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::entitlements(&cx.store, &cx.by(), cx.lang, format, &query(&cx)).await
}

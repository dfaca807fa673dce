//! Parts of lists: empty state, pager, search form, and lists of facts.

use leptos::prelude::*;

use super::{Icon, Pictogram};
use crate::islands::ScanField;

/// The empty state of a list, with a next step.
#[component]
pub fn Empty(
    /// Heading.
    #[prop(into)]
    title: String,
    /// Key of the pictogram.
    #[prop(default = "cat-all")]
    pictogram: &'static str,
    /// Next step, as (address, label).
    #[prop(optional, into)]
    action: Option<(&'static str, String)>,
    /// One line of explanation.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty tint-all">
            <Pictogram key=pictogram />
            <h2>{title}</h2>
            {children.map(|children| view! { <p>{children()}</p> })}
            {action.map(|(to, label)| view! { <a class="btn btn-soft" href=to>{label}</a> })}
        </div>
    }
}

/// Link to the next page of a list; nothing on the last one.
#[component]
pub fn Pager(
    /// Address of the next page: `cx.query_with(&[("cursor", …)])`.
    #[prop(into)]
    next: Option<String>,
) -> impl IntoView {
    next.map(|next| {
        view! {
            <nav class="pager" aria-label=t!("pager")>
                <a class="btn btn-quiet" rel="next" href=next>{t!("pager-more")}</a>
            </nav>
        }
    })
}

/// The end of a list that grows: how many entries are shown, and the link to more of them. The list itself is marked
/// `data-list`, and its entries have ids. Without a script the link shows the longer list at its first new entry.
#[component]
pub fn MorePager(
    /// Address of the same list with the next entries; `None` at its end.
    next: Option<String>,
    /// Entries that are shown.
    count: usize,
    /// Address of the beginning, where the list begins later.
    start: Option<String>,
) -> impl IntoView {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    view! {
        <nav class="pager" aria-label=t!("pager") data-pager>
            {(next.is_some() || start.is_some()).then(|| view! { <p class="soft">{t!("pager-shown", n = count)}</p> })}
            {start.map(|start| view! { <a class="btn btn-quiet" href=start>{t!("pager-start")}</a> })}
            {next.map(|next| view! { <a class="btn btn-quiet" rel="next" href=next data-add>{t!("pager-more")}</a> })}
        </nav>
    }
}

/// A search form that sends a plain GET.
#[component]
pub fn Search(
    /// Address it leads to; the current path by default.
    #[prop(optional, into)]
    to: Option<String>,
    /// Search words of the current page.
    #[prop(into)]
    q: String,
    /// Placeholder.
    #[prop(into)]
    placeholder: String,
    /// Other query values to keep, as (name, value).
    #[prop(optional)]
    keep: Vec<(&'static str, String)>,
    /// Whether to offer the camera, where the browser can detect barcodes.
    #[prop(optional)]
    scan: bool,
    /// Whether the field has the focus at once, where nothing else is to do.
    #[prop(optional)]
    ready: bool,
) -> impl IntoView {
    let keep = keep
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let form = view! {
        <form class="search" role="search" action=to>
            {keep}
            <Icon name="search" />
            <input type="search" name="q" value=q placeholder=placeholder.clone() aria-label=placeholder maxlength="40" autocomplete="off" autofocus=ready />
            {scan.then(|| view! {
                <button type="button" class="icon-btn" hidden data-wake="BarcodeDetector" data-scan aria-label=t!("scan")><Icon name="scan" /></button>
            })}
            <button class="btn btn-quiet">{t!("search-go")}</button>
        </form>
    };
    if !scan {
        return form.into_any();
    }
    view! { <ScanField>{form}<video class="scan" hidden playsinline muted aria-label=t!("scan-view")></video></ScanField> }.into_any()
}

/// A list of facts; see [`Fact`].
#[component]
pub fn Facts(
    /// [`Fact`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// A fact: a name and its value.
#[component]
pub fn Fact(
    /// Name.
    #[prop(into)]
    name: String,
    /// Value.
    children: Children,
) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{children()}</dd></div> }
}

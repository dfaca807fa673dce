//! What lists need: the empty face, the way to more, a search, and facts.

use leptos::prelude::*;

use super::{Icon, Pictogram};
use crate::islands::ScanField;

/// Nothing is here: why, and what to do next.
#[component]
pub fn Empty(
    /// What is not here.
    #[prop(into)]
    title: String,
    /// A pictogram's key.
    #[prop(default = "cat-all")]
    pictogram: &'static str,
    /// The next step: an address and its label.
    #[prop(optional, into)]
    action: Option<(&'static str, String)>,
    /// Why, in a line.
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

/// The way to the next page of a list, when there is one.
#[component]
pub fn Pager(
    /// The address of the next page: `cx.query_with(&[("cursor", …)])`.
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

/// A search that is a plain GET form.
#[component]
pub fn Search(
    /// Where it leads; the present path by default.
    #[prop(optional, into)]
    to: Option<String>,
    /// The words searched for.
    #[prop(into)]
    q: String,
    /// What can be found.
    #[prop(into)]
    placeholder: String,
    /// Other values of the query to keep.
    #[prop(optional)]
    keep: Vec<(&'static str, String)>,
    /// Whether a camera may read it, where there is one.
    #[prop(optional)]
    scan: bool,
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
            <input type="search" name="q" value=q placeholder=placeholder.clone() aria-label=placeholder maxlength="40" autocomplete="off" />
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

/// A fact: what, and how it is.
#[component]
pub fn Fact(
    /// What.
    #[prop(into)]
    name: String,
    /// How it is.
    children: Children,
) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{children()}</dd></div> }
}

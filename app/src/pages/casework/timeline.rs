//! The timeline of a household, newest first; each line links to its subject.

use domain::households::{EventKind, HouseholdId, TimelineEntry};
use leptos::prelude::*;
use store::casework::timeline::Place;

use crate::{
    components::{Empty, Near, Pager},
    i18n::{item_name, lang, phrase_key, size},
    pages::households::pieces::{FilePage, household_links},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/households/{id}/timeline?from`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let from = cx.query("from").parse::<Place>().unwrap_or_default();
    let found = cx.store.timeline(&cx.actor, id, from).await?;
    let next = found.next.map(|place| cx.query_with(&[("from", &place.to_string())]));
    Ok(Page::new(cx.lang.t("households-page-timeline"), Here::Households, move || {
        view! {
            {household_links(id, FilePage::Timeline)}
            {if found.events.is_empty() {
                view! { <Empty title=t!("timeline-none") /> }.into_any()
            } else {
                let lines = found.events.iter().map(|event| line(id, event)).collect_view();
                view! { <ol class="timeline">{lines}</ol> }.into_any()
            }}
            <Pager next />
        }
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

fn line(household: HouseholdId, event: &TimelineEntry) -> impl IntoView + use<> {
    let (at, words, by) = (event.at, words(event), event.by.clone());
    let state = if event.kind == EventKind::Opening { "now" } else { "done" };
    let words = match leads_to(household, event) {
        Some(to) => view! { <a class="link" href=to>{words}</a> }.into_any(),
        None => view! { <b>{words}</b> }.into_any(),
    };
    view! {
        <li data-state=state>
            <Near at=at />
            <p>{words}{(!by.is_empty()).then(|| view! { " "<span class="soft">{by}</span> })}</p>
        </li>
    }
}

/// Returns the staff page of the event's subject; `None` when there is none.
fn leads_to(household: HouseholdId, event: &TimelineEntry) -> Option<String> {
    let (file, id) = (format!("/desk/households/{household}"), event.id);
    Some(match event.kind {
        EventKind::Wish => format!("/desk/wishes/{id}"),
        EventKind::HandedOver => format!("/desk/claims/{id}"),
        EventKind::Points => format!("{file}/points/{id}"),
        EventKind::Note => format!("{file}/notes"),
        EventKind::Paper => format!("{file}/papers"),
        EventKind::Opening => format!("{file}/openings"),
        EventKind::Correction => format!("{file}#corrections"),
        EventKind::Order => format!("/shop/orders/{id}"),
        EventKind::Visit => format!("{file}/visits"),
        EventKind::Change => return None,
    })
}

/// Describes the event in a few words.
fn words(event: &TimelineEntry) -> String {
    let lang = lang();
    let thing = || {
        let (name, of) = (item_name(event.item), size(&event.detail));
        let name = if name.is_empty() { event.name.clone() } else { name };
        let name = if name.is_empty() { t!("timeline-thing") } else { name };
        if of.is_empty() { name } else { format!("{name} · {of}") }
    };
    match event.kind {
        EventKind::Wish => t!("timeline-wish", title = thing(), n = event.n),
        EventKind::HandedOver => t!("timeline-handed-over", title = thing(), n = event.n),
        EventKind::Order => t!("timeline-order", n = event.n),
        EventKind::Points if event.n < 0 => t!("timeline-points-less", n = -event.n),
        EventKind::Points => t!("timeline-points", n = event.n),
        EventKind::Note => t!("timeline-note"),
        EventKind::Paper => t!("timeline-paper", kind = lang.named("paper", &event.detail)),
        EventKind::Opening => t!("timeline-opening", reason = lang.named("reveal-reason", &event.detail)),
        EventKind::Correction => t!("timeline-correction"),
        EventKind::Visit => {
            let with = match event.n {
                1 => t!("timeline-with-voice"),
                2 => t!("timeline-with-photo"),
                3 => t!("timeline-with-both"),
                _ => String::new(),
            };
            t!("timeline-visit", met = lang.named("visit-met", &event.detail), with = with)
        }
        EventKind::Change => {
            if let Some(whole) = event.detail.strip_prefix("file_") {
                return lang.tf(&phrase_key("file-change", whole), &[("id", event.n.to_string().into())]);
            }
            lang.named("file-did", &event.detail)
        }
    }
}

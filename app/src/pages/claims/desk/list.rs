//! Claims that need a decision, a visit, or a family that comes; beside the list one claim.

use domain::{
    DAY,
    claims::{ClaimFile, sending::REMINDER_DAYS},
    permission::Action,
};
use leptos::prelude::*;

use super::claim::Record;
use crate::{
    components::{Empty, Split},
    i18n::wish_title,
    pages::wishes::desk::wish_parts::claim_row,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/claims`.
pub async fn page(cx: Cx) -> Shown {
    shown(cx, None).await
}

/// Renders `GET /desk/claims/{id}`.
pub async fn record(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    shown(cx, Some(id)).await
}

async fn shown(cx: Cx, id: Option<i64>) -> Shown {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let undecided = cx.store.claims_to_decide(&cx.actor).await?;
    let week_ago = cx.now - REMINDER_DAYS * DAY;
    let ready = cx.store.ready(&cx.actor).await?;
    let (visits, ready): (Vec<_>, Vec<_>) = ready.into_iter().partition(|file| file.claim.changed <= week_ago);
    let queues = [("desk-decide-title", undecided), ("desk-visit-title", visits), ("desk-ready-title", ready)];
    let first = queues.iter().flat_map(|(_, files)| files).next().map(|file| file.claim.id);
    let record = match id.or(first) {
        Some(open) if cx.ahead => Some(Record::read(&cx, open).await?.without_codes()),
        Some(open) => Some(Record::read(&cx, open).await?),
        None => None,
    };
    let title = match (&record, id) {
        (Some(record), Some(_)) => cx.lang.tf("desk-claim-title", &[("title", record.title(cx.lang).into())]),
        _ => cx.lang.t("desk-ready-title"),
    };
    let ahead = cx.ahead;
    let page = Page::new(title, Here::Desk, move || {
        let Some(record) = record else {
            return view! {
                <Empty title=t!("desk-ready-none") action=("/desk", t!("desk-title"))>{t!("desk-ready-none-text")}</Empty>
                <p class="only-wide"><a class="link" href="/desk/claims/table">{t!("table-open-claims")}</a></p>
            }
            .into_any();
        };
        let list = view! {
            <p class="only-wide"><a class="link" href="/desk/claims/table">{t!("table-open-claims")}</a></p>
            {list(&queues, record.id())}
        }
        .into_any();
        view! { <Split record_open=id.is_some() list record=record.drawn() /> }.into_any()
    });
    // A prefetched page carries no codes, so it may be cached.
    let page = if ahead { page.kept() } else { page }.no_index();
    Ok(if id.is_some() { page.back("/desk/claims") } else { page })
}

fn list(queues: &[(&'static str, Vec<ClaimFile>)], open: i64) -> AnyView {
    if queues.iter().all(|(_, files)| files.is_empty()) {
        return view! { <p class="soft">{t!("desk-ready-none")}</p> }.into_any();
    }
    let filled = queues.iter().filter(|(_, files)| !files.is_empty());
    filled.map(|(key, files)| queue(key, files, open)).collect_view().into_any()
}

/// Renders one list under its heading.
fn queue(key: &'static str, files: &[ClaimFile], open: i64) -> impl IntoView + use<> {
    let rows = files
        .iter()
        .map(|file| {
            claim_row(file, format!("/desk/claims/{}", file.claim.id), wish_title(&file.wish), file.claim.id == open)
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby=key>
            <h2 id=key>{t!(key)}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
}

//! The rows behind a number of a pledge, for members of its organisation and the staff of its area.

use domain::community::pledges::{PledgeFact, PledgeKind, PledgeSource};
use leptos::prelude::*;

use super::{pieces::said, pledge::place};
use crate::{
    components::{Empty, Near, Pager},
    i18n::lang,
    web::{Cx, Page, Shown},
};

/// Renders `GET /pledges/{id}/rows?line&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let (id, line) = (cx.id("id")?, Some(cx.query_i64("line")).filter(|line| *line > 0));
    let of = cx.store.pledge(&cx.actor, id).await?;
    let found = cx.store.pledge_facts(&cx.actor, id, line, cx.query_i64("cursor").max(0)).await?;
    let line = of.lines.iter().find(|one| Some(one.id) == line).cloned();
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let (here, _) = place(&cx, &of);
    let title = format!("{} · {}", of.organisation_name, of.area_name);
    Ok(Page::new(title, here, move || {
        let rows = found.items.iter().map(row).collect_view();
        let head = line.map(|line| {
            let is_hours = line.promise.kind == PledgeKind::Hours;
            view! {
                <h2>{said(&line.promise)}</h2>
                <p>{t!("pledge-rows-kept", n = line.kept.unwrap_or_default())}</p>
                {is_hours.then(|| view! { <p class="note">{t!("pledge-rows-hours")}</p> })}
            }
        });
        let list = if found.items.is_empty() {
            view! { <Empty title=t!("pledge-rows-none") /> }.into_any()
        } else {
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        view! { {head}{list}<Pager next /> }
    })
    .back(format!("/pledges/{id}"))
    .narrow()
    .no_index())
}

fn row(fact: &PledgeFact) -> impl IntoView + use<> {
    let PledgeFact { source, record, at, amount, key, size, title, .. } = fact.clone();
    let (what, much) = match source {
        PledgeSource::Claim | PledgeSource::Receipt => {
            (lang().thing(&key, &size, &title), t!("pledge-row-units", n = amount))
        }
        PledgeSource::Shift => (title, t!("pledge-row-minutes", n = amount)),
        PledgeSource::Hire => (title, t!("pledge-row-people", n = amount)),
    };
    let small = format!("{} {record}", lang().named("pledge-source", source.as_str()));
    view! {
        <li class="row">
            <span class="row-main"><b>{what}</b><small>{small}" · "<Near at /></small></span>
            <span class="row-end"><b class="num">{much}</b></span>
        </li>
    }
}

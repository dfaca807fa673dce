//! How a round differs from the one before: new, gone and changed households.

use domain::casework::rounds::{CompareKind, ComparedDoor, Comparison, PeopleCount};
use leptos::prelude::*;

use crate::{
    components::{Empty, Pager},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/rounds/{id}/comparison?kind&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let counts = cx.store.round_comparison(&cx.actor, id).await?;
    let kind = cx.query("kind").parse().unwrap_or(CompareKind::New);
    let found = cx.store.round_differences(&cx.actor, id, kind, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("round-comparison"), Here::Rounds, move || {
        let Some(counts) = counts else {
            return view! { <Empty title=t!("round-no-earlier")>{t!("round-no-earlier-text")}</Empty> }.into_any();
        };
        let none = found.items.is_empty();
        let rows = found.items.iter().map(|door| row(kind, door)).collect_view();
        view! {
            {head(id, kind, counts)}
            {if none {
                view! { <Empty title=t!("round-no-difference") /> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
        .into_any()
    })
    .back(format!("/desk/rounds/{id}"))
    .narrow()
    .no_index())
}

fn head(id: i64, kind: CompareKind, counts: Comparison) -> impl IntoView {
    let Comparison { earlier, new, gone, changed, both } = counts;
    let chips = CompareKind::ALL
        .iter()
        .map(|one| {
            let n = match one {
                CompareKind::New => new,
                CompareKind::Gone => gone,
                CompareKind::Changed => changed,
            };
            let (to, chosen) = (format!("/desk/rounds/{id}/comparison?kind={}", one.as_str()), *one == kind);
            let name = lang().named("round-compare", one.as_str());
            view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{name}" "{n}</a> }
        })
        .collect_view();
    view! {
        <p>
            {t!("round-compared-both", n = both)}" "
            <a class="link" href=format!("/desk/rounds/{earlier}")>{t!("round-earlier")}</a>
        </p>
        <nav class="chips" aria-label=t!("round-comparison")>{chips}</nav>
    }
}

fn row(kind: CompareKind, door: &ComparedDoor) -> impl IntoView + use<> {
    let ComparedDoor { door: id, n, area_name, then, now, .. } = door.clone();
    let said = |of: Option<PeopleCount>| {
        let PeopleCount { people, here } = of.unwrap_or_default();
        t!("door-people", n = people, here = here)
    };
    let line = match kind {
        CompareKind::New => said(now),
        CompareKind::Gone => said(then),
        CompareKind::Changed => t!("round-then-now", then = said(then), now = said(now)),
    };
    view! {
        <li>
            <a class="row" href=format!("/desk/doors/{id}")>
                <span class="row-main"><b>{t!("door-n", n = n.to_string())}</b><small>{line}</small></span>
                <span class="row-end"><small>{area_name}</small></span>
            </a>
        </li>
    }
}

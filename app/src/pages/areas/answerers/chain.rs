//! The areas with the people who answer for them; gaps on demand.

use domain::{areas::answerers::AreaPeople, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{Empty, Pager, StatePill},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/chain?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let gaps = cx.query("show") == "gaps";
    let found = cx.store.chain(&cx.actor, gaps, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let leads = cx.actor.may_somewhere(Action::LeadCasework);
    Ok(Page::new(cx.lang.t("chain-title"), Here::Chain, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        view! {
            <nav class="chips" aria-label=t!("chain-title")>
                <a class="chip" href="/desk/chain" aria-current=(!gaps).then_some("true")>{t!("chain-tab-all")}</a>
                <a class="chip" href="/desk/chain?show=gaps" aria-current=gaps.then_some("true")>{t!("chain-tab-gaps")}</a>
                <a class="chip" href="/desk/leaves">{t!("leaves-title")}</a>
                {leads.then(|| view! { <a class="chip" href="/desk/workload">{t!("workload-title")}</a> })}
            </nav>
            {if none {
                view! { <Empty title=t!("chain-empty")>{t!("chain-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

fn row(area: &AreaPeople) -> impl IntoView + use<> {
    let AreaPeople { area, area_name, people, gap } = area.clone();
    let said = |one: &domain::areas::answerers::Answerer| {
        t!("chain-person", name = one.name.clone(), post = lang().named("answerer-post", one.post.as_str()))
    };
    let line = people.iter().map(said).collect::<Vec<_>>().join(&t!("chain-join"));
    view! {
        <li>
            <a class="row" href=format!("/desk/chain/{area}")>
                <span class="row-main"><b>{area_name}</b><small>{line}</small></span>
                <span class="row-end">
                    {gap.then(|| view! { <StatePill tone="amber" icon="alert" text=t!("chain-gap") /> })}
                </span>
            </a>
        </li>
    }
}

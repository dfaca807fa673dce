//! Reversals of hand-overs for coordinators and auditors, those to be decided first.

use domain::disputes::reversals::HandOverReversal;
use leptos::prelude::*;
use store::disputes::views::DisputeStage;

use super::{
    list::tabs,
    pieces::{reversal_pill, title},
};
use crate::{
    components::{Empty, Near, Pager},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/reversals?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let over = cx.query("show") == "over";
    let stage = if over { DisputeStage::Over } else { DisputeStage::Waiting };
    let found = cx.store.reversals(&cx.actor, stage, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("reversals-title"), Here::Disputes, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        let (to, other) = match over {
            true => ("/desk/reversals", t!("disputes-tab-waiting")),
            false => ("/desk/reversals?show=over", t!("disputes-tab-over")),
        };
        view! {
            {tabs("/desk/reversals")}
            {if none {
                view! { <Empty title=t!("reversals-empty")>{t!("reversals-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <p><a class="link" href=to>{other}</a></p>
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

fn row(reversal: &HandOverReversal) -> impl IntoView + use<> {
    let (id, asked, state) = (reversal.id, reversal.asked, reversal.state);
    let goal = lang().named("reversal-goal", reversal.goal.as_str());
    let line = format!("{goal} · {}", reversal.asked_by);
    view! {
        <li>
            <a class="row" href=format!("/desk/reversals/{id}")>
                <span class="row-main"><b>{title(lang(), &reversal.subject)}</b><small>{line}</small></span>
                <span class="row-end">{reversal_pill(state)}<small><Near at=asked /></small></span>
            </a>
        </li>
    }
}

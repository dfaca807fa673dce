//! Call-backs about closed cases, those that wait first.

use domain::casework::cases::call_backs::{CallBack, CallBackState};
use leptos::prelude::*;
use store::casework::cases::call_back_views::CallBackQuery;

use super::pieces::{kind_name, tabs};
use crate::{
    components::{Empty, Near, Pager, StatePill, Within},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/call-backs?state&area&month&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let query = CallBackQuery {
        state: cx.query("state").parse().ok(),
        area: Some(cx.query_i64("area")).filter(|area| *area > 0),
        month: cx.query("month").parse().ok(),
        cursor: cx.query_i64("cursor").max(0),
    };
    let found = cx.store.call_backs(&cx.within(), &query).await?;
    let within = Within::of(&cx);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let shown = query.state.unwrap_or(CallBackState::Waiting);
    let states =
        CallBackState::ALL.iter().map(|state| (*state, cx.query_with(&[("state", state.as_str()), ("cursor", "")])));
    let states: Vec<_> = states.collect();
    Ok(Page::new(cx.lang.t("call-backs-title"), Here::Cases, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        let states = states
            .into_iter()
            .map(|(state, to)| {
                let here = (state == shown).then_some("true");
                view! { <a class="chip" href=to aria-current=here>{lang().named("call-back-state", state.as_str())}</a> }
            })
            .collect_view();
        view! {
            {tabs("/desk/call-backs")}
            {within.map(Within::note)}
            <nav class="chips" aria-label=t!("call-back-state")>{states}</nav>
            {if none {
                view! { <Empty title=t!("call-backs-empty")>{t!("call-backs-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

/// Renders the state of a call-back, with how late it is.
pub(crate) fn call_back_pill(call_back: &CallBack) -> AnyView {
    let (tone, icon) = match call_back.state {
        CallBackState::Waiting if call_back.late => ("plum", "alert"),
        CallBackState::Waiting => ("amber", "clock"),
        CallBackState::Confirmed => ("tea", "check"),
        CallBackState::Denied => ("plum", "undo"),
        CallBackState::Ended => ("soft", "close"),
    };
    view! { <StatePill tone icon text=lang().named("call-back-state", call_back.state.as_str()) /> }.into_any()
}

fn row(call_back: &CallBack) -> impl IntoView + use<> {
    let (id, due) = (call_back.id, call_back.due);
    let household = t!("desk-household-number", n = call_back.household.to_string());
    let outcome = lang().named("case-outcome", &call_back.outcome);
    let line = format!("{household} · {outcome} · {}", call_back.assignee_name);
    view! {
        <li>
            <a class="row" href=format!("/desk/call-backs/{id}")>
                <span class="row-main"><b>{kind_name(lang(), call_back.kind)}</b><small>{line}</small></span>
                <span class="row-end">{call_back_pill(call_back)}<small><Near at=due /></small></span>
            </a>
        </li>
    }
}

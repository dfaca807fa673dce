//! One call-back: the closed case, and what the family answers to an account that had no part in it.

use domain::casework::cases::call_backs::{CallBack, CallBackState};
use leptos::prelude::*;

use super::{
    call_backs::call_back_pill,
    forms::{Asking, account_select, asked_fields},
    pieces::kind_name,
};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, More, Near, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/call-backs/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let call_back = cx.store.call_back(&cx.actor, id).await?;
    let others = if call_back.may_ask { cx.store.call_back_assignees(&cx.actor, id).await? } else { Vec::new() };
    Ok(Page::new(kind_name(cx.lang, call_back.kind), Here::Cases, move || {
        let waits = call_back.state == CallBackState::Waiting;
        view! {
            <p class="cluster">{call_back_pill(&call_back)}</p>
            {facts(&call_back)}
            {(waits && !call_back.may_ask).then(|| view! { <Banner tone="amber">{t!("call-back-others")}</Banner> })}
            {call_back.may_ask.then(|| forms(&call_back, &others))}
        }
    })
    .back("/desk/call-backs")
    .narrow()
    .no_index())
}

fn facts(call_back: &CallBack) -> impl IntoView + use<> {
    let CallBack { household, case, area_name, outcome, reason, assignee_name, closed_by, due, climbs, .. } =
        call_back.clone();
    let assignee = if assignee_name.is_empty() { t!("case-no-owner") } else { assignee_name };
    let asked_by = call_back.asked_by.clone();
    let asked = call_back.asked.clone().map(|asked| {
        let answer = lang().named("family-answer", asked.answer.as_str());
        let line = format!("{} · {answer}", asked.whom);
        let words = asked.words;
        view! {
            <Fact name=t!("asked-whom")>{line}" · "<Near at=asked.at /></Fact>
            {(!words.is_empty()).then(|| view! { <Fact name=t!("asked-words")>{words.clone()}</Fact> })}
        }
    });
    view! {
        <Facts>
            <Fact name=t!("desk-household")>
                <a class="link" href=format!("/desk/households/{household}")>{t!("desk-household-number", n = household.to_string())}</a>
                " · "{area_name}
            </Fact>
            <Fact name=t!("call-back-case")><a class="link" href=format!("/desk/cases/{case}")>"#"{case}</a></Fact>
            <Fact name=t!("case-outcome")>{lang().named("case-outcome", &outcome)}</Fact>
            <Fact name=t!("call-back-closed-by")>{closed_by}</Fact>
            <Fact name=t!("call-back-reason")>{lang().named("call-back-reason", reason.as_str())}</Fact>
            <Fact name=t!("call-back-assignee")>{assignee}</Fact>
            <Fact name=t!("call-back-due")><Near at=due /></Fact>
            {(climbs > 0).then(|| view! { <Fact name=t!("dispute-climbs")>{t!("dispute-climbs-n", n = climbs)}</Fact> })}
            {(!asked_by.is_empty()).then(|| view! { <Fact name=t!("call-back-asked-by")>{asked_by.clone()}</Fact> })}
            {asked}
        </Facts>
    }
}

fn forms(call_back: &CallBack, others: &[(i64, String)]) -> AnyView {
    let id = call_back.id;
    let assign = format!("/desk/call-backs/{id}/assign");
    let (others, assignee) = (others.to_vec(), call_back.assignee);
    view! {
        <section class="card stack" aria-labelledby="answer-title">
            <h2 id="answer-title">{t!("call-back-answer")}</h2>
            <p class="note">{t!("call-back-note")}</p>
            <ActionForm to=format!("/desk/call-backs/{id}/answer")>
                {asked_fields(Asking::CallBack)}
                <Submit label=t!("call-back-answer-do") wide=true />
            </ActionForm>
        </section>
        <More summary=t!("call-back-assign") to=assign.clone()>
            <ActionForm to=assign>
                {account_select("assignee", t!("call-back-assignee"), &others, assignee)}
                <Submit label=t!("call-back-assign-do") tone="soft" />
            </ActionForm>
        </More>
    }
    .into_any()
}

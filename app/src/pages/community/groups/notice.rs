//! A notice for staff: how many members read it, and whom to call.

use domain::{
    community::groups::notices::{GroupNotice, UnreadLine},
    wishes::Page as Lines,
};
use leptos::prelude::*;

use crate::{
    components::{Banner, Fact, Facts, More, Near, Pager, RowForm, StatePill},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/groups/notices/{id}?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let notice = cx.store.group_notice(&cx.actor, id).await?;
    // Auditors read the counts, and not whom to call.
    let keeps = cx.store.group(&cx.actor, notice.group).await?.may_keep;
    let unread = if keeps {
        cx.store.group_unread(&cx.actor, id, cx.query_i64("cursor").max(0)).await?
    } else {
        Lines { items: Vec::new(), next: None }
    };
    let next = unread.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let back = format!("/desk/groups/{}", notice.group);
    Ok(Page::new(notice.title.clone(), Here::Groups, move || {
        let stands = notice.ended.is_none();
        view! {
            {(!stands).then(|| view! { <Banner>{t!("group-notice-ended")}</Banner> })}
            <p class="typed">{notice.words.clone()}</p>
            {facts(&notice)}
            {(keeps && stands).then(|| calls(&notice, &unread.items))}
            <Pager next />
            {(keeps && stands).then(|| view! {
                <More summary=t!("group-notice-end")>
                    <p class="note">{t!("group-notice-end-note")}</p>
                    <RowForm to=format!("/desk/groups/notices/{id}/end")><button class="btn btn-bad">{t!("group-notice-end")}</button></RowForm>
                </More>
            })}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn facts(notice: &GroupNotice) -> impl IntoView + use<> {
    let (posted, until, group) = (notice.posted, notice.until, notice.group_name.clone());
    let read = t!("group-notice-read", read = notice.read, members = notice.members);
    let called = notice.called;
    view! {
        <Facts>
            <Fact name=t!("group-one")>{group}</Fact>
            <Fact name=t!("group-notice-posted")><Near at=posted /></Fact>
            <Fact name=t!("group-notice-until")><Near at=until /></Fact>
            <Fact name=t!("group-notice-count")>{read}</Fact>
            <Fact name=t!("group-notice-called")>{called}</Fact>
        </Facts>
    }
}

/// Renders the list of calls, or when it begins.
fn calls(notice: &GroupNotice, unread: &[UnreadLine]) -> AnyView {
    if unread.is_empty() {
        return view! { <Banner tone="tea">{t!("group-notice-all-read")}</Banner> }.into_any();
    }
    let (id, call_at) = (notice.id, notice.call_at);
    let due = scene().now >= call_at;
    let rows = unread
        .iter()
        .map(|line| {
            let UnreadLine { household, called } = *line;
            let end = match called {
                Some(at) => view! { <StatePill tone="tea" icon="check" text=t!("group-call-done") /><small><Near at /></small> }.into_any(),
                None if due => view! {
                    <RowForm to=format!("/desk/groups/notices/{id}/call")>
                        <input type="hidden" name="household" value=household />
                        <button class="btn btn-soft">{t!("group-call-mark")}</button>
                    </RowForm>
                }
                .into_any(),
                None => ().into_any(),
            };
            view! {
                <li class="row">
                    <a class="row-main link" href=format!("/desk/households/{household}")>{t!("desk-household-number", n = household.to_string())}</a>
                    <span class="row-end">{end}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="calls">
            <h2 id="calls">{t!("group-calls")}</h2>
            {(!due).then(|| view! { <p class="note">{t!("group-calls-later")}" "<Near at=call_at /></p> })}
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

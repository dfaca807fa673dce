//! Families that no message reached, for their caseworkers: a call, a visit, and a tap.

use domain::messages::{MessageId, Unreached};
use leptos::prelude::*;
use store::messages::unreached::TellFamily;

use crate::{
    components::{Empty, Near, Pager, RowForm, Submit},
    i18n::lang,
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /desk/unreached?cursor`, and again after its form is refused.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.unreached(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("unreached-title"), Here::Desk, move || {
        if found.items.is_empty() {
            return view! { <Empty title=t!("unreached-empty")>{t!("unreached-empty-text")}</Empty> }.into_any();
        }
        let rows = found.items.into_iter().map(row).collect_view();
        view! {
            <p class="soft">{t!("unreached-note")}</p>
            <ul class="rows">{rows}</ul>
            <Pager next />
        }
        .into_any()
    })
    .back("/desk")
    .narrow()
    .no_index())
}

fn row(one: Unreached) -> impl IntoView {
    let Unreached { message: MessageId(id), household, area_name, kind, channel, end, created } = one;
    let (channel, end) = (lang().named("message-channel", channel.as_str()), lang().named("message-end", end.as_str()));
    let who = t!("unreached-household", household = household.to_string());
    view! {
        <li class="row">
            <span class="row-main">
                <a href=format!("/desk/households/{household}")><b>{who}</b>" · "{area_name}</a>
                <span>{lang().named("message", kind.as_str())}</span>
                <small>{t!("unreached-why", channel = channel, end = end)}" · "<Near at=created /></small>
            </span>
            <RowForm to=format!("/desk/unreached/{id}")>
                <Submit label=t!("unreached-told") tone="soft" icon="check" small=true />
            </RowForm>
        </li>
    }
}

/// Handles `POST /desk/unreached/{id}`.
///
/// # Errors
/// As [`TellFamily`].
pub async fn told(cx: Cx) -> Done {
    cx.store.run(&cx.by(), TellFamily { message: MessageId(cx.id("id")?) }).await?;
    Ok(To::page("/desk/unreached").saying("done-unreached-told"))
}

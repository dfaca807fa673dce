//! Relocations of families, for the staff of both areas.

use domain::casework::{Move, MoveState};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Empty, More, Near, Pager, StatePill, Submit, TextArea},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/moves?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let over = cx.query("show") == "over";
    let found = cx.store.moves(&cx.actor, over, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("moves-title"), Here::Moves, move || {
        let empty = found.items.is_empty().then(|| {
            if over {
                view! { <Empty title=t!("moves-none-over") /> }.into_any()
            } else {
                view! { <Empty title=t!("moves-empty")>{t!("moves-empty-text")}</Empty> }.into_any()
            }
        });
        let cards = found.items.into_iter().map(card).collect_view();
        view! {
            <nav class="chips" aria-label=t!("moves-title")>
                <a class="chip" href="/desk/moves" aria-current=(!over).then_some("true")>{t!("moves-tab-waiting")}</a>
                <a class="chip" href="/desk/moves?show=over" aria-current=over.then_some("true")>{t!("moves-tab-over")}</a>
            </nav>
            {empty}
            <div class="stack">{cards}</div>
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

/// Renders the relocation's state.
fn pill(state: MoveState) -> AnyView {
    let (tone, icon) = match state {
        MoveState::Asked => ("amber", "clock"),
        MoveState::Accepted => ("tea", "check"),
        MoveState::Declined => ("plum", "close"),
        MoveState::CalledBack => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("move-state", state.as_str()) /> }.into_any()
}

/// Renders one relocation: file, areas, reason, answer, and the actions open to the reader.
pub(crate) fn card(found: Move) -> impl IntoView {
    let Move { id, household, size, from_name, to_name, state, words, asked_by, asked, answer, answered_by, .. } =
        found;
    let (answers, calls_back, answered) = (found.answers, found.calls_back, found.answered);
    let decline = format!("/desk/moves/{id}/decline");
    view! {
        <article class="card stack">
            <p class="cluster"><b>{t!("moves-row", id = household.to_string(), n = size)}</b>{pill(state)}</p>
            <p>{t!("moves-way", from = from_name, to = to_name)}</p>
            <p class="soft">{t!("moves-asked-by", name = asked_by)}" "<Near at=asked /></p>
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            {(answered != 0).then(|| view! { <p class="soft">{answered_by}" "<Near at=answered /></p> })}
            {(!answer.is_empty()).then(|| view! { <p>{answer}</p> })}
            {answers.then(|| view! {
                <ActionForm to=format!("/desk/moves/{id}/accept")>
                    <Submit label=t!("moves-accept") tone="soft" icon="check" />
                </ActionForm>
                <More summary=t!("moves-decline") to=decline.clone()>
                    <ActionForm to=decline>
                        <TextArea name="words" label=t!("moves-decline-words") required=true max_length=500 />
                        <Submit label=t!("moves-decline-do") tone="quiet" />
                    </ActionForm>
                </More>
            })}
            {calls_back.then(|| view! {
                <ActionForm to=format!("/desk/moves/{id}/call-back")>
                    <Submit label=t!("moves-call-back") tone="quiet" icon="undo" />
                </ActionForm>
            })}
        </article>
    }
}

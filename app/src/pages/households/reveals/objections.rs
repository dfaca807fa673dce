//! Objections of families to reveals, unanswered ones first.

use domain::{households::reveals::Objection, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Empty, More, Near, Pager, StatePill, Submit, TextArea},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/objections?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let answered = cx.query("show") == "answered";
    let found = cx.store.objections(&cx.actor, answered, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let answers = cx.actor.may_somewhere(Action::AnswerObjections);
    Ok(Page::new(cx.lang.t("objections-title"), Here::Objections, move || {
        let none = found.items.is_empty();
        let cards = found.items.into_iter().map(|objection| card(objection, answers)).collect_view();
        let empty = none.then(|| {
            if answered {
                view! { <Empty title=t!("objections-none-answered") /> }.into_any()
            } else {
                view! { <Empty title=t!("objections-empty")>{t!("objections-empty-text")}</Empty> }.into_any()
            }
        });
        view! {
            <nav class="chips" aria-label=t!("objections-title")>
                <a class="chip" href="/desk/objections" aria-current=(!answered).then_some("true")>{t!("objections-tab-waiting")}</a>
                <a class="chip" href="/desk/objections?show=answered" aria-current=answered.then_some("true")>{t!("objections-tab-answered")}</a>
            </nav>
            {empty}
            <div class="stack">{cards}</div>
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

fn card(objection: Objection, answers: bool) -> impl IntoView {
    let Objection { id, household, words, created, answer, answered, answered_by, .. } = objection;
    let to = format!("/desk/objections/{id}/answer");
    let openings = format!("/desk/households/{household}/openings");
    let waits = answered == 0;
    view! {
        <article class="card stack">
            <p class="cluster">
                <b>{t!("objections-household", id = household.to_string())}</b>
                <Near at=created />
                {waits.then(|| view! { <StatePill tone="amber" icon="clock" text=t!("objections-waits") /> })}
            </p>
            <blockquote class="quote"><p>{words}</p></blockquote>
            <p><a class="link" href=openings>{t!("openings-title")}</a></p>
            {(!waits).then(|| view! {
                <p><b>{t!("objections-answer-of", name = answered_by)}</b>" "<Near at=answered /></p>
                <p>{answer}</p>
            })}
            {(waits && answers).then(|| view! {
                <More summary=t!("objections-answer") to=to.clone()>
                    <ActionForm to=to>
                        <TextArea name="words" label=t!("objections-answer") hint=t!("objections-answer-hint") required=true max_length=1000 />
                        <Submit label=t!("objections-answer-do") tone="soft" />
                    </ActionForm>
                </More>
            })}
        </article>
    }
}

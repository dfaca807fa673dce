//! What families wrote to those who helped, to be read before it goes on.

use domain::{Error, permission::Action, wishes::Thanks};
use leptos::prelude::*;

use crate::{
    page::{Cx, Here, Page, Shown},
    parts::{ActionForm, Empty, More, Near, Pictogram, Row, Split, Submit, TextArea},
};

/// `/desk/thanks?open`; after a refusal the one that was decided about is open.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReviewThanks)?;
    let waiting = cx.store.thanks_waiting(&cx.actor).await?;
    let asked = if cx.param("id").is_empty() { cx.query_i64("open") } else { cx.id("id")? };
    let open = if asked == 0 { waiting.first() } else { waiting.iter().find(|thanks| thanks.id == asked) };
    if asked != 0 && open.is_none() {
        return Err(Error::NotFound);
    }
    let open = open.cloned();
    let page = Page::new(cx.lang.t("desk-thanks-title"), Here::Thanks, move || {
        let Some(open) = open else {
            return view! { <Empty title=t!("desk-thanks-empty") pictogram="card-flower" action=("/desk", t!("desk-title"))>{t!("desk-thanks-empty-text")}</Empty> }.into_any();
        };
        let rows = waiting.iter().map(|thanks| row(thanks, thanks.id == open.id)).collect_view();
        let list = view! { <ul class="rows" aria-label=t!("desk-thanks-title")>{rows}</ul> }.into_any();
        view! { <Split record_open=asked != 0 list record=record(open) /> }.into_any()
    });
    let page = page.no_index();
    Ok(if asked == 0 { page } else { page.back("/desk/thanks") })
}

/// The pictogram of a card, or of no card.
fn picture(thanks: &Thanks) -> String {
    format!("card-{}", if thanks.card.is_empty() { "flower" } else { &thanks.card })
}

fn row(thanks: &Thanks, current: bool) -> impl IntoView + use<> {
    let to = format!("/desk/thanks?open={}", thanks.id);
    let line =
        if thanks.words.is_empty() { t!("desk-thanks-card-only") } else { thanks.words.chars().take(24).collect() };
    let created = thanks.created;
    view! {
        <Row to picture=picture(thanks) tint="tint-all" title=thanks.title.clone() line current>
            <small>{crate::i18n::date_near(created)}</small>
        </Row>
    }
}

fn record(thanks: Thanks) -> AnyView {
    let (card, picture) = (!thanks.card.is_empty(), picture(&thanks));
    let Thanks { id, claim, title, words, created, .. } = thanks;
    view! {
        <article class="split-record">
            <div class="actions">
                <button type="submit" class="btn btn-main" form="release">{t!("desk-thanks-release")}</button>
            </div>
            <div class="stack">
                <div class="cluster tint-all">
                    {card.then(|| view! { <span class="tile"><Pictogram key=picture /></span> })}
                    <div>
                        <h2>{t!("desk-thanks-for", title = title)}</h2>
                        <p class="soft">
                            <Near at=created />" · "
                            <a class="link" href=format!("/desk/claims/{claim}")>{t!("desk-claim-of", number = claim.to_string())}</a>
                        </p>
                    </div>
                </div>
                <ActionForm to=format!("/desk/thanks/{id}/release") id="release">
                    <TextArea name="words" label=t!("desk-thanks-words") hint=t!("desk-thanks-words-hint") value=words />
                </ActionForm>
                <More summary=t!("desk-thanks-withhold")>
                    <ActionForm to=format!("/desk/thanks/{id}/withhold")>
                        <p class="note">{t!("desk-thanks-withhold-note")}</p>
                        <Submit label=t!("desk-thanks-withhold-do") tone="bad" />
                    </ActionForm>
                </More>
            </div>
        </article>
    }
    .into_any()
}

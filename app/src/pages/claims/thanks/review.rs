//! Review of thanks before donors read them.

use domain::{Error, consents::ConsentKind, permission::Action, wishes::Thanks};
use leptos::prelude::*;
use store::claims::thanks_review::ThanksWaiting;

use crate::{
    components::{ActionForm, Banner, Empty, More, Near, Pictogram, Row, Split, StatePill, Submit, TextArea, Within},
    pages::consents::Asked,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/thanks?open`; after a refusal the refused one stays open.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReviewThanks)?;
    let mut waiting = cx.store.thanks_waiting(&cx.within()).await?;
    let asked = if cx.param("id").is_empty() { cx.query_i64("open") } else { cx.id("id")? };
    if asked != 0 && !waiting.iter().any(|one| one.thanks.id == asked) {
        // A link to one opens it wherever it is.
        waiting = cx.store.thanks_waiting(&cx.actor).await?;
    }
    let within = Within::of(&cx);
    let open = if asked == 0 { waiting.first() } else { waiting.iter().find(|one| one.thanks.id == asked) };
    if asked != 0 && open.is_none() {
        return Err(Error::NotFound);
    }
    let open = open.cloned();
    let page = Page::new(cx.lang.t("desk-thanks-title"), Here::Thanks, move || {
        let within = within.map(Within::note);
        let Some(open) = open else {
            return view! {
                {within}
                <Empty title=t!("desk-thanks-empty") pictogram="card-flower" action=("/desk", t!("desk-title"))>{t!("desk-thanks-empty-text")}</Empty>
            }
            .into_any();
        };
        let rows =
            waiting.iter().map(|one| row(one, words_of(&one.thanks), one.thanks.id == open.thanks.id)).collect_view();
        let list = view! { {within}<ul class="rows" aria-label=t!("desk-thanks-title")>{rows}</ul> }.into_any();
        view! { <Split record_open=asked != 0 list record=record(open) /> }.into_any()
    });
    let page = page.no_index();
    Ok(if asked == 0 { page } else { page.back("/desk/thanks") })
}

/// Returns the pictogram of the card; the flower stands for none.
fn picture(thanks: &Thanks) -> String {
    format!("card-{}", if thanks.card.is_empty() { "flower" } else { &thanks.card })
}

/// Returns the first 24 characters of the words.
fn words_of(thanks: &Thanks) -> String {
    if thanks.words.is_empty() { t!("desk-thanks-card-only") } else { thanks.words.chars().take(24).collect() }
}

/// Renders a row of the list, with the consent it lacks.
pub(crate) fn row(one: &ThanksWaiting, line: String, current: bool) -> impl IntoView + use<> {
    let thanks = &one.thanks;
    let to = format!("/desk/thanks?open={}", thanks.id);
    let created = thanks.created;
    let lacks = match (one.needs_consent(), one.refused) {
        (false, _) => None,
        (true, false) => Some(view! { <StatePill tone="amber" icon="clock" text=t!("desk-thanks-consent") /> }),
        (true, true) => Some(view! { <StatePill tone="plum" icon="undo" text=t!("desk-thanks-refused-pill") /> }),
    };
    view! {
        <Row to picture=picture(thanks) tint="tint-all" title=thanks.title.clone() line current>
            {lacks}
            <small>{crate::i18n::date_near(created)}</small>
        </Row>
    }
}

fn record(one: ThanksWaiting) -> AnyView {
    let id = one.thanks.id;
    let needs = one.needs_consent();
    let asked = Asked { kind: ConsentKind::Story, member: one.member, wish: 0 };
    let write_down = one.records.then(|| asked.form_from(one.household, &format!("/desk/thanks?open={id}")));
    // After a refused consent, recording one is offered as a plain link, not as the main button.
    let main = match (needs, &write_down) {
        (false, _) => view! {
            <div class="actions">
                <button type="submit" class="btn btn-main" form="release">{t!("desk-thanks-release")}</button>
            </div>
        }
        .into_any(),
        (true, Some(to)) if !one.refused => {
            let to = to.clone();
            view! { <div class="actions"><a class="btn btn-main" href=to>{t!("desk-thanks-record")}</a></div> }
                .into_any()
        }
        (true, _) => ().into_any(),
    };
    view! {
        <article class="split-record">
            {main}
            <div class="stack">
                {head(&one.thanks)}
                {if needs { held_back(&one, write_down) } else { release(&one.thanks) }}
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

fn head(thanks: &Thanks) -> impl IntoView + use<> {
    let (card, picture) = (!thanks.card.is_empty(), picture(thanks));
    let Thanks { claim, title, created, .. } = thanks.clone();
    view! {
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
    }
}

fn release(thanks: &Thanks) -> AnyView {
    let (to, words) = (format!("/desk/thanks/{}/release", thanks.id), thanks.words.clone());
    view! {
        <ActionForm to id="release">
            <TextArea name="words" label=t!("desk-thanks-words") hint=t!("desk-thanks-words-hint") value=words />
        </ActionForm>
    }
    .into_any()
}

/// Renders why the words cannot be released, how to get consent, and releasing the card alone.
fn held_back(one: &ThanksWaiting, write_down: Option<String>) -> AnyView {
    let why = if one.refused { t!("desk-thanks-needs-refused") } else { t!("desk-thanks-needs-child") };
    let again = write_down.filter(|_| one.refused).map(|to| {
        view! { " "<a class="link" href=to>{t!("desk-thanks-record-again")}</a> }
    });
    let left_file = (!one.known).then(|| format!(" {}", t!("desk-thanks-gone")));
    let keeper = (one.known && !one.records).then(|| format!(" {}", t!("desk-thanks-keeper")));
    let card = !one.thanks.card.is_empty();
    let (to, words) = (format!("/desk/thanks/{}/release", one.thanks.id), one.thanks.words.clone());
    view! {
        <Banner tone="amber">{why}{again}{left_file}{keeper}</Banner>
        <div class="stack">
            <h3>{t!("desk-thanks-theirs")}</h3>
            <blockquote class="quote"><p>{words}</p></blockquote>
        </div>
        {card.then(|| view! {
            <ActionForm to><Submit label=t!("desk-thanks-only-card") tone="soft" /></ActionForm>
        })}
    }
    .into_any()
}

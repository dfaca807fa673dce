//! The family's thank-you to a donor: a card, a few words, or both.

use domain::{
    Error,
    claims::ClaimState,
    wishes::{CARDS, Thanks},
};
use leptos::prelude::*;
use store::claims::family_view::Errand;

use crate::{
    components::{ActionForm, Pictogram, PictureChoice, Submit, TextArea},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/claims/{id}/thanks`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let errand = cx.store.errands(&cx.actor).await?.into_iter().find(|e| e.claim.id == id).ok_or(Error::NotFound)?;
    if !matches!(errand.claim.state, ClaimState::HandedOver | ClaimState::Confirmed) {
        return Err(Error::NotFound);
    }
    let written = cx.store.thanks_for_claim(&cx.actor, id).await?;
    Ok(Page::new(cx.lang.t("thank-title"), Here::Home, move || match written {
        Some(thanks) => sent(thanks),
        None => form(&errand),
    })
    .back("/home")
    .narrow()
    .plain()
    .no_index())
}

fn form(errand: &Errand) -> AnyView {
    let claim = &errand.claim;
    let title = lang().thing(&claim.key, &claim.size, &claim.title);
    let cards =
        CARDS.iter().map(|card| ((*card).to_owned(), format!("card-{card}"), lang().named("card", card))).collect();
    view! {
        <p>{t!("thank-text", title = title)}</p>
        <ActionForm to=format!("/home/claims/{}/thanks", claim.id)>
            <PictureChoice name="card" label=t!("thank-card") options=cards />
            <TextArea name="words" label=t!("thank-words") hint=t!("thank-words-hint") />
            <p><a class="link" href="/home">{t!("thank-skip")}</a></p>
            <div class="thumb-bar">
                <p class="note">{t!("thank-note")}</p>
                <Submit label=t!("thank-send") wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Renders what the family wrote earlier.
fn sent(thanks: Thanks) -> AnyView {
    let Thanks { words, card, state, .. } = thanks;
    let told = if state == "released" { t!("thank-released") } else { t!("thank-waiting") };
    view! {
        <section class="hello tint-all">
            {(!card.is_empty()).then(|| view! { <Pictogram key=format!("card-{card}") /> })}
            {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            <p>{told}</p>
        </section>
        <a class="btn btn-soft" href="/home">{t!("thank-home")}</a>
    }
    .into_any()
}

//! Parts of a wish's page for caseworkers.

use domain::{
    claims::{ClaimFile, ClaimState},
    wishes::{WishFile, WishState},
};
use leptos::prelude::*;

use super::wish::May;
use crate::{
    components::{Code, Fact, Facts, Near, Row, VoiceNote, claim_pill, tint},
    i18n::money,
};

/// Renders the family's pick-up code, only while the wish is published.
pub(crate) fn code_line(file: &WishFile) -> Option<AnyView> {
    let code = file.code.clone();
    (!code.is_empty() && file.wish.state == WishState::Published).then(|| {
        view! {
            <div>
                <p class="code-line"><span>{t!("desk-code")}</span><Code code /></p>
                <p class="note">{t!("desk-code-note")}</p>
            </div>
        }
        .into_any()
    })
}

pub(crate) fn facts(file: &WishFile, may: May) -> impl IntoView + use<> {
    let (household, wish) = (file.household, file.wish.clone());
    let (submitted, expires) = (wish.submitted, wish.expires);
    let number = t!("desk-household-number", n = household.to_string());
    view! {
        <Facts>
            <Fact name=t!("desk-wish-number")>{wish.id}</Fact>
            <Fact name=t!("desk-household")>
                {if may.read_file {
                    view! { <a class="link" href=format!("/desk/households/{household}")>{number}</a> }.into_any()
                } else {
                    number.into_any()
                }}
            </Fact>
            <Fact name=t!("desk-units")>{t!("desk-units-of", claimed = wish.claimed, quantity = wish.quantity)}</Fact>
            <Fact name=t!("desk-cost")>{money(wish.cost)}</Fact>
            {(submitted > 0).then(|| view! { <Fact name=t!("desk-submitted")><Near at=submitted /></Fact> })}
            {(wish.state == WishState::Published && expires > 0).then(|| view! { <Fact name=t!("desk-expires")><Near at=expires /></Fact> })}
        </Facts>
    }
}

/// Renders the public words, and the family's own if they differ.
pub(crate) fn words(file: &WishFile) -> impl IntoView + use<> {
    let (public, own) = (file.wish.words.clone(), file.own_words.clone());
    let differs = own != public;
    let (heard, wish) = (file.voice, file.wish.id);
    view! {
        {(!public.is_empty()).then(|| view! {
            <div class="stack"><h3>{t!("review-words")}</h3><blockquote class="quote"><p>{public}</p></blockquote></div>
        })}
        {(!own.is_empty() && differs).then(|| view! {
            <div class="stack"><h3>{t!("review-own-words")}</h3><blockquote class="quote"><p>{own}</p></blockquote></div>
        })}
        {heard.then(|| view! { <div class="stack"><h3>{t!("review-voice")}</h3><VoiceNote wish /></div> })}
    }
}

/// Lists the claims of the wish.
pub(crate) fn claim_rows(claims: &[ClaimFile]) -> Option<AnyView> {
    if claims.is_empty() {
        return None;
    }
    let rows = claims
        .iter()
        .map(|file| {
            let to = format!("/desk/claims/{}", file.claim.id);
            claim_row(file, to, who(file), false)
        })
        .collect_view();
    Some(view! { <section class="stack"><h3>{t!("desk-claims")}</h3><ul class="rows">{rows}</ul></section> }.into_any())
}

/// Renders a claim as a row of a list.
pub(crate) fn claim_row(file: &ClaimFile, to: String, title: String, current: bool) -> AnyView {
    let claim = &file.claim;
    let line = t!("desk-claim-line", n = claim.quantity, number = claim.id.to_string());
    let changed = claim.changed;
    let (state, due) = (claim.state, claim.due);
    let due = if state == ClaimState::OnTheWay && claim.expected > 0 { claim.expected } else { due };
    let changed = if claim.undecided > 0 { claim.undecided } else { changed };
    view! {
        <Row to picture=claim.key.clone() tint=tint(file.wish.category) title line current>
            {claim_pill(state)}
            <small>{if state.is_owed() { t!("desk-claim-due", date = crate::i18n::date_near(due)) } else { crate::i18n::date_near(changed) }}</small>
        </Row>
    }
    .into_any()
}

/// Names the claimer with its organisation, or the shop's stock.
pub(crate) fn who(file: &ClaimFile) -> String {
    match (file.claim.source.as_str(), file.organisation.as_str()) {
        ("shelf", _) => t!("desk-from-shelf"),
        (_, "") => file.claimer.clone(),
        (_, organisation) => format!("{} · {organisation}", file.claimer),
    }
}

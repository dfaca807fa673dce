//! Families without a card, to choose from; and the print sheet of new cards, eight per page.

use leptos::prelude::*;
use qrcode::{EcLevel, QrCode, render::svg};
use store::accounts::sign_in::{
    card_views::{Cardless, Place},
    cards::{AT_ONCE, IssuedCard},
};

use crate::{
    components::{ActionForm, Banner, Icon, Pager, Submit},
    pages::accounts::cards::{household::no_card, issue::reason_fields},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/cards?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.cardless(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("cards-title"), Here::Households, move || {
        if found.items.is_empty() {
            return no_card();
        }
        view! {
            <p class="soft">{t!("cards-text")}</p>
            <ActionForm to="/desk/cards">
                {families(&found.items)}
                <p class="note">{t!("credential-note")}</p>
                {reason_fields()}
                <div class="thumb-bar"><Submit label=t!("cards-make") icon="print" wide=true /></div>
            </ActionForm>
            <Pager next />
        }
        .into_any()
    })
    .back("/desk/households")
    .narrow()
    .no_index())
}

/// Lists the families of this page, with as many ticked as one request may create.
fn families(found: &[Cardless]) -> impl IntoView + use<> {
    let rows = found
        .iter()
        .enumerate()
        .map(|(n, family)| {
            let Cardless { id, name, area_name, size } = family.clone();
            let line = format!("{area_name} · {}", t!("households-people-count", n = size));
            let number = t!("households-number-short", n = id.to_string());
            view! {
                <li>
                    <label class="row check-row">
                        <input type="checkbox" name="household" value=id checked=n < AT_ONCE />
                        <span class="row-main"><b>{name}</b><small>{line}</small></span>
                        <span class="row-end num">{number}</span>
                    </label>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows" id="household">{rows}</ul> }
}

/// A new card and the shop printed on it.
pub(crate) struct Printed {
    /// Number and secret; not recoverable later.
    pub fresh: IssuedCard,
    /// Shop that serves the family.
    pub place: Place,
}

/// Renders the sheet of the cards just created. It cannot be shown again.
pub(crate) fn printed(cx: &Cx, cards: Vec<Printed>, back: String) -> Page {
    let origin = cx.origin.clone();
    Page::new(cx.lang.t("cards-printed"), Here::Households, move || {
        let sheet = cards.into_iter().map(|card| drawn(card, &origin)).collect_view();
        view! {
            <Banner tone="amber">{t!("cards-once")}</Banner>
            <ul class="fcards" aria-label=t!("cards-printed")>{sheet}</ul>
        }
    })
    .back(back)
    .wide()
    .secret()
    .tools(|| {
        view! {
            <button type="button" class="btn btn-main" hidden data-wake="print" data-print>
                <Icon name="print" />
                {t!("cards-print")}
            </button>
        }
    })
}

/// Draws one card in bank-card size: QR code, number, shop, and pictured steps.
///
/// It carries no name, so that a lost card identifies no family.
fn drawn(card: Printed, origin: &str) -> impl IntoView + use<> {
    let Printed { fresh, place } = card;
    let number = domain::accounts::cards::grouped(&fresh.number);
    let household = fresh.household.to_string();
    let code = qr(&format!("{origin}{}{}", domain::accounts::cards::PATH, fresh.secret));
    let at = [place.name, place.address].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let steps = ["card-step-scan", "card-step-sign-in", "card-step-wish", "card-step-shop"];
    let steps = ["scan", "sign-in", "wish", "shop"]
        .into_iter()
        .zip(steps)
        .map(|(icon, key)| view! { <li><Icon name=icon /><span>{t!(key)}</span></li> })
        .collect_view();
    view! {
        <li class="fcard">
            <div class="fcard-code" inner_html=code></div>
            <div class="fcard-words">
                <p class="fcard-brand"><Icon name="logo" class="icon logo" /><b>{t!("card-brand")}</b></p>
                <p class="fcard-number num">{number}</p>
                <p class="fcard-family">{t!("card-family", number = household)}</p>
                {(!at.is_empty()).then(|| view! { <p class="fcard-place">{at}</p> })}
            </div>
            <ol class="fcard-steps">{steps}</ol>
        </li>
    }
}

fn qr(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M) else { return String::new() };
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(120, 120).build();
    // Strips the XML declaration: the SVG is inlined.
    let start = drawn.find("<svg").unwrap_or_default();
    drawn[start..].replacen("<svg", r#"<svg aria-hidden="true""#, 1)
}

//! Cards on the family's home: goods to collect and hand-overs to confirm.

use domain::{DAY, Result, claims::ClaimState, disputes::SAY_DAYS, ledger::LocationId, opening::Opening};
use leptos::prelude::*;
use store::claims::family_view::Errand;

use crate::{
    components::{ActionForm, Code, Icon, More, Qr, ShopPlace, Submit, Tile, tint},
    i18n::{date_near, lang},
    pages::wishes::family::Own,
    web::{Cx, scene},
};

/// Loads when the shops are open where something waits for the family, by location; these are few.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn openings(cx: &Cx, all: &[Own]) -> Result<Vec<(LocationId, Opening)>> {
    let mut ids: Vec<LocationId> = all.iter().flat_map(|own| own.ready()).map(|errand| errand.location.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut openings = Vec::with_capacity(ids.len());
    for id in ids {
        openings.push((id, cx.store.opening(id).await?));
    }
    Ok(openings)
}

/// Renders the pick-up code in large digits and as a QR code, with the shop. Of a shop in `described`, which the page
/// has described above, it gives the name only; it adds those that it describes.
pub(crate) fn pickup(
    own: &Own,
    unfolded: bool,
    openings: &[(LocationId, Opening)],
    described: &mut Vec<LocationId>,
) -> Option<AnyView> {
    let ready: Vec<&Errand> = own.ready().collect();
    let n: i64 = ready.iter().map(|e| e.claim.quantity).sum();
    let mut places: Vec<_> = ready.iter().map(|e| &e.location).collect();
    places.dedup_by_key(|place| place.id);
    let code = own.file.code.clone();
    let until = ready.iter().map(|e| e.claim.collect_by).filter(|day| *day > 0).min();
    (n > 0).then(|| {
        let places = places
            .into_iter()
            .map(|place| {
                if described.contains(&place.id) {
                    let (to, name) = (format!("/shops/{}", place.id), place.name.clone());
                    return view! { <p><a class="link" href=to><Icon name="pin" />{name}</a></p> }.into_any();
                }
                described.push(place.id);
                let opening = openings.iter().find(|(id, _)| *id == place.id).map(|(_, opening)| opening.clone());
                let (location, opening) = (place.clone(), opening.unwrap_or_default());
                view! { <ShopPlace title=location.name.clone() location opening /> }.into_any()
            })
            .collect_view();
        let qr = view! { <Qr text=code.clone() caption=t!("home-code-scan") /> };
        view! {
            <section class=format!("card {}", tint(own.file.wish.category)) aria-label=t!("home-code-for", title = own.title(lang()))>
                <div class="my-claim">
                    <Tile key=own.file.wish.key.clone() />
                    <h2><a href=format!("/home/wishes/{}", own.file.wish.id)>{own.title(lang())}</a></h2>
                    <p class="need">{t!("home-ready", n = n)}</p>
                </div>
                {until.map(|day| view! { <p>{t!("home-collect-by", day = date_near(day))}</p> })}
                <p class="soft">{t!("home-code")}</p>
                <Code code=code.clone() big=true />
                {places}
                {if unfolded { qr.into_any() } else { view! { <More summary=t!("home-code-show")>{qr}</More> }.into_any() }}
            </section>
        }
        .into_any()
    })
}

/// Renders a card for each hand-over that the family has not confirmed.
pub(crate) fn to_confirm(own: &Own) -> Vec<AnyView> {
    own.to_confirm().map(|errand| confirm_card(own, errand)).collect()
}

fn confirm_card(own: &Own, errand: &Errand) -> AnyView {
    let claim = &errand.claim;
    let when = t!("home-handed-at", day = date_near(claim.changed), place = errand.location.name.clone());
    view! {
        <section class=format!("card {}", tint(own.file.wish.category))>
            <div class="my-claim">
                <Tile key=own.file.wish.key.clone() />
                <h2>{t!("home-got-it", title = own.title(lang()))}</h2>
                <p class="need">{when}</p>
            </div>
            <ActionForm to=format!("/home/claims/{}/confirm", claim.id)>
                <Submit label=t!("home-confirm") tone="soft" icon="check" wide=true />
            </ActionForm>
            <p class="note">{t!("home-confirm-note")}</p>
            {dispute_link(errand)}
        </section>
    }
    .into_any()
}

/// Renders the link to say that goods did not come, or came broken; the store tells when it is too late.
pub(crate) fn dispute_link(errand: &Errand) -> Option<impl IntoView + use<>> {
    let has_it = matches!(errand.claim.state, ClaimState::HandedOver | ClaimState::Confirmed);
    let recent = errand.claim.changed + SAY_DAYS * DAY >= scene().now;
    (has_it && recent).then(|| {
        let to = format!("/home/claims/{}/dispute", errand.claim.id);
        view! { <p><a class="btn btn-quiet" href=to>{t!("dispute-ask")}</a></p> }
    })
}

/// Renders the link to write thanks: after the hand-over, once, and only for a donor's claim.
pub(crate) fn thank_link(errand: &Errand) -> Option<impl IntoView + use<>> {
    let has_it = matches!(errand.claim.state, ClaimState::HandedOver | ClaimState::Confirmed);
    (has_it && !errand.thanked && errand.claim.source == "donor").then(|| {
        view! { <a class="btn btn-soft" href=format!("/home/claims/{}/thanks", errand.claim.id)>{t!("home-thank")}</a> }
    })
}

//! Helpers shared by the donor's and the shop's pages of offers.

use domain::stock::offers::{DeclineReason, Offer, OfferState};
use leptos::prelude::*;

use crate::{
    components::{Fact, Facts, Near, StatePill},
    i18n::lang,
};

/// Renders the state of an offer.
pub(crate) fn offer_pill(state: OfferState) -> AnyView {
    let (tone, icon) = match state {
        OfferState::Offered => ("amber", "clock"),
        OfferState::Accepted => ("tea", "calendar"),
        OfferState::Received => ("tea", "check"),
        OfferState::Declined => ("plum", "info"),
        OfferState::Withdrawn => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("offer-state", state.as_str()) /> }.into_any()
}

/// Names the reason of a declined offer.
pub(crate) fn reason(reason: DeclineReason) -> String {
    lang().named("offer-reason", reason.as_str())
}

/// Renders quantity, condition and date.
pub(crate) fn facts(offer: &Offer) -> impl IntoView + use<> {
    let condition = lang().named("stock-condition", offer.condition.as_str());
    let size = (!offer.size.is_empty()).then(|| lang().size(&offer.size));
    let (quantity, created, named) = (offer.quantity, offer.created, offer.named);
    view! {
        <Facts>
            <Fact name=t!("field-quantity")><b>{t!("offer-units", n = quantity)}</b></Fact>
            {size.map(|size| view! { <Fact name=t!("field-size")>{size}</Fact> })}
            <Fact name=t!("field-condition")>{condition}</Fact>
            <Fact name=t!("offer-since")><Near at=created /></Fact>
            {named.then(|| view! { <Fact name=t!("offer-named-name")>{t!("offer-named-yes")}</Fact> })}
        </Facts>
    }
}

/// Renders the donor's photos, each linked to its full size.
pub(crate) fn photos(offer: &Offer) -> Option<AnyView> {
    if offer.photos.is_empty() {
        return None;
    }
    let pictures = offer
        .photos
        .iter()
        .enumerate()
        .map(|(n, id)| {
            let (to, alt) = (format!("/offer-photos/{id}"), t!("offer-photo", n = n + 1));
            let src = format!("{to}?size=320");
            view! {
                <a href=to>
                    <img class="photo" src=src alt=alt width="104" height="104" loading="lazy" decoding="async" />
                </a>
            }
        })
        .collect_view();
    Some(view! { <div class="offer-photos">{pictures}</div> }.into_any())
}

//! Actions on offers: the donor's, and the shop's answers; and inspection of goods in quarantine.

use domain::{
    Error, Result,
    stock::offers::{Acceptance, NewOffer, Refusal},
};
use store::stock::{
    movements::{ReturnStock, WriteOffStock},
    receiving::offers::{AcceptOffer, DeclineOffer, WithdrawOffer},
};

use crate::{
    pages::claims::counter::actions::day,
    web::{Cx, Done, To},
};

/// Handles `POST /offers/new`.
pub async fn post(cx: Cx) -> Done {
    let offer = NewOffer {
        item: cx.field_i64("item"),
        size: cx.field("size").to_owned(),
        thing: cx.field("thing").to_owned(),
        quantity: cx.field_i64("quantity"),
        condition: cx.choice("condition")?,
        words: cx.field("words").to_owned(),
        named: cx.checked("named"),
    };
    let photos = cx.files("photo").map(<[u8]>::to_vec).collect();
    let id = cx.store.offer_post(&cx.by(), offer, photos).await?;
    Ok(To::page(format!("/offers/{id}")).saying("done-offer-posted"))
}

/// Handles `POST /offers/{id}/withdraw`.
pub async fn withdraw(cx: Cx) -> Done {
    cx.store.run(&cx.by(), WithdrawOffer(cx.id("id")?)).await?;
    Ok(To::page("/offers").saying("done-offer-withdrawn"))
}

/// Redirects to the shop's queue with who was told what.
async fn answered(cx: &Cx, id: i64, said: &'static str) -> Result<To> {
    let offer = cx.store.offer(&cx.actor, id).await?;
    let title = cx.lang.item_title(&offer.key, &offer.name, offer.item, &offer.size);
    Ok(To::page("/shop/offers").saying_with(said, [("title", title), ("donor", offer.donor)]))
}

/// Handles `POST /shop/offers/{id}/accept`.
pub async fn accept(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let when =
        Acceptance { location: cx.choice("location")?, day: day(&cx, "day")?, words: cx.field("words").to_owned() };
    cx.store.run(&cx.by(), AcceptOffer { offer: id, when }).await?;
    answered(&cx, id, "done-offer-accepted").await
}

/// Handles `POST /shop/offers/{id}/decline`.
pub async fn decline(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let why = Refusal { reason: cx.choice("reason")?, words: cx.field("answer").to_owned() };
    let declined = cx.store.run(&cx.by(), DeclineOffer { offer: id, why }).await;
    declined.map_err(|error| Error::from(error).renamed(&[("words", "answer")]))?;
    answered(&cx, id, "done-offer-declined").await
}

/// Handles `POST /shop/inspect/{id}`: puts the goods on the shelf, returns them or writes them off.
pub async fn inspect(cx: Cx) -> Done {
    use crate::pages::claims::counter::actions::{must_be_ticked, signer};
    use domain::{claims::ApplianceCheck, ledger::Place};
    use store::stock::movements::{InspectStock, Removal};

    let (lot, location, quantity) = (cx.id("id")?, cx.choice("location")?, cx.field_i64("quantity"));
    let reason = cx.field("reason").to_owned();
    let signed = !cx.field("check").is_empty();
    let check = |passed| {
        let checker = signer(&cx);
        signed.then(|| ApplianceCheck { checker, passed, note: reason.clone() })
    };
    let removal = || Removal { lot, location, place: Place::Quarantine, quantity, reason: reason.clone() };
    let said = match cx.field("outcome") {
        "pass" => {
            if signed {
                must_be_ticked(&cx)?;
            }
            let inspection = InspectStock { lot, location, quantity, check: check(true) };
            cx.store.run(&cx.by(), inspection).await?;
            "done-inspect-passed"
        }
        "return" if signed => {
            let inspection = InspectStock { lot, location, quantity, check: check(false) };
            cx.store
                .run(&cx.by(), inspection)
                .await
                .map_err(|error| Error::from(error).renamed(&[("note", "reason")]))?;
            "done-inspect-returned"
        }
        "return" => {
            cx.store.run(&cx.by(), ReturnStock(removal())).await?;
            "done-inspect-returned"
        }
        "write_off" => {
            cx.store.run(&cx.by(), WriteOffStock(removal())).await?;
            "done-inspect-written-off"
        }
        "" => return Err(Error::field("outcome", domain::Code::Required)),
        _ => return Err(Error::field("outcome", domain::Code::Unknown)),
    };
    Ok(To::page("/shop/inspect").saying_with(said, [("lot", format!("#{lot}")), ("n", quantity.to_string())]))
}

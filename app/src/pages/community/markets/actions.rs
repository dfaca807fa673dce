//! Actions on offers of market days and on reservations.

use domain::{Code, Error, Result, community::markets::NewMarketOffer, text::half_width};
use store::community::markets::{
    offers::{OfferGoods, RefuseOffer, ShowOffer, WithdrawOffer},
    reservations::{CancelReservation, ReserveGoods, SettleReservation},
};

use crate::{
    pages::community::courses::moment_of,
    web::{Cx, Done, To},
};

/// Parses a price in yuan with at most two decimals into fen.
fn fen(cx: &Cx, name: &'static str) -> Result<i64> {
    let wrong = || Error::field(name, Code::Unknown);
    let typed = half_width(cx.field(name));
    let (yuan, rest) = typed.split_once('.').unwrap_or((typed.as_str(), ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if yuan.is_empty() || yuan.len() > 6 || rest.len() > 2 || !digits(yuan) || !digits(rest) {
        return Err(wrong());
    }
    let cents = format!("{rest:0<2}");
    let (yuan, cents): (i64, i64) = (yuan.parse().map_err(|_| wrong())?, cents.parse().map_err(|_| wrong())?);
    Ok(yuan * 100 + cents)
}

fn own(id: i64) -> To {
    To::page(format!("/home/market/{id}"))
}

/// Handles `POST /home/market/new`.
pub async fn post(cx: Cx) -> Done {
    let household = cx.actor.must_be_family()?;
    let new = NewMarketOffer {
        title: cx.field("title").to_owned(),
        unit: cx.field("unit").to_owned(),
        price: fen(&cx, "price")?,
        quantity: cx.field_i64("quantity"),
        location: cx.choice("location")?,
        opens: moment_of(&cx, "opens", "from")?,
        closes: moment_of(&cx, "opens", "closes")?,
    };
    let id = cx.store.run(&cx.by(), OfferGoods { household, new }).await?;
    Ok(own(id).saying("done-market-posted"))
}

/// Handles `POST /home/market/{id}/withdraw`.
pub async fn withdraw(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), WithdrawOffer { offer: id }).await?;
    Ok(own(id).saying("done-market-withdrawn"))
}

/// Handles `POST /home/market/{id}/settle`.
pub async fn settle(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let settle = SettleReservation { reservation: cx.choice("reservation")?, fetching: cx.choice("fetching")? };
    cx.store.run(&cx.by(), settle).await?;
    Ok(own(id).saying("done-market-settled"))
}

/// Handles `POST /market/{id}/reserve`.
pub async fn reserve(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ReserveGoods { offer: id, quantity: cx.field_i64("quantity") }).await?;
    Ok(To::page("/market/reservations").saying("done-market-reserved"))
}

/// Handles `POST /market/reservations/{id}/cancel`.
pub async fn cancel(cx: Cx) -> Done {
    cx.store.run(&cx.by(), CancelReservation { reservation: cx.id("id")? }).await?;
    Ok(To::page("/market/reservations").saying("done-market-cancelled"))
}

/// Handles `POST /desk/market/{id}/show`.
pub async fn show(cx: Cx) -> Done {
    cx.store.run(&cx.by(), ShowOffer { offer: cx.id("id")? }).await?;
    Ok(To::page("/desk/market").saying("done-market-shown"))
}

/// Handles `POST /desk/market/{id}/refuse`.
pub async fn refuse(cx: Cx) -> Done {
    cx.store.run(&cx.by(), RefuseOffer { offer: cx.id("id")?, reason: cx.choice("reason")? }).await?;
    Ok(To::page("/desk/market").saying("done-market-refused"))
}

//! Actions on transfers and kits.

use domain::{
    Code, Error,
    ledger::Place,
    stock::{
        kits::{Assembly, TakingApart},
        lists::{ListBody, ListKind, ListSubject},
        transfers::{ArrivedLine, NewTransfer, Outcome, SendLine, Settlement, TransferState},
    },
};
use store::stock::{
    kits::assembly::{AssembleKits, SetKitPart, TakeKitsApart},
    transfers::lifecycle::{CancelTransfer, ReceiveTransfer, SendTransfer, SettleTransfer},
};

use crate::{
    components::scans_on,
    pages::stock::{
        lists,
        transfers::{scans, send::chosen},
    },
    web::{Cx, Done, To},
};

/// Handles `POST /shop/transfers/new`: searches for more lots, or sends the chosen ones.
pub async fn send(cx: Cx) -> Done {
    let list = lists::keep(&cx, ListSubject::of(ListKind::Transfer)).await?;
    if scans_on(&cx) || cx.field("do") == "find" {
        return Ok(To::again());
    }
    let mut lines = scans::to_send(&cx).await?;
    let picked = chosen(&cx).into_iter();
    lines.extend(picked.map(|(lot, quantity)| SendLine { lot, quantity, ..SendLine::default() }));
    let new = NewTransfer { from: cx.choice("from")?, to: cx.choice("to")?, lines, note: cx.field("note").to_owned() };
    let id = lists::book(&cx, list, ListBody::default(), SendTransfer(new)).await?;
    Ok(To::page(format!("/shop/transfers/{id}")).saying("done-transfer-sent"))
}

/// Handles `POST /shop/transfers/{id}/receive`.
pub async fn receive(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let list = lists::keep(&cx, ListSubject { kind: ListKind::Arrival, subject: id, household: 0 }).await?;
    if scans_on(&cx) {
        return Ok(To::again());
    }
    if cx.field("do") == "compare" {
        // Refuses here what does not fit; the page shows the lines as they were scanned, to be looked at once more.
        let transfer = cx.store.transfer(&cx.actor, id).await?;
        scans::arrived(&cx, &transfer).await?;
        return Ok(To::again());
    }
    let arrived = cx.form.values.iter().filter_map(|(name, value)| {
        let lot = name.strip_prefix("a_")?.parse().ok()?;
        // A non-number becomes -1, which the store refuses as a quantity.
        let quantity = domain::text::half_width(value).trim().parse().unwrap_or(-1);
        Some(ArrivedLine { lot, quantity })
    });
    let arrived: Vec<_> = arrived.collect();
    let receive = ReceiveTransfer { transfer: id, lines: arrived };
    let state = lists::book(&cx, list, ListBody::default(), receive).await?;
    let said = if state == TransferState::Short { "done-transfer-short" } else { "done-transfer-received" };
    Ok(To::page(format!("/shop/transfers/{id}")).saying(said))
}

/// Handles `POST /shop/transfers/{id}/cancel`.
pub async fn cancel(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelTransfer { transfer: id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page(format!("/shop/transfers/{id}")).saying("done-transfer-cancelled"))
}

/// Handles `POST /shop/transfers/{id}/settle`.
pub async fn settle(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let outcome: Outcome = cx.choice("outcome")?;
    let quantity = cx.field_i64("quantity");
    let of = Settlement { lot: cx.choice("lot")?, quantity, outcome, reason: cx.field("reason").to_owned() };
    let state = cx.store.run(&cx.by(), SettleTransfer { transfer: id, of }).await?;
    let said = if state == TransferState::Settled { "done-transfer-settled" } else { "done-transfer-settled-some" };
    Ok(To::page(format!("/shop/transfers/{id}")).saying(said))
}

fn kit_page(cx: &Cx, id: i64) -> String {
    format!("/shop/kits/{id}?location={}", cx.field_i64("location"))
}

/// Handles `POST /shop/kits/{id}/parts`.
pub async fn part(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let quantity: i64 = cx.choice("quantity")?;
    let change = SetKitPart { kit: id, part: cx.choice("part")?, size: cx.field("size").to_owned(), quantity };
    cx.store.run(&cx.by(), change).await?;
    let said = if quantity == 0 { "done-kit-part-out" } else { "done-kit-part" };
    Ok(To::page(kit_page(&cx, id)).saying(said))
}

/// Handles `POST /shop/kits/{id}/assemble`.
pub async fn assemble(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let input = Assembly { item: id, location: cx.choice("location")?, kits: cx.field_i64("kits") };
    cx.store.run(&cx.by(), AssembleKits(input)).await?;
    Ok(To::page(kit_page(&cx, id)).saying_with("done-kit-assembled", [("n", input.kits.to_string())]))
}

/// Handles `POST /shop/kits/{id}/take-apart`.
pub async fn take_apart(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let (lot, place) = cx.field("lot").split_once('-').ok_or(Error::field("lot", Code::Required))?;
    let lot = lot.parse().map_err(|_| Error::field("lot", Code::Unknown))?;
    let quarantine = place == Place::Quarantine.as_str();
    let kits = cx.field_i64("kits");
    let input = TakingApart { item: id, lot, location: cx.choice("location")?, kits, quarantine };
    cx.store.run(&cx.by(), TakeKitsApart(input)).await?;
    Ok(To::page(kit_page(&cx, id)).saying_with("done-kit-apart", [("n", kits.to_string())]))
}

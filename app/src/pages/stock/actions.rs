//! Actions on lots and journals that belong to no claim.

use domain::{
    Result,
    ledger::{LocationId, LotId, Place},
};
use store::stock::movements::{
    CountStock, InspectStock, Removal, ReturnStock, ReverseStock, TransferStock, WriteOffStock,
};

use crate::{
    pages::claims::counter::actions::signed_check,
    web::{Cx, Done, To},
};

/// Returns `path` with a query; empty values are kept.
pub(crate) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    format!("{path}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// The lot from the path, with shop and place from the form.
struct At {
    lot: LotId,
    location: LocationId,
    place: Place,
    quantity: i64,
}

impl At {
    fn of(cx: &Cx) -> Result<Self> {
        let (lot, location, place) = (cx.id("id")?, cx.choice("location")?, cx.choice("place")?);
        Ok(At { lot, location, place, quantity: cx.field_i64("quantity") })
    }

    /// Redirects to the lots of the same item.
    fn back(&self, cx: &Cx, said: &'static str) -> To {
        let to = address("/shop/lots", &[("item", cx.field("item")), ("location", &self.location.to_string())]);
        To::page(to).saying_with(said, [("lot", format!("#{}", self.lot)), ("n", self.quantity.to_string())])
    }

    fn removal(&self, cx: &Cx) -> Removal {
        let reason = cx.field("reason").to_owned();
        Removal { lot: self.lot, location: self.location, place: self.place, quantity: self.quantity, reason }
    }
}

/// Handles `POST /shop/lots/{id}/transfer`.
pub async fn transfer(cx: Cx) -> Done {
    let at = At::of(&cx)?;
    let to = cx.choice("to")?;
    cx.store.run(&cx.by(), TransferStock { lot: at.lot, from: at.location, to, quantity: at.quantity }).await?;
    Ok(at.back(&cx, "done-stock-transferred"))
}

/// Handles `POST /shop/lots/{id}/count`: adjusts the ledger to the counted number.
pub async fn count(cx: Cx) -> Done {
    let at = At::of(&cx)?;
    let counted: i64 = cx.choice("counted")?;
    let reason = cx.field("reason").to_owned();
    let journal = cx.store.run(&cx.by(), CountStock { location: at.location, lot: at.lot, counted, reason }).await?;
    let to = at.back(&cx, "done-stock-counted-same");
    Ok(if journal == 0 {
        to
    } else {
        to.saying_with("done-stock-counted", [("lot", format!("#{}", at.lot)), ("n", counted.to_string())])
    })
}

/// Handles `POST /shop/lots/{id}/write-off`.
pub async fn write_off(cx: Cx) -> Done {
    let at = At::of(&cx)?;
    cx.store.run(&cx.by(), WriteOffStock(at.removal(&cx))).await?;
    Ok(at.back(&cx, "done-stock-written-off"))
}

/// Handles `POST /shop/lots/{id}/inspect`: puts goods on the shelf, or back out if the check failed.
pub async fn inspect(cx: Cx) -> Done {
    let at = At::of(&cx)?;
    let check = if cx.field("check").is_empty() { None } else { Some(signed_check(&cx)?) };
    let failed = check.as_ref().is_some_and(|check| !check.passed);
    let inspection = InspectStock { lot: at.lot, location: at.location, quantity: at.quantity, check };
    cx.store.run(&cx.by(), inspection).await?;
    Ok(at.back(&cx, if failed { "done-stock-returned" } else { "done-stock-inspected" }))
}

/// Handles `POST /shop/lots/{id}/return`.
pub async fn give_back(cx: Cx) -> Done {
    let at = At::of(&cx)?;
    cx.store.run(&cx.by(), ReturnStock(at.removal(&cx))).await?;
    Ok(at.back(&cx, "done-stock-returned"))
}

/// Handles `POST /shop/journals/{id}/reverse`: with a usual reason, or in free text.
pub async fn reverse(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let reason = match (cx.field("usual"), cx.field("reason")) {
        ("", words) => words.to_owned(),
        (usual, "") => usual.to_owned(),
        (usual, words) => format!("{usual}：{words}"),
    };
    let mirror = cx.store.run(&cx.by(), ReverseStock { journal: id, reason }).await?;
    Ok(To::page(format!("/shop/journals/{mirror}")).saying_with("done-stock-reversed", [("n", format!("#{id}"))]))
}

//! Actions on orders of the free shop: the family's basket and orders, and the counter's.

use domain::{
    Code, Error, Result,
    orders::Wanted,
    permission::Action,
    stock::lists::{ListBody, ListKind, ListSubject},
};
use store::{
    catalogue::items::ScannedItem,
    orders::{
        basket::PutInBasket,
        lifecycle::{CancelOrder, CancelOwnOrder, ReplaceExpired},
        place::{PlaceOrder, SetOrderCapacity},
        walk_in::IssueWalkIn,
    },
};

use crate::{
    components::{scanned, scans_on},
    pages::stock::{lists, receiving::receive_rows::typed},
    web::{Cx, Done, To},
};

/// Parses the item of a one-button form.
fn wanted(cx: &Cx, quantity: i64) -> Wanted {
    Wanted { item: cx.field_i64("item"), size: cx.field("size").to_owned(), quantity }
}

/// Handles `POST /home/shop/basket/add`, then returns to the same place in the shop.
pub async fn basket_add(cx: Cx) -> Done {
    let new = PutInBasket { location: cx.field_i64("location"), wanted: wanted(&cx, 1), more: true };
    cx.store.run(&cx.by(), new).await?;
    Ok(To::page(back_to_shelf(&cx).unwrap_or("/home/shop")).saying("done-basket-added"))
}

/// Returns the place in the shop that a card's form was sent from.
fn back_to_shelf(cx: &Cx) -> Option<&str> {
    Some(crate::web::session::local_path(cx.field("back"))).filter(|back| back.starts_with("/home/shop"))
}

/// Handles `POST /home/shop/basket/put`, from the basket or from a card of the shelf.
pub async fn basket_put(cx: Cx) -> Done {
    let location = cx.field_i64("location");
    let quantity = cx.field("quantity").parse().map_err(|_| Error::field("quantity", Code::OutOfRange))?;
    cx.store.run(&cx.by(), PutInBasket { location, wanted: wanted(&cx, quantity), more: false }).await?;
    let basket = format!("/home/shop/basket?location={location}");
    Ok(To::page(back_to_shelf(&cx).unwrap_or(&basket)))
}

/// Parses the basket lines that the page showed; these are what is ordered.
fn lines(cx: &Cx) -> Result<Vec<Wanted>> {
    let (items, sizes, quantities) = (cx.fields("item"), cx.fields("size"), cx.fields("quantity"));
    if items.len() != sizes.len() || items.len() != quantities.len() {
        return Err(Error::Conflict(Code::Unreadable));
    }
    let number = |text: &str| text.parse::<i64>().map_err(|_| Error::Conflict(Code::Unreadable));
    let all = items.into_iter().zip(sizes).zip(quantities);
    all.map(|((item, size), quantity)| {
        Ok(Wanted { item: number(item)?, size: size.to_owned(), quantity: number(quantity)? })
    })
    .collect()
}

/// Handles `POST /home/shop/basket`: places the order.
pub async fn place(cx: Cx) -> Done {
    let pickup = cx.field_i64("pickup");
    let new = PlaceOrder { location: cx.field_i64("location"), pickup, lines: lines(&cx)?, basket: true };
    let id = cx.store.run(&cx.by(), new).await?;
    Ok(To::page(format!("/home/orders/{id}")).saying("done-order-placed"))
}

/// Handles `POST /home/orders/{id}/cancel`.
pub async fn cancel_own(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelOwnOrder { id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page(format!("/home/orders/{id}")).saying("done-order-cancelled"))
}

/// Handles `POST /shop/orders/{id}/hand-over`, then returns to the counter.
pub async fn hand_over(cx: Cx) -> Done {
    let id = cx.id("id")?;
    // A scanned code may be a URL; only its last part counts.
    let code = cx.field("code").rsplit(['/', '=']).next().unwrap_or_default();
    if code.is_empty() {
        return Err(Error::field("code", Code::Required));
    }
    cx.store.order_hand_over(&cx.by(), id, code.to_owned()).await?;
    Ok(To::page("/shop").saying_with("done-order-handed-over", [("n", id.to_string())]))
}

/// Handles `POST /shop/orders/{id}/cancel`.
pub async fn cancel(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), CancelOrder { id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page("/shop/orders").saying_with("done-order-called-off", [("n", id.to_string())]))
}

/// Handles `POST /shop/orders/{id}/replace`: replaces expired goods with fresh ones.
pub async fn replace(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ReplaceExpired(id)).await?;
    Ok(To::page(format!("/shop/orders/{id}")).saying("done-order-replaced"))
}

/// Handles `POST /shop/orders/capacity`.
pub async fn capacity(cx: Cx) -> Done {
    let location = cx.field_i64("location");
    let orders = domain::text::half_width(cx.field("orders")).parse();
    let orders = orders.map_err(|_| Error::field("orders", Code::OutOfRange))?;
    cx.store.run(&cx.by(), SetOrderCapacity { location, orders }).await?;
    Ok(To::page(format!("/shop/orders?location={location}")).saying("done-order-capacity"))
}

/// Handles `POST /shop/walk-in`.
///
/// Leads to the family if it is the only hit; several hits are listed.
pub async fn find(cx: Cx) -> Done {
    let typed = cx.field("family");
    if typed.is_empty() {
        return Err(Error::field("family", Code::Required));
    }
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let location = match (cx.field_i64("location"), shops.as_slice()) {
        (0, [only]) => only.id,
        (0, _) => return Err(Error::field("location", Code::Required)),
        (id, _) => id,
    };
    // The page repeats this call under the same request id: same answer, one audit entry.
    let found = cx.store.walk_in_find(&cx.by(), typed.to_owned()).await?;
    Ok(match found.as_slice() {
        [one] => To::page(format!("/shop/walk-in/{}?location={location}", one.household)),
        _ => To::again(),
    })
}

/// Returns the size that the code stands for, else the one chosen in its row.
pub(crate) fn size_of(cx: &Cx, code: &str, found: &ScannedItem) -> String {
    if found.size.is_empty() { typed(&cx.form.values, "row_size", code) } else { found.size.clone() }
}

/// Handles `POST /shop/walk-in/{id}`: issues what was scanned or picked, at once.
pub async fn issue(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let list = lists::keep(&cx, ListSubject { kind: ListKind::WalkIn, subject: 0, household }).await?;
    if scans_on(&cx) {
        return Ok(To::again());
    }
    let mut lines = Vec::new();
    for line in scanned(&cx).await? {
        match line.found {
            Some(found) => {
                let size = size_of(&cx, &line.code, &found);
                if !found.item.has_size(&size) {
                    return Err(Error::field("size", Code::Required));
                }
                lines.push(Wanted { item: found.item.id, size, quantity: line.count });
            }
            None => return Err(Error::field("scan", Code::Unknown)),
        }
    }
    if lines.is_empty() {
        return Err(Error::field("scan", Code::Required));
    }
    let location = cx.field_i64("location");
    cx.store.count_walk_in(&cx.actor, household).await?;
    let id = lists::book(&cx, list, ListBody::default(), IssueWalkIn { household, location, lines }).await?;
    Ok(To::page(format!("/shop/orders/{id}")).saying("done-walk-in"))
}

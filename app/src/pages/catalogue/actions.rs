//! Writing items down, and looking up what a photo shows.

use domain::{
    Code, Error, Result,
    catalogue::items::{NewItem, Terms},
    permission::Action,
    text::half_width,
};

use crate::web::{Cx, Done, To};

fn posted(cx: &Cx, open: bool) -> Result<NewItem> {
    let category = match cx.field("category") {
        "" => return Err(Error::field("category", Code::Required)),
        name => name.parse().map_err(|_| Error::field("category", Code::Unknown))?,
    };
    Ok(NewItem {
        name: cx.field("name").to_owned(),
        category,
        unit: cx.field("unit").to_owned(),
        sizes: cx.field("sizes").lines().map(str::to_owned).collect(),
        key: cx.field("key").to_owned(),
        electrical: cx.checked("electrical"),
        perishable: cx.checked("perishable"),
        cost: number(cx, "cost")?,
        open,
    })
}

/// A number that may be left empty, which is 0.
fn number(cx: &Cx, name: &'static str) -> Result<i64> {
    match half_width(cx.field(name)).as_str() {
        "" => Ok(0),
        text => text.parse().map_err(|_| Error::field(name, Code::OutOfRange)),
    }
}

fn back(cx: &Cx) -> Result<To> {
    Ok(To::page(format!("/shop/items/{}", cx.id("id")?)))
}

/// POST `/shop/items/new`: with a barcode where one was scanned, both or neither.
///
/// # Errors
/// Wrong fields, a name or a barcode that is taken, or without a shop.
pub async fn add(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepStock)?;
    let new = posted(&cx, true)?;
    let name = new.name.clone();
    let id = cx.store.item_add_with_code(&cx.by(), new, cx.field("barcode").to_owned()).await?;
    Ok(To::page(format!("/shop/items/{id}")).saying_with("done-goods-added", [("name", name)]))
}

/// POST `/shop/items/{id}`
///
/// # Errors
/// Wrong fields, a name that is taken, a size that is still in a shop, or not an own item.
pub async fn change(cx: Cx) -> Done {
    cx.store.item_change(&cx.by(), cx.id("id")?, posted(&cx, cx.checked("open"))?).await?;
    Ok(back(&cx)?.saying("done-goods-saved"))
}

/// POST `/shop/items/{id}/terms`
///
/// # Errors
/// Numbers out of range, or without a shop.
pub async fn terms(cx: Cx) -> Done {
    let terms = Terms {
        points: number(&cx, "points")?,
        minimum: number(&cx, "minimum")?,
        limit_units: number(&cx, "limit_units")?,
        limit_days: number(&cx, "limit_days")?,
    };
    cx.store.item_terms(&cx.by(), cx.id("id")?, terms).await?;
    Ok(back(&cx)?.saying("done-goods-saved"))
}

/// POST `/shop/items/{id}/barcodes`
///
/// # Errors
/// Not a barcode, one that stands for something else, or without a shop.
pub async fn barcode_add(cx: Cx) -> Done {
    let (code, size) = (cx.field("barcode").to_owned(), cx.field("size").to_owned());
    cx.store.barcode_add(&cx.by(), cx.id("id")?, code.clone(), size).await?;
    Ok(back(&cx)?.saying_with("done-barcode-added", [("code", code)]))
}

/// POST `/shop/items/{id}/barcodes/remove`
///
/// # Errors
/// The item has no such barcode, or without a shop.
pub async fn barcode_remove(cx: Cx) -> Done {
    let code = cx.field("removed").to_owned();
    cx.store.barcode_remove(&cx.by(), cx.id("id")?, code.clone()).await?;
    Ok(back(&cx)?.saying_with("done-barcode-removed", [("code", code)]))
}

/// POST `/shop/items/{id}/photo`
///
/// # Errors
/// Not a picture, or not an own item.
pub async fn photo(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepStock)?;
    let bytes = cx.file("photo").ok_or(Error::field("photo", Code::Required))?.to_vec();
    cx.store.item_photo_add(&cx.by(), cx.id("id")?, bytes).await?;
    Ok(back(&cx)?.saying("done-goods-photo"))
}

/// POST `/shop/items/{id}/photo/remove`
///
/// # Errors
/// Not an own item.
pub async fn photo_remove(cx: Cx) -> Done {
    cx.store.item_photo_remove(&cx.by(), cx.id("id")?).await?;
    Ok(back(&cx)?.saying("done-goods-photo-removed"))
}

/// POST `/shop/scan/photo`: on to what the code in the photo stands for, as if it had been typed. The photo is not
/// kept.
///
/// # Errors
/// Not a picture, no code in it, or without a role that reads stock.
pub async fn scan_photo(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let bytes = cx.file("photo").ok_or(Error::field("photo", Code::Required))?.to_vec();
    let code = store::catalogue::photo_codes::code_in(bytes).await?.ok_or(Error::field("photo", Code::NoCodeSeen))?;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("code", &code).finish();
    Ok(To::page(format!("/shop/scan?{query}")))
}

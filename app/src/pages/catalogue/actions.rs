//! Actions on items and their barcodes, and decoding a code from a photo.

use domain::{
    Code, Error, Result,
    catalogue::items::{NewItem, Terms},
    permission::Action,
    text::half_width,
};
use store::catalogue::{
    barcodes::{AddBarcode, RemoveBarcode},
    items::{AddItemWithCode, WriteItem},
    photos::RemoveItemPhoto,
};

use crate::web::{Cx, Done, To};

fn posted(cx: &Cx, open: bool) -> Result<NewItem> {
    let category = cx.choice("category")?;
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

/// Parses a number; an empty field is 0.
fn number(cx: &Cx, name: &'static str) -> Result<i64> {
    match half_width(cx.field(name)).as_str() {
        "" => Ok(0),
        text => text.parse().map_err(|_| Error::field(name, Code::OutOfRange)),
    }
}

fn back(cx: &Cx) -> Result<To> {
    Ok(To::page(format!("/shop/items/{}", cx.id("id")?)))
}

/// Handles `POST /shop/items/new`: creates an item and its scanned barcode in one transaction.
///
/// # Errors
/// Invalid fields; [`Code::NameTaken`]; [`Code::BarcodeTaken`]; [`Code::NotAllowed`] without a shop.
pub async fn add(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepStock)?;
    let new = posted(&cx, true)?;
    let name = new.name.clone();
    let id = cx.store.run(&cx.by(), AddItemWithCode { item: new, code: cx.field("barcode").to_owned() }).await?;
    Ok(To::page(format!("/shop/items/{id}")).saying_with("done-goods-added", [("name", name)]))
}

/// Handles `POST /shop/items/{id}`.
///
/// # Errors
/// Invalid fields; [`Code::NameTaken`]; [`Code::SizeInUse`] for a removed size with stock; [`Code::NotAllowed`] for a
/// catalogue item.
pub async fn change(cx: Cx) -> Done {
    cx.store.run(&cx.by(), WriteItem::change(cx.id("id")?, posted(&cx, cx.checked("open"))?)).await?;
    Ok(back(&cx)?.saying("done-goods-saved"))
}

/// Handles `POST /shop/items/{id}/terms`.
///
/// # Errors
/// Numbers out of range; [`Code::NotAllowed`] without a shop.
pub async fn terms(cx: Cx) -> Done {
    let terms = Terms {
        points: number(&cx, "points")?,
        minimum: number(&cx, "minimum")?,
        limit_units: number(&cx, "limit_units")?,
        limit_days: number(&cx, "limit_days")?,
    };
    cx.store.run(&cx.by(), WriteItem::terms(cx.id("id")?, terms)).await?;
    Ok(back(&cx)?.saying("done-goods-saved"))
}

/// Handles `POST /shop/items/{id}/barcodes`.
///
/// # Errors
/// [`Code::BarcodeWrong`]; [`Code::BarcodeTaken`] by another item or size; [`Code::NotAllowed`] without a shop.
pub async fn barcode_add(cx: Cx) -> Done {
    let (code, size) = (cx.field("barcode").to_owned(), cx.field("size").to_owned());
    cx.store.run(&cx.by(), AddBarcode { code: code.clone(), item: cx.id("id")?, size }).await?;
    Ok(back(&cx)?.saying_with("done-barcode-added", [("code", code)]))
}

/// Handles `POST /shop/items/{id}/barcodes/remove`.
///
/// # Errors
/// Not found for a barcode that the item does not have; [`Code::NotAllowed`] without a shop.
pub async fn barcode_remove(cx: Cx) -> Done {
    let code = cx.field("removed").to_owned();
    cx.store.run(&cx.by(), RemoveBarcode::new(cx.id("id")?, code.clone())).await?;
    Ok(back(&cx)?.saying_with("done-barcode-removed", [("code", code)]))
}

/// Handles `POST /shop/items/{id}/photo`.
///
/// # Errors
/// [`Code::NotAPicture`] on the field; [`Code::NotAllowed`] for a catalogue item or without a shop.
pub async fn photo(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::KeepStock)?;
    let bytes = cx.file("photo").ok_or(Error::field("photo", Code::Required))?.to_vec();
    cx.store.item_photo_add(&cx.by(), cx.id("id")?, bytes).await?;
    Ok(back(&cx)?.saying("done-goods-photo"))
}

/// Handles `POST /shop/items/{id}/photo/remove`.
///
/// # Errors
/// [`Code::NotAllowed`] for a catalogue item or without a shop.
pub async fn photo_remove(cx: Cx) -> Done {
    cx.store.run(&cx.by(), RemoveItemPhoto(cx.id("id")?)).await?;
    Ok(back(&cx)?.saying("done-goods-photo-removed"))
}

/// Handles `POST /shop/scan/photo`: decodes the photo and redirects to the scan page with its code.
///
/// The photo is not stored.
///
/// # Errors
/// [`Code::NotAPicture`]; [`Code::NoCodeSeen`]; [`Code::NotAllowed`] without a role that reads stock.
pub async fn scan_photo(cx: Cx) -> Done {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let bytes = cx.file("photo").ok_or(Error::field("photo", Code::Required))?.to_vec();
    let code = store::db::uploads::code_in(bytes).await?.ok_or(Error::field("photo", Code::NoCodeSeen))?;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("code", &code).finish();
    Ok(To::page(format!("/shop/scan?{query}")))
}

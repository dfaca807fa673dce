//! Item catalogue: items with their terms and barcodes.

use app::i18n::Lang;
use axum::{
    Json,
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode},
};
use domain::{
    Code, Error,
    catalogue::{
        Category,
        items::{Item, ItemId, NewItem, Terms},
    },
    permission::Action,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    catalogue::{
        barcodes::{AddBarcode, RemoveBarcode},
        items::{ItemQuery, ScannedItem, WriteItem},
        photos::RemoveItemPhoto,
    },
};
use utoipa::{IntoParams, ToSchema};

use crate::http::{
    Answer,
    extract::{Body, Id, Query, Signed, Write},
    problem::{Problem, language},
    upload::{self, Upload},
};

/// Filters of the item list; a field left out filters nothing.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ItemsQuery {
    /// Words of a name, Chinese or English.
    q: String,
    /// Only this category.
    category: Option<Category>,
    /// Only items that families can take for points.
    offered: bool,
    /// Include items that are not kept any more.
    closed: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// An item that a root area adds to the catalogue.
#[derive(Deserialize, ToSchema)]
pub struct ItemBody {
    /// Its name, unique among the items.
    name: String,
    /// Its category.
    category: Category,
    /// Unit in which it is counted; 件 by default.
    #[serde(default)]
    unit: String,
    /// Sizes to choose from; empty when it has none.
    #[serde(default)]
    sizes: Vec<String>,
    /// Key of its pictogram: an item's key, or `cat-` and a category.
    #[serde(default)]
    key: String,
    /// Whether a used one needs a signed safety check.
    #[serde(default)]
    electrical: bool,
    /// Whether it has a best-before date.
    #[serde(default)]
    perishable: bool,
    /// Approximate cost of one, in yuan.
    #[serde(default)]
    cost: i64,
    /// False once it is not kept any more.
    #[serde(default = "yes")]
    open: bool,
    /// The root area's terms; unchanged when left out.
    #[serde(default)]
    terms: Option<TermsBody>,
}

fn yes() -> bool {
    true
}

impl ItemBody {
    fn parts(self) -> (NewItem, Option<TermsBody>) {
        let ItemBody { name, category, unit, sizes, key, electrical, perishable, cost, open, terms } = self;
        (NewItem { name, category, unit, sizes, key, electrical, perishable, cost, open }, terms)
    }
}

/// A root area's terms for an item.
#[derive(Deserialize, ToSchema)]
#[serde(default)]
#[derive(Default)]
pub struct TermsBody {
    /// Price of one in the free shop, in points; 0 when it is not offered there.
    points: i64,
    /// Stock in the root area below which it counts as short; 0 for no minimum.
    minimum: i64,
    /// Most units that one household may take within `limit_days`; 0 for no limit.
    limit_units: i64,
    /// Period of the limit, in days.
    limit_days: i64,
}

impl From<TermsBody> for Terms {
    fn from(body: TermsBody) -> Terms {
        let TermsBody { points, minimum, limit_units, limit_days } = body;
        Terms { points, minimum, limit_units, limit_days }
    }
}

/// A barcode to be assigned to an item.
#[derive(Deserialize, ToSchema)]
pub struct BarcodeBody {
    /// An EAN-8, EAN-13 or UPC-A with its check digit, or a code of your own.
    /// A code of your own has at most 40 printable ASCII characters.
    barcode: String,
    /// The size it stands for; empty when it stands for any.
    #[serde(default)]
    size: String,
}

/// A barcode to be taken from an item.
#[derive(Deserialize, ToSchema)]
pub struct RemovedBarcode {
    /// The code.
    barcode: String,
}

/// A barcode, and the size it stands for.
#[derive(Serialize, ToSchema)]
pub struct Barcode {
    /// The code.
    code: String,
    /// The size; empty when it stands for any.
    size: String,
}

/// An item with its barcodes and its stock.
#[derive(Serialize, ToSchema)]
pub struct ItemFile {
    /// The item.
    item: Item,
    /// Its barcodes.
    barcodes: Vec<Barcode>,
    /// Units on hand in the root area, all locations together.
    on_hand: i64,
}

/// What a scanned or typed code stands for.
#[derive(Serialize, ToSchema)]
pub struct FoundByCode {
    /// Item and size in one line, in the language of the request.
    title: String,
    /// The item.
    item: Item,
    /// Its size; empty when it has none, or the code does not tell.
    size: String,
    /// The lot that a label belongs to, or 0.
    lot: i64,
}

async fn file(store: &Store, actor: &domain::accounts::Actor, id: ItemId) -> Answer<Json<ItemFile>> {
    let store::catalogue::items::ItemFile { item, barcodes, on_hand } = store.item_file(actor, id).await?;
    let barcodes = barcodes.into_iter().map(|b| Barcode { code: b.code, size: b.size }).collect();
    Ok(Json(ItemFile { item, barcodes, on_hand }))
}

/// Lists the items of your root area: the shared catalogue's, then its own.
#[utoipa::path(get, path = "/items", tag = "items", params(ItemsQuery), responses((status = 200, body = Page<Item>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<ItemsQuery>,
) -> Answer<Json<Page<Item>>> {
    let ItemsQuery { q, category, offered, closed, cursor } = query;
    Ok(Json(store.items(&actor, &ItemQuery { q, category, offered, closed, cursor }).await?))
}

/// Adds an item to your root area's catalogue.
#[utoipa::path(post, path = "/items", tag = "items", request_body = ItemBody,
    responses((status = 201, body = ItemFile)))]
pub async fn add(
    State(store): State<Store>,
    write: Write,
    Body(body): Body<ItemBody>,
) -> Answer<(StatusCode, Json<ItemFile>)> {
    let (new, terms) = body.parts();
    let id = store.run(&write.0, WriteItem { item: 0, new: Some(new), terms: terms.map(Terms::from) }).await?;
    Ok((StatusCode::CREATED, file(&store, write.actor(), id).await?))
}

/// Returns an item with its barcodes and its stock.
#[utoipa::path(get, path = "/items/{id}", tag = "items", params(("id" = i64, Path)),
    responses((status = 200, body = ItemFile)))]
pub async fn get(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Json<ItemFile>> {
    file(&store, &actor, id).await
}

/// Changes an item of your root area.
#[utoipa::path(post, path = "/items/{id}", tag = "items", params(("id" = i64, Path)), request_body = ItemBody,
    responses((status = 200, body = ItemFile)))]
pub async fn change(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(body): Body<ItemBody>,
) -> Answer<Json<ItemFile>> {
    let (new, terms) = body.parts();
    store.run(&write.0, WriteItem { item: id, new: Some(new), terms: terms.map(Terms::from) }).await?;
    file(&store, write.actor(), id).await
}

/// Sets your root area's terms for an item, its own or the shared catalogue's.
#[utoipa::path(post, path = "/items/{id}/terms", tag = "items", params(("id" = i64, Path)), request_body = TermsBody,
    responses((status = 200, body = ItemFile)))]
pub async fn terms(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(body): Body<TermsBody>,
) -> Answer<Json<ItemFile>> {
    store.run(&write.0, WriteItem::terms(id, body.into())).await?;
    file(&store, write.actor(), id).await
}

/// Assigns a barcode to an item.
#[utoipa::path(post, path = "/items/{id}/barcodes", tag = "items", params(("id" = i64, Path)),
    request_body = BarcodeBody, responses((status = 201, body = ItemFile)))]
pub async fn barcodes(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(BarcodeBody { barcode, size }): Body<BarcodeBody>,
) -> Answer<(StatusCode, Json<ItemFile>)> {
    store.run(&write.0, AddBarcode { code: barcode, item: id, size }).await?;
    Ok((StatusCode::CREATED, file(&store, write.actor(), id).await?))
}

/// Takes a barcode from an item.
#[utoipa::path(post, path = "/items/{id}/barcodes/remove", tag = "items", params(("id" = i64, Path)),
    request_body = RemovedBarcode, responses((status = 200, body = ItemFile)))]
pub async fn barcode_remove(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(RemovedBarcode { barcode }): Body<RemovedBarcode>,
) -> Answer<Json<ItemFile>> {
    store.run(&write.0, RemoveBarcode::new(id, barcode)).await?;
    file(&store, write.actor(), id).await
}

/// A picture of an item, sent as a form.
#[derive(ToSchema)]
pub struct ItemPicture {
    /// Picture: JPEG, PNG or WebP, at most 12 MB. Stored smaller, without metadata.
    #[schema(value_type = String, format = Binary)]
    photo: Vec<u8>,
}

impl ItemPicture {
    async fn read(request: Request) -> Result<ItemPicture, Problem> {
        if !upload::is_form(&request) {
            return Err(Problem::field("photo", Code::Required));
        }
        Ok(ItemPicture { photo: Upload::read(request, &()).await?.take("photo") })
    }
}

/// The picture that was added.
#[derive(Serialize, ToSchema)]
pub struct AddedPicture {
    /// Number of the picture, which `/item-photos/{id}` shows.
    photo: i64,
}

/// Adds the photo of an item of your root area, in place of the one before.
#[utoipa::path(post, path = "/items/{id}/photo", tag = "items", params(("id" = i64, Path)),
    request_body(content((ItemPicture = "multipart/form-data"))),
    responses((status = 201, body = AddedPicture)))]
pub async fn photo_add(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    request: Request,
) -> Answer<(StatusCode, Json<AddedPicture>)> {
    // Before the form is read, so that who may not add one is told so.
    write.actor().must_somewhere(Action::KeepStock)?;
    let ItemPicture { photo } = ItemPicture::read(request).await?;
    let photo = store.item_photo_add(&write.0, id, photo).await?;
    Ok((StatusCode::CREATED, Json(AddedPicture { photo })))
}

/// Removes the photo of an item of your root area.
#[utoipa::path(post, path = "/items/{id}/photo/remove", tag = "items", params(("id" = i64, Path)),
    responses((status = 204, description = "Removed")))]
pub async fn photo_remove(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, RemoveItemPhoto(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Looks up a barcode, one of our own labels or an item's number.
#[utoipa::path(get, path = "/items/by-code/{code}", tag = "items", params(("code" = String, Path)),
    responses((status = 200, body = FoundByCode)))]
pub async fn by_code(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Answer<Json<FoundByCode>> {
    let lang: Lang = language(&headers);
    let ScannedItem { item, size, lot } = store.item_by_code(&actor, &code).await?.ok_or(Error::NotFound)?;
    let title = lang.item_title(&item.key, &item.name, item.id, &size);
    Ok(Json(FoundByCode { title, item, size, lot }))
}

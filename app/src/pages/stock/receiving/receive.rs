//! Receiving goods: scanned, or picked by picture.
//! What arrives together is one receipt; after each line the page is ready for the next.

use std::sync::Arc;

use domain::{
    catalogue::{self, items::Item},
    ledger::{Condition, Location, Origin},
    permission::Action,
    stock::{
        lists::{ListKind, ListSubject},
        offers::Offer,
        receipts::{NewReceipt, Receipt},
    },
};
use leptos::prelude::*;
use store::{catalogue::items::ItemQuery, stock::receiving::receipt_views::Giver};

use super::{receive_form, receive_rows};
use crate::{
    components::{ActionForm, Banner, Choice, Empty, Icon, Pager, Scan, Scanned, Search, Submit, Tile, scanned, tint},
    functions::stock::ScanTarget,
    i18n::{item_title, lang},
    pages::stock::{
        lists::{self, PageList},
        receipts::yuan,
        words::{self, link},
    },
    web::{Cx, Here, Page, Shown},
};

/// Values kept from one line to the next.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) location: String,
    pub(crate) origin: Origin,
    /// Open receipt that takes more lines.
    pub(crate) receipt: Option<Receipt>,
    /// Accepted offer whose goods have arrived.
    pub(crate) offer: Option<Offer>,
    /// Drives that the receipt may name, and the one that is chosen, or 0.
    pub(crate) drives: (Vec<(i64, String)>, i64),
    /// Shops that the goods may be for, and the one that is chosen, or 0.
    pub(crate) onward: (Vec<Location>, i64),
}

impl Kept {
    async fn of(cx: &Cx, shops: &[Location]) -> Self {
        let given =
            |name: &str| if cx.field(name).is_empty() { cx.query(name).to_owned() } else { cx.field(name).to_owned() };
        let number = |name: &str| given(name).parse::<i64>().unwrap_or(0);
        let receipt = match number("receipt") {
            0 => None,
            id => cx.store.receipt(&cx.actor, id).await.ok().filter(|receipt| receipt.open),
        };
        let offer = match (number("offer"), &receipt) {
            (0, _) | (_, Some(_)) => None,
            (id, None) => cx.store.offer(&cx.actor, id).await.ok().filter(|offer| offer.location != 0),
        };
        let (mut location, mut origin) = (given("location"), given("origin").parse().unwrap_or(Origin::Donation));
        if location.is_empty() {
            location = cx.actor.place.shop.as_ref().map(|shop| shop.id.to_string()).unwrap_or_default();
        }
        if let Some(receipt) = &receipt {
            (location, origin) = (receipt.location.to_string(), receipt.origin);
        } else if let Some(offer) = &offer {
            location = offer.location.to_string();
        }
        let drives = match receipt {
            Some(_) => Vec::new(),
            None => cx.store.receiving_drives(&cx.actor).await.unwrap_or_default(),
        };
        let drive = match (number("drive"), &offer) {
            (0, Some(offer)) => cx.store.drive_of_offer(&cx.actor, offer.id).await.unwrap_or_default(),
            (drive, _) => drive,
        };
        let here = location.parse().ok().filter(|id| shops.iter().any(|shop| shop.id == *id));
        let here = here.or(shops.first().map(|shop| shop.id)).unwrap_or_default();
        // An open receipt and an offer are of this shop.
        let beside = match (&receipt, &offer) {
            (None, None) if here != 0 => cx.store.shops_beside(&cx.actor, here).await.unwrap_or_default(),
            _ => Vec::new(),
        };
        let onward = (beside, number("send_to"));
        Kept { location, origin, receipt, offer, drives: (drives, drive), onward }
    }

    /// Returns the shop that the goods are sent on to, as a value of the form; empty if they stay.
    pub(crate) fn destination(&self) -> String {
        if self.onward.1 == 0 { String::new() } else { self.onward.1.to_string() }
    }

    /// Returns the URL for an item, or for choosing one ("").
    pub(crate) fn link(&self, item: &str) -> String {
        let receipt = self.receipt.as_ref().map(|r| r.id.to_string()).unwrap_or_default();
        if !receipt.is_empty() {
            return link("/shop/receive", &[("item", item), ("receipt", &receipt)]);
        }
        let offer = self.offer.as_ref().map(|o| o.id.to_string()).unwrap_or_default();
        link(
            "/shop/receive",
            &[
                ("item", item),
                ("location", &self.location),
                ("origin", self.origin.as_str()),
                ("offer", &offer),
                ("send_to", &self.destination()),
            ],
        )
    }
}

/// Renders `GET /shop/receive?item&size&quantity&location&origin&receipt&offer&send_to&sent&code&q&again&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let title = cx.lang.t("stock-receive-title");
    if shops.is_empty() {
        return Ok(Page::new(title, Here::Receive, || {
            view! { <Empty title=t!("stock-no-shop") pictogram="bridge">{t!("stock-no-shop-text")}</Empty> }
        })
        .no_index());
    }
    let was_posted = cx.form.is_posted();
    let (cx, list) = lists::open(&cx, ListSubject::of(ListKind::Receiving), cx.shop(), "/shop/receive").await?;
    let kept = Kept::of(&cx, &shops).await;
    let givers = if kept.receipt.is_some() { Vec::new() } else { cx.store.givers(&cx.actor, shops[0].id).await? };
    let q: String = cx.query("q").chars().take(40).collect();
    let query = ItemQuery { q: q.clone(), cursor: cx.query_i64("cursor"), ..ItemQuery::default() };
    let found = cx.store.items(&cx.actor, &query).await?;
    let asked = if cx.field("item").is_empty() { cx.query("item") } else { cx.field("item") };
    let offered = kept.offer.as_ref().filter(|_| q.is_empty() && cx.query("cursor").is_empty()).map_or(0, |o| o.item);
    let item = match (asked, found.items.as_slice()) {
        ("", [only]) if !q.is_empty() => Some(only.clone()),
        ("", _) if offered != 0 && !cx.form.is_posted() => item_of(&cx, &offered.to_string()).await,
        ("", _) => None,
        (asked, _) => item_of(&cx, asked).await,
    };
    if let Some(item) = item {
        // Of an open list only what is asked once: its condition is that of other goods.
        let mut form = cx.form.clone();
        if !was_posted {
            let once = ["location", "origin", "giver", "named", "organisation", "reason", "drive", "send_to"];
            form.values =
                Arc::new(form.values.iter().filter(|(name, _)| once.contains(&name.as_str())).cloned().collect());
        }
        return Ok(receive_form::page(&cx, item, shops, kept, givers).filled(form));
    }
    let lines = scanned(&cx).await?;
    let learning = receive_rows::Learning::of(&cx, &lines).await?;
    let again = item_of(&cx, cx.query("again")).await;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let links = tools(&cx).await?;
    let sent = cx.query_i64("sent");
    let form = cx.form.clone();
    Ok(Page::new(title, Here::Receive, move || {
        let receipt = kept.receipt.as_ref().map(|r| r.id.to_string()).unwrap_or_default();
        let keep = match receipt.as_str() {
            "" => vec![
                ("location", kept.location.clone()),
                ("origin", kept.origin.as_str().to_owned()),
                ("offer", kept.offer.as_ref().map(|offer| offer.id.to_string()).unwrap_or_default()),
            ],
            id => vec![("receipt", id.to_owned())],
        };
        let grid = if found.items.is_empty() {
            view! { <Empty title=t!("stock-receive-none", q = q.clone()) action=("/shop/receive", t!("stock-receive-all"))>{t!("stock-receive-none-text")}</Empty> }.into_any()
        } else {
            grid(&found.items, &kept)
        };
        let unknown = lines.iter().filter(|line| line.found.is_none()).count();
        let some = unknown < lines.len();
        view! {
            {(sent > 0).then(|| view! {
                <Banner tone="tea"><a class="link" href=format!("/shop/transfers/{sent}/paper")>{t!("receive-delivery-note", n = sent.to_string())}</a></Banner>
            })}
            {head(&kept)}
            {list.head("/shop/receive")}
            {(unknown > 0).then(|| view! { <Banner tone="amber"><a class="link" href="#learn">{t!("receive-unknown", n = unknown)}</a></Banner> })}
            {origins(&kept, "")}
            {again.map(|item| again_link(&item, &kept))}
            {scan_form(&kept, &list, lines, learning, some, &shops, &givers)}
            <section class="stack" id="pictures">
                <h2>{t!("receive-pictures")}</h2>
                <Search q=q placeholder=t!("stock-receive-search") keep />
                {grid}
                <Pager next />
            </section>
        }
    })
    .filled(form)
    .tools(move || links)
    .no_index())
}

/// Loads an open item by its catalogue key, which older links use, or by its id.
async fn item_of(cx: &Cx, asked: &str) -> Option<Item> {
    let id = catalogue::by_key(asked).map(|item| item.id).or_else(|| asked.parse().ok())?;
    let item = cx.store.item_file(&cx.actor, id).await.ok()?.item;
    item.open.then_some(item)
}

/// Renders links to related pages that are needed less often.
async fn tools(cx: &Cx) -> domain::Result<AnyView> {
    let waiting = cx.store.offers_waiting(&cx.actor).await?;
    let offers = cx.lang.tf("receive-offers", &[("n", waiting.into())]);
    let (inspect, receipts) = (cx.lang.t("inspect-title"), cx.lang.t("receipts-title"));
    Ok(view! {
        <a class="btn btn-quiet" href="/shop/offers">{offers}</a>
        <a class="btn btn-quiet" href="/shop/inspect">{inspect}</a>
        <a class="btn btn-quiet" href="/shop/receipts">{receipts}</a>
    }
    .into_any())
}

/// Renders the open receipt, or the offer whose goods have arrived.
pub(crate) fn head(kept: &Kept) -> Option<AnyView> {
    if let Some(receipt) = &kept.receipt {
        let units = t!("receive-so-far", n = receipt.units, lines = receipt.lines.len());
        let cost = (receipt.cost > 0).then(|| yuan(receipt.cost));
        let (id, giver, place) = (receipt.id, receipt.giver.clone(), receipt.location_name.clone());
        let words = if giver.is_empty() { place } else { format!("{giver} · {place}") };
        let number = receipt.number.clone();
        return Some(
            view! {
                <section class="card receipt-open">
                    <p class="row-main">
                        <b class="num"><a class="link" href=format!("/shop/receipts/{id}")>{number}</a></b>
                        <span>{words}</span>
                        <small class="soft">{units}{cost.map(|cost| format!(" · {cost}"))}</small>
                    </p>
                    <ActionForm to=format!("/shop/receipts/{id}/close") class="cluster">
                        <Submit label=t!("receive-finish") tone="soft" icon="check" />
                    </ActionForm>
                </section>
            }
            .into_any(),
        );
    }
    let offer = kept.offer.as_ref()?;
    let title = item_title(&offer.key, &offer.name, offer.item, &offer.size);
    let (donor, n, to) = (offer.donor.clone(), offer.quantity, format!("/shop/offers/{}", offer.id));
    Some(
        view! {
            <Banner tone="tea">
                <a class="link" href=to>{t!("receive-offer", donor = donor, title = title, n = n)}</a>
            </Banner>
        }
        .into_any(),
    )
}

/// Renders the choice of origin, first because a purchase needs prices.
///
/// `None` with an open receipt or an offer, which fix the origin.
pub(crate) fn origins(kept: &Kept, item: &str) -> Option<AnyView> {
    if kept.receipt.is_some() || kept.offer.is_some() {
        return None;
    }
    let chips = NewReceipt::ORIGINS
        .map(|origin| {
            let to = Kept { origin, ..kept.clone() }.link(item);
            view! { <a class="chip" href=to aria-current=(origin == kept.origin).then_some("true")>{words::origin(origin)}</a> }
        })
        .collect_view();
    Some(view! { <nav class="chips" aria-label=t!("field-origin")>{chips}</nav> }.into_any())
}

/// Renders receipt and offer as hidden fields of both forms.
pub(crate) fn hidden(kept: &Kept) -> AnyView {
    let receipt = kept.receipt.as_ref().map(|r| r.id.to_string());
    let offer = kept.offer.as_ref().map(|o| o.id.to_string());
    view! {
        {receipt.map(|id| view! { <input type="hidden" name="receipt" value=id /> })}
        {offer.map(|id| view! { <input type="hidden" name="offer" value=id /> })}
    }
    .into_any()
}

fn scan_form(
    kept: &Kept,
    list: &PageList,
    lines: Vec<Scanned>,
    learning: Option<receive_rows::Learning>,
    some: bool,
    shops: &[Location],
    givers: &[Giver],
) -> impl IntoView + use<> {
    let (kept, shops, givers, list) = (kept.clone(), shops.to_vec(), givers.to_vec(), list.fields());
    let purchase = kept.origin == Origin::Purchase;
    let cells = receive_rows::cells(purchase);
    let target = if purchase { ScanTarget::Purchase } else { ScanTarget::Receipt };
    let before = kept.receipt.as_ref().map_or(0, |receipt| receipt.cost);
    // Fields read the posted values from their form's context, so they are created inside it.
    view! {
        <ActionForm to="/shop/receive">
            <Scan lines more=cells target sums=receive_rows::cost_sum(purchase, before) />
            {list}
            {hidden(&kept)}
            {match learning {
                // What is known can come in, while a code is asked about.
                Some(learning) => {
                    let known = some.then(|| {
                        view! { <Submit label=t!("receive-known") tone="soft" wide=true choice=("part", "known".to_owned()) /> }.into_any()
                    });
                    view! { {learning.view()}{rest(&kept, &shops, &givers, known)} }.into_any()
                }
                None => rest(&kept, &shops, &givers, None),
            }}
        </ActionForm>
    }
}

/// Renders the fields common to all scanned rows, and the button; beside it stands the one that takes what is known.
fn rest(kept: &Kept, shops: &[Location], givers: &[Giver], known: Option<AnyView>) -> AnyView {
    let conditions =
        Condition::ALL.iter().map(|c| (c.as_str().to_owned(), words::condition(*c), String::new())).collect();
    view! {
        <Choice name="condition" label=t!("receive-all-condition") options=conditions value="new" side=true />
        {receive_form::head_fields(kept, shops, givers)}
        <div class="thumb-bar">
            <Submit label=t!("stock-receive-do") icon="check" wide=true />
            {known}
        </div>
    }
    .into_any()
}

/// Renders the link to receive the same item again, e.g. in another size.
fn again_link(item: &Item, kept: &Kept) -> impl IntoView + use<> {
    let title = item_title(&item.key, &item.name, item.id, "");
    let (key, photo, to) = (item.key.clone(), item.photo, kept.link(&item.id.to_string()));
    view! {
        <a class=format!("door {}", tint(item.category)) href=to>
            <Tile key item_photo=photo size="small" />
            <span>{t!("stock-receive-again", item = title)}</span>
            <Icon name="chevron-right" />
        </a>
    }
}

fn grid(items: &[Item], kept: &Kept) -> AnyView {
    let shelves = catalogue::Category::ALL.iter().filter(|category| items.iter().any(|i| i.category == **category));
    let sections = shelves
        .map(|category| {
            let id = format!("shelf-{}", category.as_str());
            let here = items.iter().filter(|item| item.category == *category);
            let pictures = here.map(|item| picture(item, kept)).collect_view();
            view! {
                <section class="stack" aria-labelledby=id.clone()>
                    <h3 id=id.clone()>{lang().named("category", category.as_str())}</h3>
                    <div class="picture-grid">{pictures}</div>
                </section>
            }
        })
        .collect_view();
    view! { {sections} }.into_any()
}

fn picture(item: &Item, kept: &Kept) -> impl IntoView + use<> {
    let title = item_title(&item.key, &item.name, item.id, "");
    view! {
        <a class=format!("picture {}", tint(item.category)) href=kept.link(&item.id.to_string())>
            <Tile key=item.key.clone() item_photo=item.photo />
            <span>{title}</span>
        </a>
    }
}

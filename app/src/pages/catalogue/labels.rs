//! Labels to stick on goods: a sheet of 3 × 8 or a roll of 50 × 30 mm, printed by the browser.

use domain::{
    Timestamp,
    catalogue::items::{Item, Label},
    permission::Action,
};
use leptos::prelude::*;
use qrcode::{EcLevel, QrCode, render::svg};

use super::code128;
use crate::{
    components::{Empty, Icon},
    i18n::{self, lang},
    pages::stock::words::link,
    web::{Cx, Here, Page, Shown},
};

/// Labels on one sheet.
const SHEET: i64 = 24;
/// Most labels at once: more than ten sheets are taken for a typing error.
const MOST: i64 = 10 * SHEET;
/// Most different things on one print: as many as a page of the stock has.
const THINGS: usize = 100;

/// What one label shows.
#[derive(Clone)]
struct Says {
    name: String,
    size: String,
    /// Price of one unit in the free shop; 0 if it is not offered there.
    points: i64,
    expires: Timestamp,
    /// When the lot came in; 0 for a label of an item.
    received: Timestamp,
    code: String,
}

/// The query of the page.
#[derive(Clone)]
struct Asked {
    item: String,
    lot: String,
    size: String,
    /// Several things at once, each as item id and size: `12|XL`.
    of: Vec<String>,
    n: i64,
    skip: i64,
    roll: bool,
    bars: bool,
}

impl Asked {
    fn of(cx: &Cx) -> Self {
        let of: Vec<String> =
            cx.query.iter().filter(|(name, _)| name == "of").map(|(_, value)| value.clone()).take(THINGS).collect();
        let most = MOST / i64::try_from(of.len().max(1)).unwrap_or(MOST);
        let n = cx.query("n").parse().unwrap_or(if of.is_empty() { SHEET } else { 1 });
        Asked {
            item: cx.query("item").to_owned(),
            lot: cx.query("lot").to_owned(),
            size: cx.query("size").to_owned(),
            of,
            n: n.clamp(1, most),
            skip: cx.query_i64("skip").clamp(0, SHEET - 1),
            roll: cx.query("format") == "roll",
            bars: cx.query("code") == "128",
        }
    }
}

/// Loads what the labels of an item in a size show.
async fn of_item(cx: &Cx, id: &str, size: &str) -> domain::Result<(Item, Says)> {
    let id = id.parse().map_err(|_| domain::Error::NotFound)?;
    let item = cx.store.item_file(&cx.actor, id).await?.item;
    let size = if item.has_size(size) { size } else { "" };
    let (name, code) = (cx.lang.item_called(&item.key, &item.name, item.id), Label::of(item.id, size));
    let says = Says { name, size: cx.lang.size(size), points: item.terms.points, expires: 0, received: 0, code };
    Ok((item, says))
}

/// Serves `GET /shop/labels?item&size&n&format&code&skip`, or with `?lot` or `?of`.
///
/// `?lot` prints a lot with its own date; `?of=12|XL&of=…` prints several things on one sheet.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let asked = Asked::of(&cx);
    let (sizes, says, back) = if !asked.of.is_empty() {
        let mut all = Vec::with_capacity(asked.of.len());
        for thing in &asked.of {
            let (id, size) = thing.split_once('|').unwrap_or((thing, ""));
            all.push(of_item(&cx, id, size).await?.1);
        }
        (Vec::new(), all, "/shop/stock".to_owned())
    } else if asked.lot.is_empty() {
        let (item, says) = of_item(&cx, &asked.item, &asked.size).await?;
        (item.sizes, vec![says], format!("/shop/items/{}", item.id))
    } else {
        let lot = asked.lot.parse().map_err(|_| domain::Error::NotFound)?;
        let (item, size, expires, received) = cx.store.lot_label(&cx.actor, lot).await?;
        let name = cx.lang.item_called(&item.key, &item.name, item.id);
        let (size, points, code) = (cx.lang.size(&size), item.terms.points, format!("lot:{lot}"));
        let says = Says { name, size, points, expires, received, code };
        (Vec::new(), vec![says], format!("/shop/items/{}", item.id))
    };
    Ok(Page::new(cx.lang.t("labels-title"), Here::Stock, move || {
        view! {
            {options(&asked, &sizes)}
            {sheet(&asked, &says)}
        }
    })
    .back(back)
    .wide()
    .tools(|| view! {
        <button type="button" class="btn btn-main" hidden data-wake="print" data-print><Icon name="print" />{t!("labels-print")}</button>
    })
    .no_index())
}

/// Renders the options form; a change reloads the page with the new labels.
fn options(asked: &Asked, sizes: &[String]) -> impl IntoView + use<> {
    let asked = asked.clone();
    let option = |value: &str, text: String, chosen: bool| {
        let value = value.to_owned();
        view! { <option value=value selected=chosen>{text}</option> }
    };
    let sizes = (!sizes.is_empty()).then(|| {
        let all = option("", t!("labels-all-sizes"), asked.size.is_empty());
        let each = sizes.iter().map(|size| option(size, i18n::size(size), *size == asked.size)).collect_view();
        view! { <select name="size" aria-label=t!("field-size")>{all}{each}</select> }
    });
    let format = [("sheet", !asked.roll), ("roll", asked.roll)]
        .map(|(value, chosen)| option(value, t!(&format!("labels-{value}")), chosen));
    let code = [("qr", !asked.bars), ("128", asked.bars)]
        .map(|(value, chosen)| option(value, t!(&format!("labels-code-{value}")), chosen));
    let several = asked.of.len() > 1;
    let hidden = [("item", asked.item.clone()), ("lot", asked.lot.clone())]
        .into_iter()
        .chain(asked.of.iter().map(|of| ("of", of.clone())))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    view! {
        <form class="filter-row labels-options">
            {hidden}
            {sizes}
            <select name="format" aria-label=t!("labels-format")>{format}</select>
            <select name="code" aria-label=t!("labels-code")>{code}</select>
            <label>{if several { t!("labels-n-each") } else { t!("labels-n") }}" "<input type="number" name="n" min="1" max=MOST value=asked.n inputmode="numeric" /></label>
            {(!asked.roll).then(|| view! {
                <label>{t!("labels-skip")}" "<input type="number" name="skip" min="0" max=SHEET - 1 value=asked.skip inputmode="numeric" /></label>
            })}
            <button class="btn btn-quiet">{t!("labels-show")}</button>
        </form>
        <p class="note labels-options">{if asked.roll { t!("labels-roll-hint") } else { t!("labels-sheet-hint") }}</p>
    }
}

fn sheet(asked: &Asked, all: &[Says]) -> AnyView {
    let draw = |says: &Says| if asked.bars { code128::drawn(&says.code) } else { qr(&says.code) };
    let drawn: Vec<_> = all.iter().filter_map(|says| Some((says, draw(says)?))).collect();
    if drawn.is_empty() {
        let back = ("/shop/items", t!("goods-show-all"));
        return view! { <Empty title=t!("labels-none") action=back /> }.into_any();
    }
    let skip = if asked.roll { 0 } else { asked.skip };
    let empty = (0..skip).map(|_| view! { <li class="label" aria-hidden="true"></li> }).collect_view();
    let labels = drawn
        .into_iter()
        .flat_map(|(says, code)| (0..asked.n).map(move |_| label(says, code.clone(), asked.bars)))
        .collect_view();
    let class = if asked.roll { "labels labels-roll" } else { "labels labels-sheet" };
    view! { <ul class=class aria-label=t!("labels-title")>{empty}{labels}</ul> }.into_any()
}

fn label(says: &Says, code: String, bars: bool) -> impl IntoView + use<> {
    let Says { name, size, points, expires, received, code: text } = says.clone();
    let expires = (expires != 0).then(|| t!("labels-expires", day = lang().full(expires)));
    let received = (received != 0).then(|| t!("labels-received", day = lang().full(received)));
    let points = (points > 0).then(|| t!("free-points", n = points));
    view! {
        <li class=if bars { "label label-bars" } else { "label" }>
            <span class="label-code" inner_html=code></span>
            <span class="label-words">
                <b>{name}</b>
                {(!size.is_empty()).then(|| view! { <span>{size}</span> })}
                {points.map(|words| view! { <span class="num">{words}</span> })}
                {expires.map(|words| view! { <small>{words}</small> })}
                {received.map(|words| view! { <small>{words}</small> })}
                <small class="num">{text}</small>
            </span>
        </li>
    }
}

fn qr(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(100, 100).build();
    // Strips the XML declaration: the SVG is inlined.
    let start = drawn.find("<svg")?;
    Some(drawn[start..].replacen("<svg", r#"<svg aria-hidden="true""#, 1))
}

/// Returns the URL of a lot's labels, one for each of its `n` units.
pub(crate) fn of_lot(lot: i64, n: i64) -> String {
    link("/shop/labels", &[("lot", &lot.to_string()), ("n", &n.clamp(1, MOST).to_string())])
}

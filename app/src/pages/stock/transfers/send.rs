//! The form that sends several lots to another shop. Chosen lots stay while searching for more.

use domain::{
    ledger::Location,
    permission::Action,
    stock::lists::{ListKind, ListSubject},
};
use leptos::prelude::*;
use store::stock::transfers::views::SendableLot;

use super::{
    super::{
        lists::{self, PageList},
        pieces::{best_before, location_choice},
        words::grouped,
    },
    scans,
};
use crate::{
    components::{ActionForm, Empty, Field, Icon, Scan, Scanned, Submit, scanned},
    functions::stock::ScanTarget,
    i18n::item_title,
    web::{Cx, Here, Page, Shown, scene},
};

/// Parses the lots that have a quantity in the form.
pub(crate) fn chosen(cx: &Cx) -> Vec<(i64, i64)> {
    let typed = cx.form.values.iter().filter_map(|(name, value)| {
        let lot = name.strip_prefix("n_")?.parse().ok()?;
        let quantity = domain::text::half_width(value).trim().parse().ok()?;
        (quantity != 0).then_some((lot, quantity))
    });
    typed.collect()
}

/// Renders `GET /shop/transfers/new?from&lot&to`, and again after a search or a refusal.
pub async fn page(cx: Cx) -> Shown {
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let asked = if cx.field("from").is_empty() { cx.query_i64("from") } else { cx.field_i64("from") };
    let title = cx.lang.t("transfers-new");
    let from = match (shops.iter().find(|shop| shop.id == asked), shops.as_slice()) {
        (Some(shop), _) => shop.clone(),
        (None, [only]) if asked == 0 => only.clone(),
        (None, _) if asked != 0 => return Err(domain::Error::NotFound),
        _ => {
            return Ok(Page::new(title, Here::Moving, move || which(&shops))
                .back("/shop/transfers")
                .narrow()
                .no_index());
        }
    };
    let beside = cx.store.shops_beside(&cx.actor, from.id).await?;
    let (cx, list) = lists::open(&cx, ListSubject::of(ListKind::Transfer), from.id, "/shop/transfers/new").await?;
    let scans = scanned(&cx).await?;
    let mut wanted: Vec<i64> = chosen(&cx).iter().map(|(lot, _)| *lot).collect();
    if cx.query_i64("lot") != 0 {
        wanted.push(cx.query_i64("lot"));
    }
    let picked =
        if wanted.is_empty() { Vec::new() } else { cx.store.sendable(&cx.actor, from.id, "", &wanted).await? };
    let q: String = cx.field("q").chars().take(40).collect();
    let mut found = cx.store.sendable(&cx.actor, from.id, &q, &[]).await?;
    found.retain(|lot| !wanted.contains(&lot.lot));
    let (to, all_of, filled) = (cx.query("to").to_owned(), cx.query_i64("lot"), cx.form.clone());
    Ok(Page::new(title, Here::Moving, move || {
        if beside.is_empty() {
            return view! { <Empty title=t!("stock-transfer-nowhere") action=("/shop/transfers", t!("transfers-back"))>{t!("stock-transfer-nowhere-text")}</Empty> }.into_any();
        }
        form(&from, &beside, Lots { picked, found, q, all_of, scans }, &list, &to)
    })
    .filled(filled)
    .back("/shop/transfers")
    .narrow()
    .no_index())
}

/// Renders the choice of the sending shop, for staff who keep several.
fn which(shops: &[Location]) -> AnyView {
    if shops.is_empty() {
        return view! { <Empty title=t!("stock-no-shop") pictogram="bridge">{t!("stock-no-shop-text")}</Empty> }
            .into_any();
    }
    let doors = shops
        .iter()
        .map(|shop| {
            let (to, name) = (format!("/shop/transfers/new?from={}", shop.id), shop.name.clone());
            view! { <a class="door" href=to><Icon name="shop" /><span>{name}</span></a> }
        })
        .collect_view();
    view! { <h2>{t!("transfer-from")}</h2><nav class="doors" aria-label=t!("transfer-from")>{doors}</nav> }.into_any()
}

struct Lots {
    picked: Vec<SendableLot>,
    found: Vec<SendableLot>,
    q: String,
    /// Lot that the page was opened for: its whole quantity is prefilled.
    all_of: i64,
    /// Codes that were scanned.
    scans: Vec<Scanned>,
}

fn form(from: &Location, beside: &[Location], lots: Lots, list: &PageList, to: &str) -> AnyView {
    let (id, name) = (from.id, from.name.clone());
    let picked =
        lots.picked.iter().map(|lot| row(lot, if lot.lot == lots.all_of { lot.quantity } else { 0 })).collect_view();
    let found = lots.found.iter().map(|lot| row(lot, 0)).collect_view();
    let (has_picked, none) = (!lots.picked.is_empty(), lots.found.is_empty());
    let (q, lines, fields, to, beside) = (lots.q, lots.scans, list.fields(), to.to_owned(), beside.to_vec());
    view! {
        {list.head(&format!("/shop/transfers/new?from={id}"))}
        <p class="soft">{t!("transfer-leaves", place = name)}</p>
        <ActionForm to="/shop/transfers/new">
            <Scan lines more=scans::cells() target=ScanTarget::Transfer />
            {fields}
            <input type="hidden" name="from" value=id />
            {location_choice("to", t!("stock-transfer-to"), &beside, &to)}
            <div class="search" role="search">
                <Icon name="search" />
                <input type="search" name="q" value=q placeholder=t!("transfer-search") aria-label=t!("transfer-search") maxlength="40" autocomplete="off" />
                <button class="btn btn-quiet" name="do" value="find" formnovalidate=true>{t!("search-go")}</button>
            </div>
            {has_picked.then(|| view! { <fieldset class="field"><legend>{t!("transfer-picked")}</legend>{picked}</fieldset> })}
            <fieldset class="field" id="lines">
                <legend>{t!("transfer-on-shelf")}</legend>
                <p class="hint">{t!("transfer-on-shelf-hint")}</p>
                {none.then(|| view! { <p class="soft">{t!("transfer-nothing-found")}</p> })}
                {found}
            </fieldset>
            <Field name="note" label=t!("transfer-note") hint=t!("transfer-note-hint") max_length=200 />
            <div class="thumb-bar"><Submit label=t!("transfer-send") icon="truck" wide=true choice=("do", "send".to_owned()) /></div>
        </ActionForm>
    }
    .into_any()
}

fn row(lot: &SendableLot, start: i64) -> impl IntoView + use<> {
    let name = format!("n_{}", lot.lot);
    let start = if start == 0 { String::new() } else { start.to_string() };
    let value = scene().form.value(&name).map_or(start, str::to_owned);
    let (title, most, number) = (item_title(&lot.key, &lot.name, lot.item, &lot.size), lot.quantity, lot.lot);
    view! {
        <div class="send-row">
            <label for=name.clone()><b>{title}</b>" "<small class="soft">{t!("stock-lot", n = number.to_string())}" "{best_before(lot.expires)}</small></label>
            <div class="affix"><input id=name.clone() name=name type="number" inputmode="numeric" min="0" max=most value=value /><span>{t!("transfer-of", n = grouped(most))}</span></div>
        </div>
    }
}

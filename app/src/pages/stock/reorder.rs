//! What a shop should reorder: below its minimum, with all that is on its way.

use domain::{
    catalogue::items::Item,
    permission::Action,
    stock::minimums::{MOST, NewMinimum, ReorderLine},
};
use leptos::prelude::*;
use store::stock::minimums::SetMinimum;

use super::{
    pieces::{location_choice, location_filter},
    words::{grouped, link},
};
use crate::{
    components::{ActionForm, Empty, Icon, Select, Stepper, Submit, Table},
    i18n::{self, item_title, lang},
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Rows of the page; the file has all of them.
const LISTED: usize = 500;

/// Renders `GET /shop/reorder?location&item&show`, and again after a refusal.
pub async fn page(cx: Cx) -> Shown {
    let all = cx.query("show") == "all";
    let location = if cx.form.is_posted() { cx.field_i64("location") } else { cx.shop() };
    let lines = if all {
        cx.store.minimums(&cx.actor, location).await?
    } else {
        cx.store.to_reorder(&cx.actor, location, LISTED).await?
    };
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let asked = if cx.form.is_posted() { cx.field_i64("item") } else { cx.query_i64("item") };
    let item = match (asked, cx.actor.may_somewhere(Action::KeepStock)) {
        (0, _) | (_, false) => None,
        (id, true) => Some(cx.store.item_file(&cx.actor, id).await?.item),
    };
    let own = match &item {
        Some(_) => cx.store.shops(&cx.actor, Action::KeepStock).await?,
        None => Vec::new(),
    };
    let tabs = [("reorder-missing", "", !all), ("reorder-all", "all", all)]
        .map(|(key, show, chosen)| (key, cx.address_with(&[("show", show), ("item", "")]), chosen));
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let opens = cx.actor.may_somewhere(Action::OpenDrives);
    let file = link("/shop/reorder/file", &[("location", &location.to_string())]);
    Ok(Page::new(cx.lang.t("reorder-title"), Here::Stock, move || {
        let tabs = tabs
            .map(|(key, to, chosen)| view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{t!(key)}</a> })
            .collect_view();
        let filter = location_filter(&locations, location)
            .map(|select| view! { <form class="filter-row no-print">{select}<button class="btn btn-quiet">{t!("stock-filter")}</button></form> });
        let form = item.map(|item| minimum_form(item, own, location));
        let list = if lines.is_empty() {
            view! { <Empty title=t!("reorder-none") action=("/shop/stock", t!("stock-back"))>{t!("reorder-none-text")}</Empty> }.into_any()
        } else {
            table(&lines, may_keep, opens)
        };
        view! {
            {form}
            <nav class="chips no-print" aria-label=t!("reorder-title")>{tabs}</nav>
            {filter}
            {list}
        }
    })
    .back("/shop/stock")
    .tools(move || {
        view! {
            <a class="btn btn-quiet no-print" href=file download="" rel="nofollow"><Icon name="download" />{lang().named("export", "xlsx")}</a>
            <button type="button" class="btn btn-quiet" hidden data-wake="print" data-print>{t!("labels-print")}</button>
        }
    })
    .no_index())
}

fn minimum_form(item: Item, own: Vec<domain::ledger::Location>, location: i64) -> AnyView {
    let title = item_title(&item.key, &item.name, item.id, "");
    let start = if location == 0 { String::new() } else { location.to_string() };
    let sizes: Vec<_> = item.sizes.iter().map(|size| (size.clone(), i18n::size(size))).collect();
    view! {
        <section class="card no-print">
            <h2>{t!("minimum-of", item = title)}</h2>
            <ActionForm to="/shop/reorder">
                <input type="hidden" name="item" value=item.id />
                {location_choice("location", t!("field-location"), &own, &start)}
                {(!sizes.is_empty()).then(|| view! { <Select name="size" label=t!("field-size") options=sizes required=true /> })}
                <Stepper name="minimum" label=t!("minimum-units") hint=t!("minimum-hint") min=0 max=MOST value=1 />
                <Submit label=t!("minimum-set") wide=true />
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Renders what can be done about a line with one tap: a drive for what is missing, and a look at the other shops.
fn ways(line: &ReorderLine, opens: bool) -> AnyView {
    let (item, missing, shop) = (line.item.to_string(), line.missing().to_string(), line.location.to_string());
    let drive = link("/drives/new", &[("item", &item), ("wanted", &missing), ("place", &shop)]);
    let others = link("/shop/stock", &[("location", "0"), ("q", &line.name)]);
    let open = line.missing() > 0;
    view! {
        {(open && opens).then(|| view! { <a class="btn btn-quiet btn-small" href=drive>{t!("reorder-drive")}</a> })}
        {open.then(|| view! { <a class="btn btn-quiet btn-small" href=others>{t!("reorder-others")}</a> })}
    }
    .into_any()
}

fn table(lines: &[ReorderLine], may_keep: bool, opens: bool) -> AnyView {
    let rows = lines
        .iter()
        .map(|line| {
            let title = item_title(&line.key, &line.name, line.item, &line.size);
            let (item, location) = (line.item.to_string(), line.location.to_string());
            let lots = link("/shop/lots", &[("item", &item), ("location", &location)]);
            let change = link("/shop/reorder", &[("item", &item), ("location", &location), ("show", "all")]);
            let (shop, missing) = (line.location_name.clone(), line.missing());
            view! {
                <tr>
                    <th scope="row"><a href=lots>{title}</a></th>
                    <td data-label=t!("stock-location")>{shop}</td>
                    <td class="num" data-label=t!("minimum-units")>{grouped(line.minimum)}</td>
                    <td class="num" data-label=t!("reorder-on-hand")>{grouped(line.on_hand)}</td>
                    <td class="num" data-label=t!("reorder-incoming")>{grouped(line.incoming)}</td>
                    <td class="num" data-label=t!("reorder-order")><b>{grouped(missing)}</b></td>
                    <td class="acts no-print">{ways(line, opens)}{may_keep.then(|| view! { <a class="btn btn-quiet btn-small" href=change>{t!("minimum-change")}</a> })}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label=t!("reorder-title") heads=view! {
            <th scope="col">{t!("field-item")}</th>
            <th scope="col">{t!("stock-location")}</th>
            <th scope="col" class="num">{t!("minimum-units")}</th>
            <th scope="col" class="num">{t!("reorder-on-hand")}</th>
            <th scope="col" class="num">{t!("reorder-incoming")}</th>
            <th scope="col" class="num">{t!("reorder-order")}</th>
            <th scope="col" class="no-print"><span class="visually-hidden">{t!("stock-acts")}</span></th>
        }>{rows}</Table>
    }
    .into_any()
}

/// Handles `POST /shop/reorder`: sets the minimum of an item in a shop.
pub async fn set(cx: Cx) -> Done {
    let location = cx.choice("location")?;
    let new = NewMinimum {
        location,
        item: cx.field_i64("item"),
        size: cx.field("size").to_owned(),
        minimum: cx.choice("minimum")?,
    };
    cx.store.run(&cx.by(), SetMinimum(new)).await?;
    Ok(To::page(format!("/shop/reorder?show=all&location={location}")).saying("done-minimum-set"))
}

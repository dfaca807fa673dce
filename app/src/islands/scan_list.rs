//! List of scanned codes, kept on the server from the first one.
//! Wedge scanners type a code and press Enter, up to twenty times in ten seconds. A code is added at once; its name
//! follows when the server has answered. Loaded apart from the other islands, because it alone carries the client of
//! server functions.

use leptos::{
    ev::{Event, KeyboardEvent, MouseEvent},
    prelude::*,
};

/// Wraps a scan field and the list of its rows.
///
/// The field is `data-scan-field`, its button `data-scan-add`, the list `data-rows`, with a `<template>` of a row. Each
/// code becomes a row with inputs, so submitting the surrounding form sends everything.
#[island(lazy)]
pub fn ScanList(
    /// Field, list and template, rendered by the server.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class="island" on:keydown=|event| { typed(&event); } on:click=|event| { clicked(&event); }
            on:input=|event| { changed(&event); }
        >
            {children()}
        </div>
    }
}

#[cfg(not(feature = "hydrate"))]
fn typed(_: &KeyboardEvent) {}

#[cfg(not(feature = "hydrate"))]
fn clicked(_: &MouseEvent) {}

#[cfg(not(feature = "hydrate"))]
fn changed(_: &Event) {}

#[cfg(feature = "hydrate")]
fn changed(event: &Event) -> Option<()> {
    let rows = super::dom::clicked(event, "[data-rows]")?;
    list::sum(&rows)?;
    super::kept_list::keep(&rows)
}

#[cfg(feature = "hydrate")]
fn typed(event: &KeyboardEvent) -> Option<()> {
    // Enter that ends a composition of an input method does not add a row.
    if event.key() != "Enter" || event.is_composing() {
        return None;
    }
    if let Some(field) = super::dom::clicked(event, "[data-scan-field]") {
        event.prevent_default();
        return list::add(&field);
    }
    // Enter in a field of a row leads back to the scanner, and does not book the list.
    let field = super::dom::clicked(event, "[data-rows] input")?;
    event.prevent_default();
    super::dom::beside::<web_sys::HtmlElement>(&field, "[data-scan-field]")?.focus().ok()
}

#[cfg(feature = "hydrate")]
fn clicked(event: &MouseEvent) -> Option<()> {
    use super::dom::clicked;

    if let Some(camera) = clicked(event, "[data-scan]") {
        super::scan::look(camera);
    } else if let Some(button) = clicked(event, "[data-scan-add]") {
        event.prevent_default();
        list::add(&button)?;
    } else if let Some(button) = clicked(event, "[data-scan-drop]") {
        let row = button.closest("[data-code]").ok()??;
        let rows = row.parent_element()?;
        row.remove();
        list::sum(&rows)?;
        super::kept_list::keep(&rows)?;
    }
    Some(())
}

#[cfg(feature = "hydrate")]
mod list {
    use js_sys::{Number, parse_float};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::spawn_local;
    use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTemplateElement};

    use super::super::dom::beside;
    use crate::functions::stock::{ScanTarget, scan_row};

    /// Adds one unit of the code in the field, and clears the field before any look-up.
    pub(super) fn add(near: &Element) -> Option<()> {
        let field: HtmlInputElement = beside(near, "[data-scan-field]")?;
        let code = field.value().trim().to_owned();
        field.set_value("");
        field.focus().ok()?;
        if code.is_empty() {
            return None;
        }
        let rows: Element = beside(near, "[data-rows]")?;
        let children = rows.children();
        let mut all = (0..children.length()).filter_map(|i| children.item(i));
        let row = match all.find(|row| row.get_attribute("data-code").as_deref() == Some(&code)) {
            Some(row) => row,
            None => new_row(near, &code)?,
        };
        let count: HtmlInputElement = row.query_selector("[name=count]").ok()??.dyn_into().ok()?;
        let n = count.value().parse::<u32>().unwrap_or(0) + 1;
        count.set_value(&n.to_string());
        // The last scanned code goes to the top.
        rows.prepend_with_node_1(&row).ok()?;
        sum(&rows)?;
        say(&row, n);
        super::super::kept_list::keep(&rows);
        if !row.has_attribute("data-known") {
            row.set_attribute("data-known", "").ok()?;
            spawn_local(async move {
                // If the look-up fails, it is repeated with the next scan of the code; the server looks the code up
                // anyway when the form arrives.
                if !matches!(look_up(&row, &code).await, Ok(true)) {
                    let _ = row.remove_attribute("data-known");
                }
            });
        }
        Some(())
    }

    fn new_row(near: &Element, code: &str) -> Option<Element> {
        let template: HtmlTemplateElement = beside(near, "template")?;
        let row: Element =
            template.content().first_element_child()?.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        row.set_attribute("data-code", code).ok()?;
        row.query_selector("[name=code]").ok()??.dyn_into::<HtmlInputElement>().ok()?.set_value(code);
        for words in ["[data-name]", "[data-typed]"] {
            row.query_selector(words).ok()??.set_text_content(Some(code));
        }
        row.query_selector("[data-scan-drop]").ok()??.dyn_into::<HtmlElement>().ok()?.set_hidden(false);
        Some(row)
    }

    /// Updates the totals of units, points (`data-points`) and yuan (`row_cost`) shown on the page.
    pub(super) fn sum(rows: &Element) -> Option<()> {
        let all = rows.query_selector_all("[data-code]").ok()?;
        let (mut units, mut points, mut cost) = (0_u32, 0_u32, 0_f64);
        for row in (0..all.length()).filter_map(|i| all.get(i)?.dyn_into::<Element>().ok()) {
            let value = |selector: &str| {
                let field = row.query_selector(selector).ok()??.dyn_into::<HtmlInputElement>().ok()?;
                Some(field.value())
            };
            let count = value("[name=count]").and_then(|n| n.parse::<u32>().ok()).unwrap_or(0);
            let price = row.query_selector("[data-points]").ok().flatten();
            let price = price.and_then(|row| row.get_attribute("data-points")?.parse::<u32>().ok()).unwrap_or(0);
            units = units.saturating_add(count);
            points = points.saturating_add(count.saturating_mul(price));
            // Numbers are parsed and formatted by the browser: Rust's float code would add 20 kB.
            let paid = value("[name=row_cost]").map_or(0.0, |typed| parse_float(&typed));
            cost += if paid.is_nan() { 0.0 } else { paid };
        }
        let say = |selector: &str, text: String| {
            let place = beside::<Element>(rows, selector);
            if let Some(place) = place {
                place.set_text_content(Some(&text));
            }
        };
        say("[data-total]", units.to_string());
        say("[data-points-sum]", points.to_string());
        say("[data-cost-sum]", Number::from(cost).to_fixed(2).map(String::from).unwrap_or_default());
        // Warns as soon as the points are not sufficient.
        if let Some(short) = beside::<HtmlElement>(rows, "[data-points-have]") {
            let have = short.get_attribute("data-points-have")?.parse::<u32>().ok()?;
            short.set_hidden(points <= have);
        }
        Some(())
    }

    /// Announces the row to screen readers.
    fn say(row: &Element, n: u32) -> Option<()> {
        let name = row.query_selector("[data-name]").ok()??.text_content()?;
        beside::<Element>(row, "[data-said]")?.set_text_content(Some(&format!("{name} × {n}")));
        Some(())
    }

    /// Replaces the row by the server's, which has the name and the further fields of the item.
    ///
    /// Returns false if the server refused or did not answer.
    async fn look_up(row: &Element, code: &str) -> Result<bool, JsValue> {
        let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let rows = row.parent_element().ok_or(JsValue::NULL)?;
        let target =
            rows.get_attribute("data-target").and_then(|name| ScanTarget::parse(&name)).ok_or(JsValue::NULL)?;
        let Ok(html) = scan_row(target, code.to_owned()).await else { return Ok(false) };
        let holder = document.create_element("template")?;
        holder.set_inner_html(&html);
        let holder: HtmlTemplateElement = holder.dyn_into()?;
        let fresh = holder.content().first_element_child().ok_or(JsValue::NULL)?;
        // The count may have changed during the request.
        count(&fresh)?.set_value(&count(row)?.value());
        fresh.set_attribute("data-code", code)?;
        if let Some(drop) = fresh.query_selector("[data-scan-drop]")? {
            drop.dyn_into::<HtmlElement>()?.set_hidden(false);
        }
        let focused = keep_typed(row, &fresh)?;
        row.replace_with_with_node_1(&fresh)?;
        if let Some(field) = focused {
            field.focus()?;
        }
        sum(&rows);
        Ok(true)
    }

    /// Copies what was typed into `row` during the request; returns the field that has the focus there, in `fresh`.
    fn keep_typed(row: &Element, fresh: &Element) -> Result<Option<HtmlInputElement>, JsValue> {
        let fields = row.query_selector_all("input[type=text]")?;
        let active = web_sys::window().and_then(|window| window.document()?.active_element());
        let mut focused = None;
        for field in (0..fields.length()).filter_map(|i| fields.get(i)?.dyn_into::<HtmlInputElement>().ok()) {
            let same = fresh.query_selector(&format!("input[type=text][name={}]", field.name()))?;
            let Some(Ok(same)) = same.map(JsCast::dyn_into::<HtmlInputElement>) else { continue };
            same.set_value(&field.value());
            if active.as_ref() == Some(&field) {
                focused = Some(same);
            }
        }
        Ok(focused)
    }

    fn count(row: &Element) -> Result<HtmlInputElement, JsValue> {
        Ok(row.query_selector("[name=count]")?.ok_or(JsValue::NULL)?.dyn_into()?)
    }
}

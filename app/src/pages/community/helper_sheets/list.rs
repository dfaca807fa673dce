//! The sheets of the own account, and the form that makes one.

use domain::{community::helper_sheets::HelperSheet, time::year};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Near, RowForm, Select, Submit},
    web::{Cx, Here, Page, Shown, scene},
};

/// Years that the form offers.
const YEARS: i64 = 5;

/// Renders `GET /me/helper-sheets`.
pub async fn page(cx: Cx) -> Shown {
    let sheets = cx.store.helper_sheets(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("helper-sheets-title"), Here::Me, move || {
        let this = year(scene().now);
        let years: Vec<_> = (0..YEARS).map(|back| ((this - back).to_string(), (this - back).to_string())).collect();
        let rows = sheets.iter().map(row).collect_view();
        view! {
            <p class="note">{t!("helper-sheets-note")}</p>
            <ul class="rows">{rows}</ul>
            <ActionForm to="/me/helper-sheets">
                <Select name="year" label=t!("helper-year") options=years value=this.to_string() required=true />
                <div class="thumb-bar"><Submit label=t!("helper-sheet-make") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/me")
    .narrow()
    .no_index())
}

fn row(sheet: &HelperSheet) -> impl IntoView + use<> {
    let (title, at) = (t!("helper-sheet-of", year = sheet.year.to_string()), sheet.made);
    let to = format!("/me/helper-sheets/{}", sheet.number);
    let withdrawn = sheet.withdrawn.is_some();
    let end = (!withdrawn).then(|| {
        view! {
            <RowForm to=format!("/helper-sheets/{}/withdraw", sheet.id)>
                <button class="btn btn-quiet btn-small">{t!("helper-sheet-withdraw")}</button>
            </RowForm>
        }
    });
    view! {
        <li class="row">
            <span class="row-main">
                <b><a class="link" href=to>{title}</a></b>
                <small><Near at />{withdrawn.then(|| view! { " · "{t!("helper-sheet-withdrawn")} })}</small>
            </span>
            <span class="row-end">{end}</span>
        </li>
    }
}

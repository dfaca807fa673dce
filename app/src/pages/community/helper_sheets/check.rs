//! The public page that says whether a sheet is real: yes with year and figures, or no.

use domain::community::helper_sheets::SheetAnswer;
use leptos::prelude::*;

use super::facts;
use crate::{
    components::{ActionForm, Banner, Field, Submit},
    web::{Cx, Here, Page, Shown},
};

fn form(number: String) -> impl IntoView {
    view! {
        <p>{t!("helper-check-text")}</p>
        <ActionForm to="/helper-sheets">
            <Field
                name="number" label=t!("certificate-number") value=number required=true max_length=20 autocomplete="off"
                inputmode="numeric" class="code-input"
            />
            <Field
                name="code" label=t!("certificate-code") required=true max_length=20 autocomplete="off" class="code-input"
            />
            <div class="thumb-bar"><Submit label=t!("certificate-check-do") wide=true /></div>
        </ActionForm>
    }
}

/// Renders `GET /helper-sheets?number`.
pub async fn page(cx: Cx) -> Shown {
    let number = cx.query("number").to_owned();
    Ok(Page::new(cx.lang.t("helper-check"), Here::Nowhere, move || form(number)).narrow().no_index())
}

/// Handles `POST /helper-sheets`: yes or no, with the year and the figures.
pub async fn checked(cx: Cx) -> Shown {
    let found = cx.store.helper_sheet_check(&cx.address, cx.field("number"), cx.field("code")).await?;
    let number = cx.field("number").to_owned();
    Ok(Page::new(cx.lang.t("helper-check"), Here::Nowhere, move || {
        let said = match found {
            SheetAnswer { real: true, year: Some(year), counts: Some(counts) } => view! {
                <Banner tone="tea">{t!("helper-real", year = year.to_string())}</Banner>
                {facts(&counts)}
            }
            .into_any(),
            _ => view! { <Banner tone="amber">{t!("helper-not-real")}</Banner> }.into_any(),
        };
        view! { {said}{form(number)} }
    })
    .narrow()
    .no_index())
}

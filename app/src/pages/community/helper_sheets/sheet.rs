//! A sheet to print, for its owner.

use leptos::prelude::*;

use super::facts;
use crate::{
    components::{Banner, Fact, Facts, Near, Qr},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /me/helper-sheets/{number}`.
pub async fn page(cx: Cx) -> Shown {
    let sheet = cx.store.helper_sheet(&cx.actor, cx.param("number")).await?;
    // Without the code, which is typed from the paper.
    let address = format!("{}/helper-sheets?number={}", cx.origin, sheet.number);
    Ok(Page::new(cx.lang.tf("helper-sheet-of", &[("year", sheet.year.to_string().into())]), Here::Me, move || {
        let year = sheet.year.to_string();
        view! {
            {sheet.withdrawn.map(|_| view! { <Banner tone="amber">{t!("helper-sheet-withdrawn")}</Banner> })}
            <section class="card stack">
                <h2>{t!("helper-sheet-thanks")}</h2>
                {(!sheet.name.is_empty()).then(|| view! { <p><b>{sheet.name.clone()}</b></p> })}
                <p>{t!("helper-sheet-text", year = year)}</p>
                {facts(&sheet.counts)}
                <Facts>
                    <Fact name=t!("certificate-made")><Near at=sheet.made /></Fact>
                    <Fact name=t!("certificate-number")><b class="num">{sheet.number.clone()}</b></Fact>
                    <Fact name=t!("certificate-code")><b class="num">{sheet.code.clone()}</b></Fact>
                </Facts>
                <Qr text=address.clone() caption=t!("certificate-scan") />
                <p class="soft">{address}</p>
            </section>
        }
    })
    .back("/me/helper-sheets")
    .narrow()
    .secret())
}

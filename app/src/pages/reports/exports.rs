//! The form that exports the ledger: what, which shop, which days, which file type.

use domain::{DAY, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{Choice, Field, Icon, Select},
    i18n::{day_value, lang},
    sheets::What,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/export?what&location`.
pub async fn page(cx: Cx) -> Shown {
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let what = What::of(cx.query("what")).unwrap_or(What::Stock).as_str();
    let location = cx.query("location").to_owned();
    let (from, to) = (day_value(cx.now - 30 * DAY), day_value(cx.now));
    Ok(Page::new(cx.lang.t("export-title"), Here::Stock, move || {
        let kinds = What::ALL.map(|what| {
            let name = what.as_str();
            (name.to_owned(), lang().named("export-what", name), lang().named("export-hint", name))
        });
        let shops = [(String::new(), t!("stock-all-locations"))]
            .into_iter()
            .chain(locations.iter().map(|shop| (shop.id.to_string(), shop.name.clone())))
            .collect::<Vec<_>>();
        let formats = vec![
            ("xlsx".to_owned(), t!("export-xlsx"), t!("export-xlsx-hint")),
            ("csv".to_owned(), t!("export-csv"), t!("export-csv-hint")),
        ];
        // A form instead of a link, because the choices go into the URL; the answer is a download.
        view! {
            <form class="form" method="get" action="/shop/export/file">
                <Choice name="what" label=t!("export-which") options=kinds.to_vec() value=what side=true />
                {(shops.len() > 2).then(|| view! { <Select name="location" label=t!("stock-location") options=shops value=location required=true /> })}
                <div class="field-row">
                    <Field name="from" label=t!("export-from") kind="date" value=from />
                    <Field name="to" label=t!("export-to") kind="date" value=to />
                </div>
                <p class="hint">{t!("export-days-hint")}</p>
                <Choice name="format" label=t!("export-format") options=formats value="xlsx" side=true />
                <p class="note">{t!("export-note")}</p>
                <button class="btn btn-main"><Icon name="download" />{t!("export-go")}</button>
            </form>
        }
    })
    .back("/shop/stock")
    .narrow()
    .no_index())
}

//! Importing a sheet of goods: shop, file, and earlier imports.

use domain::{imports::Import, imports::headings::SheetKind, permission::Action};
use leptos::prelude::*;

use super::columns::{asked, fields};
use crate::{
    components::{ActionForm, Empty, Field, FileField, Icon, Near, Submit},
    i18n::day_value,
    pages::stock::{pieces::location_choice, words::grouped},
    web::{Cx, Here, Page, Shown},
};

/// Types of sheets that are read, for `accept`.
const SHEETS: &str = ".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Renders `GET /shop/import`.
pub async fn page(cx: Cx) -> Shown {
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let imports = cx.store.imports(&cx.actor).await?;
    let notes = match cx.query_i64("again") {
        0 => Vec::new(),
        id => cx.store.import_plan(&cx.actor, id).await?.import.notes,
    };
    let asked = asked(&cx, SheetKind::Goods, notes).await?;
    let start = match shops.as_slice() {
        [only] => only.id.to_string(),
        _ => cx.query("location").to_owned(),
    };
    Ok(Page::new(cx.lang.t("import-title"), Here::Stock, move || {
        if shops.is_empty() {
            return view! { <Empty title=t!("stock-no-shop") pictogram="bridge">{t!("stock-no-shop-text")}</Empty> }.into_any();
        }
        view! {
            <p>{t!("import-intro")}" "<a class="link" href="/shop/import/template.xlsx"><Icon name="download" />{t!("import-template")}</a></p>
            <ActionForm to="/shop/import" files=true>
                {location_choice("location", t!("import-location"), &shops, &start)}
                {fields(SheetKind::Goods, asked, "sheet-points")}
                {file_field(t!("import-file-hint"))}
                <Submit label=t!("import-look") icon="search" />
            </ActionForm>
            <section class="stack" aria-labelledby="imports">
                <h2 id="imports">{t!("import-recent")}</h2>
                {recent(&imports)}
            </section>
        }
        .into_any()
    })
    .back("/shop/stock")
    .narrow()
    .no_index())
}

/// Renders the file field. Browsers do not send a file again after a refusal.
pub(crate) fn file_field(hint: String) -> impl IntoView {
    view! { <FileField name="file" label=t!("import-file") hint accept=SHEETS required=true /> }
}

/// Renders the field for the name of a sheet, where no page knows the names.
pub(crate) fn sheet_field() -> impl IntoView {
    view! { <Field name="sheet" label=t!("import-sheet") hint=t!("import-sheet-name-hint") max_length=40 /> }
}

fn recent(imports: &[Import]) -> AnyView {
    if imports.is_empty() {
        return view! { <p class="soft">{t!("import-none")}</p> }.into_any();
    }
    let rows = imports
        .iter()
        .map(|import| {
            let name = if import.name.is_empty() { day_value(import.created) } else { import.name.clone() };
            let (place, at) = (import.location_name.clone(), import.created);
            let state = match (import.applied, import.rows_in) {
                (0, 0) => view! { <span class="pill pill-amber"><Icon name="clock" />{t!("import-waits")}</span> }.into_any(),
                (0, _) => view! { <span class="pill pill-amber"><Icon name="clock" />{t!("import-half")}</span> }.into_any(),
                (_, n) => view! { <span class="pill pill-tea"><Icon name="check" />{t!("import-in", n = n)}</span> }.into_any(),
            };
            view! {
                <li><a class="row" href=format!("/shop/import/{}", import.id)>
                    <span class="row-main"><b>{name}</b><small>{place}" · "{t!("import-lines", n = grouped(import.lines))}</small></span>
                    <span class="row-end">{state}<small><Near at /></small></span>
                </a></li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

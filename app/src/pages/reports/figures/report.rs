//! The report of a month to print, and the same figures as a file.

use domain::{Result, permission::Action, reports::figures::Figure, time::Month};
use leptos::prelude::*;

use super::{
    loaded, month_of,
    pieces::{address, filter},
    tables::{table, times},
};
use crate::{
    components::Icon,
    i18n::month_name,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /reports/month?area&month`; without `month`, the last complete one.
pub(super) async fn page(cx: Cx) -> Shown {
    let (board, options) = loaded(&cx, Month::of(cx.now).before()).await?;
    let back = address("/reports", &board);
    Ok(Page::new(cx.lang.t("figures-report"), Here::Figures, move || {
        let file = address("/reports/file", &board);
        let (area, month) = (board.whole.area_name.clone(), month_name(&board.month));
        view! {
            {filter("/reports/month", &board, options)}
            <p class="no-print note">{t!("figures-print-note")}" "<a class="link" href=file download="" rel="nofollow"><Icon name="download" />{t!("export-xlsx")}</a></p>
            <article class="month-notice month-report">
                <header><p class="month-shop">{area}</p><h2>{t!("figures-report-of", month = month)}</h2></header>
                {(!board.complete).then(|| view! { <p class="note">{t!("figures-not-over")}</p> })}
                {table(&board, Figure::ALL)}
                {times(&board)}
                <footer>
                    <p>{t!("figures-report-note")}</p>
                    <p class="signatures"><span>{t!("month-signed")}</span><span>{t!("month-stamp")}</span><span>{t!("take-day")}</span></p>
                </footer>
            </article>
        }
    })
    .back(back)
    .wide()
    .no_index())
}

/// Serves `GET /reports/file?area&month&format`.
pub(super) async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadFigures)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    let month = month_of(&cx, Month::of(cx.now));
    sheets::figures(&cx.store, &cx.by(), cx.lang, format, cx.query_i64("area").max(0), month).await
}

//! The rows that a figure counts, each with a link to its record.

use domain::{
    reports::figures::{Figure, FigureRow, Measure},
    time::Month,
};
use leptos::prelude::*;
use store::reports::figures::FigureQuery;

use super::{
    month_of,
    pieces::{duration, named, part_name},
};
use crate::{
    components::{Empty, Pager, Table},
    i18n::{date_full, lang, month_name},
    pages::stock::{
        receipts::yuan,
        words::{grouped, link},
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /reports/rows?figure&part&area&month&cursor`.
pub(super) async fn page(cx: Cx) -> Shown {
    let figure: Figure = cx.query("figure").parse().unwrap_or(Figure::WishesPublished);
    let query = FigureQuery {
        area: cx.query_i64("area").max(0),
        month: month_of(&cx, Month::of(cx.now)),
        figure,
        part: cx.query("part").to_owned(),
        cursor: cx.query_i64("cursor").max(0),
    };
    let found = cx.store.figure_rows(&cx.actor, &query).await?;
    let next = found.next.map(|next| cx.query_with(&[("cursor", &next.to_string())]));
    let month = query.month.to_string();
    let back = link("/reports", &[("area", cx.query("area")), ("month", &month)]);
    let title = part_name(cx.lang, figure, known(figure, &query.part));
    Ok(Page::new(title, Here::Figures, move || {
        view! {
            <p class="soft">{t!("figures-rows-of", figure = named(figure), month = month_name(&month))}</p>
            {list(figure, &found.items)}
            <Pager next />
        }
    })
    .back(back)
    .wide()
    .no_index())
}

/// Returns the part if it has a name, so that an address that was typed shows no key.
fn known(figure: Figure, part: &str) -> &str {
    let key = crate::i18n::phrase_key(figure.parts(), part);
    if crate::i18n::Lang::default().has(&key) { part } else { "" }
}

fn list(figure: Figure, rows: &[FigureRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=t!("figures-no-rows")>{t!("figures-no-rows-text")}</Empty> }.into_any();
    }
    let rows = rows.iter().map(|row| line(figure, row)).collect_view();
    view! {
        <Table label=named(figure) heads=view! {
            <th scope="col">{t!("figures-record")}</th>
            <th scope="col">{t!("figures-day")}</th>
            <th scope="col" class="num">{t!("figures-amount")}</th>
            <th scope="col">{t!("field-area")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn line(figure: Figure, row: &FigureRow) -> AnyView {
    let amount = match (figure, figure.measure()) {
        (Figure::Claimed | Figure::HandedOver, _) => duration(lang(), row.amount),
        (_, Measure::Hours) => t!("figures-minutes", n = row.amount),
        (_, Measure::Money) => yuan(row.amount),
        _ => grouped(row.amount),
    };
    let to = match row.household {
        0 => format!("{}/{}", figure.records(), row.record),
        household => format!("/desk/households/{household}/points/{}", row.record),
    };
    let (record, day, area) = (format!("#{}", row.record), date_full(row.at), row.area_name.clone());
    view! {
        <tr>
            <th scope="row"><a class="link" href=to>{record}</a></th>
            <td data-label=t!("figures-day")>{day}</td>
            <td class="num" data-label=t!("figures-amount")>{amount}</td>
            <td data-label=t!("field-area")>{area}</td>
        </tr>
    }
    .into_any()
}

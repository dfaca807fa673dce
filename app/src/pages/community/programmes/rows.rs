//! The rows that an indicator counts, each with a link to its record.

use domain::{
    community::programmes::IndicatorKind,
    reports::figures::{FigureRow, Measure},
};
use leptos::prelude::*;

use super::pieces::progress;
use crate::{
    components::{Empty, Pager, Table},
    i18n::{date_full, lang},
    pages::stock::words::grouped,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/indicators/{id}/rows?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let rows = cx.store.indicator_rows(&cx.actor, id, cx.query_i64("cursor").max(0)).await?;
    let indicator = cx.store.indicator_now(&cx.actor, id).await?;
    let next = rows.next.map(|next| cx.query_with(&[("cursor", &next.to_string())]));
    Ok(Page::new(indicator.name.clone(), Here::Programmes, move || {
        let far = progress(indicator.value, indicator.target, &indicator.unit);
        let counts = lang().named("indicator-counts", indicator.kind.as_str());
        view! {
            <p class="soft">{counts}" · "{far}</p>
            {list(indicator.kind, &rows.items)}
            <Pager next />
        }
    })
    .back(format!("/desk/indicators/{id}"))
    .wide()
    .no_index())
}

fn list(kind: IndicatorKind, rows: &[FigureRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty title=t!("figures-no-rows")>{t!("figures-no-rows-text")}</Empty> }.into_any();
    }
    let rows = rows.iter().map(|row| line(kind, row)).collect_view();
    view! {
        <Table label=t!("indicator-rows") heads=view! {
            <th scope="col">{t!("figures-record")}</th>
            <th scope="col">{t!("figures-day")}</th>
            <th scope="col" class="num">{t!("figures-amount")}</th>
            <th scope="col">{t!("field-area")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn line(kind: IndicatorKind, row: &FigureRow) -> AnyView {
    let amount =
        if kind.measure() == Measure::Hours { t!("figures-minutes", n = row.amount) } else { grouped(row.amount) };
    // A visit from before visits were planned has a report and no page.
    let record = if row.record == 0 {
        view! { "#"{row.row} }.into_any()
    } else {
        let to = format!("{}/{}", kind.records(), row.record);
        view! { <a class="link" href=to>"#"{row.record}</a> }.into_any()
    };
    let (day, area) = (date_full(row.at), row.area_name.clone());
    view! {
        <tr>
            <th scope="row">{record}</th>
            <td data-label=t!("figures-day")>{day}</td>
            <td class="num" data-label=t!("figures-amount")>{amount}</td>
            <td data-label=t!("field-area")>{area}</td>
        </tr>
    }
    .into_any()
}

//! What is public of programmes: names, targets, and figures in steps of five.

use domain::community::programmes::{PublicIndicator, PublicProgramme};
use leptos::prelude::*;

use super::list::row;
use crate::{
    components::{Empty, Near, Pager, Table},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

fn here(cx: &Cx) -> Here {
    if cx.actor.is_staff() { Here::Programmes } else { Here::Feed }
}

/// Renders `GET /programmes?cursor`.
pub async fn list(cx: Cx) -> Shown {
    let found = cx.store.public_programmes(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let here = here(&cx);
    Ok(Page::new(cx.lang.t("programmes-title"), here, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(|line| row(line, "/programmes")).collect_view();
        view! {
            {if none {
                view! { <Empty title=t!("programmes-none")>{t!("programmes-open-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .narrow())
}

/// Renders `GET /programmes/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let programme = cx.store.public_programme(cx.id("id")?).await?;
    let here = here(&cx);
    Ok(Page::new(programme.name.clone(), here, move || {
        let PublicProgramme { area_name, source, state, first, until, indicators, .. } = programme.clone();
        let rows = indicators.iter().map(line).collect_view();
        view! {
            <p>{area_name}" · "<Near at=first />" – "<Near at=until />" · "{lang().named("programme-state", state.as_str())}</p>
            {(!source.is_empty()).then(|| view! { <p class="soft">{t!("programme-source-of", source = source)}</p> })}
            <Table label=t!("programme-indicators") heads=view! {
                <th scope="col">{t!("indicator-what")}</th>
                <th scope="col" class="num">{t!("indicator-target")}</th>
                <th scope="col" class="num">{t!("indicator-value")}</th>
            }>{rows}</Table>
            <p class="note">{t!("programme-public-note")}</p>
        }
    })
    .back("/programmes")
    .narrow())
}

fn line(indicator: &PublicIndicator) -> impl IntoView + use<> {
    let PublicIndicator { name, unit, target, value, typed } = indicator.clone();
    let value = match value {
        Some(value) => t!("indicator-about", n = value),
        None => t!("indicator-below-five"),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="num" data-label=t!("indicator-target")>{target}" "{unit}</td>
            <td class="num" data-label=t!("indicator-value")>{value}{typed.then(|| view! { " "<small>{t!("indicator-typed-mark")}</small> })}</td>
        </tr>
    }
}

//! What one person did where usually two are needed, for coordinators and auditors.

use domain::wishes::one_person::OnePersonAct;
use leptos::prelude::*;

use crate::{
    components::{Empty, Near, Pager, Tile},
    i18n::lang,
    pages::disputes::list::tabs,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/one-person?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.one_person_acts(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("one-person-title"), Here::Disputes, move || {
        let none = found.items.is_empty();
        let rows = found.items.into_iter().map(row).collect_view();
        view! {
            {tabs("/desk/one-person")}
            <p class="note">{t!("one-person-note")}</p>
            {if none {
                view! { <Empty title=t!("one-person-empty") /> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

fn row(act: OnePersonAct) -> impl IntoView {
    let OnePersonAct { wish, order, key, size, title, by, area_name, at, .. } = act;
    let (to, key, title) = match order {
        0 => (format!("/desk/wishes/{wish}"), key.clone(), lang().thing(&key, &size, &title)),
        order => {
            (format!("/shop/orders/{order}"), "ware-gift".to_owned(), t!("dispute-of-order", n = order.to_string()))
        }
    };
    view! {
        <li>
            <a class="row" href=to>
                <Tile key size="small" />
                <span class="row-main"><b>{title}</b><small>{by}" · "{area_name}</small></span>
                <span class="row-end"><Near at /></span>
            </a>
        </li>
    }
}

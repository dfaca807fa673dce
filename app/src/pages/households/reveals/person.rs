//! The reveals of one account: the list behind a number of the patterns.

use domain::{Error, households::reveals::week_of};
use leptos::prelude::*;
use store::households::reveal_log::OpeningQuery;

use crate::{
    components::{Empty, Pager},
    i18n::{date_near, day_end},
    pages::households::reveals::log::row,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/openings/{id}?week&only&household&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let account = cx.id("id")?;
    let query = OpeningQuery {
        account,
        week: day_end(cx.query("week")).map_or(0, week_of),
        night: cx.query("only") == "night",
        outside: cx.query("only") == "outside",
        household: cx.query_i64("household").max(0),
        cursor: cx.query_i64("cursor").max(0),
    };
    let found = cx.store.openings_by(&cx.actor, query).await?;
    // An account without reveals here is not found, so that the page does not confirm that it exists.
    if found.items.is_empty() && query == (OpeningQuery { account, ..OpeningQuery::default() }) {
        return Err(Error::NotFound);
    }
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let name = found.items.first().map(|opening| opening.name.clone()).unwrap_or_default();
    let title = cx.lang.tf("person-openings-title", &[("name", name.into())]);
    let narrowed = query != OpeningQuery { account, cursor: query.cursor, ..OpeningQuery::default() };
    Ok(Page::new(title, Here::Openings, move || {
        let week = (query.week > 0).then(|| view! { <p class="soft">{t!("patterns-week", date = date_near(query.week))}</p> });
        let none = found.items.is_empty();
        let rows = found
            .items
            .into_iter()
            .map(|opening| {
                let file = opening.household.to_string();
                row(opening, Some(file))
            })
            .collect_view();
        view! {
            {week}
            {narrowed.then(|| view! { <p><a class="link" href=format!("/desk/openings/{account}")>{t!("person-openings-all")}</a></p> })}
            {none.then(|| view! { <Empty title=t!("openings-empty")>{t!("openings-empty-text")}</Empty> })}
            <ul class="rows">{rows}</ul>
            <Pager next />
        }
    })
    .back("/desk/openings")
    .narrow()
    .no_index())
}

//! The family's own points.

use leptos::prelude::*;

use super::statement::{heading, list, monthly, part, stats};
use crate::{
    components::{Pager, caseworker_line},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/points?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let file = cx.store.my_points(&cx.actor).await?;
    let part = part(&cx, &file);
    let statement = cx.store.points_part(&cx.actor, cx.actor.household, part, cx.query_i64("cursor")).await?;
    let next = statement.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let caseworker = cx.store.own_caseworker(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("points-title"), Here::Home, move || {
        let given = monthly(file.policy, file.size);
        view! {
            {stats(&file, part)}
            {given.map(|sentence| view! { <p class="note">{sentence}</p> })}
            <p><a class="link" href="/home/taking-part">{t!("part-title")}</a></p>
            <section class="stack" aria-labelledby="statement">
                <h2 id="statement">{heading(part)}</h2>
                {list(&statement.items, None)}
                <Pager next />
            </section>
            {caseworker_line(caseworker)}
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}

//! The claims that members of an organisation kept: the rows behind its figure, without families and members.

use leptos::prelude::*;

use crate::{
    components::{Empty, Near, Pager},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /organisations/{id}/claims?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let found = cx.store.organisation_claims(&cx.actor, id, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let own = cx.actor.organisation == id;
    let (here, back) = match own {
        true => (Here::Claims, "/organisation".to_owned()),
        false => (Here::Partners, format!("/desk/organisations/{id}")),
    };
    Ok(Page::new(cx.lang.t("organisation-kept"), here, move || {
        let none = found.items.is_empty();
        let rows = found
            .items
            .into_iter()
            .map(|one| {
                let what = lang().thing(&one.key, &one.size, &one.title);
                view! {
                    <li class="row">
                        <span class="row-main"><b>{what}</b><small>{t!("organisation-promised")}" "<Near at=one.promised /></small></span>
                        <span class="row-end"><b class="num">{t!("organisation-units-count", n = one.quantity)}</b></span>
                    </li>
                }
            })
            .collect_view();
        view! {
            {if none {
                view! { <Empty title=t!("organisation-claims-none")>{t!("organisation-claims-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

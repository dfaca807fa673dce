//! What the family got, for the family itself.

use domain::casework::aid::collections::Collection;
use leptos::prelude::*;

use super::{
    household::totals,
    pieces::{Reader, collection_pill, grant_rows},
};
use crate::{
    components::{Empty, Fact, Facts},
    pages::stock::receipts::yuan,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/aid`.
pub async fn page(cx: Cx) -> Shown {
    let aid = cx.store.my_aid(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("home-aid"), Here::Home, move || {
        let none = aid.grants.is_empty() && aid.collections.is_empty();
        let cards = aid.collections.iter().map(card).collect_view();
        view! {
            <p class="note">{t!("home-aid-note")}</p>
            {totals(&aid)}
            {none.then(|| view! { <Empty title=t!("home-aid-none") /> })}
            {(!aid.grants.is_empty()).then(|| grant_rows(&aid.grants, Reader::Family, |grant| grant.programme_name.clone()))}
            <div class="stack">{cards}</div>
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}

/// Renders a collection for the family: what it is for, what came in, what was handed over.
fn card(collection: &Collection) -> impl IntoView + use<> {
    let (received, handed_over) = (yuan(collection.received), yuan(collection.handed_over));
    view! {
        <article class="card stack">
            <p class="cluster"><b>{collection.purpose.clone()}</b>{collection_pill(collection)}</p>
            <p class="soft">{collection.organiser.clone()}</p>
            <Facts>
                <Fact name=t!("home-aid-received")>{received}</Fact>
                <Fact name=t!("home-aid-handed-over")>{handed_over}</Fact>
            </Facts>
        </article>
    }
}

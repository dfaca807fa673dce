//! Wishes in review, longest waiting first: the queue on the left, one wish on the right.

use domain::{permission::Action, tables::filters::ListKind, wishes::WishFile};
use leptos::prelude::*;

use super::review_record::Record;
use crate::{
    components::{Empty, Pager, Split, Within, wish_row},
    pages::consents::missing::words,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/review?cursor`; on wide screens the first wish is open beside it.
pub async fn page(cx: Cx) -> Shown {
    shown(cx, None).await
}

/// Renders `GET /desk/review/{id}?cursor`.
pub async fn record(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    shown(cx, Some(id)).await
}

async fn shown(cx: Cx, id: Option<i64>) -> Shown {
    cx.actor.must_somewhere(Action::ReviewWishes)?;
    let queue = cx.store.review_queue(&cx.within(), cx.query_i64("cursor")).await?;
    let within = Within::of(&cx);
    let listed = match id {
        Some(id) => queue.items.iter().find(|file| file.wish.id == id),
        None => queue.items.first(),
    };
    let open = match (listed, id) {
        (Some(file), _) => Some(file.clone()),
        (None, Some(id)) => Some(cx.store.wish_file(&cx.actor, id).await?),
        (None, None) => None,
    };
    let record = match open {
        Some(file) => Some(Record::read(&cx, file).await?),
        None => None,
    };
    let due = if cx.query_i64("cursor") == 0 { cx.store.words_due(&cx.actor, 0).await?.items } else { Vec::new() };
    let title = match (&record, id) {
        (Some(record), Some(_)) => cx.lang.tf("review-one", &[("title", record.title(cx.lang).into())]),
        _ => cx.lang.t("review-title"),
    };
    let page = Page::new(title, Here::Review, move || {
        let due = words(&due);
        let Some(record) = record else {
            if due.is_some() {
                return due.into_any();
            }
            return view! { <Empty title=t!("review-empty") action=("/desk/wishes", t!("desk-to-wishes"))>{t!("review-empty-text")}</Empty> }.into_any();
        };
        let list = list(&cx, queue, record.id());
        let table = ListKind::Wishes.path();
        let table = view! {
            <p class="only-wide"><a class="link" href=format!("{table}?state=submitted&sort=submitted")>{t!("table-open-review")}</a></p>
        };
        let list = view! { {within.map(Within::note)}{due}{table}{list} }.into_any();
        view! { <Split record_open=id.is_some() list record=record.drawn() /> }.into_any()
    });
    let page = page.kept().no_index();
    Ok(if id.is_some() { page.back("/desk/review") } else { page })
}

fn list(cx: &Cx, queue: domain::wishes::Page<WishFile>, open: i64) -> AnyView {
    let cursor = cx.query_with(&[]);
    let cursor = cursor.trim_end_matches('?');
    let rows = queue
        .items
        .iter()
        .map(|file| wish_row(file, format!("/desk/review/{}{cursor}", file.wish.id), file.wish.id == open))
        .collect_view();
    let next = queue.next.map(|cursor| format!("/desk/review?cursor={cursor}"));
    view! {
        {(!queue.items.is_empty()).then(|| view! { <ul class="rows" aria-label=t!("review-title")>{rows}</ul> })}
        <Pager next />
    }
    .into_any()
}

//! One journal: what moved, who did it and why, what belongs to it, and how to put it right.

use domain::{Code, Error, ledger::JournalKind};
use leptos::prelude::*;
use store::{
    book_pages::Moved,
    books::{JournalFile, MovedLine},
};

use super::{
    journals,
    pieces::keeps,
    words::{kind, link, signed},
};
use crate::{
    i18n::{item_name, lang, size},
    page::{Cx, Here, Page, Shown, scene},
    parts::{ActionForm, Banner, Fact, Facts, Field, More, Near, Submit},
};

/// `/shop/journals/{id}`, and again after putting it right was refused.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let journal = cx.store.journal(&cx.actor, id).await?;
    let others = cx.store.journals_of_same_goods(&cx.actor, id).await?;
    let numbers: Vec<_> = others.iter().map(|journal| journal.id).collect();
    let moved = cx.store.moved_by(&cx.actor, &numbers).await?;
    // What a claim moved is undone by the claim's own steps.
    let own =
        journal.claim == 0 && journal.reverses == 0 && journal.reversed_by == 0 && journal.kind != JournalKind::Reverse;
    let reversible = own && keeps(&cx, journal.location).await?;
    let title = format!("{} #{id}", cx.lang.named("stock-kind", journal.kind.as_str()));
    Ok(Page::new(title, Here::Journals, move || {
        view! {
            {righted(&journal)}
            {facts(&journal)}
            {entries(&journal)}
            {reversible.then(|| reverse_form(id))}
            {history(&others, &moved)}
        }
    })
    .back("/shop/journals")
    .no_index())
}

fn righted(journal: &JournalFile) -> Option<AnyView> {
    let (key, other) = match (journal.reversed_by, journal.reverses) {
        (0, 0) => return None,
        (0, wrong) => ("journal-reverses", wrong),
        (by, _) => ("journal-reversed-by", by),
    };
    Some(
        view! {
            <Banner>
                {t!(key)}" "<a class="link" href=format!("/shop/journals/{other}")>"#"{other}</a>
            </Banner>
        }
        .into_any(),
    )
}

fn facts(journal: &JournalFile) -> impl IntoView + use<> {
    let by = if journal.by.is_empty() { t!("stock-by-clock") } else { journal.by.clone() };
    let (at, place, reason, claim) = (journal.at, journal.location_name.clone(), journal.reason.clone(), journal.claim);
    view! {
        <section class="card">
            <Facts>
                <Fact name=t!("stock-when")><Near at /></Fact>
                <Fact name=t!("stock-who")>{by}</Fact>
                <Fact name=t!("stock-location")>{place}</Fact>
                {(claim != 0).then(|| view! {
                    <Fact name=t!("journal-for")><a class="link" href=format!("/shop/claims/{claim}")>{t!("stock-claim", n = format!("#{claim}"))}</a></Fact>
                })}
                {(!reason.is_empty()).then(|| view! { <Fact name=t!("stock-why")>{reason}</Fact> })}
            </Facts>
        </section>
    }
}

fn entries(journal: &JournalFile) -> impl IntoView + use<> {
    let location = journal.location;
    let rows = journal.entries.iter().map(|entry| entry_row(entry, location)).collect_view();
    view! {
        <section class="stack">
            <h2 id="entries">{t!("journal-entries")}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="entries">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!("field-item")}</th>
                            <th scope="col">{t!("stock-place")}</th>
                            <th scope="col">{t!("stock-lot-head")}</th>
                            <th scope="col" class="num">{t!("stock-change")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="note">{t!("journal-balanced")}</p>
        </section>
    }
}

fn entry_row(entry: &MovedLine, location: i64) -> impl IntoView + use<> {
    let lots = link("/shop/lots", &[("item", &entry.item.to_string()), ("location", &location.to_string())]);
    let title = if entry.size.is_empty() {
        item_name(entry.item)
    } else {
        format!("{} · {}", item_name(entry.item), size(&entry.size))
    };
    view! {
        <tr>
            <th scope="row"><a href=lots>{title}</a></th>
            <td data-label=t!("stock-place")>{lang().named("stock-place", &entry.place)}</td>
            <td data-label=t!("stock-lot-head")>"#"{entry.lot}</td>
            <td class="num" data-label=t!("stock-change")>{signed(entry.quantity)}</td>
        </tr>
    }
}

fn reverse_form(id: i64) -> impl IntoView {
    let to = format!("/shop/journals/{id}/reverse");
    let moved_on = scene().form.error == Some(Error::Conflict(Code::NotEnoughStock));
    view! {
        <More summary=t!("journal-reverse-ask") to=to.clone()>
            <ActionForm to=to>
                {moved_on.then(|| view! { <Banner tone="amber">{t!("journal-reverse-moved-on")}</Banner> })}
                <p class="note">{t!("journal-reverse-text")}</p>
                <Field name="reason" label=t!("journal-reverse-reason") required=true max_length=200 />
                <Submit label=t!("journal-reverse") tone="bad" icon="undo" />
            </ActionForm>
        </More>
    }
}

/// What happened to the same goods before and after.
fn history(others: &[JournalFile], moved: &[Moved]) -> Option<impl IntoView + use<>> {
    (!others.is_empty()).then(|| {
        let first = others.first().map(|journal| journal.location);
        let several = others.iter().any(|journal| Some(journal.location) != first);
        let list = journals::table(others, moved, several);
        let words = kind_words(others);
        view! {
            <section class="stack">
                <h2 id="history">{t!("journal-history")}</h2>
                <p class="soft">{words}</p>
                <div class="table-wrap" tabindex="0" role="region" aria-labelledby="history">{list}</div>
            </section>
        }
    })
}

/// 收货 → 上架 → 调拨, in the order in which it happened.
fn kind_words(others: &[JournalFile]) -> String {
    others.iter().rev().map(|journal| kind(journal.kind)).collect::<Vec<_>>().join(" → ")
}

//! One journal: what it moved, who posted it and why, related journals, and its reversal.

use domain::{Code, Error};
use leptos::prelude::*;
use store::ledger::{
    entries::MovedUnits,
    views::{JournalFile, MovedLine},
};

use super::journals;
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Field, More, Near, Submit},
    i18n::{end_reason, item_title, lang},
    pages::stock::{
        pieces::keeps,
        words::{kind, link, signed},
    },
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /shop/journals/{id}`, and again after its reversal is refused.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let journal = cx.store.journal(&cx.actor, id).await?;
    let others = cx.store.journals_of_same_goods(&cx.actor, id).await?;
    let numbers: Vec<_> = others.iter().map(|journal| journal.id).collect();
    let moved = cx.store.moved_by(&cx.actor, &numbers).await?;
    let mirror = match (journal.reversed_by, journal.reverses) {
        (0, 0) => None,
        (0, wrong) => Some(cx.store.journal(&cx.actor, wrong).await?),
        (by, _) => Some(cx.store.journal(&cx.actor, by).await?),
    };
    // Journals of a claim, a transfer or an order are undone by that subject's own actions.
    let bound = journal.claim != 0 || journal.transfer != 0 || journal.shop_order != 0;
    let own = !bound && journal.reverses == 0 && journal.reversed_by == 0 && journal.kind.is_reversible();
    let reversible = own && keeps(&cx, journal.location).await?;
    let title = format!("{} #{id}", cx.lang.named("stock-kind", journal.kind.as_str()));
    Ok(Page::new(title, Here::Journals, move || {
        let beside = mirror.map(|other| {
            let (key, n) = if journal.reverses == 0 {
                ("journal-reversed-by", other.id)
            } else {
                ("journal-reverses", other.id)
            };
            view! {
                <section class="card stack">
                    <h2>{t!(key)}" "<a class="link" href=format!("/shop/journals/{n}")>{kind(other.kind)}" #"{n}</a></h2>
                    {facts(&other)}
                    {entries(&other, "mirror")}
                </section>
            }
        });
        let whole = view! { <section class="card stack">{facts(&journal)}{entries(&journal, "entries")}</section> };
        view! {
            {if let Some(beside) = beside {
                view! { <div class="cards">{whole}{beside}</div> }.into_any()
            } else {
                whole.into_any()
            }}
            <p class="note">{t!("journal-balanced")}</p>
            {reversible.then(|| reverse_form(id))}
            {history(&others, &moved)}
        }
    })
    .back("/shop/journals")
    .no_index())
}

fn facts(journal: &JournalFile) -> impl IntoView + use<> {
    let by = if journal.by.is_empty() { t!("stock-by-clock") } else { journal.by.clone() };
    let (at, place, reason) = (journal.at, journal.location_name.clone(), end_reason(&journal.reason));
    let subjects = journals::subjects(journal)
        .into_iter()
        .map(|(to, words)| view! { <Fact name=t!("journal-for")><a class="link" href=to>{words}</a></Fact> })
        .collect_view();
    view! {
        <Facts>
            <Fact name=t!("stock-when")><Near at /></Fact>
            <Fact name=t!("stock-who")>{by}</Fact>
            <Fact name=t!("stock-location")>{place}</Fact>
            {subjects}
            {(!reason.is_empty()).then(|| view! { <Fact name=t!("stock-why")>{reason}</Fact> })}
        </Facts>
    }
}

fn entries(journal: &JournalFile, id: &'static str) -> impl IntoView + use<> {
    let location = journal.location;
    let rows = journal.entries.iter().map(|entry| entry_row(entry, location)).collect_view();
    // A journal and its reversal stand side by side; the number tells their tables apart.
    let title = format!("{} #{}", t!("journal-entries"), journal.id);
    view! {
        <h2 id=id>{title}</h2>
        <div class="table-wrap" tabindex="0" role="region" aria-labelledby=id>
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
    }
}

fn entry_row(entry: &MovedLine, location: i64) -> impl IntoView + use<> {
    let lots = link("/shop/lots", &[("item", &entry.item.to_string()), ("location", &location.to_string())]);
    let title = if entry.item == 0 {
        // An order posts points and goods in one journal; points have no item.
        t!("stock-origin-points").into_any()
    } else {
        view! { <a href=lots>{item_title(&entry.key, &entry.name, entry.item, &entry.size)}</a> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{title}</th>
            <td data-label=t!("stock-place")>{lang().named("stock-place", &entry.place)}</td>
            <td data-label=t!("stock-lot-head")>"#"{entry.lot}</td>
            <td class="num" data-label=t!("stock-change")>{signed(entry.quantity)}</td>
        </tr>
    }
}

/// Renders the reversal form: the usual reasons to choose from, with words of one's own; one button reverses.
fn reverse_form(id: i64) -> impl IntoView {
    let to = format!("/shop/journals/{id}/reverse");
    let moved_on = scene().form.error == Some(Error::Conflict(Code::NotEnoughStock));
    let usual = ["journal-wrong-number", "journal-wrong-item", "journal-twice"]
        .map(|key| t!(key))
        .map(|words| (words.clone(), words, String::new()));
    let own = (String::new(), t!("journal-other-reason"), String::new());
    let reasons = usual.into_iter().chain([own]).collect::<Vec<_>>();
    view! {
        <More summary=t!("journal-reverse-ask") to=to.clone()>
            {moved_on.then(|| view! { <Banner tone="amber">{t!("journal-reverse-moved-on")}</Banner> })}
            <ActionForm to=to>
                <p class="note">{t!("journal-reverse-text")}</p>
                <Choice name="usual" label=t!("journal-reverse-reason") options=reasons tight=true />
                <Field name="reason" label=t!("journal-reverse-words") max_length=200 />
                <Submit label=t!("journal-reverse") tone="bad" icon="undo" />
            </ActionForm>
        </More>
    }
}

/// Renders earlier and later journals of the same goods.
fn history(others: &[JournalFile], moved: &[MovedUnits]) -> Option<impl IntoView + use<>> {
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

/// Joins the kinds of the journals in chronological order: `收货 → 上架 → 调拨`.
fn kind_words(others: &[JournalFile]) -> String {
    others.iter().rev().map(|journal| kind(journal.kind)).collect::<Vec<_>>().join(" → ")
}

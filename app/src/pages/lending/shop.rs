//! Loans of a shop, overdue ones first, and those of one household.

use domain::{Result, permission::Action};
use leptos::prelude::*;
use store::lending::views::LoanList;

use super::rows;
use crate::{
    components::{Empty, Icon, Pager, file_link},
    pages::stock::pieces::location_filter,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// The lists, in the order of their chips.
const LISTS: [(&str, LoanList, &str); 3] = [
    ("out", LoanList::Out, "loans-out"),
    ("waiting", LoanList::Waiting, "loans-waiting"),
    ("over", LoanList::Over, "loans-over"),
];

/// Renders `GET /shop/loans?show&location&cursor`.
pub async fn list(cx: Cx) -> Shown {
    let (name, which, _) = LISTS.iter().copied().find(|(name, ..)| *name == cx.query("show")).unwrap_or(LISTS[0]);
    let location = cx.shop();
    let found = cx.store.loans(&cx.actor, which, location, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let shops = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let address = cx.clone();
    let files = ["xlsx", "csv"]
        .map(|format| (format, format!("/shop/loans/file{}", cx.query_with(&[("format", format), ("cursor", "")]))));
    Ok(Page::new(cx.lang.t("loans-title"), Here::Loans, move || {
        let chips = LISTS.iter().map(|(one, _, key)| {
            let to = address.query_with(&[("show", one), ("cursor", "")]);
            view! { <a class="chip" href=to aria-current=(*one == name).then_some("true")>{t!(key)}</a> }
        });
        let filter = location_filter(&shops, location).map(|select| {
            view! {
                <form class="filter-row">
                    <input type="hidden" name="show" value=name />
                    {select}
                    <button class="btn btn-quiet btn-small">{t!("stock-filter")}</button>
                </form>
            }
        });
        view! {
            <nav class="chips" aria-label=t!("loans-title")>{chips.collect_view()}</nav>
            {filter}
            {if found.items.is_empty() {
                view! { <Empty title=t!("loans-none")>{t!("loans-none-text")}</Empty> }.into_any()
            } else {
                rows(&found.items, "/shop/loans")
            }}
            <Pager next />
        }
    })
    .tools(move || {
        let files = files.map(|(format, to)| file_link(format, to));
        let lend = may_keep.then(
            || view! { <a class="btn btn-soft" href="/shop/walk-in"><Icon name="users" />{t!("loans-lend")}</a> },
        );
        view! { {lend}{files.collect_view()} }
    })
    .no_index())
}

/// Serves `GET /shop/loans/file?show&location&format`, with the filters of the list.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    let (_, which, _) = LISTS.iter().copied().find(|(name, ..)| *name == cx.query("show")).unwrap_or(LISTS[0]);
    sheets::loans(&cx.store, &cx.by(), cx.lang, format, (which, cx.shop())).await
}

/// Renders `GET /desk/households/{id}/loans`.
pub async fn household(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let loans = cx.store.household_loans(&cx.actor, id).await?;
    Ok(Page::new(cx.lang.t("loans-household"), Here::Households, move || {
        if loans.is_empty() {
            return view! { <Empty title=t!("loans-household-none") /> }.into_any();
        }
        rows(&loans, "/shop/loans")
    })
    .back(format!("/desk/households/{id}"))
    .narrow()
    .no_index())
}

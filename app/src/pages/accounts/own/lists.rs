//! Filters that an account saved for its lists, and the columns and rows that a browser shows.

use domain::{
    Code, Error, Result,
    tables::filters::{FilterId, ListKind, NewFilter, SavedFilter},
};
use leptos::prelude::*;
use store::accounts::filters::{DeleteFilter, RenameFilter, SaveFilter};

use crate::{
    components::{ActionForm, Empty, Field, Submit},
    i18n::lang,
    web::{Cx, Done, Here, Page, Shown, To, lists::LISTS, session::local_path},
};

/// Renders `GET /me/filters`, and again after one of its forms, or that of a list, is refused.
pub async fn page(cx: Cx) -> Shown {
    must_be_staff(&cx)?;
    let filters = cx.store.saved_filters(&cx.actor).await?;
    // A form of a list that was refused keeps what it was to save.
    let list: Option<ListKind> = cx.field("list").parse().ok();
    let new = list.filter(|_| cx.path == SAVE).map(|list| (list, cx.field("query").to_owned()));
    // One name is changed at a time.
    let open = if cx.path.ends_with("/rename") { cx.id("id").ok() } else { cx.query("rename").parse().ok() };
    Ok(Page::new(cx.lang.t("filters-title"), Here::Me, move || {
        let none = filters.is_empty() && new.is_none();
        let cards = filters.into_iter().map(|filter| card(filter, open)).collect_view();
        view! {
            {new.map(|(list, query)| save_form(list, query))}
            {none.then(|| view! { <Empty title=t!("filters-none")>{t!("filters-none-text")}</Empty> })}
            {cards}
        }
    })
    .back("/me")
    .narrow()
    .no_index())
}

/// Address that filters are saved at.
const SAVE: &str = "/me/filters";

fn must_be_staff(cx: &Cx) -> Result<()> {
    cx.signed_in()?;
    if cx.actor.is_staff() { Ok(()) } else { Err(Error::NotAllowed(Code::NotAllowed)) }
}

fn save_form(list: ListKind, query: String) -> AnyView {
    view! {
        <section class="card">
            <h2>{lang().named("list", list.as_str())}</h2>
            <ActionForm to=SAVE>
                <input type="hidden" name="list" value=list.as_str() />
                <input type="hidden" name="query" value=query />
                <Field name="filter_name" label=t!("filters-name") hint=t!("filters-name-hint") max_length=24 required=true />
                <Submit label=t!("filters-save") />
            </ActionForm>
        </section>
    }
    .into_any()
}

fn card(filter: SavedFilter, open: Option<i64>) -> AnyView {
    let (to, FilterId(id), name) = (filter.address(), filter.id, filter.name.clone());
    let list = lang().named("list", filter.list.as_str());
    let rename = if open == Some(id) {
        view! {
            <ActionForm to=format!("/me/filters/{id}/rename")>
                <Field name="filter_name" label=t!("filters-name") value=name max_length=24 required=true />
                <Submit label=t!("filters-rename") tone="soft" />
            </ActionForm>
        }
        .into_any()
    } else {
        let to = format!("{SAVE}?rename={id}");
        view! { <p><a class="link" href=to>{t!("filters-rename")}</a></p> }.into_any()
    };
    view! {
        <section class="card">
            <p><a class="link" href=to>{filter.name}</a>" "<small class="soft">{list}</small></p>
            {rename}
            <ActionForm to=format!("/me/filters/{id}/delete") class="cluster">
                <Submit label=t!("filters-delete") tone="quiet" small=true icon="trash" />
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Handles `POST /me/filters`.
///
/// # Errors
/// As [`SaveFilter`]; field `list` for an unknown one.
pub async fn save(cx: Cx) -> Done {
    must_be_staff(&cx)?;
    let list = cx.choice("list")?;
    let new = NewFilter { list, name: cx.field("filter_name").to_owned(), query: cx.field("query").to_owned() };
    let back = SavedFilter { id: FilterId(0), list, name: String::new(), query: String::new(), created: 0 };
    let kept = new.clone().checked()?;
    cx.store.run(&cx.by(), SaveFilter(new)).await?;
    Ok(To::page(SavedFilter { query: kept.query, ..back }.address()).saying("done-filter-saved"))
}

/// Handles `POST /me/filters/{id}/rename`.
///
/// # Errors
/// As [`RenameFilter`].
pub async fn rename(cx: Cx) -> Done {
    must_be_staff(&cx)?;
    let rename = RenameFilter { filter: FilterId(cx.id("id")?), name: cx.field("filter_name").to_owned() };
    cx.store.run(&cx.by(), rename).await?;
    Ok(To::page(SAVE).saying("done-filter-renamed"))
}

/// Handles `POST /me/filters/{id}/delete`.
///
/// # Errors
/// As [`DeleteFilter`].
pub async fn delete(cx: Cx) -> Done {
    must_be_staff(&cx)?;
    cx.store.run(&cx.by(), DeleteFilter { filter: FilterId(cx.id("id")?) }).await?;
    Ok(To::page(SAVE).saying("done-filter-deleted"))
}

/// Handles `POST /me/lists`: which columns a list shows, and how high rows are, kept by this browser.
///
/// # Errors
/// Not allowed for accounts that are not staff; field `list` for an unknown one.
pub async fn choose(cx: Cx) -> Done {
    must_be_staff(&cx)?;
    let list: ListKind = cx.choice("list")?;
    let shown = cx.fields("column");
    // The form names what is shown, and all that it offered, so that a column of a later release is not hidden.
    let offered = cx.fields("offered");
    let hidden = offered.into_iter().filter(|column| !shown.contains(column));
    let mut choice = cx.lists.clone().hiding(list, hidden);
    choice.tight = cx.field("rows") == "tight";
    let back = local_path(cx.field("back"));
    let back = if back == "/" { list.path() } else { back };
    Ok(To::page(back).saying("done-table-chosen").cookie(cx.cookies.choice(LISTS, &choice.text())))
}

//! Wishes of the actor's areas as a table: sorted, with selected rows published in one step.

use domain::{
    Code, Error,
    permission::Action,
    tables::{Lines, Sort, WishColumn, filters::ListKind},
    wishes::WishState,
};
use leptos::prelude::*;
use store::wishes::{
    lifecycle::PublishWish,
    table::{WishFilter, WishLine},
};

use super::must_see_wishes;
use crate::{
    components::{
        Empty, Near, Search, Submit, Within,
        tables::{
            Column, DataTable, Line, PageLinks,
            bar::{ListBar, MoreRows, print_head},
            bulk::{self, Verdicts},
            prints, window,
        },
        wish_pill,
    },
    i18n::{alias, wish_title},
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Address of the table.
const PATH: &str = ListKind::Wishes.path();
/// Address of the step for selected wishes.
const PUBLISH: &str = "/desk/wishes/table/publish";

fn filter(cx: &Cx) -> WishFilter {
    WishFilter { state: cx.query("state").parse().ok(), q: cx.query("q").chars().take(40).collect() }
}

/// Reads the order of the table; the newest first without one.
fn order(cx: &Cx) -> Sort<WishColumn> {
    filter(cx).order(cx.query("sort").parse().unwrap_or(Sort::down(WishColumn::Number)))
}

/// Renders `GET /desk/wishes/table?state&q&sort&cursor`, or with `print` all of it.
pub async fn page(cx: Cx) -> Shown {
    shown(cx, Verdicts::default()).await
}

/// Renders the table again after the step for selected wishes was refused as a whole.
pub async fn unpublished(cx: Cx) -> Shown {
    shown(cx.at(PATH), Verdicts::default()).await
}

/// Handles `POST /desk/wishes/table/publish`: publishes each of the selected wishes for which there is nothing to read.
///
/// # Errors
/// Not allowed without a reviewing role; field `pick` without a wish. What is wrong with one wish is its verdict.
pub async fn publish(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReviewWishes)?;
    let (by, mut verdicts) = (cx.by(), Verdicts::default());
    for one in bulk::picked(&cx)? {
        let done = published(&cx, &bulk::by_row(&by, one.id), one.id).await;
        verdicts.note(one.id, done)?;
    }
    shown(cx.at(PATH), verdicts).await
}

/// Publishes a wish without words. One with words of its family is left to the page on which a reviewer reads them.
async fn published(cx: &Cx, by: &store::By, id: i64) -> Result<(), Error> {
    let file = cx.store.wish_file(&cx.actor, id).await?;
    if file.voice || !file.own_words.is_empty() {
        return Err(Error::Conflict(Code::WordsToReview));
    }
    Ok(cx.store.run(by, PublishWish { id, words: String::new() }).await?)
}

/// Serves `GET /desk/wishes/table/file?format`, with the filters and the order of the table.
pub(super) async fn file(cx: Cx) -> Result<File, Error> {
    must_see_wishes(&cx)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::lists::wishes(&cx.store, &cx.by_within(), cx.lang, format, &filter(&cx), order(&cx)).await
}

async fn shown(cx: Cx, verdicts: Verdicts) -> Shown {
    must_see_wishes(&cx)?;
    let (filter, sort) = (filter(&cx), order(&cx));
    let Lines { items, next } = cx.store.wish_table(&cx.within(), &filter, window(&cx, sort)).await?;
    let state = WishState::Published.as_str();
    let columns = vec![
        Column::text("thing", cx.lang.t("table-wish")),
        Column::number("number", cx.lang.t("desk-wish-number")).sorted(),
        Column::text("family", cx.lang.t("table-family")),
        Column::text("area", cx.lang.t("field-area")),
        Column::number("quantity", cx.lang.t("field-quantity")),
        Column::number("left", cx.lang.t("table-left")),
        Column::text("submitted", cx.lang.t("desk-submitted")).sorted_with("state", state),
        Column::text("expires", cx.lang.t("desk-expires")).sorted_with("state", state),
        Column::mark("state", cx.lang.t("table-state")),
    ];
    let title = cx.lang.t("list-wishes");
    let table = DataTable::of(&cx, ListKind::Wishes, title.clone(), columns, Some(sort));
    let reviews = cx.actor.may_somewhere(Action::ReviewWishes);
    if prints(&cx) {
        return Ok(Page::new(title, Here::Wishes, move || {
            let head = print_head(items.len(), MoreRows::of(next.as_ref()));
            let lines = items.into_iter().map(line).collect();
            view! { {head}{table.drawn(lines, &verdicts, None)} }
        })
        .back(cx.address_with(&[("print", "")]))
        .plain()
        .wide()
        .no_index());
    }
    let bar = ListBar::load(&cx, ListKind::Wishes, "/desk/wishes/table/file").await?;
    let (within, links, chips) = (Within::of(&cx), PageLinks::of(&cx, next), chips(&cx, filter.state));
    let waiting = reviews && items.iter().any(|line| line.wish.state == WishState::Submitted);
    let publish = format!("{PUBLISH}{}", cx.query_with(&[]).trim_end_matches('?'));
    let keep = ["state", "sort", "within"].map(|name| (name, cx.query(name).to_owned())).to_vec();
    Ok(Page::new(title, Here::Wishes, move || {
        let said = verdicts.drawn("/desk/wishes");
        let form = waiting.then(|| {
            let button = view! { <Submit label=t!("wishes-publish-picked") tone="soft" small=true /> };
            bulk::form(publish, button.into_any())
        });
        let list = if items.is_empty() {
            view! { <Empty title=t!("desk-wishes-none") action=(PATH, t!("desk-wishes-all"))>{t!("desk-wishes-none-text")}</Empty> }.into_any()
        } else {
            let lines = items.into_iter().map(|one| {
                let pick = (reviews && one.wish.state == WishState::Submitted).then(|| one.wish.id.to_string());
                Line { pick, ..line(one) }
            });
            table.drawn(lines.collect(), &verdicts, None)
        };
        view! {
            {said}
            {within.map(Within::note)}
            {bar.chips()}
            <Search to=PATH q=filter.q placeholder=t!("desk-wishes-search") keep />
            <nav class="chips" aria-label=t!("desk-wishes-states")>{chips}</nav>
            {form}
            {list}
            {links.drawn()}
            {bar.fold(&table)}
        }
    })
    .back("/desk/wishes")
    .wide()
    .no_index())
}

fn chips(cx: &Cx, state: Option<WishState>) -> Vec<AnyView> {
    let link = |state: &str| cx.address_with(&[("state", state), ("cursor", "")]);
    let all = (link(""), cx.lang.t("desk-wishes-all"), state.is_none());
    let states = WishState::ALL
        .iter()
        .map(|one| (link(one.as_str()), cx.lang.named("wish-state", one.as_str()), state == Some(*one)));
    std::iter::once(all)
        .chain(states)
        .map(|(to, label, chosen)| {
            view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{label}</a> }.into_any()
        })
        .collect()
}

/// Renders a wish as a row; one with words to read says so.
fn line(line: WishLine) -> Line {
    let WishLine { wish, has_words } = line;
    let words = (has_words && wish.state == WishState::Submitted).then(|| {
        view! { " "<small class="soft">{t!("table-has-words")}</small> }
    });
    let state = wish_pill(wish.state);
    let day = |at: i64| (at > 0).then(|| view! { <Near at /> }).into_any();
    let cells = vec![
        wish.id.to_string().into_any(),
        alias(&wish.alias).into_any(),
        wish.area_name.clone().into_any(),
        wish.quantity.to_string().into_any(),
        wish.remaining.to_string().into_any(),
        day(wish.submitted),
        day(if wish.state == WishState::Published { wish.expires } else { 0 }),
        view! { {state}{words} }.into_any(),
    ];
    Line {
        id: wish.id,
        to: format!("/desk/wishes/{}", wish.id),
        title: wish_title(&wish),
        note: None,
        pick: None,
        cells,
    }
}

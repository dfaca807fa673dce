//! Parts of staff pages: the list beside a record, and rows of lists.

use domain::{
    DAY, Timestamp,
    wishes::{WishFile, WishState},
};
use leptos::prelude::*;

use super::{Icon, StatePill, Tile, icon::tint, wish_pill};
use crate::{
    i18n::{alias, lang, waited, wish_title},
    web::scene,
};

/// A list with a record beside it; on a phone only one of them is shown.
#[component]
pub fn Split(
    /// Whether a phone shows the record.
    record_open: bool,
    /// The list.
    list: AnyView,
    /// The record: an `<article class="split-record">`.
    record: AnyView,
) -> impl IntoView {
    view! {
        <div class="split" data-open=if record_open { "record" } else { "list" }>
            <div class="split-list">{list}</div>
            {record}
        </div>
    }
}

/// A row of a list: a pictogram, two lines, and a state.
#[component]
pub fn Row(
    /// Address it links to.
    to: String,
    /// Key of the pictogram.
    #[prop(into)]
    picture: String,
    /// Tint class of the pictogram.
    #[prop(into)]
    tint: String,
    /// First line.
    #[prop(into)]
    title: String,
    /// Second line.
    #[prop(into)]
    line: String,
    /// Whether its record is open beside the list.
    #[prop(optional)]
    current: bool,
    /// State at the end of the row.
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <a class=format!("row {tint}") href=to aria-current=current.then_some("true")>
                <Tile key=picture size="small" />
                <span class="row-main"><b>{title}</b><small>{line}</small></span>
                <span class="row-end">{children()}</span>
            </a>
        </li>
    }
}

/// Main link of a page for [`crate::web::Page::tools`], shown at the top right of wide screens only.
#[must_use]
pub fn top_link(to: String, label: String, icon: &'static str) -> AnyView {
    view! { <a class="btn btn-main only-wide" href=to><Icon name=icon />{label}</a> }.into_any()
}

/// The same link for phones, fixed at the bottom; must be the last part of the page.
#[must_use]
pub fn thumb_link(to: String, label: String, icon: &'static str) -> AnyView {
    view! {
        <div class="thumb-bar only-phone"><a class="btn btn-main btn-wide" href=to><Icon name=icon />{label}</a></div>
    }
    .into_any()
}

/// Link to a list as a file, for [`crate::web::Page::tools`]; `format` is `xlsx` or `csv`.
#[must_use]
pub fn file_link(format: &'static str, to: String) -> AnyView {
    view! { <a class="btn btn-quiet" href=to download="" rel="nofollow"><Icon name="download" />{lang().named("export", format)}</a> }.into_any()
}

/// A wish as a row of a staff list.
#[must_use]
pub fn wish_row(file: &WishFile, to: String, current: bool) -> AnyView {
    let wish = &file.wish;
    let title = format!("{} ×\u{a0}{}", wish_title(wish), wish.quantity);
    let line = format!("{} · {}", alias(&wish.alias), wish.area_name);
    let stands = stands(file);
    view! {
        <Row to picture=wish.key.clone() tint=tint(wish.category) title line current>
            {stands}
        </Row>
    }
    .into_any()
}

/// How long something has waited; amber from seven days on.
#[must_use]
pub fn waited_pill(since: Timestamp) -> AnyView {
    let tone = if scene().now - since >= 7 * DAY { "amber" } else { "soft" };
    view! { <StatePill tone icon="clock" text=waited(since) /> }.into_any()
}

/// The state of a wish that matters most to staff.
fn stands(file: &WishFile) -> AnyView {
    let (wish, progress) = (&file.wish, &file.progress);
    match wish.state {
        WishState::Submitted => view! {
            {waited_pill(wish.submitted)}
            {wish.in_stock.then(|| view! { <small>{t!("wish-in-stock")}</small> })}
        }
        .into_any(),
        WishState::Published if progress.arrived > progress.handed_over => {
            view! { <StatePill tone="tea" icon="shop" text=t!("desk-wish-ready") /> }.into_any()
        }
        WishState::Published if wish.remaining > 0 => view! {
            {waited_pill(wish.submitted)}
            <small>{t!("wish-left", n = wish.remaining)}</small>
        }
        .into_any(),
        WishState::Published => view! { <StatePill tone="soft" icon="hand" text=t!("wish-none-left") /> }.into_any(),
        other => wish_pill(other),
    }
}

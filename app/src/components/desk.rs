//! Pieces of the desk: the list beside the record, and a wish as a row of a list.

use domain::{
    DAY, Timestamp,
    wishes::{WishFile, WishState},
};
use leptos::prelude::*;

use super::{Icon, StatePill, Tile, icon::tint, wish_pill};
use crate::{
    i18n::{alias, waited, wish_title},
    islands::DeskKeys,
    web::scene,
};

/// A list on the left and a record on the right; on a phone one of them.
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
        <DeskKeys />
    }
}

/// One thing in a list: a pictogram, two lines, and how it stands.
#[component]
pub fn Row(
    /// Where it leads.
    to: String,
    /// A pictogram's key.
    #[prop(into)]
    picture: String,
    /// The class that tints it.
    #[prop(into)]
    tint: String,
    /// What it is.
    #[prop(into)]
    title: String,
    /// The line below.
    #[prop(into)]
    line: String,
    /// Whether its record is open beside it.
    #[prop(optional)]
    current: bool,
    /// How it stands.
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

/// The main way on from a page, for [`crate::web::Page::tools`]: at a desk it stands at the top right.
#[must_use]
pub fn top_link(to: String, label: String, icon: &'static str) -> AnyView {
    view! { <a class="btn btn-main only-wide" href=to><Icon name=icon />{label}</a> }.into_any()
}

/// The same where the thumb is; the last piece of the page.
#[must_use]
pub fn thumb_link(to: String, label: String, icon: &'static str) -> AnyView {
    view! {
        <div class="thumb-bar only-phone"><a class="btn btn-main btn-wide" href=to><Icon name=icon />{label}</a></div>
    }
    .into_any()
}

/// A wish in a list of the staff.
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

/// How long something has waited; from a week on in amber.
#[must_use]
pub fn waited_pill(since: Timestamp) -> AnyView {
    let tone = if scene().now - since >= 7 * DAY { "amber" } else { "soft" };
    view! { <StatePill tone icon="clock" text=waited(since) /> }.into_any()
}

/// What somebody at a desk wants to know of a wish first.
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

//! Referrals of families in the areas, those under way first; and the same as a file.

use domain::{Result, permission::Action, tables::filters::ListKind};
use leptos::prelude::*;
use store::services::referrals::views::{ReferralQuery, ReferralStage};

use super::pieces::{referral_row, tabs};
use crate::{
    components::{
        Empty, Pager, Within, file_link,
        tables::{
            bar::{ListBar, MoreRows, print_head},
            prints, reads_on,
        },
    },
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Reads the filters of the query.
fn query(cx: &Cx) -> ReferralQuery {
    ReferralQuery {
        stage: ReferralStage::of(cx.query("show")),
        area: Some(cx.query_i64("area")).filter(|area| *area > 0),
        class: cx.query("class").parse().ok(),
        month: cx.query("month").parse().ok(),
        cursor: cx.query_i64("cursor").max(0),
    }
}

/// Renders `GET /desk/referrals?show&class&month&area&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let query = query(&cx);
    let mut found = cx.store.referrals(&cx.within(), &query).await?;
    while let Some(cursor) = found.next.filter(|_| reads_on(&cx, found.items.len())) {
        let more = cx.store.referrals(&cx.within(), &ReferralQuery { cursor, ..query.clone() }).await?;
        found.items.extend(more.items);
        found.next = more.next;
    }
    let (head, left) = (prints(&cx).then_some(found.items.len()), MoreRows::of(found.next.as_ref()));
    let within = Within::of(&cx);
    let bar = ListBar::of_list(&cx, ListKind::Referrals).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let files = ["xlsx", "csv"].map(|format| {
        (format, format!("/desk/referrals/file{}", cx.query_with(&[("format", format), ("cursor", "")])))
    });
    let current = match query.stage {
        ReferralStage::Open => "/desk/referrals",
        ReferralStage::Late => "/desk/referrals?show=late",
        ReferralStage::Over => "/desk/referrals?show=over",
        _ => "",
    };
    Ok(Page::new(cx.lang.t("referrals-title"), Here::Referrals, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(referral_row).collect_view();
        view! {
            {tabs(current)}
            {bar.chips()}
            {within.map(Within::note)}
            {head.map(|rows| print_head(rows, left))}
            {if none {
                view! { <Empty title=t!("referrals-empty")>{t!("referrals-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
            {bar.save()}
        }
    })
    .tools(move || files.map(|(format, to)| file_link(format, to)).collect_view())
    .no_index())
}

/// Serves `GET /desk/referrals/file?format`, with the filters of the list.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadCases)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::referrals(&cx.store, &cx.by_within(), cx.lang, format, &query(&cx)).await
}

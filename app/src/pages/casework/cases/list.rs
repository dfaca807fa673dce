//! Cases of the areas, open ones first, with the filters that the figures lead to; and the same as a file.

use domain::{Result, casework::cases::CaseKind, permission::Action, tables::filters::ListKind};
use leptos::prelude::*;
use store::casework::cases::views::{CaseQuery, CaseStage};

use super::pieces::{case_row, kind_name, tabs};
use crate::{
    components::{
        Empty, Pager, Within, file_link,
        tables::{
            bar::{ListBar, MoreRows, print_head},
            prints, reads_on,
        },
    },
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Reads the filters of the query.
fn query(cx: &Cx) -> CaseQuery {
    let stage = match cx.query("show") {
        "late" => CaseStage::Late,
        "over" => CaseStage::Over,
        _ => CaseStage::Open,
    };
    let some = |n: i64| (n > 0).then_some(n);
    CaseQuery {
        stage,
        area: some(cx.query_i64("area")),
        kind: cx.query("kind").parse().ok(),
        age: cx.query("age").parse().ok(),
        outcome: cx.query("outcome").chars().take(40).collect(),
        month: cx.query("month").parse().ok(),
        owner: if cx.query("mine").is_empty() { None } else { some(cx.actor.account) },
        cursor: cx.query_i64("cursor").max(0),
    }
}

/// Renders `GET /desk/cases?show&kind&age&outcome&month&area&mine&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let query = query(&cx);
    let mut found = cx.store.cases(&cx.within(), &query).await?;
    while let Some(cursor) = found.next.filter(|_| reads_on(&cx, found.items.len())) {
        let more = cx.store.cases(&cx.within(), &CaseQuery { cursor, ..query.clone() }).await?;
        found.items.extend(more.items);
        found.next = more.next;
    }
    let (head, left) = (prints(&cx).then_some(found.items.len()), MoreRows::of(found.next.as_ref()));
    let within = Within::of(&cx);
    let bar = ListBar::of_list(&cx, ListKind::Cases).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let narrowed = CaseQuery { stage: CaseStage::Open, cursor: 0, ..query.clone() } != CaseQuery::default();
    let files = ["xlsx", "csv"]
        .map(|format| (format, format!("/desk/cases/file{}", cx.query_with(&[("format", format), ("cursor", "")]))));
    let kinds = CaseKind::ALL.iter().map(|kind| (*kind, cx.query_with(&[("kind", kind.as_str()), ("cursor", "")])));
    let kinds: Vec<_> = kinds.collect();
    let chosen = query.kind;
    let current = match query.stage {
        CaseStage::Open => "/desk/cases",
        CaseStage::Late => "/desk/cases?show=late",
        CaseStage::Over => "/desk/cases?show=over",
    };
    Ok(Page::new(cx.lang.t("cases-title"), Here::Cases, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(case_row).collect_view();
        let kinds = kinds
            .into_iter()
            .map(|(kind, to)| {
                let here = (chosen == Some(kind)).then_some("true");
                view! { <a class="chip" href=to aria-current=here>{kind_name(lang(), kind)}</a> }
            })
            .collect_view();
        view! {
            {tabs(current)}
            {bar.chips()}
            {within.map(Within::note)}
            <nav class="chips" aria-label=t!("case-kind")>{kinds}</nav>
            <p class="only-wide"><a class="link" href="/desk/cases/table">{t!("table-open-cases")}</a></p>
            {narrowed.then(|| view! { <p><a class="link" href=current>{t!("cases-all")}</a></p> })}
            {head.map(|rows| print_head(rows, left))}
            {if none {
                view! { <Empty title=t!("cases-empty")>{t!("cases-empty-text")}</Empty> }.into_any()
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

/// Serves `GET /desk/cases/file?format`, with the filters of the list.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadCases)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::cases(&cx.store, &cx.by_within(), cx.lang, format, &query(&cx)).await
}

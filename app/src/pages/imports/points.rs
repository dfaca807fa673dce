//! Importing points from a sheet: the upload, and its dry run.

use domain::{
    imports::headings::SheetKind,
    imports::{Fate, Import, Planned, withdrawal::RowWithdrawal},
    permission::Action,
    time::Month,
};
use leptos::prelude::*;
use store::imports::points::PointsRow;

use super::{
    actions::BUDGET,
    columns::{asked, fields},
    plan::{Shows, bar, chips, pager, refused_file, row, table, understood, whys},
};
use crate::{
    components::{ActionForm, Banner, Field, Icon, Near, Submit},
    i18n::day_value,
    pages::{imports::goods::file_field, stock::words::grouped},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/points/import`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::GrantPoints)?;
    let notes = match cx.query_i64("again") {
        0 => Vec::new(),
        id => cx.store.points_sheet_plan(&cx.by(), id).await?.import.notes,
    };
    let asked = asked(&cx, SheetKind::Points, notes).await?;
    let month = Month::of(cx.now).to_string();
    let sheets = cx.store.points_sheets(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("points-sheet-title"), Here::Households, move || {
        view! {
            <p>{t!("points-sheet-intro")}" "<a class="link" href="/desk/points/import/template.xlsx"><Icon name="download" />{t!("import-template")}</a></p>
            <ActionForm to="/desk/points/import" files=true>
                {fields(SheetKind::Points, asked, "sheet-points-count")}
                {file_field(t!("points-sheet-file-hint"))}
                <Field name="reason" label=t!("points-sheet-reason") hint=t!("points-sheet-reason-hint") max_length=200 />
                <Field
                    name="month" label=t!("points-sheet-month") hint=t!("points-sheet-month-hint") kind="month" value=month
                />
                <Submit label=t!("import-look") icon="search" />
            </ActionForm>
            {recent(&sheets)}
        }
    })
    .back("/desk")
    .narrow()
    .no_index())
}

/// Renders the reader's earlier lists, which lead to what became of their rows.
fn recent(sheets: &[Import]) -> Option<AnyView> {
    let rows = sheets.iter().map(|sheet| {
        let name = if sheet.name.is_empty() { day_value(sheet.created) } else { sheet.name.clone() };
        let (to, at) = (format!("/desk/points/import/{}", sheet.id), sheet.created);
        let (lines, granted) = (grouped(sheet.lines), grouped(sheet.rows_in));
        view! {
            <li><a class="row" href=to>
                <span class="row-main"><b>{name}</b><small>{t!("import-lines", n = lines)}</small></span>
                <span class="row-end">{t!("points-sheet-granted", n = granted)}<small><Near at /></small></span>
            </a></li>
        }
    });
    (!sheets.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="imports">
                <h2 id="imports">{t!("import-recent")}</h2>
                <ul class="rows">{rows.collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

/// Renders `GET /desk/points/import/{id}?fate&from`.
pub async fn plan(cx: Cx) -> Shown {
    shown(cx, None).await
}

/// Handles `POST /desk/points/import/{id}/withdraw`: takes the list back, and shows which rows stay and why.
pub async fn withdraw(cx: Cx) -> Shown {
    let done = cx.store.points_sheet_withdraw(&cx.by(), cx.id("id")?, BUDGET).await?;
    shown(cx, Some(done)).await
}

async fn shown(cx: Cx, withdrawn: Option<RowWithdrawal>) -> Shown {
    let id = cx.id("id")?;
    let plan = cx.store.points_sheet_plan(&cx.by(), id).await?;
    let mut shows = Shows::of(&cx);
    let (rows, of) = shows.rows(&plan);
    let (chips, pages) = (chips(&cx, &plan, shows.fate), pager(&cx, shows.from, of));
    let acting: Vec<i64> = plan.rows.iter().filter(|row| row.fate.acts()).map(|row| row.line.row.points).collect();
    let (to_do, sum) = (i64::try_from(acting.len()).unwrap_or(0), acting.iter().sum::<i64>());
    let refused = i64::try_from(plan.count(Fate::Refused)).unwrap_or(i64::MAX);
    let import = plan.import;
    let granted = cx.store.points_sheet_granted(&cx.by(), id).await?;
    Ok(Page::new(cx.lang.t("import-plan-title"), Here::Households, move || {
        let back = super::withdrawal::way_back(
            format!("/desk/points/import/{id}/withdraw"),
            t!("import-points-withdraw-note"),
            granted,
        );
        let state = match (to_do, import.applied) {
            (0, 0) => view! { <Banner>{t!("import-nothing")}</Banner> }.into_any(),
            (0, _) => view! { <Banner tone="tea">{t!("points-sheet-done")}</Banner> }.into_any(),
            _ => view! {
                <section class="card">
                    <ActionForm to=format!("/desk/points/import/{id}/apply")>
                        <p>{t!("points-sheet-go-text", n = grouped(to_do), sum = grouped(sum))}</p>
                        {bar(to_do)}
                        <Submit label=t!("points-sheet-go", n = grouped(to_do)) icon="check" />
                    </ActionForm>
                </section>
            }
            .into_any(),
        };
        let heads = vec![(t!("sheet-household"), false), (t!("sheet-points-count"), true), (t!("sheet-reason"), false)];
        view! {
            <p class="soft">{import.name.clone()}" · "<Near at=import.created /></p>
            {understood(&import.notes, "sheet-points-count")}
            {withdrawn.map(super::withdrawal::outcome)}
            {state}
            {refused_file(&format!("/desk/points/import/{id}"), refused)}
            {chips()}
            {table(heads, rows.iter().map(points_row).collect_view().into_any())}
            {pages()}
            {back}
        }
    })
    .back("/desk/points/import")
    .wide()
    .no_index())
}

fn points_row(planned: &Planned<PointsRow>) -> impl IntoView + use<> {
    let PointsRow { household, points, reason } = planned.line.row.clone();
    let household = match (household, planned.fate) {
        (0, _) => None,
        // Only households that the dry run has found are linked.
        (n, Fate::Points | Fate::Before) => {
            Some(view! { <a href=format!("/desk/households/{n}/points")>"#"{n}</a> }.into_any())
        }
        (n, _) => Some(view! { "#"{n} }.into_any()),
    };
    let why = whys(&planned.line.wrong, planned.of, "sheet-points-count");
    let same = (planned.of != 0).then(|| t!("import-same-as", n = planned.of));
    let cells = view! {
        <td data-label=t!("sheet-household")>{household}</td>
        <td class="num" data-label=t!("sheet-points-count")>{(points > 0).then(|| grouped(points))}</td>
        <td data-label=t!("sheet-reason")>{reason}</td>
    };
    row(planned, cells.into_any(), view! { {why}{same} }.into_any())
}

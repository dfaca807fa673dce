//! The dry run of a sheet of goods: the fate of each row before anything is written.

use domain::imports::{Column, Fate, GoodsRow, Planned, SheetNote, Wrong, withdrawal::RowWithdrawal};
use leptos::prelude::*;
use store::imports::goods::Plan;

use super::{
    actions::BUDGET,
    withdrawal::{outcome, way_back},
};
use crate::{
    components::{ActionForm, Banner, Icon, Near, Submit, Table},
    i18n::{lang, size},
    pages::stock::words::grouped,
    web::{Cx, Here, Page, Shown, scene},
};

/// Numbers of rows that a sentence about them lists.
const SAID_ROWS: usize = 20;
/// Rows per page.
const ROWS: usize = 100;

/// Filter and offset of a dry run's rows.
pub(crate) struct Shows {
    pub(crate) fate: Option<Fate>,
    pub(crate) from: usize,
}

impl Shows {
    pub(crate) fn of(cx: &Cx) -> Self {
        Shows { fate: cx.query("fate").parse().ok(), from: usize::try_from(cx.query_i64("from")).unwrap_or(0) }
    }

    /// Returns the rows of this page, and the number of rows with the chosen fate. An offset past them becomes that of
    /// the last page: rows get other fates while an import is applied.
    pub(crate) fn rows<R: Clone>(&mut self, plan: &Plan<R>) -> (Vec<Planned<R>>, usize) {
        let fate = self.fate;
        let fits = |row: &&Planned<R>| fate.is_none_or(|fate| row.fate == fate);
        let of = plan.rows.iter().filter(fits).count();
        self.from = self.from.min(of.saturating_sub(1) / ROWS * ROWS);
        (plan.rows.iter().filter(fits).skip(self.from).take(ROWS).cloned().collect(), of)
    }
}

/// Renders `GET /shop/import/{id}?fate&from`.
pub async fn page(cx: Cx) -> Shown {
    shown(cx, None).await
}

/// Handles `POST /shop/import/{id}/withdraw`: takes the list back, and shows which rows stay and why.
pub async fn withdraw(cx: Cx) -> Shown {
    let done = cx.store.import_withdraw(&cx.by(), cx.id("id")?, BUDGET).await?;
    shown(cx, Some(done)).await
}

async fn shown(cx: Cx, withdrawn: Option<RowWithdrawal>) -> Shown {
    let id = cx.id("id")?;
    let plan = cx.store.import_plan(&cx.actor, id).await?;
    let mut shows = Shows::of(&cx);
    let (rows, of) = shows.rows(&plan);
    let (chips, pages) = (chips(&cx, &plan, shows.fate), pager(&cx, shows.from, of));
    let (import, to_do) =
        (plan.import, i64::try_from(plan.rows.iter().filter(|row| row.fate.acts()).count()).unwrap_or(0));
    let refused = i64::try_from(plan.rows.iter().filter(|row| row.fate == Fate::Refused).count()).unwrap_or(0);
    let title = cx.lang.t("import-plan-title");
    Ok(Page::new(title, Here::Stock, move || {
        let done = (import.rows_in > 0).then(|| {
            let (n, units) = (grouped(import.rows_in), grouped(import.units_in));
            let journals = format!("/shop/journals?import={id}&location={}&kind=receive", import.location);
            view! { <Banner tone="tea">{t!("import-done", n = n)}" "<a class="total" href=journals>{t!("import-done-units", units = units)}</a></Banner> }
        });
        let place = import.location_name.clone();
        let heads = vec![(t!("field-item"), false), (t!("sheet-quantity"), true)];
        let go = (to_do > 0).then(|| {
            view! {
                <ActionForm to=format!("/shop/import/{id}/apply")>
                    <p>{t!("import-go-text", n = grouped(to_do), place = place)}</p>
                    {(refused > 0).then(|| view! { <p class="note">{t!("import-go-refused", n = refused)}</p> })}
                    {bar(to_do)}
                    <Submit label=t!("import-go", n = grouped(to_do)) icon="check" />
                </ActionForm>
            }
        });
        let back = way_back(format!("/shop/import/{id}/withdraw"), t!("import-goods-withdraw-note"), import.rows_in);
        let nothing = (to_do == 0 && import.rows_in == 0).then(|| view! { <Banner>{t!("import-nothing")}</Banner> });
        view! {
            <p class="soft">{import.name.clone()}" · "{import.location_name.clone()}" · "<Near at=import.created /></p>
            {understood(&import.notes, "sheet-points")}
            {withdrawn.map(outcome)}
            {done}
            {nothing}
            {go.map(|go| view! { <section class="card">{go}</section> })}
            {refused_file(&format!("/shop/import/{id}"), refused)}
            {chips()}
            {table(heads, rows.iter().map(goods_row).collect_view().into_any())}
            {pages()}
            {back}
        }
    })
    .back("/shop/import")
    .wide()
    .no_index())
}

/// Renders the link to the file with the rows that are refused.
pub(crate) fn refused_file(import: &str, refused: i64) -> Option<AnyView> {
    let to = format!("{import}/refused.xlsx");
    (refused > 0).then(|| {
        view! { <p><a class="link" href=to><Icon name="download" />{t!("import-refused-file", n = refused)}</a></p> }
            .into_any()
    })
}

/// Renders the bar of an import's form, which a script shows while it applies the rows (`shell/slices.js`).
pub(super) fn bar(left: i64) -> impl IntoView {
    let said = t!("import-bar", n = "{n}".to_owned(), of = "{of}".to_owned());
    view! {
        <div data-left=left data-said=said hidden>
            <progress max=left value="0" aria-label=t!("import-bar-name")></progress>
            <p role="status"></p>
        </div>
    }
}

/// Renders the number of rows per fate, each linked to its rows.
pub(crate) fn chips<R>(cx: &Cx, plan: &Plan<R>, chosen: Option<Fate>) -> impl FnOnce() -> AnyView + Send + use<R> {
    let counted = Fate::ALL.iter().map(|fate| (Some(*fate), plan.count(*fate))).filter(|(_, n)| *n > 0);
    let counted: Vec<_> = [(None, plan.rows.len())].into_iter().chain(counted).collect();
    let links: Vec<_> = counted
        .into_iter()
        .map(|(fate, n)| {
            let to =
                format!("{}{}", plan_path(cx), cx.query_with(&[("fate", fate.map_or("", Fate::as_str)), ("from", "")]));
            (to, fate, n)
        })
        .collect();
    move || {
        let links = links
            .into_iter()
            .map(|(to, fate, n)| {
                let name = fate.map_or_else(|| t!("import-all"), |fate| lang().named("import-fate", fate.as_str()));
                let n = grouped(i64::try_from(n).unwrap_or(i64::MAX));
                view! { <a class="chip" href=to aria-current=(fate == chosen).then_some("true")>{name}" "<b class="num">{n}</b></a> }
            })
            .collect_view();
        view! { <nav class="chips" aria-label=t!("import-fates")>{links}</nav> }.into_any()
    }
}

/// Returns the page's own path, also after its form was posted.
fn plan_path(cx: &Cx) -> String {
    cx.path.trim_end_matches("/apply").trim_end_matches("/withdraw").to_owned()
}

/// Renders the links to the previous and next rows, with row numbers.
pub(crate) fn pager(cx: &Cx, from: usize, of: usize) -> impl FnOnce() -> Option<AnyView> + Send + use<> {
    let link = |from: usize| {
        let from = if from == 0 { String::new() } else { from.to_string() };
        format!("{}{}", plan_path(cx), cx.query_with(&[("from", &from)]))
    };
    let before = (from > 0).then(|| link(from.saturating_sub(ROWS)));
    let after = (from + ROWS < of).then(|| link(from + ROWS));
    move || {
        (before.is_some() || after.is_some()).then(|| {
            let number = |n: usize| grouped(i64::try_from(n).unwrap_or(i64::MAX));
            let words = t!("stock-rows", from = number(from + 1), to = number((from + ROWS).min(of)), of = number(of));
            view! {
                <nav class="pager" aria-label=t!("pager")>
                    {before.map(|to| view! { <a class="btn btn-quiet" rel="prev" href=to>{t!("stock-before")}</a> })}
                    <span>{words}</span>
                    {after.map(|to| view! { <a class="btn btn-quiet" rel="next" href=to>{t!("stock-after")}</a> })}
                </nav>
            }
            .into_any()
        })
    }
}

/// Renders the table of a dry run; `heads` are the sheet's columns and whether they are numeric.
pub(crate) fn table(heads: Vec<(String, bool)>, rows: AnyView) -> impl IntoView {
    let heads =
        heads.into_iter().map(|(head, number)| view! { <th scope="col" class=number.then_some("num")>{head}</th> });
    view! {
        <Table label=t!("import-plan-title") heads=view! {
            <th scope="col">{t!("import-row")}</th>
            {heads.collect_view()}
            <th scope="col">{t!("import-fate")}</th>
            <th scope="col">{t!("import-why")}</th>
        }>{rows}</Table>
    }
}

/// Renders one row: the sheet's cells, its fate, and why it is refused.
pub(crate) fn row<R>(planned: &Planned<R>, cells: AnyView, why: AnyView) -> impl IntoView + use<R> {
    view! {
        <tr>
            <th scope="row">{t!("import-row-n", n = planned.line.n)}</th>
            {cells}
            <td data-label=t!("import-fate")>{pill(planned.fate)}</td>
            <td data-label=t!("import-why")>{why}</td>
        </tr>
    }
}

fn goods_row(planned: &Planned<GoodsRow>) -> impl IntoView + use<> {
    let goods = &planned.line.row;
    let called = if goods.name.is_empty() { goods.code.clone() } else { goods.name.clone() };
    let called = if goods.size.is_empty() { called } else { format!("{called} · {}", size(&goods.size)) };
    let quantity = (goods.quantity > 0).then(|| grouped(goods.quantity));
    let cells = view! {
        <td data-label=t!("field-item")>{called}</td>
        <td class="num" data-label=t!("sheet-quantity")>{quantity}</td>
    };
    row(planned, cells.into_any(), details(planned))
}

fn pill(fate: Fate) -> impl IntoView {
    let (tone, icon) = match fate {
        Fate::NewItem
        | Fate::NewStock
        | Fate::Learned
        | Fate::Points
        | Fate::NewHousehold
        | Fate::NewVacancy
        | Fate::NewStaff
        | Fate::NewRole
        | Fate::NewPlace => ("tea", "plus"),
        Fate::Known | Fate::Before | Fate::Skipped => ("soft", "check"),
        Fate::Duplicate => ("amber", "list"),
        Fate::Maybe => ("amber", "search"),
        Fate::Refused => ("plum", "alert"),
    };
    view! { <span class=format!("pill pill-{tone}")><Icon name=icon />{lang().named("import-fate", fate.as_str())}</span> }
}

/// Renders why a row is refused, cell by cell; else what it adds.
fn details(planned: &Planned<GoodsRow>) -> AnyView {
    let goods = &planned.line.row;
    if let Some(why) = whys(&planned.line.wrong, planned.of, "sheet-points") {
        return why;
    }
    if planned.of != 0 {
        return t!("import-same-as", n = planned.of).into_any();
    }
    if !planned.fate.acts() {
        return ().into_any();
    }
    let shelf = (planned.fate == Fate::NewItem).then(|| match goods.category {
        Some(category) => lang().named("category", category.as_str()),
        None => t!("import-no-category"),
    });
    let code = (!goods.code.is_empty()).then(|| t!("import-code", code = goods.code.clone()));
    let used = goods.used.then(|| lang().named("stock-condition", "used"));
    let words = [shelf, used, code].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let best_before = (goods.expires != 0).then(|| view! { " "{t!("sheet-expires")}" "<Near at=goods.expires /> });
    view! { {words}{best_before} }.into_any()
}

/// Renders what was read of the file: which sheet, and what each heading was taken for. Headings that were not
/// understood stand in a banner, because nothing below them comes in.
pub(crate) fn understood(notes: &[SheetNote], points: &'static str) -> AnyView {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (mut taken, mut unknown, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for note in notes {
        match note {
            SheetNote::Read(place, of) => {
                said.push(t!("import-read-sheet", n = number(*place), of = number(*of)));
            }
            SheetNote::Sheets(names) => {
                said.push(t!("import-read-sheets", names = names.join(" · ")));
            }
            SheetNote::HiddenColumns(letters) => {
                said.push(t!("import-read-hidden-columns", columns = letters.join(" · ")));
            }
            SheetNote::HiddenSheets(n) => said.push(t!("import-read-hidden-sheets", n = number(*n))),
            SheetNote::Taken(heading, column) => {
                taken.push(t!("import-read-column", heading = heading.clone(), column = named(*column, points)));
            }
            SheetNote::Unknown(heading) => unknown.push(heading.clone()),
            SheetNote::Hidden(rows) => said.push(t!("import-read-hidden", rows = numbers(rows))),
            SheetNote::Merged(rows) => said.push(t!("import-read-merged", rows = numbers(rows))),
        }
    }
    let again = again().filter(|_| !taken.is_empty() || !unknown.is_empty());
    let unknown = (!unknown.is_empty()).then(|| t!("import-read-unknown", headings = unknown.join(" · ")));
    view! {
        {said.into_iter().map(|words| view! { <Banner tone="amber">{words}</Banner> }).collect_view()}
        {(!taken.is_empty()).then(|| view! { <p class="soft">{t!("import-read")}" "{taken.join(" · ")}</p> })}
        {unknown.map(|words| view! { <Banner tone="amber">{words}</Banner> })}
        {again.map(|to| view! { <p><a class="link" href=to><Icon name="list" />{t!("import-columns-again")}</a></p> })}
    }
    .into_any()
}

/// Lists the first row numbers.
fn numbers(rows: &[usize]) -> String {
    let first: Vec<String> = rows.iter().take(SAID_ROWS).map(usize::to_string).collect();
    let more = if rows.len() > SAID_ROWS { " …" } else { "" };
    format!("{}{more}", first.join(", "))
}

/// Path of the upload form that asks what the headings of this sheet mean.
fn again() -> Option<String> {
    let path = scene().path;
    let (form, rest) = path.split_once("/import/")?;
    let id = rest.split('/').next()?;
    Some(format!("{form}/import?again={id}"))
}

/// Names a column; `points` is the phrase for that of points.
pub(super) fn named(column: Column, points: &'static str) -> String {
    match column {
        Column::Points => lang().t(points),
        other => lang().named("sheet", other.as_str()),
    }
}

/// Lists errors by column; `points` is the phrase for that column (a price here, a grant there).
pub(crate) fn whys(wrong: &[Wrong], of: i64, points: &'static str) -> Option<AnyView> {
    let lines = wrong.iter().map(|wrong| {
        let column = named(wrong.column, points);
        let why = lang().tf(
            &crate::i18n::phrase_key("import-wrong", wrong.why.as_str()),
            &[("n", of.into()), ("text", wrong.text.clone().into())],
        );
        view! { <li><b>{column}</b>" "{why}</li> }
    });
    (!wrong.is_empty()).then(|| view! { <ul class="plain">{lines.collect_view()}</ul> }.into_any())
}

#[cfg(test)]
mod tests {
    use domain::imports::{Import, Line, Why};

    use super::*;
    use crate::i18n::{Lang, phrase_key};

    #[test]
    fn an_offset_past_the_end_shows_the_last_page() {
        let row = |n| Planned {
            line: Line { n, row: (), wrong: Vec::new(), skipped: false },
            fate: if n > 240 { Fate::Refused } else { Fate::Known },
            of: 0,
            item: 0,
            digest: String::new(),
            sizes: Vec::new(),
        };
        let import = Import {
            id: 1,
            location: 0,
            location_name: String::new(),
            name: String::new(),
            lines: 250,
            created: 0,
            applied: 0,
            rows_in: 0,
            units_in: 0,
            notes: Vec::new(),
        };
        let plan = Plan { import, rows: (1..=250).map(row).collect() };
        for (fate, from, first, shown) in [
            (None, 200, 201, 50),
            (None, 300, 201, 50),
            (None, usize::MAX, 201, 50),
            (Some(Fate::Refused), 100, 241, 10),
            (Some(Fate::Known), 200, 201, 40),
        ] {
            let mut shows = Shows { fate, from };
            let (rows, of) = shows.rows(&plan);
            assert_eq!((rows[0].line.n, rows.len()), (first, shown), "{fate:?} from {from} of {of}");
            assert!(shows.from < of);
        }
        assert_eq!(Shows { fate: Some(Fate::Maybe), from: 100 }.rows(&plan), (Vec::new(), 0));
    }

    #[test]
    fn every_fate_column_and_reason_has_a_phrase() {
        let fates = Fate::ALL.iter().map(|fate| phrase_key("import-fate", fate.as_str()));
        let columns = Column::ALL.iter().map(|column| phrase_key("sheet", column.as_str()));
        let whys = Why::ALL.iter().map(|why| phrase_key("import-wrong", why.as_str()));
        let missing: Vec<_> =
            fates.chain(columns).chain(whys).filter(|key| Lang::ALL.iter().any(|lang| !lang.has(key))).collect();
        assert_eq!(missing, Vec::<String>::new());
    }
}

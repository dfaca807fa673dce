//! Lists of records as tables: sorted by their heads, with chosen columns and selected rows, on a page or printed.

pub(crate) mod bar;
pub(crate) mod bulk;

use domain::tables::{Direction, ListPlace, Sort, SortColumn, Window, filters::ListKind};
use leptos::prelude::*;

use crate::{
    components::{Icon, tables::bulk::Verdicts},
    web::{self, Cx, Form},
};

/// Rows of a page.
pub(crate) const ROWS: usize = 50;
/// Most rows of a printout.
const PRINTED: usize = 5_000;

/// Whether the request asks for all rows, to be printed.
pub(crate) fn prints(cx: &Cx) -> bool {
    cx.query("print") == "all"
}

/// Whether a list that has read so many rows reads its next page as well, because all of it is to be printed.
pub(crate) fn reads_on(cx: &Cx, rows: usize) -> bool {
    prints(cx) && rows < PRINTED
}

/// Which rows the request asks for, in this order.
pub(crate) fn window<C: SortColumn>(cx: &Cx, sort: Sort<C>) -> Window<C> {
    if prints(cx) {
        return Window { sort, place: ListPlace::Start, most: PRINTED };
    }
    Window { sort, place: cx.query("cursor").parse().unwrap_or_default(), most: ROWS }
}

/// A column of a table. The first one names the record and is always shown.
#[derive(Clone)]
pub(crate) struct Column {
    name: &'static str,
    label: String,
    class: &'static str,
    sorts: bool,
    only_with: Option<(&'static str, &'static str)>,
}

impl Column {
    /// A column of texts; `name` is that of the address, where the list can be sorted by it.
    pub(crate) fn text(name: &'static str, label: String) -> Self {
        Column { name, label, class: "", sorts: false, only_with: None }
    }

    /// A column of numbers, aligned at their end.
    pub(crate) fn number(name: &'static str, label: String) -> Self {
        Column { class: "num", ..Column::text(name, label) }
    }

    /// A column of states, which stand beside the name on a phone.
    pub(crate) fn mark(name: &'static str, label: String) -> Self {
        Column { class: "mark", ..Column::text(name, label) }
    }

    /// The list can be sorted by it.
    pub(crate) fn sorted(self) -> Self {
        Column { sorts: true, ..self }
    }

    /// The list can be sorted by it with a filter, which its head sets where none is chosen.
    pub(crate) fn sorted_with(self, name: &'static str, value: &'static str) -> Self {
        Column { sorts: true, only_with: Some((name, value)), ..self }
    }
}

/// Link of a head, and how the list is sorted by it now.
struct HeadLink {
    to: String,
    sorted: Option<&'static str>,
}

/// A record as a row.
pub(crate) struct Line {
    /// Number of the record, or of the row on its page.
    pub id: i64,
    /// Address of the record.
    pub to: String,
    /// What it is called.
    pub title: String,
    /// What stands behind its name.
    pub note: Option<AnyView>,
    /// Value of its box, where it can be selected.
    pub pick: Option<String>,
    /// Cells of all columns behind the first.
    pub cells: Vec<AnyView>,
}

/// A table of a list.
pub(crate) struct DataTable {
    label: String,
    columns: Vec<Column>,
    links: Vec<Option<HeadLink>>,
    hidden: Vec<bool>,
    tight: bool,
    printed: bool,
    address: String,
    phone: Phone,
    boxes: (&'static str, &'static str),
}

/// How a phone shows the rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phone {
    /// A line per record.
    Brief,
    /// A card with all its fields.
    Cards,
}

impl DataTable {
    /// Builds the heads; without `sort` they are no links. The first column is never hidden.
    pub(crate) fn of<C: SortColumn>(
        cx: &Cx,
        list: ListKind,
        label: String,
        columns: Vec<Column>,
        sort: Option<Sort<C>>,
    ) -> Self {
        let printed = prints(cx);
        let links = columns.iter().map(|column| head_link(cx, list, column, sort.filter(|_| !printed))).collect();
        let hidden = columns.iter().enumerate().map(|(at, one)| at > 0 && cx.lists.hides(list, one.name)).collect();
        let address = cx.address_with(&[]);
        DataTable {
            label,
            columns,
            links,
            hidden,
            tight: cx.lists.tight,
            printed,
            address,
            phone: Phone::Brief,
            boxes: (bulk::FORM, "pick"),
        }
    }

    /// Shows each row as a card with all its fields on a phone.
    pub(crate) fn with_cards(self) -> Self {
        DataTable { phone: Phone::Cards, ..self }
    }

    /// The boxes of the rows belong to another form than that of a step.
    pub(crate) fn with_boxes(self, form: &'static str, name: &'static str) -> Self {
        DataTable { boxes: (form, name), ..self }
    }

    /// Renders the table; `after` stands below its rows, such as sums.
    pub(crate) fn drawn(&self, lines: Vec<Line>, verdicts: &Verdicts, after: Option<AnyView>) -> AnyView {
        let class = match (self.printed, self.phone, self.tight) {
            (true, ..) => "table compact",
            (false, Phone::Brief, true) => "table brief tight",
            (false, Phone::Brief, false) => "table brief",
            (false, Phone::Cards, true) => "table tight",
            (false, Phone::Cards, false) => "table",
        };
        let heads = self.columns.iter().zip(&self.links).zip(&self.hidden).filter(|(_, hidden)| !**hidden);
        let heads = heads.map(|((column, link), _)| head(column, link.as_ref())).collect_view();
        let kept = self.kept();
        let rows = lines.into_iter().map(|line| self.row(line, verdicts, &kept)).collect_view();
        view! {
            <div class="table-wrap flat" role="region" aria-label=self.label.clone() tabindex=self.printed.then_some("0")>
                <table class=class>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                    {after}
                </table>
            </div>
        }
        .into_any()
    }

    /// Whether the table has a column, shown or hidden.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    /// Whether a column is shown.
    pub(crate) fn shows(&self, name: &str) -> bool {
        self.columns.iter().zip(&self.hidden).any(|(column, hidden)| column.name == name && !hidden)
    }

    /// The boxes that were ticked when a step was refused as a whole.
    fn kept(&self) -> Vec<String> {
        let Form { values, error, .. } = web::scene().form;
        let picked = values.iter().filter(|(name, _)| name == self.boxes.1 && error.is_some());
        picked.map(|(_, value)| value.clone()).collect()
    }

    fn row(&self, line: Line, verdicts: &Verdicts, kept: &[String]) -> AnyView {
        let Line { id, to, title, note, pick, cells } = line;
        let (form, name) = self.boxes;
        let refused = verdicts.reason(id);
        let pick = pick.filter(|_| !self.printed).map(|value| {
            let again = refused.is_some() || kept.contains(&value);
            let label = t!("bulk-pick", what = title.clone());
            view! { <label><input type="checkbox" form=form name=name value=value checked=again aria-label=label /></label> }
        });
        let name = if self.printed { title.into_any() } else { view! { <a href=to>{title}</a> }.into_any() };
        let refused = refused.map(|why| view! { <small class="row-refused"><Icon name="alert" />{why}</small> });
        let cells = cells.into_iter().zip(self.columns.iter().skip(1)).zip(self.hidden.iter().skip(1));
        let cells = cells
            .filter(|(_, hidden)| !**hidden)
            .map(|((cell, column), _)| view! { <td class=column.class data-label=column.label.clone()>{cell}</td> })
            .collect_view();
        let name = match pick {
            Some(pick) => view! { <span class="pick">{pick}{name}</span> }.into_any(),
            None => name,
        };
        view! { <tr id=format!("row-{id}")><th scope="row">{name}{note}{refused}</th>{cells}</tr> }.into_any()
    }
}

fn head_link<C: SortColumn>(cx: &Cx, list: ListKind, column: &Column, sort: Option<Sort<C>>) -> Option<HeadLink> {
    let sort = sort.filter(|_| column.sorts)?;
    let by: C = column.name.parse().ok()?;
    let now = (sort.column == by).then_some(sort.direction);
    let direction = now.map_or(Direction::Up, Direction::reversed);
    let text = Sort { column: by, direction }.to_string();
    // Another order begins with its first page; what a list calls a day stays.
    let mut changes = vec![("sort", text.as_str())];
    changes.extend(list.places().iter().map(|name| (*name, "")));
    changes.extend(column.only_with.filter(|(name, _)| cx.query(name).is_empty()));
    let sorted = now.map(|now| match now {
        Direction::Up => "ascending",
        Direction::Down => "descending",
    });
    Some(HeadLink { to: cx.address_with(&changes), sorted })
}

fn head(column: &Column, link: Option<&HeadLink>) -> AnyView {
    let (label, class) = (column.label.clone(), column.class);
    match link {
        Some(HeadLink { to, sorted }) => {
            let (to, sorted) = (to.clone(), *sorted);
            view! { <th scope="col" class=class aria-sort=sorted><a href=to>{label}</a></th> }.into_any()
        }
        None => view! { <th scope="col" class=class>{label}</th> }.into_any(),
    }
}

/// Links to the first page, the next one and the last one; nothing where one page is all.
pub(crate) struct PageLinks {
    first: Option<String>,
    next: Option<String>,
    last: Option<String>,
}

impl PageLinks {
    /// Builds the links of a page that begins at the request's cursor.
    pub(crate) fn of(cx: &Cx, next: Option<ListPlace>) -> Self {
        let at = |place: &str| cx.address_with(&[("cursor", place)]);
        let begins = cx.query("cursor").is_empty();
        PageLinks {
            first: (!begins).then(|| at("")),
            next: next.map(|place| at(&place.to_string())),
            last: next.map(|_| at(&ListPlace::End.to_string())),
        }
    }

    /// Renders the links.
    pub(crate) fn drawn(self) -> Option<AnyView> {
        let PageLinks { first, next, last } = self;
        (first.is_some() || next.is_some()).then(|| {
            view! {
                <nav class="pager" aria-label=t!("pager")>
                    {first.map(|to| view! { <a class="btn btn-quiet" rel="first" href=to>{t!("pager-first")}</a> })}
                    {next.map(|to| view! { <a class="btn btn-quiet" rel="next" href=to>{t!("pager-more")}</a> })}
                    {last.map(|to| view! { <a class="btn btn-quiet" rel="last" href=to>{t!("pager-last")}</a> })}
                </nav>
            }
            .into_any()
        })
    }
}

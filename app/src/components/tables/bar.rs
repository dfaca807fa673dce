//! What stands around a table: saved filters, the choice of columns and rows, its files and its printout.

use domain::{
    Result,
    tables::filters::{ListKind, SavedFilter},
};
use leptos::prelude::*;

use super::DataTable;
use crate::{
    components::{ActionForm, Boxes, Choice, Field, Icon, More, Submit},
    i18n::lang,
    web::Cx,
};

/// Filters, files and choices of a list.
pub(crate) struct ListBar {
    list: ListKind,
    filters: Vec<SavedFilter>,
    query: String,
    files: Vec<(&'static str, String)>,
    print: String,
}

impl ListBar {
    /// Loads the caller's filters of a list; `file` is the address of its file.
    ///
    /// # Errors
    /// Only when the store fails.
    pub(crate) async fn load(cx: &Cx, list: ListKind, file: &str) -> Result<Self> {
        let mut filters = cx.store.saved_filters(&cx.actor).await?;
        filters.retain(|filter| filter.list == list);
        let plain: Vec<(&str, &str)> = list.places().iter().map(|name| (*name, "")).collect();
        let with = |name: &'static str, value: &'static str| {
            let others = plain.iter().copied().filter(|(place, _)| *place != name);
            others.chain([(name, value)]).collect::<Vec<_>>()
        };
        let query = cx.query_with(&plain).trim_start_matches('?').to_owned();
        let files = ["xlsx", "csv"].map(|format| (format, format!("{file}{}", cx.query_with(&with("format", format)))));
        let print = cx.address_with(&with("print", "all"));
        let files = files.to_vec();
        Ok(ListBar { list, filters, query, files, print })
    }

    /// Renders the saved filters as chips.
    pub(crate) fn chips(&self) -> Option<AnyView> {
        let chips = self
            .filters
            .iter()
            .map(|filter| {
                let current = (filter.query == self.query).then_some("true");
                view! { <a class="chip" href=filter.address() aria-current=current><Icon name="star" />{filter.name.clone()}</a> }
            })
            .collect_view();
        (!self.filters.is_empty()).then(|| {
            view! {
                <nav class="chips" aria-label=t!("filters-title")>
                    {chips}
                    <a class="chip only-wide" href="/me/filters">{t!("filters-change")}</a>
                </nav>
            }
            .into_any()
        })
    }

    /// Loads the caller's filters of a list that has its own links to files, or none.
    ///
    /// # Errors
    /// Only when the store fails.
    pub(crate) async fn of_list(cx: &Cx, list: ListKind) -> Result<Self> {
        let bar = Self::load(cx, list, "").await?;
        Ok(ListBar { files: Vec::new(), ..bar })
    }

    /// Renders the link to the printout, and the fold with a name for these filters.
    pub(crate) fn save(self) -> AnyView {
        let (print, form) = (self.print, save_form(self.list, self.query));
        view! {
            <div class="only-wide no-print">
                <p><a class="btn btn-quiet btn-small" href=print rel="nofollow"><Icon name="print" />{t!("table-print")}</a></p>
                <More summary=t!("filters-fold")>{form}</More>
            </div>
        }
        .into_any()
    }

    /// Renders what is seldom needed, folded: files, columns, height of rows, and a name for these filters.
    pub(crate) fn fold(self, table: &DataTable) -> AnyView {
        let ListBar { list, query, files, print, .. } = self;
        let files = files
            .into_iter()
            .map(|(format, to)| view! { <a class="btn btn-quiet btn-small" href=to download="" rel="nofollow"><Icon name="download" />{lang().named("export", format)}</a> })
            .collect_view();
        let (kind, back) = (list.as_str(), table.address.clone());
        let offered = table.columns.iter().skip(1).map(|one| one.name);
        let offered = offered.map(|name| view! { <input type="hidden" name="offered" value=name /> }).collect_view();
        let columns = table.columns.iter().skip(1).map(|one| (one.name.to_owned(), one.label.clone())).collect();
        let shown = table.columns.iter().zip(&table.hidden).skip(1).filter(|(_, hidden)| !**hidden);
        let shown = shown.map(|(one, _)| one.name.to_owned()).collect();
        let rows =
            ["wide", "tight"].map(|rows| (rows.to_owned(), lang().named("table-rows", rows), String::new())).to_vec();
        let now = if table.tight { "tight" } else { "wide" };
        view! {
            <div class="only-wide no-print">
                <p class="cluster">
                    {files}
                    <a class="btn btn-quiet btn-small" href=print rel="nofollow"><Icon name="print" />{t!("table-print")}</a>
                </p>
                <More summary=t!("table-choices")>
                    <div class="field-row">
                        <ActionForm to="/me/lists">
                            <input type="hidden" name="list" value=kind />
                            <input type="hidden" name="back" value=back />
                            {offered}
                            <Boxes name="column" label=t!("table-columns") options=columns ticked=shown />
                            <Choice name="rows" label=t!("table-rows") options=rows value=now tight=true />
                            <Submit label=t!("table-choose") tone="soft" />
                        </ActionForm>
                        {save_form(list, query)}
                    </div>
                </More>
            </div>
        }
        .into_any()
    }
}

fn save_form(list: ListKind, query: String) -> AnyView {
    view! {
        <ActionForm to="/me/filters">
            <input type="hidden" name="list" value=list.as_str() />
            <input type="hidden" name="query" value=query />
            <Field name="filter_name" label=t!("filters-name") hint=t!("filters-name-hint") max_length=24 required=true />
            <Submit label=t!("filters-save") tone="soft" />
        </ActionForm>
    }
    .into_any()
}

/// Renders the head of a printout: how many rows it has, and the button.
pub(crate) fn print_head(rows: usize, more: MoreRows) -> AnyView {
    let n = i64::try_from(rows).unwrap_or(i64::MAX);
    view! {
        <p>{t!("table-printed", n = n)}{(more == MoreRows::Left).then(|| format!(" {}", t!("table-print-cut")))}</p>
        <div>
            <button type="button" class="btn btn-soft no-print" hidden data-wake="print" data-print><Icon name="print" />{t!("table-print-now")}</button>
        </div>
    }
    .into_any()
}

/// Whether rows are left out of a printout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoreRows {
    /// All are there.
    None,
    /// Some are left out.
    Left,
}

impl MoreRows {
    /// Reads it from where the next page would begin.
    pub(crate) fn of<T>(next: Option<&T>) -> Self {
        if next.is_some() { MoreRows::Left } else { MoreRows::None }
    }
}

#[cfg(test)]
mod tests {
    use domain::tables::filters::ListKind;

    use crate::i18n::{Lang, phrase_key};

    #[test]
    fn every_list_has_a_name() {
        let missing = ListKind::ALL.iter().map(|list| phrase_key("list", list.as_str()));
        let missing: Vec<_> = missing.filter(|key| !Lang::default().has(key)).collect();
        assert_eq!(missing, Vec::<String>::new());
    }
}

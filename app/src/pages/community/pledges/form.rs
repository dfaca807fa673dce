//! The lines of a pledge in a form: what in one field (`item:13`, `category:kitchen`, `hours`, `posts`), how many in
//! another.

use domain::{
    Code, Error, Result,
    catalogue::{Category, ITEMS},
    community::pledges::{MOST_LINES, PledgeKind, PledgePromise},
};
use leptos::prelude::*;

use crate::{
    components::{Field, Select},
    i18n::lang,
    web::Cx,
};

/// Names of the fields of each line, as many as a pledge can have.
const LINES: [(&str, &str); MOST_LINES] = [
    ("what_1", "count_1"),
    ("what_2", "count_2"),
    ("what_3", "count_3"),
    ("what_4", "count_4"),
    ("what_5", "count_5"),
    ("what_6", "count_6"),
    ("what_7", "count_7"),
    ("what_8", "count_8"),
    ("what_9", "count_9"),
    ("what_10", "count_10"),
];
/// Lines that a form has at least; a draft with more, from the API, keeps them all.
const SHOWN: usize = 5;

/// Parses what a line counts.
fn parsed(what: &str, count: i64) -> Option<PledgePromise> {
    let empty = PledgePromise { kind: PledgeKind::Hours, item: None, category: None, count };
    match what.split_once(':') {
        Some(("item", id)) => Some(PledgePromise { kind: PledgeKind::Item, item: id.parse().ok(), ..empty }),
        Some(("category", name)) => {
            Some(PledgePromise { kind: PledgeKind::Category, category: name.parse().ok(), ..empty })
        }
        None => what.parse().ok().map(|kind| PledgePromise { kind, ..empty }),
        Some(_) => None,
    }
}

/// Returns the value that stands for what a line counts.
fn value(promise: &PledgePromise) -> String {
    match (promise.kind, promise.item, promise.category) {
        (PledgeKind::Item, Some(item), _) => format!("item:{item}"),
        (PledgeKind::Category, _, Some(category)) => format!("category:{}", category.as_str()),
        (kind, ..) => kind.as_str().to_owned(),
    }
}

/// Reads one line.
///
/// # Errors
/// [`Error::Invalid`] for the field of a thing that is unknown.
pub(super) fn promise(cx: &Cx, what: &'static str, count: &str) -> Result<PledgePromise> {
    parsed(cx.field(what), cx.field_i64(count)).ok_or_else(|| Error::field(what, Code::Required))
}

/// Reads the lines that are filled in.
///
/// # Errors
/// As [`promise`].
pub(super) fn promises(cx: &Cx) -> Result<Vec<PledgePromise>> {
    LINES
        .into_iter()
        .filter(|(what, _)| !cx.field(what).is_empty())
        .map(|(what, count)| promise(cx, what, count)?.checked().map_err(|error| placed(error, what, count)))
        .collect()
}

/// Names the fields of a line for the errors of its promise.
fn placed(error: Error, what: &'static str, count: &'static str) -> Error {
    let Error::Invalid(mut fields) = error else { return error };
    for field in &mut fields {
        field.name = if field.name == "count" { count } else { what };
    }
    Error::Invalid(fields)
}

/// Lists what a line can count.
pub(super) fn things() -> Vec<(String, String)> {
    let lang = lang();
    let kinds = [PledgeKind::Hours, PledgeKind::Posts];
    let kinds = kinds.iter().map(|kind| (kind.as_str().to_owned(), lang.named("pledge-kind", kind.as_str())));
    let categories = Category::ALL.iter().map(|category| {
        let name = lang.named("category", category.as_str());
        (format!("category:{}", category.as_str()), t!("pledge-any-of", name = name))
    });
    let items = ITEMS.iter().map(|item| (format!("item:{}", item.id), lang.item(item.key)));
    kinds.chain(categories).chain(items).collect()
}

/// Renders the fields of all lines, those of a draft filled in.
pub(super) fn fields(lines: &[PledgePromise]) -> impl IntoView + use<> {
    let rows = LINES
        .into_iter()
        .take(lines.len().max(SHOWN))
        .enumerate()
        .map(|(n, (what, count))| {
            let line = lines.get(n);
            let chosen = line.map(value).unwrap_or_default();
            let number = line.map(|line| line.count.to_string()).unwrap_or_default();
            view! {
                <div class="field-row">
                    <Select name=what label=t!("pledge-what") options=things() value=chosen />
                    <Field name=count label=t!("pledge-count") kind="number" value=number min="1" inputmode="numeric" />
                </div>
            }
        })
        .collect_view();
    view! { <div class="stack" id="lines">{rows}</div> }
}

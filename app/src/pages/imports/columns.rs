//! Which sheet of a file is read, and what its headings mean: said by the person who uploads it, the meanings remembered
//! for the root area.

use domain::{
    Code, Error, Result,
    imports::SheetNote,
    imports::headings::{Heading, Meaning, SheetKind},
};
use leptos::prelude::*;
use store::imports::headings::LearnHeadings;

use super::plan::named;
use crate::{
    components::Select,
    sheets::{self, Table, Taken, columns_of, headings_of, likely_headings},
    web::Cx,
};

/// Reads the rows of the uploaded file, of the sheet that the form chooses, after remembering what it says about the
/// headings. The caller has checked permission.
pub(super) async fn rows<R: Send + 'static>(
    cx: &Cx,
    kind: SheetKind,
    rows: impl FnOnce(&[Table]) -> Result<Taken<R>> + Send + 'static,
) -> Result<Taken<R>> {
    let bytes = cx.file("file").ok_or(Error::field("file", Code::Required))?.to_vec();
    let headings = said(cx);
    if !headings.is_empty() {
        cx.store.run(&cx.by_again(), LearnHeadings { kind, headings }).await?;
    }
    let learnt = cx.store.sheet_headings(&cx.actor, kind).await?;
    sheets::parse_sheet(bytes, cx.field("sheet").to_owned(), learnt, rows).await
}

/// What the posted form says about headings.
fn said(cx: &Cx) -> Vec<Heading> {
    let pairs = cx.fields("heading").into_iter().zip(cx.fields("meaning"));
    pairs.map(|(heading, meaning)| Heading { heading: heading.to_owned(), meaning: meaning.parse().ok() }).collect()
}

/// What the form of an upload asks about a file that was seen before.
pub(super) struct Asked {
    headings: Vec<Heading>,
    /// Names of its sheets, if there are several.
    sheets: Vec<String>,
    /// Name of the one that was read.
    sheet: String,
}

/// What the form asks about: headings of a file that was not understood, or of the sheet `notes` that was read before,
/// with what each means so far; and which sheet is to be read.
pub(super) async fn asked(cx: &Cx, kind: SheetKind, notes: Vec<SheetNote>) -> Result<Asked> {
    let unread = [Code::NoHeadings, Code::NoQuantity, Code::TwoQuantities];
    let is_unread = matches!(&cx.form.error, Some(Error::Conflict(code)) if unread.contains(code));
    let posted = cx.file("file").filter(|_| cx.form.error.is_some()).map(<[u8]>::to_vec);
    let (mut names, mut place): (Vec<String>, usize) = (Vec::new(), 0);
    for note in &notes {
        match note {
            SheetNote::Sheets(all) => names.clone_from(all),
            SheetNote::Read(at, _) => place = *at,
            _ => {}
        }
    }
    let sheet: Option<&String> = place.checked_sub(1).and_then(|at| names.get(at));
    let sheet = sheet.cloned().unwrap_or_default();
    if let Some(bytes) = posted.clone() {
        names = sheets::sheet_names(bytes).await.unwrap_or_default();
    }
    let headings = match posted.filter(|_| is_unread) {
        Some(bytes) => {
            let found = sheets::parse(bytes, |tables| Ok(likely_headings(tables))).await.unwrap_or_default();
            found.into_iter().map(|heading| Heading { heading, meaning: None }).collect()
        }
        None => headings_of(&notes),
    };
    let headings = with_known(cx, kind, headings).await?;
    Ok(Asked { headings, sheets: names, sheet })
}

/// Adds what each heading means so far.
async fn with_known(cx: &Cx, kind: SheetKind, mut asked: Vec<Heading>) -> Result<Vec<Heading>> {
    if asked.is_empty() {
        return Ok(asked);
    }
    for known in cx.store.sheet_headings(&cx.actor, kind).await? {
        match asked.iter_mut().find(|heading| heading.heading == known.heading) {
            Some(heading) => heading.meaning = known.meaning,
            // What is skipped is not among the notes of a sheet.
            None if known.meaning == Some(Meaning::Skipped) => asked.push(known),
            None => {}
        }
    }
    Ok(asked)
}

/// Renders the choice of the sheet and one for each heading, inside the form of the upload; nothing if none is asked
/// about.
pub(super) fn fields(kind: SheetKind, asked: Asked, points: &'static str) -> AnyView {
    let Asked { headings, sheets, sheet } = asked;
    let options: Vec<_> = sheets.into_iter().map(|name| (name.clone(), name)).collect();
    let choice = (!options.is_empty()).then(|| {
        view! { <Select name="sheet" label=t!("import-sheet") hint=t!("import-sheet-hint") options value=sheet /> }
    });
    view! { {choice}{meanings(kind, headings, points)} }.into_any()
}

/// Renders a choice for each heading.
fn meanings(kind: SheetKind, asked: Vec<Heading>, points: &'static str) -> Option<AnyView> {
    let rows = asked.into_iter().enumerate().map(|(at, Heading { heading, meaning })| {
        let meaning = meaning.map_or("", Meaning::as_str);
        let columns = columns_of(kind).iter().map(|column| (column.as_str(), named(*column, points)));
        let options = [("", t!("import-column-unsaid")), (Meaning::Skipped.as_str(), t!("import-column-skipped"))];
        let options = options
            .into_iter()
            .chain(columns)
            .map(|(value, text)| view! { <option value=value selected=value == meaning>{text}</option> })
            .collect_view();
        let id = format!("meaning-{at}");
        view! {
            <div class="field">
                <label for=id.clone()>{t!("import-column", heading = heading.clone())}</label>
                <input type="hidden" name="heading" value=heading />
                <select id=id name="meaning">{options}</select>
            </div>
        }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        view! {
            <fieldset class="stack">
                <legend>{t!("import-columns")}</legend>
                <p class="hint">{t!("import-columns-hint")}</p>
                {rows}
            </fieldset>
        }
        .into_any()
    })
}

//! What the headings of a sheet mean, said by the person who uploads it and remembered for the root area.

use domain::{
    Code, Error, Result,
    imports::SheetNote,
    imports::headings::{Heading, Meaning, SheetKind},
};
use leptos::prelude::*;
use store::imports::headings::LearnHeadings;

use super::plan::named;
use crate::{
    sheets::{self, Table, columns_of, headings_of, likely_headings},
    web::Cx,
};

/// Reads the rows of the uploaded file, after remembering what the form says about its headings. The caller has checked
/// permission.
pub(super) async fn rows<T: Send + 'static>(
    cx: &Cx,
    kind: SheetKind,
    rows: impl FnOnce(&[Table]) -> Result<T> + Send + 'static,
) -> Result<T> {
    let bytes = cx.file("file").ok_or(Error::field("file", Code::Required))?.to_vec();
    let headings = said(cx);
    if !headings.is_empty() {
        cx.store.run(&cx.by_again(), LearnHeadings { kind, headings }).await?;
    }
    let learnt = cx.store.sheet_headings(&cx.actor, kind).await?;
    sheets::parse(
        bytes,
        move |tables| {
            if learnt.is_empty() { rows(tables) } else { rows(&sheets::explained(tables, &learnt)) }
        },
    )
    .await
}

/// What the posted form says about headings.
fn said(cx: &Cx) -> Vec<Heading> {
    let pairs = cx.fields("heading").into_iter().zip(cx.fields("meaning"));
    pairs.map(|(heading, meaning)| Heading { heading: heading.to_owned(), meaning: meaning.parse().ok() }).collect()
}

/// Headings that the form asks about: those of a file that was not understood, or of the sheet `notes` that was read
/// before; with what each means so far.
pub(super) async fn asked(cx: &Cx, kind: SheetKind, notes: Vec<SheetNote>) -> Result<Vec<Heading>> {
    let unread = [Code::NoHeadings, Code::NoQuantity, Code::TwoQuantities];
    let is_unread = matches!(&cx.form.error, Some(Error::Conflict(code)) if unread.contains(code));
    let file = cx.file("file").filter(|_| is_unread).map(<[u8]>::to_vec);
    let mut asked = match file {
        Some(bytes) => {
            let headings = sheets::parse(bytes, |tables| Ok(likely_headings(tables))).await.unwrap_or_default();
            headings.into_iter().map(|heading| Heading { heading, meaning: None }).collect()
        }
        None => headings_of(&notes),
    };
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

/// Renders a choice for each heading, inside the form of the upload; nothing if none is asked about.
pub(super) fn fields(kind: SheetKind, asked: Vec<Heading>, points: &'static str) -> Option<AnyView> {
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

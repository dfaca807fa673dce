//! The record of personal data for the command line: Markdown for people, JSON for programs, in a complete language.

use app::i18n::Lang;
use serde::Serialize;
use store::ops::privacy::{ColumnRecord, privacy_record};

/// A column of the record in words.
#[derive(Serialize)]
struct Line {
    column: String,
    what: String,
    whose: String,
    why: String,
    ground: String,
    how_long: String,
    readers: String,
    /// The same as codes, which no language changes.
    codes: ColumnRecord,
}

fn lines(lang: Lang) -> Vec<Line> {
    let line = |column: store::ops::privacy::RecordedColumn| {
        let codes = column.record;
        Line {
            what: lang.named("record-what", &column.name()),
            whose: lang.named("record-whose", codes.whose.as_str()),
            why: lang.named("record-purpose", codes.purpose.as_str()),
            ground: lang.named("record-ground", codes.ground.as_str()),
            how_long: lang.named("record-term", codes.term.as_str()),
            readers: lang.named("record-readers", codes.readers.as_str()),
            column: column.column,
            codes,
        }
    };
    privacy_record().into_iter().map(line).collect()
}

/// Writes the record as a table in Markdown.
#[must_use]
pub fn markdown(lang: Lang) -> String {
    let lines = lines(lang);
    let n = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let intro = lang.tf("record-intro", &[("version", env!("CARGO_PKG_VERSION").into()), ("n", n.into())]);
    let heads =
        ["column", "what", "whose", "purpose", "ground", "term", "readers"].map(|key| lang.named("record", key));
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = format!("# {}\n\n{intro}\n\n", lang.t("record-title"));
    text += &row(&heads);
    text += &row(&heads.clone().map(|_| "---".to_owned()));
    for line in lines {
        let Line { column, what, whose, why, ground, how_long, readers, .. } = line;
        text += &row(&[format!("`{column}`"), what, whose, why, ground, how_long, readers]);
    }
    text + &format!("\n{}\n", lang.t("record-note"))
}

/// Writes the record as JSON.
///
/// # Errors
/// Only when it cannot be written as JSON, which a record of texts always can.
pub fn json(lang: Lang) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&lines(lang))
}

#[cfg(test)]
mod tests {
    use app::i18n::phrase_key;
    use store::ops::privacy::{Ground, Purpose, Readers, Term, Whose};

    use super::*;

    fn complete() -> impl Iterator<Item = Lang> {
        Lang::ALL.into_iter().filter(|lang| !lang.is_draft())
    }

    #[test]
    fn every_sealed_column_is_described_in_every_complete_language() {
        let mut keys: Vec<String> =
            privacy_record().iter().map(|column| phrase_key("record-what", &column.name())).collect();
        assert!(keys.len() > 80, "{} columns", keys.len());
        keys.extend(Whose::ALL.iter().map(|one| phrase_key("record-whose", one.as_str())));
        keys.extend(Purpose::ALL.iter().map(|one| phrase_key("record-purpose", one.as_str())));
        keys.extend(Ground::ALL.iter().map(|one| phrase_key("record-ground", one.as_str())));
        keys.extend(Term::ALL.iter().map(|one| phrase_key("record-term", one.as_str())));
        keys.extend(Readers::ALL.iter().map(|one| phrase_key("record-readers", one.as_str())));
        for lang in complete() {
            let missing: Vec<_> = keys.iter().filter(|key| !lang.has(key)).collect();
            assert_eq!(missing, Vec::<&String>::new(), "{}", lang.tag());
        }
    }

    #[test]
    fn the_table_has_seven_cells_in_each_row_and_json_the_same_columns() {
        for lang in complete() {
            let text = markdown(lang);
            let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
            assert_eq!(rows.len(), privacy_record().len() + 2);
            assert!(rows.iter().all(|row| row.matches('|').count() == 8), "{text}");
            let json: serde_json::Value = serde_json::from_str(&json(lang).expect("JSON")).expect("JSON");
            let columns: Vec<_> = json.as_array().expect("a list").iter().map(|one| one["column"].clone()).collect();
            assert!(columns.contains(&"household.name".into()) && columns.len() + 2 == rows.len());
        }
    }
}

//! Files to download, and exports of the ledger.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{Code, Error, Result, Timestamp, stock::receipts};
use store::{
    By, Store,
    reports::exports::{Export, ExportQuery},
};

use super::{Format, Out, in_turn, write};
use crate::i18n::{Lang, day_value};

/// An export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Present stock of the shops.
    Stock,
    /// Every entry of every journal.
    Movements,
    /// Goods received.
    Receipts,
    /// Goods given to families.
    Issues,
}

impl What {
    /// All exports.
    pub const ALL: [What; 4] = [What::Stock, What::Movements, What::Receipts, What::Issues];

    /// Its name in addresses and phrase keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            What::Stock => "stock",
            What::Movements => "movements",
            What::Receipts => "receipts",
            What::Issues => "issues",
        }
    }

    /// Parses that name.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        What::ALL.into_iter().find(|what| what.as_str() == word)
    }
}

/// A file to download.
#[derive(Debug)]
pub struct File {
    /// File name without extension, in the reader's language.
    name: String,
    format: Format,
    bytes: Vec<u8>,
    /// Whether rows beyond the limit are missing.
    cut: bool,
}

impl IntoResponse for File {
    fn into_response(self) -> Response {
        let mime = HeaderValue::from_static(self.format.mime());
        let mut response = ([(header::CONTENT_TYPE, mime)], self.bytes).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, attachment(&self.name, self.format.ending()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        if self.cut {
            headers.insert(HeaderName::from_static("x-rows-cut"), HeaderValue::from_static("true"));
        }
        response
    }
}

/// Builds `Content-Disposition` with an ASCII name and the full UTF-8 name (RFC 6266, RFC 8187).
fn attachment(name: &str, ending: &str) -> HeaderValue {
    let plain: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).collect::<String>();
    let plain = plain.trim_matches(['-', '.']);
    let plain = if plain.is_empty() { "wishbridge" } else { plain };
    let mut full = String::new();
    for byte in name.bytes() {
        match byte {
            b if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') => full.push(char::from(b)),
            b => full.push_str(&format!("%{b:02X}")),
        }
    }
    let value = format!("attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{full}.{ending}");
    HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

/// Exports the part of the ledger that the actor may read.
///
/// # Errors
/// [`Error::NotAllowed`] without a role that reads stock, and with [`Code::ProofNeeded`]; [`Error::Failed`] if the file
/// cannot be written.
pub async fn export(
    store: &Store,
    by: &By,
    lang: Lang,
    what: What,
    format: Format,
    query: ExportQuery,
) -> Result<File> {
    let (heads, rows, cut) = match what {
        What::Stock => stock(lang, store.export_stock(by, query.location).await?),
        What::Movements => movements(lang, store.export_movements(by, query).await?),
        What::Receipts => receipts(lang, store.export_receipts(by, query).await?),
        What::Issues => issues(lang, store.export_issues(by, query).await?),
    };
    let title = lang.named("export-what", what.as_str());
    let now = store.now();
    let days = match (what, query.from, query.to) {
        (What::Stock, ..) | (_, 0, 0) => day_value(now),
        (_, from, to) => format!("{}_{}", day_value(from), day_value(if to == 0 { now } else { to - 1 })),
    };
    let name = format!("{title}-{}-{days}", what.as_str());
    File::written(name, title, format, (heads, rows, cut)).await
}

impl File {
    /// Writes a table; `name` is the file's, without extension, and `title` the sheet's.
    pub(super) async fn written(name: String, title: String, format: Format, made: Made) -> Result<File> {
        let (heads, rows, cut) = made;
        let bytes = in_turn(move || write(format, &title, &heads, &rows)).await?;
        Ok(File { name, format, bytes, cut })
    }
}

/// Headings, rows, and whether rows are missing.
pub(super) type Made = (Vec<String>, Vec<Vec<Out>>, bool);

pub(super) fn made<R>(lang: Lang, heads: &[&str], export: Export<R>, row: impl Fn(R) -> Vec<Out>) -> Made {
    let mut rows: Vec<_> = export.rows.into_iter().map(row).collect();
    if export.cut {
        let n = i64::try_from(rows.len()).unwrap_or_default();
        rows.push(vec![Out::Text(lang.tf("export-cut", &[("n", n.into())]))]);
    }
    (heads.iter().map(|key| lang.named("sheet", key)).collect(), rows, export.cut)
}

pub(super) fn number(n: i64) -> Out {
    Out::Number(n)
}

/// Formats a journal id; empty for 0.
fn journal(n: i64) -> Out {
    Out::Text(if n == 0 { String::new() } else { format!("#{n}") })
}

fn stock(lang: Lang, export: Export<store::reports::exports::StockRow>) -> Made {
    let heads = [
        "item",
        "name",
        "category",
        "unit",
        "size",
        "condition",
        "expires",
        "location",
        "on_hand",
        "reserved",
        "quarantine",
    ];
    made(lang, &heads, export, |row| {
        vec![
            number(row.item),
            Out::Text(lang.item_called(&row.key, &row.name, row.item)),
            Out::Text(lang.named("category", &row.category)),
            Out::Text(row.unit),
            Out::Text(lang.size(&row.size)),
            Out::Text(lang.named("stock-condition", &row.condition)),
            Out::Day(row.expires),
            Out::Text(row.location_name),
            number(row.on_hand),
            number(row.reserved),
            number(row.quarantine),
        ]
    })
}

fn movements(lang: Lang, export: Export<store::reports::exports::MovementRow>) -> Made {
    let heads = [
        "journal", "at", "kind", "location", "item", "name", "size", "lot", "place", "change", "by", "reason",
        "reverses",
    ];
    made(lang, &heads, export, |row| {
        vec![
            number(row.journal),
            Out::Time(row.at),
            Out::Text(lang.named("stock-kind", &row.kind)),
            Out::Text(row.location_name),
            number(row.item),
            Out::Text(lang.item_called(&row.key, &row.name, row.item)),
            Out::Text(lang.size(&row.size)),
            number(row.lot),
            Out::Text(lang.named("stock-place", &row.place)),
            number(row.quantity),
            Out::Text(if row.by.is_empty() { lang.t("stock-by-clock") } else { row.by }),
            Out::Text(lang.end_reason(&row.reason)),
            journal(row.reverses),
        ]
    })
}

fn receipts(lang: Lang, export: Export<store::reports::exports::ReceiptRow>) -> Made {
    let heads = [
        "receipt",
        "at",
        "location",
        "origin",
        "giver",
        "item",
        "name",
        "unit",
        "size",
        "condition",
        "expires",
        "quantity",
        "amount",
        "journal",
        "reversed",
    ];
    made(lang, &heads, export, |row| {
        let on_paper = if row.year == 0 { String::new() } else { receipts::number(row.year, row.number) };
        vec![
            Out::Text(on_paper),
            Out::Time(row.at),
            Out::Text(row.location_name),
            Out::Text(lang.named("stock-origin", &row.origin)),
            Out::Text(row.giver),
            number(row.item),
            Out::Text(lang.item_called(&row.key, &row.name, row.item)),
            Out::Text(row.unit),
            Out::Text(lang.size(&row.size)),
            Out::Text(lang.named("stock-condition", &row.condition)),
            Out::Day(row.expires),
            number(row.quantity),
            Out::Money(row.cost),
            number(row.journal),
            journal(row.reversed_by),
        ]
    })
}

fn issues(lang: Lang, export: Export<store::reports::exports::IssueRow>) -> Made {
    let heads = ["journal", "at", "location", "item", "name", "unit", "size", "quantity", "for", "area", "reversed"];
    made(lang, &heads, export, |row| {
        vec![
            number(row.journal),
            Out::Time(row.at),
            Out::Text(row.location_name),
            number(row.item),
            Out::Text(lang.item_called(&row.key, &row.name, row.item)),
            Out::Text(row.unit),
            Out::Text(lang.size(&row.size)),
            number(row.quantity),
            Out::Text(lang.t(if row.ordered { "sheet-for-order" } else { "sheet-for-wish" })),
            Out::Text(row.area_name),
            journal(row.reversed_by),
        ]
    })
}

/// Parses the file name in an address, such as `stock.csv`.
///
/// # Errors
/// [`Error::NotFound`] for an unknown export or format.
pub fn named(file: &str) -> Result<(What, Format)> {
    let (what, ending) = file.split_once('.').ok_or(Error::NotFound)?;
    Ok((What::of(what).ok_or(Error::NotFound)?, Format::of(ending).ok_or(Error::NotFound)?))
}

/// Parses a range of days into times: start of the first day, and end of the last one (exclusive).
///
/// Empty days give 0.
///
/// # Errors
/// [`Error::Invalid`] with [`Code::OutOfRange`] for a malformed day, or a last day before the first.
pub fn days(from: &str, to: &str) -> Result<(Timestamp, Timestamp)> {
    let day = |name: &'static str, text: &str| match text {
        "" => Ok(0),
        text => crate::i18n::day_end(text).map(|end| end + 1).ok_or(Error::field(name, Code::OutOfRange)),
    };
    let (from, to) = (day("from", from)?, day("to", to)?);
    if to != 0 && to < from {
        return Err(Error::field("to", Code::OutOfRange));
    }
    Ok(((from - domain::DAY).max(0), to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_file_name_is_percent_encoded() {
        assert_eq!(
            attachment("库存-stock-2026-11-21", "csv"),
            "attachment; filename=\"stock-2026-11-21.csv\"; filename*=UTF-8''%E5%BA%93%E5%AD%98-stock-2026-11-21.csv"
        );
        assert_eq!(attachment("a\"\r\nb", "csv"), "attachment; filename=\"ab.csv\"; filename*=UTF-8''a%22%0D%0Ab.csv");
    }

    #[test]
    fn a_range_covers_whole_days_in_china() {
        let (from, to) = days("2025-11-21", "2025-11-21").expect("a day");
        assert_eq!(
            (day_value(from), day_value(to - 1), to - from),
            ("2025-11-21".into(), "2025-11-21".into(), domain::DAY)
        );
        assert_eq!(days("", ""), Ok((0, 0)));
        assert!(days("2025-11-22", "2025-11-21").is_err() && days("x", "").is_err());
    }
}

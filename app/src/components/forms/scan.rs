//! Lists of scanned codes in a form. See [`Scan`].

use domain::{Result, text::half_width};
use leptos::prelude::*;
use store::catalogue::items::ScannedItem;

use crate::{components::Icon, functions::stock::ScanTarget, i18n, islands::ScanList, web::Cx};

/// Rows that one form may have.
const MOST: usize = 500;

/// A scanned code with its count and the item it stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scanned {
    /// The code as it was read.
    pub code: String,
    /// Number of units.
    pub count: i64,
    /// The item; `None` for an unknown code.
    pub found: Option<ScannedItem>,
}

/// Further fields of a row; called with `None` for the template of rows to come.
pub type Cells = Box<dyn Fn(Option<&Scanned>) -> AnyView + Send + Sync>;

/// Whether the form was posted only to add a scan, so that the action must answer `To::again()`.
///
/// This happens only without WASM; with it, the page adds rows itself.
#[must_use]
pub fn scans_on(cx: &Cx) -> bool {
    cx.checked("add")
}

/// Rows of the posted form (or of the query, `?code=…&count=…`) plus the content of the scan field.
///
/// Rows of the same code are merged, rows with a count of 0 dropped.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads stock; errors of the database.
pub async fn scanned(cx: &Cx) -> Result<Vec<Scanned>> {
    let posted = cx.form.is_posted();
    let of = |name: &str| -> Vec<String> {
        let pairs = if posted { cx.form.values.iter() } else { cx.query.iter() };
        pairs.filter(|(key, _)| key == name).map(|(_, value)| half_width(value).trim().to_owned()).collect()
    };
    let mut lines = merged(&of("code"), &of("count"), &of("scan"));
    lines.truncate(MOST);
    for line in &mut lines {
        line.found = cx.store.item_by_code(&cx.actor, &line.code).await?;
    }
    Ok(lines)
}

/// Merges rows by code in the order of the form, newest first. A missing or malformed count is 1.
fn merged(codes: &[String], counts: &[String], field: &[String]) -> Vec<Scanned> {
    let one = || "1".to_owned();
    let counts = counts.iter().cloned().chain(std::iter::repeat_with(one));
    let mut lines: Vec<Scanned> = Vec::new();
    for (code, count) in codes.iter().cloned().zip(counts).filter(|(code, _)| !code.is_empty()) {
        let count = count.parse::<i64>().unwrap_or(1).clamp(0, 100_000);
        match lines.iter_mut().find(|line| line.code == code) {
            Some(line) => line.count += count,
            None => lines.push(Scanned { code, count, found: None }),
        }
    }
    lines.retain(|line| line.count > 0);
    // What stands in the scan field was scanned last, and goes to the top, as the script puts it.
    for code in field.iter().filter(|code| !code.is_empty()) {
        let known = lines.iter().position(|line| line.code == *code).map(|at| lines.remove(at));
        let count = known.map_or(0, |line| line.count) + 1;
        lines.insert(0, Scanned { code: code.clone(), count, found: None });
    }
    lines
}

/// A field for wedge scanners with one row per scanned code below it.
///
/// It must be the first part of an [`crate::components::ActionForm`], before any other button, because Enter presses
/// the first one. Without WASM each scan posts the form, see [`scans_on`].
#[component]
pub fn Scan(
    /// Scanned rows: [`scanned`].
    lines: Vec<Scanned>,
    /// Further fields of each row, with repeated names and no ids.
    #[prop(optional)]
    more: Option<Cells>,
    /// What the codes are scanned for; the island asks for its rows.
    target: ScanTarget,
    /// Further totals below the rows.
    ///
    /// A script puts the total of all `data-points` into `data-points-sum`, and of all `row_cost` into `data-cost-sum`.
    #[prop(optional)]
    sums: Option<AnyView>,
) -> impl IntoView {
    let total: i64 = lines.iter().map(|line| line.count).sum();
    let cells = |line: Option<&Scanned>| more.as_ref().map(|more| more(line));
    let rows = lines.iter().map(|line| scan_row(Some(line), cells(Some(line)))).collect_view();
    let template = scan_row(None, cells(None));
    view! {
        <ScanList>
            <div class="scan-field">
                <label for="scan">{t!("scan-field")}</label>
                <div class="search">
                    <Icon name="scan" />
                    <input
                        id="scan" name="scan" data-scan-field autofocus autocomplete="off" autocapitalize="off" spellcheck="false"
                        maxlength="200" placeholder=t!("scan-placeholder")
                    />
                    <button type="button" class="icon-btn" hidden data-wake="BarcodeDetector" data-scan aria-label=t!("scan")>
                        <Icon name="scan" />
                    </button>
                    <button class="btn btn-quiet" name="add" value="1" data-scan-add formnovalidate>{t!("scan-add")}</button>
                </div>
                <video class="scan" hidden playsinline muted aria-label=t!("scan-view")></video>
            </div>
            <ul class="scan-rows" data-rows data-target=target.as_str() aria-label=t!("scan-rows")>{rows}</ul>
            <p class="scan-sum">{t!("scan-total")}" "<b class="num" data-total>{total.to_string()}</b></p>
            {sums}
            <p class="visually-hidden" role="status" data-said></p>
            <p class="hint" data-list-kept hidden><Icon name="check" />{t!("list-kept")}</p>
            <p class="banner banner-amber" role="status" data-list-lost hidden>{t!("list-lost")}</p>
            <p class="banner banner-amber" role="status" data-list-met hidden>{t!("list-met")}</p>
            <p class="banner banner-amber" role="status" data-list-done hidden>{t!("list-done")}</p>
            <template>{template}</template>
        </ScanList>
    }
}

/// A row: code, count, and further fields of the list. `None` renders the template.
pub fn scan_row(line: Option<&Scanned>, more: Option<AnyView>) -> impl IntoView + use<> {
    let code = line.map(|line| line.code.clone()).unwrap_or_default();
    let count = line.map_or(0, |line| line.count);
    let title = line.and_then(|line| line.found.as_ref()).map(|found| {
        let (item, size) = (&found.item, &found.size);
        i18n::item_title(&item.key, &item.name, item.id, size)
    });
    let class = if line.is_some() && title.is_none() { "scan-row unknown" } else { "scan-row" };
    let known = title.is_some().then_some("");
    let (name, typed, sent) = (title.unwrap_or_else(|| code.clone()), code.clone(), code.clone());
    view! {
        <li class=class data-code=code data-known=known>
            <span class="row-main">
                <b data-name>{name}</b>
                <small class="num" data-typed>{typed}</small>
                <small class="scan-unknown">{t!("scan-unknown")}</small>
            </span>
            {more}
            <input type="hidden" name="code" value=sent />
            <input type="number" name="count" value=count.to_string() min="0" max="10000" inputmode="numeric" aria-label=t!("scan-count") />
            <button type="button" class="icon-btn" hidden data-wake="Element" data-scan-drop aria-label=t!("scan-drop")><Icon name="close" /></button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_code_are_merged_with_the_scan_field() {
        let texts = |all: &[&str]| all.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        let lines = merged(&texts(&["A", "B", "A", "", "C"]), &texts(&["2", "0", "x", "9", "3"]), &texts(&["C"]));
        let seen: Vec<_> = lines.iter().map(|line| (line.code.as_str(), line.count)).collect();
        assert_eq!(seen, [("C", 4), ("A", 3)]);
        assert_eq!(merged(&texts(&["A", "A"]), &[], &[])[0].count, 2);
        assert!(merged(&[], &[], &texts(&[""])).is_empty());
    }
}

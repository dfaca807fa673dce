//! Templates for imports: sheets with the headings that are understood, and example rows.

mod refused;

use domain::{Result, Timestamp, accounts::Role, imports::Column};

use super::{
    Format, Out,
    community::STAFF,
    files::{File, number},
    rows::GOODS,
};
use crate::i18n::Lang;

pub use refused::{refused_goods, refused_households, refused_points, refused_vacancies};

/// Template for an import of goods: its headings and two example rows.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn goods_template(lang: Lang, now: Timestamp) -> Result<File> {
    let heads = GOODS.map(Column::as_str);
    let text = |key: &str| Out::Text(lang.t(key));
    let none = || Out::Text(String::new());
    let rice = vec![
        text("sheet-example-rice"),
        Out::Text(lang.named("category", "kitchen")),
        text("sheet-example-bag"),
        none(),
        Out::Text("6901234567892".into()),
        number(30),
        Out::Text(lang.named("stock-condition", "new")),
        Out::Day(now + 365 * domain::DAY),
        Out::Money(3500),
        text("sheet-no"),
        number(20),
        number(10),
        none(),
    ];
    let bag = vec![
        Out::Text(lang.item("school_bag")),
        Out::Text(lang.named("category", "study")),
        text("sheet-example-piece"),
        Out::Text(lang.size("学前")),
        none(),
        number(12),
        Out::Text(lang.named("stock-condition", "new")),
        none(),
        none(),
        text("sheet-no"),
        none(),
        none(),
        none(),
    ];
    template(lang, "import-template-name", &heads, vec![rice, bag]).await
}

/// Template for an import of points: its headings and an example row.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn points_template(lang: Lang) -> Result<File> {
    let row = vec![number(12), number(100), Out::Text(lang.t("sheet-example-reason"))];
    template(lang, "points-sheet-template-name", &["household", "points-count", "reason"], vec![row]).await
}

/// Template for an import of households: its headings and a family of two.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn households_template(lang: Lang) -> Result<File> {
    const HEADS: [&str; 9] = ["area", "contact", "phone", "address", "person", "relation", "birth", "sex", "hardship"];
    let row = |cells: [&str; 9]| {
        let words = |cell: &str| if cell.is_empty() { String::new() } else { lang.t(&format!("sheet-example-{cell}")) };
        cells.iter().map(|cell| Out::Text(words(cell))).collect()
    };
    let mother = ["", "contact", "phone", "address", "contact", "contact-is", "born", "female", "yes"];
    let child = ["", "", "", "", "child", "child-is", "child-born", "female", ""];
    template(lang, "households-import-template-name", &HEADS, vec![row(mother), row(child)]).await
}

/// Template for an import of vacancies: its headings and an example row.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn vacancies_template(lang: Lang, now: Timestamp) -> Result<File> {
    let heads = ["work", "workplace", "duties", "hours", "pay-from", "pay-to", "lodging", "posts", "until"];
    let text = |key: &str| Out::Text(lang.t(key));
    let row = vec![
        text("sheet-example-work"),
        text("sheet-example-workplace"),
        text("sheet-example-duties"),
        number(40),
        number(3500),
        number(4500),
        text("sheet-example-lodging"),
        number(5),
        Out::Day(now + 60 * domain::DAY),
    ];
    template(lang, "vacancies-import-template-name", &heads, vec![row]).await
}

/// Template for a sheet of areas and staff: its headings, a shop, and a caseworker.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn staff_template(lang: Lang) -> Result<File> {
    let heads = STAFF.map(|column| column.as_str());
    let text = |key: &str| Out::Text(if key.is_empty() { String::new() } else { lang.t(key) });
    let role = |role: Role| Out::Text(lang.named("role", role.as_str()));
    let area = || text("staff-sheet-example-area");
    let phone = |n: i64| Out::Text(format!("138{n:08}"));
    let shop = vec![
        area(),
        role(Role::Shopkeeper),
        text("staff-sheet-example-keeper"),
        phone(1),
        text("staff-sheet-example-union"),
        text("staff-sheet-example-shop"),
    ];
    let caseworker =
        vec![area(), role(Role::Caseworker), text("staff-sheet-example-caseworker"), phone(2), text(""), text("")];
    template(lang, "staff-sheet-template-name", &heads, vec![shop, caseworker]).await
}

async fn template(lang: Lang, title: &str, heads: &[&str], rows: Vec<Vec<Out>>) -> Result<File> {
    let title = lang.t(title);
    let heads: Vec<String> = heads.iter().map(|key| lang.named("sheet", key)).collect();
    File::written(title.clone(), title, Format::Xlsx, (heads, rows, false)).await
}

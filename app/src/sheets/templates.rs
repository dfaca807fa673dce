//! Templates for imports: sheets with the headings that are understood, and example rows. And the refused rows of an
//! import in the same form, ready to be corrected and sent again.

use domain::{
    Result, Timestamp,
    accounts::Role,
    imports::{Column, GoodsRow, Planned, Why, Wrong},
};

use super::{
    Format, Out,
    community::STAFF,
    files::{File, number},
    rows::GOODS,
};
use crate::i18n::{Lang, phrase_key};

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

/// The refused rows of a sheet of goods, each with what stood in its cells and all reasons.
///
/// # Errors
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn refused_goods(lang: Lang, rows: &[Planned<GoodsRow>]) -> Result<File> {
    let mut heads: Vec<String> = GOODS.iter().map(|column| lang.named("sheet", column.as_str())).collect();
    heads.push(lang.t("import-why"));
    let rows = rows.iter().map(|row| refused_row(lang, row)).collect();
    let title = lang.t("import-refused-name");
    File::written(title.clone(), title, Format::Xlsx, (heads, rows, false)).await
}

fn refused_row(lang: Lang, planned: &Planned<GoodsRow>) -> Vec<Out> {
    let wrong = &planned.line.wrong;
    let cell = |column: Column| match wrong.iter().find(|wrong| wrong.column == column && is_of_cell(wrong)) {
        Some(wrong) => Out::Text(wrong.text.clone()),
        None => goods_cell(lang, &planned.line.row, column),
    };
    let reason = |wrong: &Wrong| {
        let key = phrase_key("import-wrong", wrong.why.as_str());
        let why = lang.tf(&key, &[("n", planned.of.into()), ("text", wrong.text.clone().into())]);
        format!("{} {why}", lang.named("sheet", wrong.column.as_str()))
    };
    let reasons: Vec<String> = wrong.iter().map(reason).collect();
    GOODS.iter().map(|column| cell(*column)).chain([Out::Text(reasons.join(" · "))]).collect()
}

/// Whether the text of an error is that of the cell, and not what it conflicts with.
fn is_of_cell(wrong: &Wrong) -> bool {
    matches!(
        wrong.why,
        Why::TooLong
            | Why::NotANumber
            | Why::OutOfRange
            | Why::NotADate
            | Why::MonthUnclear
            | Why::CellError
            | Why::Unknown
            | Why::BarcodeWrong
    )
}

/// Writes a value as an import reads it again.
fn goods_cell(lang: Lang, row: &GoodsRow, column: Column) -> Out {
    let number = |n: i64| if n == 0 { Out::Text(String::new()) } else { number(n) };
    match column {
        Column::Name => Out::Text(row.name.clone()),
        Column::Category => {
            Out::Text(row.category.map(|category| lang.named("category", category.as_str())).unwrap_or_default())
        }
        Column::Unit => Out::Text(row.unit.clone()),
        Column::Size => Out::Text(row.size.clone()),
        Column::Barcode => Out::Text(row.code.clone()),
        Column::Quantity => number(row.quantity),
        Column::Condition => Out::Text(lang.named("stock-condition", row.condition().as_str())),
        Column::Expires => Out::Day(row.expires),
        Column::Price if row.price == 0 => Out::Text(String::new()),
        Column::Price => Out::Money(row.price),
        Column::Electrical => Out::Text(if row.electrical { lang.t("sheet-example-yes") } else { String::new() }),
        Column::Points => number(row.points),
        Column::Minimum => number(row.minimum),
        Column::Batch => Out::Text(row.batch.clone()),
        _ => Out::Text(String::new()),
    }
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

#[cfg(test)]
mod tests {
    use domain::imports::Fate;

    use super::*;
    use crate::sheets::{goods, read, write};

    #[test]
    fn a_refused_row_comes_back_as_it_was_with_its_reasons() {
        let sheet = "品名,类别,数量,保质期至,箱号\n大米,厨房,12左右,2099-02-30,A-1\n";
        let line = goods(&read(sheet.as_bytes()).expect("read")).expect("rows").lines.remove(0);
        let refused = Planned { line, fate: Fate::Refused, of: 0, item: 0, digest: String::new(), sizes: Vec::new() };
        let lang = Lang::default();
        let row = refused_row(lang, &refused);
        assert_eq!((&row[5], &row[7]), (&Out::Text("12左右".into()), &Out::Text("2099-02-30".into())));
        let Some(Out::Text(reasons)) = row.last() else { panic!("the reasons are a text") };
        assert!(reasons.contains("12左右") && reasons.contains("2099-02-30"), "{reasons}");
        let heads: Vec<String> = GOODS.iter().map(|column| lang.named("sheet", column.as_str())).collect();
        let again = write(Format::Xlsx, "x", &heads, &[row[..13].to_vec()]).expect("written");
        let again = goods(&read(&again).expect("read")).expect("rows").lines.remove(0);
        assert_eq!((again.row, again.wrong.len()), (refused.line.row, 2));
    }
}

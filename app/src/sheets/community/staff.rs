//! Reads the sheet with which an installation begins: areas, shops, organisations and staff.

use domain::{
    Code, Error, Result,
    accounts::{self, Role},
    imports::{Column, StaffRow, Why},
};

use super::super::{
    Cell, Heads, Table,
    rows::{Taken, lines, marked},
};

/// Rows of one sheet: the passwords of all are hashed and shown at once.
pub const MOST_STAFF: usize = 200;

/// Its columns, in the order of the template.
pub(in crate::sheets) const STAFF: [Column; 6] =
    [Column::AreaPath, Column::Role, Column::Person, Column::Phone, Column::Employer, Column::Shop];

/// Parses the rows of areas and staff in a file.
///
/// # Errors
/// [`Code::NoHeadings`] without headings or rows, [`Code::SheetTooLong`] for more than [`MOST_STAFF`] rows.
pub fn staff_rows(tables: &[Table]) -> Result<Taken<StaffRow>> {
    let needed: &[&[Column]] = &[&[Column::AreaPath], &[Column::Role, Column::Employer, Column::Shop]];
    let (table, heads) = Heads::find(tables, &STAFF, needed)?;
    let mut notes = heads.notes(tables, table);
    notes.extend(marked(table, &heads));
    let lines = lines(table, &heads, |reader| StaffRow {
        area: reader.value(Column::AreaPath, names),
        role: reader.value(Column::Role, role),
        name: reader.words(Column::Person, 30),
        phone: reader.value(Column::Phone, phone),
        organisation: reader.words(Column::Employer, 40),
        shop: reader.words(Column::Shop, 40),
    })?;
    if lines.len() > MOST_STAFF {
        return Err(Error::Conflict(Code::SheetTooLong));
    }
    Ok(Taken { lines, notes })
}

/// Parses names of areas that stand one below the other: 临江市/城北区/望湖社区.
fn names(cell: &Cell) -> Result<Vec<String>, Why> {
    let text = cell.text();
    let names = text.split(['/', '／', '>', '＞', '\\']).map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    match names.iter().map(|name| name.chars().count()).max() {
        None => Err(Why::Required),
        Some(longest) if longest > 40 => Err(Why::TooLong),
        Some(_) => Ok(names),
    }
}

/// Parses a role of staff; none for an empty cell. Administrators are never made by a sheet.
fn role(cell: &Cell) -> Result<Option<Role>, Why> {
    let words = cell.text().to_lowercase();
    match words.trim() {
        "" | "-" | "无" => Ok(None),
        "店员" | "店长" | "超市店员" | "shopkeeper" | "shop" => Ok(Some(Role::Shopkeeper)),
        "网格员" | "民警" | "社工" | "社区民警" | "caseworker" => Ok(Some(Role::Caseworker)),
        "负责人" | "统筹" | "统筹员" | "coordinator" => Ok(Some(Role::Coordinator)),
        "审计员" | "审计" | "监督员" | "auditor" => Ok(Some(Role::Auditor)),
        _ => Err(Why::Unknown),
    }
}

fn phone(cell: &Cell) -> Result<String, Why> {
    let text = cell.text();
    let text = text.trim_start_matches('\'').trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    if text.is_empty() { Ok(String::new()) } else { accounts::phone(text).map_err(|_| Why::Unknown) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::read;

    #[test]
    fn areas_roles_and_phones_are_read_and_wrong_cells_named() {
        let sheet = "所在地区,角色,姓名,手机,所属单位,门店\n临江市/城北区,网格员,王芳,138 0000 0001,,\n\
                     临江市／城北区,,,,区总工会,城北店\n临江市,管理员,李强,12,,\n,店员,赵敏,13800000003,,\n";
        let tables = read(sheet.as_bytes()).expect("read");
        let lines = staff_rows(&tables).expect("rows").lines;
        let first = &lines[0].row;
        assert_eq!((first.area.join(" "), first.role), ("临江市 城北区".to_owned(), Some(Role::Caseworker)));
        assert_eq!((first.phone.as_str(), lines[1].row.shop.as_str()), ("13800000001", "城北店"));
        let wrong = |at: usize| lines[at].wrong.iter().map(|wrong| (wrong.column, wrong.why)).collect::<Vec<_>>();
        assert_eq!(wrong(2), [(Column::Role, Why::Unknown), (Column::Phone, Why::Unknown)]);
        assert_eq!(wrong(3), [(Column::AreaPath, Why::Required)]);
    }
}

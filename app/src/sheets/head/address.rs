//! Addresses that a list keeps in several columns: 楼栋, 单元, 房号.

use super::{Heads, bare};
use crate::sheets::Cell;

/// Headings of the parts, and what follows a bare number in it.
const PARTS: [(&str, &str); 17] = [
    ("小区", ""),
    ("小区名称", ""),
    ("街巷", ""),
    ("路名", ""),
    ("楼栋", "号楼"),
    ("楼栋号", "号楼"),
    ("楼号", "号楼"),
    ("栋号", "栋"),
    ("幢号", "幢"),
    ("栋", "栋"),
    ("幢", "幢"),
    ("楼", "号楼"),
    ("单元", "单元"),
    ("单元号", "单元"),
    ("房号", ""),
    ("房间号", ""),
    ("室", "室"),
];

/// The columns of the parts of an address; none for fewer than two.
pub(super) fn parts(row: &[Cell]) -> Vec<usize> {
    let is_part = |cell: &Cell| matches!(cell, Cell::Text(words) if after(words).is_some());
    let found: Vec<usize> = row.iter().enumerate().filter(|(_, cell)| is_part(cell)).map(|(at, _)| at).collect();
    if found.len() < 2 { Vec::new() } else { found }
}

fn after(heading: &str) -> Option<&'static str> {
    let bare = bare(heading);
    PARTS.iter().find(|(known, _)| *known == bare).map(|(_, after)| *after)
}

impl Heads {
    /// The address of a row whose parts stand in several columns, below the headings in `heads`; `None` where one column
    /// has all of it.
    #[must_use]
    pub fn address(&self, heads: &[Cell], row: &[Cell]) -> Option<String> {
        if self.parts.is_empty() {
            return None;
        }
        let part = |at: &usize| {
            let said = row.get(*at).map(Cell::text).unwrap_or_default();
            let is_number = !said.is_empty() && said.bytes().all(|b| b.is_ascii_digit());
            let unit = heads.get(*at).and_then(|heading| after(&heading.text())).filter(|_| is_number);
            format!("{said}{}", unit.unwrap_or_default())
        };
        Some(self.parts.iter().map(part).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::sheets::{doors, households, read};

    #[test]
    fn an_address_is_put_together_from_its_columns() {
        let sheet = "小区,楼栋,单元,房号,户主,家庭人口\n幸福里,1,2,301,甲,1\n幸福里,3号楼,,102,乙,1\n";
        let tables = read(sheet.as_bytes()).expect("read");
        let lines = households(&tables, 2026).expect("rows").lines;
        let addresses: Vec<&str> = lines.iter().map(|line| line.row.address.as_str()).collect();
        assert_eq!(addresses, ["幸福里1号楼2单元301", "幸福里3号楼102"]);
        let (lines, _) = doors(&tables).expect("doors");
        assert_eq!((lines[0].place.as_str(), lines[1].contact.as_str()), ("幸福里1号楼2单元301", "乙"));
    }
}

//! Finds the row of headings below any titles, and maps its columns by the usual names.

mod address;
mod explained;

use domain::{
    Code, Error, Result,
    imports::{Column, SheetNote},
    text,
};

pub use explained::{columns_of, explained, headings_of, likely_headings};

use super::{Cell, Table, numbers};

/// Usual headings of each column, compared without blanks, brackets and punctuation.
const NAMES: &[(Column, &[&str])] = &[
    (Column::Name, &["物品名称", "品名", "物品", "名称", "商品名称", "商品", "货品", "货品名称"]),
    (Column::Name, &["物资名称", "物资", "产品名称", "东西", "item", "itemname", "name", "product"]),
    (Column::Name, &["goods", "description", "捐赠物品", "捐赠物资"]),
    (Column::Category, &["类别", "分类", "品类", "种类", "类型", "物品类别", "商品分类", "category"]),
    (Column::Category, &["type", "shelf"]),
    (Column::Unit, &["单位", "计量单位", "unit", "uom"]),
    (Column::Size, &["规格", "尺码", "尺寸", "大小", "型号", "规格型号", "size", "spec"]),
    (Column::Size, &["specification"]),
    (Column::Barcode, &["条码", "条形码", "商品条码", "商品条形码", "一维码", "69码", "barcode", "ean"]),
    (Column::Barcode, &["ean13", "ean-13", "upc", "gtin"]),
    (Column::Quantity, &["数量", "库存", "库存数量", "库存量", "件数", "库存数", "期初", "期初数量"]),
    (Column::Quantity, &["期初库存"]),
    (Column::Quantity, &["现有数量", "现存数量", "现存", "结存", "结存数量", "结余", "结余数量", "期末"]),
    (Column::Quantity, &["期末数量", "期末库存", "实存", "实存数", "实存数量", "实有数", "实有数量"]),
    (Column::Quantity, &["实盘数"]),
    (Column::Quantity, &["实盘数量", "账面数", "账面数量", "账面库存", "在库数量", "在架数量", "剩余"]),
    (Column::Quantity, &["剩余数量", "剩余库存", "当前库存", "当前数量", "总数", "总数量", "quantity"]),
    (Column::Quantity, &["qty", "总件数", "捐赠数量"]),
    (Column::Quantity, &["count", "stock", "onhand", "balance", "ontheshelf", "remaining"]),
    (Column::Quantity, &["currentstock"]),
    (Column::Quantity, &["openingstock"]),
    (Column::Condition, &["新旧", "成色", "新旧程度", "状况", "品相", "condition"]),
    (Column::Expires, &["保质期至", "有效期至", "有效期", "到期日", "到期日期", "到期", "保质期"]),
    (Column::Expires, &["保质期到", "过期日期", "截止日期", "失效日期", "expires", "expiry"]),
    (Column::Expires, &["expirydate", "bestbefore", "exp"]),
    (Column::Price, &["单价", "进价", "采购单价", "进货价", "price", "unitprice", "cost", "unitcost"]),
    (Column::Electrical, &["电器", "是否电器", "家电", "electrical", "appliance"]),
    (Column::Points, &["积分", "积分价", "所需积分", "兑换积分", "分数", "分值", "points"]),
    (Column::Points, &["pointsprice", "本次积分", "应发积分", "奖励积分", "总积分", "合计积分", "积分合计", "得分"]),
    (Column::Minimum, &["最低库存", "安全库存", "最低", "库存下限", "下限", "minimum", "minstock"]),
    (Column::Minimum, &["reorderlevel"]),
    (Column::Batch, &["批次", "批号", "箱号", "箱", "货位", "batch", "lot", "box"]),
    (Column::Household, &["家庭编号", "家庭号", "户号", "户编号", "家庭", "编号", "户", "household"]),
    (Column::Household, &["householdnumber", "householdid", "family"]),
    (Column::Area, &["社区", "所属社区", "所在社区", "网格", "所属网格", "村", "村组", "片区", "area"]),
    (Column::Area, &["community", "village", "家庭所在", "family’sarea"]),
    (Column::Contact, &["户主", "户主姓名", "联系人", "家长", "家长姓名", "家庭联系人", "contact"]),
    (Column::Contact, &["contactname", "headofhousehold", "head"]),
    (Column::Phone, &["手机", "手机号", "手机号码", "电话", "联系电话", "电话号码", "联系方式", "phone"]),
    (Column::Phone, &["mobile", "telephone", "联系方式1", "联系电话1", "电话1", "手机1", "手机号1"]),
    (Column::Address, &["住址", "地址", "家庭住址", "现住址", "居住地址", "家庭地址", "门牌号"]),
    (Column::Address, &["address"]),
    (Column::Person, &["姓名", "成员", "成员姓名", "家庭成员", "家庭成员姓名", "person", "member"]),
    (Column::Person, &["membername", "fullname"]),
    (Column::Relation, &["关系", "与户主关系", "家庭关系", "称谓", "relation", "relationship"]),
    (Column::Birth, &["出生年", "出生年份", "出生日期", "出生年月", "生日", "身份证", "身份证号"]),
    (Column::Birth, &["身份证号码", "证件号码", "birth", "birthyear", "yearofbirth", "dateofbirth"]),
    (Column::Birth, &["birthday"]),
    (Column::Age, &["年龄", "岁数", "周岁", "age"]),
    (Column::Sex, &["性别", "sex", "gender"]),
    (Column::Hardship, &["困难类型", "困难类别", "困难情况", "困难原因", "特殊困难", "家庭困难"]),
    (Column::Hardship, &["困难", "困难程度", "困难家庭类型"]),
    (Column::Hardship, &["特别困难", "特困", "困难户", "是否困难", "重点困难", "hardship"]),
    (Column::People, &["人数", "人口", "家庭人口", "家庭人数", "总人数", "户籍人数", "people"]),
    (Column::People, &["家庭成员数", "家庭总人口", "家庭人口数", "人口数"]),
    (Column::People, &["persons"]),
    (Column::Here, &["在住人数", "常住人数", "在住", "常住", "实际居住人数", "在本地人数", "here"]),
    (Column::Here, &["livinghere"]),
    (Column::Outcome, &["结果", "排摸结果", "走访结果", "情况", "状态", "result", "outcome", "status"]),
    (Column::Income, &["收入", "收入情况", "低保", "低保情况", "收入档次", "income"]),
    (Column::Work, &["岗位", "岗位名称", "招聘岗位", "招工岗位", "职位", "职位名称", "工种", "做什么"]),
    (Column::Work, &["work", "job", "jobtitle", "position", "vacancy"]),
    (Column::Workplace, &["工作地点", "上班地点", "工作地址", "用工地点", "地点", "place", "workplace"]),
    (Column::Workplace, &["location", "worksite"]),
    (Column::Duties, &["工作内容", "岗位职责", "职责", "岗位要求", "岗位描述", "具体做什么", "duties"]),
    (Column::Duties, &["responsibilities", "details"]),
    (Column::Hours, &["每周小时", "周工时", "每周工时", "工时", "hours", "hoursaweek", "weeklyhours"]),
    (Column::Hours, &["hoursperweek"]),
    (Column::PayFrom, &["工资最少", "最低月薪", "最低工资", "月薪", "工资", "薪资", "月工资", "payfrom"]),
    (Column::PayFrom, &["pay", "wage", "salary", "lowestpay"]),
    (Column::PayTo, &["工资最多", "最高月薪", "最高工资", "payto", "highestpay"]),
    (Column::Lodging, &["住宿", "食宿", "包住", "是否包住", "住宿情况", "lodging", "housing"]),
    (Column::Lodging, &["accommodation"]),
    (Column::Posts, &["招几个人", "招聘人数", "招工人数", "招用人数", "需求人数", "岗位数", "岗位数量"]),
    (Column::Posts, &["posts", "openings", "headcount"]),
    (Column::Until, &["招到哪天", "招聘截止", "招聘截止日期", "招工截止日期", "报名截止", "until"]),
    (Column::Until, &["lastday", "deadline"]),
    (Column::AreaPath, &["所在地区", "地区", "区域", "负责地区", "区划", "areapath", "region"]),
    (Column::Role, &["角色", "身份", "职务", "role"]),
    (Column::Employer, &["所属单位", "工作单位", "单位名称", "organisation", "organization", "employer"]),
    (Column::Shop, &["门店", "爱心超市", "超市", "所在门店", "shop", "store"]),
    (Column::Reason, &["原因", "理由", "事由", "说明", "备注", "reason", "why", "note", "remark"]),
    (Column::Remarks, &["家庭备注", "备注说明", "备注信息", "附注", "其他说明", "remarks", "notes"]),
    (Column::Remarks, &["家庭情况", "基本情况", "情况说明", "困难说明", "家庭基本情况"]),
    (Column::Month, &["月份", "所属月份", "积分月份", "所属月", "年月", "month"]),
];

/// A heading that may be of households or of rows.
pub(super) const NUMBER: &str = "编号";
/// Characters of a heading that are repeated.
const LONGEST_HEADING: usize = 30;
/// Rows in which the headings are searched.
const SEARCHED: usize = 40;

/// The row of headings, with the columns found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Heads {
    /// Index of the row in the table.
    pub row: usize,
    columns: Vec<(Column, usize)>,
    /// Columns for which two headings mean the same.
    doubtful: Vec<Column>,
    /// Columns that make up the address, where no column has all of it.
    parts: Vec<usize>,
}

impl Heads {
    /// Finds the first table with headings, and in it the row that names the most `wanted` columns.
    ///
    /// The row must have at least one column of each group in `needed`.
    ///
    /// # Errors
    /// [`Code::NoHeadings`] if no table has such a row.
    pub fn find<'t>(tables: &'t [Table], wanted: &[Column], needed: &[&[Column]]) -> Result<(&'t Table, Heads)> {
        let fits = |heads: &Heads| needed.iter().all(|any| any.iter().any(|column| heads.has(*column)));
        let heads = |table: &Table| {
            let rows = table.iter().enumerate().take(SEARCHED).map(|(row, cells)| {
                let (columns, doubtful, parts) = columns(cells, wanted);
                Heads { row, columns, doubtful, parts }
            });
            // The first of equals: repeated headings further down are skipped as rows.
            rows.filter(fits).rev_max_by_key(|heads| heads.columns.len())
        };
        let found = tables.iter().find_map(|table| Some((table, heads(table)?)));
        found.ok_or(Error::Conflict(Code::NoHeadings))
    }

    /// Whether the column was found.
    #[must_use]
    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// What was understood of the headings of `table`, one of the tables of a file. Running numbers are no content.
    #[must_use]
    pub fn notes(&self, tables: &[Table], table: &Table) -> Vec<SheetNote> {
        let place = tables.iter().position(|one| std::ptr::eq(one, table)).map_or(0, |at| at + 1);
        let mut notes = Vec::new();
        if tables.len() > 1 {
            notes.push(SheetNote::Read(place, tables.len()));
        }
        for (at, head) in table.get(self.row).into_iter().flatten().enumerate() {
            let heading: String = head.text().chars().take(LONGEST_HEADING).collect();
            let column = self.columns.iter().find(|(_, known)| *known == at);
            match column {
                None if self.parts.contains(&at) => notes.push(SheetNote::Taken(heading, Column::Address)),
                Some((column, _)) => notes.push(SheetNote::Taken(heading, *column)),
                None if matches!(bare(&heading).as_str(), "" | "序" | "序号" | "行号" | "no" | "no.") => {}
                None => notes.push(SheetNote::Unknown(heading)),
            }
        }
        notes
    }

    /// The heading of a column in its table; empty if there is none.
    #[must_use]
    pub fn heading(&self, table: &Table, column: Column) -> String {
        table.get(self.row).map(|row| self.cell(row, column).text()).unwrap_or_default()
    }

    /// Whether two headings mean this column, and none of them more than the other.
    #[must_use]
    pub fn is_doubtful(&self, column: Column) -> bool {
        self.doubtful.contains(&column)
    }

    /// Whether a column whose heading was not understood holds whole numbers, which may be the quantity.
    #[must_use]
    pub fn has_other_numbers(&self, table: &Table) -> bool {
        self.has_numbers(table, |bare| !is_other_number(bare))
    }

    /// Whether a column whose heading was not understood says how many points a row is, or how often it counts.
    #[must_use]
    pub fn has_other_points(&self, table: &Table) -> bool {
        self.has_numbers(table, |bare| bare.contains("积分") || bare.ends_with('分') || bare == "次数")
    }

    /// Whether a column whose heading was not understood says how many are in each box, so that a quantity may count
    /// boxes.
    #[must_use]
    pub fn has_boxes(&self, table: &Table) -> bool {
        const BOXES: [&str; 9] = ["每箱", "每件", "每包", "每袋", "每盒", "每提", "每捆", "装箱", "箱规"];
        self.has_numbers(table, |bare| BOXES.iter().any(|word| bare.starts_with(word)))
    }

    /// Whether a row says nothing but this column, apart from its running number.
    #[must_use]
    pub fn says_only(&self, row: &[Cell], column: Column) -> bool {
        let nothing = |(at, cell): (usize, &Cell)| {
            let known = self.columns.iter().find(|(_, place)| *place == at);
            let is_number = || matches!(cell, Cell::Number(_)) || cell.text().bytes().all(|b| b.is_ascii_digit());
            cell.is_blank() || known.map_or_else(is_number, |(known, _)| *known == column)
        };
        !self.cell(row, column).is_blank() && row.iter().enumerate().all(nothing)
    }

    /// Whether the heading of a column is this one, without what is in brackets.
    #[must_use]
    pub fn is_headed(&self, table: &Table, column: Column, heading: &str) -> bool {
        bare(&self.heading(table, column)) == heading
    }

    fn has_numbers(&self, table: &Table, is_meant: impl Fn(&str) -> bool) -> bool {
        let heads = table.get(self.row).into_iter().flatten().enumerate();
        let mut unknown = heads.filter(|(at, head)| {
            let Cell::Text(words) = head else { return false };
            let bare = bare(words);
            let known = self.columns.iter().any(|(_, known)| known == at) || named(&bare).is_some();
            !known && !bare.is_empty() && is_meant(&bare)
        });
        unknown.any(|(at, _)| {
            let below = table.iter().skip(self.row + 1).filter(|row| self.says(row)).filter_map(|row| row.get(at));
            let below: Vec<&Cell> = below.filter(|cell| !cell.is_blank()).take(200).collect();
            let whole = below.iter().filter(|cell| matches!(numbers::whole(cell), Ok(Some(_)))).count();
            whole * 2 > below.len()
        })
    }

    /// Whether a row has content below the headings; a row with only its running number is blank.
    #[must_use]
    pub fn says(&self, row: &[Cell]) -> bool {
        self.columns.iter().any(|(_, at)| row.get(*at).is_some_and(|cell| !cell.is_blank()))
    }

    /// The cell of this column in a row; an empty one if there is none.
    #[must_use]
    pub fn cell<'r>(&self, row: &'r [Cell], column: Column) -> &'r Cell {
        const NOTHING: &Cell = &Cell::Empty;
        let at = self.columns.iter().find(|(known, _)| *known == column);
        at.and_then(|(_, at)| row.get(*at)).unwrap_or(NOTHING)
    }

    /// Whether a row repeats the headings, as on every page of a printed list.
    #[must_use]
    pub fn again(&self, row: &[Cell]) -> bool {
        let wanted: Vec<Column> = self.columns.iter().map(|(column, _)| *column).collect();
        self.columns.len() > 1 && columns(row, &wanted).0 == self.columns
    }
}

/// Like `max_by_key`, but returns the first of several equal items.
trait FirstMax: Iterator + Sized {
    fn rev_max_by_key<K: Ord>(self, key: impl Fn(&Self::Item) -> K) -> Option<Self::Item> {
        self.reduce(|best, next| if key(&next) > key(&best) { next } else { best })
    }
}

impl<I: Iterator> FirstMax for I {}

/// The columns of a row of headings, and those for which two headings mean the same. Of several quantities the one that
/// says what is there now is taken; of other columns the first. And the columns of which the address is made up.
fn columns(row: &[Cell], wanted: &[Column]) -> (Vec<(Column, usize)>, Vec<Column>, Vec<usize>) {
    let mut found: Vec<(Column, usize)> = Vec::new();
    let (mut best, mut doubtful) = (0, Vec::new());
    for (at, cell) in row.iter().enumerate() {
        let Cell::Text(words) = cell else { continue };
        let bare = bare(words);
        let meant = named(&bare).map(|column| match column {
            // What is a reason for points is a remark about a family.
            Column::Reason if wanted.contains(&Column::Remarks) => Column::Remarks,
            column => column,
        });
        let Some(column) = meant.filter(|column| wanted.contains(column)) else { continue };
        let rank = rank(&bare);
        match found.iter_mut().find(|(known, _)| *known == column) {
            None => {
                found.push((column, at));
                if column == Column::Quantity {
                    best = rank;
                }
            }
            // A number of each row gives way to the number of the household.
            Some(known) if column == Column::Household => {
                let first = row.get(known.1).map(|cell| self::bare(&cell.text())).unwrap_or_default();
                if first == NUMBER {
                    known.1 = at;
                }
            }
            Some(_) if column == Column::Points => doubtful.push(column),
            Some(_) if column != Column::Quantity || rank < best => {}
            Some(_) if rank == best => doubtful.push(column),
            Some(known) => {
                known.1 = at;
                best = rank;
                doubtful.clear();
            }
        }
    }
    let whole = !wanted.contains(&Column::Address) || found.iter().any(|(known, _)| *known == Column::Address);
    let parts = if whole { Vec::new() } else { address::parts(row) };
    found.extend(parts.first().map(|at| (Column::Address, *at)));
    (found, doubtful, parts)
}

/// How much a heading says that its number is what is there now: the balance more than a plain number, and that more
/// than the opening figure.
fn rank(bare: &str) -> u8 {
    const NOW: [&str; 13] =
        ["结存", "结余", "期末", "现有", "现存", "实存", "实有", "实盘", "账面", "在库", "在架", "剩余", "库存"];
    const SAID: [&str; 5] = ["balance", "remaining", "onhand", "ontheshelf", "currentstock"];
    if bare.starts_with("期初") || bare == "openingstock" {
        0
    } else if NOW.iter().any(|word| bare.contains(word)) || SAID.contains(&bare) {
        2
    } else {
        1
    }
}

/// Whether the numbers below a heading are of another kind: running numbers, codes, money, days.
fn is_other_number(bare: &str) -> bool {
    matches!(bare, "序" | "no" | "no." | "number" | "#")
        || bare.ends_with(['号', '码'])
        || ["价", "额", "元", "钱", "费", "日期", "时间", "年", "月", "电话"].iter().any(|word| bare.contains(word))
}

/// A heading without what is in brackets, blanks and punctuation: 数量（件）* is 数量.
fn bare(heading: &str) -> String {
    let plain = text::half_width(heading).to_lowercase();
    let outside = plain.split(['(', '[', '【']).next().unwrap_or_default();
    outside.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':' | '/' | '_')).collect()
}

fn named(bare: &str) -> Option<Column> {
    NAMES.iter().find(|(_, names)| names.contains(&bare)).map(|(column, _)| *column)
}

/// The column that a heading means.
pub(super) fn meaning(heading: &str) -> Option<Column> {
    named(&bare(heading))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<Cell> {
        cells.iter().map(|c| if c.is_empty() { Cell::Empty } else { Cell::Text((*c).into()) }).collect()
    }

    const WANTED: &[Column] = &[Column::Name, Column::Quantity, Column::Unit, Column::Size];
    const NEEDED: &[&[Column]] = &[&[Column::Name], &[Column::Quantity]];

    #[test]
    fn headings_are_found_below_titles_and_under_other_names() {
        let table = vec![
            row(&["柳林爱心超市物品登记表", "", ""]),
            vec![],
            row(&["单位：柳林社区", "名称"]),
            row(&["序号", "物 品\n名 称", "数量（件）*", "UNIT"]),
            row(&["1", "书包", "12"]),
            row(&["序号", "物品名称", "数量", "单位"]),
        ];
        let (_, heads) = Heads::find(std::slice::from_ref(&table), WANTED, NEEDED).expect("found");
        assert_eq!(heads.row, 3);
        assert_eq!(heads.cell(&table[4], Column::Quantity).text(), "12");
        assert!(heads.cell(&table[4], Column::Size).is_blank());
        assert!(heads.again(&table[5]) && !heads.again(&table[4]));
    }

    #[test]
    fn the_table_with_headings_is_chosen_and_none_is_an_error() {
        let notes = vec![row(&["填写说明"]), row(&["名称"])];
        let goods = vec![row(&["Item", "Qty"])];
        let tables = [notes.clone(), goods];
        assert_eq!(Heads::find(&tables, WANTED, NEEDED).map(|(_, heads)| heads.row), Ok(0));
        assert_eq!(Heads::find(&[notes], WANTED, NEEDED).map(|_| ()), Err(Error::Conflict(Code::NoHeadings)));
    }

    #[test]
    fn every_heading_belongs_to_one_column() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        for (column, names) in NAMES {
            assert!(names.iter().all(|name| meaning(name) == Some(*column)), "{column:?}");
        }
    }
}

//! Parses cells as commonly written: numbers with units, dates in many forms, words for yes and no.

use domain::{
    Timestamp,
    catalogue::Category,
    community::jobs::Lodging,
    households::{Income, Relation, Sex},
    imports::Why,
    text,
};
use jiff::civil::Date;

use super::Cell;
use crate::i18n;

/// Words for "none".
fn is_nothing(words: &str) -> bool {
    matches!(words, "" | "-" | "--" | "—" | "——" | "/" | "无" | "没有" | "none" | "n/a")
}

/// Half width, without blanks, in lower case.
fn bare(cell: &Cell) -> String {
    text::half_width(&cell.text()).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

/// Parses a whole number: 12, １２, 1,200, 12个, 12.0. `None` for an empty cell.
pub(super) fn whole(cell: &Cell) -> Result<Option<i64>, Why> {
    if let Cell::Number(n) = cell {
        // Beyond this, floats do not represent every whole number.
        let fits = n.fract() == 0.0 && n.abs() < 9e15;
        return if fits { Ok(Some(*n as i64)) } else { Err(Why::NotANumber) };
    }
    if matches!(cell, Cell::Day(_)) {
        return Err(Why::NotANumber);
    }
    let words = bare(cell);
    if is_nothing(&words) {
        return Ok(None);
    }
    let minus = words.starts_with('-');
    let rest = words.trim_start_matches(['-', '+']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
    let (number, unit) = rest.split_at(end);
    // The rest must be a unit, without a second number: 12个, but not 3袋2.
    if unit.chars().count() > 4
        || unit.chars().any(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '*' | '~' | '%' | '多' | '半'))
    {
        return Err(Why::NotANumber);
    }
    let number = number.trim_end_matches('.');
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || part.bytes().any(|b| b != b'0') || !is_grouped(whole) {
        return Err(Why::NotANumber);
    }
    let n: i64 = whole.replace(',', "").parse().map_err(|_| Why::OutOfRange)?;
    Ok(Some(if minus { -n } else { n }))
}

/// Whether commas, if any, separate groups of three digits; 1,5 is ambiguous.
fn is_grouped(digits: &str) -> bool {
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default().len();
    let rest: Vec<_> = groups.collect();
    first > 0 && (rest.is_empty() || first <= 3) && rest.iter().all(|group| group.len() == 3)
}

/// Parses yuan into fen. `None` for an empty cell.
pub(super) fn fen(cell: &Cell) -> Result<Option<i64>, Why> {
    if let Cell::Number(n) = cell {
        let fen = (n * 100.0).round();
        return if (0.0..1e9).contains(&fen) { Ok(Some(fen as i64)) } else { Err(Why::OutOfRange) };
    }
    let words = bare(cell);
    if is_nothing(&words) {
        return Ok(None);
    }
    domain::stock::receipts::fen(words.trim_start_matches(['￥', '$'])).map(Some).map_err(|_| Why::NotANumber)
}

/// Parses a date into its last second in China; 0 for an empty cell and for "unlimited".
///
/// Accepts date cells, Excel day numbers, 2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日, 20260301, and a month for its last
/// day.
pub(super) fn day(cell: &Cell) -> Result<Timestamp, Why> {
    let day = match cell {
        Cell::Day(day) => Some(*day),
        // 1954 to 2119; other numbers are not meant as dates.
        Cell::Number(n) if (20_000.0..80_000.0).contains(n) => {
            Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(*n as i64)).ok()
        }
        _ => {
            let words = bare(&without_time(cell));
            if is_nothing(&words) || matches!(words.as_str(), "长期" | "长期有效" | "永久" | "不过期") {
                return Ok(0);
            }
            written(&words)
        }
    };
    let day = day.filter(|day| (1990..2200).contains(&day.year())).ok_or(Why::NotADate)?;
    i18n::day_end(&day.to_string()).ok_or(Why::NotADate)
}

fn written(words: &str) -> Option<Date> {
    if words.len() == 8 && words.bytes().all(|b| b.is_ascii_digit()) {
        return date(&words[..4], &words[4..6], &words[6..]);
    }
    if words.len() == 5 && words.bytes().all(|b| b.is_ascii_digit()) {
        // An Excel day number stored as text.
        let n: i64 = words.parse().ok().filter(|n| (20_000..80_000).contains(n))?;
        return Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(n)).ok();
    }
    let parts: Vec<&str> =
        words.split(['-', '/', '.', '年', '月', '日', '号']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [year, month, day] => date(year, month, day),
        [year, month] => date(year, month, "1").map(Date::last_of_month),
        _ => None,
    }
}

/// Removes a time of day: 2026/3/1 8:30, 2026-03-01T00:00:00.
fn without_time(cell: &Cell) -> Cell {
    let text = text::half_width(&cell.text());
    let before = text.split_once(':').map_or(text.as_str(), |(before, _)| before);
    if before.len() == text.len() {
        return Cell::Text(text);
    }
    let date = before.rsplit_once([' ', 'T']).map_or(before, |(date, _)| date);
    Cell::Text(date.to_owned())
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    // A year of two digits is ambiguous, and so is the order in 3/1/26.
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Parses whether goods are used: 二手, 八成新. Empty means new.
pub(super) fn used(cell: &Cell) -> Result<bool, Why> {
    let words = bare(cell);
    match words.as_str() {
        words if is_nothing(words) => Ok(false),
        "新" | "全新" | "新品" | "new" | "十成新" => Ok(false),
        "旧" | "二手" | "用过" | "旧物" | "使用过" | "半新" | "used" | "secondhand" | "用过,完好" => {
            Ok(true)
        }
        words if words.ends_with("成新") => Ok(true),
        _ => Err(Why::Unknown),
    }
}

/// Parses yes or no; no for an empty cell.
pub(super) fn yes(cell: &Cell) -> Result<bool, Why> {
    match bare(cell).as_str() {
        "是" | "有" | "√" | "✓" | "y" | "yes" | "true" | "1" | "对" | "电器" => Ok(true),
        "否" | "不是" | "×" | "n" | "no" | "false" | "0" => Ok(false),
        words if is_nothing(words) => Ok(false),
        _ => Err(Why::Unknown),
    }
}

/// Parses whether an employer offers a bed; no for an empty cell.
pub(super) fn lodging(cell: &Cell) -> Result<Lodging, Why> {
    match bare(cell).as_str() {
        "包住" | "包食宿" | "包吃住" | "免费" | "提供" | "是" | "有" | "free" | "yes" => {
            Ok(Lodging::Free)
        }
        "收费" | "自费" | "付费" | "有偿" | "paid" => Ok(Lodging::Paid),
        "否" | "不包" | "不包住" | "不提供" | "自理" | "no" => Ok(Lodging::None),
        words if is_nothing(words) => Ok(Lodging::None),
        _ => Err(Why::Unknown),
    }
}

/// Names of the categories, in addition to those on the pages.
const SHELVES: &[(Category, &[&str])] = &[
    (Category::Study, &["学习", "学习用品", "文具", "文具用品", "图书", "文体"]),
    (Category::Kitchen, &["厨房", "厨具", "厨房用品", "餐具", "食品", "粮油", "米面粮油", "调味品", "副食"]),
    (Category::Bedding, &["床上用品", "床品", "被褥", "家纺", "寝具"]),
    (Category::Clothing, &["衣物", "服装", "衣服", "鞋帽", "衣帽", "鞋", "衣服鞋帽"]),
    (
        Category::Home,
        &["家居", "日用", "日用品", "生活用品", "日化", "家电", "小家电", "清洁用品", "其他", "其它", "杂物", "home"],
    ),
    (Category::Baby, &["母婴", "婴儿", "母婴用品", "儿童用品", "玩具"]),
    (Category::Mobility, &["出行", "健康", "出行与健康", "医疗", "康复", "助行", "卫生用品", "老人用品"]),
];

/// Parses a category; `None` for an empty cell.
pub(super) fn shelf(cell: &Cell) -> Result<Option<Category>, Why> {
    let words = bare(cell);
    if is_nothing(&words) {
        return Ok(None);
    }
    let named = |category: &Category| {
        let name = category.as_str();
        let called = i18n::Lang::ALL.iter().any(|lang| {
            let called = lang.named("category", name).to_lowercase();
            called.split_whitespace().collect::<String>() == words
        });
        name == words || called || SHELVES.iter().any(|(of, all)| of == category && all.contains(&words.as_str()))
    };
    Category::ALL.iter().copied().find(named).map(Some).ok_or(Why::Unknown)
}

/// Parses a mobile number; empty for none.
pub(super) fn phone(cell: &Cell) -> Result<String, Why> {
    let words = bare(cell);
    if is_nothing(&words) {
        return Ok(String::new());
    }
    domain::accounts::phone(words.trim_start_matches('\'')).map_err(|_| Why::Unknown)
}

/// Parses the year of birth, and the sex if the cell has an identity card number. `None` if empty.
///
/// GB 11643: digits 7 to 10 are the year, the 17th is odd for men. Accepts a year, a month, a date, or such a number.
pub(super) fn birth(cell: &Cell, this_year: i64) -> Result<Option<(i64, Option<Sex>)>, Why> {
    let plausible = |year: i64| if (1900..=this_year).contains(&year) { Ok(year) } else { Err(Why::OutOfRange) };
    if let Cell::Day(day) = cell {
        return plausible(day.year().into()).map(|year| Some((year, None)));
    }
    let words = bare(cell);
    let words = words.trim_start_matches('\'');
    if is_nothing(words) {
        return Ok(None);
    }
    let card = words.len() == 18 && words.bytes().take(17).all(|b| b.is_ascii_digit());
    let digits = if card { &words[6..10] } else { words.get(..4).ok_or(Why::NotADate)? };
    let rest = words.get(4..).unwrap_or_default();
    let is_date =
        rest.is_empty() || rest.starts_with(['-', '/', '.', '年']) || (words.len() == 8 && !rest.contains('.'));
    let year = digits.parse().ok().filter(|_| card || is_date).ok_or(Why::NotADate)?;
    let odd = card && words.as_bytes()[16] % 2 == 1;
    let sex = card.then_some(if odd { Sex::Male } else { Sex::Female });
    plausible(year).map(|year| Some((year, sex)))
}

/// Parses an age into the year of birth.
pub(super) fn age(cell: &Cell, this_year: i64) -> Result<Option<i64>, Why> {
    match whole(cell)? {
        None => Ok(None),
        Some(age) if (0..=120).contains(&age) => Ok(Some(this_year - age)),
        Some(_) => Err(Why::OutOfRange),
    }
}

/// Parses the sex; `None` for an empty cell.
pub(super) fn sex(cell: &Cell) -> Result<Option<Sex>, Why> {
    match bare(cell).as_str() {
        words if is_nothing(words) => Ok(None),
        "女" | "女性" | "f" | "female" => Ok(Some(Sex::Female)),
        "男" | "男性" | "m" | "male" => Ok(Some(Sex::Male)),
        _ => Err(Why::Unknown),
    }
}

/// Parses the relation to the head of the household; `None` for an empty cell.
pub(super) fn relation(cell: &Cell) -> Result<Option<Relation>, Why> {
    Ok(Some(match bare(cell).as_str() {
        words if is_nothing(words) => return Ok(None),
        "户主" | "本人" | "自己" | "户主本人" | "self" | "head" => Relation::Contact,
        "配偶" | "妻" | "妻子" | "夫" | "丈夫" | "爱人" | "spouse" | "wife" | "husband" => Relation::Spouse,
        "子" | "女" | "儿子" | "女儿" | "子女" | "长子" | "次子" | "三子" | "长女" | "次女" | "三女" | "养子"
        | "养女" | "孩子" | "child" | "son" | "daughter" => Relation::Child,
        "父" | "母" | "父亲" | "母亲" | "父母" | "公公" | "婆婆" | "岳父" | "岳母" | "parent" | "father" | "mother" => {
            Relation::Parent
        }
        "祖父" | "祖母" | "爷爷" | "奶奶" | "外公" | "外婆" | "姥姥" | "姥爷" | "grandparent" => {
            Relation::Grandparent
        }
        "孙子" | "孙女" | "外孙" | "外孙女" | "孙" | "grandchild" => Relation::Grandchild,
        "兄" | "弟" | "姐" | "妹" | "哥哥" | "弟弟" | "姐姐" | "妹妹" | "兄弟" | "姐妹" | "sibling" => {
            Relation::Sibling
        }
        _ => Relation::Other,
    }))
}

/// Parses the income band; `None` for an empty cell.
pub(super) fn income(cell: &Cell) -> Result<Option<Income>, Why> {
    Ok(Some(match bare(cell).as_str() {
        words if is_nothing(words) => return Ok(None),
        "低保" | "低保户" | "是" | "享受低保" | "特困供养" | "minimum" => Income::Minimum,
        "低收入" | "低保边缘" | "边缘户" | "低收入户" | "low" => Income::Low,
        "无收入" | "没有收入" | "none" => Income::None,
        "否" | "一般" | "正常" | "above" => Income::Above,
        _ => return Err(Why::Unknown),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Cell {
        Cell::Text(words.into())
    }

    #[test]
    fn common_spellings_of_a_whole_number_are_parsed() {
        for (written, n) in [
            ("12", 12),
            ("１２", 12),
            (" 1,200 ", 1200),
            ("１，２００", 1200),
            ("12个", 12),
            ("12 箱", 12),
            ("3.0", 3),
            ("-4", -4),
            ("12.", 12),
            ("1,234,567", 1_234_567),
        ] {
            assert_eq!(whole(&text(written)), Ok(Some(n)), "{written}");
        }
        assert_eq!(whole(&Cell::Number(12.0)), Ok(Some(12)));
        for nothing in ["", "  ", "-", "无", "—"] {
            assert_eq!(whole(&text(nothing)), Ok(None), "{nothing}");
        }
        for wrong in ["1.5", "1,5", "十二", "约10", "10多个", "3袋2", "10-12", "12,00", "=3"] {
            assert_eq!(whole(&text(wrong)), Err(Why::NotANumber), "{wrong}");
        }
        assert_eq!(whole(&Cell::Number(1.5)), Err(Why::NotANumber));
        assert_eq!(whole(&text("99999999999999999999")), Err(Why::OutOfRange));
    }

    #[test]
    fn common_spellings_of_a_date_give_the_end_of_the_day() {
        let end = i18n::day_end("2026-03-01");
        for written in [
            "2026-03-01",
            "2026/3/1",
            "2026.3.1",
            "2026年3月1日",
            "２０２６年３月１日",
            "20260301",
            "2026-03-01 00:00:00",
            "2026/3/1 8:30",
            "46082",
        ] {
            assert_eq!(Some(day(&text(written)).expect(written)), end, "{written}");
        }
        assert_eq!(day(&Cell::Number(46_082.0)).ok(), end);
        assert_eq!(day(&Cell::Day(Date::constant(2026, 3, 1))).ok(), end);
        assert_eq!(day(&text("2026年2月")).ok(), i18n::day_end("2026-02-28"), "a month gives its last day");
        assert_eq!((day(&text("长期")), day(&Cell::Empty)), (Ok(0), Ok(0)));
        for wrong in ["3/1/26", "2026-02-30", "明年", "26年3月1日", "12", "2026"] {
            assert_eq!(day(&text(wrong)), Err(Why::NotADate), "{wrong}");
        }
    }

    #[test]
    fn conditions_categories_and_amounts_are_parsed() {
        assert_eq!((used(&text("八成新")), used(&text("全新")), used(&Cell::Empty)), (Ok(true), Ok(false), Ok(false)));
        assert_eq!(used(&text("?")), Err(Why::Unknown));
        assert_eq!(shelf(&text("粮 油")), Ok(Some(Category::Kitchen)));
        assert_eq!(shelf(&text("Bedding")), Ok(Some(Category::Bedding)));
        assert_eq!((shelf(&Cell::Empty), shelf(&text("天上"))), (Ok(None), Err(Why::Unknown)));
        assert_eq!(fen(&text("￥12.5")), Ok(Some(1250)));
    }
}

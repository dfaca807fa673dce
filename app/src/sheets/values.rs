//! Parses cells as commonly written: numbers with units, dates in many forms, words for yes and no.

mod people;

use domain::{Timestamp, catalogue::Category, community::jobs::Lodging, imports::Why, text};
use jiff::civil::Date;

pub(super) use people::{age, birth, income, phones, relation, sex};

use super::Cell;
use crate::i18n;

/// Words for "none".
pub(super) fn is_nothing(words: &str) -> bool {
    matches!(words, "" | "-" | "--" | "—" | "——" | "/" | "无" | "没有" | "none" | "n/a")
}

/// Half width, without blanks, in lower case.
pub(super) fn bare(cell: &Cell) -> String {
    text::half_width(&cell.text()).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
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
    let amount = words.trim_start_matches(['￥', '$']);
    // Where programs write a comma for the point, one or two digits follow it.
    let decimal = amount.split_once(',').filter(|(_, cents)| matches!(cents.trim_end_matches('元').len(), 1 | 2));
    let amount = decimal.map_or_else(|| amount.to_owned(), |(yuan, cents)| format!("{yuan}.{cents}"));
    domain::stock::receipts::fen(&amount).map(Some).map_err(|_| Why::NotANumber)
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
            if is_unclear_month(&words) {
                return Err(Why::MonthUnclear);
            }
            written(&words)
        }
    };
    let day = day.filter(|day| (1990..2200).contains(&day.year())).ok_or(Why::NotADate)?;
    i18n::day_end(&day.to_string()).ok_or(Why::NotADate)
}

/// Whether this is a month that Excel may have taken for a decimal: 2027.1 is January, or October without its zero.
fn is_unclear_month(words: &str) -> bool {
    words
        .split_once('.')
        .is_some_and(|(year, month)| month == "1" && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
}

/// Writes numbers in Chinese characters as digits: 二〇二七年三月十五日 is 2027年3月15日.
pub(super) fn arabic(words: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    let digit = |c: char| if c == '零' { Some(0) } else { DIGITS.chars().position(|known| known == c) };
    let (mut out, mut tens) = (String::new(), false);
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let units = chars.peek().is_some_and(|next| digit(*next).is_some());
        match (c, digit(c)) {
            // 十五 is 15, 二十 is 20, 二十五 is 25.
            ('十', _) => out.push_str(match (tens, units) {
                (false, true) => "1",
                (false, false) => "10",
                (true, true) => "",
                (true, false) => "0",
            }),
            (_, Some(n)) => out.push_str(&n.to_string()),
            (other, None) => out.push(other),
        }
        tens = digit(c).is_some();
    }
    out
}

fn written(words: &str) -> Option<Date> {
    let words = &arabic(words);
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

/// Parses whether a household is in hardship, which lists say as yes or no or as the kind: 大病, 残疾, 低保.
pub(super) fn hardship(cell: &Cell) -> Result<bool, Why> {
    const KINDS: [&str; 28] = [
        "困难", "困境", "特困", "低保", "五保", "残疾", "残障", "重病", "大病", "慢病", "孤儿", "单亲", "失独", "独居",
        "空巢", "留守", "失业", "边缘", "受灾", "重点", "致贫", "返贫", "贫困", "因病", "因残", "因学", "因灾", "监测",
    ];
    yes(cell).or_else(|unknown| {
        let words = bare(cell);
        let none = words.starts_with(['不', '非', '无', '没']) || ["一般", "正常", "普通"].contains(&words.as_str());
        match KINDS.iter().any(|kind| words.contains(kind)) {
            _ if none => Ok(false),
            true => Ok(true),
            false => Err(unknown),
        }
    })
}

/// Parses whether an employer offers a bed, also as the site's own sheets say it; no for an empty cell.
pub(super) fn lodging(cell: &Cell) -> Result<Lodging, Why> {
    let words = bare(cell);
    let called = |lodging: &Lodging| {
        let name = |lang: i18n::Lang| bare(&Cell::Text(lang.named("job-lodging", lodging.as_str())));
        i18n::Lang::ALL.into_iter().any(|lang| name(lang) == words)
    };
    if let Some(known) = Lodging::ALL.iter().copied().find(called) {
        return Ok(known);
    }
    match words.as_str() {
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

#[cfg(test)]
mod tests {
    use domain::households::Sex;

    use super::*;

    fn text(words: &str) -> Cell {
        Cell::Text(words.into())
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
            "二〇二六年三月一日",
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
    fn numbers_in_characters_become_digits() {
        let read = ["二〇二七年十月", "二零二六年十二月二十日", "二十五日", "三十一", "十"].map(arabic);
        assert_eq!(read, ["2027年10月", "2026年12月20日", "25日", "31", "10"]);
    }

    #[test]
    fn lodging_is_read_as_our_own_sheets_write_it() {
        let read = |words: &str| lodging(&text(words));
        assert_eq!((read("不提供住宿"), read("Free lodging")), (Ok(Lodging::None), Ok(Lodging::Free)));
        assert_eq!((read("有住宿，要交钱"), read("包住")), (Ok(Lodging::Paid), Ok(Lodging::Free)));
    }

    #[test]
    fn a_month_that_excel_took_for_a_decimal_is_asked_about() {
        assert_eq!(day(&Cell::Number(2027.1)), Err(Why::MonthUnclear), "2027.10 as Excel stores it");
        assert_eq!(day(&text("2027.1")), Err(Why::MonthUnclear));
        for (clear, end) in [("2027.10", "2027-10-31"), ("2027.01", "2027-01-31"), ("2027.1.5", "2027-01-05")] {
            assert_eq!(day(&text(clear)).ok(), i18n::day_end(end), "{clear}");
        }
        assert_eq!(day(&Cell::Number(2027.11)).ok(), i18n::day_end("2027-11-30"));
    }

    #[test]
    fn the_sex_is_taken_from_a_whole_identity_number_only() {
        let born = |cell: &Cell| birth(cell, 2026).expect("a year").expect("a year");
        assert_eq!(born(&text("650102198501011222")), (1985, Some(Sex::Female)));
        assert_eq!(born(&text("650102195203081237")), (1952, Some(Sex::Male)));
        assert_eq!(born(&text("65010219850101122x")), (1985, None), "another check character");
        // Excel keeps fifteen digits of a number, so the last ones are zeros.
        assert_eq!(born(&Cell::Number(650_102_198_501_011_000.0)), (1985, None));
    }

    #[test]
    fn a_year_is_found_in_serial_numbers_months_and_ages() {
        let year = |cell: &Cell| birth(cell, 2026).map(|found| found.map(|(year, _)| year));
        assert_eq!(year(&Cell::Number(27_912.0)), Ok(Some(1976)), "a day as Excel stores it");
        assert_eq!((year(&Cell::Number(1980.0)), year(&Cell::Number(1980.05))), (Ok(Some(1980)), Ok(Some(1980))));
        assert_eq!((year(&text("197105")), year(&text("一九七一年五月"))), (Ok(Some(1971)), Ok(Some(1971))));
        assert_eq!((year(&text("197113")), year(&text("27912"))), (Err(Why::NotADate), Err(Why::NotADate)));
        assert_eq!((age(&text("1985年生"), 2026), age(&text("70岁"), 2026)), (Ok(Some(1985)), Ok(Some(1956))));
    }

    #[test]
    fn a_babys_age_in_months_is_no_age_in_years() {
        assert_eq!((age(&text("56周岁"), 2026), age(&text("3岁"), 2026)), (Ok(Some(1970)), Ok(Some(2023))));
        for months in ["3个月", "8月龄", "20天", "6周"] {
            assert_eq!(age(&text(months), 2026), Err(Why::NotANumber), "{months}");
        }
    }

    #[test]
    fn conditions_categories_and_amounts_are_parsed() {
        assert_eq!((used(&text("八成新")), used(&text("全新")), used(&Cell::Empty)), (Ok(true), Ok(false), Ok(false)));
        assert_eq!(used(&text("?")), Err(Why::Unknown));
        assert_eq!(shelf(&text("粮 油")), Ok(Some(Category::Kitchen)));
        assert_eq!(shelf(&text("Bedding")), Ok(Some(Category::Bedding)));
        assert_eq!((shelf(&Cell::Empty), shelf(&text("天上"))), (Ok(None), Err(Why::Unknown)));
        assert_eq!((fen(&text("￥12.5")), fen(&text("39,9"))), (Ok(Some(1250)), Ok(Some(3990))));
        assert_eq!((fen(&text("1,299.00")), fen(&text("1,29,9"))), (Ok(Some(129_900)), Err(Why::NotANumber)));
    }
}

//! Parses cells about people: phones, births, ages, relations and income.

use domain::{
    Code,
    households::{Income, Relation, Sex},
    imports::Why,
    text,
};

use jiff::civil::Date;

use super::{arabic, bare, is_nothing};
use crate::{
    i18n::Lang,
    sheets::{Cell, numbers::whole},
};

/// Parses the phones of a cell: the first mobile number, by which a family signs in, and all others as they are
/// written.
pub(in crate::sheets) fn phones(cell: &Cell) -> Result<(String, String), Why> {
    let words = text::half_width(&cell.text());
    if is_nothing(&bare(cell)) {
        return Ok(Default::default());
    }
    let (mut mobile, mut others) = (String::new(), Vec::new());
    let parts = words.split(['/', '、', ',', ';', '|', '或', '和']).map(|part| part.trim().trim_start_matches('\''));
    for part in parts.flat_map(numbers_of) {
        // A number that a program wrote as a decimal.
        match domain::accounts::phone(part.strip_suffix(".0").unwrap_or(part)) {
            Err(Code::Required) => {}
            Ok(phone) if mobile.is_empty() => mobile = phone,
            Ok(phone) if phone == mobile => {}
            Ok(phone) => others.push(phone),
            Err(_) if is_land_line(part) => others.push(part.to_owned()),
            Err(_) => return Err(Why::Unknown),
        }
    }
    Ok((mobile, others.join(" / ")))
}

/// The numbers of a part of a cell: one with blanks in it, or several that blanks part.
fn numbers_of(part: &str) -> Vec<&str> {
    let is_number = |words: &str| domain::accounts::phone(words).is_ok() || is_land_line(words);
    let groups: Vec<&str> = part.split_whitespace().collect();
    if !is_number(part) && groups.iter().all(|group| is_number(group)) { groups } else { vec![part] }
}

/// Whether this is the number of a land line, with or without its area code; those of mobiles begin with 1.
fn is_land_line(part: &str) -> bool {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    let plain = part.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')' | '转'));
    plain && (7..=12).contains(&digits) && !part.starts_with('1')
}

/// Parses the year of birth, and the sex if the cell has an identity card number. `None` if empty.
///
/// GB 11643: digits 7 to 10 are the year, the 17th is odd for men. Accepts a year, a month, a date, or such a number. A
/// number cell has lost its last digits, so the sex is taken from a text alone, and only if its check character fits.
pub(in crate::sheets) fn birth(cell: &Cell, this_year: i64) -> Result<Option<(i64, Option<Sex>)>, Why> {
    let plausible = |year: i64| if (1900..=this_year).contains(&year) { Ok(year) } else { Err(Why::OutOfRange) };
    let day = match cell {
        Cell::Day(day) => Some(*day),
        // A day that Excel stores as a number; years have four digits.
        Cell::Number(n) if (10_000.0..60_000.0).contains(n) => {
            Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(*n as i64)).ok()
        }
        _ => None,
    };
    if let Some(day) = day {
        return plausible(day.year().into()).map(|year| Some((year, None)));
    }
    let words = arabic(&bare(cell));
    let words = words.trim_start_matches('\'');
    if is_nothing(words) {
        return Ok(None);
    }
    let card = words.len() == 18 && words.bytes().take(17).all(|b| b.is_ascii_digit());
    let digits = if card { &words[6..10] } else { words.get(..4).ok_or(Why::NotADate)? };
    let rest = words.get(4..).unwrap_or_default();
    let is_date = rest.is_empty()
        || rest.starts_with(['-', '/', '.', '年'])
        || (words.len() == 8 && !rest.contains('.'))
        || (rest.len() == 2 && rest.parse().is_ok_and(|month: i64| (1..=12).contains(&month)));
    let year = digits.parse().ok().filter(|_| card || is_date).ok_or(Why::NotADate)?;
    let odd = card && words.as_bytes()[16] % 2 == 1;
    let whole = card && matches!(cell, Cell::Text(_)) && check_fits(words);
    let sex = whole.then_some(if odd { Sex::Male } else { Sex::Female });
    plausible(year).map(|year| Some((year, sex)))
}

/// Whether the last character of an identity number of 17 digits before it fits (GB 11643, ISO 7064 MOD 11-2).
fn check_fits(card: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = card.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight).sum();
    card.as_bytes().get(17).copied() == b"10x98765432".get((sum % 11) as usize).copied()
}

/// Parses an age into the year of birth.
pub(in crate::sheets) fn age(cell: &Cell, this_year: i64) -> Result<Option<i64>, Why> {
    let words = bare(cell);
    // A baby's age: 3个月 is no three years, and whether it was born this year or last is not said.
    if words.contains(['月', '天', '周']) && !words.contains("周岁") {
        return Err(Why::NotANumber);
    }
    match whole(cell)? {
        None => Ok(None),
        Some(age) if (0..=120).contains(&age) => Ok(Some(this_year - age)),
        // 1985年生
        Some(year) if (1900..=this_year).contains(&year) => Ok(Some(year)),
        Some(_) => Err(Why::OutOfRange),
    }
}

/// Parses the sex; `None` for an empty cell.
pub(in crate::sheets) fn sex(cell: &Cell) -> Result<Option<Sex>, Why> {
    match bare(cell).as_str() {
        words if is_nothing(words) => Ok(None),
        "女" | "女性" | "f" | "female" => Ok(Some(Sex::Female)),
        "男" | "男性" | "m" | "male" => Ok(Some(Sex::Male)),
        _ => Err(Why::Unknown),
    }
}

/// The value whose phrase on our own sheets stands in the cell, in any language.
fn called<T: Copy>(prefix: &str, all: &[T], text: impl Fn(T) -> &'static str, cell: &Cell) -> Option<T> {
    let words = bare(cell);
    let name = |lang: Lang, one: T| bare(&Cell::Text(lang.named(prefix, text(one))));
    all.iter().copied().find(|one| !words.is_empty() && Lang::ALL.into_iter().any(|lang| name(lang, *one) == words))
}

/// Parses the relation to the head of the household; `None` for an empty cell.
pub(in crate::sheets) fn relation(cell: &Cell) -> Result<Option<Relation>, Why> {
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
        _ => called("relation", Relation::ALL, Relation::as_str, cell).unwrap_or(Relation::Other),
    }))
}

/// Parses the income band; `None` for an empty cell.
pub(in crate::sheets) fn income(cell: &Cell) -> Result<Option<Income>, Why> {
    Ok(Some(match bare(cell).as_str() {
        words if is_nothing(words) => return Ok(None),
        "低保" | "低保户" | "是" | "享受低保" | "特困供养" | "minimum" => Income::Minimum,
        "低收入" | "低保边缘" | "边缘户" | "低收入户" | "low" => Income::Low,
        "无收入" | "没有收入" | "none" => Income::None,
        "否" | "一般" | "正常" | "above" => Income::Above,
        _ => return called("income", Income::ALL, Income::as_str, cell).map(Some).ok_or(Why::Unknown),
    }))
}

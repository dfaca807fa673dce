//! Parses whole numbers as people write them, and refuses what is no certain number: a wrong one would be booked.

use domain::imports::Why;

use super::{
    Cell,
    values::{bare, is_nothing},
};

/// Parses a whole number: 12, １２, 1,200, 12个, 12.0, 3百, 1.5万, 5打, 半打. `None` for an empty cell.
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
    if has_two_numbers(&cell.text()) {
        return Err(Why::NotANumber);
    }
    if words == "半打" {
        return Ok(Some(6));
    }
    let minus = words.starts_with('-');
    let rest = words.trim_start_matches(['-', '+']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
    let (number, unit) = rest.split_at(end);
    let (times, unit) = magnitude(unit);
    if unit.chars().count() > 4 || unit.chars().any(is_doubtful) || is_short_magnitude(unit) {
        return Err(Why::NotANumber);
    }
    let number = number.trim_end_matches('.');
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let part = part.trim_end_matches('0');
    if whole.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) || !is_grouped(whole) {
        return Err(Why::NotANumber);
    }
    let n: i64 = whole.replace(',', "").parse().map_err(|_| Why::OutOfRange)?;
    let n = times_decimal(n, part, times)?;
    Ok(Some(if minus { -n } else { n }))
}

/// Whether blanks part two numbers, as in 1 2; groups of three digits are one number: 1 200.
fn has_two_numbers(text: &str) -> bool {
    let plain = domain::text::half_width(text);
    let groups: Vec<&str> = plain.split_whitespace().collect();
    groups.windows(2).any(|pair| {
        let digits = pair[1].bytes().take_while(u8::is_ascii_digit).count();
        pair[0].ends_with(|c: char| c.is_ascii_digit()) && digits > 0 && digits != 3
    })
}

/// Multiplies a number with decimals, which must give a whole one: 1.5万, but not 1.5.
fn times_decimal(whole: i64, part: &str, times: i64) -> Result<i64, Why> {
    let scale = part.bytes().fold(1_i64, |scale, _| scale * 10);
    let tail = part.bytes().fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let all = whole.checked_mul(scale).and_then(|n| n.checked_add(tail)).and_then(|n| n.checked_mul(times));
    match all.ok_or(Why::OutOfRange)? {
        n if n % scale == 0 => Ok(n / scale),
        _ => Err(Why::NotANumber),
    }
}

/// Splits off what a number is multiplied by; 千克 and 千米 are units.
fn magnitude(unit: &str) -> (i64, &str) {
    let mut chars = unit.chars();
    let times = match chars.next() {
        Some('百' | '佰') => 100,
        Some('千' | '仟') if !chars.as_str().starts_with(['克', '米', '瓦', '卡', '升']) => 1_000,
        Some('万' | '萬') => 10_000,
        Some('打') => 12,
        _ => return (1, unit),
    };
    (times, chars.as_str())
}

/// Whether a character after a number says that it is not the whole number, or not a certain one: 12左右, 2½, 5+3, 1百五.
fn is_doubtful(c: char) -> bool {
    c.is_numeric() || "-+*~%±≈?多半几数余来左右上下约概近不估到至超零一二三四五六七八九十百佰万萬亿億拾打".contains(c)
}

/// Whether a number is written as people chat: 3k is three thousand, 2w twenty thousand. Neither is a unit of goods.
fn is_short_magnitude(unit: &str) -> bool {
    unit.starts_with(['k', 'w']) && !unit[1..].starts_with(|c: char| c.is_ascii())
}

/// Whether commas, if any, separate groups of three digits; 1,5 is ambiguous.
fn is_grouped(digits: &str) -> bool {
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default().len();
    let rest: Vec<_> = groups.collect();
    first > 0 && (rest.is_empty() || first <= 3) && rest.iter().all(|group| group.len() == 3)
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
            ("3双", 3),
            ("1 200", 1200),
        ] {
            assert_eq!(whole(&text(written)), Ok(Some(n)), "{written}");
        }
        assert_eq!(whole(&Cell::Number(12.0)), Ok(Some(12)));
        for nothing in ["", "  ", "-", "无", "—"] {
            assert_eq!(whole(&text(nothing)), Ok(None), "{nothing}");
        }
        for wrong in ["1.5", "1,5", "十二", "约10", "10多个", "3袋2", "10-12", "12,00", "=3", "1 2", "4 5个", "1 2345"]
        {
            assert_eq!(whole(&text(wrong)), Err(Why::NotANumber), "{wrong}");
        }
        assert_eq!(whole(&Cell::Number(1.5)), Err(Why::NotANumber));
        assert_eq!(whole(&text("99999999999999999999")), Err(Why::OutOfRange));
    }

    #[test]
    fn magnitudes_are_multiplied_and_approximations_refused() {
        for (written, n) in [
            ("3百", 300),
            ("2千", 2_000),
            ("1万", 10_000),
            ("1.2万", 12_000),
            ("0.5千个", 500),
            ("5打", 60),
            ("半打", 6),
            ("2 百 件", 200),
            ("3千克", 3),
            ("3kg", 3),
            ("2千米", 2),
        ] {
            assert_eq!(whole(&text(written)), Ok(Some(n)), "{written}");
        }
        for wrong in [
            "12左右",
            "12上下",
            "2½箱",
            "3十",
            "三百",
            "5+3",
            "5个半",
            "10余个",
            "3百多",
            "1百五",
            "1万2",
            "12?",
            "不到9",
            "30几",
            "1.23456万",
            "0.5打半",
            "3k",
            "2W",
            "2w件",
            "3拾",
            "1亿",
        ] {
            assert_eq!(whole(&text(wrong)), Err(Why::NotANumber), "{wrong}");
        }
        assert_eq!(whole(&text("9223372036854775807万")), Err(Why::OutOfRange));
    }
}

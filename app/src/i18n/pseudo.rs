//! Pseudo-languages for tests, derived phrase by phrase from a complete language.
//! They show pages with longer words and with a right-to-left script; values of placeholders stay unchanged.

use std::borrow::Cow;

use super::languages::Pseudo;

/// Letters for a to z that join, with ascenders and descenders like those of Uyghur.
const RIGHT: [char; 26] = [
    'ا', 'ب', 'چ', 'د', 'ە', 'ف', 'گ', 'ھ', 'ى', 'ج', 'ك', 'ل', 'م', 'ن', 'و', 'پ', 'ق', 'ر', 'س', 'ت', 'ۇ', 'ۋ', 'ش',
    'خ', 'ي', 'ز',
];
const LONGER: [char; 26] = [
    'á', 'ƀ', 'ç', 'đ', 'é', 'ƒ', 'ĝ', 'ĥ', 'í', 'ĵ', 'ķ', 'ļ', 'ɱ', 'ñ', 'ó', 'þ', 'ɋ', 'ŕ', 'š', 'ţ', 'ú', 'ṽ', 'ŵ',
    'ẋ', 'ý', 'ž',
];

/// The transformation that Fluent applies to each piece of text.
pub(super) fn transform(pseudo: Pseudo) -> fn(&str) -> Cow<'_, str> {
    match pseudo {
        Pseudo::RightToLeft => |text| Cow::Owned(made(text, Pseudo::RightToLeft)),
        Pseudo::Longer => |text| Cow::Owned(made(text, Pseudo::Longer)),
    }
}

fn made(text: &str, pseudo: Pseudo) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let mut word = String::new();
    for c in text.chars() {
        if c.is_ascii_alphabetic() {
            word.push(c);
            continue;
        }
        end_word(&mut out, &mut word, pseudo);
        out.push(match (pseudo, c) {
            (Pseudo::RightToLeft, ',') => '،',
            (Pseudo::RightToLeft, ';') => '؛',
            (Pseudo::RightToLeft, '?') => '؟',
            _ => c,
        });
    }
    end_word(&mut out, &mut word, pseudo);
    if pseudo == Pseudo::RightToLeft { spans_in_order(&out).into_owned() } else { out }
}

/// Isolates number ranges such as `1–3`, so that right-to-left text does not reverse them.
pub(super) fn spans_in_order(text: &str) -> Cow<'_, str> {
    if !text.contains('–') {
        return Cow::Borrowed(text);
    }
    let in_span = |c: char| c.is_ascii_digit() || matches!(c, '–' | ':' | '.');
    let (mut out, mut rest) = (String::with_capacity(text.len() + 8), text);
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[start..].find(|c| !in_span(c)).map_or(rest.len(), |end| start + end);
        let span = &rest[start..end];
        out.push_str(&rest[..start]);
        if span.contains('–') {
            out.push('\u{2066}');
            out.push_str(span);
            out.push('\u{2069}');
        } else {
            out.push_str(span);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Appends a transformed word, two fifths longer and at least one letter.
///
/// Right-to-left letters are narrower than Latin ones, so four fifths more letters give the same width.
fn end_word(out: &mut String, word: &mut String, pseudo: Pseudo) {
    let letters = word.chars().count();
    if letters == 0 {
        return;
    }
    let (table, more) = match pseudo {
        Pseudo::RightToLeft => (&RIGHT, letters * 4 / 5 + 1),
        Pseudo::Longer => (&LONGER, letters * 2 / 5 + 1),
    };
    for c in word.chars().chain(word.chars().rev().cycle().take(more)) {
        let at = usize::from(u8::try_from(c.to_ascii_lowercase()).unwrap_or(b'a').saturating_sub(b'a'));
        let letter = table.get(at).copied().unwrap_or(c);
        if pseudo == Pseudo::Longer && c.is_ascii_uppercase() {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
    }
    word.clear();
}

#[cfg(test)]
mod tests {
    use crate::i18n::Lang;

    #[test]
    fn number_ranges_keep_their_order() {
        let span = "\u{2066}1–3\u{2069}";
        let draft = Lang::ALL.into_iter().find(|lang| lang.is_rtl()).expect("from the right");
        for lang in [draft, Lang::TESTS[0]] {
            assert!(lang.t("size-grades-1-3").contains(span), "{}", lang.tag());
        }
        assert!(!Lang::TESTS[1].t("size-grades-1-3").contains(span));
        assert_eq!(super::spans_in_order("a 1–3, 4 – b"), format!("a {span}, 4 – b"));
    }

    #[test]
    fn phrases_get_longer_and_placeholders_stay_unchanged() {
        let [right, longer] = Lang::TESTS;
        let english = Lang::from_tag("en").expect("English");
        let said = |lang: Lang| lang.tf("waited-days", &[("n", 12.into())]);
        assert!(said(right).contains("12") && said(longer).contains("12"), "{} {}", said(right), said(longer));
        assert!(said(right).chars().all(|c| !c.is_ascii_alphabetic()), "{}", said(right));
        for key in ["brand", "nav-notices", "refused-not-found-text", "wish-state-submitted"] {
            let letters = |lang: Lang| lang.t(key).chars().count() * 10;
            assert!(letters(right) >= letters(english) * 14 / 10, "{key}");
            assert!(letters(longer) >= letters(english) * 14 / 10, "{key}");
        }
        assert!(right.is_rtl() && !longer.is_rtl());
    }
}

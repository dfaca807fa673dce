//! Phrases, number formats and URLs of the shop pages.

use domain::ledger::{Condition, JournalKind, Origin, Place};

use crate::i18n::lang;

/// Returns `path` with a query; pairs without a value are left out.
pub(crate) fn link(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Formats a number with thousands separators: `12,345`.
pub(crate) fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::from(if n < 0 { "−" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats a number with its sign: `+3`, `−3`.
pub(crate) fn signed(n: i64) -> String {
    if n > 0 { format!("+{}", grouped(n)) } else { grouped(n) }
}

/// Names a place: `待检`, `在架`, `已留`.
pub(crate) fn place(place: Place) -> String {
    lang().named("stock-place", place.as_str())
}

/// Names a kind of journal: `收货`, `上架`, `发放`.
pub(crate) fn kind(kind: JournalKind) -> String {
    lang().named("stock-kind", kind.as_str())
}

/// Names a condition, e.g. `全新`.
pub(crate) fn condition(condition: Condition) -> String {
    lang().named("stock-condition", condition.as_str())
}

/// Names the origin of goods.
pub(crate) fn origin(origin: Origin) -> String {
    lang().named("stock-origin", origin.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, phrase_key};

    #[test]
    fn numbers_are_grouped_and_signed() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0, 999, 1000, 1_234_567].map(grouped).each_ref().map(String::as_str)
        );
        assert_eq!((signed(3), signed(-1200), signed(0)), ("+3".into(), "−1,200".into(), "0".into()));
    }

    #[test]
    fn every_ledger_value_has_a_phrase() {
        let mut keys: Vec<String> = Vec::new();
        keys.extend(Place::ALL.iter().map(|p| phrase_key("stock-place", p.as_str())));
        keys.extend(JournalKind::ALL.iter().map(|k| phrase_key("stock-kind", k.as_str())));
        keys.extend(Origin::ALL.iter().map(|o| phrase_key("stock-origin", o.as_str())));
        for c in Condition::ALL {
            keys.extend(["stock-condition", "stock-condition-hint"].map(|prefix| phrase_key(prefix, c.as_str())));
        }
        for step in
            [Place::Shelf, Place::Quarantine].iter().flat_map(|place| crate::pages::stock::lot_forms::steps(*place))
        {
            keys.extend([format!("stock-do-{step}"), format!("stock-{step}-do")]);
        }
        let missing: Vec<_> = keys.iter().filter(|key| Lang::ALL.iter().any(|lang| !lang.has(key))).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }

    #[test]
    fn a_link_leaves_out_empty_pairs() {
        assert_eq!(link("/shop", &[("a", ""), ("b", "")]), "/shop");
        assert_eq!(link("/shop", &[("a", "1–3 年级"), ("b", "")]), "/shop?a=1%E2%80%933+%E5%B9%B4%E7%BA%A7");
    }
}

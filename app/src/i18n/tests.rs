//! Checks that every language is complete. Reads the folders, so new languages and phrases are covered.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use domain::{
    Code,
    accounts::{Role, security::SecurityKind, tokens::TokenScope},
    casework::EndReason,
    catalogue::{self, Category},
    claims::{ClaimState, applications::ApplicationState, standby::StandbyState},
    notifications::NoticeKind,
    site::PublicPage,
    wishes::{WishState, free_titles::Symbol},
};
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;

/// Phrases of a language: for each key its file and its placeholders.
struct Written(BTreeMap<String, (&'static str, BTreeSet<String>)>);

impl Written {
    /// Parses the files and records errors within them.
    fn of(lang: Lang, wrong: &mut Vec<String>) -> Self {
        let mut all = BTreeMap::new();
        for (file, text) in lang.files() {
            let at = |what: &str| format!("{}/{file}: {what}", lang.tag());
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    wrong.extend(errors.iter().map(|error| at(&format!("unreadable, {error:?}"))));
                    resource
                }
            };
            let mut listed: BTreeSet<&str> = keys(text).collect();
            for entry in resource.entries() {
                let Entry::Message(message) = entry else { continue };
                let key = message.id.name;
                if !listed.remove(key) {
                    wrong.push(at(&format!("{key} is not written as a line `{key} = …`")));
                }
                let mut gaps = BTreeSet::new();
                match &message.value {
                    Some(pattern) => gaps_of(pattern, &mut gaps),
                    None => wrong.push(at(&format!("{key} is empty"))),
                }
                if let Some((other, _)) = all.insert(key.to_owned(), (*file, gaps)) {
                    wrong.push(at(&format!("{key} is in {other}, too")));
                }
            }
            wrong.extend(listed.iter().map(|key| at(&format!("{key} is unreadable"))));
        }
        Written(all)
    }
}

fn gaps_of(pattern: &Pattern<&str>, gaps: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => gaps_in(inline, gaps),
            Expression::Select { selector, variants } => {
                gaps_in(selector, gaps);
                variants.iter().for_each(|variant| gaps_of(&variant.value, gaps));
            }
        }
    }
}

fn gaps_in(inline: &InlineExpression<&str>, gaps: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            gaps.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            positional.iter().for_each(|argument| gaps_in(argument, gaps));
        }
        InlineExpression::Placeable { expression } => match &**expression {
            Expression::Inline(inline) => gaps_in(inline, gaps),
            Expression::Select { .. } => {}
        },
        _ => {}
    }
}

#[test]
fn every_language_has_the_phrases_of_the_original() {
    let mut wrong = Vec::new();
    let original = Written::of(Lang::default(), &mut wrong).0;
    for lang in Lang::ALL.into_iter().skip(1) {
        let written = Written::of(lang, &mut wrong).0;
        for (key, (file, gaps)) in &original {
            match written.get(key) {
                None if lang.is_draft() => {}
                None => wrong.push(format!("{}/{file}: {key} is missing", lang.tag())),
                Some((found, _)) if found != file => {
                    wrong.push(format!("{}/{found}: {key} belongs into {file}", lang.tag()));
                }
                // A count that the words already express may be left out (`[one] a day`), entirely if the language does
                // not need it. An unknown placeholder is an error.
                Some((found, has)) => {
                    let strange: Vec<_> = has.difference(gaps).collect();
                    let lacking: Vec<_> = gaps.difference(has).filter(|gap| !counts(gap)).collect();
                    if !strange.is_empty() || !lacking.is_empty() {
                        let tag = lang.tag();
                        wrong.push(format!("{tag}/{found}: {key} has {strange:?} too many and lacks {lacking:?}"));
                    }
                }
            }
        }
        let unknown = written.iter().filter(|(key, _)| !original.contains_key(*key));
        wrong.extend(unknown.map(|(key, (file, _))| format!("{}/{file}: {key} is not in the original", lang.tag())));
    }
    assert!(wrong.is_empty(), "{} phrases:\n{}", wrong.len(), wrong.join("\n"));
}

/// Placeholders that select words in one language and are not needed in another.
fn counts(gap: &str) -> bool {
    matches!(gap, "n" | "weekday" | "date")
}

#[test]
fn reasons_of_wishbridge_are_said_and_other_reasons_stay() {
    let (chinese, english) = (Lang::default(), Lang::from_tag("en").expect("English"));
    assert_eq!(chinese.end_reason("file_closed"), "家庭档案已关闭");
    assert_eq!(english.end_reason("file_closed"), "The family's file was closed");
    // What people typed, and the sentence that a release before the codes stored.
    for stored in ["", "不需要了", "家庭档案已关闭"] {
        assert_eq!((chinese.end_reason(stored), english.end_reason(stored)), (stored.to_owned(), stored.to_owned()));
    }
}

/// To a Chinese donor, "the family" without "this" are the donor's own relatives.
#[test]
fn donors_read_of_this_family_and_never_of_their_own() {
    let lang = Lang::default();
    let read =
        ["claims-", "standby-", "claim-end-", "claim-state-", "wish-", "notice-claim-", "notice-thanks-received"];
    let wrong: Vec<&str> = read
        .into_iter()
        .flat_map(|prefix| lang.keys_of(prefix))
        .filter(|key| lang.t(key).replace("这家人", "").contains("家人"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Phrases of entitlements whose keys are made of stored values.
fn entitlement_phrases() -> Vec<String> {
    use domain::casework::entitlements::{
        EntitlementState, EntitlementStep, NeededPaper, OfficeRefusal, RuleUnit,
        conditions::ConditionKind,
        rules::{RuleEnd, RuleState},
    };
    let mut wanted: Vec<String> = Vec::new();
    wanted.extend(RuleState::ALL.iter().map(|one| phrase_key("rule-state", one.as_str())));
    wanted.extend(RuleEnd::ALL.iter().map(|one| phrase_key("rule-end", one.as_str())));
    wanted.extend(RuleUnit::ALL.iter().map(|one| phrase_key("rule-unit", one.as_str())));
    wanted.extend(ConditionKind::ALL.iter().map(|one| phrase_key("because", one.as_str())));
    wanted.extend(NeededPaper::ALL.iter().map(|one| phrase_key("needed-paper", one.as_str())));
    wanted.extend(EntitlementState::ALL.iter().map(|one| phrase_key("entitled-state", one.as_str())));
    wanted.extend(EntitlementStep::ALL.iter().map(|one| phrase_key("entitled-step", one.as_str())));
    wanted.extend(OfficeRefusal::ALL.iter().map(|one| phrase_key("office-refusal", one.as_str())));
    wanted
}

/// Phrases of figures, of their own parts, and of the public page.
fn figure_phrases() -> Vec<String> {
    use domain::{
        casework::cases::figures::CaseAge,
        reports::{figures::Figure, impact::ImpactFigure},
    };
    let mut wanted: Vec<String> = Vec::new();
    wanted.extend(Figure::ALL.iter().map(|figure| phrase_key("figure", figure.as_str())));
    wanted.extend(ImpactFigure::ALL.iter().map(|figure| phrase_key("impact", figure.as_str())));
    for state in ["figure-waiting-submitted", "figure-waiting-published"] {
        wanted.extend(CaseAge::ALL.iter().map(|age| phrase_key(state, age.as_str())));
    }
    let parts = [
        ("figure-source", ["donor", "shelf"]),
        ("figure-points", ["granted", "spent"]),
        ("figure-served", ["clocked", "typed"]),
        ("figure-answers", ["in_time", "late"]),
    ];
    wanted.extend(["asked", "referred", "placed"].map(|part| phrase_key("figure-reach", part)));
    wanted.extend(["rows", "sum", "hours", "yuan"].map(|unit| phrase_key("figure-unit", unit)));
    for (prefix, parts) in parts {
        wanted.extend(parts.map(|part| phrase_key(prefix, part)));
    }
    wanted
}

#[test]
fn every_domain_value_has_a_phrase() {
    let mut wanted: Vec<String> = Vec::new();
    wanted.extend(Code::ALL.iter().map(|c| phrase_key("refusal", c.as_str())));
    wanted.extend(NoticeKind::ALL.iter().map(|k| phrase_key("notice", k.as_str())));
    wanted.extend(WishState::ALL.iter().map(|s| phrase_key("wish-state", s.as_str())));
    wanted.extend(ClaimState::ALL.iter().map(|s| phrase_key("claim-state", s.as_str())));
    for prefix in ["standby-state", "standby-text"] {
        wanted.extend(StandbyState::ALL.iter().map(|s| phrase_key(prefix, s.as_str())));
    }
    for prefix in ["application-state", "application-text"] {
        wanted.extend(ApplicationState::ALL.iter().map(|s| phrase_key(prefix, s.as_str())));
    }
    wanted.extend(Symbol::ALL.iter().map(|s| phrase_key("free-symbol", s.as_str())));
    wanted.extend(case_phrases::wanted());
    wanted.extend(Role::ALL.iter().map(|r| phrase_key("role", r.as_str())));
    wanted.extend(SecurityKind::ALL.iter().map(|k| phrase_key("security", k.as_str())));
    wanted.extend(TokenScope::ALL.iter().map(|s| phrase_key("token-scope", s.as_str())));
    wanted.extend(EndReason::ALL.iter().map(|r| phrase_key("end-reason", r.as_str())));
    wanted.extend(Category::ALL.iter().map(|c| phrase_key("category", c.as_str())));
    wanted.extend(catalogue::ITEMS.iter().map(|i| phrase_key("item", i.key)));
    for prefix in ["site", "site-line", "site-text"] {
        wanted.extend(PublicPage::ALL.iter().map(|page| phrase_key(prefix, page.as_str())));
    }
    wanted.extend(entitlement_phrases());
    wanted.extend(figure_phrases());
    wanted.extend(domain::wishes::CARDS.iter().map(|c| phrase_key("card", c)));
    for lang in Lang::ALL {
        let missing: Vec<_> = wanted.iter().filter(|key| !lang.has(key)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{}", lang.tag());
    }
    let english = Lang::from_tag("en").expect("English");
    for size in catalogue::ITEMS.iter().flat_map(|item| item.sizes) {
        let words = english.size(size);
        assert!(words.chars().all(|c| !('\u{4e00}'..='\u{9fff}').contains(&c)), "{size} has no English words");
    }
}

/// Returns the phrase keys in source code: literals in `t!(`, `.t(`, `.tf(`, `.saying(` and `.saying_with(`.
pub(super) fn keys_in(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for call in ["t!(", ".t(", ".tf(", ".saying(", ".saying_with("] {
        for (at, _) in source.match_indices(call) {
            let rest = source[at + call.len()..].trim_start();
            let Some(key) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(key, _)| key) else {
                continue;
            };
            if !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                found.push(key);
            }
        }
    }
    found
}

/// Returns the placeholders that each `t!("key", gap = value)` fills, for literal keys.
fn filled_in(source: &str) -> Vec<(&str, BTreeSet<&str>)> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("t!(\"") {
        let rest = &source[at + 4..];
        let Some((key, rest)) = rest.split_once('"') else { continue };
        let (mut depth, mut quoted, mut gaps, mut word) = (0, false, BTreeSet::new(), 0);
        for (at, c) in rest.char_indices() {
            match c {
                '"' => quoted = !quoted,
                _ if quoted => {}
                '(' | '[' | '{' => depth += 1,
                ')' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 0 => word = at + 1,
                '=' if depth == 0 && !rest[at..].starts_with("==") && word > 0 => {
                    gaps.insert(rest[word..at].trim());
                    word = 0;
                }
                _ => {}
            }
        }
        found.push((key, gaps));
    }
    found
}

pub(super) fn sources(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("the source is there").map(|e| e.expect("readable").path()) {
        if entry.is_dir() {
            sources(&entry, visit);
        } else if entry.extension().is_some_and(|e| e == "rs")
            && !entry.ends_with("i18n/tests.rs")
            && !entry.ends_with("i18n/mod.rs")
        {
            visit(&entry, &fs::read_to_string(&entry).expect("readable"));
        }
    }
}

#[test]
fn every_phrase_in_the_source_exists_with_its_placeholders_filled() {
    let written = Written::of(Lang::default(), &mut Vec::new()).0;
    let mut wrong = BTreeSet::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |path, source| {
        let unknown = keys_in(source).into_iter().filter(|key| !Lang::default().has(key));
        wrong.extend(unknown.map(|key| format!("{}: {key} does not exist", path.display())));
        for (key, filled) in filled_in(source) {
            let Some((file, gaps)) = written.get(key) else { continue };
            for gap in gaps.iter().filter(|gap| !filled.contains(gap.as_str())) {
                wrong.insert(format!("{}: nothing fills {gap} of {key} in {file}", path.display()));
            }
        }
    });
    assert_eq!(wrong, BTreeSet::new());
}

#[test]
fn placeholders_are_filled_and_plurals_follow_the_language() {
    let english = Lang::from_tag("en").expect("English");
    assert_eq!(Lang::default().tf("waited-days", &[("n", 6.into())]), "等了 6 天");
    assert_eq!(english.tf("waited-days", &[("n", 1.into())]), "waiting 1 day");
    assert_eq!(english.tf("waited-days", &[("n", 6.into())]), "waiting 6 days");
}

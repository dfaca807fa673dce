//! Nothing is left without words in any language.

use std::{collections::BTreeSet, fs, path::Path};

use domain::{
    Code, catalogue, catalogue::Category, claims::ClaimState, notices::NoticeKind, people::Role, wishes::WishState,
};

use super::*;

#[test]
fn every_language_has_the_same_phrases_and_no_file_is_broken() {
    let [zh, en] = Lang::ALL.map(|lang| keys(lang).collect::<Vec<_>>());
    let set = |keys: &[&'static str]| keys.iter().copied().collect::<BTreeSet<_>>();
    let (zh_set, en_set) = (set(&zh), set(&en));
    assert_eq!(zh_set.difference(&en_set).collect::<Vec<_>>(), Vec::<&&str>::new(), "missing in English");
    assert_eq!(en_set.difference(&zh_set).collect::<Vec<_>>(), Vec::<&&str>::new(), "missing in Chinese");
    assert_eq!((zh.len(), en.len()), (zh_set.len(), en_set.len()), "a key is there twice");
    for lang in Lang::ALL {
        for text in FILES[lang as usize] {
            if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                panic!("{}: {errors:?}", lang.tag());
            }
        }
        for key in keys(lang) {
            assert!(lang.has(key), "{} {key} is unreadable", lang.tag());
        }
    }
}

#[test]
fn every_file_of_phrases_is_read() {
    for lang in Lang::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang.tag());
        let files = fs::read_dir(folder).expect("the folder is there").count();
        assert_eq!(files, FILES[lang as usize].len(), "{}: a file is missing in the list in i18n/mod.rs", lang.tag());
    }
}

#[test]
fn what_the_domain_knows_has_words() {
    let mut wanted: Vec<String> = Vec::new();
    wanted.extend(Code::ALL.iter().map(|c| phrase_key("refusal", c.as_str())));
    wanted.extend(NoticeKind::ALL.iter().map(|k| phrase_key("notice", k.as_str())));
    wanted.extend(WishState::ALL.iter().map(|s| phrase_key("wish-state", s.as_str())));
    wanted.extend(ClaimState::ALL.iter().map(|s| phrase_key("claim-state", s.as_str())));
    wanted.extend(Role::ALL.iter().map(|r| phrase_key("role", r.as_str())));
    wanted.extend(Category::ALL.iter().map(|c| phrase_key("category", c.as_str())));
    wanted.extend(catalogue::ITEMS.iter().map(|i| phrase_key("item", i.key)));
    wanted.extend(domain::wishes::CARDS.iter().map(|c| phrase_key("card", c)));
    for lang in Lang::ALL {
        let missing: Vec<_> = wanted.iter().filter(|key| !lang.has(key)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{}", lang.tag());
    }
    for size in catalogue::ITEMS.iter().flat_map(|item| item.sizes) {
        let words = Lang::En.size(size);
        assert!(words.chars().all(|c| !('\u{4e00}'..='\u{9fff}').contains(&c)), "{size} has no English words");
    }
}

/// Keys as they stand in the source: behind `t!(`, `.t(`, `.tf(`, `.saying(` and `.saying_with(`.
fn keys_in(source: &str) -> Vec<&str> {
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

fn check(folder: &Path, missing: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the source is there").map(|e| e.expect("readable").path()) {
        if entry.is_dir() {
            check(&entry, missing);
        } else if entry.extension().is_some_and(|e| e == "rs")
            && !entry.ends_with("i18n/tests.rs")
            && !entry.ends_with("i18n/mod.rs")
        {
            let source = fs::read_to_string(&entry).expect("readable");
            let unknown = keys_in(&source).into_iter().filter(|key| !Lang::Zh.has(key));
            missing.extend(unknown.map(|key| format!("{}: {key}", entry.display())));
        }
    }
}

#[test]
fn every_phrase_that_the_source_asks_for_is_there() {
    let mut missing = BTreeSet::new();
    check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut missing);
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn browsers_that_speak_neither_language_get_the_original() {
    assert_eq!(Lang::from_accepted("de-DE,de;q=0.9,en;q=0.8,zh;q=0.7"), Some(Lang::En));
    assert_eq!(Lang::from_accepted("zh-TW,zh;q=0.9"), Some(Lang::Zh));
    assert_eq!(Lang::from_accepted("fr"), None);
    assert_eq!(Lang::default(), Lang::Zh);
}

#[test]
fn gaps_are_filled_and_plurals_follow_the_language() {
    assert_eq!(Lang::Zh.tf("waited-days", &[("n", 6.into())]), "等了 6 天");
    assert_eq!(Lang::En.tf("waited-days", &[("n", 1.into())]), "waiting 1 day");
    assert_eq!(Lang::En.tf("waited-days", &[("n", 6.into())]), "waiting 6 days");
}

//! Recorded phrases: `public/audio/<language>/<phrase key>.<m4a|mp3|ogg>` by a person, and
//! `public/audio/<language>/synthetic/…` by a program, listed once at start-up.
//!
//! A person's recording of a phrase replaces the synthetic one. Phrases without either are left to a browser voice.

use std::{collections::HashMap, path::Path};

use crate::i18n::Lang;

/// File extensions that browsers play, best first.
const KINDS: [&str; 3] = ["m4a", "mp3", "ogg"];

/// Folder of a language's synthetic sounds.
const SYNTHETIC: &str = "synthetic";

/// What joins phrases into one line (`棉被，双人`): the parts are played one after the other.
const JOINTS: [char; 6] = ['，', '：', '、', '·', ',', ':'];

/// Sounds of a text that is read aloud, in the order in which they are played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// Addresses, with spaces between them.
    pub files: String,
    /// Whether one of them was spoken by a program, which the page says.
    pub is_synthetic: bool,
}

/// Addresses of recorded files, by language and phrase key.
#[derive(Debug, Default)]
pub struct Recorded {
    files: HashMap<(&'static str, String), (usize, Sound)>,
    /// Keys of recorded phrases, by language and words.
    keys: HashMap<(&'static str, String), String>,
}

impl Recorded {
    /// Lists the recordings in the site's folder.
    #[must_use]
    pub fn find(site: &Path) -> Self {
        let mut found = Recorded::default();
        for lang in Lang::ALL {
            let folder = site.join("audio").join(lang.tag());
            // Ranks of synthetic sounds come after all others, so that a person's voice is preferred in any format.
            found.list(lang, &folder.join(SYNTHETIC), &format!("/audio/{}/{SYNTHETIC}", lang.tag()), KINDS.len());
            found.list(lang, &folder, &format!("/audio/{}", lang.tag()), 0);
            let own = found.files.keys().filter(|(tag, key)| *tag == lang.tag() && lang.has(key));
            let keys: Vec<String> = own.map(|(_, key)| key.clone()).collect();
            found.keys.extend(keys.into_iter().map(|key| ((lang.tag(), lang.t(&key)), key)));
        }
        found
    }

    /// Adds the sounds of one folder, whose best format has the rank `first`.
    fn list(&mut self, lang: Lang, folder: &Path, address: &str, first: usize) {
        for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = file.path();
            let part = |part: Option<&std::ffi::OsStr>| part.and_then(|p| p.to_str()).unwrap_or_default().to_owned();
            let (key, kind) = (part(path.file_stem()), part(path.extension()));
            let named =
                !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            let Some(rank) = KINDS.iter().position(|known| *known == kind).filter(|_| named) else { continue };
            let rank = first + rank;
            let sound = Sound { files: format!("{address}/{key}.{kind}"), is_synthetic: first > 0 };
            let kept = self.files.entry((lang.tag(), key)).or_insert_with(|| (rank, sound.clone()));
            if rank < kept.0 {
                *kept = (rank, sound);
            }
        }
    }

    /// Sound of a phrase.
    #[must_use]
    pub fn of(&self, lang: Lang, key: &str) -> Option<Sound> {
        self.files.get(&(lang.tag(), key.to_owned())).map(|(_, sound)| sound.clone())
    }

    /// Sounds of a text that is made of recorded phrases, none if one of them has no sound: half a sentence misleads.
    #[must_use]
    pub fn of_words(&self, lang: Lang, words: &str) -> Option<Sound> {
        let one =
            |words: &str| self.keys.get(&(lang.tag(), words.trim().to_owned())).and_then(|key| self.of(lang, key));
        if self.keys.is_empty() {
            return None;
        }
        one(words).or_else(|| {
            let parts = words.split(JOINTS).filter(|part| !part.trim().is_empty());
            let sounds = parts.map(one).collect::<Option<Vec<_>>>().filter(|sounds| !sounds.is_empty())?;
            let files: Vec<_> = sounds.iter().map(|sound| sound.files.as_str()).collect();
            Some(Sound { files: files.join(" "), is_synthetic: sounds.iter().any(|sound| sound.is_synthetic) })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[&str]) -> std::path::PathBuf {
        let site = std::env::temp_dir().join(format!("recorded-{}", rand::random::<u64>()));
        for name in files {
            let file = site.join("audio/zh-CN").join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, b"x").unwrap();
        }
        site
    }

    /// Appends the sources below a folder.
    fn sources(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, text);
            } else {
                *text += &std::fs::read_to_string(&path).unwrap();
            }
        }
    }

    fn files(sound: Option<Sound>) -> Option<String> {
        sound.map(|sound| sound.files)
    }

    #[test]
    fn the_best_format_of_each_recording_is_offered() {
        let site = site(&["item-wok.ogg", "item-wok.mp3", "item-bowls.ogg", "item-fan.exe", "A.mp3", "readme"]);
        let found = Recorded::find(&site);
        std::fs::remove_dir_all(&site).unwrap();
        let of = |tag, key| files(found.of(Lang::from_tag(tag).unwrap(), key));
        assert_eq!(of("zh-CN", "item-wok").as_deref(), Some("/audio/zh-CN/item-wok.mp3"));
        assert_eq!(of("zh-CN", "item-bowls").as_deref(), Some("/audio/zh-CN/item-bowls.ogg"));
        assert_eq!((of("en", "item-wok"), of("zh-CN", "item-fan"), found.files.len()), (None, None, 2));
    }

    #[test]
    fn a_persons_recording_replaces_the_synthetic_one() {
        let site =
            site(&["item-wok.ogg", "synthetic/item-wok.m4a", "synthetic/item-quilt.m4a", "synthetic/size-double.m4a"]);
        let found = Recorded::find(&site);
        std::fs::remove_dir_all(&site).unwrap();
        let zh = Lang::default();
        let wok = Sound { files: "/audio/zh-CN/item-wok.ogg".into(), is_synthetic: false };
        assert_eq!((found.of(zh, "item-wok"), found.of_words(zh, "炒锅")), (Some(wok.clone()), Some(wok)));
        let both = "/audio/zh-CN/synthetic/item-quilt.m4a /audio/zh-CN/synthetic/size-double.m4a";
        assert_eq!(
            found.of_words(zh, "棉被，双人"),
            Some(Sound { files: both.into(), is_synthetic: true }),
            "a line of two phrases plays both"
        );
        assert_eq!(found.of_words(zh, "棉被，王小明"), None, "never half a line");
    }

    /// What a family can have read aloud has a sound in Chinese and English, so that no button is mute where the browser
    /// has no voice. `tools/voice/run.sh` makes what is missing.
    #[test]
    fn every_spoken_phrase_has_a_small_sound_in_both_languages() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let found = Recorded::find(&root.join("public"));
        let mut keys: Vec<String> = domain::catalogue::ITEMS
            .iter()
            .map(|item| crate::i18n::phrase_key("item", item.key))
            .chain(domain::catalogue::Category::ALL.iter().map(|c| crate::i18n::phrase_key("category", c.as_str())))
            .collect();
        let mut source = String::new();
        sources(&root.join("app/src"), &mut source);
        let named = |part: &str| part.split('"').next().unwrap().to_owned();
        keys.extend(source.split("<Spoken key=\"").skip(1).map(named).filter(|key| Lang::default().has(key)));
        assert!(keys.iter().any(|key| key == "home-new"), "the source is read");
        let doors =
            ["points-door", "home-orders", "home-disputes", "cases-own-title", "questions-title", "home-household"];
        let states = ["home-at-pledged", "home-at-sent", "home-at-ready", "home-at-open", "size-single", "size-double"];
        keys.extend([&doors[..], &states[..]].concat().into_iter().map(str::to_owned));
        for tag in ["zh-CN", "en"] {
            let lang = Lang::from_tag(tag).unwrap();
            for key in &keys {
                let sound = found.of(lang, key).unwrap_or_else(|| panic!("{tag} {key} has no sound"));
                let bytes = std::fs::metadata(root.join("public").join(sound.files.trim_start_matches('/'))).unwrap();
                assert!(bytes.len() <= 15_000, "{} is too large for a village's network", sound.files);
            }
        }
    }
}

//! Recorded phrases: `public/audio/<language>/<phrase key>.<ogg|mp3|m4a>`, listed once at start-up.
//! Phrases without a recording are left to a browser voice.

use std::{collections::HashMap, path::Path};

use crate::i18n::Lang;

/// File extensions that browsers play, best first.
const KINDS: [&str; 3] = ["m4a", "mp3", "ogg"];

/// Addresses of recorded files, by language and phrase key.
#[derive(Debug, Default)]
pub struct Recorded(HashMap<(&'static str, String), String>);

impl Recorded {
    /// Lists the recordings in the site's folder.
    #[must_use]
    pub fn find(site: &Path) -> Self {
        let mut found = HashMap::new();
        for lang in Lang::ALL {
            let folder = site.join("audio").join(lang.tag());
            for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = file.path();
                let part =
                    |part: Option<&std::ffi::OsStr>| part.and_then(|p| p.to_str()).unwrap_or_default().to_owned();
                let (key, kind) = (part(path.file_stem()), part(path.extension()));
                let named =
                    !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                let Some(rank) = KINDS.iter().position(|known| *known == kind).filter(|_| named) else { continue };
                let address = format!("/audio/{}/{key}.{kind}", lang.tag());
                let kept = found.entry((lang.tag(), key)).or_insert_with(|| address.clone());
                if KINDS.iter().position(|known| kept.ends_with(known)).is_none_or(|other| rank < other) {
                    *kept = address;
                }
            }
        }
        Recorded(found)
    }

    /// Address of a recorded phrase.
    #[must_use]
    pub fn of(&self, lang: Lang, key: &str) -> Option<String> {
        if self.0.is_empty() { None } else { self.0.get(&(lang.tag(), key.to_owned())).cloned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_format_of_each_recording_is_offered() {
        let site = std::env::temp_dir().join(format!("recorded-{}", rand::random::<u64>()));
        let folder = site.join("audio/zh-CN");
        std::fs::create_dir_all(&folder).unwrap();
        for name in ["item-wok.ogg", "item-wok.mp3", "item-bowls.ogg", "item-fan.exe", "A.mp3", "readme"] {
            std::fs::write(folder.join(name), b"x").unwrap();
        }
        let found = Recorded::find(&site);
        std::fs::remove_dir_all(&site).unwrap();
        assert_eq!(found.of(Lang::default(), "item-wok").as_deref(), Some("/audio/zh-CN/item-wok.mp3"));
        assert_eq!(found.of(Lang::default(), "item-bowls").as_deref(), Some("/audio/zh-CN/item-bowls.ogg"));
        assert_eq!(
            (found.of(Lang::from_tag("en").unwrap(), "item-wok"), found.of(Lang::default(), "item-fan"), found.0.len()),
            (None, None, 2)
        );
    }
}

//! Checks that the phrase files of every folder of a language are read, and that languages agree on the folders.

use std::{collections::BTreeSet, fs, path::Path};

use super::{Lang, keys};

/// Returns the phrase files below a folder, by their path below that of the language.
fn phrase_files(folder: &Path, within: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the phrases are there").map(|entry| entry.expect("readable")) {
        let name = entry.file_name().into_string().expect("a name");
        if entry.path().is_dir() {
            phrase_files(&entry.path(), &format!("{within}{name}/"), found);
        } else if Path::new(&name).extension().is_some_and(|extension| extension == "ftl") {
            found.insert(format!("{within}{name}"));
        }
    }
}

#[test]
fn every_phrase_file_of_every_folder_is_read() {
    for lang in Lang::ALL {
        let mut written = BTreeSet::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang.tag());
        phrase_files(&folder, "", &mut written);
        let read: BTreeSet<String> = lang.files().iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(read, written, "{}", lang.tag());
        let nested = lang.files().iter().filter(|(name, _)| name.contains('/'));
        let key = nested.flat_map(|(_, text)| keys(text)).next().expect("a phrase of a nested file");
        assert_ne!(lang.t(key), key, "{}", lang.tag());
    }
}

#[test]
fn each_language_has_its_files_where_the_original_has_them() {
    let original: BTreeSet<&str> = Lang::default().files().iter().map(|(name, _)| *name).collect();
    for lang in Lang::ALL.into_iter().skip(1) {
        let strange: Vec<&str> =
            lang.files().iter().map(|(name, _)| *name).filter(|name| !original.contains(name)).collect();
        assert_eq!(strange, Vec::<&str>::new(), "{}", lang.tag());
    }
}

//! Generates the language table that `src/i18n/languages.rs` includes, from the folders of `locales/`.
//! One folder is one language; no other file names a language. A malformed folder fails the build with its path.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

/// Required and optional keys of `language.toml`.
const MUST: [&str; 4] = ["name", "direction", "plurals", "kind"];
const MAY: [&str; 1] = ["tests"];

struct Language {
    tag: String,
    said: BTreeMap<String, String>,
    files: Vec<PathBuf>,
}

impl Language {
    fn is(&self, key: &str, value: &str) -> bool {
        self.said.get(key).is_some_and(|said| said == value)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("locales");
    let mut languages = Vec::new();
    for entry in fs::read_dir(&root)? {
        let path = entry?.path();
        if path.is_dir() {
            languages.push(read(&path).map_err(|wrong| format!("{}: {wrong}", path.display()))?);
        }
    }
    // The original first, then complete languages, then drafts.
    let rank =
        |language: &Language| ["original", "complete", "draft"].iter().position(|kind| language.is("kind", kind));
    languages.sort_by_key(|language| (rank(language), language.tag.clone()));
    if languages.iter().filter(|language| language.is("kind", "original")).count() != 1 {
        return Err("exactly one language is the original".into());
    }
    let tests = languages.iter().position(|language| language.is("tests", "yes")).unwrap_or(0);
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("languages.rs"), table(&languages, tests))?;
    Ok(())
}

fn read(folder: &Path) -> Result<Language, Box<dyn Error>> {
    let tag = folder.file_name().and_then(|name| name.to_str()).ok_or("no name")?.to_owned();
    let mut said = BTreeMap::new();
    for line in fs::read_to_string(folder.join("language.toml"))?.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once('=').ok_or_else(|| format!("language.toml: {line}"))?;
        let value = value.trim().strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        said.insert(key.trim().to_owned(), value.ok_or_else(|| format!("language.toml: {line}"))?.to_owned());
    }
    for key in MUST {
        said.get(key).filter(|value| !value.is_empty()).ok_or_else(|| format!("language.toml: no {key}"))?;
    }
    if let Some(key) = said.keys().find(|key| !MUST.contains(&key.as_str()) && !MAY.contains(&key.as_str())) {
        return Err(format!("language.toml: unknown {key}").into());
    }
    let one_of = |key: &str, values: &[&str]| match values.contains(&said[key].as_str()) {
        true => Ok(()),
        false => Err(format!("language.toml: {key} is one of {values:?}")),
    };
    one_of("direction", &["ltr", "rtl"])?;
    one_of("kind", &["original", "complete", "draft"])?;
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("ftl") => files.push(path),
            _ if path.ends_with("language.toml") => {}
            _ => return Err(format!("{} is not an .ftl file", path.display()).into()),
        }
    }
    files.sort();
    Ok(Language { tag, said, files })
}

fn table(languages: &[Language], tests: usize) -> String {
    let mut text = format!(
        "/// Number of languages.\npub(super) const FOLDERS: usize = {};\n\
         /// Index of the language that test languages are derived from.\npub(super) const TESTED: u8 = {tests};\n\
         /// All languages: original, complete, drafts.\npub(super) static LANGUAGES: [Language; FOLDERS] = [\n",
        languages.len()
    );
    for language in languages {
        let Language { tag, said, files } = language;
        text += &format!(
            "Language {{ tag: {tag:?}, name: {:?}, plurals: {:?}, rtl: {}, draft: {}, files: &[\n",
            said["name"],
            said["plurals"],
            language.is("direction", "rtl"),
            language.is("kind", "draft"),
        );
        for file in files {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            text += &format!("({name:?}, include_str!({:?})),\n", file.display().to_string());
        }
        text += "] },\n";
    }
    text + "];\n"
}

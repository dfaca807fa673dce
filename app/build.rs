//! Generates the language table that `src/i18n/languages.rs` includes, from the folders of `locales/`.
//! One folder is one language, with its phrase files in folders of capabilities; no other file names a language. A
//! malformed folder fails the build with its path.

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
    /// Phrase files: name below the language's folder (`wishes/claims.ftl`), and where it is.
    files: BTreeMap<String, PathBuf>,
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
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files)?;
    Ok(Language { tag, said, files })
}

/// Collects the phrase files of a folder and of those below it, by name; `within` is the folder's own name and a slash,
/// or empty for that of the language.
fn collect(folder: &Path, within: &str, files: &mut BTreeMap<String, PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).ok_or("no name")?;
        let whole = format!("{within}{name}");
        if path.is_dir() {
            collect(&path, &format!("{whole}/"), files)?;
        } else if path.extension().is_some_and(|extension| extension == "ftl") {
            files.insert(whole, path);
        } else if whole != "language.toml" {
            return Err(format!("{} is not an .ftl file", path.display()).into());
        }
    }
    Ok(())
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
        for (name, file) in files {
            text += &format!("({name:?}, include_str!({:?})),\n", file.display().to_string());
        }
        text += "] },\n";
    }
    text + "];\n"
}

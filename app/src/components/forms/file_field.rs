//! File fields. The form around them needs `files=true`.

use leptos::prelude::*;

use super::{
    fields::{caption, dress, hint_line},
    form::report_label,
};
use crate::components::Icon;

/// Types of pictures that the server decodes, for `accept`. Phones convert other formats, such as HEIC, when they are
/// left out; `image/*` would offer those too.
pub const PICTURES: &str = "image/jpeg,image/png,image/webp";

/// Types of recordings that the server reads, for `accept`.
pub const SOUNDS: &str = "audio/webm,audio/ogg,audio/mp4";

/// A field for a file, or for several.
///
/// Browsers write their own words into it, in their own language. With scripts it lies unseen over a second label, which
/// speaks the page's language and shows the names of the chosen files (`shell/files.js`); without, it is shown.
#[component]
pub fn FileField(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Hint below the label.
    #[prop(optional, into)]
    hint: String,
    /// Accepted types, as in HTML's `accept`: [`PICTURES`].
    accept: &'static str,
    /// Whether a file must be chosen.
    #[prop(optional)]
    required: bool,
    /// Whether several files may be chosen.
    #[prop(optional)]
    multiple: bool,
    /// Value of `capture`: `environment` for the camera on the back.
    #[prop(optional)]
    capture: Option<&'static str>,
) -> impl IntoView {
    report_label(name, &label);
    let dress = dress(name, String::new(), !hint.is_empty());
    let (icon, choose) =
        if accept == PICTURES { ("camera", t!("file-choose-picture")) } else { ("file", t!("file-choose")) };
    let before = choose.clone();
    view! {
        <div class="field">
            <label for=name>{caption(label, required)}</label>
            {hint_line(name, hint)}
            <div class="file-field">
                <input
                    type="file" id=name name=name accept=accept required=required multiple=multiple capture=capture
                    aria-describedby=dress.described aria-invalid=dress.invalid
                />
                <label class="file-choice" for=name>
                    <Icon name=icon />
                    <span data-file-name=before>{choose}</span>
                </label>
            </div>
            {dress.error}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use domain::wishes::voice::SoundKind;

    use super::*;

    #[test]
    fn the_recordings_offered_are_those_that_are_read() {
        let read: Vec<&str> = SoundKind::ALL.iter().map(|kind| kind.media_type()).collect();
        assert_eq!(SOUNDS.split(',').collect::<Vec<_>>(), read);
    }

    /// Appends the files below `folder` that hold one of the texts.
    fn holding(folder: &Path, texts: &[String], found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("the source").map(|entry| entry.expect("a file").path()) {
            if entry.is_dir() {
                holding(&entry, texts, found);
            } else {
                let source = fs::read_to_string(&entry).expect("text");
                if texts.iter().any(|text| source.contains(text)) {
                    found.push(entry.file_name().expect("a name").to_string_lossy().into_owned());
                }
            }
        }
    }

    /// Lists the names of the source files that hold one of the texts.
    fn sources(texts: &[String]) -> Vec<String> {
        let mut found = Vec::new();
        holding(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), texts, &mut found);
        found.sort();
        found
    }

    #[test]
    fn every_file_field_names_the_types_it_takes() {
        let starred = ["\"image/*", "\"audio/*"].map(|star| format!("accept={star}"));
        assert_eq!(sources(&starred), Vec::<String>::new());
    }

    #[test]
    fn every_file_field_speaks_the_language_of_its_page() {
        let field = format!("type=\"{}\"", "file");
        assert_eq!(sources(&[field]), ["file_field.rs", "recorder.rs"], "others use FileField");
    }
}

//! File fields. The form around them needs `files=true`.

use leptos::prelude::*;

use super::{
    fields::{caption, dress, hint_line},
    form::report_label,
};

/// Types of pictures that the server decodes, for `accept`. Phones convert other formats, such as HEIC, when they are
/// left out; `image/*` would offer those too.
pub const PICTURES: &str = "image/jpeg,image/png,image/webp";

/// Types of recordings that the server reads, for `accept`.
pub const SOUNDS: &str = "audio/webm,audio/ogg,audio/mp4";

/// A field for one file.
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
) -> impl IntoView {
    report_label(name, &label);
    let dress = dress(name, String::new(), !hint.is_empty());
    view! {
        <div class="field">
            <label for=name>{caption(label, required)}</label>
            {hint_line(name, hint)}
            <input
                type="file" id=name name=name accept=accept required=required
                aria-describedby=dress.described aria-invalid=dress.invalid
            />
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

    /// Appends the files below `folder` that hold a type with a star.
    fn starred(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("the source").map(|entry| entry.expect("a file").path()) {
            if entry.is_dir() {
                starred(&entry, found);
            } else if ["\"image/*", "\"audio/*"].iter().any(|star| {
                let quoted = format!("accept={star}");
                fs::read_to_string(&entry).expect("text").contains(&quoted)
            }) {
                found.push(entry.display().to_string());
            }
        }
    }

    #[test]
    fn every_file_field_names_the_types_it_takes() {
        let mut found = Vec::new();
        starred(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert_eq!(found, Vec::<String>::new());
    }
}

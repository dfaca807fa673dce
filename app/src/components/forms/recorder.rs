//! Voice recording and picture sent with a form.

use leptos::prelude::*;

use super::{
    fields::dress,
    file_field::{PICTURES, SOUNDS},
};
use crate::{components::Icon, islands::Recorder};

/// Ids of files kept from a rejected submission, or 0: browsers do not send a file again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kept {
    /// Recording.
    pub voice: i64,
    /// Picture.
    pub photo: i64,
}

/// What the files of a form are about, which decides the words around the fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EnclosedFor {
    /// A wish: the family speaks, and shows the thing.
    #[default]
    Wish,
    /// A visit: the caseworker speaks.
    Visit,
    /// A visit of a family that agreed to pictures.
    VisitWithPhoto,
    /// Goods that did not come, or came broken: the family says and shows it.
    Dispute,
}

/// Phrase keys of the recorder's question, hint and note, and of the picture's question and hint.
const WISH: [&str; 5] = ["voice-say", "voice-hint", "voice-denied", "photo-take", "photo-hint"];
const DISPUTE: [&str; 5] =
    ["dispute-voice-say", "dispute-voice-hint", "dispute-voice-denied", "dispute-photo-take", "dispute-photo-hint"];
const VISIT: [&str; 5] =
    ["visit-voice-say", "visit-voice-hint", "visit-voice-denied", "visit-photo-take", "visit-photo-hint"];

/// Voice recorder and picture field. The form around them needs `files=true`.
///
/// The picture is an ordinary file field; the recorder appears only where the browser can record. Without scripts an
/// ordinary field takes a recording that was made before.
#[component]
pub fn Enclosures(
    /// Files kept from a rejected submission.
    #[prop(optional)]
    kept: Kept,
    /// What they are about.
    #[prop(optional)]
    about: EnclosedFor,
) -> impl IntoView {
    let Kept { voice: kept, photo: shown } = kept;
    let [say, hint, denied, take, photo_hint] = match about {
        EnclosedFor::Wish => WISH,
        EnclosedFor::Dispute => DISPUTE,
        EnclosedFor::Visit | EnclosedFor::VisitWithPhoto => VISIT,
    };
    let (voice, photo) = (dress("voice", String::new(), false), dress("photo", String::new(), true));
    let preview = (shown != 0).then(|| format!("/photos/kept/{shown}"));
    let from = (kept != 0).then(|| format!("/voice/kept/{kept}"));
    view! {
        <Recorder>
            <div class="field recorder" data-recorder hidden=kept == 0>
                <p class="ask" id="voice">{t!(say)}</p>
                <div class="cluster">
                    <button type="button" class="record" data-record aria-pressed="false" aria-label=t!("voice-record")>
                        <svg class="ring" viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="46" pathLength="100"></circle></svg>
                        <Icon name="mic" />
                    </button>
                    <p class="hint">{t!(hint)}</p>
                </div>
                <input type="file" name="voice" accept=SOUNDS hidden aria-label=t!(say) />
                {(kept != 0).then(|| view! { <input type="hidden" name="voice_kept" value=kept /> })}
                <div class="cluster" data-kept hidden=kept == 0>
                    <audio controls preload="none" src=from aria-label=t!("voice-listen")></audio>
                    <button type="button" class="icon-btn" data-drop aria-label=t!("voice-drop")><Icon name="trash" /></button>
                </div>
                <p class="note" data-denied hidden>{t!(denied)}</p>
                {voice.error}
            </div>
            {(about != EnclosedFor::Visit).then(|| view! {
                <div class="field">
                    <label class="snap" for="photo">
                        <Icon name="camera" />
                        <span>{t!(take)}</span>
                    </label>
                    <p class="hint" id="photo-hint">{t!(photo_hint)}</p>
                    <div class="cluster snapped">
                        <input
                            type="file" id="photo" name="photo" accept=PICTURES
                            aria-describedby=photo.described aria-invalid=photo.invalid
                        />
                        <img data-preview class="preview" alt="" src=preview hidden=shown == 0 />
                        <span class="file-name" data-file-name=""></span>
                    </div>
                    {(shown != 0).then(|| view! {
                        <label class="check">
                            <input type="checkbox" name="photo_kept" value=shown checked />
                            <span>{t!("photo-kept")}</span>
                        </label>
                    })}
                    {photo.error}
                </div>
            })}
        </Recorder>
        <noscript>
            <div class="field">
                <label for="voice-file">{t!("voice-file")}</label>
                <input type="file" id="voice-file" name="voice" accept=SOUNDS />
            </div>
        </noscript>
    }
}

/// Player for a wish's recording.
#[component]
pub fn VoiceNote(
    /// Wish it belongs to.
    wish: i64,
) -> impl IntoView {
    view! { <audio class="voice" controls preload="none" src=format!("/voice/{wish}") aria-label=t!("voice-listen")></audio> }
}

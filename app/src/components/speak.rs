//! Text to speech: parts of a page that can be read aloud, and the button that reads the whole page.

use std::sync::atomic::Ordering;

use leptos::prelude::*;

use super::Icon;
use crate::{components::forms::form::Shown, i18n::lang, islands::Speak, web::scene};

/// Content with a small button that reads the phrase `key` aloud.
///
/// The button appears once the page's island has found a recorded file or a speech voice.
#[component]
pub fn Spoken(
    /// Key of the phrase, and name of its recorded file.
    #[prop(into)]
    key: String,
    /// Text to read instead of the phrase, if that has gaps; it has a sound if it is made of recorded phrases.
    #[prop(optional, into)]
    words: String,
    /// Further class names.
    #[prop(optional)]
    class: &'static str,
    /// A picture or a button.
    children: Children,
) -> impl IntoView {
    let recorded = scene().recorded;
    let sound = if words.is_empty() { recorded.of(lang(), &key) } else { recorded.of_words(lang(), &words) };
    let words = if words.is_empty() { lang().t(&key) } else { words };
    let synthetic = sound.as_ref().is_some_and(|sound| sound.is_synthetic);
    if let Some(shown) = use_context::<Shown>() {
        shown.spoken.store(true, Ordering::Relaxed);
        shown.synthetic.fetch_or(synthetic, Ordering::Relaxed);
    }
    let audio = sound.map(|sound| sound.files);
    let class = if class.is_empty() { "spoken".to_owned() } else { format!("spoken {class}") };
    view! {
        <div class=class data-say=words data-audio=audio data-synthetic=synthetic.then_some("yes")>
            {children()}
        </div>
    }
}

/// Button of the top bar that reads the page aloud; hidden until there is a recording or a voice.
#[component]
pub(crate) fn SpeakPage() -> impl IntoView {
    view! {
        <Speak>
            <button type="button" class="icon-btn" hidden data-speak aria-pressed="false" aria-label=t!("speak-page")>
                <Icon name="sound" />
            </button>
            <template data-say-button>
                <button type="button" class="say" data-hear aria-label=t!("speak-hear")><Icon name="sound" /></button>
            </template>
        </Speak>
    }
}

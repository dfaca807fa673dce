//! What can be heard: pictures and buttons that say what they are, and the button that reads the page.

use leptos::prelude::*;

use super::Icon;
use crate::{components::forms::form::Shown, i18n::lang, islands::Speak, web::scene};

/// Around a picture or a button: says `key`'s phrase when its small button is pressed. That appears once the island of the
/// page has found a recorded file or a voice.
#[component]
pub fn Spoken(
    /// The key of the phrase, which is also the name of a recorded file.
    #[prop(into)]
    key: String,
    /// What is said instead of the phrase, where it has gaps; such words are never recorded.
    #[prop(optional, into)]
    words: String,
    /// Further class names.
    #[prop(optional)]
    class: &'static str,
    /// The picture or the button.
    children: Children,
) -> impl IntoView {
    let audio = words.is_empty().then(|| scene().recorded.of(lang(), &key)).flatten();
    let words = if words.is_empty() { lang().t(&key) } else { words };
    if let Some(shown) = use_context::<Shown>() {
        shown.spoken.store(true, std::sync::atomic::Ordering::Relaxed);
    }
    let class = if class.is_empty() { "spoken".to_owned() } else { format!("spoken {class}") };
    view! { <div class=class data-say=words data-audio=audio>{children()}</div> }
}

/// The button of the top bar that reads the page. Hidden until there is something to hear it with.
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

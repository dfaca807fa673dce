//! Records up to a minute of sound into a file field, and previews a chosen picture.

use leptos::prelude::*;

/// Wraps the file fields of one form.
///
/// A `[data-recorder]` contains a button `[data-record]`, a file field for the recording, an `<audio>` in a
/// `[data-kept]` with a button `[data-drop]`, and `[data-denied]` for a denied microphone. It stays `hidden` unless the
/// browser can record, which also requires a secure context. An `<img data-preview>` follows the picture's field.
#[component]
pub fn Recorder(
    /// The fields, rendered by the server.
    children: Children,
) -> impl IntoView {
    view! { <div class="island" data-island>{children()}</div> }
}

/// Shows what the browser can do, and listens.
#[cfg(feature = "hydrate")]
pub(super) fn listen() {
    sound::wake();
    super::dom::listen("click", |event| {
        clicked(&event);
    });
    super::dom::listen("change", |event| {
        chosen(&event);
    });
}

#[cfg(feature = "hydrate")]
fn clicked(event: &web_sys::Event) -> Option<()> {
    use super::dom::clicked;

    if let Some(button) = clicked(event, "[data-record]") {
        sound::press(button);
    } else if let Some(button) = clicked(event, "[data-drop]") {
        sound::throw_away(&button)?;
    }
    Some(())
}

/// Previews the chosen picture.
#[cfg(feature = "hydrate")]
fn chosen(event: &web_sys::Event) -> Option<()> {
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlImageElement, HtmlInputElement, Url};

    let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let shown: HtmlImageElement = field.next_element_sibling()?.dyn_into().ok()?;
    let file = field.files()?.get(0);
    shown.set_hidden(file.is_none());
    shown.set_src(&Url::create_object_url_with_blob(&file?.into()).ok()?);
    Some(())
}

#[cfg(feature = "hydrate")]
mod sound {
    use std::cell::RefCell;

    use js_sys::{Array, Promise, Reflect};
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{
        Blob, BlobEvent, BlobPropertyBag, DataTransfer, Element, File, FilePropertyBag, HtmlElement, HtmlFormElement,
        HtmlInputElement, HtmlMediaElement, MediaRecorder, MediaRecorderOptions, MediaStream, MediaStreamConstraints,
        MediaStreamTrack, Url,
    };

    /// Maximum length of a recording, in milliseconds.
    const LONGEST: i32 = 60_000;
    /// Bits per second, enough for speech: a minute is 240 kB.
    const BITS: u32 = 32_000;

    thread_local! {
        /// The active recorder.
        static RUNNING: RefCell<Option<MediaRecorder>> = const { RefCell::new(None) };
        /// The button that submits the form once the recording has ended.
        static WAITING: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
    }

    /// The part that matches `selector` in the same recorder.
    fn part<T: JsCast>(near: &Element, selector: &str) -> Option<T> {
        near.closest("[data-recorder]").ok()??.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// Shows the recorders if the browser can record and can set a file field.
    pub(super) fn wake() -> Option<()> {
        let window = web_sys::window()?;
        let has = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).is_ok_and(|found| found.is_truthy());
        let can = window.is_secure_context()
            && ["MediaRecorder", "DataTransfer"].iter().all(|name| has(&window, name))
            && has(&window.navigator(), "mediaDevices");
        let found = window.document()?.query_selector_all("[data-recorder]").ok()?;
        for recorder in (0..found.length()).filter_map(|i| found.get(i)?.dyn_into::<HtmlElement>().ok()) {
            // A recorder that already holds a recording stays visible, to play or delete it.
            if can {
                recorder.set_hidden(false);
            }
        }
        Some(())
    }

    /// Starts recording, or stops the active recording.
    pub(super) fn press(button: Element) {
        if stop() {
            return;
        }
        spawn_local(async move {
            if record(&button).await.is_err() {
                show(&button, "[data-denied]", true);
            }
        });
    }

    fn stop() -> bool {
        let running = RUNNING.take();
        running.as_ref().is_some_and(|recorder| recorder.stop().is_ok())
    }

    fn show(near: &Element, selector: &str, shown: bool) {
        if let Some(part) = part::<HtmlElement>(near, selector) {
            part.set_hidden(!shown);
        }
    }

    fn running(button: &Element, runs: bool) -> Result<(), JsValue> {
        button.set_attribute("aria-pressed", if runs { "true" } else { "false" })
    }

    async fn record(button: &Element) -> Result<(), JsValue> {
        let missing = || JsValue::from_str("not here");
        let window = web_sys::window().ok_or_else(missing)?;
        let wanted = MediaStreamConstraints::new();
        wanted.set_audio(&true.into());
        let stream = window.navigator().media_devices()?.get_user_media_with_constraints(&wanted)?;
        let stream: MediaStream = JsFuture::from(stream).await?.unchecked_into();
        let heard = listen(&window, button, &stream).await;
        // Also after an error, or the microphone would stay on.
        for track in stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        running(button, false)?;
        let Heard { pieces, kind, form } = heard?;
        let kept = keep(button, &pieces, &kind);
        if let Some((form, sent)) = form {
            form.remove_event_listener_with_callback("submit", sent.as_ref().unchecked_ref())?;
            // Submit by the button that was pressed, because its name and value may matter.
            if let Some(by) = WAITING.take().filter(|_| kept.is_ok()) {
                form.request_submit_with_submitter(Some(&by))?;
            }
        }
        kept
    }

    /// What a recorder has heard.
    struct Heard {
        pieces: Array,
        /// Media type of the recording.
        kind: String,
        /// Form whose submission waits, with the listener that delays it.
        form: Option<(HtmlFormElement, Sent)>,
    }

    /// Records until the button is pressed again, the form is sent or a minute has passed.
    async fn listen(window: &web_sys::Window, button: &Element, stream: &MediaStream) -> Result<Heard, JsValue> {
        let options = MediaRecorderOptions::new();
        options.set_audio_bits_per_second(BITS);
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(stream, &options)?;

        let pieces = Array::new();
        let added = pieces.clone();
        let data = Closure::<dyn Fn(BlobEvent)>::new(move |event: BlobEvent| {
            added.push(&event.data().map_or(JsValue::NULL, JsValue::from));
        });
        recorder.set_ondataavailable(Some(data.as_ref().unchecked_ref()));
        let ended = Promise::new(&mut |done, _| recorder.set_onstop(Some(&done)));
        recorder.start()?;
        show(button, "[data-denied]", false);
        running(button, true)?;
        RUNNING.set(Some(recorder.clone()));
        let (limit, form) = (stop_later(window, &recorder)?, send_later(button));

        JsFuture::from(ended).await?;
        window.clear_timeout_with_handle(limit);
        Ok(Heard { pieces, kind: recorder.mime_type(), form })
    }

    /// Stops the recording after [`LONGEST`], if it is still active.
    fn stop_later(window: &web_sys::Window, recorder: &MediaRecorder) -> Result<i32, JsValue> {
        let recorder = recorder.clone();
        let late = Closure::once_into_js(move || {
            RUNNING.take();
            let _ = recorder.stop();
        });
        window.set_timeout_with_callback_and_timeout_and_arguments_0(late.unchecked_ref(), LONGEST)
    }

    /// Listener for the submission of the form.
    type Sent = Closure<dyn Fn(web_sys::Event)>;

    /// Delays a submission during the recording until the recording is stopped and stored.
    fn send_later(button: &Element) -> Option<(HtmlFormElement, Sent)> {
        let form: HtmlFormElement = button.closest("form").ok()??.dyn_into().ok()?;
        let sent = Sent::new(|event: web_sys::Event| {
            event.prevent_default();
            event.stop_propagation();
            let by = Reflect::get(&event, &"submitter".into()).ok().and_then(|by| by.dyn_into().ok());
            WAITING.set(by);
            stop();
        });
        form.add_event_listener_with_callback("submit", sent.as_ref().unchecked_ref()).ok()?;
        Some((form, sent))
    }

    /// Puts the recording into the file field and the player.
    fn keep(button: &Element, pieces: &Array, kind: &str) -> Result<(), JsValue> {
        let missing = || JsValue::from_str("not here");
        let media = kind.split(';').next().unwrap_or_default();
        let named = FilePropertyBag::new();
        named.set_type(media);
        let file = File::new_with_blob_sequence_and_options(pieces, "voice", &named)?;
        let moved = DataTransfer::new()?;
        moved.items().add_with_file(&file)?;
        let field: HtmlInputElement = part(button, "input[type=file]").ok_or_else(missing)?;
        field.set_files(moved.files().as_ref());
        let bag = BlobPropertyBag::new();
        bag.set_type(media);
        let heard = Blob::new_with_blob_sequence_and_options(pieces, &bag)?;
        let player: HtmlMediaElement = part(button, "audio").ok_or_else(missing)?;
        player.set_src(&Url::create_object_url_with_blob(&heard)?);
        show(button, "[data-kept]", true);
        Ok(())
    }

    /// Deletes the recording, also one kept from a rejected submission.
    pub(super) fn throw_away(button: &Element) -> Option<()> {
        part::<HtmlInputElement>(button, "input[type=file]")?.set_value("");
        if let Some(kept) = part::<HtmlInputElement>(button, "input[type=hidden]") {
            kept.set_value("");
        }
        part::<HtmlMediaElement>(button, "audio")?.pause().ok()?;
        show(button, "[data-kept]", false);
        Some(())
    }
}

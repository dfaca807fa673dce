//! Reads barcodes with the camera into a field, where the browser supports it.

use leptos::prelude::*;

/// Wraps a form with an input, a hidden `<video>` and a button with `data-scan`.
///
/// The button is shown if there is a `BarcodeDetector`. A detected code is put into the input and the form submitted.
#[component]
pub fn ScanField(
    /// The form, rendered by the server.
    children: Children,
) -> impl IntoView {
    view! { <div class="island" data-island>{children()}</div> }
}

#[cfg(feature = "hydrate")]
pub(super) fn listen() {
    super::dom::listen("click", |event| {
        scan(&event);
    });
}

#[cfg(feature = "hydrate")]
fn scan(event: &web_sys::Event) -> Option<()> {
    let button = super::dom::clicked(event, "[data-scan]")?;
    // A list of scanned codes looks for itself.
    let is_field = button.closest(super::dom::ISLAND).ok()??.has_attribute("data-island");
    if is_field {
        look(button);
    }
    Some(())
}

/// Reads a code with the camera into the field beside `button`.
#[cfg(feature = "hydrate")]
pub(super) fn look(button: web_sys::Element) {
    wasm_bindgen_futures::spawn_local(async move {
        // Without camera, permission or result, the field can still be typed into.
        let _ = camera::read(&button).await;
    });
}

#[cfg(feature = "hydrate")]
mod camera {
    use js_sys::{Array, Object, Promise, Reflect};
    use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Element, HtmlElement, HtmlInputElement, HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack,
    };

    use super::super::dom::beside;

    #[wasm_bindgen]
    extern "C" {
        type BarcodeDetector;
        #[wasm_bindgen(constructor, catch)]
        fn new() -> Result<BarcodeDetector, JsValue>;
        #[wasm_bindgen(method)]
        fn detect(this: &BarcodeDetector, source: &HtmlVideoElement) -> Promise;
    }

    /// Tries four times a second for half a minute; a second press stops it.
    ///
    /// Lists continue with the next code.
    pub(super) async fn read(button: &Element) -> Result<(), JsValue> {
        let missing = || JsValue::from_str("not here");
        let video: HtmlVideoElement = beside(button, "video").ok_or_else(missing)?;
        let input: HtmlInputElement = beside(button, "input:not([type=hidden])").ok_or_else(missing)?;
        if !video.hidden() {
            stop(&video);
            return Ok(());
        }
        let window = web_sys::window().ok_or_else(missing)?;
        let detector = BarcodeDetector::new()?;
        let facing = Object::new();
        Reflect::set(&facing, &"facingMode".into(), &"environment".into())?;
        let wanted = MediaStreamConstraints::new();
        wanted.set_video(&facing);
        let stream = window.navigator().media_devices()?.get_user_media_with_constraints(&wanted)?;
        let stream: MediaStream = JsFuture::from(stream).await?.unchecked_into();
        let found = watch(&stream, button, &video, &input, &detector).await;
        // Also after an error, or the camera would stay on.
        end(&stream);
        if video.src_object().as_ref() == Some(&stream) {
            video.set_src_object(None);
            video.set_hidden(true);
        }
        if found? { input.form().ok_or_else(missing)?.request_submit() } else { Ok(()) }
    }

    /// Shows the camera and puts a code into the field; true when its form is to be sent.
    async fn watch(
        stream: &MediaStream,
        button: &Element,
        video: &HtmlVideoElement,
        input: &HtmlInputElement,
        detector: &BarcodeDetector,
    ) -> Result<bool, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        video.set_src_object(Some(stream));
        video.set_hidden(false);
        JsFuture::from(video.play()?).await?;
        for _ in 0..120 {
            let found: Array = JsFuture::from(detector.detect(video)).await?.unchecked_into();
            // A second press has stopped this camera.
            if video.src_object().as_ref() != Some(stream) {
                return Ok(false);
            }
            if found.length() > 0 {
                let text = Reflect::get(&found.get(0), &"rawValue".into())?.as_string().unwrap_or_default();
                input.set_value(&text);
                if let Some(add) = beside::<HtmlElement>(button, "[data-scan-add]") {
                    add.click();
                    wait(&window, 1500).await?;
                    continue;
                }
                return Ok(true);
            }
            wait(&window, 250).await?;
        }
        Ok(false)
    }

    async fn wait(window: &web_sys::Window, milliseconds: i32) -> Result<(), JsValue> {
        let pause = Promise::new(&mut |done, _| {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
        });
        JsFuture::from(pause).await.map(drop)
    }

    fn stop(video: &HtmlVideoElement) {
        if let Some(stream) = video.src_object() {
            end(&stream);
        }
        video.set_src_object(None);
        video.set_hidden(true);
    }

    /// Turns the camera of a stream off.
    fn end(stream: &MediaStream) {
        for track in stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

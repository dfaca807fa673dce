//! Reads the page aloud: from files that a person recorded, else with a browser voice of the page's language, else from
//! files that a program spoke.
//! Without any, no button is shown.

use leptos::prelude::*;

/// Wraps the button `[data-speak]` that reads the whole page.
///
/// It also holds a `<template>` of the button for each `[data-say]`. Both are hidden until a recording or a voice is
/// available.
#[component]
pub fn Speak(
    /// Button and template, rendered by the server.
    children: Children,
) -> impl IntoView {
    view! { <div class="island" data-island>{children()}</div> }
}

#[cfg(feature = "hydrate")]
pub(super) fn listen() {
    speech::listen();
}

#[cfg(feature = "hydrate")]
mod speech {
    use std::cell::Cell;

    use js_sys::{Promise, Reflect};
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{
        Document, Element, Event, HtmlAudioElement, HtmlElement, HtmlTemplateElement, NodeList, SpeechSynthesis,
        SpeechSynthesisUtterance, SpeechSynthesisVoice,
    };

    use super::super::dom::clicked;

    /// Candidates for reading the whole page; [`pieces`] selects among them.
    const PIECES: &str =
        "h1, main [data-say], main :is(h2, h3, p, li, dt, dd, legend, label, summary, figcaption, .btn, .door)";

    thread_local! {
        /// Incremented at each start and stop; a reader ends when it no longer has the current number.
        static TURN: Cell<u32> = const { Cell::new(0) };
    }

    fn document() -> Option<Document> {
        web_sys::window()?.document()
    }

    /// The browser's speech synthesis, if it has one.
    fn synthesis() -> Option<SpeechSynthesis> {
        web_sys::window()?.speech_synthesis().ok().filter(|found| !found.is_undefined())
    }

    fn each(list: &NodeList) -> impl Iterator<Item = Element> {
        (0..list.length()).filter_map(|i| list.get(i)?.dyn_into().ok())
    }

    pub(super) fn listen() -> Option<()> {
        let page = document()?;
        let pressed = Closure::<dyn Fn(Event)>::new(|event: Event| {
            press(&event);
        });
        page.add_event_listener_with_callback("click", pressed.as_ref().unchecked_ref()).ok()?;
        pressed.forget();
        let leaving = Closure::<dyn Fn()>::new(|| {
            stop();
        });
        web_sys::window()?.add_event_listener_with_callback("pagehide", leaving.as_ref().unchecked_ref()).ok()?;
        leaving.forget();
        wake();
        // Many browsers load their voices late.
        let known = Closure::<dyn Fn()>::new(|| {
            wake();
        });
        if let Some(voices) = synthesis() {
            voices.add_event_listener_with_callback("voiceschanged", known.as_ref().unchecked_ref()).ok()?;
        }
        // A part of the page that was replaced (`shell/live.js`) has no buttons yet.
        page.add_event_listener_with_callback("live", known.as_ref().unchecked_ref()).ok()?;
        known.forget();
        Some(())
    }

    /// A voice of the page's language, but not Cantonese (zh-HK), which shares the script with Mandarin.
    fn voice() -> Option<SpeechSynthesisVoice> {
        let wanted = document()?.document_element()?.get_attribute("lang")?.to_ascii_lowercase();
        let first = wanted.split('-').next()?.to_owned();
        let voices = synthesis()?.get_voices();
        let all = || voices.iter().map(JsCast::unchecked_into::<SpeechSynthesisVoice>);
        let tag = |voice: &SpeechSynthesisVoice| voice.lang().replace('_', "-").to_ascii_lowercase();
        let near = |voice: &SpeechSynthesisVoice| {
            let tag = tag(voice);
            let same = tag.split('-').next() == Some(first.as_str()) || (first == "zh" && tag.starts_with("cmn"));
            same && !tag.ends_with("hk")
        };
        all().find(|voice| tag(voice) == wanted).or_else(|| all().find(near))
    }

    /// Shows the buttons for everything that can be read aloud.
    fn wake() -> Option<()> {
        let page = document()?;
        let speaks = voice().is_some();
        let button: HtmlElement = page.query_selector("[data-speak]").ok()??.dyn_into().ok()?;
        button.set_hidden(!speaks && page.query_selector("[data-audio]").ok()?.is_none());
        let template: HtmlTemplateElement = page.query_selector("template[data-say-button]").ok()??.dyn_into().ok()?;
        let small = template.content().first_element_child()?;
        for thing in each(&page.query_selector_all("[data-say]").ok()?) {
            let has = thing.last_element_child().is_some_and(|last| last.has_attribute("data-hear"));
            if has || !(speaks || thing.has_attribute("data-audio")) {
                continue;
            }
            let one: Element = small.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
            let label = one.get_attribute("aria-label").unwrap_or_default();
            one.set_attribute("aria-label", &(label + &thing.get_attribute("data-say")?)).ok()?;
            thing.append_child(&one).ok()?;
        }
        Some(())
    }

    fn press(event: &Event) -> Option<()> {
        if let Some(button) = clicked(event, "[data-hear]") {
            event.prevent_default();
            let thing = button.closest("[data-say]").ok()??;
            read(vec![thing], None);
        } else if let Some(button) = clicked(event, "[data-speak]") {
            let reads = button.get_attribute("aria-pressed").as_deref() == Some("true");
            let turn = stop();
            if !reads {
                read(pieces()?, Some((button, turn)));
            }
        }
        Some(())
    }

    /// Stops reading and returns the number of the next turn.
    fn stop() -> u32 {
        let turn = TURN.get().wrapping_add(1);
        TURN.set(turn);
        if let Some(voices) = synthesis() {
            voices.cancel();
        }
        if let Some(marked) = document().and_then(|page| page.query_selector_all(".speaking, [data-speak]").ok()) {
            for element in each(&marked) {
                let _ = element.class_list().remove_1("speaking");
                if element.has_attribute("data-speak") {
                    let _ = element.set_attribute("aria-pressed", "false");
                }
            }
        }
        turn
    }

    /// The visible elements to read, innermost first choice, in document order.
    fn pieces() -> Option<Vec<Element>> {
        let all = document()?.query_selector_all(PIECES).ok()?;
        let read = each(&all).filter(|piece| {
            let says = piece.has_attribute("data-say");
            let inside = piece.parent_element().and_then(|above| above.closest("[data-say]").ok()?).is_some();
            let holds =
                piece.query_selector("[data-say], h2, h3, p, li, dt, dd, label, legend").ok().flatten().is_some();
            let seen = piece.dyn_ref::<HtmlElement>().is_some_and(|piece| piece.offset_width() > 1);
            seen && !inside && (says || !holds)
        });
        Some(read.collect())
    }

    /// Reads elements one after the other and marks the current one.
    fn read(things: Vec<Element>, page: Option<(Element, u32)>) {
        let turn = page.as_ref().map_or_else(stop, |(_, turn)| *turn);
        if let Some((button, _)) = &page {
            let _ = button.set_attribute("aria-pressed", "true");
        }
        let voice = voice();
        spawn_local(async move {
            for thing in things {
                let marked = thing.class_list().add_1("speaking");
                if page.is_some() && marked.is_ok() {
                    thing.scroll_into_view_with_bool(false);
                }
                // Elements that cannot be read are skipped.
                let _ = say(&thing, voice.as_ref()).await;
                if TURN.get() != turn {
                    return;
                }
                let _ = thing.class_list().remove_1("speaking");
            }
            stop();
        });
    }

    async fn say(thing: &Element, voice: Option<&SpeechSynthesisVoice>) -> Result<(), JsValue> {
        // The browser's own voice is better understood than a synthetic sound, and a person's better than both.
        let spoken_better = voice.is_some() && thing.has_attribute("data-synthetic");
        if let Some(files) = thing.get_attribute("data-audio").filter(|_| !spoken_better) {
            // A later turn ends the line between two of its sounds, too.
            let turn = TURN.get();
            for file in files.split_whitespace() {
                if TURN.get() == turn {
                    play(file).await?;
                }
            }
            return Ok(());
        }
        let (Some(voice), Some(voices)) = (voice, synthesis()) else { return Ok(()) };
        let words = thing.get_attribute("data-say").or_else(|| thing.text_content()).unwrap_or_default();
        if words.trim().is_empty() {
            return Ok(());
        }
        let words = SpeechSynthesisUtterance::new_with_text(words.trim())?;
        words.set_voice(Some(voice));
        words.set_lang(&voice.lang());
        // Slightly slower than normal, for inexperienced listeners.
        words.set_rate(0.9);
        let over = Promise::new(&mut |done, _| {
            words.set_onend(Some(&done));
            words.set_onerror(Some(&done));
            voices.speak(&words);
        });
        JsFuture::from(over).await?;
        // Keeps the utterance alive: some browsers drop one that is no longer referenced.
        Reflect::get(&words, &"text".into()).map(drop)
    }

    /// Plays one recorded file to its end.
    async fn play(file: &str) -> Result<(), JsValue> {
        let audio = HtmlAudioElement::new_with_src(file)?;
        let over = Promise::new(&mut |done, failed| {
            audio.set_onended(Some(&done));
            audio.set_onerror(Some(&failed));
        });
        // A later turn makes this recording pause at its next time update, and this reader ends.
        let turn = TURN.get();
        let watched = audio.clone();
        let silence = Closure::<dyn Fn()>::new(move || {
            if TURN.get() != turn {
                let _ = watched.pause();
            }
        });
        audio.set_ontimeupdate(Some(silence.as_ref().unchecked_ref()));
        JsFuture::from(audio.play()?).await?;
        JsFuture::from(over).await.map(drop)
    }
}

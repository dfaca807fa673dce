//! Keeps a list of scanned goods on the server, so that a reload, another device or an ended session loses nothing.
//! One call at a time for each form; what changes meanwhile goes with the next one.

use js_sys::{JsString, Object, Promise};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, UrlSearchParams};

use crate::functions::stock::{KeptList, keep_list};

/// Milliseconds for which changes are gathered: a wedge scanner types ten codes in that time.
const GATHERED: i32 = 600;
/// Milliseconds until a call that had no answer is repeated.
const AGAIN: i32 = 5000;
/// Attribute of the list while a call is due; "again" when something changed since it began.
const DUE: &str = "data-due";

/// Keeps the form around `near`, soon.
pub(super) fn keep(near: &Element) -> Option<()> {
    let form: HtmlFormElement = near.closest("form").ok()??.dyn_into().ok()?;
    let list: HtmlInputElement = form.query_selector("[data-list]").ok()??.dyn_into().ok()?;
    if list.has_attribute(DUE) {
        return list.set_attribute(DUE, "again").ok();
    }
    list.set_attribute(DUE, "").ok()?;
    hear(&form, &list);
    spawn_local(async move {
        let mut wait = GATHERED;
        loop {
            pause(wait).await;
            let _ = list.set_attribute(DUE, "");
            wait = match send(&form, &list).await {
                Some(Ok(kept)) => {
                    show(&form, &kept);
                    GATHERED
                }
                // No answer: the network may come back.
                Some(Err(code)) if ["unavailable", "disk_full", "too_fast"].contains(&code.as_str()) => {
                    tell(&form, "[data-list-lost]");
                    let _ = list.set_attribute(DUE, "again");
                    AGAIN
                }
                _ => {
                    tell(&form, "[data-list-lost]");
                    GATHERED
                }
            };
            if list.get_attribute(DUE).as_deref() != Some("again") {
                break;
            }
        }
        let _ = list.remove_attribute(DUE);
    });
    Some(())
}

/// Keeps the list also when fields around its rows change, once for each form.
fn hear(form: &HtmlFormElement, list: &HtmlInputElement) {
    if form.has_attribute("data-heard") || form.set_attribute("data-heard", "").is_err() {
        return;
    }
    let list = list.clone();
    let changed = Closure::<dyn Fn(Event)>::new(move |_| {
        keep(&list);
    });
    let _ = form.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
    changed.forget();
}

async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Sends the form as it is now; `None` when it cannot be read, and the code of a refusal.
async fn send(form: &HtmlFormElement, list: &HtmlInputElement) -> Option<Result<KeptList, String>> {
    let typed = typed(form).ok()?;
    let number = |name: &str| list.get_attribute(name)?.parse::<i64>().ok();
    let (kind, subject, household) =
        (list.get_attribute("data-list")?, number("data-subject")?, number("data-household")?);
    Some(keep_list(kind, subject, household, typed).await.map_err(|refused| refused.code))
}

fn typed(form: &HtmlFormElement) -> Result<String, JsValue> {
    let pairs = UrlSearchParams::new_with_str_sequence_sequence(FormData::new_with_form(form)?.as_ref())?;
    let text: JsString = AsRef::<Object>::as_ref(&pairs).to_string();
    Ok(String::from(text))
}

/// Stores the version, and says what became of the list.
fn show(form: &HtmlFormElement, kept: &KeptList) -> Option<()> {
    let version = form.query_selector("[data-list-version]").ok()??.dyn_into::<HtmlInputElement>().ok()?;
    // A list that another window changed keeps its old number here: it is to be loaded anew.
    if !kept.met {
        version.set_value(&kept.version.to_string());
    }
    tell(
        form,
        if kept.done {
            "[data-list-done]"
        } else if kept.met {
            "[data-list-met]"
        } else {
            "[data-list-kept]"
        },
    )
}

/// Shows one of the sentences about the list and hides the others.
fn tell(form: &HtmlFormElement, said: &str) -> Option<()> {
    for words in ["[data-list-kept]", "[data-list-lost]", "[data-list-met]", "[data-list-done]"] {
        form.query_selector(words).ok()??.dyn_into::<HtmlElement>().ok()?.set_hidden(words != said);
    }
    Some(())
}

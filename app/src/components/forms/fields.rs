//! Fields of forms: a label, a hint, what was typed before, and what is wrong with it.

use leptos::prelude::*;

use super::form::around;
use crate::components::Icon;

/// What every field shows around its control.
pub(crate) struct Dress {
    /// What was typed, or the value to begin with. Passwords never come back.
    pub(crate) value: String,
    /// For `aria-describedby`.
    pub(crate) described: Option<String>,
    /// For `aria-invalid`.
    pub(crate) invalid: Option<&'static str>,
    /// The sentence below the control.
    pub(crate) error: Option<AnyView>,
}

pub(crate) fn dress(name: &str, start: String, hint: bool) -> Dress {
    let form = around();
    let value = form.value(name).map_or(start, str::to_owned);
    let wrong = form.wrong(name);
    let ids = [hint.then(|| format!("{name}-hint")), wrong.map(|_| format!("{name}-error"))];
    let described = ids.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Dress {
        value,
        described: (!described.is_empty()).then_some(described),
        invalid: wrong.map(|_| "true"),
        error: wrong.map(|code| {
            let sentence = crate::i18n::lang().wrong(name, code);
            view! { <p class="error" id=format!("{name}-error")><Icon name="alert" />{sentence}</p> }.into_any()
        }),
    }
}

/// The label's text, with "optional" behind it where nothing has to be typed.
pub(crate) fn caption(label: String, required: bool) -> impl IntoView {
    view! { {label}{(!required).then(|| view! { " "<span class="opt">{t!("field-optional")}</span> })} }
}

pub(crate) fn hint_line(name: &str, hint: String) -> Option<impl IntoView + use<>> {
    let id = format!("{name}-hint");
    (!hint.is_empty()).then(|| view! { <p class="hint" id=id>{hint}</p> })
}

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

/// A field of one line.
#[component]
pub fn Field(
    /// Its name in the form; also its id.
    name: &'static str,
    /// What to type.
    #[prop(into)]
    label: String,
    /// The type of the input: `text`, `tel`, `password`, `number`, `date`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// What helps to type it right.
    #[prop(optional, into)]
    hint: String,
    /// The value to begin with.
    #[prop(optional, into)]
    value: String,
    /// Whether something has to be typed.
    #[prop(optional)]
    required: bool,
    /// What browsers may fill in.
    #[prop(optional)]
    autocomplete: &'static str,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: &'static str,
    /// At most so many characters.
    #[prop(optional)]
    max_length: Option<u32>,
    /// The smallest value, for numbers and dates.
    #[prop(optional, into)]
    min: Option<String>,
    /// The largest value, for numbers and dates.
    #[prop(optional, into)]
    max: Option<String>,
    /// A unit behind the value.
    #[prop(optional, into)]
    unit: String,
    /// Further class names of the input, such as `code-input`.
    #[prop(optional)]
    class: &'static str,
    /// Ready to type as soon as the page is there.
    #[prop(optional)]
    ready: bool,
) -> impl IntoView {
    let dress = dress(name, value, !hint.is_empty());
    let value = (kind != "password").then_some(dress.value);
    let input = view! {
        <input
            id=name name=name type=kind class=some(class) value=value required=required
            autocomplete=some(autocomplete) inputmode=some(inputmode) maxlength=max_length min=min max=max
            autofocus=ready aria-describedby=dress.described aria-invalid=dress.invalid
        />
    };
    let input = if unit.is_empty() {
        input.into_any()
    } else {
        view! { <div class="affix">{input}<span>{unit}</span></div> }.into_any()
    };
    view! {
        <div class="field">
            <label for=name>{caption(label, required)}</label>
            {hint_line(name, hint)}
            {input}
            {dress.error}
        </div>
    }
}

/// One of several, folded up: for more than seven choices.
#[component]
pub fn Select(
    /// Its name in the form; also its id.
    name: &'static str,
    /// What to choose.
    #[prop(into)]
    label: String,
    /// Values and what they are called.
    options: Vec<(String, String)>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: String,
    /// The value to begin with.
    #[prop(optional, into)]
    value: String,
    /// Whether something has to be chosen.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let dress = dress(name, value, !hint.is_empty());
    let options = options
        .into_iter()
        .map(|(value, text)| view! { <option selected=value == dress.value value=value.clone()>{text}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label for=name>{caption(label, required)}</label>
            {hint_line(name, hint)}
            <select id=name name=name required=required aria-describedby=dress.described aria-invalid=dress.invalid>
                {(!required).then(|| view! { <option value="">{t!("field-none")}</option> })}
                {options}
            </select>
            {dress.error}
        </div>
    }
}

/// One of a few, each a tile to tap: `(value, text, small text)`.
#[component]
pub fn Choice(
    /// Its name in the form; also its id.
    name: &'static str,
    /// The question.
    #[prop(into)]
    label: String,
    /// Values, what they are called, and a smaller line below (or empty).
    options: Vec<(String, String, String)>,
    /// The value to begin with.
    #[prop(optional, into)]
    value: String,
    /// Two beside each other.
    #[prop(optional)]
    side: bool,
    /// Many short ones beside each other.
    #[prop(optional)]
    tight: bool,
) -> impl IntoView {
    let dress = dress(name, value, false);
    let class = match (tight, side) {
        (true, _) => "choices tight",
        (false, true) => "choices side",
        (false, false) => "choices",
    };
    let options = options
        .into_iter()
        .map(|(value, text, small)| {
            view! {
                <label class="choice">
                    <input type="radio" name=name value=value.clone() checked=value == dress.value required />
                    <span><b>{text}</b>{(!small.is_empty()).then(|| view! { <small>{small}</small> })}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" id=name aria-describedby=dress.described>
            <legend>{label}</legend>
            <div class=class>{options}</div>
            {dress.error}
        </fieldset>
    }
}

/// A single tick.
#[component]
pub fn Checkbox(
    /// Its name in the form; also its id.
    name: &'static str,
    /// What the tick says.
    #[prop(into)]
    label: String,
    /// Ticked to begin with.
    #[prop(optional)]
    checked: bool,
) -> impl IntoView {
    let form = around();
    let checked = if form.is_posted() { form.value(name).is_some() } else { checked };
    let dress = dress(name, String::new(), false);
    view! {
        <div class="field">
            <label class="check">
                <input type="checkbox" id=name name=name value="yes" checked=checked aria-describedby=dress.described />
                <span>{label}</span>
            </label>
            {dress.error}
        </div>
    }
}

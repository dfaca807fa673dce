//! Form fields: label, hint, submitted value and error.

use leptos::prelude::*;

use super::form::{around, report_label};
use crate::components::Icon;

/// Parts that every field shows around its control.
pub(crate) struct Dress {
    /// Submitted or initial value. Password fields must not render it.
    pub(crate) value: String,
    /// Value of `aria-describedby`.
    pub(crate) described: Option<String>,
    /// Value of `aria-invalid`.
    pub(crate) invalid: Option<&'static str>,
    /// Error message below the control.
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

/// Label text, marked "optional" unless the field is required.
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

/// A single-line field.
#[component]
pub fn Field(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Type of the input, as in HTML: `text`, `tel`, `password`, `number` or `date`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Hint below the label.
    #[prop(optional, into)]
    hint: String,
    /// Initial value.
    #[prop(optional, into)]
    value: String,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Value of `autocomplete`.
    #[prop(optional)]
    autocomplete: &'static str,
    /// Value of `inputmode`: the keyboard that a phone shows.
    #[prop(optional)]
    inputmode: &'static str,
    /// Maximum length in characters.
    #[prop(optional)]
    max_length: Option<u32>,
    /// Smallest value, for numbers and dates.
    #[prop(optional, into)]
    min: Option<String>,
    /// Largest value, for numbers and dates.
    #[prop(optional, into)]
    max: Option<String>,
    /// Unit shown behind the value.
    #[prop(optional, into)]
    unit: String,
    /// Further class names of the input, such as `code-input`.
    #[prop(optional)]
    class: &'static str,
    /// Whether it gets the focus when the page loads.
    #[prop(optional)]
    ready: bool,
) -> impl IntoView {
    report_label(name, &label);
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

/// A drop-down list, for more than seven options.
#[component]
pub fn Select(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Options, as (value, text).
    options: Vec<(String, String)>,
    /// Hint below the label.
    #[prop(optional, into)]
    hint: String,
    /// Initial value.
    #[prop(optional, into)]
    value: String,
    /// Whether an option must be chosen.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    if name == AREA && options.len() > AREAS_LISTED && for_staff() {
        return typed(name, label, options, value, required);
    }
    report_label(name, &label);
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
    .into_any()
}

/// Name of the field with an area.
const AREA: &str = "area";
/// Most areas that are found by looking at them; more are found by typing.
const AREAS_LISTED: usize = 30;

/// Pages of staff alone.
const OF_STAFF: [&str; 3] = ["/desk", "/shop", "/admin"];
/// Pages with forms both for staff and for members of organisations.
const SHARED: [&str; 4] = ["/drives", "/jobs", "/organisations", "/pledges"];

/// Whether staff fill in the form; families and donors choose from a list that their phone draws.
fn for_staff() -> bool {
    let scene = crate::web::scene();
    let is_at = |start: &&str| scene.path.starts_with(*start);
    OF_STAFF.iter().any(is_at) || scene.is_staff && SHARED.iter().any(is_at)
}

/// Renders a field that proposes options while one types. What it sends ends with the option's number.
fn typed(name: &'static str, label: String, options: Vec<(String, String)>, value: String, required: bool) -> AnyView {
    let options: Vec<String> = options
        .into_iter()
        .filter(|(value, _)| !value.is_empty())
        .map(|(value, text)| format!("{text} #{value}"))
        .collect();
    let number = format!(" #{value}");
    let start = options.iter().find(|one| !value.is_empty() && one.ends_with(&number)).cloned().unwrap_or_default();
    report_label(name, &label);
    let dress = dress(name, start, true);
    let list = format!("{name}-options");
    let options = options.into_iter().map(|one| view! { <option value=one></option> }).collect_view();
    view! {
        <div class="field">
            <label for=name>{caption(label, required)}</label>
            {hint_line(name, t!("areas-type"))}
            <input
                id=name name=name type="text" list=list.clone() value=dress.value required=required autocomplete="off"
                aria-describedby=dress.described aria-invalid=dress.invalid
            />
            <datalist id=list>{options}</datalist>
            {dress.error}
        </div>
    }
    .into_any()
}

/// Radio buttons as tiles, for few options.
#[component]
pub fn Choice(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Options, as (value, text, smaller text or empty).
    options: Vec<(String, String, String)>,
    /// Initial value.
    #[prop(optional, into)]
    value: String,
    /// Two columns.
    #[prop(optional)]
    side: bool,
    /// Several short options per line.
    #[prop(optional)]
    tight: bool,
) -> impl IntoView {
    report_label(name, &label);
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

/// A checkbox.
#[component]
pub fn Checkbox(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Initially checked.
    #[prop(optional)]
    checked: bool,
) -> impl IntoView {
    let form = around();
    let checked = if form.is_posted() { form.value(name).is_some() } else { checked };
    report_label(name, &label);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{components::ActionForm, web::Scene};

    #[test]
    fn staff_find_one_of_many_areas_by_typing() {
        let html = |path: &str, is_staff| {
            Owner::new().with(|| {
                provide_context(Scene { path: path.into(), is_staff, ..Scene::default() });
                let options: Vec<_> = (1..=40).map(|n| (n.to_string(), format!("A{n}"))).collect();
                view! { <ActionForm to="/x"><Select name="area" label="A" options /></ActionForm> }.to_html()
            })
        };
        for path in ["/desk/rounds/new", "/drives/new", "/jobs/new", "/organisations/7", "/pledges/board"] {
            assert!(html(path, true).contains("value=\"A17 #17\""), "{path}");
        }
        for path in ["/jobs/new", "/pledges/board"] {
            assert!(html(path, false).contains("<select"), "{path}");
        }
    }
}

//! Boxes to tick that share one name.

use leptos::prelude::*;

use super::{
    fields::dress,
    form::{around, report_label},
};

/// Boxes to tick that share one name. After a refusal they come back as they were ticked.
#[component]
pub fn Boxes(
    /// Name in the form; also the id of the group.
    name: &'static str,
    /// Label of the group.
    #[prop(into)]
    label: String,
    /// Values and their texts.
    options: Vec<(String, String)>,
    /// Values that are ticked at first.
    #[prop(optional)]
    ticked: Vec<String>,
) -> impl IntoView {
    let form = around();
    let ticked = if form.is_posted() {
        form.values.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    } else {
        ticked
    };
    report_label(name, &label);
    let dress = dress(name, String::new(), false);
    let boxes = options
        .into_iter()
        .map(|(value, text)| {
            let checked = ticked.contains(&value);
            view! {
                <label class="check"><input type="checkbox" name=name value=value checked=checked /><span>{text}</span></label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" id=name aria-describedby=dress.described>
            <legend>{label}</legend>
            <div class="cluster">{boxes}</div>
            {dress.error}
        </fieldset>
    }
}

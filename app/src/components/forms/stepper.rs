//! Number field with − and + buttons.

use leptos::prelude::*;

use super::{
    fields::{dress, hint_line},
    form::report_label,
};
use crate::components::Icon;

/// A small number. The buttons are shown by a script; without one it is a plain number field.
#[component]
pub fn Stepper(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Smallest number.
    #[prop(default = 1)]
    min: i64,
    /// Largest number.
    #[prop(default = 20)]
    max: i64,
    /// Initial number.
    #[prop(default = 1)]
    value: i64,
    /// Hint below the label.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    report_label(name, &label);
    let dress = dress(name, value.to_string(), !hint.is_empty());
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {hint_line(name, hint)}
            <div class="stepper">
                <button type="button" hidden data-wake="Event" data-step="-1" aria-label=t!("stepper-less")><Icon name="minus" /></button>
                <input
                    id=name name=name type="number" inputmode="numeric" min=min max=max value=dress.value required
                    aria-describedby=dress.described aria-invalid=dress.invalid
                />
                <button type="button" hidden data-wake="Event" data-step="1" aria-label=t!("stepper-more")><Icon name="plus" /></button>
            </div>
            {dress.error}
        </div>
    }
}

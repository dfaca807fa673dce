//! A number with − and +.

use leptos::prelude::*;

use super::fields::{dress, hint_line};
use crate::{components::Icon, islands::StepperIsland};

/// A small number. The buttons appear where an island works them; the field alone does as well.
#[component]
pub fn Stepper(
    /// Its name in the form; also its id.
    name: &'static str,
    /// What is counted.
    #[prop(into)]
    label: String,
    /// The smallest number.
    #[prop(default = 1)]
    min: i64,
    /// The largest number.
    #[prop(default = 20)]
    max: i64,
    /// The number to begin with.
    #[prop(default = 1)]
    value: i64,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let dress = dress(name, value.to_string(), !hint.is_empty());
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {hint_line(name, hint)}
            <StepperIsland>
                <div class="stepper">
                    <button type="button" hidden data-wake="Event" data-step="-1" aria-label=t!("stepper-less")><Icon name="minus" /></button>
                    <input
                        id=name name=name type="number" inputmode="numeric" min=min max=max value=dress.value required
                        aria-describedby=dress.described aria-invalid=dress.invalid
                    />
                    <button type="button" hidden data-wake="Event" data-step="1" aria-label=t!("stepper-more")><Icon name="plus" /></button>
                </div>
            </StepperIsland>
            {dress.error}
        </div>
    }
}

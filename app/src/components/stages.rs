//! Progress of a wish in six pictures, for visitors who cannot read.

use domain::wishes::{Progress, WishState};
use leptos::prelude::*;

use super::Icon;
use crate::components::wish_card::{STEPS, reached, step_state};

/// Pictures of the steps: submitted, reviewed, claimed, in the shop, handed over, confirmed.
const PICTURES: [&str; 6] = ["mail", "eye", "hand", "shop", "gift", "home"];

/// The six steps of a wish as pictures; the current one is large.
#[component]
pub fn Stages(
    /// State of the wish.
    state: WishState,
    /// Units asked for.
    quantity: i64,
    /// Units by progress.
    progress: Progress,
) -> impl IntoView {
    let now = reached(state, quantity, progress);
    let at = i64::try_from(now + 1).unwrap_or(1);
    let of = i64::try_from(STEPS.len()).unwrap_or(6);
    let label = t!("steps-at", n = at, of = of, step = t!(STEPS[now]));
    let pictures = PICTURES
        .iter()
        .enumerate()
        .map(|(index, icon)| view! { <i data-state=step_state(index, now)><Icon name=icon /></i> })
        .collect_view();
    view! { <span class="stages" role="img" aria-label=label>{pictures}</span> }
}

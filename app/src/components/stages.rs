//! Where a wish is, in six pictures on a line: for somebody who does not read.

use domain::wishes::{Progress, WishState};
use leptos::prelude::*;

use super::Icon;
use crate::components::wish_card::{STEPS, reached, step_state};

/// A picture for each step: sent, looked at, promised, in the shop, handed over, at home.
const PICTURES: [&str; 6] = ["mail", "eye", "hand", "shop", "gift", "home"];

/// The six steps of a wish as pictures; the present one is large.
#[component]
pub fn Stages(
    /// Where it stands.
    state: WishState,
    /// Units asked for.
    quantity: i64,
    /// Units by how far they are.
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

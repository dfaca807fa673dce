//! Progress of a wish in six pictures, for visitors who cannot read.
//! Two of them tell more than their step: a draft is a pen and no letter yet, and what was promised is a hand with a gift
//! until it is on the way, then a lorry.

use domain::wishes::{Progress, WishState};
use leptos::prelude::*;

use super::card::{STEPS, reached, step_state};
use crate::components::Icon;

/// Pictures of the steps: submitted, reviewed, claimed, in the shop, handed over, confirmed.
const PICTURES: [&str; 6] = ["mail", "eye", "hand", "shop", "gift", "home"];

/// Index of the step from the promise to the arrival.
const SENT: usize = 2;

/// The six steps of a wish as pictures; the current one is large.
#[component]
pub fn Stages(
    /// State of the wish.
    state: WishState,
    /// Units asked for.
    quantity: i64,
    /// Units by progress.
    progress: Progress,
    /// Whether all units that are claimed and have not arrived are on the way.
    sent: bool,
) -> impl IntoView {
    let now = reached(state, quantity, progress);
    let at = i64::try_from(now + 1).unwrap_or(1);
    let of = i64::try_from(STEPS.len()).unwrap_or(6);
    let draft = state == WishState::Draft;
    let step = match now {
        0 if draft => "step-draft",
        SENT if sent => "step-sent",
        _ => STEPS[now],
    };
    let label = t!("steps-at", n = at, of = of, step = t!(step));
    let pictures = PICTURES
        .into_iter()
        .enumerate()
        .map(|(index, icon)| {
            let icon = match index {
                0 if draft => "pen",
                SENT if sent && now == SENT => "truck",
                _ => icon,
            };
            view! { <i data-state=step_state(index, now)><Icon name=icon /></i> }
        })
        .collect_view();
    view! { <span class="stages" role="img" aria-label=label>{pictures}</span> }
}

//! Wishes and claims as lists and pages show them.

use domain::{
    DAY,
    claims::ClaimState,
    wishes::{Progress, Wish, WishState},
};
use leptos::prelude::*;

use super::{Icon, Tile, icon::tint};
use crate::{
    i18n::{alias, money, waited, wish_title},
    web::scene,
};

/// A word with an icon for a state: never colour alone.
#[component]
pub fn StatePill(
    /// `tea`, `amber`, `plum` or `soft`.
    tone: &'static str,
    /// The icon.
    icon: &'static str,
    /// The word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class=format!("pill pill-{tone}")><Icon name=icon />{text}</span> }
}

/// The pill for a wish's state.
#[must_use]
pub fn wish_pill(state: WishState) -> AnyView {
    let (tone, icon) = match state {
        WishState::Draft => ("soft", "pen"),
        WishState::Submitted => ("amber", "clock"),
        WishState::Published => ("soft", "eye"),
        WishState::Fulfilled => ("tea", "check"),
        WishState::Rejected => ("plum", "close"),
        WishState::Withdrawn => ("soft", "undo"),
        WishState::Expired => ("plum", "clock"),
    };
    let text = crate::i18n::lang().named("wish-state", state.as_str());
    view! { <StatePill tone icon text /> }.into_any()
}

/// The pill for a claim's state.
#[must_use]
pub fn claim_pill(state: ClaimState) -> AnyView {
    let (tone, icon) = match state {
        ClaimState::Pledged => ("amber", "clock"),
        ClaimState::OnTheWay => ("soft", "truck"),
        ClaimState::Arrived => ("tea", "shop"),
        ClaimState::HandedOver => ("tea", "hand"),
        ClaimState::Confirmed => ("tea", "check"),
        ClaimState::Cancelled => ("soft", "undo"),
        ClaimState::Lapsed | ClaimState::Refused => ("plum", "close"),
        ClaimState::Revoked => ("plum", "undo"),
    };
    let text = crate::i18n::lang().named("claim-state", state.as_str());
    view! { <StatePill tone icon text /> }.into_any()
}

/// What is still wanted of a wish, and that the shop has it or that it has waited long.
#[must_use]
pub fn need(wish: &Wish) -> AnyView {
    let long = scene().now - wish.submitted >= 7 * DAY;
    let open = wish.remaining > 0;
    let waits = waited(wish.submitted);
    view! {
        <p class="need">
            <b>{if open { t!("wish-left", n = wish.remaining) } else { t!("wish-none-left") }}</b>
            {(open && wish.in_stock).then(|| view! { <StatePill tone="tea" icon="shop" text=t!("wish-in-stock") /> })}
            {match (open, long) {
                (false, _) => ().into_any(),
                (true, true) => view! { <StatePill tone="amber" icon="clock" text=waits /> }.into_any(),
                (true, false) => view! { <span class="soft">{waits}</span> }.into_any(),
            }}
        </p>
    }
    .into_any()
}

/// A wish in the feed. The whole card leads to it; its button leads to the promise.
#[component]
pub fn WishCard(
    /// The wish.
    wish: Wish,
    /// Whether the viewer may promise it.
    #[prop(optional)]
    claim: bool,
) -> impl IntoView {
    let page = format!("/wishes/{}", wish.id);
    view! {
        <li class=format!("wish-card {}", tint(wish.category))>
            <Tile key=wish.key.clone() photo=wish.photo />
            <h2><a href=page.clone()>{wish_title(&wish)}</a></h2>
            <p class="who">{alias(&wish.alias)}</p>
            <p class="meta">{wish.area_name.clone()}" · "{money(wish.cost)}</p>
            {need(&wish)}
            {(claim && wish.remaining > 0).then(|| view! {
                <a class="btn btn-soft" href=format!("{page}/claim") aria-label=t!("wish-claim-named", title = wish_title(&wish))>
                    {t!("wish-claim-short")}
                </a>
            })}
        </li>
    }
}

/// How far a wish has come, in words: sent, published, claimed, in the shop, handed over, confirmed.
#[component]
pub fn Steps(
    /// Where it stands.
    state: WishState,
    /// Units asked for.
    quantity: i64,
    /// Units by how far they are.
    progress: Progress,
) -> impl IntoView {
    let now = reached(state, quantity, progress);
    let steps = STEPS
        .iter()
        .enumerate()
        .map(|(index, key)| {
            view! {
                <li data-state=step_state(index, now) aria-current=(index == now).then_some("step")>
                    <span>{t!(key)}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="steps" aria-label=t!("steps")>{steps}</ol> }
}

/// The same in six beads, for lists.
#[component]
pub fn Beads(
    /// Where it stands.
    state: WishState,
    /// Units asked for.
    quantity: i64,
    /// Units by how far they are.
    progress: Progress,
) -> impl IntoView {
    let now = reached(state, quantity, progress);
    let label = t!("steps-at", n = now as i64 + 1, of = STEPS.len() as i64, step = t!(STEPS[now]));
    let beads = (0..STEPS.len()).map(|index| view! { <i data-state=step_state(index, now)></i> }).collect_view();
    view! { <span class="beads" role="img" aria-label=label>{beads}</span> }
}

/// The steps of a wish, each a phrase.
pub const STEPS: [&str; 6] =
    ["step-submitted", "step-published", "step-claimed", "step-arrived", "step-handed-over", "step-confirmed"];

/// The last step that some unit has reached.
pub(crate) fn reached(state: WishState, quantity: i64, progress: Progress) -> usize {
    match state {
        WishState::Draft | WishState::Submitted | WishState::Rejected => 0,
        WishState::Fulfilled => 5,
        _ if quantity > 0 && progress.confirmed >= quantity => 5,
        _ if progress.handed_over > 0 => 4,
        _ if progress.arrived > 0 => 3,
        _ if progress.claimed > 0 => 2,
        _ => 1,
    }
}

pub(crate) fn step_state(index: usize, now: usize) -> &'static str {
    match index.cmp(&now) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal if now == STEPS.len() - 1 => "done",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "todo",
    }
}

//! Wishes and claims in lists and on pages.

use domain::{
    DAY,
    claims::ClaimState,
    wishes::{Progress, Wish, WishState},
};
use leptos::prelude::*;

use crate::{
    components::{Icon, Tile, tint},
    i18n::{alias, money, waited, wish_title},
    web::scene,
};

/// A state as text with an icon, so that colour is not the only signal.
#[component]
pub fn StatePill(
    /// `tea`, `amber`, `plum` or `soft`.
    tone: &'static str,
    /// Icon.
    icon: &'static str,
    /// Text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class=format!("pill pill-{tone}")><Icon name=icon />{text}</span> }
}

/// State of a wish as a pill.
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

/// State of a claim as a pill.
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

/// Units still open, for staff: with a pill if the shop has the item or the wish has waited for a week.
#[must_use]
pub fn need(wish: &Wish) -> AnyView {
    let stock = (wish.remaining > 0 && wish.in_stock)
        .then(|| view! { <StatePill tone="tea" icon="shop" text=t!("wish-in-stock") /> }.into_any());
    units(wish, stock)
}

/// The same for donors, who would not know from the pill whether to buy the thing.
#[must_use]
pub fn open_units(wish: &Wish) -> AnyView {
    units(wish, None)
}

fn units(wish: &Wish, stock: Option<AnyView>) -> AnyView {
    let long = scene().now - wish.submitted >= 7 * DAY;
    let open = wish.remaining > 0;
    let waits = waited(wish.submitted);
    view! {
        <p class="need">
            <b>{if open { t!("wish-left", n = wish.remaining) } else { t!("wish-none-left") }}</b>
            {stock}
            {match (open, long) {
                (false, _) => ().into_any(),
                (true, true) => view! { <StatePill tone="amber" icon="clock" text=waits /> }.into_any(),
                (true, false) => view! { <span class="soft">{waits}</span> }.into_any(),
            }}
        </p>
    }
    .into_any()
}

/// A wish in the feed. The card links to the wish, its button to the claim form.
#[component]
pub fn WishCard(
    /// The wish.
    wish: Wish,
    /// Whether the viewer may claim it.
    #[prop(optional)]
    claim: bool,
) -> impl IntoView {
    let page = format!("/wishes/{}", wish.id);
    let name = wish_title(&wish);
    let (way, label, named) = match wish.by_application {
        true => ("apply", t!("wish-apply-short"), t!("wish-apply-named", title = name)),
        false => ("claim", t!("wish-claim-short"), t!("wish-claim-named", title = name)),
    };
    view! {
        <li class=format!("wish-card {}", tint(wish.category)) id=format!("wish-{}", wish.id) data-live>
            <Tile key=wish.key.clone() photo=wish.photo />
            <h2><a href=page.clone()>{wish_title(&wish)}</a></h2>
            <p class="who">{alias(&wish.alias)}</p>
            <p class="meta">{wish.area_name.clone()}" · "{money(wish.cost)}</p>
            {(!wish.words.is_empty()).then(|| view! { <p class="words" lang="zh-CN">{wish.words.clone()}</p> })}
            {open_units(&wish)}
            {(claim && wish.remaining > 0).then(|| view! {
                <a class="btn btn-soft" href=format!("{page}/{way}") aria-label=named>{label}</a>
            })}
        </li>
    }
}

/// Renders open wishes like another one, under a heading; nothing without any. `claim` is that of the cards.
pub(crate) fn similar_wishes(similar: Vec<Wish>, claim: bool) -> Option<AnyView> {
    if similar.is_empty() {
        return None;
    }
    let cards = similar.into_iter().map(|wish| view! { <WishCard wish claim /> }).collect_view();
    Some(
        view! {
            <section aria-labelledby="similar">
                <h2 id="similar">{t!("wish-similar")}</h2>
                <ul class="feed">{cards}</ul>
            </section>
        }
        .into_any(),
    )
}

/// The six steps of a wish as text.
#[component]
pub fn Steps(
    /// State of the wish.
    state: WishState,
    /// Units asked for.
    quantity: i64,
    /// Units by progress.
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

/// The same as six beads, for lists.
#[component]
pub fn Beads(
    /// State of the wish.
    state: WishState,
    /// Units asked for.
    quantity: i64,
    /// Units by progress.
    progress: Progress,
) -> impl IntoView {
    let now = reached(state, quantity, progress);
    let label = t!("steps-at", n = now as i64 + 1, of = STEPS.len() as i64, step = t!(STEPS[now]));
    let beads = (0..STEPS.len()).map(|index| view! { <i data-state=step_state(index, now)></i> }).collect_view();
    view! { <span class="beads" role="img" aria-label=label>{beads}</span> }
}

/// Phrase keys of the steps, in order.
pub const STEPS: [&str; 6] =
    ["step-submitted", "step-published", "step-claimed", "step-arrived", "step-handed-over", "step-confirmed"];

/// Index of the furthest step that any unit has reached.
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

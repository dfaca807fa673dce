//! Pieces of the free shop, for the family's pages and for the counter.

use domain::{DAY, Timestamp, orders::OrderState};
use leptos::prelude::*;

use super::StatePill;
use crate::{
    i18n::lang,
    web::{self, scene},
};

/// Where an order stands, as a pill.
#[must_use]
pub fn order_pill(state: OrderState) -> AnyView {
    let (tone, icon) = match state {
        OrderState::Held => ("amber", "clock"),
        OrderState::Collected => ("tea", "check"),
        OrderState::Cancelled | OrderState::Expired => ("soft", "close"),
    };
    view! { <StatePill tone icon text=lang().named("order-state", state.as_str()) /> }.into_any()
}

/// The half day that begins then, and its date: 周一上午, 11 月 24 日.
#[must_use]
pub fn slot_parts(from: Timestamp) -> (String, String) {
    let (day, date) = lang().day(from, scene().now);
    // Beijing's hours.
    let morning = (from + 8 * 3600).rem_euclid(DAY) < DAY / 2;
    (if morning { t!("slot-morning", day = day) } else { t!("slot-afternoon", day = day) }, date)
}

/// The same in one line: 周一上午（11 月 24 日）.
#[must_use]
pub fn slot_name(from: Timestamp) -> String {
    let (half, date) = slot_parts(from);
    t!("slot-whole", half = half, date = date)
}

/// A form of one button among many of its kind. When it is refused, the page says so on top.
#[component]
pub fn RowForm(
    /// Where it posts to.
    #[prop(into)]
    to: String,
    /// Class names.
    #[prop(default = "inline")]
    class: &'static str,
    /// Hidden fields and the button.
    children: Children,
) -> impl IntoView {
    view! {
        <form class=class method="post" action=to>
            <input type="hidden" name=web::REQUEST_FIELD value=web::new_request_id() />
            {children()}
        </form>
    }
}

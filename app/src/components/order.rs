//! Parts of free-shop pages, for families and for the counter.

use domain::{DAY, Timestamp, orders::OrderState, time::second_of_day};
use leptos::prelude::*;

use super::StatePill;
use crate::{
    i18n::lang,
    web::{self, scene},
};

/// State of an order as a pill.
#[must_use]
pub fn order_pill(state: OrderState) -> AnyView {
    let (tone, icon) = match state {
        OrderState::Held => ("amber", "clock"),
        OrderState::Collected => ("tea", "check"),
        OrderState::Cancelled | OrderState::Expired => ("soft", "close"),
    };
    view! { <StatePill tone icon text=lang().named("order-state", state.as_str()) /> }.into_any()
}

/// A pick-up slot as half day and date: (周一上午, 11 月 24 日).
#[must_use]
pub fn slot_parts(from: Timestamp) -> (String, String) {
    let (day, date) = lang().day(from, scene().now);
    let morning = second_of_day(from) < DAY / 2;
    (if morning { t!("slot-morning", day = day) } else { t!("slot-afternoon", day = day) }, date)
}

/// The same in one line: 周一上午（11 月 24 日）.
#[must_use]
pub fn slot_name(from: Timestamp) -> String {
    let (half, date) = slot_parts(from);
    t!("slot-whole", half = half, date = date)
}

/// A form with a single button, for rows. It shows no error itself; the page shows it on top.
#[component]
pub fn RowForm(
    /// Address it posts to.
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

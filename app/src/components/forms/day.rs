//! Choice of a day within the next weeks, without a date picker.

use domain::{DAY, Timestamp, opening::Opening, time::Day};
use leptos::prelude::*;

use super::{fields::dress, form::report_label};
use crate::{
    i18n::{date_near, day_end, day_value, lang},
    web::scene,
};

/// Radio buttons for a day: the latest one preselected, earlier ones folded up below.
///
/// All share one name, so the browser sends a single value: `2025-11-28`.
#[component]
pub fn DayChoice(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Latest day, as days from today.
    days: i64,
    /// When the place is open that the day is for; its closed days are not offered.
    #[prop(optional)]
    opening: Opening,
) -> impl IntoView {
    let is_open = |n: &i64| opening.is_open_on(Day::of(day_of(*n)));
    // A place that is closed all the time takes goods by appointment, on any day.
    let days = (1..=days).rev().find(is_open).unwrap_or(days);
    let end = day_of(days);
    let latest = day_value(end);
    report_label(name, &label);
    let dress = dress(name, latest.clone(), false);
    let chosen = dress.value;
    let (_, weekday) = lang().day(end, end - 7 * DAY);
    let left = t!("day-left", n = days, weekday = weekday);
    let last = tile(name, &chosen, end, t!("day-latest", day = date_near(end)), left);
    let earlier = earlier(days).filter(is_open).map(|n| {
        let (text, small) = lang().day(day_of(n), scene().now);
        tile(name, &chosen, day_of(n), text, small)
    });
    let earlier = earlier.collect_view();
    view! {
        <fieldset class="field" id=name aria-describedby=dress.described>
            <legend>{label}</legend>
            <div class="choices">{last}</div>
            {(days > 1).then(|| view! {
                <details class="more" open=chosen != latest>
                    <summary>{t!("day-other")}</summary>
                    <div class="choices side">{earlier}</div>
                </details>
            })}
            {dress.error}
        </fieldset>
    }
}

/// End of the day that is `days` from now.
fn day_of(days: i64) -> Timestamp {
    let at = scene().now + days * DAY;
    day_end(&day_value(at)).unwrap_or(at)
}

/// Every day of the next two weeks, then one per week.
fn earlier(days: i64) -> impl Iterator<Item = i64> {
    (1..days).filter(|day| *day <= 14 || day % 7 == 0)
}

fn tile(name: &'static str, chosen: &str, end: Timestamp, text: String, small: String) -> impl IntoView + use<> {
    let value = day_value(end);
    let checked = value == chosen;
    view! {
        <label class="choice">
            <input type="radio" name=name value=value checked=checked required />
            <span><b>{text}</b><small>{small}</small></span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_beyond_two_weeks_are_offered_weekly() {
        assert_eq!(earlier(7).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        assert_eq!(earlier(60).count(), 14 + 6);
        assert_eq!(earlier(1).count(), 0);
    }
}

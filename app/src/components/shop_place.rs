//! A shop location: where it is, when it is open, and how to reach it.

use domain::{
    ledger::Location,
    opening::{Hours, Opening, clock},
    time::Day,
};
use leptos::prelude::*;

use super::Icon;
use crate::{
    i18n::{date_near, lang},
    web::scene,
};

/// Closed days that are listed.
const CLOSED_SHOWN: usize = 5;

/// Address, hours, map and phone of a location.
#[component]
pub fn ShopPlace(
    /// First line: the name, or what to bring there.
    #[prop(into)]
    title: String,
    /// The location.
    location: Location,
    /// When it takes goods in, and its phone.
    opening: Opening,
) -> impl IntoView {
    let map = map_address(&location);
    let page = format!("/shops/{}", location.id);
    let hours = if opening.is_known() { week(&opening) } else { location.hours.clone() };
    let now = opening.is_known().then(|| door(&opening));
    let closed = closed_soon(&opening);
    let call = (!opening.phone.is_empty()).then(|| {
        let (to, phone) = (format!("tel:{}", opening.dialled()), opening.phone.clone());
        view! { <a class="link" href=to><Icon name="phone" /><bdi class="nowrap">{phone}</bdi></a> }
    });
    view! {
        <div class="place">
            <Icon name="pin" />
            <div>
                <b><a class="link" href=page>{title}</a></b>
                <span>{location.address}</span>
                {(!hours.is_empty()).then(|| view! { <small>{hours}</small> })}
                {closed.map(|days| view! { <small>{t!("place-closed-on", days = days)}</small> })}
                {now.map(|words| view! { <small><b>{words}</b></small> })}
                <p class="cluster">
                    <a class="link" href=map target="_blank" rel="noopener noreferrer"><Icon name="pin" />{t!("place-map")}</a>
                    {call}
                </p>
            </div>
        </div>
    }
}

/// What to write on a parcel, with a button that copies it.
#[component]
pub fn ParcelAddress(
    /// The location.
    location: Location,
    /// Its recipient and phone.
    opening: Opening,
    /// Code of the claim, by which the shop finds it.
    #[prop(into)]
    code: String,
) -> impl IntoView {
    let name = if opening.recipient.is_empty() { location.name.clone() } else { opening.recipient.clone() };
    let to = t!("parcel-recipient", name = name, code = code);
    let lines: Vec<String> =
        [to, opening.phone, location.address].into_iter().filter(|line| !line.is_empty()).collect();
    let text = lines.join("\n");
    let shown = lines.into_iter().map(|line| view! { <span>{line}</span> }).collect_view();
    view! {
        <div class="parcel">
            <p>{shown}</p>
            <div>
                <button type="button" class="btn btn-quiet" hidden data-wake="Clipboard" data-copy=text data-done=t!("parcel-copied")>
                    <span>{t!("parcel-copy")}</span>
                </button>
            </div>
        </div>
    }
}

/// Address of the place in a map that every phone opens, as an app or as a page.
fn map_address(location: &Location) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("keyword", &format!("{} {}", location.address, location.name))
        .append_pair("view", "map")
        .append_pair("src", "wishbridge")
        .finish();
    format!("https://uri.amap.com/search?{query}")
}

fn weekday(day: i64) -> String {
    lang().t(&format!("weekday-{}", day + 1))
}

/// Formats the hours of the week: `周一休息 · 周二至周日 9:00–17:00`.
fn week(opening: &Opening) -> String {
    let group = |(days, hours): (Vec<i64>, Option<Hours>)| {
        let first = days.first().copied().map(weekday).unwrap_or_default();
        let last = days.last().copied().filter(|_| days.len() > 1).map(weekday);
        let days = last.map_or(first.clone(), |last| t!("place-days", first = first, last = last));
        match hours {
            Some(Hours { opens, closes }) => t!("place-hours", days = days, from = clock(opens), to = clock(closes)),
            None => t!("place-closed", days = days),
        }
    };
    opening.groups().into_iter().map(group).collect::<Vec<_>>().join(" · ")
}

/// Says whether the door is open now, and until or from when.
fn door(opening: &Opening) -> String {
    let now = scene().now;
    let today = Day::of(now);
    if opening.is_open_at(now) {
        let closes = opening.hours(today.weekday()).map_or_else(String::new, |hours| clock(hours.closes));
        return t!("place-open-now", until = closes);
    }
    let opens_later = opening.is_open_on(today)
        && opening.hours(today.weekday()).is_some_and(|hours| today.start() + hours.opens * 60 > now);
    let day = if opens_later { today } else { opening.next_day(today.plus(1)) };
    let from = opening.hours(day.weekday()).map_or_else(String::new, |hours| clock(hours.opens));
    t!("place-shut-now", day = date_near(day.end() - 1), from = from)
}

/// Lists the coming closed days that the week does not say.
fn closed_soon(opening: &Opening) -> Option<String> {
    let today = Day::of(scene().now);
    let days: Vec<String> = opening
        .closed
        .iter()
        .map(|number| today.plus(number - today.number()))
        .filter(|day| *day >= today && (!opening.is_known() || opening.hours(day.weekday()).is_some()))
        .take(CLOSED_SHOWN)
        .map(|day| date_near(day.end() - 1))
        .collect();
    (!days.is_empty()).then(|| days.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Scene;

    /// 2026-10-01 12:00 in China, a Thursday.
    const NOW: i64 = 1_790_784_000 + 12 * 3600;

    fn drawn(opening: Opening) -> String {
        let location = Location {
            id: 1,
            area: 1,
            name: "总店".into(),
            address: "长安街 3 号".into(),
            hours: "8–12".into(),
            open: true,
        };
        Owner::new().with(|| {
            provide_context(Scene { now: NOW, ..Scene::default() });
            view! { <ShopPlace title="总店" location opening /> }.to_html()
        })
    }

    #[test]
    fn a_place_says_its_hours_and_can_be_called_and_found() {
        let hours = Some(Hours { opens: 540, closes: 1020 });
        let week = vec![None, hours, hours, hours, hours, hours, hours];
        let closed = vec![Day::of(NOW).plus(1).number()];
        let html = drawn(Opening { phone: "0571-8888".into(), week, closed, ..Opening::default() });
        for part in ["tel:05718888", "uri.amap.com/search?keyword=", "周一休息", "9:00", "17:00", "明天"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("8–12"), "hours as data take the place of the text: {html}");
        assert!(drawn(Opening::default()).contains("8–12"));
    }
}

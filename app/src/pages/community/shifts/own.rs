//! The reader's own shifts, the time it served, and its calendar feed.

use domain::{Code, Error, permission::Action};
use leptos::prelude::*;

use super::{rows, served};
use crate::{
    components::{ActionForm, Empty, Fact, Facts, More, RowForm, Submit},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shifts/mine`.
pub async fn page(cx: Cx) -> Shown {
    let shifts = cx.store.my_shifts(&cx.actor).await?;
    let hours = cx.store.my_hours(&cx.actor).await?;
    let has_feed = cx.store.has_shift_feed(&cx.actor).await?;
    let serves = cx.actor.may_somewhere(Action::ServeShifts);
    // An account that serves no more reads what it did; for others nothing here leads on.
    if !serves && shifts.is_empty() && hours.shifts == 0 {
        return Err(Error::NotAllowed(Code::NotAllowed));
    }
    let here = if cx.actor.is_staff() { Here::Shifts } else { Here::Claims };
    Ok(Page::new(cx.lang.t("shifts-mine"), here, move || {
        view! {
            <Facts>
                <Fact name=t!("shifts-served")>{hours.shifts}</Fact>
                <Fact name=t!("shifts-checked")>{served(hours.minutes)}</Fact>
                {(hours.typed > 0).then(|| view! { <Fact name=t!("shifts-typed")>{served(hours.typed)}</Fact> })}
            </Facts>
            {match (shifts.is_empty(), serves) {
                (true, true) => view! { <Empty title=t!("shifts-mine-none") action=("/shifts", t!("shifts-title"))>{t!("shifts-mine-none-text")}</Empty> }.into_any(),
                (true, false) => ().into_any(),
                (false, _) => rows(&shifts, "/shifts"),
            }}
            {serves.then(|| feed(has_feed))}
        }
    })
    .back(if serves { "/shifts" } else { "/me" })
    .narrow()
    .no_index())
}

/// Renders how to see one's shifts in a calendar program.
fn feed(has_feed: bool) -> impl IntoView {
    view! {
        <More summary=t!("shift-feed") to="/shifts/feed">
            <p class="note">{if has_feed { t!("shift-feed-there") } else { t!("shift-feed-note") }}</p>
            <ActionForm to="/shifts/feed">
                <Submit label=if has_feed { t!("shift-feed-again") } else { t!("shift-feed-make") } tone="soft" />
            </ActionForm>
            {has_feed.then(|| view! {
                <RowForm to="/shifts/feed/end"><button class="btn btn-quiet">{t!("shift-feed-end")}</button></RowForm>
            })}
        </More>
    }
}

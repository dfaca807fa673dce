//! Standing by: the line behind a wish that was found taken, and the donor's own places.

pub mod actions;
mod place;

use domain::{
    Code, Result,
    claims::standby::{MOST_UNITS, Standby, StandbyFile, StandbyState},
    wishes::{Wish, WishId, WishState},
};
use leptos::prelude::*;

use super::take;
use crate::{
    components::{ActionForm, Banner, RowForm, StatePill, Stepper, Submit, Tile, tint},
    i18n::lang,
    web::{Cx, routes::Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .act("/wishes/{id}/standby", actions::join, take::page)
        .show("/standbys/{id}", place::page)
        .act("/standbys/{id}/accept", actions::accept, place::page)
        .act("/standbys/{id}/leave", actions::leave, place::page)
}

/// What the line behind a wish offers its reader.
pub(crate) enum Line {
    /// Nothing: the wish is not taken, or the reader has claimed it or may not claim.
    Closed,
    /// The way in, for a visitor.
    SignIn(WishId),
    /// The reader's own place.
    Own(Standby),
    /// The form that joins, for up to so many units.
    Join(WishId, i64),
    /// Why the reader cannot join now.
    Refused(Code),
}

/// Loads what the line behind a wish offers the reader.
///
/// # Errors
/// When the database fails.
pub(crate) async fn line(cx: &Cx, wish: &Wish) -> Result<Line> {
    let taken = wish.state == WishState::Published && wish.remaining <= 0;
    if !taken || !cx.may_claim() {
        return Ok(Line::Closed);
    }
    if !cx.actor.is_signed_in() {
        return Ok(Line::SignIn(wish.id));
    }
    let terms = cx.store.standby_terms(&cx.actor, wish.id).await?;
    Ok(match (terms.place, terms.refused) {
        (Some(place), _) => Line::Own(place),
        (None, None) => Line::Join(wish.id, wish.quantity.min(MOST_UNITS)),
        (None, Some(Code::AlreadyClaimed | Code::UnitsLeft | Code::NotAllowed | Code::ByApplication)) => Line::Closed,
        (None, Some(code)) => Line::Refused(code),
    })
}

/// Renders what the line offers; `None` when that is nothing.
pub(crate) fn line_card(line: Line) -> Option<AnyView> {
    match line {
        Line::Closed => None,
        Line::SignIn(wish) => Some(
            view! {
                <a class="btn btn-soft btn-wide" href=format!("/sign-in?next=/wishes/{wish}")>{t!("standby-sign-in")}</a>
            }
            .into_any(),
        ),
        Line::Own(place) => Some(own(&place)),
        Line::Join(wish, units) => Some(join_form(wish, units)),
        Line::Refused(code) => Some(view! { <p class="note">{lang().refusal(code)}</p> }.into_any()),
    }
}

fn own(place: &Standby) -> AnyView {
    let to = format!("/standbys/{}", place.id);
    if place.state == StandbyState::Asked {
        return view! { <Banner tone="amber">{t!("standby-asked-title")}" "<a href=to>{t!("standby-answer")}</a></Banner> }
            .into_any();
    }
    view! { <Banner tone="tea">{t!("standby-waiting-title")}" "<a href=to>{t!("standby-see")}</a></Banner> }.into_any()
}

fn join_form(wish: WishId, units: i64) -> AnyView {
    view! {
        <section class="card" aria-labelledby="standby">
            <h2 id="standby">{t!("standby-late")}</h2>
            <p>{t!("standby-join-text")}</p>
            <ActionForm to=format!("/wishes/{wish}/standby")>
                {(units > 1).then(|| view! { <Stepper name="quantity" label=t!("standby-join-many") max=units /> })}
                <Submit label=t!("standby-join") tone="soft" icon="bell" wide=true />
            </ActionForm>
        </section>
    }
    .into_any()
}

/// State of a place as a pill.
fn standby_pill(state: StandbyState) -> AnyView {
    let (tone, icon) = match state {
        StandbyState::Waiting => ("soft", "bell"),
        StandbyState::Asked => ("amber", "clock"),
        StandbyState::Taken => ("tea", "check"),
        StandbyState::Left | StandbyState::Ended => ("soft", "undo"),
        StandbyState::Missed => ("plum", "clock"),
    };
    let text = lang().named("standby-state", state.as_str());
    view! { <StatePill tone icon text /> }.into_any()
}

/// Loads the reader's live places.
///
/// # Errors
/// Not signed in.
pub(super) async fn mine_of(cx: &Cx) -> Result<Vec<StandbyFile>> {
    let mut files = cx.store.my_standbys(&cx.actor).await?;
    files.retain(|file| file.place.state.is_live());
    Ok(files)
}

/// Renders live places for the list of claims: asked ones with their answers, then those that wait.
pub(super) fn mine(files: Vec<StandbyFile>) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let (asked, waiting): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.place.state == StandbyState::Asked);
    let cards = (!asked.is_empty()).then(|| {
        let cards = asked.into_iter().map(asked_card).collect_view();
        view! { <ul class="cards">{cards}</ul> }
    });
    let rows = (!waiting.is_empty()).then(|| {
        let rows = waiting.into_iter().map(waiting_row).collect_view();
        view! { <ul class="rows">{rows}</ul> }
    });
    Some(
        view! {
            <section class="stack" aria-labelledby="standbys">
                <h2 id="standbys">{t!("standby-list")}</h2>
                {cards}
                {rows}
            </section>
        }
        .into_any(),
    )
}

/// Formats what a place is for: `书包 · 1–3 年级 × 2`, with the units that it is asked for or would bring.
fn title(place: &Standby) -> String {
    let title = lang().thing(&place.key, &place.size, &place.title);
    let units = if place.held > 0 { place.held } else { place.quantity };
    if units == 1 { title } else { format!("{title} × {units}") }
}

fn asked_card(file: StandbyFile) -> impl IntoView {
    let StandbyFile { place, wish } = file;
    let (page, name) = (format!("/standbys/{}", place.id), title(&place));
    view! {
        <li class=format!("my-claim card {}", tint(wish.category))>
            <Tile key=place.key.clone() photo=wish.photo />
            <h3><a href=page.clone()>{name}</a></h3>
            <p class="need">{standby_pill(place.state)}<span>{t!("standby-until")}" "{lang().clock(place.answer_by)}</span></p>
            <p class="meta">{t!("standby-asked-text")}</p>
            <div class="next">
                <RowForm to=format!("{page}/leave")><button class="btn btn-quiet">{t!("standby-decline")}</button></RowForm>
                <RowForm to=format!("{page}/accept")><button class="btn btn-soft">{t!("standby-accept")}</button></RowForm>
            </div>
        </li>
    }
}

fn waiting_row(file: StandbyFile) -> impl IntoView {
    let StandbyFile { place, wish } = file;
    view! {
        <li>
            <a class=format!("row {}", tint(wish.category)) href=format!("/standbys/{}", place.id)>
                <Tile key=place.key.clone() size="small" photo=wish.photo />
                <span class="row-main"><b>{title(&place)}</b><small>{t!("standby-ahead", n = place.ahead)}</small></span>
                <span class="row-end">{standby_pill(place.state)}</span>
            </a>
        </li>
    }
}

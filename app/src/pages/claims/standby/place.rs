//! One place in a line, for its donor: the ask with yes and no, or what became of it.

use domain::{
    Code,
    claims::standby::{Standby, StandbyFile, StandbyState},
    ledger::Location,
    opening::Opening,
};
use leptos::prelude::*;
use store::claims::eligibility::Terms;

use super::{standby_pill, title};
use crate::{
    components::{ActionForm, Banner, DayChoice, Fact, Facts, ShopPlace, Submit, Tile, tint},
    i18n::{alias, date_near, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /standbys/{id}`, and again after an answer is refused.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let file = cx.store.own_standby(&cx.actor, id).await?;
    let terms = match file.place.state {
        StandbyState::Asked => Some(cx.store.claim_terms(&cx.actor, file.wish.id).await?),
        _ => None,
    };
    let opening = match terms.as_ref().and_then(|terms| terms.location.as_ref()) {
        Some(location) => cx.store.opening(location.id).await?,
        None => Opening::default(),
    };
    let heading = cx.lang.thing(&file.place.key, &file.place.size, &file.place.title);
    Ok(Page::new(heading, Here::Claims, move || {
        let body = match terms {
            Some(terms) => asked(&file.place, &terms, opening),
            None => said(&file.place),
        };
        view! {
            {head(&file)}
            {body}
        }
    })
    .back("/claims")
    .narrow()
    .no_index())
}

fn head(file: &StandbyFile) -> impl IntoView + use<> {
    let StandbyFile { place, wish } = file;
    // The picture of a wish that has ended is not served any more.
    let photo = if place.state.is_live() { wish.photo } else { 0 };
    view! {
        <div class=format!("my-claim {}", tint(wish.category))>
            <Tile key=place.key.clone() photo=photo />
            <p class="whom"><b>{alias(&wish.alias)}</b></p>
            <p class="need">{standby_pill(place.state)}<span>{title(place)}</span></p>
            <p class="meta">{wish.area_name.clone()}" · "{t!("standby-since", day = date_near(place.created))}</p>
        </div>
    }
}

/// Renders the ask: until when, and the two answers.
fn asked(place: &Standby, terms: &Terms, opening: Opening) -> AnyView {
    let (id, until, units) = (place.id, lang().clock(place.answer_by), place.held);
    let yes = match (terms.refused, terms.location.clone()) {
        (None, Some(location)) => yes_form(id, terms.days, location, opening),
        (refused, _) => {
            let why = lang().refusal(refused.unwrap_or(Code::ClaimsPaused));
            view! { <Banner tone="amber">{why}</Banner> }.into_any()
        }
    };
    view! {
        <section class="card">
            <h2>{t!("standby-asked-title")}</h2>
            <p>{t!("standby-asked-text")}</p>
            <Facts>
                <Fact name=t!("standby-until")><b>{until}</b></Fact>
                <Fact name=t!("wish-wanted")>{t!("wish-units", n = units)}</Fact>
            </Facts>
        </section>
        {leave_form(id, t!("standby-decline"))}
        {yes}
    }
    .into_any()
}

fn yes_form(id: i64, days: i64, location: Location, opening: Opening) -> AnyView {
    view! {
        <ActionForm to=format!("/standbys/{id}/accept") class="sheet">
            <DayChoice name="due" label=t!("claims-when") days=days opening=opening.clone() />
            <ShopPlace title=t!("claims-bring-to", place = location.name.clone()) location opening />
            <div class="thumb-bar">
                <p class="note">{t!("claims-sheet-note")}</p>
                <Submit label=t!("standby-accept") wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}

fn leave_form(id: i64, label: String) -> impl IntoView {
    view! {
        <ActionForm to=format!("/standbys/{id}/leave")>
            <Submit label=label tone="quiet" icon="undo" wide=true />
        </ActionForm>
    }
}

/// Renders what became of a place, or that it waits.
fn said(place: &Standby) -> AnyView {
    let (id, claim, ahead) = (place.id, place.claim, place.ahead);
    let (heading, words) =
        (lang().named("standby-state", place.state.as_str()), lang().named("standby-text", place.state.as_str()));
    let next = match place.state {
        StandbyState::Waiting | StandbyState::Asked => leave_form(id, t!("standby-leave")).into_any(),
        StandbyState::Taken => {
            view! { <a class="btn btn-soft" href=format!("/claims/{claim}")>{t!("claims-own-see")}</a> }.into_any()
        }
        StandbyState::Left | StandbyState::Missed | StandbyState::Ended => {
            view! { <a class="btn btn-soft" href="/">{t!("claims-see-feed")}</a> }.into_any()
        }
    };
    let waiting = place.state == StandbyState::Waiting;
    view! {
        <section class="card">
            <h2>{heading}</h2>
            <p>{words}</p>
            {waiting.then(|| view! { <p class="soft">{t!("standby-ahead", n = ahead)}</p> })}
        </section>
        {next}
    }
    .into_any()
}

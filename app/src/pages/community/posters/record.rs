//! The page of one record's poster: the sheet, its files, and the places where it hangs.

use domain::{
    Code, DAY, Error, Result,
    community::posters::{LONGEST_DAYS, PosterSubject, USUAL_DAYS},
    permission::Action,
};
use leptos::prelude::*;

use super::{places::poster_rows, sheet::sheet};
use crate::{
    components::{ActionForm, Banner, Field, Icon, Submit, poster_page},
    i18n::day_value,
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /wishes/{id}/poster`.
pub async fn wish(cx: Cx) -> Shown {
    page(cx, PosterSubject::Wish).await
}

/// Renders `GET /drives/{id}/poster`.
pub async fn drive(cx: Cx) -> Shown {
    page(cx, PosterSubject::Drive).await
}

/// Renders `GET /shops/{id}/poster`.
pub async fn shop(cx: Cx) -> Shown {
    page(cx, PosterSubject::Shop).await
}

/// Renders `GET /desk/groups/{id}/poster`.
pub async fn group(cx: Cx) -> Shown {
    page(cx, PosterSubject::Group).await
}

/// Returns the headline of the sheet; `None` for a record that is over, whose posters are still listed.
async fn headline(cx: &Cx, subject: PosterSubject, id: i64) -> Result<Option<String>> {
    match sheet(cx, subject, id, 0).await {
        Ok(sheet) => Ok(Some(sheet.headline)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn page(cx: Cx, subject: PosterSubject) -> Shown {
    let id = cx.id("id")?;
    let hangs = cx.actor.may_somewhere(Action::HangPosters);
    if subject == PosterSubject::Group {
        // Refuses by role before it says whether there is such a group.
        cx.actor.must_somewhere(Action::ReadGroups)?;
    }
    let posters = cx.store.posters_of(&cx.actor, subject, id).await?;
    let open = headline(&cx, subject, id).await?;
    if open.is_none() && posters.is_empty() {
        return Err(Error::NotFound);
    }
    let hangs = match subject {
        PosterSubject::Group if hangs && open.is_some() => cx.store.group(&cx.actor, id).await?.may_keep,
        _ => hangs,
    };
    let (here, back) = match subject {
        PosterSubject::Wish => (Here::Feed, format!("/wishes/{id}")),
        PosterSubject::Drive => (Here::Drives, format!("/drives/{id}")),
        PosterSubject::Shop => (Here::Nowhere, format!("/shops/{id}")),
        PosterSubject::Group => (Here::Groups, format!("/desk/groups/{id}")),
    };
    let to = poster_page(subject, id);
    Ok(Page::new(cx.lang.t("poster-title"), here, move || {
        let is_open = open.is_some();
        let none = posters.is_empty();
        view! {
            {(!is_open).then(|| view! { <Banner tone="amber">{t!("poster-over")}</Banner> })}
            {open.map(|headline| files(&to, headline))}
            {(is_open && subject == PosterSubject::Group).then(|| view! { <p class="note">{t!("group-poster-note")}</p> })}
            <section class="stack" aria-labelledby="places">
                <h2 id="places">{t!("poster-places")}</h2>
                {if none {
                    view! { <p class="soft">{t!("poster-places-none")}</p> }.into_any()
                } else {
                    poster_rows(posters, |_| None).into_any()
                }}
            </section>
            {(is_open && hangs).then(|| hang(to.clone()))}
            <p><a class="link" href="/posters">{t!("posters-all")}</a></p>
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

/// Renders the sheet and the links to its files.
fn files(to: &str, headline: String) -> impl IntoView + use<> {
    let (png, pdf) = (format!("{to}.png"), format!("{to}.pdf"));
    let shown = png.clone();
    let width = media::posters::WIDTH.to_string();
    let height = media::posters::HEIGHT.to_string();
    view! {
        <img class="poster-sheet" src=shown width=width height=height alt=t!("poster-of", title = headline) />
        <p class="cluster">
            <a class="btn btn-main" href=pdf download="" rel="nofollow"><Icon name="print" />{t!("poster-pdf")}</a>
            <a class="btn btn-soft" href=png download="" rel="nofollow"><Icon name="download" />{t!("poster-png")}</a>
        </p>
    }
}

/// Renders the form that notes a place.
fn hang(to: String) -> impl IntoView {
    let now = scene().now;
    let (usual, today) = (day_value(now + USUAL_DAYS * DAY), day_value(now));
    let latest = day_value(now + (LONGEST_DAYS - 1) * DAY);
    view! {
        <section class="card stack" aria-labelledby="hang">
            <h2 id="hang">{t!("poster-hang")}</h2>
            <p class="note">{t!("poster-hang-note")}</p>
            <ActionForm to>
                <Field name="place" label=t!("poster-place") hint=t!("poster-place-hint") required=true max_length=60 autocomplete="off" />
                <Field name="until" label=t!("poster-until-ask") kind="date" value=usual required=true min=today max=latest />
                <Submit label=t!("poster-hang-do") tone="soft" />
            </ActionForm>
        </section>
    }
}

/// Error of a form whose day is missing or no day.
pub(super) fn no_day(typed: &str) -> Error {
    Error::field("until", if typed.is_empty() { Code::Required } else { Code::Unknown })
}

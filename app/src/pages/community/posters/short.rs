//! The short addresses of posters. Each leads to the record's page, which says how it stands; one that is gone says so
//! here. A scan is counted by the poster's place, once for an address within ten minutes; nothing about the visitor is
//! stored.

use domain::{
    Error,
    accounts::Actor,
    community::{groups::GroupState, posters::PosterSubject},
    wishes::Wish,
};
use leptos::prelude::*;

use crate::{
    components::{Banner, similar_wishes},
    web::{Cx, Here, Lead, Page, To},
};

/// Counts the scan of a poster that says where it hangs.
fn scanned(cx: &Cx, subject: PosterSubject, record: i64) {
    if !cx.ahead {
        cx.store.poster_scanned(subject, record, cx.query_i64("at"), &cx.address);
    }
}

/// Renders `GET /w/{id}?at`: leads to the wish. Of one that was public and is over it shows others like it.
pub(super) async fn wish(cx: Cx) -> domain::Result<Lead> {
    let id = cx.id("id")?;
    scanned(&cx, PosterSubject::Wish, id);
    match cx.store.wish(&Actor::visitor(), id).await.map_err(Error::from) {
        Ok(_) => Ok(Lead::To(To::page(format!("/wishes/{id}")))),
        Err(Error::NotFound) => {
            let (similar, claim) = (cx.store.instead_of(id).await?, cx.may_claim());
            Ok(over(&cx, Here::Feed, "poster-wish-over", move || others(similar, claim)))
        }
        Err(error) => Err(error),
    }
}

/// Renders `GET /d/{id}?at`: leads to the drive, which says whether it has ended.
pub(super) async fn drive(cx: Cx) -> domain::Result<Lead> {
    let id = cx.id("id")?;
    scanned(&cx, PosterSubject::Drive, id);
    cx.store.drive(&Actor::visitor(), id).await?;
    Ok(Lead::To(To::page(format!("/drives/{id}"))))
}

/// Renders `GET /s/{id}?at`: leads to the shop.
pub(super) async fn shop(cx: Cx) -> domain::Result<Lead> {
    let id = cx.id("id")?;
    scanned(&cx, PosterSubject::Shop, id);
    cx.store.public_shop(id).await?;
    Ok(Lead::To(To::page(format!("/shops/{id}"))))
}

/// Renders `GET /g/{poster}?at`: leads to where families join the group of a code.
pub(super) async fn group(cx: Cx) -> domain::Result<Lead> {
    let code = cx.param("poster").to_owned();
    let (group, state) = cx.store.group_of_poster(&code).await?;
    scanned(&cx, PosterSubject::Group, group);
    match state {
        GroupState::Open => Ok(Lead::To(To::page(format!("/groups/join/{code}")))),
        GroupState::Ended => Ok(over(&cx, Here::Nowhere, "poster-group-over", || {
            view! { <p><a class="btn btn-soft" href="/documents">{t!("poster-group-instead")}</a></p> }.into_any()
        })),
    }
}

/// A page that says that what a poster asks for is over.
fn over(cx: &Cx, here: Here, words: &'static str, more: impl FnOnce() -> AnyView + Send + 'static) -> Lead {
    let page = Page::new(cx.lang.t("poster-over-title"), here, move || {
        view! {
            <Banner tone="amber">{t!(words)}</Banner>
            {more()}
        }
    });
    Lead::Page(Box::new(page.narrow().no_index()))
}

fn others(similar: Vec<Wish>, claim: bool) -> AnyView {
    similar_wishes(similar, claim)
        .unwrap_or_else(|| view! { <p><a class="btn btn-main" href="/">{t!("poster-feed")}</a></p> }.into_any())
}

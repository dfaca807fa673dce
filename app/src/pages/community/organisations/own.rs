//! The page of an organisation for its own members; those who act for it also change and propose there.

use domain::{Error, areas::AreaKind};
use leptos::prelude::*;

use super::pieces::{contact, figures, kind, offer_form, offers};
use crate::{
    components::{Banner, Empty, Fact, Facts, More, area_choice, area_options},
    pages::{
        community::{
            partnerships::pieces::{propose_form, rows},
            pledges::pieces::pledge_rows,
        },
        services::pieces::office_rows,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /organisation`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let here = if cx.actor.is_staff() { Here::Partners } else { Here::Claims };
    if cx.actor.household != 0 {
        return Err(Error::NotFound);
    }
    if cx.actor.organisation == 0 {
        return Ok(Page::new(cx.lang.t("organisation-own"), here, || {
            view! { <Empty title=t!("organisation-own-none") action=("/me/area", t!("me-join"))>{t!("organisation-own-none-text")}</Empty> }
        })
        .narrow()
        .no_index());
    }
    let id = cx.actor.organisation;
    let file = cx.store.organisation_file(&cx.actor, id).await?;
    let partnerships = cx.store.organisation_partnerships(&cx.actor, id).await?;
    let pledges = cx.store.organisation_pledges(&cx.actor, id).await?;
    let referred = cx.store.office_referrals(&cx.actor).await?;
    let areas = if file.acts { cx.store.areas(&cx.actor).await? } else { Vec::new() };
    let options = area_choice(cx.lang, area_options(&areas, |area| area.kind != AreaKind::Grid));
    Ok(Page::new(file.name.clone(), here, move || {
        let (said, offered) = (kind(file.kind), offers(&file.offers));
        let (acting, call) = (file.contacts.join(" · "), contact(&file));
        let offer = file.acts.then(|| offer_form(&file, "/organisation/offer".to_owned()));
        view! {
            {(!file.acts).then(|| view! { <Banner>{t!("organisation-own-note")}</Banner> })}
            <Facts>
                <Fact name=t!("organisation-kind")>{said}</Fact>
                {(!offered.is_empty()).then(|| view! { <Fact name=t!("organisation-offers")>{offered}</Fact> })}
                {call}
                {(!acting.is_empty()).then(|| view! { <Fact name=t!("organisation-acts")>{acting}</Fact> })}
            </Facts>
            {office_rows(&referred)}
            {figures(&file)}
            <section class="stack" aria-labelledby="partnerships">
                <h2 id="partnerships">{t!("partnerships-title")}</h2>
                {rows(&partnerships)}
                {file.acts.then(|| propose_form("/organisation/partnerships".to_owned(), options))}
            </section>
            <section class="stack" aria-labelledby="pledges">
                <h2 id="pledges">{t!("pledges-title")}</h2>
                {pledge_rows(&pledges)}
                {file.acts.then(|| view! {
                    <p class="cluster">
                        <a class="btn btn-soft" href="/pledges/new">{t!("pledge-draft")}</a>
                        <a class="btn btn-quiet" href="/pledges/board">{t!("pledge-board")}</a>
                    </p>
                })}
            </section>
            {offer.map(|offer| view! { <More summary=t!("organisation-offer-change") to="/organisation/offer">{offer}</More> })}
        }
    })
    .back("/claims")
    .narrow()
    .no_index())
}

//! Actions on organisations: what they are, offer, and who acts for them.

use domain::{
    accounts::OrganisationId,
    community::organisations::{Offering, OrganisationOffer, OrganisationProfile},
};
use store::community::organisations::{
    contacts::SetContactRole,
    profile::{SetOrganisation, SetOrganisationOffer},
};

use crate::web::{Cx, Done, To};

fn to(id: OrganisationId) -> To {
    To::page(format!("/desk/organisations/{id}"))
}

/// Handles `POST /desk/organisations/{id}`.
pub async fn set(cx: Cx) -> Done {
    let organisation = cx.id("id")?;
    let areas = cx.fields("areas").into_iter().filter_map(|area| area.parse().ok()).collect();
    let profile = OrganisationProfile { name: cx.field("name").to_owned(), kind: cx.choice("kind")?, areas };
    cx.store.run(&cx.by(), SetOrganisation { organisation, profile }).await?;
    Ok(to(organisation).saying("done-organisation-set"))
}

async fn set_offer(cx: &Cx, organisation: OrganisationId) -> domain::Result<()> {
    let offers = cx.fields("offers").into_iter().filter_map(|one| one.parse::<Offering>().ok()).collect();
    let offer = OrganisationOffer {
        offers,
        contact_name: cx.field("contact_name").to_owned(),
        contact_phone: cx.field("contact_phone").to_owned(),
    };
    Ok(cx.store.run(&cx.by(), SetOrganisationOffer { organisation, offer }).await?)
}

/// Handles `POST /desk/organisations/{id}/offer`.
pub async fn offer(cx: Cx) -> Done {
    let id = cx.id("id")?;
    set_offer(&cx, id).await?;
    Ok(to(id).saying("done-organisation-set"))
}

/// Handles `POST /organisation/offer`.
pub async fn own_offer(cx: Cx) -> Done {
    cx.signed_in()?;
    set_offer(&cx, cx.actor.organisation).await?;
    Ok(To::page("/organisation").saying("done-organisation-set"))
}

/// Handles `POST /desk/organisations/{id}/members`.
pub async fn contact(cx: Cx) -> Done {
    let organisation = cx.id("id")?;
    let set = SetContactRole { organisation, account: cx.choice("account")?, role: cx.choice("role")? };
    cx.store.run(&cx.by(), set).await?;
    Ok(to(organisation).saying("done-organisation-contact"))
}

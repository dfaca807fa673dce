//! Actions on organisations: add, rename, close, reopen, renew the invitation code.

use domain::accounts::Organisation;
use store::areas::organisations::{AddOrganisation, RenameOrganisation, RenewInvitation, SetOrganisationOpen};

use crate::web::{Cx, Done, To};

const LIST: &str = "/admin/organisations";

/// Handles `POST /admin/organisations`.
pub async fn add(cx: Cx) -> Done {
    let name = cx.field("name").to_owned();
    let id = cx.store.run(&cx.by(), AddOrganisation { area: cx.field_i64("area"), name: name.clone() }).await?;
    let code = named(&cx, id).await?.invitation;
    Ok(To::page(LIST).saying_with("done-organisation-added", [("name", name), ("code", code)]))
}

/// Handles `POST /admin/organisations/{id}/open`.
pub async fn open(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), SetOrganisationOpen { organisation: id, open: true }).await?;
    let name = named(&cx, id).await?.name;
    Ok(To::page(LIST).saying_with("done-organisation-opened", [("name", name)]))
}

/// Handles `POST /admin/organisations/{id}/close`.
pub async fn close(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), SetOrganisationOpen { organisation: id, open: false }).await?;
    let name = named(&cx, id).await?.name;
    Ok(To::page(LIST).saying_with("done-organisation-closed", [("name", name)]))
}

/// Handles `POST /admin/organisations/{id}/rename`.
pub async fn rename(cx: Cx) -> Done {
    let name = cx.field("name").to_owned();
    cx.store.run(&cx.by(), RenameOrganisation { organisation: cx.id("id")?, name: name.clone() }).await?;
    Ok(To::page(LIST).saying_with("done-organisation-renamed", [("name", name)]))
}

/// Handles `POST /admin/organisations/{id}/renew`.
pub async fn renew(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let code = cx.store.run(&cx.by(), RenewInvitation(id)).await?;
    let name = named(&cx, id).await?.name;
    Ok(To::page(LIST).saying_with("done-organisation-renewed", [("name", name), ("code", code)]))
}

async fn named(cx: &Cx, id: i64) -> domain::Result<Organisation> {
    let all = cx.store.organisations(&cx.actor, 0).await?;
    all.into_iter().find(|organisation| organisation.id == id).ok_or(domain::Error::NotFound)
}

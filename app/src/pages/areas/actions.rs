//! Actions on areas and their claim policies.

use domain::{
    Error,
    areas::{AreaId, NewArea, Policy, StaffFactor, Waits},
};
use store::areas::{
    policies::{ClearPolicy, SetPolicy},
    tree::{AddArea, RenameArea},
};

use crate::web::{Cx, Done, To};

/// Handles `POST /admin/areas`, then shows the form again: areas are added in series.
pub async fn add(cx: Cx) -> Done {
    let below = cx.field_i64("below");
    let kind = cx.choice("kind")?;
    let name = cx.field("name").to_owned();
    let id = cx
        .store
        .run(&cx.by(), AddArea(NewArea { parent: (below != 0).then_some(below), kind, name: name.clone() }))
        .await?;
    let to = if below == 0 { format!("/admin/areas?below={id}") } else { format!("/admin/areas?below={below}") };
    Ok(To::page(to).saying_with("done-area-added", [("name", name)]))
}

/// Handles `POST /admin/areas/{id}/rename`.
pub async fn rename(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let name = cx.field("name").to_owned();
    cx.store.run(&cx.by(), RenameArea { area: id, name: name.clone() }).await?;
    Ok(To::page(format!("/admin/areas/{id}")).saying_with("done-area-renamed", [("name", name)]))
}

/// Handles `POST /admin/areas/{id}/policy`.
pub async fn policy(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let who_may_claim = cx.choice("who_may_claim")?;
    let policy = Policy {
        who_may_claim,
        open_claims: cx.field_i64("open_claims"),
        claim_days: cx.field_i64("claim_days"),
        reminder_days: limit(&cx, "reminder_days"),
        wish_days: cx.field_i64("wish_days"),
        confirm_days: cx.field_i64("confirm_days"),
        open_wishes: limit(&cx, "open_wishes"),
        year_wishes: limit(&cx, "year_wishes"),
        one_person_allowed: cx.field("one_person_allowed") == "yes",
        waits: waits(&cx, id).await?,
        staff_factor: match cx.field("staff_factor") {
            "yes" => StaffFactor::Required,
            _ => StaffFactor::None,
        },
        costly_above: amount(&cx, "costly_above"),
        pairings: match cx.field("pairings") {
            "" => cx.store.policy(id).await?.0.pairings,
            _ => cx.field_i64("pairings"),
        },
    };
    cx.store.run(&cx.by(), SetPolicy { area: id, policy }).await?;
    Ok(To::page(format!("/admin/areas/{id}")).saying("done-policy-set"))
}

/// Reads an amount in yuan; `None` when the field was left empty. What is no number is out of every range.
fn amount(cx: &Cx, name: &str) -> Option<i64> {
    (!cx.field(name).is_empty()).then(|| limit(cx, name))
}

/// Handles `POST /admin/areas/{id}/policy-clear`.
pub async fn policy_clear(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ClearPolicy(id)).await?;
    Ok(To::page(format!("/admin/areas/{id}")).saying("done-policy-cleared"))
}

/// Reads how long goods may be on the way and wait; what a form does not send stays as it is in force.
async fn waits(cx: &Cx, area: AreaId) -> Result<Waits, Error> {
    let names = ["arrive_days", "grace_days", "collect_days"];
    if names.iter().all(|name| cx.field(name).is_empty()) {
        return Ok(cx.store.policy(area).await?.0.waits);
    }
    let [arrive_days, grace_days, collect_days] = names.map(|name| limit(cx, name));
    Ok(Waits { arrive_days, grace_days, collect_days })
}

/// Returns -1 for an empty field, which the store refuses: 0 means "no limit" and must be typed.
fn limit(cx: &Cx, name: &str) -> i64 {
    if cx.field(name).is_empty() { -1 } else { cx.field_i64(name) }
}

//! Actions on points: grant, take back, reverse, and an area's monthly policy.

use domain::{Code, Error, points::PointsPolicy};
use store::points::{
    adjustments::{ByHand, GivePoints, ReversePoints, TakePointsBack},
    policy::{ClearPointsPolicy, SetPointsPolicy},
};

use crate::web::{Cx, Done, To};

/// Handles `POST /desk/households/{id}/points`: grants or takes back, depending on the field `what`.
pub async fn by_hand(cx: Cx) -> Done {
    let household = cx.id("id")?;
    let points = cx.field_i64("points");
    let new = ByHand { household, points, reason: cx.field("reason").to_owned() };
    let done = match cx.field("what") {
        "give" => {
            cx.store.run(&cx.by(), GivePoints(new)).await?;
            "done-points-given"
        }
        "take" => {
            cx.store.run(&cx.by(), TakePointsBack(new)).await?;
            "done-points-taken"
        }
        _ => return Err(Error::field("what", Code::Required)),
    };
    Ok(To::page(format!("/desk/households/{household}/points")).saying_with(done, [("n", points.to_string())]))
}

/// Handles `POST /desk/households/{id}/points/{journal}/reverse`.
pub async fn reverse(cx: Cx) -> Done {
    let (household, journal) = (cx.id("id")?, cx.id("journal")?);
    let reversal = ReversePoints { household, journal, reason: cx.field("reason").to_owned() };
    let journal = cx.store.run(&cx.by(), reversal).await?;
    Ok(To::page(format!("/desk/households/{household}/points/{journal}")).saying("done-points-reversed"))
}

/// Handles `POST /admin/areas/{id}/points`.
pub async fn policy(cx: Cx) -> Done {
    let id = cx.id("id")?;
    // An empty field is refused as -1: 0 would mean "no cap" or "for ever".
    let number = |name| if cx.field(name).is_empty() { -1 } else { cx.field_i64(name) };
    let policy = PointsPolicy {
        base: number("base"),
        each_member: number("each_member"),
        cap_month: number("cap_month"),
        cap_balance: number("cap_balance"),
        valid_months: number("valid_months"),
    };
    cx.store.run(&cx.by(), SetPointsPolicy { area: id, policy }).await?;
    Ok(To::page(format!("/admin/areas/{id}/points")).saying("done-points-policy-set"))
}

/// Handles `POST /admin/areas/{id}/points/clear`.
pub async fn policy_clear(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ClearPointsPolicy(id)).await?;
    Ok(To::page(format!("/admin/areas/{id}/points")).saying("done-points-policy-cleared"))
}

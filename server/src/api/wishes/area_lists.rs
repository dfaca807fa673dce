//! Lists of staff: wishes of their areas, among them those to review, and claims of their shops.

use domain::{
    claims::ClaimFile,
    permission::Action,
    wishes::{WishFile, WishState},
};

use crate::api::prelude::*;

/// Filters of the wishes of your areas.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AreaWishesQuery {
    /// Only those in this state; `submitted` ones are to be reviewed.
    state: Option<WishState>,
    /// Only published ones that have waited long; `state` is ignored then.
    waiting: bool,
    /// Words of its title or text, or its number.
    q: String,
    /// `next` of the previous page.
    cursor: i64,
}

/// Which claims the counter of a shop looks at.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShopClaims {
    /// Goods that are still to come.
    #[default]
    Expected,
    /// Goods that are set aside for their family.
    Ready,
    /// Goods whose appliance check is not signed yet.
    Checks,
}

/// Filters of the claims of your shops.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ShopClaimsQuery {
    /// Which of them.
    list: ShopClaims,
}

/// Lists the wishes of your areas, newest first, with the family's own words; pick-up codes stay with the family.
#[utoipa::path(get, path = "/area-wishes", tag = "wishes", params(AreaWishesQuery),
    responses((status = 200, body = Page<WishFile>)))]
pub async fn area_wishes(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(AreaWishesQuery { state, waiting, q, cursor }): Query<AreaWishesQuery>,
) -> Answer<Json<Page<WishFile>>> {
    actor.must_somewhere(Action::ReviewWishes).or(actor.must_somewhere(Action::ReadHouseholds))?;
    let mut page = match waiting {
        true => store.long_waiting(&actor, &q, cursor).await?,
        false => store.staff_wishes(&actor, state, &q, cursor).await?,
    };
    page.items.iter_mut().for_each(|wish| wish.code.clear());
    Ok(Json(page))
}

/// Lists the claims that the counters of your shops look at, at most 100.
#[utoipa::path(get, path = "/shop-claims", tag = "claims", params(ShopClaimsQuery),
    responses((status = 200, body = Vec<ClaimFile>)))]
pub async fn shop_claims(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(ShopClaimsQuery { list }): Query<ShopClaimsQuery>,
) -> Answer<Json<Vec<ClaimFile>>> {
    Ok(Json(match list {
        ShopClaims::Expected => store.arrivals(&actor).await?,
        ShopClaims::Ready => store.ready(&actor).await?,
        ShopClaims::Checks => store.checks_waiting(&actor).await?,
    }))
}

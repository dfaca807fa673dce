//! What a search at the counter found: one hit is opened, several are listed, none gets hints.

use domain::{
    claims::{ClaimFile, ClaimState},
    orders::{Order, OrderState},
};
use leptos::prelude::*;
use store::db::pickup_codes::{CodeSearch, PER_PERSON};

use super::{claim, search::find_card};
use crate::{
    components::{Banner, Empty},
    i18n::lang,
    pages::{
        orders::counter::{self, order},
        stock::pieces::claim_rows,
    },
    web::{Cx, Here, Page, Shown},
};

/// Claims and orders that a typed text stands for.
#[derive(Default)]
struct Hits {
    claims: Vec<ClaimFile>,
    orders: Vec<Order>,
}

impl Hits {
    fn len(&self) -> usize {
        self.claims.len() + self.orders.len()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn has_claim(&self, id: i64) -> bool {
        self.claims.iter().any(|file| file.claim.id == id)
    }

    fn has_order(&self, id: i64) -> bool {
        self.orders.iter().any(|order| order.id == id)
    }

    fn has_live_claim(&self) -> bool {
        self.claims.iter().any(is_live)
    }
}

fn is_live(file: &ClaimFile) -> bool {
    file.claim.state.holds_units() && file.claim.state != ClaimState::Confirmed
}

/// Finds by pick-up code; empty unless the search is a counted try of a shopkeeper.
async fn coded(cx: &Cx, search: &CodeSearch) -> domain::Result<Hits> {
    let CodeSearch::Counted(code) = search else { return Ok(Hits::default()) };
    let claims = cx.store.claims_by_code(&cx.actor, code).await?;
    Ok(Hits { claims, orders: cx.store.orders_by_code(&cx.actor, code).await? })
}

/// Finds by number and drop-off code; ended claims and orders are left out where others match.
async fn numbered(cx: &Cx, find: &str, coded: &Hits) -> domain::Result<Hits> {
    let claims = cx.store.claim_find(&cx.actor, find).await?;
    let mut hits = Hits { claims, orders: cx.store.order_find(&cx.actor, find).await? };
    hits.claims.retain(|file| !coded.has_claim(file.claim.id));
    hits.orders.retain(|order| !coded.has_order(order.id));
    let live_claims = coded.has_live_claim() || hits.has_live_claim();
    let held = |order: &Order| order.state == OrderState::Held;
    if live_claims || !coded.orders.is_empty() || hits.orders.iter().any(held) {
        hits.orders.retain(held);
    }
    if live_claims || !coded.orders.is_empty() || !hits.orders.is_empty() {
        hits.claims.retain(is_live);
    }
    Ok(hits)
}

/// Searches for a number, a code or words.
///
/// A pick-up code is searched once per typing, as a counted try; what it finds opens with the code in its hand-over
/// form, so that a family is served with one scan and one button. The hand-over counts and judges the code again.
pub(crate) async fn found(cx: Cx, find: String) -> Shown {
    let search = cx.store.code_search(&cx.actor, &find).await?;
    let code = match &search {
        CodeSearch::Counted(code) => code.digits().to_owned(),
        _ => String::new(),
    };
    let coded = coded(&cx, &search).await?;
    let mut others = numbered(&cx, &find, &coded).await?;
    if coded.is_empty() && others.is_empty() {
        others.claims = cx.store.claim_find_words(&cx.actor, &find).await?;
    }
    if coded.len() + others.len() == 1 {
        let (hits, code) = if others.is_empty() { (coded, code) } else { (others, String::new()) };
        return match (hits.claims.first(), hits.orders.first()) {
            (Some(hit), _) => claim::show(cx, hit.claim.id, code).await,
            (None, Some(only)) => order::show(cx, only.id, code).await,
            (None, None) => Err(domain::Error::NotFound),
        };
    }
    Ok(Page::new(cx.lang.t("shop-found-title"), Here::Counter, move || {
        let notice = notice(&search);
        let list = if coded.is_empty() && others.is_empty() {
            none(find.clone(), notice.is_some())
        } else {
            several(coded, others, &code)
        };
        view! {
            {find_card(find)}
            {notice}
            {list}
        }
    })
    .back("/shop")
    .no_index())
}

/// Says why the digits were not searched as a pick-up code.
fn notice(search: &CodeSearch) -> Option<AnyView> {
    match search {
        CodeSearch::NoCode | CodeSearch::Counted(_) => None,
        CodeSearch::OtherRole => Some(view! { <Banner>{t!("shop-code-other-role")}</Banner> }.into_any()),
        CodeSearch::Paused(until) => {
            // The clock shows whole minutes; the next one is surely past the pause.
            let time = lang().clock(until + 59);
            Some(
                view! { <Banner tone="amber">{t!("shop-code-paused", n = PER_PERSON, time = time)}</Banner> }
                    .into_any(),
            )
        }
    }
}

/// Renders the empty list; hints for mistypings only where the text was searched in every way.
fn none(find: String, partly: bool) -> AnyView {
    if partly {
        return view! { <Empty title=t!("shop-found-none", find = find) /> }.into_any();
    }
    view! { <Empty title=t!("shop-found-none", find = find)>{t!("shop-found-none-text")}</Empty> }.into_any()
}

fn several(coded: Hits, others: Hits, code: &str) -> AnyView {
    let n = i64::try_from(coded.len() + others.len()).unwrap_or(i64::MAX);
    let orders: Vec<Order> = coded.orders.into_iter().chain(others.orders).collect();
    view! {
        <p role="status">{t!("shop-found-several", n = n)}</p>
        {(!orders.is_empty()).then(|| counter::list::rows(orders))}
        {(!coded.claims.is_empty()).then(|| claim_rows(coded.claims, code, 0))}
        {(!others.claims.is_empty()).then(|| claim_rows(others.claims, "", 0))}
    }
    .into_any()
}

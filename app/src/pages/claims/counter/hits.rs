//! What a search at the counter found: one hit is opened, several are listed, none gets hints.

use domain::{
    accounts::{cards, phone},
    claims::{ClaimFile, ClaimState},
    orders::{Order, OrderState},
    permission::Action,
    text::half_width,
};
use leptos::prelude::*;
use store::{
    By,
    db::pickup_codes::{CodeSearch, PER_PERSON},
    orders::walk_in::Guest,
    search::counter::CounterThings,
};

use super::{claim, search::find_card};
use crate::{
    components::{Banner, Empty, Icon},
    i18n::{alias, lang},
    pages::{
        orders::counter::{self, family, order},
        search::hits,
        stock::{pieces::claim_rows, transfers::kits},
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

/// Most characters of a family's name.
const NAME: usize = 20;

/// What a typed text says of a family: its card, phone or number, or nothing.
fn family_named(find: &str) -> Option<String> {
    let typed = half_width(find);
    let typed = typed.trim();
    let number = ["户号", "户", "household:"].iter().find_map(|sign| typed.strip_prefix(sign));
    let number = number.or_else(|| typed.strip_suffix("号家庭")).or_else(|| typed.strip_suffix('户'));
    if let Some(number) = number.map(|rest| rest.trim().trim_start_matches('#')) {
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        return is_number.then(|| format!("#{number}"));
    }
    (phone(typed).is_ok() || cards::typed(typed).is_ok()).then(|| typed.to_owned())
}

/// Whether a text that named nothing else may be a family: a number, or a name.
fn may_be_family(find: &str) -> bool {
    let typed = half_width(find);
    let number = typed.trim().trim_start_matches('#');
    number.parse().is_ok_and(|number: i64| number > 0)
        || ((2..=NAME).contains(&number.chars().count()) && !number.bytes().any(|b| b.is_ascii_digit()))
}

/// Looks families up, as at a walk-in: counted, written down, and read by the family; nothing for other roles.
async fn families(cx: &Cx, named: String) -> domain::Result<Vec<Guest>> {
    if !cx.actor.may_somewhere(Action::KeepStock) {
        return Ok(Vec::new());
    }
    Ok(cx.store.walk_in_find(&By::new(cx.actor.clone(), ""), named).await?)
}

/// Searches for a family, a number, a code or words.
///
/// A pick-up code is searched once per typing, as a counted try; what it finds opens with the code in its hand-over
/// form, so that a family is served with one scan and one button. The hand-over counts and judges the code again.
/// A plain number is that of a claim or an order, and of a family only where there is neither.
pub(crate) async fn found(cx: Cx, find: String) -> Shown {
    let named = family_named(&find);
    let mut guests = match &named {
        Some(named) => families(&cx, named.clone()).await?,
        None => Vec::new(),
    };
    let search = cx.store.code_search(&cx.actor, &find).await?;
    let code = match &search {
        CodeSearch::Counted(code) => code.digits().to_owned(),
        _ => String::new(),
    };
    let coded = coded(&cx, &search).await?;
    let mut others = if guests.is_empty() { numbered(&cx, &find, &coded).await? } else { Hits::default() };
    if coded.is_empty() && others.is_empty() && named.is_none() {
        others.claims = cx.store.claim_find_words(&cx.actor, &find).await?;
    }
    if guests.is_empty() && coded.len() + others.len() == 1 {
        let (hits, code) = if others.is_empty() { (coded, code) } else { (others, String::new()) };
        return match (hits.claims.first(), hits.orders.first()) {
            (Some(hit), _) => claim::show(cx, hit.claim.id, code).await,
            (None, Some(only)) => order::show(cx, only.id, code).await,
            (None, None) => Err(domain::Error::NotFound),
        };
    }
    let things = match guests.is_empty() {
        true => cx.store.counter_things(&cx.actor, &find).await?,
        false => CounterThings::default(),
    };
    let nothing = coded.is_empty() && others.is_empty() && things.hits.is_empty();
    if nothing && named.is_none() && may_be_family(&find) {
        guests = families(&cx, find.clone()).await?;
    }
    if let ([only], true) = (guests.as_slice(), nothing) {
        let household = only.household;
        return family::show(cx, household).await;
    }
    let number = half_width(&find).trim().trim_start_matches('#').parse::<i64>().ok();
    let number = number.filter(|number| *number > 0 && !nothing && cx.actor.may_somewhere(Action::KeepStock));
    Ok(Page::new(cx.lang.t("shop-found-title"), Here::Counter, move || {
        let notice = notice(&search);
        let list = if nothing && guests.is_empty() {
            none(find.clone(), notice.is_some())
        } else {
            let families = (guests, number);
            several(coded, others, &code, families, things)
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

/// Lists families by their masked names; of a number that means others too, only where its family would be.
fn family_rows((guests, number): (Vec<Guest>, Option<i64>)) -> AnyView {
    let mut rows: Vec<AnyView> = guests
        .into_iter()
        .map(|guest| {
            let to = format!("/shop/families/{}", guest.household);
            view! {
                <li><a class="row" href=to>
                    <Icon name="users" />
                    <span class="row-main"><b>{guest.masked}</b><small>{alias(&guest.alias)}</small></span>
                    <span class="row-end"><small class="num">"#"{guest.household}</small></span>
                </a></li>
            }
            .into_any()
        })
        .collect();
    if let Some(number) = number {
        let to = format!("/shop/families/{number}");
        rows.push(
            view! {
                <li><a class="row" href=to>
                    <Icon name="users" />
                    <span class="row-main"><b>{t!("desk-household-number", n = number.to_string())}</b><small>{t!("counter-family-of-number")}</small></span>
                </a></li>
            }
            .into_any(),
        );
    }
    if rows.is_empty() { ().into_any() } else { view! { <ul class="rows">{rows}</ul> }.into_any() }
}

fn several(
    coded: Hits,
    others: Hits,
    code: &str,
    families: (Vec<Guest>, Option<i64>),
    things: CounterThings,
) -> AnyView {
    let n = coded.len() + others.len() + families.0.len() + things.hits.len();
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    let orders: Vec<Order> = coded.orders.into_iter().chain(others.orders).collect();
    let hits: Vec<AnyView> = things.hits.into_iter().map(hits::row).collect();
    view! {
        <p role="status">{t!("shop-found-several", n = n)}</p>
        {family_rows(families)}
        {(!orders.is_empty()).then(|| counter::list::rows(orders))}
        {(!coded.claims.is_empty()).then(|| claim_rows(coded.claims, code, 0))}
        {(!others.claims.is_empty()).then(|| claim_rows(others.claims, "", 0))}
        {(!hits.is_empty()).then(|| view! { <ul class="rows">{hits}</ul> })}
        {kits::at_hand(things.kits)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_names_a_family_is_looked_up_before_all_else() {
        for (typed, read) in [("户 3098", "#3098"), ("household:12", "#12"), ("１２号家庭", "#12"), ("户号#7", "#7")]
        {
            assert_eq!(family_named(typed).as_deref(), Some(read), "{typed}");
        }
        assert_eq!(family_named("138 0013 8000").as_deref(), Some("138 0013 8000"));
        for other in ["1234", "123456", "#3098", "书包", "户外帐篷", "ABC123", "6901234567892"] {
            assert_eq!(family_named(other), None, "{other}");
        }
        assert!(may_be_family("3098") && may_be_family("#3098") && may_be_family("马秀兰"));
        assert!(!may_be_family("A1234") && !may_be_family("马"));
    }
}

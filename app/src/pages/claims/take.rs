//! The form that claims a wish: by when, how many, and to which shop.

use domain::{
    Code,
    ledger::Location,
    opening::Opening,
    wishes::{Wish, WishId, WishState},
};
use leptos::prelude::*;
use store::claims::eligibility::Terms;

use super::standby::{line, line_card};
use crate::{
    components::{ActionForm, Banner, DayChoice, Empty, ShopPlace, Stepper, Submit, Tile, WishCard, tint},
    i18n::{alias, lang, money, wish_title},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /wishes/{id}/claim`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (wish, _) = cx.store.wish(&cx.actor, id).await?;
    if wish.state != WishState::Published || wish.remaining == 0 {
        return gone(&cx, wish).await;
    }
    if wish.by_application {
        return to_apply(&cx, wish);
    }
    cx.signed_in()?;
    let terms = cx.store.claim_terms(&cx.actor, id).await?;
    let opening = match &terms.location {
        Some(location) => cx.store.opening(location.id).await?,
        None => Opening::default(),
    };
    Ok(Page::new(cx.lang.t("claims-sheet-title"), Here::Feed, move || {
        let body = match (terms.refused, terms.location.clone()) {
            (None, Some(location)) => sheet(&wish, &terms, location, opening),
            (refused, _) => not_now(refused.unwrap_or(Code::ClaimsPaused), id),
        };
        view! {
            {about(&wish)}
            {body}
        }
    })
    .back(format!("/wishes/{id}"))
    .narrow()
    .plain()
    .no_index())
}

/// Renders the way to the application for a costly wish, which cannot be claimed at once.
fn to_apply(cx: &Cx, wish: Wish) -> Shown {
    let id = wish.id;
    Ok(Page::new(cx.lang.t("application-title"), Here::Feed, move || {
        view! {
            {about(&wish)}
            <Banner tone="tea">{t!("application-how")}</Banner>
            <a class="btn btn-main btn-wide" href=format!("/wishes/{id}/apply")>{t!("wish-apply")}</a>
        }
    })
    .back(format!("/wishes/{id}"))
    .narrow()
    .plain()
    .no_index())
}

pub(super) fn about(wish: &Wish) -> impl IntoView + use<> {
    view! {
        <div class=format!("sheet-about wish-card {}", tint(wish.category))>
            <Tile key=wish.key.clone() photo=wish.photo />
            <h2>{wish_title(wish)}</h2>
            <p class="who">{alias(&wish.alias)}</p>
            <p class="meta">{wish.area_name.clone()}" · "{money(wish.cost)}</p>
        </div>
        {(!wish.words.is_empty()).then(|| {
            view! { <blockquote class="quote" lang="zh-CN"><p>{wish.words.clone()}</p></blockquote> }
        })}
    }
}

fn sheet(wish: &Wish, terms: &Terms, location: Location, opening: Opening) -> AnyView {
    let (left, promised, days) = (wish.remaining.min(20), terms.own, terms.days);
    view! {
        <ActionForm to=format!("/wishes/{}/claim", wish.id) class="sheet">
            {own(promised, "")}
            <DayChoice name="due" label=t!("claims-when") days=days opening=opening.clone() />
            {(left > 1).then(|| view! {
                <Stepper name="quantity" label=t!("claims-how-many") max=left hint=t!("claims-left", n = left) />
            })}
            <ShopPlace title=t!("claims-bring-to", place = location.name.clone()) location opening />
            <div class="thumb-bar">
                <p class="note">{t!("claims-sheet-note")}</p>
                <Submit label=t!("claims-promise") wide=true />
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Renders the link to the account's earlier claim for this wish; `None` for claim 0.
fn own(claim: i64, tone: &'static str) -> Option<impl IntoView> {
    (claim != 0).then(|| {
        view! { <Banner tone=tone>{t!("claims-own-already")}" "<a href=format!("/claims/{claim}")>{t!("claims-own-see")}</a></Banner> }
    })
}

/// Renders why this account cannot claim or apply now, and where to go instead.
pub(super) fn not_now(code: Code, wish: WishId) -> AnyView {
    let action = match code {
        Code::ClaimLimit | Code::FirstClaimOpen | Code::OneAtATime => ("/claims", t!("claims-see-mine")),
        _ => ("/", t!("claims-see-feed")),
    };
    let change = match code {
        Code::OtherArea => Some(t!("me-area-change")),
        Code::MembersOnly => Some(t!("me-join")),
        _ => None,
    };
    let title = if code == Code::NotAllowed { t!("claims-not-donor") } else { lang().refusal(code) };
    view! {
        <Empty title action />
        // It comes back to this wish.
        {change.map(|label| view! {
            <a class="btn btn-quiet btn-wide" href=format!("/me/area?next=/wishes/{wish}/claim")>{label}</a>
        })}
    }
    .into_any()
}

/// Renders the page for a wish without units left, with similar wishes.
async fn gone(cx: &Cx, wish: Wish) -> Shown {
    let similar = cx.store.similar(&cx.actor, wish.id).await?;
    let open = wish.state == WishState::Published;
    let promised =
        if open && cx.actor.is_signed_in() { cx.store.claim_terms(&cx.actor, wish.id).await?.own } else { 0 };
    // A refused form and an earlier claim each have a banner already.
    let told = cx.form.error.is_some() || promised != 0;
    let standby = line(cx, &wish).await?;
    let back = format!("/wishes/{}", wish.id);
    Ok(Page::new(cx.lang.t("claims-sheet-title"), Here::Feed, move || {
        let why = if open { t!("claims-gone") } else { t!("claims-closed") };
        view! {
            {about(&wish)}
            {own(promised, "tea")}
            {(!told).then(|| view! { <Banner tone="amber">{why}</Banner> })}
            {line_card(standby)}
            {others(similar)}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn others(similar: Vec<Wish>) -> AnyView {
    let n = i64::try_from(similar.len()).unwrap_or(0);
    if n == 0 {
        return view! { <Empty title=t!("claims-none-similar") action=("/", t!("claims-see-feed")) /> }.into_any();
    }
    let cards = similar.into_iter().map(|wish| view! { <WishCard wish /> }).collect_view();
    view! {
        <section class="stack" aria-labelledby="similar">
            <h2 id="similar">{t!("claims-similar", n = n)}</h2>
            <ul class="feed">{cards}</ul>
        </section>
    }
    .into_any()
}

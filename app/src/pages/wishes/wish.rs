//! One wish, public: title, alias of the family, progress, and the claim button.

use domain::{
    Result,
    claims::ClaimId,
    community::posters::PosterSubject,
    events::live::Topic,
    opening::{DropOff, Opening},
    permission::Action,
    wishes::{Progress, Wish, WishId, WishState},
};
use leptos::prelude::*;

use crate::{
    components::{
        Banner, Fact, Facts, Icon, Near, Photo, Pictogram, RowForm, ShopPlace, Steps, open_units, poster_icon,
        similar_wishes, tint,
    },
    i18n::{Lang, alias, money, wish_title},
    pages::claims::standby::{line, line_card},
    web::{Cx, Here, Page, Shown, public_url::list_before},
};

/// Renders `GET /wishes/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let (wish, progress) = cx.store.wish(&cx.actor, id).await?;
    let similar = cx.store.similar(&cx.actor, id).await?;
    let standby = line(&cx, &wish).await?;
    let own = cx.store.own_claim_of(&cx.actor, id).await?;
    let bring = bring_to(&cx, &wish).await?;
    let saved = match cx.actor.may_somewhere(Action::ClaimWishes) {
        true => Some(cx.store.is_saved(&cx.actor, id).await?),
        false => None,
    };
    let back = back_to(&cx, id);
    let claim = cx.may_claim();
    let open = wish.state == WishState::Published && wish.remaining > 0;
    let hangs = open && cx.actor.may_somewhere(Action::HangPosters);
    let title = cx.lang.thing(&wish.key, &wish.size, &wish.title);
    let share = title.clone();
    let public = matches!(wish.state, WishState::Published | WishState::Fulfilled);
    let (asks, line) = preview(cx.lang, &wish);
    let (said, topic) = (asks.clone(), Topic::Wish(id).to_string());
    let page = Page::new(title, Here::Feed, move || {
        let (way, label) = match wish.by_application {
            true => ("apply", t!("wish-apply")),
            false => ("claim", t!("wish-claim")),
        };
        let promise = (open && claim).then(|| {
            view! {
                <div class="thumb-bar">
                    <a class="btn btn-main btn-wide" href=format!("/wishes/{id}/{way}")>{label}</a>
                </div>
            }
        });
        view! {
            <div class="live" id="wish-now" data-live=topic>
                {match own {
                    Some(own) => Some(own_claim(own)),
                    None => gone(&wish, similar.len()),
                }}
            </div>
            {line_card(standby)}
            {hero(wish, progress, bring, promise)}
            {similar_wishes(similar, claim)}
        }
    })
    .back(back)
    .narrow()
    .live()
    .kept()
    .tools(move || {
        view! {
            {saved.map(|saved| save_button(id, saved))}
            {hangs.then(|| poster_icon(PosterSubject::Wish, id))}
            {share_button(id, share, said)}
        }
    });
    Ok(if public { page.share(asks, line, format!("/wishes/{id}/picture")) } else { page })
}

/// Title and line of the link preview: the item, the district and the price, and nothing about a person.
fn preview(lang: Lang, wish: &Wish) -> (String, String) {
    let title = lang.thing(&wish.key, &wish.size, &wish.title);
    let (asks, line) = match wish.state {
        WishState::Published if wish.remaining > 0 => ("share-wish", "share-wish-line"),
        _ => ("share-wish-taken", "share-wish-taken-line"),
    };
    let (area, cost) = (wish.area_name.as_str(), lang.money(wish.cost));
    let line = lang.tf(line, &[("area", area.into()), ("cost", cost.as_str().into())]);
    (lang.tf(asks, &[("title", title.as_str().into()), ("n", wish.remaining.into())]), line)
}

/// Renders why no units can be claimed; `None` when some can.
fn gone(wish: &Wish, similar: usize) -> Option<AnyView> {
    let similar = i64::try_from(similar).unwrap_or(0);
    let (tone, words) = match wish.state {
        WishState::Fulfilled => ("tea", t!("wish-fulfilled")),
        WishState::Published if wish.remaining == 0 && similar > 0 => {
            ("amber", t!("wish-just-taken-similar", n = similar))
        }
        WishState::Published if wish.remaining == 0 => ("amber", t!("wish-just-taken")),
        WishState::Published => return None,
        _ => ("", t!("wish-not-public")),
    };
    Some(view! { <Banner tone=tone>{words}</Banner> }.into_any())
}

/// Loads where the goods are brought, while the wish can be claimed.
async fn bring_to(cx: &Cx, wish: &Wish) -> Result<Option<(DropOff, Opening)>> {
    if wish.state != WishState::Published || wish.remaining == 0 {
        return Ok(None);
    }
    let place = cx.store.drop_off(&cx.actor, wish.id).await?;
    Ok(match place {
        Some(DropOff::At(location)) => {
            let opening = cx.store.opening(location.id).await?;
            Some((DropOff::At(location), opening))
        }
        other => other.map(|place| (place, Opening::default())),
    })
}

/// Returns the list that the visitor came from, at this wish, so that its filters and its place are kept.
fn back_to(cx: &Cx, id: WishId) -> String {
    let from = list_before(&cx.came_from);
    match from.split('?').next().unwrap_or_default() {
        "" => "/".to_owned(),
        "/" | "/saved" => format!("{from}#wish-{id}"),
        _ => from.to_owned(),
    }
}

/// Renders the way to the reader's own claim.
fn own_claim(claim: ClaimId) -> AnyView {
    view! { <Banner tone="tea">{t!("claims-own-already")}" "<a href=format!("/claims/{claim}")>{t!("claims-own-see")}</a></Banner> }
        .into_any()
}

/// Renders where the goods are brought.
fn place(bring: (DropOff, Opening)) -> AnyView {
    match bring {
        (DropOff::At(location), opening) => {
            view! { <ShopPlace title=t!("claims-bring-to", place = location.name.clone()) location opening /> }
                .into_any()
        }
        (DropOff::OneOf(n), _) => {
            view! { <div class="place"><Icon name="pin" /><p>{t!("wish-bring-one-of", n = n)}</p></div> }.into_any()
        }
    }
}

fn hero(
    wish: Wish,
    progress: Progress,
    bring: Option<(DropOff, Opening)>,
    promise: impl IntoView + 'static,
) -> impl IntoView {
    let words = wish.words.clone();
    let open = wish.state == WishState::Published && wish.remaining > 0;
    let how = if wish.by_application { t!("application-how") } else { t!("wish-how") };
    let late = open && wish.decision_late;
    let turn = wish.turn;
    view! {
        <article class=format!("wish-hero {}", tint(wish.category)) id="wish" data-live=Topic::Wish(wish.id).to_string()>
            <div class="stage">{picture(&wish)}</div>
            <div class="lead">
                <p class="who">{alias(&wish.alias)}</p>
                {(!words.is_empty()).then(|| view! { <blockquote class="quote" lang="zh-CN"><p>{words}</p></blockquote> })}
                {open.then(|| open_units(&wish))}
                {(open && wish.in_stock).then(|| view! { <p class="note">{t!("wish-in-stock-note")}</p> })}
                <Facts>
                    <Fact name=t!("wish-area")>{wish.area_name.clone()}</Fact>
                    <Fact name=t!("wish-cost")>{money(wish.cost)}</Fact>
                    <Fact name=t!("wish-wanted")>{t!("wish-units", n = wish.quantity)}</Fact>
                    {(open && wish.expires > 0).then(|| view! { <Fact name=t!("wish-until")><Near at=wish.expires /></Fact> })}
                </Facts>
                {turn.map(|turn| view! { <p class="note">{t!("need-turn", n = turn.month, of = turn.months)}</p> })}
                <Steps state=wish.state quantity=wish.quantity progress />
                {late.then(|| view! { <Banner tone="amber">{t!("application-late")}</Banner> })}
                <p class="note">{how}</p>
                {bring.map(place)}
                {promise}
            </div>
        </article>
    }
}

fn picture(wish: &Wish) -> AnyView {
    if wish.photo == 0 {
        return view! { <Pictogram key=wish.key.clone() /> }.into_any();
    }
    let alt = t!("wish-photo", title = wish_title(wish));
    view! { <Photo id=wish.photo alt sizes="(min-width: 60rem) 460px, 180px" loading="eager" /> }.into_any()
}

/// Renders the mark that keeps the wish on the reader's list.
fn save_button(id: WishId, saved: bool) -> impl IntoView {
    let (to, label) = match saved {
        true => (format!("/wishes/{id}/unsave"), t!("wish-unsave")),
        false => (format!("/wishes/{id}/save"), t!("wish-save")),
    };
    view! {
        <RowForm to>
            <button class="icon-btn heart" aria-label=label aria-pressed=saved.to_string()><Icon name="heart" /></button>
        </RowForm>
    }
}

fn share_button(id: i64, title: String, text: String) -> impl IntoView {
    view! {
        <button
            type="button" class="icon-btn" hidden data-wake="Event" aria-label=t!("share")
            data-url=format!("/wishes/{id}") data-title=title data-text=text data-done=t!("share-copied")
        >
            <Icon name="share" />
        </button>
    }
}

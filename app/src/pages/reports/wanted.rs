//! What is wanted most and what not to bring. Public; every item links to a wish or an offer.

use domain::{areas::Area, catalogue::items::Item, permission::Action};
use leptos::prelude::*;
use store::reports::board::{BoardFile, BoardLine};

use crate::{
    components::{
        Empty, Fact, Facts, LangSwitch, Tile,
        area_menu::{Choice, area_menu},
        tint,
    },
    i18n::{Lang, lang},
    web::{Cx, Here, Page, SITE_PICTURE, Shown},
};

/// Renders `GET /wanted?area`.
pub async fn page(cx: Cx) -> Shown {
    let areas = cx.store.districts(cx.actor.root).await?;
    let area = cx.query_i64("area");
    if areas.is_empty() && area == 0 {
        return Ok(nothing(&cx));
    }
    let found = cx.store.wanted(&cx.actor, area).await?;
    let menu = choices(&cx, &areas, found.area.id);
    // Families and staff get no offer buttons; visitors are sent to sign in first.
    let gives = !cx.actor.is_signed_in() || cx.actor.may_somewhere(Action::ClaimWishes);
    Ok(Page::new(cx.lang.t("wanted-title"), Here::Feed, move || {
        let empty = found.wanted.is_empty();
        view! {
            {(!empty).then(|| view! { <p class="soft">{t!("wanted-intro", area = found.area.name.clone())}</p> })}
            {if empty {
                view! { <Empty title=t!("wanted-none") action=("/", t!("wanted-none-act"))>{t!("wanted-none-text")}</Empty> }.into_any()
            } else {
                let cards = found.wanted.iter().map(|line| card(line, &found.area, &areas, gives)).collect_view();
                view! { <ul class="feed">{cards}</ul> }.into_any()
            }}
            {plenty(&found)}
            {shops(&found)}
            <p><a class="link" href="/notice">{t!("month-public-link")}</a>" "<a class="link" href="/impact">{t!("impact-title")}</a></p>
            <LangSwitch />
        }
    })
    .back("/")
    .share(cx.lang.t("share-wanted"), cx.lang.t("share-wanted-line"), SITE_PICTURE.to_owned())
    .tools(move || area_menu(menu)))
}

/// Renders the page of an installation without areas.
fn nothing(cx: &Cx) -> Page {
    Page::new(cx.lang.t("wanted-title"), Here::Feed, || {
        view! { <Empty title=t!("wanted-none") action=("/", t!("wanted-none-act"))>{t!("wanted-none-text")}</Empty> }
    })
    .back("/")
}

fn choices(cx: &Cx, areas: &[Area], chosen: i64) -> Vec<Choice> {
    let choice = |area: &Area| Choice {
        to: cx.address_with(&[("area", &area.id.to_string())]),
        label: area.name.clone(),
        chosen: area.id == chosen,
    };
    areas.iter().map(choice).collect()
}

/// Names the item: by phrase from the catalogue, by its own name otherwise.
pub(crate) fn thing(lang: Lang, item: &Item, size: &str) -> String {
    if item.root == 0 { lang.title(&item.key, size) } else { item.title(size) }
}

/// Returns the URL of the open wishes for an item, or for one of its sizes.
pub(crate) fn wishes_of(item: i64, size: &str, area: i64) -> String {
    let (item, area) = (item.to_string(), if area == 0 { String::new() } else { area.to_string() });
    let pairs = [("area", area.as_str()), ("item", item.as_str()), ("size", size)];
    let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    format!("/?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// Lists the sizes in one line: `学前 6 · 1–3 年级 8`.
fn sizes(line: &BoardLine) -> Option<String> {
    let named: Vec<String> = line.need.sizes.iter().filter(|s| !s.size.is_empty()).take(4).map(one_size).collect();
    (!named.is_empty()).then(|| named.join(" · "))
}

fn one_size(size: &domain::reports::board::SizeNeed) -> String {
    let name = lang().size(&size.size);
    if size.short > 0 { t!("wanted-size", size = name, n = size.short) } else { name }
}

fn card(line: &BoardLine, area: &Area, areas: &[Area], gives: bool) -> impl IntoView + use<> {
    let (item, need) = (&line.item, &line.need);
    let within = if area.id == area.root { 0 } else { area.id };
    let offer = format!("/offers/new?item={}", item.key);
    let waits = need.sizes.iter().any(|size| size.short > 0);
    // An item with open wishes links to them; one that only the stock lacks, to an offer.
    let to = if waits { wishes_of(item.id, "", within) } else { offer.clone() };
    let named = |id: i64| areas.iter().find(|a| a.id == id).map(|a| a.name.clone());
    let where_to: Vec<String> = need
        .districts
        .iter()
        .take(3)
        .filter_map(|(id, n)| Some(t!("wanted-district", name = named(*id)?, n = *n)))
        .collect();
    let name = thing(lang(), item, "");
    view! {
        <li class=format!("wish-card {}", tint(item.category))>
            <Tile key=item.key.clone() />
            <h2>{if waits || gives { view! { <a href=to>{name.clone()}</a> }.into_any() } else { name.clone().into_any() }}</h2>
            {sizes(line).map(|sizes| view! { <p class="who">{sizes}</p> })}
            <p class="meta">{if where_to.is_empty() { t!("wanted-shelf") } else { where_to.join(" · ") }}</p>
            <p class="need"><b>{t!("wanted-short", n = need.short)}</b></p>
            {gives.then(|| view! { <a class="btn btn-soft" href=offer aria-label=t!("wanted-offer-named", item = name)>{t!("wanted-offer")}</a> })}
        </li>
    }
}

fn plenty(found: &BoardFile) -> Option<impl IntoView + use<>> {
    let rows = found
        .plenty
        .iter()
        .map(|line| {
            let sizes = sizes(line);
            view! {
                <li class=format!("row {}", tint(line.item.category))>
                    <Tile key=line.item.key.clone() size="small" />
                    <span class="row-main"><b>{thing(lang(), &line.item, "")}</b>{sizes.map(|s| view! { <small>{s}</small> })}</span>
                </li>
            }
        })
        .collect_view();
    (!found.plenty.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{t!("wanted-plenty")}</h2>
                <p class="soft">{t!("wanted-plenty-text")}</p>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}

fn shops(found: &BoardFile) -> Option<impl IntoView + use<>> {
    let cards = found
        .shops
        .iter()
        .map(|shop| {
            let (name, address, hours) = (shop.name.clone(), shop.address.clone(), shop.hours.clone());
            view! {
                <section class="card">
                    <h3>{name}</h3>
                    <Facts>
                        <Fact name=t!("wanted-address")>{address}</Fact>
                        {(!hours.is_empty()).then(|| view! { <Fact name=t!("wanted-hours")>{hours}</Fact> })}
                    </Facts>
                </section>
            }
        })
        .collect_view();
    (!found.shops.is_empty()).then(|| {
        view! { <h2>{t!("wanted-shops")}</h2><div class="cards">{cards}</div> }
    })
}

//! One kit: its parts, assembly and taking apart.

use domain::{
    catalogue::items::Item,
    ledger::Place,
    permission::Action,
    stock::kits::{Kit, KitPart},
};
use leptos::prelude::*;
use store::{catalogue::items::ItemQuery, stock::kits::views::KitLot};

use super::super::{
    pieces::{best_before, keeps, location_filter},
    words::{grouped, link, place},
};
use crate::{
    components::{ActionForm, Banner, Choice, Icon, More, RowForm, Search, Stepper, Submit, Table, Tile},
    i18n::{item_title, lang},
    web::{Cx, Here, Page, Shown},
};

/// Most hits of the search for a part.
const HITS: usize = 12;

/// Renders `GET /shop/kits/{id}?location&q&part`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let asked = if cx.field("location").is_empty() { cx.shop() } else { cx.field_i64("location") };
    let location = if asked == 0 { locations.first().map_or(0, |shop| shop.id) } else { asked };
    let kit = cx.store.kit(&cx.actor, id, location).await?;
    let lots = if location == 0 { Vec::new() } else { cx.store.kit_lots(&cx.actor, id, location).await? };
    let may_keep = keeps(&cx, location).await?;
    let adding = Adding::of(&cx, may_keep).await?;
    Ok(Page::new(kit.name.clone(), Here::Moving, move || {
        let filter = location_filter(&locations, location).map(|select| {
            view! { <form class="filter-row">{select}<button class="btn btn-quiet">{t!("stock-filter")}</button></form> }
        });
        let ready = link("/shop/lots", &[("item", &id.to_string()), ("location", &location.to_string())]);
        view! {
            <div class="cluster">
                <Tile key=kit.key.clone() size="small" />
                <p class="row-main"><a class="total" href=ready>{t!("kits-ready", n = grouped(kit.ready))}</a><small>{t!("kits-possible", n = grouped(kit.possible))}</small></p>
            </div>
            {filter}
            {kit.parts.is_empty().then(|| view! { <Banner>{t!("kit-empty")}</Banner> })}
            {parts(&kit, location, may_keep)}
            {(may_keep && kit.possible > 0).then(|| assemble_form(&kit, location))}
            {may_keep.then(|| apart_form(&kit, &lots, location))}
            {adding.map(|adding| adding.view(&kit, location))}
        }
    })
    .back(link("/shop/kits", &[("location", &location.to_string())]))
    .narrow()
    .no_index())
}

fn title(part: &KitPart) -> String {
    item_title(&part.key, &part.name, part.item, &part.size)
}

fn parts(kit: &Kit, location: i64, may_keep: bool) -> Option<AnyView> {
    let id = kit.item;
    let rows = kit
        .parts
        .iter()
        .map(|part| {
            let (name, each, there, item, size) =
                (title(part), part.quantity, part.there, part.item, part.size.clone());
            let lots = link("/shop/lots", &[("item", &item.to_string()), ("location", &location.to_string())]);
            let out = t!("kit-part-out-named", item = name.clone());
            let remove = may_keep.then(|| {
                view! {
                    <RowForm to=format!("/shop/kits/{id}/parts")>
                        <input type="hidden" name="location" value=location />
                        <input type="hidden" name="part" value=item />
                        <input type="hidden" name="size" value=size />
                        <input type="hidden" name="quantity" value="0" />
                        <button class="btn btn-quiet btn-small" aria-label=out>{t!("kit-part-out")}</button>
                    </RowForm>
                }
            });
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="num" data-label=t!("kit-each")>{each}</td>
                    <td class="num" data-label=t!("kit-there")><a class="total" href=lots>{grouped(there)}</a></td>
                    <td class="acts">{remove}</td>
                </tr>
            }
        })
        .collect_view();
    (!kit.parts.is_empty()).then(|| {
        view! {
            <Table label=t!("kit-parts") heads=view! {
                <th scope="col">{t!("kit-parts")}</th>
                <th scope="col" class="num">{t!("kit-each")}</th>
                <th scope="col" class="num">{t!("kit-there")}</th>
                <th scope="col"><span class="visually-hidden">{t!("stock-acts")}</span></th>
            }>{rows}</Table>
        }
        .into_any()
    })
}

fn assemble_form(kit: &Kit, location: i64) -> impl IntoView + use<> {
    let most = kit.possible.min(1_000);
    view! {
        <section class="card">
            <h2>{t!("kit-assemble")}</h2>
            <ActionForm to=format!("/shop/kits/{}/assemble", kit.item)>
                <input type="hidden" name="location" value=location />
                <Stepper name="kits" label=t!("kit-how-many") max=most value=1 hint=t!("kit-assemble-hint", n = grouped(most)) />
                <Submit label=t!("kit-assemble-do") icon="box" wide=true />
            </ActionForm>
        </section>
    }
}

fn apart_form(kit: &Kit, lots: &[KitLot], location: i64) -> Option<impl IntoView + use<>> {
    let options: Vec<_> = lots
        .iter()
        .map(|lot| {
            let at = if lot.place == Place::Quarantine.as_str() { Place::Quarantine } else { Place::Shelf };
            let words = t!("kit-lot", n = grouped(lot.quantity), place = place(at));
            (format!("{}-{}", lot.lot, lot.place), format!("#{}", lot.lot), words)
        })
        .collect();
    let dates = lots.iter().filter_map(|lot| best_before(lot.expires)).collect_view();
    let start = options.first().map(|(value, ..)| value.clone()).unwrap_or_default();
    let most = lots.iter().map(|lot| lot.quantity).max().unwrap_or(1).min(1_000);
    let to = format!("/shop/kits/{}/take-apart", kit.item);
    (!lots.is_empty()).then(|| {
        view! {
            <More summary=t!("kit-apart-ask") to=to.clone()>
                <ActionForm to=to>
                    <input type="hidden" name="location" value=location />
                    <p class="note">{t!("kit-apart-text")}" "{dates}</p>
                    <Choice name="lot" label=t!("kit-which") options value=start side=true />
                    <Stepper name="kits" label=t!("kit-how-many-apart") max=most value=1 />
                    <Submit label=t!("kit-apart-do") tone="soft" icon="undo" wide=true />
                </ActionForm>
            </More>
        }
    })
}

/// The search for a part, and the quantity of the picked one.
struct Adding {
    q: String,
    hits: Vec<Item>,
    part: Option<Item>,
}

impl Adding {
    async fn of(cx: &Cx, may_keep: bool) -> domain::Result<Option<Self>> {
        if !may_keep {
            return Ok(None);
        }
        let q: String = cx.query("q").chars().take(40).collect();
        let part = if cx.field("part").is_empty() { cx.query_i64("part") } else { cx.field_i64("part") };
        let mut hits = Vec::new();
        if !q.is_empty() {
            hits = cx.store.items(&cx.actor, &ItemQuery { q: q.clone(), ..ItemQuery::default() }).await?.items;
            hits.truncate(HITS);
        }
        let part = if part == 0 { None } else { Some(cx.store.item_file(&cx.actor, part).await?.item) };
        Ok(Some(Adding { q, hits, part }))
    }

    fn view(self, kit: &Kit, location: i64) -> AnyView {
        let (id, at) = (kit.item, location.to_string());
        if let Some(part) = self.part {
            let name = item_title(&part.key, &part.name, part.id, "");
            let sizes: Vec<_> =
                part.sizes.iter().map(|size| (size.clone(), lang().size(size), String::new())).collect();
            return view! {
                <section class="card" id="add">
                    <h2>{t!("kit-add-part", item = name)}</h2>
                    <ActionForm to=format!("/shop/kits/{id}/parts")>
                        <input type="hidden" name="location" value=location />
                        <input type="hidden" name="part" value=part.id />
                        {(!sizes.is_empty()).then(|| view! { <Choice name="size" label=t!("field-size") options=sizes side=true /> })}
                        <Stepper name="quantity" label=t!("kit-each-ask") max=100 value=1 />
                        <Submit label=t!("kit-add-do") tone="soft" icon="plus" wide=true />
                    </ActionForm>
                </section>
            }
            .into_any();
        }
        let none = !self.q.is_empty() && self.hits.is_empty();
        let hits = self
            .hits
            .iter()
            .filter(|item| item.id != id)
            .map(|item| {
                let to = link(&format!("/shop/kits/{id}"), &[("location", &at), ("part", &item.id.to_string())]) + "#add";
                let (key, name) = (item.key.clone(), item_title(&item.key, &item.name, item.id, ""));
                view! { <li><a class="row" href=to><Tile key size="small" /><span class="row-main"><b>{name}</b></span><span class="row-end"><Icon name="plus" /></span></a></li> }
            })
            .collect_view();
        view! {
            <More summary=t!("kit-add") open=!self.q.is_empty() || kit.parts.is_empty()>
                <Search q=self.q placeholder=t!("kit-add-search") keep=vec![("location", at.clone())] />
                {none.then(|| view! { <p class="soft">{t!("kit-add-none")}</p> })}
                <ul class="rows">{hits}</ul>
            </More>
        }
        .into_any()
    }
}

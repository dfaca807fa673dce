//! Goods that come without a claim. First the thing, then its form; after that the page is ready for
//! the next one, in the same shop.

use domain::{
    catalogue::{self, Category, Item},
    ledger::Origin,
    permission::Action,
};
use leptos::prelude::*;
use store::search::fold;

use super::{receive_form, words::link};
use crate::{
    i18n::lang,
    page::{Cx, Here, Page, Shown},
    parts::{Empty, Icon, Pictogram, Search, Tile, tint},
};

/// What stays the same from one thing to the next.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) location: String,
    pub(super) origin: String,
}

impl Kept {
    fn of(cx: &Cx) -> Self {
        let given =
            |name: &str| if cx.field(name).is_empty() { cx.query(name).to_owned() } else { cx.field(name).to_owned() };
        let origin: Option<Origin> = given("origin").parse().ok();
        Kept { location: given("location"), origin: origin.unwrap_or(Origin::Donation).as_str().to_owned() }
    }

    /// The page for a thing, or for choosing one.
    pub(super) fn link(&self, item: &str) -> String {
        link("/shop/receive", &[("item", item), ("location", &self.location), ("origin", &self.origin)])
    }
}

/// `/shop/receive?item&size&quantity&location&origin&q&again`
pub async fn page(cx: Cx) -> Shown {
    let shops = cx.store.shops(&cx.actor, Action::KeepStock).await?;
    let kept = Kept::of(&cx);
    if shops.is_empty() {
        return Ok(Page::new(cx.lang.t("stock-receive-title"), Here::Receive, || {
            view! { <Empty title=t!("stock-no-shop") pictogram="bridge">{t!("stock-no-shop-text")}</Empty> }
        })
        .no_index());
    }
    let key = if cx.field("item").is_empty() { cx.query("item") } else { cx.field("item") };
    let q: String = cx.query("q").chars().take(40).collect();
    let found = find(&q);
    let only = match (found.as_slice(), q.is_empty()) {
        ([only], false) => Some(*only),
        _ => None,
    };
    if let Some(item) = catalogue::by_key(key).or(only) {
        return Ok(receive_form::page(&cx, item, shops, kept));
    }
    let again = catalogue::by_key(cx.query("again"));
    Ok(Page::new(cx.lang.t("stock-receive-title"), Here::Receive, move || {
        let keep = vec![("location", kept.location.clone()), ("origin", kept.origin.clone())];
        let grid = if found.is_empty() {
            view! { <Empty title=t!("stock-receive-none", q = q.clone()) action=("/shop/receive", t!("stock-receive-all"))>{t!("stock-receive-none-text")}</Empty> }.into_any()
        } else {
            grid(&found, &kept, q.is_empty())
        };
        view! {
            {again.map(|item| again_link(item, &kept))}
            <Search q=q placeholder=t!("stock-receive-search") keep />
            {grid}
        }
    })
    .no_index())
}

/// The things that these words mean; all of them without any.
fn find(q: &str) -> Vec<&'static Item> {
    let wanted = fold(q.trim());
    let named = |item: &&Item| fold(&format!("{} {}", item.zh, item.en)).contains(&wanted);
    catalogue::ITEMS.iter().filter(named).collect()
}

/// Thirty coats of different sizes come one after the other.
fn again_link(item: &'static Item, kept: &Kept) -> impl IntoView + use<> {
    view! {
        <a class=format!("door {}", tint(item.category)) href=kept.link(item.key)>
            <Tile key=item.key size="small" />
            <span>{t!("stock-receive-again", item = lang().item(item.key))}</span>
            <Icon name="chevron-right" />
        </a>
    }
}

fn grid(items: &[&'static Item], kept: &Kept, chips: bool) -> AnyView {
    let of = |category: Category| items.iter().filter(move |item| item.category == category).copied();
    let shelves = Category::ALL.iter().filter(|category| of(**category).next().is_some());
    let sections = shelves
        .map(|category| {
            let id = format!("shelf-{}", category.as_str());
            let pictures = of(*category).map(|item| picture(item, kept)).collect_view();
            view! {
                <section class="stack" aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{lang().named("category", category.as_str())}</h2>
                    <div class="picture-grid">{pictures}</div>
                </section>
            }
        })
        .collect_view();
    let chips = chips.then(|| {
        let links = Category::ALL.iter().map(|category| {
            let name = category.as_str();
            view! {
                <a class=format!("chip tint-{name}") href=format!("#shelf-{name}")>
                    <Pictogram key=format!("cat-{name}") />
                    {lang().named("category", name)}
                </a>
            }
        });
        view! { <nav class="chips" aria-label=t!("stock-receive-shelves")>{links.collect_view()}</nav> }
    });
    view! {
        {chips}
        {sections}
    }
    .into_any()
}

fn picture(item: &'static Item, kept: &Kept) -> impl IntoView + use<> {
    view! {
        <a class=format!("picture {}", tint(item.category)) href=kept.link(item.key)>
            <Tile key=item.key />
            <span>{lang().item(item.key)}</span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_found_by_two_characters_in_either_script_or_in_english() {
        assert_eq!(find("書包").iter().map(|i| i.key).collect::<Vec<_>>(), ["school_bag"]);
        assert_eq!(find("rice cooker").iter().map(|i| i.key).collect::<Vec<_>>(), ["rice_cooker"]);
        assert_eq!(find("").len(), catalogue::ITEMS.len());
        assert!(find("没有的东西").is_empty());
    }
}

//! The picture catalogue, and the form of a wish: for a family, and for a caseworker who posts for one.

use domain::{
    catalogue::{Category, ITEMS, Item},
    households::Member,
};
use leptos::prelude::*;

use super::{Choice, Pictogram, Stepper, TextArea, Tile, icon::tint};
use crate::{
    i18n::{self, lang},
    page::scene,
};

/// Every thing as a picture, shelf by shelf; each leads to `{to}/{key}`.
#[component]
pub fn PictureGrid(
    /// The address of the form, without the thing's key.
    #[prop(into)]
    to: String,
) -> impl IntoView {
    let chips = Category::ALL
        .iter()
        .map(|category| {
            let name = category.as_str();
            view! {
                <a class=format!("chip tint-{name}") href=format!("#shelf-{name}")>
                    <Pictogram key=format!("cat-{name}") />
                    {lang().named("category", name)}
                </a>
            }
        })
        .collect_view();
    let shelves = Category::ALL
        .iter()
        .map(|category| {
            let id = format!("shelf-{}", category.as_str());
            let labelled = id.clone();
            let pictures = ITEMS.iter().filter(|item| item.category == *category).map(|item| picture(item, &to));
            view! {
                <section class="stack" aria-labelledby=labelled>
                    <h2 id=id>{lang().named("category", category.as_str())}</h2>
                    <div class="picture-grid">{pictures.collect_view()}</div>
                </section>
            }
        })
        .collect_view();
    view! {
        <nav class="chips" aria-label=t!("wish-form-shelves")>{chips}</nav>
        {shelves}
    }
}

fn picture(item: &'static Item, to: &str) -> impl IntoView + use<> {
    view! {
        <a class=format!("picture {}", tint(item.category)) href=format!("{to}/{}", item.key)>
            <Tile key=item.key />
            <span>{lang().item(item.key)}</span>
        </a>
    }
}

/// The fields of a wish for one thing: size where it matters, how many, for whom, a few words.
#[component]
pub fn WishFields(
    /// The thing.
    item: &'static Item,
    /// Who lives in the household.
    members: Vec<Member>,
    /// Where another thing can be chosen.
    #[prop(into)]
    other: String,
) -> impl IntoView {
    view! {
        <div class=format!("cluster {}", tint(item.category))>
            <Tile key=item.key />
            <b>{lang().item(item.key)}</b>
            <a class="link" href=other>{t!("wish-form-other")}</a>
        </div>
        {sizes(item)}
        <Stepper name="quantity" label=t!("wish-form-quantity") />
        {whom(members)}
        <TextArea name="words" label=t!("wish-form-words") hint=t!("wish-form-words-hint") />
    }
}

fn sizes(item: &'static Item) -> Option<AnyView> {
    let options: Vec<_> = item.sizes.iter().map(|size| ((*size).to_owned(), i18n::size(size), String::new())).collect();
    let tight = options.iter().all(|(_, text, _)| text.chars().count() <= 3);
    (!options.is_empty())
        .then(|| view! { <Choice name="size" label=t!("wish-form-size") options side=!tight tight=tight /> }.into_any())
}

/// Nobody has to choose in a household of one.
fn whom(members: Vec<Member>) -> AnyView {
    if let [only] = members.as_slice() {
        return view! { <input type="hidden" name="member" value=only.id /> }.into_any();
    }
    let year = i18n::year(scene().now);
    let all = ("0".to_owned(), t!("wish-form-everybody"), String::new());
    let each = members.into_iter().map(|member| {
        let small = lang().person(year - member.birth_year, member.sex).unwrap_or_default();
        (member.id.to_string(), member.name, small)
    });
    let options = std::iter::once(all).chain(each).collect();
    view! { <Choice name="member" label=t!("wish-form-member") options value="0" side=true /> }.into_any()
}

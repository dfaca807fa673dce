//! The picture catalogue and the wish form, for families and for caseworkers who post for them.

use domain::{
    catalogue::{Category, ITEMS, Item, items},
    consents::OF_AGE,
    households::{Member, Sex},
    wishes::needs::MOST_MONTHS,
};
use leptos::prelude::*;

use super::{
    Choice, Enclosures, Icon, Kept, Pictogram, Spoken, Stepper, TextArea, Tile,
    icon::tint,
    wishes::thing::{OtherThings, WishThing, free_fields},
};
use crate::{
    components::forms::picture_choice::{Picture, pictures},
    i18n::{self, lang, phrase_key},
    web::scene,
};

/// Every item as a picture by category, then the root area's own items and the way to a free title; each links to
/// `{to}/{key}` and can be read aloud.
#[component]
pub fn PictureGrid(
    /// Address of the form, without the item's key.
    #[prop(into)]
    to: String,
    /// Own items of the root area.
    own: Vec<items::Item>,
) -> impl IntoView {
    let shelves = Category::ALL
        .iter()
        .map(|category| {
            let name = category.as_str();
            view! {
                <a class=format!("picture tint-{name}") href=format!("#shelf-{name}")>
                    <Tile key=format!("cat-{name}") size="small" />
                    <span>{lang().named("category", name)}</span>
                </a>
            }
        })
        .collect_view();
    let pictures = Category::ALL
        .iter()
        .map(|category| {
            let name = category.as_str();
            let (id, key) = (format!("shelf-{name}"), phrase_key("category", name));
            let labelled = id.clone();
            let pictures = ITEMS.iter().filter(|item| item.category == *category).map(|item| picture(item, &to));
            view! {
                <section class=format!("stack tint-{name}") aria-labelledby=labelled>
                    <Spoken key class="shelf">
                        <h2 id=id><Pictogram key=format!("cat-{name}") />{lang().named("category", name)}</h2>
                    </Spoken>
                    <div class="picture-grid">{pictures.collect_view()}</div>
                </section>
            }
        })
        .collect_view();
    view! {
        <nav class="shelves" aria-label=t!("wish-form-shelves")>{shelves}</nav>
        {pictures}
        <OtherThings to own />
    }
}

fn picture(item: &'static Item, to: &str) -> impl IntoView + use<> {
    let to = format!("{to}/{}", item.key);
    view! {
        <Spoken key=phrase_key("item", item.key)>
            <a class=format!("picture {}", tint(item.category)) href=to>
                <Tile key=item.key />
                <span>{lang().item(item.key)}</span>
            </a>
        </Spoken>
    }
}

/// Fields of a wish for one thing. The form around them needs `files=true`.
#[component]
pub fn WishFields(
    /// What it is for.
    item: WishThing,
    /// Members of the household.
    members: Vec<Member>,
    /// Address at which another item can be chosen.
    #[prop(into)]
    other: String,
    /// Files kept from a rejected submission.
    #[prop(optional)]
    kept: Kept,
) -> impl IntoView {
    let (name, picture, tint) = (item.name(), item.key(), tint(item.category()));
    let (key, words) = item.spoken();
    let is_free = matches!(item, WishThing::Free);
    view! {
        <div class=format!("cluster {tint}")>
            <Spoken key words class="line">
                <Tile key=picture />
                <b>{name}</b>
            </Spoken>
            <a class="link" href=other><Icon name="undo" />{t!("wish-form-other")}</a>
        </div>
        {is_free.then(free_fields)}
        <div class=tint>{sizes(&item)}</div>
        {whom(members)}
        <Stepper name="quantity" label=t!("wish-form-quantity") />
        {months()}
        <Enclosures kept />
        <TextArea name="words" label=t!("wish-form-words") hint=t!("wish-form-words-hint") />
    }
}

/// Choice of a size.
///
/// Beds are drawn with pillows, ages with growing persons, all else with the item itself from small to large.
fn sizes(item: &WishThing) -> Option<AnyView> {
    let (sizes, own) = (item.sizes(), item.key());
    let last = sizes.len().saturating_sub(1).max(1);
    let drawn = sizes.iter().enumerate().map(|(index, size)| {
        let (key, grow) = match size.as_str() {
            "单人" => ("size-bed-1", None),
            "双人" => ("size-bed-2", None),
            words if words.contains(['学', '年', '中', '儿', '成', '月', '岁']) => {
                ("size-person", Some(2 + index * 9 / last))
            }
            _ => (own.as_str(), Some(index * 11 / last)),
        };
        Picture { value: size.clone(), key: key.to_owned(), text: i18n::size(size), small: String::new(), grow }
    });
    let heard = sizes.len() <= 4;
    (!sizes.is_empty()).then(|| pictures("size", t!("wish-form-size"), "", (true, heard), drawn.collect()))
}

/// Choice of how often: once, or every month for a number of months.
fn months() -> AnyView {
    let every = [3, 6, MOST_MONTHS].map(|n| (n.to_string(), t!("wish-months-every", n = n), String::new()));
    let once = ("1".to_owned(), t!("wish-months-once"), String::new());
    let options: Vec<_> = std::iter::once(once).chain(every).collect();
    view! { <Choice name="months" label=t!("wish-months") options value="1" tight=true /> }.into_any()
}

/// Choice of the member; fixed in a household of one, preset to the whole family otherwise.
fn whom(members: Vec<Member>) -> AnyView {
    if let [only] = members.as_slice() {
        return view! { <input type="hidden" name="member" value=only.id /> }.into_any();
    }
    let year = domain::time::year(scene().now);
    let all = Picture {
        value: "0".to_owned(),
        key: "who-all".to_owned(),
        text: t!("wish-form-whole-family"),
        small: String::new(),
        grow: None,
    };
    let each = members.into_iter().map(|member| {
        let age = year - member.birth_year;
        let small = lang().person(age, member.sex).unwrap_or_default();
        // Without a year of birth it is drawn as a grown-up.
        let key = looks(if member.has_year() { age } else { OF_AGE }, member.sex).to_owned();
        Picture { value: member.id.to_string(), key, text: member.name, small, grow: None }
    });
    let choices = std::iter::once(all).chain(each).collect();
    view! { <div class="tint-all">{pictures("member", t!("wish-form-member"), "0", (true, true), choices)}</div> }
        .into_any()
}

/// Key of the pictogram for a person's age and sex.
fn looks(age: i64, sex: Sex) -> &'static str {
    match (age, sex) {
        (..=2, _) => "cat-baby",
        (3..=17, Sex::Male) => "who-boy",
        (3..=17, _) => "who-girl",
        (60.., Sex::Male) => "who-elder",
        (60.., _) => "who-grandma",
        (_, Sex::Male) => "who-man",
        (_, _) => "who-woman",
    }
}

//! What a wish is for, as its form shows it: a picture of the catalogue, a root area's own item, or a free title.

use domain::{
    catalogue::{self, Category, items},
    wishes::free_titles::{Symbol, TITLE_LENGTH},
};
use leptos::prelude::*;

use crate::{
    components::{
        Field, Pictogram, Spoken, Tile,
        forms::picture_choice::{Picture, pictures},
        tint,
    },
    i18n::{lang, phrase_key},
};

/// Last part of the address at which a wish with a free title is posted.
pub const FREE: &str = "other";

/// What a wish is for.
#[derive(Clone, Debug)]
pub enum WishThing {
    /// An item of the catalogue.
    Listed(&'static catalogue::Item),
    /// One of the root area's own.
    Own(items::Item),
    /// A free title.
    Free,
}

impl WishThing {
    /// Number of the item; 0 for a free title.
    #[must_use]
    pub fn item(&self) -> i64 {
        match self {
            WishThing::Listed(item) => item.id,
            WishThing::Own(item) => item.id,
            WishThing::Free => 0,
        }
    }

    /// Last part of the address of its form.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            WishThing::Listed(item) => item.key.to_owned(),
            WishThing::Own(item) => item.id.to_string(),
            WishThing::Free => FREE.to_owned(),
        }
    }

    /// Key of its pictogram.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            WishThing::Listed(item) => item.key.to_owned(),
            WishThing::Own(item) => item.key.clone(),
            WishThing::Free => Symbol::Other.key().to_owned(),
        }
    }

    /// Its category.
    #[must_use]
    pub fn category(&self) -> Category {
        match self {
            WishThing::Listed(item) => item.category,
            WishThing::Own(item) => item.category,
            WishThing::Free => Symbol::Other.category(),
        }
    }

    /// Its sizes; none for a free title.
    #[must_use]
    pub fn sizes(&self) -> Vec<String> {
        match self {
            WishThing::Listed(item) => item.sizes.iter().map(|size| (*size).to_owned()).collect(),
            WishThing::Own(item) => item.sizes.clone(),
            WishThing::Free => Vec::new(),
        }
    }

    /// Its name in the viewer's language; valid while a view is rendered.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            WishThing::Listed(item) => lang().item(item.key),
            WishThing::Own(item) => item.name.clone(),
            WishThing::Free => t!("wish-free-name"),
        }
    }

    /// Key of the phrase that is read aloud, and the words instead of it.
    pub(in crate::components) fn spoken(&self) -> (String, String) {
        match self {
            WishThing::Listed(item) => (phrase_key("item", item.key), String::new()),
            WishThing::Own(item) => (String::new(), item.name.clone()),
            WishThing::Free => ("wish-free-name".to_owned(), String::new()),
        }
    }
}

/// Own items of the root area, and the way to a free title; each links to `{to}/{number}`.
#[component]
pub(crate) fn OtherThings(
    /// Address of the form, without its last part.
    to: String,
    /// Own items.
    own: Vec<items::Item>,
) -> impl IntoView {
    let things = own
        .into_iter()
        .map(|item| {
            let (words, tint) = (item.name.clone(), tint(item.category));
            let to = format!("{to}/{}", item.id);
            view! {
                <Spoken key="" words>
                    <a class=format!("picture {tint}") href=to>
                        <Tile key=item.key item_photo=item.photo />
                        <span>{item.name}</span>
                    </a>
                </Spoken>
            }
        })
        .collect_view();
    let free = format!("{to}/{FREE}");
    view! {
        <section class="stack tint-home" aria-labelledby="shelf-other">
            <Spoken key="wish-own-shelf" class="shelf">
                <h2 id="shelf-other"><Pictogram key="free-other" />{t!("wish-own-shelf")}</h2>
            </Spoken>
            <div class="picture-grid">
                {things}
                <Spoken key="wish-free-name">
                    <a class="picture tint-home" href=free>
                        <Tile key="free-other" />
                        <span>{t!("wish-free-name")}</span>
                    </a>
                </Spoken>
            </div>
        </section>
    }
}

/// Fields of a free title: what it is, and a plain symbol.
pub(crate) fn free_fields() -> AnyView {
    let symbols = Symbol::ALL.iter().map(|symbol| Picture {
        value: symbol.as_str().to_owned(),
        key: symbol.key().to_owned(),
        text: lang().named("free-symbol", symbol.as_str()),
        small: String::new(),
        grow: None,
    });
    let choices = symbols.collect();
    let length = u32::try_from(TITLE_LENGTH).unwrap_or(u32::MAX);
    view! {
        <p>{t!("wish-free-text")}</p>
        <Field name="title" label=t!("wish-free-title") hint=t!("wish-free-hint") max_length=length required=true />
        <div class="tint-home">{pictures("symbol", t!("wish-free-symbol"), "", (true, true), choices)}</div>
    }
    .into_any()
}

//! The item of a wish with a free title: an existing one, or a new one of the root area.

use domain::{
    catalogue::{Category, ITEMS, items::Item},
    wishes::{WishFile, WishState},
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Checkbox, Field, More, Select, Submit},
    i18n::lang,
};

/// Renders the family's title and the form that gives the wish its item; folded once it has one. `None` for a wish that
/// was chosen from a list, and when it is decided.
pub(super) fn item_form(file: &WishFile, own: &[Item]) -> Option<AnyView> {
    let title = file.own_title.clone()?;
    if file.wish.state != WishState::Submitted {
        return None;
    }
    let (wish, named) = (file.wish.id, file.wish.item != 0);
    let form = form(wish, own);
    let to = format!("/desk/review/{wish}/item");
    let form = match named {
        true => view! { <More summary=t!("review-item-change") to>{form}</More> }.into_any(),
        false => form,
    };
    Some(
        view! {
            <div>
                <h2>{t!("review-own-title")}</h2>
                <p class="note">{t!("review-own-title-note")}</p>
            </div>
            <blockquote class="quote"><p>{title}</p></blockquote>
            {(!named).then(|| view! { <Banner tone="amber">{t!("review-item-needed")}</Banner> })}
            {form}
        }
        .into_any(),
    )
}

fn form(wish: i64, own: &[Item]) -> AnyView {
    let existing = own.iter().map(|item| (item.id.to_string(), item.name.clone()));
    let listed = ITEMS.iter().map(|item| (item.id.to_string(), lang().item(item.key)));
    let options: Vec<_> = existing.chain(listed).collect();
    let categories = Category::ALL.iter().map(|category| {
        let value = category.as_str();
        (value.to_owned(), lang().named("category", value))
    });
    let categories = categories.collect::<Vec<_>>();
    view! {
        <ActionForm to=format!("/desk/review/{wish}/item")>
            <Select name="item" label=t!("review-item-existing") hint=t!("review-item-existing-hint") options />
            <Field name="size" label=t!("review-item-size") hint=t!("review-item-size-hint") max_length=16 />
            <Field name="name" label=t!("review-item-name") hint=t!("review-item-name-hint") max_length=30 />
            <Select
                name="category" label=t!("review-item-category") options=categories
                value=Category::Home.as_str().to_owned() required=true
            />
            <Field
                name="cost" label=t!("review-item-cost") hint=t!("review-item-cost-hint")
                unit=t!("admin-policy-unit-yuan") kind="number" inputmode="numeric" min="1" max="100000"
            />
            <Checkbox name="electrical" label=t!("review-item-electrical") />
            <Checkbox name="perishable" label=t!("review-item-perishable") />
            <Submit label=t!("review-item-do") tone="soft" icon="check" />
        </ActionForm>
    }
    .into_any()
}

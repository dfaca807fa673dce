//! Posting a wish for a family: the picture catalogue, then the form that families have.

use domain::{Result, permission::Action};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, PictureGrid, WishFields},
    pages::wishes::family::actions::{in_the_way, thing, waiting},
    web::{Cx, Here, Page, Shown},
};

/// Returns the household id of the path, if the actor may post for families at all.
async fn family(cx: &Cx) -> Result<i64> {
    cx.actor.must_somewhere(Action::PostForFamily)?;
    cx.id("id")
}

/// Renders `GET /desk/households/{id}/wishes/new`.
pub async fn grid(cx: Cx) -> Shown {
    let id = family(&cx).await?;
    let (household, _) = cx.store.household(&cx.actor, id).await?;
    let own = cx.store.wishable_items(&cx.actor, id).await?;
    let title = cx.lang.tf("households-post-for", &[("name", household.name.into())]);
    Ok(Page::new(title, Here::Households, move || {
        view! {
            <p class="soft">{t!("households-post-pick")}</p>
            <PictureGrid to=format!("/desk/households/{id}/wishes/new") own />
        }
    })
    .back(format!("/desk/households/{id}"))
    .no_index())
}

/// Renders `GET /desk/households/{id}/wishes/new/{key}`.
pub async fn page(cx: Cx) -> Shown {
    let id = family(&cx).await?;
    let (household, members) = cx.store.household(&cx.actor, id).await?;
    let item = thing(&cx, id).await?;
    let kept = waiting(&cx).await?;
    let way = in_the_way(&cx, id, item.item()).await?;
    let may_review = cx.actor.may(Action::ReviewWishes, &household.path);
    let title = cx.lang.tf("households-post-for", &[("name", household.name.into())]);
    let grid = format!("/desk/households/{id}/wishes/new");
    let back = grid.clone();
    Ok(Page::new(title, Here::Households, move || {
        view! {
            {way.banner()}
            <ActionForm to=format!("{grid}/{}", item.place()) files=true>
                <WishFields item members other=grid kept />
                {may_review.then(|| view! { <Banner>{t!("households-post-review")}</Banner> })}
                {way.reason()}
                <div class="thumb-bar">{way.send(t!("households-post-do"))}</div>
            </ActionForm>
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

//! Second step of a new wish: size, quantity, member and a few words.

use leptos::prelude::*;

use crate::{
    components::{ActionForm, Spoken, WishFields},
    pages::wishes::family::actions::{in_the_way, thing, waiting_or_shared},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/wishes/new/{key}`.
pub async fn page(cx: Cx) -> Shown {
    let (_, members) = cx.store.my_household(&cx.actor).await?;
    let item = thing(&cx, cx.actor.household).await?;
    let kept = waiting_or_shared(&cx).await?;
    let way = in_the_way(&cx, cx.actor.household, item.item()).await?;
    Ok(Page::new(cx.lang.t("home-post-title"), Here::Home, move || {
        if way.is_shut() {
            return view! {
                {way.banner()}
                <p><a class="btn btn-soft btn-wide" href="/home">{t!("fair-full-home")}</a></p>
            }
            .into_any();
        }
        view! {
            {way.banner()}
            <ActionForm to=format!("/home/wishes/new/{}", item.place()) id="wish" files=true>
                <WishFields item members other="/home/wishes/new" kept />
                <div class="thumb-bar">
                    <p class="note">{t!("home-post-note")}</p>
                    <Spoken key="home-send" class="wide">{way.send(t!("home-send"))}</Spoken>
                </div>
            </ActionForm>
            // Placed after the form's own button, so that Enter sends the wish instead of keeping a draft.
            <p class="after-bar">
                <button type="submit" form="wish" class="btn btn-quiet" name="draft" value="yes">{t!("home-keep")}</button>
            </p>
        }
        .into_any()
    })
    .back("/home/wishes/new")
    .narrow()
    .plain()
    .no_index())
}

//! A new wish, second step: size, how many, for whom, a few words.

use domain::{Error, catalogue};
use leptos::prelude::*;

use crate::{
    page::{Cx, Here, Page, Shown},
    parts::{ActionForm, Submit, WishFields},
};

/// `/home/wishes/new/{key}`
pub async fn page(cx: Cx) -> Shown {
    let (_, members) = cx.store.my_household(&cx.actor).await?;
    let item = catalogue::by_key(cx.param("key")).ok_or(Error::NotFound)?;
    Ok(Page::new(cx.lang.t("home-post-title"), Here::Home, move || {
        view! {
            <ActionForm to=format!("/home/wishes/new/{}", item.key) id="wish">
                <WishFields item members other="/home/wishes/new" />
                <div class="thumb-bar">
                    <p class="note">{t!("home-post-note")}</p>
                    <Submit label=t!("home-send") wide=true />
                </div>
            </ActionForm>
            // Behind the form, so that the Enter key sends the wish.
            <p class="after-bar">
                <button type="submit" form="wish" class="btn btn-quiet" name="draft" value="yes">{t!("home-keep")}</button>
            </p>
        }
    })
    .back("/home/wishes/new")
    .narrow()
    .plain()
    .no_index())
}

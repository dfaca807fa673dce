//! Confirmation of a sent wish, with the next steps in pictures.

use domain::Error;
use leptos::prelude::*;

use crate::{
    components::{Icon, Spoken, Tile, tint},
    i18n::wish_title,
    web::{Cx, Here, Page, Shown},
};

/// Next steps: icon and phrase key.
const NEXT: [(&str, &str); 4] =
    [("eye", "sent-next-read"), ("wish", "sent-next-claim"), ("shop", "sent-next-shop"), ("home", "sent-next-home")];

/// Renders `GET /home/wishes/{id}/sent`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    let wish = cx.store.wish_file(&cx.actor, cx.id("id")?).await?;
    if cx.actor.household == 0 || wish.household != cx.actor.household {
        return Err(Error::NotFound);
    }
    let wish = wish.wish;
    Ok(Page::new(cx.lang.t("sent-title"), Here::Home, move || {
        let (to, title) = (format!("/home/wishes/{}", wish.id), wish_title(&wish));
        let next = NEXT
            .into_iter()
            .map(|(icon, key)| {
                view! { <li><Spoken key><span class="tile small"><Icon name=icon /></span><span>{t!(key)}</span></Spoken></li> }
            })
            .collect_view();
        view! {
            <section class=format!("sent {}", tint(wish.category))>
                <a class="picture" href=to>
                    <Tile key=wish.key.clone() size="big" />
                    <span class="sent-mark"><Icon name="check" /></span>
                    <b>{title}</b>
                </a>
            </section>
            <ol class="next-steps tint-all" aria-label=t!("sent-next")>{next}</ol>
            <div class="thumb-bar">
                <Spoken key="sent-home" class="wide"><a class="btn btn-main btn-wide" href="/home"><Icon name="home" />{t!("sent-home")}</a></Spoken>
            </div>
        }
    })
    .narrow()
    .no_index())
}

//! Actions of caseworkers on wishes, and reviews of thanks.

use domain::wishes::{Publication, free_titles::GivenItem};
use store::{
    claims::thanks::{ReleaseThanks, Review, WithholdThanks},
    wishes::{
        lifecycle::{PublishWish, RejectWish, SubmitWish, WithdrawWish},
        reversion::ReopenWish,
        things::GiveItem,
    },
};

use crate::{
    i18n::Lang,
    web::{Cx, Done, To},
};

/// Phrase keys of ready-made reasons for a rejection.
///
/// They are stored as Chinese sentences, the language in which staff and families write to each other.
pub(crate) const READY_REASONS: &[&str] =
    &["review-reason-shop", "review-reason-double", "review-reason-many", "review-reason-visit"];

/// Value of the choice "in my own words".
pub(crate) const OWN_WORDS: &str = "own";

/// Handles `POST /desk/review/{id}/publish`.
pub async fn publish(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store
        .run(&cx.by(), PublishWish { id, words: Publication { words: cx.field("words").to_owned() }.words })
        .await?;
    next(&cx, id, "done-wish-published").await
}

/// Handles `POST /desk/review/{id}/item`: gives a wish with a free title its item.
pub async fn give_item(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    let given = GivenItem {
        item: cx.field("item").parse().ok(),
        size: cx.field("size").to_owned(),
        name: cx.field("name").to_owned(),
        category: cx.choice("category")?,
        cost: cx.field_i64("cost"),
        electrical: cx.checked("electrical"),
        perishable: cx.checked("perishable"),
    };
    cx.store.run(&cx.by(), GiveItem { wish, given }).await?;
    Ok(To::page(format!("/desk/review/{wish}")).saying("done-wish-item"))
}

/// Handles `POST /desk/review/{id}/reject`.
pub async fn reject(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RejectWish { id, reason: reason(cx.field("ready"), cx.field("reason")) }).await?;
    next(&cx, id, "done-wish-rejected").await
}

/// Joins the ready-made reason and the free text.
fn reason(ready: &str, words: &str) -> String {
    let ready = READY_REASONS.iter().find(|key| **key == ready).map(|key| Lang::default().t(key)).unwrap_or_default();
    ready + words
}

/// Redirects to the wish that has waited longest after this one.
async fn next(cx: &Cx, id: i64, said: &'static str) -> Done {
    let file = cx.store.wish_file(&cx.actor, id).await?;
    let title = cx.lang.thing(&file.wish.key, &file.wish.size, &file.wish.title);
    let mut queue = cx.store.review_queue(&cx.actor, id).await?.items;
    if queue.is_empty() {
        queue = cx.store.review_queue(&cx.actor, 0).await?.items;
    }
    let to = queue.first().map_or_else(|| "/desk/review".to_owned(), |file| format!("/desk/review/{}", file.wish.id));
    Ok(To::page(to).saying_with(said, [("title", title)]))
}

/// Handles `POST /desk/wishes/{id}/submit`.
pub async fn submit(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), SubmitWish { id, meant: crate::pages::wishes::family::actions::meant(&cx) }).await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-wish-submitted-for-family"))
}

/// Handles `POST /desk/wishes/{id}/stop-need`.
pub async fn stop_need(cx: Cx) -> Done {
    let id = crate::pages::wishes::family::actions::stop_need(&cx).await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-need-stopped"))
}

/// Handles `POST /desk/wishes/{id}/withdraw`.
pub async fn withdraw(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), WithdrawWish { id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-wish-withdrawn-for-family"))
}

/// Handles `POST /desk/wishes/{id}/reopen`: leads to the review, where it waits again.
pub async fn reopen(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    cx.store.run(&cx.by(), ReopenWish { wish }).await?;
    Ok(To::page(format!("/desk/review/{wish}")).saying("done-wish-reopened"))
}

/// Handles `POST /desk/thanks/{id}/release`.
pub async fn release(cx: Cx) -> Done {
    cx.store
        .run(&cx.by(), ReleaseThanks(Review { id: cx.id("id")?, release: true, words: cx.field("words").to_owned() }))
        .await?;
    Ok(To::page("/desk/thanks").saying("done-thanks-released"))
}

/// Handles `POST /desk/thanks/{id}/withhold`.
pub async fn withhold(cx: Cx) -> Done {
    cx.store.run(&cx.by(), WithholdThanks(Review { id: cx.id("id")?, release: false, words: String::new() })).await?;
    Ok(To::page("/desk/thanks").saying("done-thanks-withheld"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ready_reason_becomes_a_chinese_sentence() {
        let ready = reason("review-reason-many", "");
        assert!(ready.ends_with('。'), "{ready}");
        assert_eq!(reason("review-reason-many", "先许一件。"), format!("{ready}先许一件。"));
        assert_eq!(reason(OWN_WORDS, "请来一趟。"), "请来一趟。");
        assert_eq!(reason("brand", ""), "");
    }
}

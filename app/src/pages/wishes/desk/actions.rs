//! Decisions of the desk: wishes that wait for review, and thanks to be read.

use domain::wishes::Publication;

use crate::{
    i18n::Lang,
    web::{Cx, Done, To},
};

/// Reasons that fit often, by their phrases. The family reads them in Chinese, like everything that
/// people here write to each other.
pub(crate) const READY_REASONS: &[&str] =
    &["review-reason-shop", "review-reason-double", "review-reason-many", "review-reason-visit"];

/// The choice that stands for "in my own words".
pub(crate) const OWN_WORDS: &str = "own";

/// POST `/desk/review/{id}/publish`
pub async fn publish(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.wish_publish(&cx.by(), id, Publication { words: cx.field("words").to_owned() }).await?;
    next(&cx, id, "done-wish-published").await
}

/// POST `/desk/review/{id}/reject`
pub async fn reject(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.wish_reject(&cx.by(), id, reason(cx.field("ready"), cx.field("reason"))).await?;
    next(&cx, id, "done-wish-rejected").await
}

/// The ready reason, with one's own words behind it.
fn reason(ready: &str, words: &str) -> String {
    let ready = READY_REASONS.iter().find(|key| **key == ready).map(|key| Lang::default().t(key)).unwrap_or_default();
    ready + words
}

/// On to what waits longest after this one.
async fn next(cx: &Cx, id: i64, said: &'static str) -> Done {
    let file = cx.store.wish_file(&cx.actor, id).await?;
    let title = cx.lang.title(&file.wish.key, &file.wish.size);
    let mut queue = cx.store.review_queue(&cx.actor, id).await?.items;
    if queue.is_empty() {
        queue = cx.store.review_queue(&cx.actor, 0).await?.items;
    }
    let to = queue.first().map_or_else(|| "/desk/review".to_owned(), |file| format!("/desk/review/{}", file.wish.id));
    Ok(To::page(to).saying_with(said, [("title", title)]))
}

/// POST `/desk/wishes/{id}/submit`
pub async fn submit(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.wish_submit(&cx.by(), id, crate::pages::wishes::family::actions::meant(&cx)).await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-wish-submitted-for-family"))
}

/// POST `/desk/wishes/{id}/withdraw`
pub async fn withdraw(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.wish_withdraw(&cx.by(), id, cx.field("reason").to_owned()).await?;
    Ok(To::page(format!("/desk/wishes/{id}")).saying("done-wish-withdrawn-for-family"))
}

/// POST `/desk/thanks/{id}/release`
pub async fn release(cx: Cx) -> Done {
    cx.store.thanks_release(&cx.by(), cx.id("id")?, cx.field("words").to_owned()).await?;
    Ok(To::page("/desk/thanks").saying("done-thanks-released"))
}

/// POST `/desk/thanks/{id}/withhold`
pub async fn withhold(cx: Cx) -> Done {
    cx.store.thanks_withhold(&cx.by(), cx.id("id")?).await?;
    Ok(To::page("/desk/thanks").saying("done-thanks-withheld"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ready_reason_is_a_sentence_in_the_familys_language() {
        let ready = reason("review-reason-many", "");
        assert!(ready.ends_with('。'), "{ready}");
        assert_eq!(reason("review-reason-many", "先许一件。"), format!("{ready}先许一件。"));
        assert_eq!(reason(OWN_WORDS, "请来一趟。"), "请来一趟。");
        assert_eq!(reason("brand", ""), "");
    }
}

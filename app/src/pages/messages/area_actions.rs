//! Actions on the bots of an area and its text messages.

use domain::{
    Code, Error,
    messages::{BotId, NewBot},
};
use store::messages::bots::{AddBot, RemoveBot, SetTextLimit};

use crate::web::{Cx, Done, To};

fn back(area: i64) -> To {
    To::page(format!("/admin/areas/{area}/messages"))
}

/// Handles `POST /admin/areas/{id}/bots`.
///
/// # Errors
/// Field `address` for one that is not of such a bot; as [`AddBot`].
pub async fn add_bot(cx: Cx) -> Done {
    let area = cx.id("id")?;
    // Permission first: who may not add one learns nothing of the form.
    cx.store.area_messages(&cx.actor, area).await?;
    let bot = NewBot {
        kind: cx.choice("kind")?,
        name: cx.field("name").to_owned(),
        address: cx.field("address").to_owned(),
        secret: cx.field("secret").to_owned(),
        lang: cx.field("lang").to_owned(),
    };
    if !cx.channels.hosts.allow_bot(bot.kind, &bot.address) {
        return Err(Error::field("address", Code::Unknown));
    }
    cx.store.run(&cx.by(), AddBot { area, bot }).await?;
    Ok(back(area).saying("done-bot-added"))
}

/// Handles `POST /admin/areas/{id}/bots/remove`.
///
/// # Errors
/// As [`RemoveBot`].
pub async fn remove_bot(cx: Cx) -> Done {
    let area = cx.id("id")?;
    cx.store.run(&cx.by(), RemoveBot { area, bot: BotId(cx.field_i64("bot")) }).await?;
    Ok(back(area).saying("done-bot-removed"))
}

/// Handles `POST /admin/areas/{id}/texts`.
///
/// # Errors
/// As [`SetTextLimit`].
pub async fn texts(cx: Cx) -> Done {
    let root = cx.id("id")?;
    // An empty field is no limit of nothing.
    let most = if cx.field("most").is_empty() { -1 } else { cx.field_i64("most") };
    cx.store.run(&cx.by(), SetTextLimit { root, most }).await?;
    Ok(back(root).saying("done-texts-set"))
}

//! How accounts are told beyond the app, families that were not reached, and the bots of work groups.

use app::web::state::AppState;
use domain::{
    Code, Error,
    messages::{
        AreaMessages, BotId, MessageChoices, MessageId, NewBot, NewSubscription, OwnMessages, SubscriptionId, Unreached,
    },
};
use store::messages::{
    bots::{AddBot, RemoveBot, SetTextLimit},
    choices::{SetMessages, StopMessages},
    mail::ForgetMail,
    push::{EndPush, SubscribePush},
    unreached::TellFamily,
};

use crate::api::prelude::*;

/// A mail address.
#[derive(Deserialize, ToSchema)]
pub struct MailBody {
    /// Address to which a link is sent.
    #[schema(example = "wang@example.org")]
    address: String,
}

/// The most text messages of a month.
#[derive(Deserialize, ToSchema)]
pub struct TextLimit {
    /// Number, 0 for none.
    most: i64,
}

/// A bot that was added.
#[derive(Serialize, ToSchema)]
pub struct AddedBot {
    /// Its number.
    id: BotId,
}

/// Returns how the caller is told beyond the app: choices, mail address, and browsers that get pushes.
#[utoipa::path(get, path = "/me/messages", tag = "messages", responses((status = 200, body = OwnMessages)))]
pub async fn own(State(store): State<Store>, Signed { actor, session, .. }: Signed) -> Answer<Json<OwnMessages>> {
    Ok(Json(store.own_messages(&store::By::new(actor, "").in_session(session)).await?))
}

/// Sets how the caller is told beyond the app. What cannot wait is never kept for the daily message. A way that is not
/// set up here cannot be chosen.
#[utoipa::path(post, path = "/me/messages", tag = "messages", request_body = MessageChoices,
    responses((status = 204, description = "Set")))]
pub async fn choose(
    State(app): State<AppState>,
    write: Write,
    Body(choices): Body<MessageChoices>,
) -> Answer<StatusCode> {
    if (choices.by_text && !app.channels.text) || (choices.by_mail && !app.channels.mail) {
        return Err(Error::Conflict(Code::NoMessages).into());
    }
    app.store.run(&write.0, SetMessages { choices }).await?;
    Ok(DONE)
}

/// Turns off every way by which the caller is told beyond the app.
#[utoipa::path(post, path = "/me/messages/stop", tag = "messages", responses((status = 204, description = "Stopped")))]
pub async fn stop(State(store): State<Store>, write: Write) -> Answer<StatusCode> {
    store.run(&write.0, StopMessages).await?;
    Ok(DONE)
}

/// Gives the caller a mail address and sends a link to it; nothing else is sent there until the link was opened.
#[utoipa::path(post, path = "/me/messages/mail", tag = "messages", request_body = MailBody,
    responses((status = 202, description = "Sent")))]
pub async fn mail_ask(
    State(app): State<AppState>,
    write: Write,
    Body(MailBody { address }): Body<MailBody>,
) -> Answer<StatusCode> {
    if !app.channels.mail {
        return Err(Error::Conflict(Code::NoMessages).into());
    }
    app.store.mail_ask(&write.0, &address).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Removes the caller's mail address.
#[utoipa::path(delete, path = "/me/messages/mail", tag = "messages",
    responses((status = 204, description = "Removed")))]
pub async fn mail_forget(State(store): State<Store>, write: Write) -> Answer<StatusCode> {
    store.run(&write.0, ForgetMail).await?;
    Ok(DONE)
}

/// Tells the caller by push from now on, at the push service of a browser. Signing out ends it.
#[utoipa::path(post, path = "/me/messages/push", tag = "messages", request_body = NewSubscription,
    responses((status = 204, description = "Subscribed")))]
pub async fn push_subscribe(
    State(app): State<AppState>,
    write: Write,
    Body(new): Body<NewSubscription>,
) -> Answer<StatusCode> {
    if app.channels.push.is_none() {
        return Err(Error::Conflict(Code::NoMessages).into());
    }
    if !app.channels.hosts.allow_push(&new.endpoint) {
        return Err(Error::field("endpoint", Code::Unknown).into());
    }
    app.store.run(&write.0, SubscribePush { new }).await?;
    Ok(DONE)
}

/// Ends the push subscription of one of the caller's browsers.
#[utoipa::path(delete, path = "/me/messages/push/{id}", tag = "messages", params(("id" = i64, Path)),
    responses((status = 204, description = "Ended")))]
pub async fn push_end(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, EndPush { subscription: SubscriptionId(id) }).await?;
    Ok(DONE)
}

/// Lists what reached families of the caller's areas by none of the ways that they have chosen, and is unread.
#[utoipa::path(get, path = "/messages/unreached", tag = "messages", params(Cursor),
    responses((status = 200, body = Page<Unreached>)))]
pub async fn unreached(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Unreached>>> {
    Ok(Json(store.unreached(&signed.actor, cursor.max(0)).await?))
}

/// Caseworker: says that the family was told in another way.
#[utoipa::path(post, path = "/messages/{id}/told", tag = "messages", params(("id" = i64, Path)),
    responses((status = 204, description = "Noted")))]
pub async fn told(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, TellFamily { message: MessageId(id) }).await?;
    Ok(DONE)
}

/// Returns the bots of an area, and the text messages of its root area.
#[utoipa::path(get, path = "/areas/{id}/messages", tag = "messages", params(("id" = i64, Path)),
    responses((status = 200, body = AreaMessages)))]
pub async fn of_area(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<AreaMessages>> {
    Ok(Json(store.area_messages(&signed.actor, id).await?))
}

/// Adds the bot of a work group, which says there what the area's staff have to do.
#[utoipa::path(post, path = "/areas/{id}/bots", tag = "messages", params(("id" = i64, Path)), request_body = NewBot,
    responses((status = 201, body = AddedBot)))]
pub async fn bot_add(
    State(app): State<AppState>,
    write: Write,
    Id(area): Id,
    Body(bot): Body<NewBot>,
) -> Made<AddedBot> {
    // Who may not add one learns nothing of the address.
    app.store.area_messages(write.actor(), area).await?;
    if !app.channels.hosts.allow_bot(bot.kind, &bot.address) {
        return Err(Error::field("address", Code::Unknown).into());
    }
    made(AddedBot { id: app.store.run(&write.0, AddBot { area, bot }).await? })
}

/// Removes a bot.
#[utoipa::path(delete, path = "/areas/{id}/bots/{bot}", tag = "messages",
    params(("id" = i64, Path), ("bot" = i64, Path)), responses((status = 204, description = "Removed")))]
pub async fn bot_remove(State(store): State<Store>, write: Write, Ids(area, bot): Ids) -> Answer<StatusCode> {
    store.run(&write.0, RemoveBot { area, bot: BotId(bot) }).await?;
    Ok(DONE)
}

/// Sets how many text messages a root area sends in a month at most.
#[utoipa::path(post, path = "/areas/{id}/texts", tag = "messages", params(("id" = i64, Path)), request_body = TextLimit,
    responses((status = 204, description = "Set")))]
pub async fn texts(
    State(store): State<Store>,
    write: Write,
    Id(root): Id,
    Body(TextLimit { most }): Body<TextLimit>,
) -> Answer<StatusCode> {
    store.run(&write.0, SetTextLimit { root, most }).await?;
    Ok(DONE)
}

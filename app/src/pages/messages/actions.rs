//! Actions on the account's own choices.

use domain::{
    Code, Error, Result,
    messages::{MessageChoices, NewSubscription, PushKeys, QuietHours, SubscriptionId},
};
use store::messages::{
    choices::{SetMessages, StopMessages},
    mail::ForgetMail,
    push::{EndPush, SubscribePush},
};

use crate::web::{Cx, Done, To};

const PAGE: &str = "/me/messages";

/// Reads a posted hour; `none` stands for no hour, and what is no number for one that is refused.
fn hour(cx: &Cx, name: &str, none: &str) -> Option<i64> {
    let typed = cx.field(name);
    (typed != none).then(|| typed.parse().unwrap_or(-1))
}

/// Handles `POST /me/messages`.
///
/// # Errors
/// As [`SetMessages`].
pub async fn choices(cx: Cx) -> Done {
    let to = hour(&cx, "quiet_to", "").unwrap_or(-1);
    let choices = MessageChoices {
        lang: cx.lang.tag().to_owned(),
        by_text: cx.checked("by_text"),
        by_mail: cx.checked("by_mail"),
        digest: hour(&cx, "digest", "each"),
        quiet: hour(&cx, "quiet_from", "never").map(|from| QuietHours { from, to }),
    };
    cx.store.run(&cx.by(), SetMessages { choices }).await?;
    Ok(To::page(PAGE).saying("done-messages-set"))
}

/// Handles `POST /me/messages/stop`.
///
/// # Errors
/// As [`StopMessages`].
pub async fn stop(cx: Cx) -> Done {
    cx.store.run(&cx.by(), StopMessages).await?;
    Ok(To::page(PAGE).saying("done-messages-stopped"))
}

/// Handles `POST /me/messages/mail`: sends the link that confirms an address.
///
/// # Errors
/// [`Code::NoMessages`] without a mail server; as [`store::Store::mail_ask`].
pub async fn mail(cx: Cx) -> Done {
    cx.signed_in()?;
    if !cx.channels.mail {
        return Err(Error::Conflict(Code::NoMessages));
    }
    cx.store.mail_ask(&cx.by(), cx.field("address")).await?;
    Ok(To::page(PAGE).saying("done-mail-asked"))
}

/// Handles `POST /me/messages/mail/remove`.
///
/// # Errors
/// As [`ForgetMail`].
pub async fn mail_remove(cx: Cx) -> Done {
    cx.store.run(&cx.by(), ForgetMail).await?;
    Ok(To::page(PAGE).saying("done-mail-forgotten"))
}

/// Handles `POST /me/messages/push`; `subscription` is what the browser's `toJSON` gave.
///
/// # Errors
/// [`Code::NoMessages`] without push; field `endpoint` for an unknown push service; as [`SubscribePush`].
pub async fn push(cx: Cx) -> Done {
    cx.signed_in()?;
    if cx.channels.push.is_none() {
        return Err(Error::Conflict(Code::NoMessages));
    }
    let new = subscription(cx.form.value("subscription").unwrap_or_default())?;
    if !cx.channels.hosts.allow_push(&new.endpoint) {
        return Err(Error::field("endpoint", Code::Unknown));
    }
    cx.store.run(&cx.by(), SubscribePush { new }).await?;
    Ok(To::page(PAGE).saying("done-push-on"))
}

/// Handles `POST /me/messages/push/end`.
///
/// # Errors
/// As [`EndPush`].
pub async fn push_end(cx: Cx) -> Done {
    let subscription = SubscriptionId(cx.field_i64("subscription"));
    cx.store.run(&cx.by(), EndPush { subscription }).await?;
    Ok(To::page(PAGE).saying("done-push-ended"))
}

/// Reads endpoint and keys from the JSON of a browser. Its values are plain, so no value needs a parser's escapes.
///
/// # Errors
/// Field `endpoint` without one of them.
fn subscription(json: &str) -> Result<NewSubscription> {
    let value = |name: &str| {
        let (_, rest) = json.split_once(&format!("\"{name}\""))?;
        let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let read = || {
        let keys = PushKeys { p256dh: value("p256dh")?, auth: value("auth")? };
        Some(NewSubscription { endpoint: value("endpoint")?, keys })
    };
    read().ok_or_else(|| Error::field("endpoint", Code::Required))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_is_read_as_browsers_write_it() {
        let json =
            r#"{"endpoint":"https://push.example/1","expirationTime":null,"keys":{"p256dh":"BCV","auth":"BTB"}}"#;
        let read = subscription(json).expect("a subscription");
        assert_eq!((read.endpoint.as_str(), read.keys.p256dh.as_str()), ("https://push.example/1", "BCV"));
        assert!(subscription("{}").is_err() && subscription("").is_err());
    }
}

//! Sends messages: one loop for each channel, over one queue and one set of rules.
//!
//! A loop takes what is due (`LeaseMessages`, which marks it), sends it, and says how that ended (`SettleMessages`).
//! It holds up no write and no other channel: a server that hangs delays only its own.

mod base64url;
mod bots;
mod encryption;
pub(crate) mod http;
mod mail;
mod push;
pub mod vapid;
mod webhooks;
mod words;

use std::{sync::Arc, time::Duration};

use app::web::messages::Channels;
use domain::messages::{Channel, Hosts, Outcome};
use store::{
    By, Store,
    messages::{
        lease::{Destination, LeaseMessages, Outgoing},
        settle::SettleMessages,
    },
};
use tokio::{sync::watch, task::JoinSet};

use self::{bots::Bots, push::Pusher, webhooks::Webhooks, words::Words};
pub use self::{
    mail::{MailError, MailSettings, Mailer},
    vapid::VapidKey,
};
use crate::sms::Sms;

/// Pause between two looks at a channel.
const EVERY: Duration = Duration::from_secs(3);
/// How long the other side may take to answer, in each part of a conversation.
const PATIENCE: Duration = Duration::from_secs(25);

/// The ways on which this installation can send.
#[derive(Clone)]
pub struct Ways {
    text: Option<Sms>,
    mail: Option<Arc<Mailer>>,
    push: Option<Arc<Pusher>>,
    bots: Arc<Bots>,
    webhooks: Arc<Webhooks>,
    hosts: Hosts,
    origin: String,
    patience: Duration,
}

impl Ways {
    /// Ways of an installation at `origin`, which links in messages begin with; empty when it is not known. Beyond bots
    /// there are none yet.
    #[must_use]
    pub fn new(origin: &str, hosts: Hosts) -> Ways {
        let bots = Arc::new(Bots::new(hosts.clone()));
        let webhooks = Arc::new(Webhooks::new(hosts.clone()));
        let origin = origin.to_owned();
        Ways { text: None, mail: None, push: None, bots, webhooks, hosts, origin, patience: PATIENCE }
    }

    /// Sets how long the other side may take to answer.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Ways {
        Ways { patience, ..self }
    }

    /// Adds text messages through the gateway of one-time codes.
    #[must_use]
    pub fn with_text(self, text: Option<Sms>) -> Ways {
        Ways { text, ..self }
    }

    /// Adds mail.
    #[must_use]
    pub fn with_mail(self, mail: Option<Mailer>) -> Ways {
        Ways { mail: mail.map(Arc::new), ..self }
    }

    /// Adds push, whose requests are signed with this key.
    #[must_use]
    pub fn with_push(self, key: Option<VapidKey>) -> Ways {
        let push = key.map(|key| Arc::new(Pusher::new(key, &self.origin, self.hosts.clone())));
        Ways { push, ..self }
    }

    /// What pages offer of it.
    #[must_use]
    pub fn channels(&self) -> Channels {
        Channels {
            text: self.text.is_some(),
            mail: self.mail.is_some(),
            push: self.push.as_ref().map(|push| push.public_key()),
            hosts: self.hosts.clone(),
        }
    }

    fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Text => self.text.is_some(),
            Channel::Mail => self.mail.is_some(),
            Channel::Push => self.push.is_some(),
            Channel::Bot => true,
        }
    }

    /// Sends a message once.
    async fn send(&self, message: &Outgoing, stop: &watch::Receiver<bool>) -> Outcome {
        let words = Words::of(message, &self.origin);
        let sent = async {
            match (&message.to, &self.text, &self.mail, &self.push) {
                (Destination::Text(phone), Some(text), ..) => text.deliver(phone, &words.text(), &key(message)).await,
                (Destination::Push(_, to), .., Some(push)) => push.send(to, message, &words).await,
                (Destination::Bot(kind, address, secret), ..) => self.bots.send(*kind, address, secret, &words).await,
                (Destination::Mail(address), _, Some(mail), _) => {
                    mail.send(address, message, &words, (self.patience, stop)).await
                }
                _ => Outcome::Later,
            }
        };
        match message.to {
            // A mail knows in which part of the conversation the other side fell silent.
            Destination::Mail(_) => sent.await,
            // A request that is not answered may have been taken.
            _ => tokio::time::timeout(self.patience, sent).await.unwrap_or(Outcome::Unsure),
        }
    }
}

/// Name of a message that stays the same in every try, by which receivers can tell repeats.
fn key(message: &Outgoing) -> String {
    let first = message.ids.first().copied().unwrap_or_default();
    format!("message-{}-{}", first.0, message.created)
}

/// Sends until `stop` is true; then finishes what it is sending and ends.
pub async fn run(store: Store, ways: Ways, stop: watch::Receiver<bool>) {
    let mut loops = JoinSet::new();
    for channel in Channel::ALL.iter().copied().filter(|channel| ways.has(*channel)) {
        loops.spawn(rounds(store.clone(), ways.clone(), channel, stop.clone()));
    }
    loops.spawn(webhook_rounds(store, ways, stop));
    while loops.join_next().await.is_some() {}
}

/// Posts changes of public wishes to webhooks until `stop` is true; then finishes what it is sending and ends.
async fn webhook_rounds(store: Store, ways: Ways, mut stop: watch::Receiver<bool>) {
    let mut fails = false;
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let (store, ways) = (store.clone(), ways.clone());
        // In a task of its own, because a panic must not end the loop for good.
        let done = tokio::spawn(async move { send_webhooks(&store, &ways).await }).await;
        let failed = !matches!(done, Ok(Ok(_)));
        if failed && !fails {
            tracing::error!("webhooks could not be told; retrying every few seconds");
        }
        fails = failed;
    }
}

/// Posts what webhooks have to hear of now; returns how many tries that were.
///
/// # Errors
/// When the database fails. What was being sent then is sent again when its lease is over.
pub async fn send_webhooks(store: &Store, ways: &Ways) -> store::Result<usize> {
    ways.webhooks.send_due(store).await
}

async fn rounds(store: Store, ways: Ways, channel: Channel, mut stop: watch::Receiver<bool>) {
    let mut fails = false;
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        // In a task of its own, because a panic must not end the channel for good.
        let (store, ways, stop) = (store.clone(), ways.clone(), stop.clone());
        let done = tokio::spawn(async move { send_until(&store, &ways, channel, &stop).await }).await;
        let failed = match &done {
            Ok(Ok(_)) => None,
            Ok(Err(cause)) => Some(cause.to_string()),
            Err(_) => Some("it panicked".to_owned()),
        };
        if let Some(cause) = failed.as_ref().filter(|_| !fails) {
            let channel = channel.as_str();
            tracing::error!(%cause, channel, "messages could not be sent; retrying every few seconds");
        }
        fails = failed.is_some();
    }
}

/// Sends all that is due on a channel; returns how many tries that were.
///
/// # Errors
/// As [`send_until`].
pub async fn send_due(store: &Store, ways: &Ways, channel: Channel) -> store::Result<usize> {
    let (_running, stop) = watch::channel(false);
    send_until(store, ways, channel, &stop).await
}

/// Sends what is due on a channel until `stop` is true; returns how many tries that were. What is not marked yet then
/// waits for another server: marked by one that ends, it would be given up.
///
/// # Errors
/// When the database fails. What was being sent then is settled when its time is over.
pub async fn send_until(
    store: &Store,
    ways: &Ways,
    channel: Channel,
    stop: &watch::Receiver<bool>,
) -> store::Result<usize> {
    let mut tries = 0;
    loop {
        let stops = *stop.borrow();
        if stops || !store.messages_due(channel).await? {
            return Ok(tries);
        }
        let taken = store.run(&By::system(), LeaseMessages(channel)).await?;
        tries += taken.len();
        let sent =
            futures::future::join_all(taken.into_iter().map(|message| try_once(store, ways, message, stop))).await;
        for settled in sent {
            settled?;
        }
    }
}

async fn try_once(store: &Store, ways: &Ways, message: Outgoing, stop: &watch::Receiver<bool>) -> store::Result<()> {
    let outcome = ways.send(&message, stop).await;
    let Outgoing { ids, tries, .. } = message;
    store.run(&By::system(), SettleMessages { ids, tries, outcome }).await
}

//! Accounts that have chosen ways, and what is taken to be sent.

use domain::{
    accounts::Actor,
    claims::NewClaim,
    events::{Event, OfAccount},
    messages::{Channel, MessageChoices, NewSubscription, Outcome, PushKeys},
    time::Day,
};
use store::{
    By, Store,
    claims::lifecycle::TakeClaim,
    messages::{
        choices::SetMessages,
        lease::{LeaseMessages, Outgoing},
        push::SubscribePush,
        settle::SettleMessages,
    },
};

use crate::support::{Stage, Town, by};

/// Moves the clock to an hour of the next day, so that a test does not depend on the time at which it runs.
pub fn to_hour(stage: &Stage, hour: i64) {
    let now = stage.store.now();
    stage.clock.advance(Day::of(now).end() + hour * 3600 - now);
}

/// Choices without quiet hours, so that a test does not depend on the time of day.
pub fn loud() -> MessageChoices {
    MessageChoices { quiet: None, ..MessageChoices::default() }
}

pub async fn choose(stage: &Stage, who: &Actor, choices: MessageChoices) {
    stage.store.run(&by(who), SetMessages { choices }).await.expect("chosen");
}

/// Subscribes a browser, and turns quiet hours off.
pub async fn subscribe(stage: &Stage, who: &Actor) {
    let endpoint = format!("https://fcm.googleapis.com/fcm/send/{}", crate::support::unique());
    let keys = PushKeys { p256dh: "B".repeat(87), auth: "a".repeat(22) };
    stage.store.run(&by(who), SubscribePush { new: NewSubscription { endpoint, keys } }).await.expect("subscribed");
    choose(stage, who, loud()).await;
}

/// Publishes a wish, claims it and brings the goods: three notices for the family, one of which cannot wait.
pub async fn arrive(stage: &Stage, town: &Town) {
    let wish = stage.wish(town, 1).await;
    // By a donor of its own, because of the limit.
    let take = TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } };
    let claim = stage.store.run(&by(&stage.donor(town).await), take).await.expect("a claim").id;
    stage.arrive(town, claim).await;
    stage.store.deliver_all().await.expect("delivered");
}

/// Tells an account that staff changed its contact: a notice that cannot wait.
pub async fn change_contact(stage: &Stage, who: &Actor) {
    let account = who.account;
    let emitted = stage.store.script(move |tx, ()| {
        let event = Event::ContactChanged(OfAccount { account });
        Box::pin(async move { tx.emit(event).await })
    });
    emitted.await.expect("emitted");
    stage.store.deliver_all().await.expect("delivered");
}

pub async fn lease_of(store: &Store, channel: Channel) -> Vec<Outgoing> {
    store.run(&By::system(), LeaseMessages(channel)).await.expect("leased")
}

pub async fn lease(stage: &Stage, channel: Channel) -> Vec<Outgoing> {
    lease_of(&stage.store, channel).await
}

pub async fn settle(stage: &Stage, message: &Outgoing, outcome: Outcome) {
    let (ids, tries) = (message.ids.clone(), message.tries);
    stage.store.run(&By::system(), SettleMessages { ids, tries, outcome }).await.expect("settled");
}

/// Names of what a message says.
pub fn said(message: &Outgoing) -> Vec<&'static str> {
    message.kinds.iter().map(|kind| kind.as_str()).collect()
}

/// Counts messages in a state.
pub async fn count(stage: &Stage, state: &str) -> i64 {
    stage.number(&format!("select count(*) from message where state = '{state}'")).await
}

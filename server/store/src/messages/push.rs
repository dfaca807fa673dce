//! Browsers that are told by push. Signing out in a browser ends its subscription (`accounts/sessions.rs`).
//!
//! Staff share computers, and leave them without signing out: a browser of theirs is told as long as its session lasts,
//! or a session that began with the subscription would last, and no longer. Families and donors use their own phones.

use domain::{
    Timestamp,
    accounts::{Role, sessions::SessionLimits},
    messages::{MOST_SUBSCRIPTIONS, NewSubscription, SubscriptionId},
};
use serde::Serialize;

use super::choices::insert_row;
use crate::{
    Command, Refusal, Result, Tx,
    crypto::{secret::Secret, vault::Find},
    db::{locks::lock_own_account, pagination::signed_in, sql::run, write::device},
};

/// Condition that a subscription `p` is told: `$2` is [`shift_began`].
macro_rules! is_told {
    () => {
        "(p.created > $2 or exists (select 1 from session s where s.id = p.session)
             or not exists (select 1 from role_grant g
                            where g.account = p.account and g.role not in ('family', 'donor')))"
    };
}

pub(super) use is_told;

/// Returns when a session of staff that ends now began.
pub(super) fn shift_began(now: Timestamp) -> Timestamp {
    now - SessionLimits::of([Role::Shopkeeper]).most
}

/// Tells the actor by push in this browser from now on. A browser belongs to the account that subscribed last.
///
/// # Errors
/// Not signed in; invalid fields.
#[derive(Clone, Debug, Serialize)]
pub struct SubscribePush {
    /// The browser's subscription.
    pub new: NewSubscription,
}

impl Command for SubscribePush {
    const NAME: &'static str = "push_subscribe";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let new = self.new.clone().checked()?;
        lock_own_account(tx).await?;
        insert_row(tx).await?;
        let (account, now, session, device) = (tx.actor.account, tx.now, tx.session.0, device::of(&tx.actor));
        let endpoint = tx.vault.seal(Secret::PushEndpoint, &new.endpoint)?;
        let key = tx.vault.digest(Find::Push, &new.endpoint);
        let keys = tx.vault.seal(Secret::PushKeys, &format!("{} {}", new.keys.p256dh, new.keys.auth))?;
        run!(
            tx,
            "insert into push_subscription (account, session, endpoint, endpoint_key, keys, device, created)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (endpoint_key) do update set account = excluded.account, session = excluded.session,
                 endpoint = excluded.endpoint, keys = excluded.keys, device = excluded.device,
                 created = excluded.created",
            account,
            session,
            &endpoint,
            &key,
            &keys,
            device,
            now,
        )?;
        run!(
            tx,
            "delete from push_subscription where account = $1 and id not in
                 (select id from push_subscription where account = $1 order by created desc, id desc limit $2)",
            account,
            MOST_SUBSCRIPTIONS,
        )?;
        tx.audit("account", account).await
    }
}

/// Ends the push subscription of one of the actor's browsers.
///
/// # Errors
/// Not signed in; not found for another account's.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndPush {
    /// The subscription.
    pub subscription: SubscriptionId,
}

impl Command for EndPush {
    const NAME: &'static str = "push_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let (account, SubscriptionId(id)) = (tx.actor.account, self.subscription);
        if run!(tx, "delete from push_subscription where id = $1 and account = $2", id, account)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("account", account).await
    }
}

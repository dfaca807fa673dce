//! Webhooks: added by administrators, leased by the server that sends, moved on by what the other side took.
//! A webhook keeps the number of the last change that was taken, so that it hears of each change at least once and in
//! order; the next one waits until the one before is taken.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    areas::AreaId,
    events::pause,
    messages::webhooks::{
        KEPT_DELIVERIES, MOST_CHANGES, MOST_WEBHOOKS, NewWebhook, WEBHOOK_LEASE, Webhook, WebhookDelivery, WebhookId,
    },
    permission::Action,
    wishes::changes::WishChange,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::tree::{must_in, path_of},
    crypto::secret::Secret,
    db::sql::{row, rows, run, value, values},
    wishes::changes::changes_of_root,
};

/// Adds a webhook to a root area: from now on it is told of changes of that area's public wishes.
///
/// # Errors
/// Not found outside the actor's areas, and for an area that is no root; [`Code::ProofNeeded`]; invalid fields;
/// [`Code::FileFull`].
#[derive(Clone, Debug, Serialize)]
pub struct AddWebhook {
    /// The root area.
    pub area: AreaId,
    /// The webhook.
    pub new: NewWebhook,
}

impl Command for AddWebhook {
    const NAME: &'static str = "webhook_add";
    type Output = WebhookId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<WebhookId> {
        must_in(tx, Action::Administer, self.area).await?;
        tx.must_be_proved().await?;
        let NewWebhook { name, address, secret } = self.new.clone().checked()?;
        // Webhooks are counted under this lock.
        if run!(tx, "update area set name = name where id = $1 and root = $1", self.area)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        let held = value!(tx, i64, "select count(*) from webhook where area = $1", self.area)?;
        if held >= MOST_WEBHOOKS {
            return Err(Code::FileFull.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let address = tx.vault.seal(Secret::WebhookAddress, &address)?;
        let secret = tx.vault.seal(Secret::WebhookSecret, &secret)?;
        let id = value!(
            tx,
            i64,
            "insert into webhook (area, name, address, secret, made, made_by, sent, tries, next_try, lease, turn)
             select $1, $2, $3, $4, $5, $6, n, 0, 0, 0, 0 from change_counter where id = 1 returning id",
            self.area,
            &name,
            &address,
            &secret,
            now,
            account,
        )?;
        tx.audit("area", self.area).await?;
        Ok(WebhookId(id))
    }
}

/// Removes a webhook with its deliveries; what waits for it is not sent.
///
/// # Errors
/// Not found outside the actor's areas, and for a webhook of another area.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemoveWebhook {
    /// Its area.
    pub area: AreaId,
    /// The webhook.
    pub webhook: WebhookId,
}

impl Command for RemoveWebhook {
    const NAME: &'static str = "webhook_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_in(tx, Action::Administer, self.area).await?;
        let WebhookId(id) = self.webhook;
        // Locks the webhook, so that no try is noted meanwhile.
        if run!(tx, "update webhook set turn = turn + 1 where id = $1 and area = $2", id, self.area)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        run!(tx, "delete from webhook_delivery where webhook = $1", id)?;
        run!(tx, "delete from webhook where id = $1", id)?;
        tx.audit("area", self.area).await
    }
}

/// Changes that a server is to send. It holds an address and a secret, so it is neither printed nor logged.
#[derive(Clone, Serialize, Deserialize)]
pub struct WebhookCall {
    /// The webhook.
    pub webhook: WebhookId,
    /// Number of the lease, which the end of the try must name.
    pub turn: i64,
    /// Address that they are posted to.
    pub address: String,
    /// Secret that signs the request.
    pub secret: String,
    /// The changes, oldest first; at least one.
    pub changes: Vec<WishChange>,
}

#[derive(sqlx::FromRow)]
struct LeasedRow {
    area: i64,
    address: String,
    secret: String,
    sent: i64,
    turn: i64,
}

/// Takes webhooks that have changes to hear of, each for one server at a time.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LeaseWebhooks;

impl Command for LeaseWebhooks {
    const NAME: &'static str = "webhook_lease";
    type Output = Vec<WebhookCall>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<WebhookCall>> {
        let now = tx.now;
        let due = values!(
            tx,
            i64,
            "select w.id from webhook w where w.next_try <= $1 and w.lease <= $1
                 and exists (select 1 from public_change c where c.root = w.area and c.n > w.sent and c.n > 0)
             order by w.id limit 50",
            now,
        )?;
        let mut calls = Vec::new();
        for id in due {
            let leased = run!(
                tx,
                "update webhook set lease = $2, turn = turn + 1 where id = $1 and next_try <= $3 and lease <= $3",
                id,
                now + WEBHOOK_LEASE,
                now,
            )?;
            if leased == 0 {
                continue;
            }
            let found = row!(tx, LeasedRow, "select area, address, secret, sent, turn from webhook where id = $1", id)?;
            let Some(LeasedRow { area, address, secret, sent, turn }) = found else { continue };
            let changes = changes_of_root(&mut tx.arm(), area, sent, MOST_CHANGES).await?;
            let address = tx.vault.open(Secret::WebhookAddress, &address);
            let secret = tx.vault.open(Secret::WebhookSecret, &secret);
            // One that does not open fails alone: its lease ends, and others go on.
            if let (Ok(address), Ok(secret), false) = (address, secret, changes.is_empty()) {
                calls.push(WebhookCall { webhook: WebhookId(id), turn, address, secret, changes });
            }
        }
        Ok(calls)
    }
}

/// Says how a try ended: what was taken is not sent again, all else after a pause that grows.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SettleWebhook {
    /// The webhook.
    pub webhook: WebhookId,
    /// Number of the lease; a later lease is not touched.
    pub turn: i64,
    /// Number of the first change.
    pub first: i64,
    /// Number of the last change.
    pub last: i64,
    /// Status of the answer; 0 without one.
    pub status: i64,
}

impl Command for SettleWebhook {
    const NAME: &'static str = "webhook_settle";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self { webhook: WebhookId(id), turn, first, last, status } = *self;
        let now = tx.now;
        // Locks the webhook; a lease that ended meanwhile belongs to another try.
        if run!(tx, "update webhook set lease = 0 where id = $1 and turn = $2", id, turn)? == 0 {
            return Ok(());
        }
        let tried = WebhookDelivery { at: now, first, last, status };
        if tried.is_taken() {
            run!(tx, "update webhook set sent = $2, tries = 0, next_try = 0 where id = $1", id, last)?;
        } else {
            let tries = value!(tx, i64, "select tries from webhook where id = $1", id)? + 1;
            run!(tx, "update webhook set tries = $2, next_try = $3 where id = $1", id, tries, now + pause(tries))?;
        }
        run!(
            tx,
            "insert into webhook_delivery (webhook, at, first_n, last_n, status) values ($1, $2, $3, $4, $5)",
            id,
            now,
            first,
            last,
            status,
        )?;
        run!(
            tx,
            "delete from webhook_delivery where webhook = $1
                 and id not in (select id from webhook_delivery where webhook = $1 order by id desc limit $2)",
            id,
            KEPT_DELIVERIES,
        )?;
        Ok(())
    }
}

#[derive(sqlx::FromRow)]
struct WebhookRow {
    id: i64,
    name: String,
    made: Timestamp,
    sent: i64,
    tries: i64,
    next_try: Timestamp,
}

impl Store {
    /// Whether a webhook has changes to hear of now.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn webhooks_due(&self) -> Result<bool> {
        let now = self.now();
        let mut db = self.reader().await?;
        let due = row!(
            db,
            (i64,),
            "select w.id from webhook w where w.next_try <= $1 and w.lease <= $1
                 and exists (select 1 from public_change c where c.root = w.area and c.n > w.sent and c.n > 0)
             limit 1",
            now,
        )?;
        Ok(due.is_some())
    }

    /// Lists the webhooks of a root area with their last tries.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn webhooks(&self, actor: &Actor, area: AreaId) -> Result<Vec<Webhook>> {
        actor.must_somewhere(Action::Administer)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::Administer, &path)?;
        let found = rows!(
            db,
            WebhookRow,
            "select id, name, made, sent, tries, next_try from webhook where area = $1 order by id",
            area,
        )?;
        let mut webhooks = Vec::new();
        for WebhookRow { id, name, made, sent, tries, next_try } in found {
            let tried = rows!(
                db,
                (i64, i64, i64, i64),
                "select at, first_n, last_n, status from webhook_delivery where webhook = $1 order by id desc limit 20",
                id,
            )?;
            let tried = tried.into_iter().map(|(at, first, last, status)| WebhookDelivery { at, first, last, status });
            let deliveries = tried.collect();
            webhooks.push(Webhook { id: WebhookId(id), name, made, sent, tries, next_try, deliveries });
        }
        Ok(webhooks)
    }
}

//! The store of a test, which reads notices as people do: soon after the write, when its events are delivered.

use std::ops::Deref;

use domain::{accounts::Actor, notifications::Notice, wishes::Page};
use store::{Result, Store};

/// Store that delivers events before it reads notices; all else is the store's own.
pub struct DeliveringStore(pub Store);

impl Deref for DeliveringStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.0
    }
}

impl DeliveringStore {
    pub async fn notices(&self, actor: &Actor, cursor: i64) -> Result<Page<Notice>> {
        self.0.deliver_all().await?;
        self.0.notices(actor, cursor).await
    }

    pub async fn notices_unread(&self, actor: &Actor) -> Result<i64> {
        self.0.deliver_all().await?;
        self.0.notices_unread(actor).await
    }
}

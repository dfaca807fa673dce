//! Reading notices.
//! They are made of events by `reader.rs`, after the commit of the write that emitted them.

use domain::{accounts::Actor, notifications::Notice, wishes::Page};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    db::{
        pagination::{page, signed_in},
        sql::{parse, row, rows, run, value},
    },
};

#[derive(sqlx::FromRow)]
struct NoticeRow {
    id: i64,
    kind: String,
    wish: i64,
    claim: i64,
    subject: i64,
    title: String,
    text: String,
    created: i64,
    read_at: i64,
}

impl TryFrom<NoticeRow> for Notice {
    type Error = crate::Error;

    fn try_from(row: NoticeRow) -> Result<Notice> {
        let NoticeRow { id, kind, wish, claim, subject, title, text, created, read_at } = row;
        Ok(Notice { id, kind: parse(&kind)?, wish, claim, subject, title, text, created, read: read_at != 0 })
    }
}

/// Marks all notices of the actor as read.
///
/// # Errors
/// [`domain::Code::SignInNeeded`] for visitors.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ReadNotices;

impl Command for ReadNotices {
    const NAME: &'static str = "notices_read";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(tx, "update notice set read_at = $2 where account = $1 and read_at = 0", account, now)?;
        tx.audit("account", account).await
    }
}

/// Marks one notice of the actor as read.
///
/// # Errors
/// [`domain::Code::SignInNeeded`] for visitors; not found for another account's notice.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OpenNotice(pub i64);

impl Command for OpenNotice {
    const NAME: &'static str = "notice_open";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(id) = self;
        signed_in(&tx.actor)?;
        let (now, account) = (tx.now, tx.actor.account);
        let own = run!(
            tx,
            "update notice set read_at = case when read_at = 0 then $3 else read_at end where id = $1 and account = $2",
            id,
            account,
            now,
        )?;
        if own == 1 { Ok(()) } else { Err(Refusal::NotFound.into()) }
    }
}

impl Store {
    /// Marks one of the actor's notices as read and returns it.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors; not found for another account's notice.
    pub async fn notice_open(&self, by: &By, id: i64) -> Result<Notice> {
        self.run(by, OpenNotice(id)).await?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            NoticeRow,
            "select id, kind, wish, claim, subject, title, text, created, read_at from notice
             where id = $1 and account = $2",
            id,
            by.actor.account,
        )?;
        found.ok_or(Refusal::NotFound)?.try_into()
    }

    /// Lists the actor's notices, newest first; the next page begins below `cursor`.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors.
    pub async fn notices(&self, actor: &Actor, cursor: i64) -> Result<Page<Notice>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            NoticeRow,
            "select id, kind, wish, claim, subject, title, text, created, read_at from notice
             where account = $1 and (id < $2 or $2 = 0) order by id desc limit 51",
            actor.account,
            cursor,
        )?;
        Ok(page(found.into_iter().map(Notice::try_from).collect::<Result<_>>()?, |notice: &Notice| notice.id))
    }

    /// Counts the actor's unread notices; 0 for visitors.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn notices_unread(&self, actor: &Actor) -> Result<i64> {
        if !actor.is_signed_in() {
            return Ok(0);
        }
        let mut db = self.reader().await?;
        Ok(value!(db, i64, "select count(*) from notice where account = $1 and read_at = 0", actor.account)?)
    }
}

//! Closing one's own account, for good: sessions end, name and phone are erased, and the phone is free again.
//! What the books of goods refer to stays under the account's number: claims, receipts, journals. So do the names of
//! staff, who signed records with them.
//!
//! The Personal Information Protection Law of the PRC (2021), articles 15 and 47, says that this must be possible.

use domain::{
    Code,
    accounts::{Actor, GrantLine, closing::ClosingTerms},
    events::Event,
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    accounts::{
        profile::{admins, grant_lines},
        roles::{RoleOf, tell},
        sessions,
        sign_in::cards,
        staff::must_leave_an_admin,
    },
    crypto::secret::Secret,
    db::{
        locks::{Writers, lock_file, lock_own_account},
        pagination::signed_in,
        sql::{row, run},
    },
};

/// Statements that delete what only the account `$1` could use.
const DELETED: &[&str] = &[
    "delete from one_time_code where account = $1",
    // Before the notices: a delivery that is just making one of an event is waited for.
    "delete from outbox where account = $1",
    "delete from notice where account = $1",
    "delete from message where account = $1",
    "delete from message_choice where account = $1",
    "delete from push_subscription where account = $1",
    "delete from basket_line where account = $1",
    "delete from saved_wish where account = $1",
    "delete from saved_filter where account = $1",
    "delete from undo where account = $1",
    "delete from helper_sheet where account = $1",
    "delete from photo_waiting where account = $1",
    "delete from form_waiting where account = $1",
    "delete from scan_list where account = $1",
    "delete from voice_note where wish = 0 and account = $1",
    "delete from role_grant where account = $1",
    "delete from recovery_code where account = $1",
    "delete from second_factor where account = $1",
];

/// Counts what stands in the way of closing the actor's account.
async fn terms(db: &mut Conn<'_>, actor: &Actor) -> Result<ClosingTerms> {
    let (claims, offers, files) = row!(
        db,
        (i64, i64, i64),
        "select (select count(*) from claim where account = $1 and source = 'donor'
                     and state in ('pledged', 'on_the_way')),
                (select count(*) from offer where account = $1 and state in ('offered', 'accepted')),
                (select count(*) from household where caseworker = $1 and state = 'open')",
        actor.account,
    )?
    .unwrap_or_default();
    let (wishes, orders) = row!(
        db,
        (i64, i64),
        "select (select count(*) from wish where household = $1 and household <> 0
                     and state in ('submitted', 'published')),
                (select count(*) from shop_order where household = $1 and household <> 0 and state = 'held')",
        actor.household,
    )?
    .unwrap_or_default();
    let last_admin = actor.may_in_installation(Action::Administer) && admins(db).await? == 1;
    Ok(ClosingTerms { claims, offers, wishes, orders, files, last_admin, password: false })
}

/// Closes the actor's own account.
///
/// # Errors
/// Not signed in; field `old` when the password changed meanwhile; the code of [`ClosingTerms::refusal`].
#[derive(Clone, Serialize)]
pub struct CloseAccount {
    /// Hash of the password that was verified; that of an account without one.
    #[serde(skip)]
    pub(crate) proved: String,
}

impl Command for CloseAccount {
    const NAME: &'static str = "account_close";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let actor = tx.actor.clone();
        let account = actor.account;
        if actor.household != 0 {
            // Wishes and orders of the family are added under this lock.
            lock_file(tx, actor.household, Writers::Family).await?;
        }
        if actor.may_in_installation(Action::Administer) {
            must_leave_an_admin(tx, account).await?;
        }
        let own = lock_own_account(tx).await?;
        if own.password != self.proved {
            return Err(Refusal::field("old", Code::WrongSignIn).into());
        }
        if let Some(code) = terms(&mut tx.arm(), &actor).await?.refusal() {
            return Err(code.into());
        }
        if actor.household != 0 {
            cards::close(tx, actor.household).await?;
        }
        for GrantLine { role, area, .. } in grant_lines(&mut tx.arm(), account).await? {
            tell(tx, Event::RoleRevoked, &actor.name, &RoleOf { account, role, area }).await?;
        }
        for sql in DELETED {
            run!(tx, AssertSqlSafe(*sql), account)?;
        }
        let request = tx.request.clone();
        run!(tx, "delete from request where account = $1 and key <> $2", account, &request)?;
        sessions::end_all(tx, account).await?;
        let phone = tx.vault.seal(Secret::AccountPhone, "")?;
        let name = if actor.is_staff() { actor.name.as_str() } else { "" };
        // The household keeps its file, and its caseworker can give it another account.
        run!(
            tx,
            "update account set name = $2, phone = $3, phone_key = '', password = '', setup_until = 0, view = '',
                 organisation = 0, contact = false, household = 0, open = false where id = $1",
            account,
            name,
            &phone,
        )?;
        tx.audit("account", account).await
    }
}

impl Store {
    /// Loads what stands in the way of closing the actor's account, and whether it takes the password.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] without an account.
    pub async fn closing_terms(&self, actor: &Actor) -> Result<ClosingTerms> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = terms(&mut db.arm(), actor).await?;
        drop(db);
        let known = self.credentials(actor.account).await?;
        Ok(ClosingTerms { password: !known.password.is_empty() && known.setup_until == 0, ..found })
    }

    /// Closes the actor's account for good; `old` is its password, if it has one.
    /// Then truncates SQLite's write-ahead log, which still holds the deleted data.
    ///
    /// # Errors
    /// As [`CloseAccount`]; field `old` for a wrong password; [`Code::TooManyTries`] after 5 within 15 minutes.
    pub async fn account_close(&self, by: &By, old: &str) -> Result<()> {
        signed_in(&by.actor)?;
        let known = self.credentials(by.actor.account).await?;
        // Of a set-up code that waits, only its account's sessions by card are left: its family has no password.
        let proved = if known.password.is_empty() || known.setup_until != 0 {
            known.password
        } else {
            self.own_password(&by.actor, old).await?
        };
        self.run(by, CloseAccount { proved }).await?;
        // The account is closed in any case; later writes overwrite the log.
        self.empty_log().await.inspect_err(|cause| tracing::warn!(%cause, "account_close: WAL not truncated")).ok();
        Ok(())
    }
}

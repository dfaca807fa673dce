//! Where a donor belongs: its root area, and its organisation. The donor changes both.
//! A donor's account has one role, in the area of its organisation, else in its root area.

use domain::{
    Code, Timestamp,
    accounts::{AccountId, Actor, Role},
    areas::AreaId,
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::profile::grant,
    areas::organisations::invited_by,
    db::{
        locks::lock_own_account,
        sql::{row, run},
    },
};

/// Unknown invitations that an account may type within an hour; a code has 40 bits.
const GUESSES: i64 = 10;
const HOUR: Timestamp = 3600;

/// Moves the donor's role of the locked account to an area.
async fn put_role(tx: &mut Tx<'_>, account: AccountId, area: AreaId) -> Result<()> {
    run!(tx, "delete from role_grant where account = $1 and role = 'donor' and area <> $2", account, area)?;
    grant(tx, account, Role::Donor, area).await.map(drop)
}

/// Makes the actor a member of the organisation with this invitation code, in place of an earlier one; returns the
/// organisation's name. Open claims stay.
///
/// # Errors
/// Not allowed without a donor's role; field `invitation` when no open organisation has it, or when it belongs to
/// another root area.
#[derive(Clone, Debug, Serialize)]
pub struct JoinOrganisation {
    /// Code as typed.
    pub invitation: String,
}

impl Command for JoinOrganisation {
    const NAME: &'static str = "organisation_join";
    type Output = String;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<String> {
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        let account = tx.actor.account;
        let own = lock_own_account(tx).await?;
        let wrong = |code| Refusal::field("invitation", code);
        if self.invitation.trim().is_empty() {
            return Err(wrong(Code::Required).into());
        }
        let invited = invited_by(&mut tx.arm(), &self.invitation).await?;
        let (organisation, root) = invited.ok_or_else(|| wrong(Code::InvitationUnknown))?;
        if root != own.root {
            return Err(wrong(Code::OtherArea).into());
        }
        run!(tx, "update account set organisation = $2, contact = false where id = $1", account, organisation.id)?;
        put_role(tx, account, organisation.area).await?;
        tx.audit("account", account).await?;
        Ok(organisation.name)
    }
}

/// Ends the actor's membership in its organisation. Open claims stay.
///
/// # Errors
/// Not allowed without a donor's role; [`Code::WrongState`] without an organisation.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LeaveOrganisation;

impl Command for LeaveOrganisation {
    const NAME: &'static str = "organisation_leave";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        let account = tx.actor.account;
        let own = lock_own_account(tx).await?;
        if own.organisation == 0 {
            return Err(Code::WrongState.into());
        }
        run!(tx, "update account set organisation = 0, contact = false where id = $1", account)?;
        put_role(tx, account, own.root).await?;
        tx.audit("account", account).await
    }
}

/// Whether the actor chooses its own area: a donor, and no member of staff, whose roles bind it to theirs.
#[must_use]
pub fn chooses_area(actor: &Actor) -> bool {
    actor.may_somewhere(Action::ClaimWishes) && actor.household == 0 && !actor.is_staff()
}

/// Moves the actor to another root area. It leaves its organisation, which belongs to the old one; open claims and
/// offers stay.
///
/// # Errors
/// Not allowed unless [`chooses_area`]; field `area` for anything but a root area.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SetArea {
    /// Root area.
    pub area: AreaId,
}

impl Command for SetArea {
    const NAME: &'static str = "own_area_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        if !chooses_area(&tx.actor) {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let account = tx.actor.account;
        let own = lock_own_account(tx).await?;
        let root = row!(tx, (i64,), "select id from area where id = $1 and parent = 0", self.area)?;
        let (root,) = root.ok_or_else(|| Refusal::field("area", Code::Unknown))?;
        if root != own.root {
            run!(tx, "update account set root = $2, organisation = 0, contact = false where id = $1", account, root)?;
            put_role(tx, account, root).await?;
        }
        tx.audit("account", account).await
    }
}

impl Store {
    /// Makes the actor a member of an organisation, as [`JoinOrganisation`]. Refused codes are counted.
    ///
    /// # Errors
    /// As [`JoinOrganisation`]; [`Code::TooManyTries`] after 10 refused codes within an hour.
    pub async fn organisation_join(&self, by: &By, invitation: &str) -> Result<String> {
        by.actor.must_somewhere(Action::ClaimWishes)?;
        let subject = format!("register-join:{}", by.actor.account);
        self.attempt(&subject, GUESSES, HOUR).await?;
        let joined = self.run(by, JoinOrganisation { invitation: invitation.to_owned() }).await?;
        self.take_back_attempt(&subject).await?;
        Ok(joined)
    }
}

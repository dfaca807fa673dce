//! Which members may act for their organisation. The right ends with the membership.

use domain::{
    Code,
    accounts::{AccountId, OrganisationId},
    community::organisations::ContactRole,
    permission::Action,
};
use serde::Serialize;

use super::lock_kept_organisation;
use crate::{Command, Refusal, Result, Tx, db::sql::run};

/// Says whether a member may act for its organisation.
///
/// # Errors
/// Not allowed without a role that keeps organisations; not found outside the actor's areas, and for an account that
/// is no open member; [`Code::OwnMembership`] for the actor itself; [`Code::ProofNeeded`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SetContactRole {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Account of the member.
    pub account: AccountId,
    /// Whether it may.
    pub role: ContactRole,
}

impl Command for SetContactRole {
    const NAME: &'static str = "organisation_contact";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepOrganisations)?;
        let held = lock_kept_organisation(tx, self.organisation).await?;
        tx.must_be_proved().await?;
        if self.account == tx.actor.account {
            return Err(Code::OwnMembership.into());
        }
        let changed = run!(
            tx,
            "update account set contact = $3, version = version + 1
             where id = $1 and organisation = $2 and open = true",
            self.account,
            held.id,
            self.role == ContactRole::Named,
        )?;
        if changed == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("organisation", held.id).await
    }
}

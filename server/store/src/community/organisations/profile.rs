//! What an organisation is and offers, and whom to call there.

use domain::{
    Code,
    accounts::OrganisationId,
    casework::rounds::profile::listed,
    community::organisations::{OrganisationOffer, OrganisationProfile},
    permission::Action,
};
use serde::Serialize;

use super::{lock_kept_organisation, lock_own_organisation};
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::name_taken,
    crypto::secret::Secret,
    db::sql::{row, run},
};

/// Sets name, kind and further areas of an organisation.
///
/// # Errors
/// Not allowed without a role that keeps organisations; not found outside the actor's areas; fields `name` and `areas`
/// (unknown, or of another root area); [`Code::NameTaken`].
#[derive(Clone, Debug, Serialize)]
pub struct SetOrganisation {
    /// The organisation.
    pub organisation: OrganisationId,
    /// What is said about it.
    pub profile: OrganisationProfile,
}

impl Command for SetOrganisation {
    const NAME: &'static str = "organisation_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepOrganisations)?;
        let held = lock_kept_organisation(tx, self.organisation).await?;
        let profile = self.profile.clone().checked()?;
        let renamed = run!(
            tx,
            "update organisation set name = $2, kind = $3 where id = $1",
            held.id,
            &profile.name,
            profile.kind.as_str(),
        );
        name_taken(renamed)?;
        run!(tx, "delete from organisation_area where organisation = $1", held.id)?;
        for area in profile.areas {
            let known = row!(tx, (i64,), "select id from area where id = $1 and root = $2", area, held.root)?;
            known.ok_or_else(|| Refusal::field("areas", Code::Unknown))?;
            run!(tx, "insert into organisation_area (organisation, area) values ($1, $2)", held.id, area)?;
        }
        tx.audit("organisation", held.id).await
    }
}

/// Sets what an organisation offers, and its contact person. For those who keep it and members who act for it.
///
/// # Errors
/// Not allowed for other accounts; not found outside the actor's areas; fields `contact_name` and `contact_phone`.
#[derive(Clone, Debug, Serialize)]
pub struct SetOrganisationOffer {
    /// The organisation.
    pub organisation: OrganisationId,
    /// What it offers, and whom to call.
    pub offer: OrganisationOffer,
}

impl Command for SetOrganisationOffer {
    const NAME: &'static str = "organisation_offer_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let held = lock_own_organisation(tx, self.organisation).await?;
        let offer = self.offer.clone().checked()?;
        let vault = tx.vault.clone();
        run!(
            tx,
            "update organisation set offers = $2, contact_name = $3, contact_phone = $4 where id = $1",
            held.id,
            listed(offer.offers.iter().map(|one| one.as_str())),
            vault.seal(Secret::OrganisationContact, &offer.contact_name)?,
            vault.seal(Secret::OrganisationPhone, &offer.contact_phone)?,
        )?;
        tx.audit("organisation", held.id).await
    }
}

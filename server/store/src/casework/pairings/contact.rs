//! Shows a household's contact to its helper, once both agreed: each time a reveal that the family reads in its log.

use domain::{
    Code,
    accounts::{Actor, Role},
    casework::pairings::{PairedContact, PairingId, PairingState},
    households::reveals::{OPEN_FOR, RevealReason},
};
use serde::Serialize;

use super::{PairingSide, load, lock_pairing};
use crate::{
    Command, Refusal, Result, Store, Tx,
    crypto::secret::Secret,
    db::sql::{row, value},
    households::reveal::{NewReveal, note},
};

/// Reveals the contact of the household to its helper for half an hour.
///
/// # Errors
/// Not found for all but the helper; [`Code::WrongState`] unless the pairing is under way.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RevealPaired {
    /// The pairing.
    pub pairing: PairingId,
}

impl Command for RevealPaired {
    const NAME: &'static str = "pairing_reveal";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (pairing, side) = lock_pairing(tx, self.pairing).await?;
        if side != PairingSide::Helper {
            return Err(Refusal::NotFound.into());
        }
        pairing.state()?.must_be(PairingState::UnderWay)?;
        let reveal = NewReveal {
            household: pairing.household,
            role: Role::Donor,
            reason: RevealReason::Pairing,
            words: "",
            lasts: OPEN_FOR,
        };
        note(tx, &reveal).await?;
        tx.audit("pairing", pairing.id).await
    }
}

impl Store {
    /// Loads the contact of the household for its helper, while a reveal lasts.
    ///
    /// # Errors
    /// Not found for all but the helper of a pairing under way; [`Code::FileNotOpened`] without a reveal.
    pub async fn paired_contact(&self, actor: &Actor, id: PairingId) -> Result<PairedContact> {
        let mut db = self.reader().await?;
        let pairing = load(&mut db.arm(), id).await?;
        let is_helper = actor.is_signed_in() && pairing.helper == actor.account;
        if !is_helper || pairing.state()? != PairingState::UnderWay {
            return Err(Refusal::NotFound.into());
        }
        let (account, household, now) = (actor.account, pairing.household, self.now());
        let open = value!(
            db,
            i64,
            "select count(*) from reveal where account = $1 and household = $2 and reason = 'pairing' and until > $3",
            account,
            household,
            now,
        )?;
        if open == 0 {
            return Err(Refusal::NotAllowed(Code::FileNotOpened).into());
        }
        let (name, phone, address) =
            row!(db, (String, String, String), "select name, phone, address from household where id = $1", household)?
                .ok_or(Refusal::NotFound)?;
        Ok(PairedContact {
            name: self.vault.open(Secret::HouseholdName, &name)?,
            phone: self.vault.open(Secret::HouseholdPhone, &phone)?,
            address: self.vault.open(Secret::HouseholdAddress, &address)?,
        })
    }
}

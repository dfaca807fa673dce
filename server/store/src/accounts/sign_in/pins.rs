//! A family's PIN: asked after its card, if the family wants that. Five wrong ones let it rest for a quarter of an
//! hour, five more lock it until the caseworker helps; both count on all servers together.

use domain::{
    Code, Error as Refusal, Timestamp,
    accounts::{Actor, cards},
    households::HouseholdId,
};
use serde::{Deserialize, Serialize};

use crate::{
    By, Conn, Result, Store, Tx,
    accounts::sign_in::cards::must_keep,
    crypto::{passwords, sealed_columns::Secret},
    db::sql::{row, run, value, values},
};

/// Wrong ones after which it rests.
const RESTS_AFTER: i64 = 5;
/// Wrong ones after which only the caseworker can help.
const LOCKED_AFTER: i64 = 10;
/// How long it rests.
const RESTS: Timestamp = 15 * 60;

/// How it is with a family's PIN.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinState {
    /// The family has none.
    #[default]
    Unset,
    /// It has one.
    Set,
    /// Too many were wrong; it can be tried again after a quarter of an hour.
    Resting,
    /// Too many were wrong; only the caseworker can help.
    Locked,
}

/// How it is with the PIN of this household.
pub(crate) async fn state(db: &mut Conn<'_>, household: HouseholdId, now: Timestamp) -> Result<PinState> {
    let found = row!(db, (i64, i64), "select wrong, rests from family_pin where household = $1", household)?;
    Ok(match found {
        None => PinState::Unset,
        Some((wrong, _)) if wrong >= LOCKED_AFTER => PinState::Locked,
        Some((_, rests)) if rests > now => PinState::Resting,
        Some(_) => PinState::Set,
    })
}

/// Counts a try before it is judged, so that a hundred at once cannot all find the count low. The sealed hash to
/// judge it by, and whether one is judged now.
async fn count(tx: &mut Tx<'_>, household: HouseholdId) -> Result<(String, PinState)> {
    let now = tx.now;
    let counted = run!(
        tx,
        "update family_pin set wrong = wrong + 1, rests = case when wrong + 1 = $3 then $4 else 0 end
         where household = $1 and wrong < $5 and rests <= $2",
        household,
        now,
        RESTS_AFTER,
        now + RESTS,
        LOCKED_AFTER,
    )?;
    if counted == 0 {
        return Ok((String::new(), state(&mut tx.arm(), household, now).await?));
    }
    let hash = value!(tx, String, "select hash from family_pin where household = $1", household)?;
    Ok((hash, PinState::Set))
}

/// Forgets what was wrong before, now that one was right. Fails when the PIN was changed meanwhile.
pub(crate) async fn settle(tx: &mut Tx<'_>, household: HouseholdId, proved: &Proved) -> Result<()> {
    let same = match &proved.0 {
        Some(hash) => {
            run!(tx, "update family_pin set wrong = 0, rests = 0 where household = $1 and hash = $2", household, hash)?
                == 1
        }
        None => row!(tx, (i64,), "select id from family_pin where household = $1", household)?.is_none(),
    };
    if same { Ok(()) } else { Err(Refusal::NotAllowed(Code::WrongPin).into()) }
}

/// What was proved: the PIN of this (sealed) hash, or that there is none.
#[derive(Clone)]
pub(crate) struct Proved(Option<String>);

/// A PIN to be kept.
#[derive(Clone, Serialize)]
struct NewPin {
    household: HouseholdId,
    #[serde(skip)]
    proved: Proved,
    /// The hash; empty for none.
    #[serde(skip)]
    hash: String,
}

async fn keep(tx: &mut Tx<'_>, new: &NewPin) -> Result<()> {
    let (household, now) = (new.household, tx.now);
    if household == 0 || tx.actor.household != household {
        return Err(Refusal::NotFound.into());
    }
    settle(tx, household, &new.proved).await?;
    run!(tx, "delete from family_pin where household = $1", household)?;
    if !new.hash.is_empty() {
        let hash = tx.vault.seal(Secret::FamilyPin, &new.hash)?;
        run!(
            tx,
            "insert into family_pin (household, hash, wrong, rests, changed) values ($1, $2, 0, 0, $3)",
            household,
            &hash,
            now,
        )?;
    }
    tx.audit("household", household).await
}

async fn clear(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    must_keep(tx, household).await?;
    if run!(tx, "delete from family_pin where household = $1", household)? > 0 {
        tx.audit("household", household).await?;
    }
    Ok(())
}

impl Store {
    /// Judges a PIN. Every one counts as wrong until [`settle`] is told that it was right.
    ///
    /// # Errors
    /// [`Code::PinNeeded`] when none was typed; [`Code::WrongPin`]; [`Code::TooManyTries`] after five wrong ones, for a
    /// quarter of an hour; [`Code::CardLocked`] after five more.
    pub(crate) async fn pin_proved(&self, household: HouseholdId, typed: &str) -> Result<Proved> {
        let mut db = self.reader().await?;
        let known = state(&mut db.arm(), household, self.now()).await?;
        drop(db);
        let typed = domain::text::half_width(typed);
        match known {
            PinState::Unset => return Ok(Proved(None)),
            PinState::Set if typed.trim().is_empty() => return Err(Refusal::NotAllowed(Code::PinNeeded).into()),
            _ => {}
        }
        let counted =
            self.write(&By::system(), "pin_try", household, |tx, household| Box::pin(count(tx, *household))).await?;
        match counted {
            (hash, PinState::Set) => {
                let argon = self.vault.open(Secret::FamilyPin, &hash)?;
                match passwords::verify(typed.trim(), Some(&argon)).await? {
                    true => Ok(Proved(Some(hash))),
                    false => Err(Refusal::NotAllowed(Code::WrongPin).into()),
                }
            }
            (_, PinState::Unset) => Ok(Proved(None)),
            (_, PinState::Resting) => Err(Refusal::NotAllowed(Code::TooManyTries).into()),
            (_, PinState::Locked) => Err(Refusal::NotAllowed(Code::CardLocked).into()),
        }
    }

    /// Whether the actor's own family has a PIN.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn pin_state(&self, actor: &Actor) -> Result<PinState> {
        let mut db = self.reader().await?;
        state(&mut db.arm(), actor.household, self.now()).await
    }

    /// Gives the actor's own family a PIN, or another one; `old` is the one it has.
    ///
    /// # Errors
    /// Not found for anybody who is no family; the new one is too easy (field `pin`), the old one wrong (field
    /// `old_pin`), or refused as at the card.
    pub async fn pin_set(&self, by: &By, old: &str, new: &str) -> Result<()> {
        let household = by.actor.household;
        if household == 0 {
            by.actor.is_signed_in().then_some(()).ok_or(Refusal::NotAllowed(Code::SignInNeeded))?;
            return Err(Refusal::NotFound.into());
        }
        let known = self.guessable(household).await?;
        let pin = cards::pin(new, &known).map_err(|code| Refusal::field("pin", code))?;
        let hash = passwords::hash(&pin).await?;
        self.put_pin(by, old, hash).await
    }

    /// Takes the PIN of the actor's own family away.
    ///
    /// # Errors
    /// As [`Store::pin_set`].
    pub async fn pin_remove(&self, by: &By, old: &str) -> Result<()> {
        if by.actor.household == 0 {
            by.actor.is_signed_in().then_some(()).ok_or(Refusal::NotAllowed(Code::SignInNeeded))?;
            return Err(Refusal::NotFound.into());
        }
        self.put_pin(by, old, String::new()).await
    }

    async fn put_pin(&self, by: &By, old: &str, hash: String) -> Result<()> {
        let household = by.actor.household;
        let proved = match self.pin_proved(household, old).await {
            Err(crate::Error::Refused(Refusal::NotAllowed(code @ (Code::PinNeeded | Code::WrongPin)))) => {
                return Err(Refusal::field("old_pin", code).into());
            }
            other => other?,
        };
        let new = NewPin { household, proved, hash };
        self.write(by, "pin_set", new, |tx, new| Box::pin(keep(tx, new))).await
    }

    /// What somebody who knows the family would try first: years of birth, its phone, its number.
    async fn guessable(&self, household: HouseholdId) -> Result<Vec<String>> {
        let mut db = self.reader().await?;
        let phone = row!(db, (String,), "select phone from household where id = $1", household)?.unwrap_or_default().0;
        let years = values!(db, i64, "select birth_year from person where household = $1", household)?;
        let mut known = vec![self.vault.open(Secret::HouseholdPhone, &phone)?, format!("{household:04}")];
        known.extend(years.into_iter().map(|year| year.to_string()));
        Ok(known)
    }

    /// Takes a family's PIN away when it is forgotten or locked.
    ///
    /// # Errors
    /// Outside the actor's areas.
    pub async fn pin_clear(&self, by: &By, household: HouseholdId) -> Result<()> {
        self.write(by, "pin_clear", household, |tx, household| Box::pin(clear(tx, *household))).await
    }
}

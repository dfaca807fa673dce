//! Families' optional PINs, asked for after their cards.
//! Five wrong PINs block it for 15 minutes, five more until the caseworker resets it; counted across all servers.

use domain::{
    Code, Timestamp,
    accounts::{Actor, cards, security::SecurityKind},
    events::{Event, OfHousehold},
    households::HouseholdId,
};
use serde::{Deserialize, Serialize};

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    accounts::{
        session_lifecycle::end_others,
        sign_in::cards::{mark, must_keep},
    },
    crypto::{passwords, secret::Secret},
    db::{
        locks::{Writers, lock_open_household},
        sql::{row, run, value, values},
    },
};

/// Wrong PINs before the temporary block.
pub const RESTS_AFTER: i64 = 5;
/// Wrong PINs before the lock that only the caseworker removes.
const LOCKED_AFTER: i64 = 10;
/// Length of the temporary block, in seconds.
const RESTS: Timestamp = 15 * 60;

/// State of a family's PIN.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinState {
    /// The family has no PIN.
    #[default]
    Unset,
    /// The PIN can be used.
    Set,
    /// Blocked for 15 minutes after five wrong PINs.
    Resting,
    /// Locked after ten wrong PINs, until the caseworker resets it.
    Locked,
}

/// Loads the state of the household's PIN.
pub(crate) async fn state(db: &mut Conn<'_>, household: HouseholdId, now: Timestamp) -> Result<PinState> {
    let found = row!(db, (i64, i64), "select wrong, rests from family_pin where household = $1", household)?;
    Ok(match found {
        None => PinState::Unset,
        Some((wrong, _)) if wrong >= LOCKED_AFTER => PinState::Locked,
        Some((_, rests)) if rests > now => PinState::Resting,
        Some(_) => PinState::Set,
    })
}

/// Counts the wrong PINs that are left before the next pause or lock; 0 without a PIN.
pub(crate) async fn tries_left(db: &mut Conn<'_>, household: HouseholdId) -> Result<i64> {
    let found = row!(db, (i64,), "select wrong from family_pin where household = $1", household)?;
    Ok(found
        .map_or(0, |(wrong,)| if wrong < RESTS_AFTER { RESTS_AFTER - wrong } else { (LOCKED_AFTER - wrong).max(0) }))
}

/// Counts an attempt before it is verified, so that concurrent attempts cannot all see a low count.
/// Returns the sealed hash to verify against; any state but `Set` means that this attempt must not be verified.
#[derive(Serialize)]
struct TryPin(HouseholdId);

impl Command for TryPin {
    const NAME: &'static str = "pin_try";
    type Output = (String, PinState);

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(String, PinState)> {
        let (&Self(household), now) = (self, tx.now);
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
}

/// Resets the count of wrong PINs; refuses when the PIN changed since it was verified.
pub(crate) async fn settle(tx: &mut Tx<'_>, household: HouseholdId, proved: &PinProof) -> Result<()> {
    let same = match &proved.0 {
        Some(hash) => {
            run!(tx, "update family_pin set wrong = 0, rests = 0 where household = $1 and hash = $2", household, hash)?
                == 1
        }
        None => row!(tx, (i64,), "select id from family_pin where household = $1", household)?.is_none(),
    };
    if same { Ok(()) } else { Err(Refusal::NotAllowed(Code::WrongPin).into()) }
}

/// Proof that the PIN of this sealed hash was verified, or that the family has none.
#[derive(Clone)]
pub(crate) struct PinProof(Option<String>);

/// Stores a PIN, or removes it. Hashes the new one only once the old one is proved, which limits how often.
#[derive(Clone, Serialize)]
pub struct SetPin {
    /// Household whose PIN is set.
    pub household: HouseholdId,
    /// Proof that the family itself asks.
    #[serde(skip)]
    pub(crate) proved: PinProof,
    /// Argon2id hash; empty removes the PIN.
    #[serde(skip)]
    pub hash: String,
}

impl Command for SetPin {
    const NAME: &'static str = "pin_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (household, now) = (self.household, tx.now);
        lock_open_household(tx, household, Writers::Family).await?;
        settle(tx, household, &self.proved).await?;
        run!(tx, "delete from family_pin where household = $1", household)?;
        if !self.hash.is_empty() {
            let hash = tx.vault.seal(Secret::FamilyPin, &self.hash)?;
            run!(
                tx,
                "insert into family_pin (household, hash, wrong, rests, changed) values ($1, $2, 0, 0, $3)",
                household,
                &hash,
                now,
            )?;
        }
        // Those that were opened without this PIN; the account's phone or card may be in other hands.
        let account = tx.actor.account;
        end_others(tx, account).await?;
        tx.audit("household", household).await
    }
}

/// Removes the PIN; from now on the card alone opens the file, so its sessions are marked and the family is notified.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ClearPin(pub HouseholdId);

impl Command for ClearPin {
    const NAME: &'static str = "pin_clear";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(household) = self;
        must_keep(tx, household).await?;
        if run!(tx, "delete from family_pin where household = $1", household)? > 0 {
            mark(tx, household).await?;
            tx.emit(Event::PinCleared(OfHousehold { household, staff: Vec::new() })).await?;
            tx.audit("household", household).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Verifies a PIN. Every attempt counts as wrong until [`settle`] resets the count.
    ///
    /// # Errors
    /// [`Code::PinNeeded`] when none was typed; [`Code::WrongPin`]; [`Code::TooManyTries`] for 15 minutes after five
    /// wrong ones; [`Code::CardLocked`] after five more.
    pub(crate) async fn pin_proved(&self, household: HouseholdId, typed: &str) -> Result<PinProof> {
        let mut db = self.reader().await?;
        let known = state(&mut db.arm(), household, self.now()).await?;
        drop(db);
        let typed = domain::text::half_width(typed);
        match known {
            PinState::Unset => return Ok(PinProof(None)),
            PinState::Set if typed.trim().is_empty() => return Err(Refusal::NotAllowed(Code::PinNeeded).into()),
            _ => {}
        }
        match self.run(&By::system(), TryPin(household)).await? {
            (hash, PinState::Set) => {
                let argon = self.vault.open(Secret::FamilyPin, &hash)?;
                match passwords::verify(typed.trim(), Some(&argon)).await? {
                    true => Ok(PinProof(Some(hash))),
                    false => Err(self.pin_refused(SecurityKind::WrongPin, household, Code::WrongPin)),
                }
            }
            (_, PinState::Unset) => Ok(PinProof(None)),
            (_, PinState::Resting) => Err(self.pin_refused(SecurityKind::SignInLimit, household, Code::TooManyTries)),
            (_, PinState::Locked) => Err(self.pin_refused(SecurityKind::SignInLimit, household, Code::CardLocked)),
        }
    }

    fn pin_refused(&self, kind: SecurityKind, household: HouseholdId, code: Code) -> crate::Error {
        self.note_security(kind, &format!("household:{household}"));
        Refusal::NotAllowed(code).into()
    }

    /// Loads the state of the PIN of the actor's own family.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn pin_state(&self, actor: &Actor) -> Result<PinState> {
        let mut db = self.reader().await?;
        state(&mut db.arm(), actor.household, self.now()).await
    }

    /// Sets or replaces the PIN of the actor's own family, and ends its other sessions.
    /// `old` is the present PIN, if any.
    ///
    /// # Errors
    /// `NotFound` unless the actor is a family; field `pin` when the new one is too easy, field `old_pin` when the old
    /// one is missing or wrong; [`Code::TooManyTries`] and [`Code::CardLocked`] as at sign-in; [`Code::FileClosed`].
    pub async fn pin_set(&self, by: &By, old: &str, new: &str) -> Result<()> {
        let household = by.actor.must_be_family()?;
        let known = self.guessable(household).await?;
        let pin = cards::pin(new, &known).map_err(|code| Refusal::field("pin", code))?;
        self.put_pin(by, old, Some(pin)).await
    }

    /// Removes the PIN of the actor's own family, and ends its other sessions.
    ///
    /// # Errors
    /// As [`Store::pin_set`].
    pub async fn pin_remove(&self, by: &By, old: &str) -> Result<()> {
        by.actor.must_be_family()?;
        self.put_pin(by, old, None).await
    }

    /// Stores a PIN, or removes it. Hashes the new one only once the old one is proved, which limits how often.
    async fn put_pin(&self, by: &By, old: &str, pin: Option<String>) -> Result<()> {
        let household = by.actor.household;
        let proved = match self.pin_proved(household, old).await {
            Err(crate::Error::Refused(Refusal::NotAllowed(code @ (Code::PinNeeded | Code::WrongPin)))) => {
                return Err(Refusal::field("old_pin", code).into());
            }
            other => other?,
        };
        let hash = match pin {
            Some(pin) => passwords::hash(&pin).await?,
            None => String::new(),
        };
        let new = SetPin { household, proved, hash };
        self.run(by, new).await
    }

    /// Loads what an acquaintance would try first: years of birth, phone, household number.
    async fn guessable(&self, household: HouseholdId) -> Result<Vec<String>> {
        let mut db = self.reader().await?;
        let phone = row!(db, (String,), "select phone from household where id = $1", household)?.unwrap_or_default().0;
        let years = values!(db, i64, "select birth_year from person where household = $1", household)?;
        let mut known = vec![self.vault.open(Secret::HouseholdPhone, &phone)?, format!("{household:04}")];
        known.extend(years.into_iter().map(|year| year.to_string()));
        Ok(known)
    }
}

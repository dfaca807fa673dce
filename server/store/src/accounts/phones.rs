//! Phones of accounts: refusals that tell nothing across root areas, and phones that their owners prove.

use domain::{
    Code, Timestamp,
    accounts::{AccountId, Actor, security::SecurityKind},
    areas::AreaId,
};

use crate::{
    By, Conn, Error, Refusal, Result, Store, Tx,
    accounts::sessions,
    crypto::secret::Secret,
    db::sql::{row, run, value},
};

/// Refused phones per member of staff and hour. Each refusal tells that the phone has an account somewhere, so that a
/// list of phones could be sorted by it; a coordinator who adds a dozen accounts mistypes fewer.
const PROBES: i64 = 10;
/// Window of that limit, in seconds.
const WINDOW: Timestamp = 3600;

/// Returns the refusal of a phone that another account has; only within its root area does it say why.
pub(crate) async fn taken(db: &mut Conn<'_>, other: AccountId, root: AreaId) -> Result<Code> {
    let found = row!(db, (i64,), "select root from account where id = $1", other)?;
    let here = found.is_some_and(|(of,)| of == root);
    Ok(if here { Code::PhoneTaken } else { Code::PhoneRefused })
}

/// Locks an account that its phone's owner may take over; returns false for every other one.
/// Staff vouch for the phones of families and of staff, and an account that was proved once is its owner's.
async fn lock_unproved(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    let locked = run!(
        tx,
        "update account set version = version + 1
         where id = $1 and household = 0 and proof <> 'code'
             and not exists (select 1 from role_grant g where g.account = account.id and g.role <> 'donor')",
        account,
    )?;
    Ok(locked > 0)
}

/// Ends password and sessions of an account whose phone its owner proved for the first time: another person may have
/// chosen the password. Does nothing for accounts of families and staff, nor for one that was proved before.
pub(crate) async fn prove(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    if !lock_unproved(tx, account).await? {
        return Ok(());
    }
    run!(
        tx,
        "update account set password = '', setup_until = 0, proof = 'code', contact = false where id = $1",
        account,
    )?;
    sessions::end_all(tx, account).await
}

/// Hands a phone to its owner, who proved it and registers in a root area.
/// An account there that has claims, whose goods are to arrive, or that staff made is returned without its password. Any
/// other one loses the phone and is closed, so that it does not decide where the owner belongs.
///
/// # Errors
/// [`Code::PhoneTaken`] when the phone is a family's or a member of staff's, or was proved before.
pub(crate) async fn yield_to_owner(tx: &mut Tx<'_>, account: AccountId, root: AreaId) -> Result<Option<AccountId>> {
    if !lock_unproved(tx, account).await? {
        return Err(Code::PhoneTaken.into());
    }
    let stays = value!(
        tx,
        i64,
        "select count(*) from account a where a.id = $1 and a.root = $2 and a.open = true
             and (a.proof = 'staff' or exists (select 1 from claim c where c.account = a.id))",
        account,
        root,
    )?;
    if stays > 0 {
        prove(tx, account).await?;
        return Ok(Some(account));
    }
    release(tx, account).await?;
    Ok(None)
}

/// Frees a phone for a family that a caseworker knows, from an account that was registered without a proof and has done
/// nothing: otherwise typing in a family's phone would keep it from its account. Returns false for every other account.
pub(crate) async fn yield_to_family(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    if !lock_unproved(tx, account).await? {
        return Ok(false);
    }
    let untried = value!(
        tx,
        i64,
        "select count(*) from account a where a.id = $1 and a.proof = 'none'
             and not exists (select 1 from claim c where c.account = a.id)
             and not exists (select 1 from offer o where o.account = a.id)",
        account,
    )?;
    if untried > 0 {
        release(tx, account).await?;
    }
    Ok(untried > 0)
}

/// Takes phone, password and sessions from an account, and closes it.
async fn release(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let phone = tx.vault.seal(Secret::AccountPhone, "")?;
    run!(
        tx,
        "update account set phone = $2, phone_key = '', password = '', setup_until = 0, open = false where id = $1",
        account,
        &phone,
    )?;
    sessions::end_all(tx, account).await?;
    tx.audit("account", account).await
}

pub(crate) fn is_about_a_phone(refused: &Refusal) -> bool {
    let known = |code| matches!(code, Code::PhoneTaken | Code::PhoneRefused);
    match refused {
        Refusal::Conflict(code) => known(*code),
        Refusal::Invalid(fields) => fields.iter().any(|field| known(field.code)),
        _ => false,
    }
}

impl Store {
    /// Checks that the actor has not been told of too many phones that they have accounts; before anything is hashed.
    ///
    /// # Errors
    /// [`Code::TooManyTries`].
    pub(crate) async fn may_probe(&self, actor: &Actor) -> Result<()> {
        let probes = self.attempts(&format!("phone-probe:{}", actor.account), WINDOW).await?;
        if probes < PROBES {
            return Ok(());
        }
        self.note_security_of(SecurityKind::LookUpLimit, &format!("account:{}", actor.account), actor.account);
        Err(Refusal::NotAllowed(Code::TooManyTries).into())
    }

    /// Counts a result that tells the actor that a phone has an account; passes it on.
    pub(crate) async fn count_probe<T>(&self, by: &By, result: Result<T>) -> Result<T> {
        if let Err(Error::Refused(refused)) = &result
            && is_about_a_phone(refused)
        {
            self.attempt(&format!("phone-probe:{}", by.actor.account), PROBES, WINDOW).await?;
        }
        result
    }
}

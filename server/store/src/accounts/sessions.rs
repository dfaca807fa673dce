//! Sessions and password sign-in. A session is a random token of 256 bits; only its hash is stored.

use domain::{
    Code, DAY, Error as Refusal, Timestamp,
    accounts::{self, AccountId, Actor, Grant},
    areas::AreaPath,
};

use crate::{
    By, Conn, Result, Store, Tx,
    accounts::profile::account_of,
    crypto::{
        passwords, random,
        secret::Secret,
        vault::{Find, Vault},
    },
    db::sql::{parse, row, rows, run},
};

/// Lifetime of a session, in days.
pub const DAYS: Timestamp = 30;
/// Stored value of the view in which every page is larger.
const ELDER: &str = "elder";
/// Window of the rate limits, in seconds.
const WINDOW: Timestamp = 15 * 60;
/// Wrong passwords per phone within the window.
const PER_PHONE: i64 = 5;
/// Wrong passwords per address within the window; a whole office may share one address.
const PER_ADDRESS: i64 = 30;

#[derive(sqlx::FromRow)]
struct Person {
    id: i64,
    root: i64,
    name: String,
    organisation: i64,
    household: i64,
    /// Sealed name of the household; empty for other accounts.
    family: String,
    view: String,
}

/// Password hash of an account, with what opening its session needs.
#[derive(Clone, sqlx::FromRow)]
pub(crate) struct Credentials {
    pub id: AccountId,
    root: i64,
    /// Argon2id hash; empty for accounts without a password.
    pub password: String,
}

/// Session to be opened: hash of its token, verified password hash, rate-limit subjects.
#[derive(Clone)]
struct Opening {
    digest: String,
    password: String,
    tries: Tries,
}

/// Rate-limit subjects of this sign-in; empty where nothing was counted.
#[derive(Clone, Default)]
pub(crate) struct Tries {
    phone: String,
    address: String,
}

async fn with_grants(db: &mut Conn<'_>, vault: &Vault, person: Option<Person>) -> Result<Option<Actor>> {
    let Some(Person { id, root, name, organisation, household, family, view }) = person else { return Ok(None) };
    let name = if household == 0 { name } else { vault.open(Secret::HouseholdName, &family)? };
    let held = rows!(
        db,
        (String, i64, String),
        "select role, area, path from role_grant where account = $1 order by area, role",
        id,
    )?;
    let grants = held
        .into_iter()
        .map(|(role, area, path)| Ok(Grant { role: parse(&role)?, area, path: AreaPath(path) }))
        .collect::<Result<Vec<Grant>>>()?;
    Ok(Some(Actor { account: id, root, name, organisation, household, grants, elder: view == ELDER, system: false }))
}

/// Inserts a session, unless the account was closed or its password changed since verification.
async fn open(tx: &mut Tx<'_>, opening: &Opening) -> Result<()> {
    let (now, expires, account) = (tx.now, tx.now + DAYS * DAY, tx.actor.account);
    let opened = run!(
        tx,
        "insert into session (token, account, created, expires)
         select cast($1 as text), id, cast($3 as bigint), cast($4 as bigint) from account
         where id = $2 and open = true and password = $5",
        &opening.digest,
        account,
        now,
        expires,
        &opening.password,
    )?;
    if opened == 0 {
        return Err(Refusal::NotAllowed(Code::WrongSignIn).into());
    }
    let Tries { phone, address } = &opening.tries;
    if !phone.is_empty() {
        run!(tx, "delete from attempt where subject = $1", phone)?;
    }
    if !address.is_empty() {
        // Only this attempt succeeded; others from the same address may have been wrong.
        run!(tx, "delete from attempt where id = (select max(id) from attempt where subject = $1)", address)?;
    }
    tx.audit("account", account).await
}

/// Stores the page view of an account, which applies on all its devices.
async fn keep_view(tx: &mut Tx<'_>, elder: bool) -> Result<()> {
    let (account, view) = (tx.actor.account, if elder { ELDER } else { "" });
    run!(tx, "update account set view = $2 where id = $1", account, view)?;
    tx.audit("account", account).await
}

/// Deletes every session of an account.
pub(crate) async fn end_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    run!(tx, "delete from session where account = $1", account)?;
    Ok(())
}

/// Deletes one session; the audit entry names its account.
async fn end(tx: &mut Tx<'_>, digest: &str) -> Result<()> {
    let owner = row!(
        tx,
        (i64, i64),
        "select a.id, a.root from session s join account a on a.id = s.account where s.token = $1",
        digest,
    )?;
    let Some((account, root)) = owner else { return Ok(()) };
    run!(tx, "delete from session where token = $1", digest)?;
    tx.actor = Actor { account, root, ..Actor::default() };
    tx.audit("account", account).await
}

/// Deletes expired sessions.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now;
    Ok(run!(tx, "delete from session where expires <= $1", now)?)
}

impl Store {
    /// Stores whether the account wants larger pages.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] without an account.
    pub async fn view_set(&self, by: &By, elder: bool) -> Result<()> {
        if !by.actor.is_signed_in() {
            return Err(Refusal::NotAllowed(Code::SignInNeeded).into());
        }
        self.write(by, "view_set", elder, |tx, elder| Box::pin(keep_view(tx, *elder))).await
    }

    /// Signs in with phone and password; returns a new token and its actor.
    /// An unknown phone gets the same answer as a wrong password, after the same time.
    ///
    /// # Errors
    /// [`Code::WrongSignIn`]; [`Code::TooManyTries`] after 5 wrong attempts for this phone or 30 from this address
    /// within 15 minutes.
    pub async fn sign_in(&self, phone: &str, password: &str, address: &str) -> Result<(String, Actor)> {
        let typed = accounts::phone(phone).unwrap_or_else(|_| "unreadable".into());
        let subject = format!("phone:{}", self.vault.digest(Find::Attempt, &typed));
        let mut tries = Tries { phone: subject, address: String::new() };
        self.attempt(&tries.phone, PER_PHONE, WINDOW).await?;
        if !address.is_empty() {
            tries.address = format!("address:{address}");
            self.attempt(&tries.address, PER_ADDRESS, WINDOW).await?;
        }
        let mut db = self.reader().await?;
        let known = match account_of(&mut db.arm(), &self.vault, &typed).await? {
            0 => None,
            id => row!(db, Credentials, "select id, root, password from account where id = $1 and open = true", id)?,
        };
        drop(db);
        let right = passwords::verify(password, known.as_ref().map(|c| c.password.as_str())).await?;
        match known {
            Some(known) if right => self.open_session(known, tries).await,
            _ => Err(Refusal::NotAllowed(Code::WrongSignIn).into()),
        }
    }

    /// Loads the password hash of an open account.
    pub(crate) async fn credentials(&self, account: AccountId) -> Result<Credentials> {
        let mut db = self.reader().await?;
        let known =
            row!(db, Credentials, "select id, root, password from account where id = $1 and open = true", account,)?;
        known.ok_or_else(|| Refusal::NotAllowed(Code::SignInNeeded).into())
    }

    /// Opens a session for an account whose password was just verified.
    pub(crate) async fn open_session(&self, known: Credentials, tries: Tries) -> Result<(String, Actor)> {
        let token = random::token();
        let opening = Opening { digest: random::digest(&token), password: known.password, tries };
        let by = By::new(Actor { account: known.id, root: known.root, ..Actor::default() }, "");
        self.write(&by, "sign_in", (), move |tx, ()| {
            let opening = opening.clone();
            Box::pin(async move { open(tx, &opening).await })
        })
        .await?;
        let actor = self.actor(&token).await?.ok_or(Refusal::NotAllowed(Code::WrongSignIn))?;
        Ok((token, actor))
    }

    /// Deletes the session of a token; does nothing when there is none.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn sign_out(&self, token: &str) -> Result<()> {
        let digest = random::digest(token);
        self.write(&By::system(), "sign_out", digest, |tx, digest| Box::pin(end(tx, digest))).await
    }

    /// Loads the actor of a token; `None` when it is unknown or expired, or the account is closed.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn actor(&self, token: &str) -> Result<Option<Actor>> {
        let mut db = self.reader().await?;
        let (digest, now) = (random::digest(token), self.now());
        let person = row!(
            db,
            Person,
            "select a.id, a.root, a.name, a.organisation, a.household, coalesce(h.name, '') as family, a.view
             from session s join account a on a.id = s.account left join household h on h.id = a.household
             where s.token = $1 and s.expires > $2 and a.open = true",
            &digest,
            now,
        )?;
        with_grants(&mut db.arm(), &self.vault, person).await
    }

    /// Loads an open account with its roles, without a session; for the command line and the demo.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn actor_of(&self, account: AccountId) -> Result<Option<Actor>> {
        let mut db = self.reader().await?;
        let person = row!(
            db,
            Person,
            "select a.id, a.root, a.name, a.organisation, a.household, coalesce(h.name, '') as family, a.view
             from account a left join household h on h.id = a.household where a.id = $1 and a.open = true",
            account,
        )?;
        with_grants(&mut db.arm(), &self.vault, person).await
    }
}

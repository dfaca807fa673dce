//! Sessions and password sign-in. A session is a random token of 256 bits; only its hash is stored.

use std::mem;

use domain::{
    Code, DAY, Timestamp,
    accounts::{self, AccountId, Actor, Grant, security::SecurityKind, sessions::SignInWay},
    areas::AreaPath,
    events::{Event, OfAccount},
};
use serde::Serialize;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    accounts::{
        factor::{
            self,
            pending::{self, FirstStep},
        },
        profile::account_of,
        session_lifecycle::{NewSession, insert},
        sign_in::{
            setup_codes,
            throttle::{Browser, Tries},
        },
        tokens,
        work_place::work_place,
    },
    crypto::{
        passwords, random,
        secret::Secret,
        vault::{Find, Vault},
    },
    db::{
        command::stored_as_tuple,
        sql::{parse, row, rows, run},
    },
};

/// Longest lifetime of a session, in days; [`domain::accounts::sessions::SessionLimits`] has that of each role.
pub const DAYS: Timestamp = 30;
/// Stored value of the view in which every page is larger.
const ELDER: &str = "elder";

/// Account of a request, as sessions and tokens load it.
#[derive(sqlx::FromRow)]
pub(super) struct Person {
    pub id: i64,
    root: i64,
    name: String,
    organisation: i64,
    household: i64,
    /// Sealed name of the household; empty for other accounts.
    family: String,
    view: String,
    place_area: i64,
    place_location: i64,
}

/// Password hash of an account, with what opening its session needs.
#[derive(Clone, sqlx::FromRow)]
pub(crate) struct Credentials {
    pub id: AccountId,
    root: i64,
    /// Argon2id hash; empty for accounts without a password.
    pub password: String,
    /// Until when the password is a set-up code; 0 when it is none, -1 when it is used up.
    pub setup_until: Timestamp,
    /// Second factors that are on: 1 or 0.
    factors: i64,
}

/// Whether a sign-in asked for the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Second {
    /// No: the session opens only if the account has none.
    Unasked,
    /// Yes, or the account cannot have one, or an earlier session of it was asked.
    Passed,
}

/// Whether the browser that signs in did so before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BrowserUse {
    /// It brought the mark of an earlier sign-in of the account, or something else proves the person.
    Known,
    /// It brought none.
    First,
}

/// Role, its area and that area's path.
pub(super) type HeldRole = (String, i64, String);

pub(super) async fn with_grants(db: &mut Conn<'_>, vault: &Vault, person: Option<Person>) -> Result<Option<Actor>> {
    let Some(person) = person else { return Ok(None) };
    let held = rows!(
        db,
        HeldRole,
        "select role, area, path from role_grant where account = $1 order by area, role",
        person.id,
    )?;
    actor_with(db, vault, person, held).await.map(Some)
}

pub(super) async fn actor_with(db: &mut Conn<'_>, vault: &Vault, person: Person, held: Vec<HeldRole>) -> Result<Actor> {
    let Person { id, root, name, organisation, household, family, view, place_area, place_location } = person;
    let name = if household == 0 { name } else { vault.open(Secret::HouseholdName, &family)? };
    let grants = held
        .into_iter()
        .map(|(role, area, path)| Ok(Grant { role: parse(&role)?, area, path: AreaPath(path) }))
        .collect::<Result<Vec<Grant>>>()?;
    let elder = view == ELDER;
    let place = work_place(db, &grants, place_area, place_location).await?;
    Ok(Actor { account: id, root, name, organisation, household, grants, elder, place, ..Actor::default() })
}

/// Inserts a session, unless the account was closed or its password changed since verification.
/// A set-up code is used up by it. Its fields are secrets, so none is stored with the request.
struct OpenSession {
    /// Hash of the session's token.
    digest: String,
    /// Hash of the password that was verified.
    password: String,
    /// Counted tries, to be forgiven.
    tries: Tries,
    second: Second,
    browser: BrowserUse,
}

stored_as_tuple!(OpenSession);

impl Command for OpenSession {
    const NAME: &'static str = "sign_in";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let account = tx.actor.account;
        let credential = setup_codes::spend(tx, account, &self.password).await?;
        // Under the account's lock, which turning it on takes, too.
        if self.second == Second::Unasked && factor::is_on(&mut tx.arm(), account).await? {
            return Err(Refusal::NotAllowed(Code::SecondFactorNeeded).into());
        }
        let new = NewSession {
            digest: &self.digest,
            account,
            household: 0,
            way: SignInWay::Password,
            credential,
            card: 0,
            most: DAYS * DAY,
            proved: tx.now,
        };
        if !insert(tx, &new).await? {
            return Err(Refusal::NotAllowed(Code::WrongSignIn).into());
        }
        self.tries.forgive(tx).await?;
        if self.browser == BrowserUse::First && is_staff_that_signed_in(tx, account).await? {
            // No account is told of what it did itself; here another person may have its password.
            let owner = mem::take(&mut tx.actor);
            let told = tx.emit(Event::NewBrowser(OfAccount { account })).await;
            tx.actor = owner;
            told?;
        }
        tx.audit("account", account).await
    }
}

/// Whether an account has a role of staff and has signed in by password before. The action is no plain column here, so that the
/// lines of the account are read and not all sign-ins.
async fn is_staff_that_signed_in(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    let role = row!(
        tx,
        (i64,),
        "select area from role_grant where account = $1 and role not in ('family', 'donor') limit 1",
        account,
    )?;
    if role.is_none() {
        return Ok(false);
    }
    let earlier = row!(
        tx,
        (i64,),
        "select id from audit where account = $1 and action || '' = 'sign_in' order by at, id limit 1",
        account,
    )?;
    Ok(earlier.is_some())
}

/// Stores the page view of an account, which applies on all its devices.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SetElderView(pub bool);

impl Command for SetElderView {
    const NAME: &'static str = "view_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(elder) = self;
        let (account, view) = (tx.actor.account, if elder { ELDER } else { "" });
        run!(tx, "update account set view = $2 where id = $1", account, view)?;
        tx.audit("account", account).await
    }
}

/// Deletes every session of an account, its tokens, and its sign-ins that wait for a code.
pub(crate) async fn end_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    run!(tx, "delete from session where account = $1", account)?;
    // A browser that is signed out is not told by push any more: others may use it.
    run!(tx, "delete from push_subscription where account = $1", account)?;
    tokens::end_all(tx, account).await?;
    pending::end_all(tx, account).await
}

/// Deletes one session; the audit entry names its account.
#[derive(Clone, Debug, Serialize)]
pub struct SignOut(pub String);

impl Command for SignOut {
    const NAME: &'static str = "sign_out";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(digest) = self;
        let owner = row!(
            tx,
            (i64, i64),
            "select a.id, a.root from session s join account a on a.id = s.account where s.token = $1",
            digest,
        )?;
        let Some((account, root)) = owner else { return Ok(()) };
        run!(
            tx,
            "delete from push_subscription where account = $2
                 and session in (select id from session where token = $1)",
            digest,
            account,
        )?;
        run!(tx, "delete from session where token = $1", digest)?;
        tx.actor = Actor { account, root, ..Actor::default() };
        tx.audit("account", account).await
    }
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
        self.run(by, SetElderView(elder)).await
    }

    /// Signs in with phone and password; returns a new token and its actor.
    /// An unknown phone gets the same answer as a wrong password, and so do an account without a password and a closed
    /// one, after the same work: each is one hash.
    ///
    /// # Errors
    /// [`Code::WrongSignIn`]; [`Code::TooManyTries`] after 5 wrong attempts for this phone from this address, or 30 from
    /// this address, within 15 minutes; fewer while the phone is tried from many addresses. A browser that signed this
    /// account in before has 5 of its own. [`Code::SecondFactorNeeded`] for an account that has one, which
    /// [`Store::sign_in_first`] signs in.
    pub async fn sign_in<'b>(
        &self,
        phone: &str,
        password: &str,
        browser: impl Into<Browser<'b>>,
    ) -> Result<(String, Actor)> {
        match self.sign_in_first(phone, password, browser).await? {
            FirstStep::Signed(token, actor) => Ok((token, actor)),
            FirstStep::Factor(_) => Err(Refusal::NotAllowed(Code::SecondFactorNeeded).into()),
        }
    }

    /// As [`Store::sign_in`], but a right password of an account with a second factor gives a token for
    /// [`Store::sign_in_second`].
    ///
    /// # Errors
    /// As [`Store::sign_in`], without [`Code::SecondFactorNeeded`].
    pub async fn sign_in_first<'b>(
        &self,
        phone: &str,
        password: &str,
        browser: impl Into<Browser<'b>>,
    ) -> Result<FirstStep> {
        let browser = browser.into();
        let typed = accounts::phone(phone).unwrap_or_else(|_| "unreadable".into());
        let mut db = self.reader().await?;
        let known = match account_of(&mut db.arm(), &self.vault, &typed).await? {
            0 => None,
            id => row!(
                db,
                Credentials,
                "select id, root, password, setup_until,
                     (select count(*) from second_factor f where f.account = account.id and f.since > 0) as factors
                 from account where id = $1 and open = true",
                id,
            )?,
        };
        drop(db);
        let device = self.device(browser.device);
        let device = device.filter(|(account, _)| known.as_ref().is_some_and(|known| known.id == *account));
        let device = device.map(|(_, number)| number);
        let phone = self.vault.digest(Find::Attempt, &typed);
        let tries = self.try_password(&phone, device.as_deref(), browser.address).await?;
        let typed = setup_codes::typed(password, known.as_ref());
        let right = passwords::verify(&typed, known.as_ref().map(|c| c.password.as_str())).await?;
        match known {
            Some(known) if right && known.factors > 0 => {
                let root = known.root;
                Ok(FirstStep::Factor(self.begin_sign_in(known, root, tries).await?))
            }
            Some(known) if right => {
                let browser = if device.is_some() { BrowserUse::Known } else { BrowserUse::First };
                let (token, actor) = self.open_session_in(known, tries, Second::Unasked, browser).await?;
                Ok(FirstStep::Signed(token, actor))
            }
            known => {
                let account = known.map_or(0, |known| known.id);
                self.note_security_of(SecurityKind::WrongPassword, &format!("phone:{phone}"), account);
                Err(Refusal::NotAllowed(Code::WrongSignIn).into())
            }
        }
    }

    /// Loads the password hash of an open account.
    pub(crate) async fn credentials(&self, account: AccountId) -> Result<Credentials> {
        let mut db = self.reader().await?;
        let known = row!(
            db,
            Credentials,
            "select id, root, password, setup_until,
                 (select count(*) from second_factor f where f.account = account.id and f.since > 0) as factors
             from account where id = $1 and open = true",
            account,
        )?;
        known.ok_or_else(|| Refusal::NotAllowed(Code::SignInNeeded).into())
    }

    /// Opens a session for an account whose password was just verified.
    pub(crate) async fn open_session(
        &self,
        known: Credentials,
        tries: Tries,
        second: Second,
    ) -> Result<(String, Actor)> {
        self.open_session_in(known, tries, second, BrowserUse::Known).await
    }

    async fn open_session_in(
        &self,
        known: Credentials,
        tries: Tries,
        second: Second,
        browser: BrowserUse,
    ) -> Result<(String, Actor)> {
        let token = random::token();
        let by = By::new(Actor { account: known.id, root: known.root, ..Actor::default() }, "");
        let digest = random::digest(&token);
        self.run(&by, OpenSession { digest, password: known.password, tries, second, browser }).await?;
        let actor = self.actor(&token).await?.ok_or(Refusal::NotAllowed(Code::WrongSignIn))?;
        Ok((token, actor))
    }

    /// Deletes the session of a token; does nothing when there is none.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn sign_out(&self, token: &str) -> Result<()> {
        let digest = random::digest(token);
        self.run(&By::system(), SignOut(digest)).await
    }

    /// Loads the actor of a token, as [`Store::session`].
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn actor(&self, token: &str) -> Result<Option<Actor>> {
        Ok(self.session(token).await?.map(|session| session.actor))
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
            "select a.id, a.root, a.name, a.organisation, a.household, coalesce(h.name, '') as family, a.view,
                 a.place_area, a.place_location
             from account a left join household h on h.id = a.household where a.id = $1 and a.open = true",
            account,
        )?;
        with_grants(&mut db.arm(), &self.vault, person).await
    }
}

//! Administration of accounts by coordinators and administrators.
//! Families' accounts are excluded: they belong to household files, which need a role of their own to read.

use domain::{
    Code,
    accounts::{Account, AccountId, Actor, GrantLine, NewAccount, proof::PhoneProof},
    areas::AreaPath,
    events::{Event, OfAccount, OfRole},
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    accounts::{
        profile::{NewPerson, admins, grant, grant_lines, insert},
        roles::{RoleOf, may_assign, must_assign, must_be_another, tell},
        sessions,
        sign_in::setup_codes::{self, CodeWithHash, FreshCode},
    },
    areas::tree::path_of,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        command::stored_as_tuple,
        pagination::{anywhere, page},
        sql::{row, rows, run, value, values},
    },
};

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: i64,
    name: String,
    phone: String,
    root: i64,
    organisation: String,
    open: bool,
    created: i64,
}

impl AccountRow {
    fn opened(self, vault: &Vault) -> Result<Account> {
        let AccountRow { id, name, phone, root, organisation, open, created } = self;
        let phone = vault.open(Secret::AccountPhone, &phone)?;
        Ok(Account { id, name, phone, root, organisation, open, created })
    }
}

/// Builds the condition on accounts `a` visible to an actor who assigns roles in these areas.
/// Visible are accounts with a role in one of the areas, and accounts whose root area is one of them.
pub(crate) fn known_in(areas: &[AreaPath]) -> String {
    // A donor's account that its owner closed has neither name nor phone.
    let all = "a.household = 0 and (a.name <> '' or a.phone_key <> '')";
    if areas.contains(&AreaPath::installation()) {
        return all.into();
    }
    format!(
        "{all} and (exists (select 1 from role_grant g where g.account = a.id and {})
             or exists (select 1 from area r where r.id = a.root and {}))",
        covered("g.path", areas),
        covered("r.path", areas),
    )
}

/// Loads an account that the actor may see; `NotFound` otherwise.
pub(crate) async fn known(db: &mut Conn<'_>, vault: &Vault, actor: &Actor, id: AccountId) -> Result<Account> {
    actor.must_somewhere(Action::AssignRoles)?;
    let sql = format!(
        "select a.id, a.name, a.phone, a.root, coalesce(o.name, '') as organisation, a.open, a.created
         from account a left join organisation o on o.id = a.organisation where a.id = $1 and {}",
        known_in(&actor.areas_for(Action::AssignRoles))
    );
    let found = row!(db, AccountRow, AssertSqlSafe(sql.as_str()), id)?;
    found.ok_or(Refusal::NotFound)?.opened(vault)
}

/// Checks that the actor administers every area in which the account has a role.
/// Otherwise resetting a password would take over an account with more permissions than the actor's.
pub(crate) async fn must_administer(tx: &mut Tx<'_>, id: AccountId) -> Result<Account> {
    let (actor, vault) = (tx.actor.clone(), tx.vault.clone());
    administered(&mut tx.arm(), &vault, &actor, id).await
}

/// As [`must_administer`], on any connection.
async fn administered(db: &mut Conn<'_>, vault: &Vault, actor: &Actor, id: AccountId) -> Result<Account> {
    actor.must_somewhere(Action::Administer)?;
    let account = known(db, vault, actor, id).await?;
    let mut paths = values!(db, String, "select path from role_grant where account = $1", id)?;
    if paths.is_empty() {
        paths = vec![path_of(db, account.root).await?.ok_or(Refusal::NotFound)?.0];
    }
    let everywhere = paths.into_iter().all(|path| actor.may(Action::Administer, &AreaPath(path)));
    if everywhere { Ok(account) } else { Err(Refusal::NotAllowed(Code::NotAllowed).into()) }
}

/// Lists the open accounts that administer the installation.
pub(crate) async fn administrators(tx: &mut Tx<'_>) -> Result<Vec<AccountId>> {
    Ok(values!(
        tx,
        i64,
        "select distinct a.id from role_grant g join account a on a.id = g.account
         where g.area = 0 and g.role = 'admin' and a.open = true order by a.id",
    )?)
}

/// Locks the accounts of all installation administrators, and refuses when this is the last one.
/// The lock keeps two of them from removing each other concurrently.
pub(crate) async fn must_leave_an_admin(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    run!(
        tx,
        "update account set version = version + 1
         where id in (select account from role_grant where role = 'admin' and area = 0)",
    )?;
    let is_one = value!(
        tx,
        i64,
        "select count(*) from role_grant g join account a on a.id = g.account
         where g.account = $1 and g.role = 'admin' and g.area = 0 and a.open = true",
        id,
    )?;
    if is_one > 0 && admins(&mut tx.arm()).await? == 1 { Err(Code::LastAdmin.into()) } else { Ok(()) }
}

/// Inserts an account with its first role.
///
/// # Errors
/// `NotFound` outside the actor's areas; invalid fields; [`Code::PhoneTaken`] when an account of the same root area has
/// the phone, [`Code::PhoneRefused`] when any other one has.
pub async fn add(tx: &mut Tx<'_>, new: &AddAccount) -> Result<AccountId> {
    let (role, area) = (new.account.role, new.account.area);
    must_assign(tx, role, area).await?;
    let account = new.account.clone().checked()?;
    let root = row!(tx, (i64,), "select root from area where id = $1", area)?.map_or(0, |(root,)| root);
    let (phone, name) = (account.phone.as_str(), account.name.as_str());
    let proof = PhoneProof::Staff;
    let person = NewPerson { phone, name, hash: &new.hash, root, organisation: 0, household: 0, proof };
    let id = insert(tx, &person).await?;
    grant(tx, id, role, area).await?;
    tell(tx, Event::RoleGranted, name, &RoleOf { account: id, role, area }).await?;
    tx.audit("account", id).await?;
    Ok(id)
}

/// Closes an account, whose roles then grant nothing and whose sessions end, or reopens it with its roles.
///
/// # Errors
/// `NotFound` outside the actor's areas; `NotAllowed` when the account has a role where the actor is no administrator,
/// or with [`Code::OwnRole`] when an account would reopen itself; [`Code::ProofNeeded`]; [`Code::LastAdmin`];
/// [`Code::WrongState`] to reopen one that its owner closed.
#[derive(Clone, Copy, Debug)]
pub struct SetAccountOpen {
    /// Account to close or to reopen.
    pub account: AccountId,
    /// Whether it is open from now on.
    pub open: bool,
}

stored_as_tuple!(SetAccountOpen, account, open);

impl Command for SetAccountOpen {
    const NAME: &'static str = "account_open";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self { account: id, open } = self;
        let account = must_administer(tx, id).await?;
        tx.must_be_proved().await?;
        if open {
            must_be_another(tx, id)?;
            if account.phone.is_empty() {
                // Its owner closed it for good, or has another account.
                return Err(Code::WrongState.into());
            }
        } else {
            must_leave_an_admin(tx, id).await?;
        }
        run!(tx, "update account set open = $2, version = version + 1 where id = $1", id, open)?;
        if !(open && account.open) {
            // After the lock, which tokens and sign-ins take; on reopening, because a session may have been opened
            // behind the closing.
            sessions::end_all(tx, id).await?;
        }
        if account.open != open {
            let event: fn(OfRole) -> Event = if open { Event::RoleGranted } else { Event::RoleRevoked };
            let held = grant_lines(&mut tx.arm(), id).await?;
            for GrantLine { role, area, .. } in held {
                tell(tx, event, &account.name, &RoleOf { account: id, role, area }).await?;
            }
        }
        if open && !account.open {
            // Roles that come back are as new as those just granted.
            let now = tx.now;
            run!(tx, "update role_grant set granted = $2 where account = $1", id, now)?;
        }
        tx.audit("account", id).await
    }
}

/// Replaces the password by a set-up code, and tells the owner.
#[derive(Clone, Serialize)]
pub struct ResetPassword {
    /// Account that gets the password.
    pub account: AccountId,
    /// Hash of the password.
    #[serde(skip)]
    pub(crate) hash: String,
}

impl Command for ResetPassword {
    const NAME: &'static str = "account_password";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_administer(tx, self.account).await?;
        tx.must_be_proved().await?;
        setup_codes::put(tx, self.account, &self.hash).await?;
        tx.emit(Event::PasswordReset(OfAccount { account: self.account })).await?;
        tx.audit("account", self.account).await
    }
}

/// Inserts an account that its owner opens with a set-up code.
#[derive(Clone, Serialize)]
pub struct AddAccount {
    /// Fields as typed.
    pub account: NewAccount,
    /// Argon2id hash of its owner's password; for [`Store::account_add`] that of its set-up code.
    #[serde(skip)]
    pub hash: String,
}

impl Command for AddAccount {
    const NAME: &'static str = "account_add";
    type Output = AccountId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AccountId> {
        must_assign(tx, self.account.role, self.account.area).await?;
        tx.must_be_proved().await?;
        let id = add(tx, self).await?;
        setup_codes::put(tx, id, &self.hash).await?;
        Ok(id)
    }
}

impl Store {
    /// Loads a page of the accounts to which the actor may grant roles, by id after `cursor`.
    /// `q` filters by part of the name or by a whole phone, which is counted and logged. Families' accounts are excluded.
    ///
    /// # Errors
    /// `NotAllowed` unless the actor is an administrator or a coordinator; [`Code::TooManyTries`] after too many searches
    /// by phone.
    pub async fn accounts(&self, actor: &Actor, q: &str, cursor: AccountId) -> Result<Page<Account>> {
        actor.must_somewhere(Action::AssignRoles)?;
        let sql = format!(
            "select a.id, a.name, a.phone, a.root, coalesce(o.name, '') as organisation, a.open, a.created
             from account a left join organisation o on o.id = a.organisation
             where a.id > $1 and {} and (lower(a.name) like $2 escape '!' or a.id = $3)
             order by a.id limit 51",
            known_in(&actor.areas_for(Action::AssignRoles))
        );
        // It takes a connection of its own, because a search by phone writes.
        let by_phone = self.account_with_phone(actor, q).await?;
        let mut db = self.reader().await?;
        let found = rows!(db, AccountRow, AssertSqlSafe(sql.as_str()), cursor, anywhere(q), by_phone)?;
        let found = found.into_iter().map(|row| row.opened(&self.vault)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |account| account.id))
    }

    /// Loads an account with its roles.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas.
    pub async fn account(&self, actor: &Actor, id: AccountId) -> Result<(Account, Vec<GrantLine>)> {
        actor.must_somewhere(Action::AssignRoles)?;
        let mut db = self.reader().await?;
        let account = known(&mut db.arm(), &self.vault, actor, id).await?;
        let roles = grant_lines(&mut db.arm(), id).await?;
        Ok((account, roles))
    }

    /// Inserts an account with its first role; returns the code with which its owner sets a password, shown once.
    ///
    /// # Errors
    /// As [`add`]; [`Code::ProofNeeded`]; [`Code::SetupShown`] for a repeated request; [`Code::TooManyTries`] after 10
    /// phones that have an account, within an hour.
    pub async fn account_add(&self, by: &By, new: NewAccount) -> Result<(AccountId, FreshCode)> {
        by.actor.must_somewhere(Action::AssignRoles)?;
        let account = new.checked()?;
        let mut db = self.reader().await?;
        may_assign(&mut db.arm(), &by.actor, account.role, account.area).await?;
        drop(db);
        self.must_be_proved(by).await?;
        self.may_probe(&by.actor).await?;
        let drawn = CodeWithHash::new().await?;
        let new = AddAccount { account, hash: drawn.hash.clone() };
        let added = self.run(by, new).await;
        let id = self.count_probe(by, added).await?;
        Ok((id, self.shown_once(id, drawn).await?))
    }

    /// Replaces an account's password by a set-up code, shown once; ends its sessions and tells the owner.
    ///
    /// # Errors
    /// `NotFound` or `NotAllowed` as [`SetAccountOpen`]; [`Code::ProofNeeded`]; [`Code::SetupShown`] for a repeated
    /// request.
    pub async fn account_password(&self, by: &By, id: AccountId) -> Result<FreshCode> {
        by.actor.must_somewhere(Action::Administer)?;
        let mut db = self.reader().await?;
        administered(&mut db.arm(), &self.vault, &by.actor, id).await?;
        drop(db);
        self.must_be_proved(by).await?;
        let drawn = CodeWithHash::new().await?;
        let input = ResetPassword { account: id, hash: drawn.hash.clone() };
        self.run(by, input).await?;
        self.shown_once(id, drawn).await
    }
}

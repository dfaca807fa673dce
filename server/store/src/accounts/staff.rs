//! Administration of accounts by coordinators and administrators.
//! Families' accounts are excluded: they belong to household files, which need a role of their own to read.

use domain::{
    Code, Error as Refusal,
    accounts::{self, Account, AccountId, Actor, GrantLine, NewAccount},
    areas::AreaPath,
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Conn, Result, Store, Tx,
    accounts::{
        profile::{NewPerson, account_of, admins, grant, grant_lines, insert},
        roles::must_assign,
        sessions,
    },
    areas::tree::path_of,
    crypto::{passwords, secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::{anywhere, page},
        sql::{row, rows, run, value, values},
    },
};

pub use crate::accounts::roles::{RoleOf, give};

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
fn known_in(areas: &[AreaPath]) -> String {
    if areas.contains(&AreaPath::installation()) {
        return "a.household = 0".into();
    }
    format!(
        "a.household = 0 and (exists (select 1 from role_grant g where g.account = a.id and {})
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
async fn must_administer(tx: &mut Tx<'_>, id: AccountId) -> Result<Account> {
    tx.actor.must_somewhere(Action::Administer)?;
    let (actor, vault) = (tx.actor.clone(), tx.vault.clone());
    let account = known(&mut tx.arm(), &vault, &actor, id).await?;
    let mut paths = values!(tx, String, "select path from role_grant where account = $1", id)?;
    if paths.is_empty() {
        paths = vec![path_of(&mut tx.arm(), account.root).await?.ok_or(Refusal::NotFound)?.0];
    }
    let everywhere = paths.into_iter().all(|path| actor.may(Action::Administer, &AreaPath(path)));
    if everywhere { Ok(account) } else { Err(Refusal::NotAllowed(Code::NotAllowed).into()) }
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

/// Staff account to be inserted, with the hash of its first password.
#[derive(Clone, Serialize)]
pub struct NewStaff {
    /// Fields as typed.
    pub account: NewAccount,
    /// Argon2id hash of the password.
    #[serde(skip)]
    pub hash: String,
}

/// Inserts an account with its first role.
///
/// # Errors
/// `NotFound` outside the actor's areas; invalid fields; [`Code::PhoneTaken`].
pub async fn add(tx: &mut Tx<'_>, new: &NewStaff) -> Result<AccountId> {
    let (role, area) = (new.account.role, new.account.area);
    must_assign(tx, role, area).await?;
    let account = new.account.clone().checked()?;
    let root = row!(tx, (i64,), "select root from area where id = $1", area)?.map_or(0, |(root,)| root);
    let (phone, name) = (account.phone.as_str(), account.name.as_str());
    let id = insert(tx, &NewPerson { phone, name, hash: &new.hash, root, ..NewPerson::default() }).await?;
    grant(tx, id, role, area).await?;
    tx.audit("account", id).await?;
    Ok(id)
}

async fn set_open(tx: &mut Tx<'_>, (id, open): &(AccountId, bool)) -> Result<()> {
    must_administer(tx, *id).await?;
    if !open {
        must_leave_an_admin(tx, *id).await?;
        sessions::end_all(tx, *id).await?;
    }
    run!(tx, "update account set open = $2, version = version + 1 where id = $1", *id, *open)?;
    tx.audit("account", *id).await
}

#[derive(Clone, Serialize)]
struct Reset {
    account: AccountId,
    #[serde(skip)]
    hash: String,
}

async fn reset(tx: &mut Tx<'_>, input: &Reset) -> Result<()> {
    must_administer(tx, input.account).await?;
    put_password(tx, input.account, &input.hash).await?;
    tx.audit("account", input.account).await
}

/// Replaces the password hash of an account and ends its sessions.
pub(crate) async fn put_password(tx: &mut Tx<'_>, account: AccountId, hash: &str) -> Result<()> {
    run!(tx, "update account set password = $2, version = version + 1 where id = $1", account, hash)?;
    sessions::end_all(tx, account).await
}

impl Store {
    /// Loads a page of the accounts to which the actor may grant roles, by id after `cursor`.
    /// `q` filters by part of the name or by a whole phone. Families' accounts are excluded.
    ///
    /// # Errors
    /// `NotAllowed` unless the actor is an administrator or a coordinator.
    pub async fn accounts(&self, actor: &Actor, q: &str, cursor: AccountId) -> Result<Page<Account>> {
        actor.must_somewhere(Action::AssignRoles)?;
        let sql = format!(
            "select a.id, a.name, a.phone, a.root, coalesce(o.name, '') as organisation, a.open, a.created
             from account a left join organisation o on o.id = a.organisation
             where a.id > $1 and {} and (lower(a.name) like $2 escape '!' or a.id = $3)
             order by a.id limit 51",
            known_in(&actor.areas_for(Action::AssignRoles))
        );
        let mut db = self.reader().await?;
        let phone = accounts::phone(q).unwrap_or_default();
        let by_phone = account_of(&mut db.arm(), &self.vault, &phone).await?;
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

    /// Inserts an account with its first role.
    ///
    /// # Errors
    /// As [`add`].
    pub async fn account_add(&self, by: &By, new: NewAccount) -> Result<AccountId> {
        by.actor.must_somewhere(Action::AssignRoles)?;
        let account = new.checked()?;
        let hash = passwords::hash(&account.password).await?;
        self.write(by, "account_add", NewStaff { account, hash }, |tx, new| Box::pin(add(tx, new))).await
    }

    /// Closes an account, which ends its sessions, or reopens it.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas; `NotAllowed` when the account has a role where the actor is no
    /// administrator; [`Code::LastAdmin`].
    pub async fn account_open(&self, by: &By, id: AccountId, open: bool) -> Result<()> {
        self.write(by, "account_open", (id, open), |tx, input| Box::pin(set_open(tx, input))).await
    }

    /// Replaces an account's password and ends its sessions.
    ///
    /// # Errors
    /// `NotFound` or `NotAllowed` as [`Store::account_open`]; field `password` when it is too weak.
    pub async fn account_password(&self, by: &By, id: AccountId, password: &str) -> Result<()> {
        by.actor.must_somewhere(Action::Administer)?;
        let password = accounts::password(password).map_err(|code| Refusal::field("password", code))?;
        let input = Reset { account: id, hash: passwords::hash(&password).await? };
        self.write(by, "account_password", input, |tx, input| Box::pin(reset(tx, input))).await
    }
}

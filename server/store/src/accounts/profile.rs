//! A user's own account: profile, password, and inserts of accounts and role grants.
//! Registration is in [`crate::accounts::registration`], account administration in [`crate::accounts::staff`].

use std::collections::HashMap;

use domain::{
    Code,
    accounts::{
        self, AccountId, Actor, GrantLine, OrganisationId, Profile, Role, proof::PhoneProof, security::SecurityKind,
    },
    areas::AreaId,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    accounts::{
        phones,
        sessions::{self, Second},
        sign_in::throttle::Tries,
    },
    areas::tree::path_of,
    crypto::{
        passwords,
        secret::Secret,
        vault::{Find, Vault},
    },
    db::{
        pagination::signed_in,
        sql::{is_unique, listed, parse, row, rows, run, value},
    },
};

pub use crate::accounts::registration::{NewDonor, register};

/// Account to be inserted.
#[derive(Clone, Debug)]
pub struct NewPerson<'a> {
    /// Mobile number, unique; may be empty for a household's account.
    pub phone: &'a str,
    /// Name; not stored for a household's account.
    pub name: &'a str,
    /// Argon2id hash of the password; empty for none.
    pub hash: &'a str,
    /// Root area; 0 for administrators of the installation.
    pub root: AreaId,
    /// Organisation, or 0.
    pub organisation: OrganisationId,
    /// Household whose account it is, or 0.
    pub household: i64,
    /// What is known of the phone.
    pub proof: PhoneProof,
}

/// Inserts an account. The caller checks permission and writes the audit entry.
///
/// # Errors
/// [`Code::PhoneTaken`] when an account of the same root area has the phone; [`Code::PhoneRefused`] for any other one.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewPerson<'_>) -> Result<AccountId> {
    let (now, vault) = (tx.now, tx.vault.clone());
    let other = account_of(&mut tx.arm(), &vault, new.phone).await?;
    let free = other == 0 || new.household != 0 && phones::yield_to_family(tx, other).await?;
    if !free {
        return Err(phones::taken(&mut tx.arm(), other, new.root).await?.into());
    }
    let made = value!(
        tx,
        i64,
        "insert into account (phone, phone_key, name, password, root, organisation, household, open, created, proof,
             version)
         values ($1, $2, $3, $4, $5, $6, $7, true, $8, $9, 0) returning id",
        vault.seal(Secret::AccountPhone, new.phone)?,
        vault.digest(Find::Phone, new.phone),
        // A household's account shows the household's name, which is sealed in its own row.
        if new.household == 0 { new.name } else { "" },
        new.hash,
        new.root,
        new.organisation,
        new.household,
        now,
        new.proof.as_str(),
    );
    match made {
        // An account that was inserted meanwhile; which one is not known.
        Err(error) if is_unique(&error) => Err(Code::PhoneRefused.into()),
        other => Ok(other?),
    }
}

/// Loads the account with this phone, or 0; tries each key, because key rotation rehashes row by row.
pub(crate) async fn account_of(db: &mut Conn<'_>, vault: &Vault, phone: &str) -> Result<AccountId> {
    for digest in vault.digests(Find::Phone, phone) {
        if let Some((id,)) = row!(db, (i64,), "select id from account where phone_key = $1", &digest)? {
            return Ok(id);
        }
    }
    Ok(0)
}

/// Grants an account a role in an area; returns false when it already has the role there.
pub(crate) async fn grant(tx: &mut Tx<'_>, account: AccountId, role: Role, area: AreaId) -> Result<bool> {
    let path = path_of(&mut tx.arm(), area).await?.ok_or(Refusal::NotFound)?;
    let now = tx.now;
    let granted = run!(
        tx,
        "insert into role_grant (account, role, area, path, granted) values ($1, $2, $3, $4, $5)
         on conflict (account, role, area) do nothing",
        account,
        role.as_str(),
        area,
        &path.0,
        now,
    )?;
    Ok(granted > 0)
}

/// Loads the roles of some accounts as [`grant_lines`] does, by account.
pub(crate) async fn grant_lines_of(
    db: &mut Conn<'_>,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, Vec<GrantLine>>> {
    let sql = format!(
        "select g.account, g.role, g.area, coalesce(a.name, '') from role_grant g left join area a on a.id = g.area
         where g.account in ({}) order by g.account, g.path, g.role",
        listed(accounts)
    );
    let mut held: HashMap<AccountId, Vec<GrantLine>> = HashMap::new();
    for (account, role, area, area_name) in rows!(db, (i64, String, i64, String), AssertSqlSafe(sql.as_str()))? {
        held.entry(account).or_default().push(GrantLine { role: parse(&role)?, area, area_name });
    }
    Ok(held)
}

/// Loads the roles of an account, with their areas' names.
pub(crate) async fn grant_lines(db: &mut Conn<'_>, account: AccountId) -> Result<Vec<GrantLine>> {
    let held = rows!(
        db,
        (String, i64, String),
        "select g.role, g.area, coalesce(a.name, '') from role_grant g left join area a on a.id = g.area
         where g.account = $1 order by g.path, g.role",
        account,
    )?;
    held.into_iter().map(|(role, area, area_name)| Ok(GrantLine { role: parse(&role)?, area, area_name })).collect()
}

/// Changes the actor's password, ends all its sessions and returns the token of a new one.
/// A donor without one, who signed in by one-time code, sets the first.
///
/// # Errors
/// Field `old` when the old password is wrong, field `new` when the new one is too weak; [`Code::TooManyTries`].
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChangePassword {
    /// Current password, proved before the command is built.
    #[serde(skip)]
    pub(crate) proved: String,
    /// Hash of the new password.
    #[serde(skip)]
    pub(crate) hash: String,
}

impl Command for ChangePassword {
    const NAME: &'static str = "password_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let account = tx.actor.account;
        let changed = run!(
            tx,
            "update account set password = $2, version = version + 1 where id = $1 and password = $3 and setup_until = 0",
            account,
            &self.hash,
            &self.proved,
        )?;
        if changed == 0 {
            return Err(Refusal::field("old", Code::WrongSignIn).into());
        }
        sessions::end_all(tx, account).await?;
        tx.audit("account", account).await
    }
}

/// Creates the first administrator of the installation.
///
/// # Errors
/// Invalid fields, `NotAllowed` when there is an administrator, or [`Code::PhoneTaken`].
#[derive(Clone, Debug, Serialize)]
pub struct AddFirstAdmin {
    /// Phone of the administrator.
    pub phone: String,
    /// Name of the administrator.
    pub name: String,
    /// Hash of the password.
    #[serde(skip)]
    pub(crate) hash: String,
}

impl Command for AddFirstAdmin {
    const NAME: &'static str = "first_admin";
    type Output = AccountId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AccountId> {
        if admins(&mut tx.arm()).await? > 0 {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let (phone, name) = (self.phone.as_str(), self.name.as_str());
        let proof = PhoneProof::Staff;
        let person = NewPerson { phone, name, hash: &self.hash, root: 0, organisation: 0, household: 0, proof };
        let id = insert(tx, &person).await?;
        grant(tx, id, Role::Admin, 0).await?;
        tx.audit("account", id).await?;
        Ok(id)
    }
}

/// Counts the open accounts that administer the installation.
pub(crate) async fn admins(db: &mut Conn<'_>) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        "select count(*) from role_grant g join account a on a.id = g.account
         where g.area = 0 and g.role = 'admin' and a.open = true",
    )?)
}

impl Store {
    /// Loads the actor's own profile.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] without an account.
    pub async fn profile(&self, actor: &Actor) -> Result<Profile> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let (phone, organisation, root_name) = row!(
            db,
            (String, String, String),
            "select a.phone, coalesce(o.name, ''), coalesce(r.name, '') from account a
             left join organisation o on o.id = a.organisation left join area r on r.id = a.root where a.id = $1",
            actor.account,
        )?
        .ok_or(Refusal::NotFound)?;
        let roles = grant_lines(&mut db.arm(), actor.account).await?;
        let phone = self.vault.open(Secret::AccountPhone, &phone)?;
        Ok(Profile { name: actor.name.clone(), phone, organisation, root_name, roles })
    }

    /// Returns whether the actor's account has a password.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] without an account.
    pub async fn has_password(&self, actor: &Actor) -> Result<bool> {
        signed_in(actor)?;
        Ok(!self.credentials(actor.account).await?.password.is_empty())
    }

    /// Changes the actor's password, ends all its sessions and returns the token of a new one.
    /// A donor without one, who signed in by one-time code, sets the first.
    ///
    /// # Errors
    /// Field `old` when the old password is wrong, field `new` when the new one is too weak; [`Code::TooManyTries`].
    pub async fn change_password(&self, by: &By, old: &str, new: &str) -> Result<String> {
        signed_in(&by.actor)?;
        let phone = self.profile(&by.actor).await?.phone;
        let new = accounts::password(new, &phone).map_err(|code| Refusal::field("new", code))?;
        let subject = format!("password:{}", by.actor.account);
        self.attempt(&subject, 5, 900).await?;
        let known = self.credentials(by.actor.account).await?;
        if known.setup_until != 0 {
            // A set-up code, which staff know, sets a password in its own session only.
            return Err(Refusal::field("old", Code::WrongSignIn).into());
        }
        // In a repeated request the change is already done, so the new password is the one to verify.
        let proof = if self.was_changed_by(by).await? { new.as_str() } else { old };
        // Its sessions were all opened by codes sent to its phone. A family's may be those of a card that was found.
        let is_first = known.password.is_empty() && by.actor.household == 0;
        if !is_first && !passwords::verify(proof, Some(&known.password)).await? {
            let account = format!("account:{}", by.actor.account);
            self.note_security_of(SecurityKind::WrongPassword, &account, by.actor.account);
            return Err(Refusal::field("old", Code::WrongSignIn).into());
        }
        self.forgive(&subject).await?;
        let hash = passwords::hash(&new).await?;
        let input = ChangePassword { proved: known.password, hash: hash.clone() };
        self.run(by, input).await?;
        let known = self.credentials(by.actor.account).await?;
        Ok(self.open_session(known, Tries::default(), Second::Passed).await?.0)
    }

    async fn was_changed_by(&self, by: &By) -> Result<bool> {
        let mut db = self.reader().await?;
        let done = value!(
            db,
            i64,
            "select count(*) from request where account = $1 and key = $2 and operation = 'password_change'",
            by.actor.account,
            &by.request,
        )?;
        Ok(done > 0)
    }

    /// Creates the first administrator of the installation.
    ///
    /// # Errors
    /// Invalid fields, `NotAllowed` when there is an administrator, or [`Code::PhoneTaken`].
    pub async fn first_admin(&self, phone: &str, name: &str, password: &str) -> Result<AccountId> {
        let mut checks = domain::error::Checks::default();
        let phone = checks.take("phone", accounts::phone(phone));
        let name = checks.take("name", domain::text::line(name, 1, 30));
        let password = checks.take("password", accounts::password(password, phone.as_deref().unwrap_or_default()));
        checks.done()?;
        let hash = passwords::hash(&password.unwrap_or_default()).await?;
        let new = AddFirstAdmin { phone: phone.unwrap_or_default(), name: name.unwrap_or_default(), hash };
        self.run(&By::system(), new).await
    }

    /// Returns whether the installation has an administrator.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn has_admin(&self) -> Result<bool> {
        let mut db = self.reader().await?;
        Ok(admins(&mut db.arm()).await? > 0)
    }
}

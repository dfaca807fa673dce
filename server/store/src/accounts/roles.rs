//! Grants and revocations of roles by coordinators and administrators of the area.
//! No account changes its own permissions upwards, and those who assign or audit roles there are told of each change.
//! Both lock the account, so that a role is neither given to one that is just being closed nor taken twice.

use domain::{
    Code,
    accounts::{AccountId, Actor, Role},
    areas::{AreaId, AreaPath},
    events::{Event, OfRole},
    permission::Action,
};
use serde::Serialize;

use crate::{
    Command, Conn, Refusal, Result, Tx,
    accounts::{
        profile::grant,
        staff::{known, must_leave_an_admin},
        tokens,
    },
    areas::tree::{must_in, path_of},
    db::sql::{row, run, value, values},
};

/// Returns what an account must be allowed to do to assign this role; only administrators assign `Admin`.
fn assigning(role: Role) -> Action {
    if role == Role::Admin { Action::Administer } else { Action::AssignRoles }
}

/// Checks that the actor may grant this role here. One that was lent the right to assign roles for a leave hands none on:
/// a second account would give it the right back for good.
pub(crate) async fn must_assign(tx: &mut Tx<'_>, role: Role, area: AreaId) -> Result<AreaPath> {
    let path = must_in(tx, assigning(role), area).await?;
    let account = tx.actor.account;
    let only_lent = value!(
        tx,
        i64,
        "select count(*) from role_grant l
         where l.account = $1 and l.lent_for <> 0 and l.role = 'coordinator' and $2 like l.path || '%'
             and not exists (select 1 from role_grant o where o.account = $1 and o.lent_for = 0
                 and o.role in ('coordinator', 'admin') and $2 like o.path || '%')",
        account,
        &path.0,
    )?;
    if only_lent > 0 { Err(Refusal::NotAllowed(Code::NotAllowed).into()) } else { Ok(path) }
}

/// As [`must_assign`], without a lock and also for a closed area: before a transaction for which a hash must be
/// computed, and to take a role away.
pub(crate) async fn may_assign(db: &mut Conn<'_>, actor: &Actor, role: Role, area: AreaId) -> Result<()> {
    actor.must_somewhere(assigning(role))?;
    let path = path_of(db, area).await?.ok_or(Refusal::NotFound)?;
    Ok(actor.must(assigning(role), &path)?)
}

/// Refuses a grant to the actor's own account: otherwise a role that reads no files could give itself one that does.
pub(crate) fn must_be_another(tx: &Tx<'_>, account: AccountId) -> Result<()> {
    if account == tx.actor.account { Err(Refusal::NotAllowed(Code::OwnRole).into()) } else { Ok(()) }
}

/// Role of an account, to be granted or revoked.
#[derive(Clone, Debug, Serialize)]
pub struct RoleOf {
    /// Account that gets or loses the role.
    pub account: AccountId,
    /// Role; `Family` cannot be granted here.
    pub role: Role,
    /// Area of the role; 0 for the installation, which only `Admin` can have.
    pub area: AreaId,
}

/// Tells the other accounts that assign or audit roles in the area that an account got or lost a role there.
/// Roles of donors and families read nothing of other families, so they are left out.
pub(crate) async fn tell(tx: &mut Tx<'_>, event: fn(OfRole) -> Event, name: &str, changed: &RoleOf) -> Result<()> {
    let by = tx.actor.name.clone();
    tell_as(tx, event, name, changed, &by).await
}

/// As [`tell`], by the account of a name: the clock has none.
pub(crate) async fn tell_as(
    tx: &mut Tx<'_>,
    event: fn(OfRole) -> Event,
    name: &str,
    changed: &RoleOf,
    by: &str,
) -> Result<()> {
    if !changed.role.is_staff() {
        return Ok(());
    }
    let path = path_of(&mut tx.arm(), changed.area).await?.ok_or(Refusal::NotFound)?;
    let area = row!(tx, (String,), "select name from area where id = $1", changed.area)?;
    let area = area.map(|(name,)| name).unwrap_or_default();
    let staff = values!(
        tx,
        i64,
        "select distinct g.account from role_grant g join account a on a.id = g.account
         where g.role in ('coordinator', 'auditor', 'admin') and a.open = true and $1 like g.path || '%'
             and g.account <> $2
         order by g.account",
        &path.0,
        changed.account,
    )?;
    let (name, by) = (name.to_owned(), by.to_owned());
    tx.emit(event(OfRole { account: changed.account, name, role: changed.role, area, by, staff })).await
}

/// Locks an account's row until commit, open or closed.
pub(crate) async fn lock(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    run!(tx, "update account set version = version + 1 where id = $1", account)?;
    Ok(())
}

/// Grants another account a role in an area of its root.
///
/// # Errors
/// `NotFound` outside the actor's areas; [`Code::ProofNeeded`]; [`Code::OwnRole`] for the actor's own account; field
/// `role` for `Family`, which comes with the household; field `area` for another root area.
#[derive(Clone, Debug, Serialize)]
pub struct GrantRole(pub RoleOf);

impl Command for GrantRole {
    const NAME: &'static str = "role_grant";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(input) = self;
        must_assign(tx, input.role, input.area).await?;
        tx.must_be_proved().await?;
        must_be_another(tx, input.account)?;
        let (actor, vault) = (tx.actor.clone(), tx.vault.clone());
        known(&mut tx.arm(), &vault, &actor, input.account).await?;
        lock(tx, input.account).await?;
        let account = known(&mut tx.arm(), &vault, &actor, input.account).await?;
        if input.role == Role::Family {
            return Err(Refusal::field("role", Code::Unknown).into());
        }
        let root = row!(tx, (i64,), "select root from area where id = $1", input.area)?.map_or(0, |(root,)| root);
        match (root, account.root) {
            (0, _) if input.role != Role::Admin => return Err(Refusal::field("area", Code::Required).into()),
            (0, _) => {}
            // An installation administrator's first role in a root area makes the account belong to it.
            (root, 0) => {
                run!(tx, "update account set root = $2 where id = $1 and root = 0", account.id, root)?;
            }
            (root, other) if root != other => return Err(Refusal::field("area", Code::OtherArea).into()),
            _ => {}
        }
        let is_new = grant(tx, account.id, input.role, input.area).await?;
        // A role that was lent for a leave stays from now on.
        let kept = run!(
            tx,
            "update role_grant set lent_for = 0 where account = $1 and role = $2 and area = $3 and lent_for <> 0",
            account.id,
            input.role.as_str(),
            input.area,
        )?;
        if is_new || kept > 0 {
            tell(tx, Event::RoleGranted, &account.name, input).await?;
        }
        tx.audit("account", account.id).await
    }
}

/// Revokes a role. Sessions lose it with their next request, since each looks its roles up anew. Tokens of a member of
/// staff end: a program that is forgotten would have the role again with the next grant.
///
/// # Errors
/// `NotFound` outside the actor's areas or when the account does not have the role; [`Code::ProofNeeded`];
/// [`Code::LastAdmin`].
#[derive(Clone, Debug, Serialize)]
pub struct RevokeRole(pub RoleOf);

impl Command for RevokeRole {
    const NAME: &'static str = "role_revoke";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(input) = self;
        let (actor, vault) = (tx.actor.clone(), tx.vault.clone());
        // Of a closed area, too: a role that its account kept there must not outlive its reason.
        may_assign(&mut tx.arm(), &actor, input.role, input.area).await?;
        tx.must_be_proved().await?;
        let account = known(&mut tx.arm(), &vault, &actor, input.account).await?;
        if input.role == Role::Admin && input.area == 0 {
            must_leave_an_admin(tx, account.id).await?;
        }
        lock(tx, account.id).await?;
        let taken = run!(
            tx,
            "delete from role_grant where account = $1 and role = $2 and area = $3",
            account.id,
            input.role.as_str(),
            input.area,
        )?;
        if taken == 0 {
            return Err(Refusal::NotFound.into());
        }
        if input.role.is_staff() {
            tokens::end_all(tx, account.id).await?;
        }
        tell(tx, Event::RoleRevoked, &account.name, input).await?;
        tx.audit("account", account.id).await
    }
}

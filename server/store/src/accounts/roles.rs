//! Grants and revocations of roles by coordinators and administrators of the area.

use domain::{
    Code, Error as Refusal,
    accounts::{AccountId, Role},
    areas::{AreaId, AreaPath},
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Result, Store, Tx,
    accounts::{
        profile::grant,
        staff::{known, must_leave_an_admin},
    },
    areas::tree::must_in,
    db::sql::{row, run},
};

/// Checks that the actor may grant and revoke this role here; only administrators assign `Admin`.
pub(crate) async fn must_assign(tx: &mut Tx<'_>, role: Role, area: AreaId) -> Result<AreaPath> {
    let action = if role == Role::Admin { Action::Administer } else { Action::AssignRoles };
    must_in(tx, action, area).await
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

/// Grants an account a role in an area of its root.
///
/// # Errors
/// `NotFound` outside the actor's areas; field `role` for `Family`, which comes with the household; field `area` for
/// another root area.
pub async fn give(tx: &mut Tx<'_>, input: &RoleOf) -> Result<()> {
    must_assign(tx, input.role, input.area).await?;
    let (actor, vault) = (tx.actor.clone(), tx.vault.clone());
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
    grant(tx, account.id, input.role, input.area).await?;
    tx.audit("account", account.id).await
}

async fn take(tx: &mut Tx<'_>, input: &RoleOf) -> Result<()> {
    must_assign(tx, input.role, input.area).await?;
    let (actor, vault) = (tx.actor.clone(), tx.vault.clone());
    let account = known(&mut tx.arm(), &vault, &actor, input.account).await?;
    if input.role == Role::Admin && input.area == 0 {
        must_leave_an_admin(tx, account.id).await?;
    }
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
    tx.audit("account", account.id).await
}

impl Store {
    /// Grants an account a role in an area and everything below it.
    ///
    /// # Errors
    /// As [`give`].
    pub async fn role_grant(&self, by: &By, account: AccountId, role: Role, area: AreaId) -> Result<()> {
        let input = RoleOf { account, role, area };
        self.write(by, "role_grant", input, |tx, input| Box::pin(give(tx, input))).await
    }

    /// Revokes a role.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas or when the account does not have the role; [`Code::LastAdmin`].
    pub async fn role_revoke(&self, by: &By, account: AccountId, role: Role, area: AreaId) -> Result<()> {
        let input = RoleOf { account, role, area };
        self.write(by, "role_revoke", input, |tx, input| Box::pin(take(tx, input))).await
    }
}

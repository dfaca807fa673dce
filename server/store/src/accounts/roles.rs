//! Roles: given and taken by who heads the area, or administers it.

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

/// The right to give and take this role in this area: administrators are made by administrators only.
pub(crate) async fn must_assign(tx: &mut Tx<'_>, role: Role, area: AreaId) -> Result<AreaPath> {
    let action = if role == Role::Admin { Action::Administer } else { Action::AssignRoles };
    must_in(tx, action, area).await
}

/// A role of somebody, to be given or taken.
#[derive(Clone, Debug, Serialize)]
pub struct RoleOf {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub role: Role,
    /// Where; 0 for the installation.
    pub area: AreaId,
}

/// Gives an account a role in an area of its root.
///
/// # Errors
/// Outside the actor's areas; another root area; a family's role, which comes with its household.
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
        // An administrator of the installation who takes up work in a root area now belongs to it.
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
    /// Gives somebody a role in an area and everything below it.
    ///
    /// # Errors
    /// As [`give`].
    pub async fn role_grant(&self, by: &By, account: AccountId, role: Role, area: AreaId) -> Result<()> {
        let input = RoleOf { account, role, area };
        self.write(by, "role_grant", input, |tx, input| Box::pin(give(tx, input))).await
    }

    /// Takes a role away.
    ///
    /// # Errors
    /// Outside the actor's areas, no such role, or [`Code::LastAdmin`].
    pub async fn role_revoke(&self, by: &By, account: AccountId, role: Role, area: AreaId) -> Result<()> {
        let input = RoleOf { account, role, area };
        self.write(by, "role_revoke", input, |tx, input| Box::pin(take(tx, input))).await
    }
}

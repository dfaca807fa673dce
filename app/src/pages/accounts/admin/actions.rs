//! Actions on accounts and roles.

use domain::{
    Code, Error, Result,
    accounts::{NewAccount, Role},
    areas::AreaId,
};
use store::accounts::{
    factor::setup::ResetFactor,
    identity::SetContact,
    roles::{GrantRole, RevokeRole, RoleOf},
    staff::SetAccountOpen,
};

use crate::{
    pages::accounts::setup_code,
    web::{Cx, Done, Here, Shown, To},
};

/// Handles `POST /admin/accounts`: shows the code with which the owner of the new account sets its password, once.
pub async fn add(cx: Cx) -> Shown {
    let (name, role) = (cx.field("name").to_owned(), cx.choice("role")?);
    let new = NewAccount { phone: cx.field("phone").to_owned(), name: name.clone(), area: area(&cx, role)?, role };
    let (id, code) = cx.store.account_add(&cx.by(), new).await?;
    Ok(setup_code::shown(&cx, code, name, format!("/admin/accounts/{id}"), Here::Accounts))
}

/// Handles `POST /admin/accounts/{id}/grant`.
pub async fn grant(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let role = cx.choice("role")?;
    cx.store.run(&cx.by(), GrantRole(RoleOf { account: id, role, area: area(&cx, role)? })).await?;
    back(&cx, id, "done-role-granted", role)
}

/// Handles `POST /admin/accounts/{id}/revoke`.
pub async fn revoke(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let role = cx.choice("role")?;
    cx.store.run(&cx.by(), RevokeRole(RoleOf { account: id, role, area: area(&cx, role)? })).await?;
    back(&cx, id, "done-role-revoked", role)
}

/// Handles `POST /admin/accounts/{id}/contact`.
pub async fn contact(cx: Cx) -> Done {
    let account = cx.id("id")?;
    let new = SetContact { account, name: cx.field("name").to_owned(), phone: cx.field("phone").to_owned() };
    cx.store.account_contact(&cx.by(), new).await?;
    Ok(To::page(format!("/admin/accounts/{account}")).saying("done-account-contact"))
}

/// Handles `POST /admin/accounts/{id}/open`.
pub async fn open(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), SetAccountOpen { account: id, open: true }).await?;
    Ok(To::page(format!("/admin/accounts/{id}")).saying("done-account-opened"))
}

/// Handles `POST /admin/accounts/{id}/close`.
pub async fn close(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), SetAccountOpen { account: id, open: false }).await?;
    Ok(To::page(format!("/admin/accounts/{id}")).saying("done-account-closed"))
}

/// Handles `POST /admin/accounts/{id}/password`: replaces the password by a set-up code, and shows it once.
pub async fn password(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let code = cx.store.account_password(&cx.by(), id).await?;
    let (account, _) = cx.store.account(&cx.actor, id).await?;
    Ok(setup_code::shown(&cx, code, account.name, format!("/admin/accounts/{id}"), Here::Accounts))
}

/// Handles `POST /admin/accounts/{id}/factor`: removes the second factor of an account whose phone is lost.
pub async fn factor(cx: Cx) -> Done {
    let account = cx.id("id")?;
    cx.store.run(&cx.by(), ResetFactor { account }).await?;
    Ok(To::page(format!("/admin/accounts/{account}")).saying("done-account-factor"))
}

/// Returns the chosen area; 0 is the installation.
///
/// [`Role::Admin`] needs an explicit choice, so that an empty field never makes an installation administrator. For
/// other roles the store refuses a missing area.
fn area(cx: &Cx, role: Role) -> Result<AreaId> {
    let missing = cx.field("area").is_empty() && role == Role::Admin;
    if missing { Err(Error::field("area", Code::Required)) } else { Ok(cx.field_i64("area")) }
}

/// Redirects to the account, or home for one's own: after revoking one's last role it may be forbidden.
fn back(cx: &Cx, id: i64, said: &'static str, role: Role) -> Done {
    let to = if id == cx.actor.account { "/".to_owned() } else { format!("/admin/accounts/{id}") };
    Ok(To::page(to).saying_with(said, [("role", cx.lang.named("role", role.as_str()))]))
}

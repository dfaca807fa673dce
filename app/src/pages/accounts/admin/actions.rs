//! Actions on accounts and roles.

use domain::{
    Code, Error, Result,
    accounts::{NewAccount, Role},
    areas::AreaId,
};

use crate::web::{Cx, Done, To};

/// Handles `POST /admin/accounts`.
pub async fn add(cx: Cx) -> Done {
    let (name, role) = (cx.field("name").to_owned(), role(&cx)?);
    let new = NewAccount {
        phone: cx.field("phone").to_owned(),
        name: name.clone(),
        password: password_of(&cx),
        area: area(&cx, role)?,
        role,
    };
    let id = cx.store.account_add(&cx.by(), new).await?;
    Ok(To::page(format!("/admin/accounts/{id}")).saying_with("done-account-added", [("name", name)]))
}

/// Handles `POST /admin/accounts/{id}/grant`.
pub async fn grant(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let role = role(&cx)?;
    cx.store.role_grant(&cx.by(), id, role, area(&cx, role)?).await?;
    back(&cx, id, "done-role-granted", role)
}

/// Handles `POST /admin/accounts/{id}/revoke`.
pub async fn revoke(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let role = role(&cx)?;
    cx.store.role_revoke(&cx.by(), id, role, area(&cx, role)?).await?;
    back(&cx, id, "done-role-revoked", role)
}

/// Handles `POST /admin/accounts/{id}/open`.
pub async fn open(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.account_open(&cx.by(), id, true).await?;
    Ok(To::page(format!("/admin/accounts/{id}")).saying("done-account-opened"))
}

/// Handles `POST /admin/accounts/{id}/close`.
pub async fn close(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.account_open(&cx.by(), id, false).await?;
    Ok(To::page(format!("/admin/accounts/{id}")).saying("done-account-closed"))
}

/// Handles `POST /admin/accounts/{id}/password`.
pub async fn password(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.account_password(&cx.by(), id, &password_of(&cx)).await?;
    Ok(To::page(format!("/admin/accounts/{id}")).saying("done-account-password"))
}

/// Returns the password untrimmed: blanks count.
fn password_of(cx: &Cx) -> String {
    cx.form.value("password").unwrap_or_default().to_owned()
}

/// Returns the chosen area; 0 is the installation.
///
/// [`Role::Admin`] needs an explicit choice, so that an empty field never makes an installation administrator. For
/// other roles the store refuses a missing area.
fn area(cx: &Cx, role: Role) -> Result<AreaId> {
    let missing = cx.field("area").is_empty() && role == Role::Admin;
    if missing { Err(Error::field("area", Code::Required)) } else { Ok(cx.field_i64("area")) }
}

fn role(cx: &Cx) -> Result<Role> {
    cx.field("role").parse().map_err(|_| Error::field("role", Code::Unknown))
}

/// Redirects to the account, or home for one's own: after revoking one's last role it may be forbidden.
fn back(cx: &Cx, id: i64, said: &'static str, role: Role) -> Done {
    let to = if id == cx.actor.account { "/".to_owned() } else { format!("/admin/accounts/{id}") };
    Ok(To::page(to).saying_with(said, [("role", cx.lang.named("role", role.as_str()))]))
}

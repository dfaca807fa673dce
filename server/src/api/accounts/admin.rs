//! Accounts of others, as administrators and coordinators keep them: roles, set-up codes, open and closed.

use domain::{
    Timestamp,
    accounts::{Account, AccountId, GrantLine, NewAccount, Role},
    areas::AreaId,
};
use store::accounts::{
    factor::setup::ResetFactor,
    roles::{GrantRole, RevokeRole, RoleOf},
    sign_in::setup_codes::FreshCode,
    staff::SetAccountOpen,
};

use crate::api::prelude::*;

/// Which accounts a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AccountsQuery {
    /// Part of a name, or a whole phone.
    q: String,
    /// `next` of the previous page.
    cursor: AccountId,
}

/// An account with its roles.
#[derive(Serialize, ToSchema)]
pub struct AccountFile {
    /// The account.
    account: Account,
    /// Its roles.
    roles: Vec<GrantLine>,
}

impl From<(Account, Vec<GrantLine>)> for AccountFile {
    fn from((account, roles): (Account, Vec<GrantLine>)) -> AccountFile {
        AccountFile { account, roles }
    }
}

/// An account to be made, with its first role.
#[derive(Deserialize, ToSchema)]
pub struct AccountBody {
    /// Mobile number, used to sign in.
    #[schema(example = "13800138000")]
    phone: String,
    /// Name, 1 to 30 characters.
    name: String,
    /// First role; not `family`, whose account comes with the file.
    role: Role,
    /// Area of the role; 0, the installation, only for `admin`.
    area: AreaId,
}

/// A role in an area.
#[derive(Deserialize, ToSchema)]
pub struct RoleBody {
    /// The role.
    role: Role,
    /// Its area; 0 is the installation.
    area: AreaId,
}

/// A set-up code, with which the owner of an account sets a password. It is shown once.
#[derive(Serialize, ToSchema)]
pub struct SetupCode {
    /// Account that it opens; 0 for the account of a family.
    account: AccountId,
    /// Characters to type in place of the password.
    code: String,
    /// Until when it can be used.
    until: Timestamp,
}

pub(super) fn shown(account: AccountId, FreshCode { code, until }: FreshCode) -> SetupCode {
    SetupCode { account, code, until }
}

/// Lists the accounts to which you may grant roles, without those of families.
#[utoipa::path(get, path = "/accounts", tag = "accounts", params(AccountsQuery),
    responses((status = 200, body = Page<AccountFile>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(AccountsQuery { q, cursor }): Query<AccountsQuery>,
) -> Answer<Json<Page<AccountFile>>> {
    let Page { items, next } = store.accounts_with_roles(&signed.actor, &q, cursor.max(0)).await?;
    Ok(Json(Page { items: items.into_iter().map(AccountFile::from).collect(), next }))
}

/// Makes an account with its first role, and answers with the code by which its owner sets a password.
#[utoipa::path(post, path = "/accounts", tag = "accounts", request_body = AccountBody,
    responses((status = 201, body = SetupCode)))]
pub async fn add(
    State(store): State<Store>,
    write: Write,
    Body(AccountBody { phone, name, role, area }): Body<AccountBody>,
) -> Made<SetupCode> {
    let (id, code) = store.account_add(&write.0, NewAccount { phone, name, area, role }).await?;
    made(shown(id, code))
}

/// Returns an account with its roles.
#[utoipa::path(get, path = "/accounts/{id}", tag = "accounts", params(("id" = i64, Path)),
    responses((status = 200, body = AccountFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<AccountFile>> {
    Ok(Json(store.account(&signed.actor, id).await?.into()))
}

/// Grants a role to another account.
#[utoipa::path(post, path = "/accounts/{id}/grant", tag = "accounts", params(("id" = i64, Path)),
    request_body = RoleBody, responses((status = 204, description = "Granted")))]
pub async fn grant(
    State(store): State<Store>,
    write: Write,
    Id(account): Id,
    Body(RoleBody { role, area }): Body<RoleBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, GrantRole(RoleOf { account, role, area })).await?;
    Ok(DONE)
}

/// Revokes a role of an account.
#[utoipa::path(post, path = "/accounts/{id}/revoke", tag = "accounts", params(("id" = i64, Path)),
    request_body = RoleBody, responses((status = 204, description = "Revoked")))]
pub async fn revoke(
    State(store): State<Store>,
    write: Write,
    Id(account): Id,
    Body(RoleBody { role, area }): Body<RoleBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, RevokeRole(RoleOf { account, role, area })).await?;
    Ok(DONE)
}

/// Reopens an account with its roles.
#[utoipa::path(post, path = "/accounts/{id}/open", tag = "accounts", params(("id" = i64, Path)),
    responses((status = 204, description = "Opened")))]
pub async fn open(State(store): State<Store>, write: Write, Id(account): Id) -> Answer<StatusCode> {
    store.run(&write.0, SetAccountOpen { account, open: true }).await?;
    Ok(DONE)
}

/// Closes an account: its roles grant nothing from now on, and its sessions end.
#[utoipa::path(post, path = "/accounts/{id}/close", tag = "accounts", params(("id" = i64, Path)),
    responses((status = 204, description = "Closed")))]
pub async fn close_other(State(store): State<Store>, write: Write, Id(account): Id) -> Answer<StatusCode> {
    store.run(&write.0, SetAccountOpen { account, open: false }).await?;
    Ok(DONE)
}

/// Replaces the password of an account by a set-up code, ends its sessions, and tells its owner.
#[utoipa::path(post, path = "/accounts/{id}/password", tag = "accounts", params(("id" = i64, Path)),
    responses((status = 201, body = SetupCode)))]
pub async fn password(State(store): State<Store>, write: Write, Id(account): Id) -> Made<SetupCode> {
    made(shown(account, store.account_password(&write.0, account).await?))
}

/// Removes the second factor of an account whose owner lost phone and recovery codes; ends its sessions, and tells it.
#[utoipa::path(post, path = "/accounts/{id}/factor", tag = "accounts", params(("id" = i64, Path)),
    responses((status = 204, description = "Removed")))]
pub async fn factor_reset(State(store): State<Store>, write: Write, Id(account): Id) -> Answer<StatusCode> {
    store.run(&write.0, ResetFactor { account }).await?;
    Ok(DONE)
}

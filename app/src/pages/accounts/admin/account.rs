//! One account: its roles, a password reset, closing and reopening it.

use domain::{
    accounts::{Account, GrantLine, Role},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Fact, Facts, More, Near, StatePill, Submit},
    pages::{
        accounts::admin::forms::{
            areas_to_give, contact_form, factor_form, grant_form, password_form, role_line, roles_to_give,
        },
        audit::{History, history},
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /admin/accounts/{id}`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::AssignRoles)?;
    let id = cx.id("id")?;
    let (account, roles) = cx.store.account(&cx.actor, id).await?;
    let areas = cx.store.areas(&cx.actor).await?;
    let options = areas_to_give(&cx, &areas);
    let administers = cx.actor.may_somewhere(Action::Administer);
    let gives = roles_to_give(administers);
    // A role in an area this administrator does not manage has no remove button.
    let mut held = Vec::new();
    for role in roles {
        let action = if role.role == Role::Admin { Action::Administer } else { Action::AssignRoles };
        let takes = role.role != Role::Family && cx.store.may_in(&cx.actor, action, role.area).await?;
        held.push((role, takes));
    }
    let own = account.id == cx.actor.account;
    let factor = cx.store.has_factor(&cx.actor, id).await?;
    let (name, phone) = (account.name.clone(), account.phone.clone());
    let history = history(&cx, "account", id).await?;
    Ok(Page::new(account.name.clone(), Here::Accounts, move || {
        let open = account.open;
        view! {
            {facts(&account, factor)}
            <section class="stack" aria-labelledby="roles">
                <h2 id="roles">{t!("admin-account-roles")}</h2>
                {role_rows(id, held)}
            </section>
            <section class="card">
                <h2>{t!("admin-account-grant")}</h2>
                {if own {
                    view! { <p class="note">{t!("refusal-own-role")}</p> }.into_any()
                } else {
                    grant_form(id, gives, options).into_any()
                }}
            </section>
            {administers.then(|| contact_form(id, name, phone))}
            {administers.then(|| password_form(id))}
            {(administers && !own && factor).then(|| factor_form(id))}
            {(administers && !own).then(|| open_form(id, open))}
            {history.map(History::drawn)}
        }
    })
    .back("/admin/accounts")
    .narrow()
    .no_index())
}

fn facts(account: &Account, factor: bool) -> impl IntoView + use<> {
    let Account { phone, organisation, open, created, .. } = account.clone();
    view! {
        <section class="card">
            {if open {
                view! { <StatePill tone="tea" icon="check" text=t!("admin-account-open") /> }
            } else {
                view! { <StatePill tone="plum" icon="close" text=t!("admin-account-closed") /> }
            }}
            <Facts>
                <Fact name=t!("field-phone")>{phone.clone()}</Fact>
                {(!organisation.is_empty()).then(|| view! { <Fact name=t!("nav-organisations")>{organisation.clone()}</Fact> })}
                <Fact name=t!("factor-title")>{if factor { t!("factor-on") } else { t!("factor-off") }}</Fact>
                <Fact name=t!("admin-account-created")><Near at=created /></Fact>
            </Facts>
        </section>
    }
}

fn role_rows(id: i64, held: Vec<(GrantLine, bool)>) -> AnyView {
    if held.is_empty() {
        return view! { <p class="soft">{t!("admin-account-no-role-yet")}</p> }.into_any();
    }
    let rows = held
        .into_iter()
        .map(|(grant, takes)| {
            let line = role_line(&grant);
            let (role, area) = (grant.role.as_str(), grant.area);
            let label = t!("admin-account-revoke-named", role = line.clone());
            view! {
                <li class="row">
                    <span class="row-main"><b>{line}</b></span>
                    {takes.then(|| view! {
                        <ActionForm to=format!("/admin/accounts/{id}/revoke") class="cluster">
                            <input type="hidden" name="role" value=role />
                            <input type="hidden" name="area" value=area />
                            <button type="submit" class="btn btn-bad btn-small" aria-label=label>{t!("admin-account-revoke")}</button>
                        </ActionForm>
                    })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders closing, which ends every session (folded away against accidents), or reopening.
fn open_form(id: i64, open: bool) -> AnyView {
    if !open {
        return view! {
            <ActionForm to=format!("/admin/accounts/{id}/open")>
                <Submit label=t!("admin-account-open-do") tone="soft" />
            </ActionForm>
        }
        .into_any();
    }
    let to = format!("/admin/accounts/{id}/close");
    view! {
        <More summary=t!("admin-account-close") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("admin-account-close-note")}</p>
                <Submit label=t!("admin-account-close-do") tone="bad" />
            </ActionForm>
        </More>
    }
    .into_any()
}

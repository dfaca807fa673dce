//! Accounts except families', searched by name or phone, each with its roles.

use domain::{
    accounts::{Account, GrantLine},
    permission::Action,
    tables::filters::ListKind,
};
use leptos::prelude::*;

use crate::{
    components::{Empty, More, Pager, Search, StatePill, Table, tables::bar::ListBar},
    islands::DeskKeys,
    pages::accounts::admin::forms::{add_form, areas_to_give, role_line, roles_to_give},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /admin/accounts?q&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let q: String = cx.query("q").chars().take(40).collect();
    let found = cx.store.accounts_with_roles(&cx.actor, &q, cx.query_i64("cursor").max(0)).await?;
    let areas = cx.store.areas(&cx.actor).await?;
    let areas = areas_to_give(&cx, &areas);
    let roles = roles_to_give(cx.actor.may_somewhere(Action::Administer));
    let bar = ListBar::of_list(&cx, ListKind::Accounts).await?;
    let next = found.next.map(|cursor| format!("/admin/accounts{}", cx.query_with(&[("cursor", &cursor.to_string())])));
    let searched = !q.is_empty();
    Ok(Page::new(cx.lang.t("admin-accounts-title"), Here::Accounts, move || {
        view! {
            {bar.chips()}
            <Search to="/admin/accounts" q placeholder=t!("admin-accounts-search") />
            <More summary=t!("admin-account-add") to="/admin/accounts">{add_form(roles, areas)}</More>
            {list(found.items, searched)}
            <Pager next />
            {bar.save()}
            <DeskKeys />
        }
    })
    .wide()
    .no_index())
}

fn list(found: Vec<(Account, Vec<GrantLine>)>, searched: bool) -> AnyView {
    if found.is_empty() {
        return if searched {
            view! {
                <Empty title=t!("admin-accounts-none") action=("/admin/accounts", t!("admin-accounts-all"))>{t!("admin-accounts-none-text")}</Empty>
            }
            .into_any()
        } else {
            view! { <Empty title=t!("admin-accounts-empty")>{t!("admin-accounts-empty-text")}</Empty> }.into_any()
        };
    }
    let rows = found.into_iter().map(|(account, roles)| row(account, &roles)).collect_view();
    view! {
        <Table label=t!("admin-accounts-title") brief=true heads=view! {
            <th scope="col">{t!("admin-account-name")}</th>
            <th scope="col">{t!("field-phone")}</th>
            <th scope="col">{t!("field-role")}</th>
            <th scope="col">{t!("nav-organisations")}</th>
            <th scope="col">{t!("admin-state")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn row(account: Account, roles: &[GrantLine]) -> impl IntoView + use<> {
    let Account { id, name, phone, organisation, open, .. } = account;
    let roles = roles.iter().map(role_line).collect::<Vec<_>>().join(t!("list-comma").as_str());
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/accounts/{id}")>{name}</a></th>
            <td class="nowrap" data-label=t!("field-phone")>{phone}</td>
            <td data-label=t!("field-role")>{if roles.is_empty() { t!("admin-account-no-role") } else { roles }}</td>
            <td data-label=t!("nav-organisations")>{(!organisation.is_empty()).then_some(organisation)}</td>
            <td class="mark" data-label=t!("admin-state")>
                {if open {
                    view! { <StatePill tone="tea" icon="check" text=t!("admin-account-open") /> }
                } else {
                    view! { <StatePill tone="plum" icon="close" text=t!("admin-account-closed") /> }
                }}
            </td>
        </tr>
    }
}

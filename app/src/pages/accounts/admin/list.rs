//! Accounts except families', searched by name or phone, each with its roles.

use axum::{extract::State, response::Response};
use domain::{
    accounts::{Account, GrantLine},
    permission::Action,
    tables::{StockColumn, filters::ListKind},
};
use leptos::prelude::*;

use crate::{
    components::{
        Empty, Icon, More, Pager, Search, StatePill,
        tables::{
            Column, DataTable, Line,
            bar::{ListBar, MoreRows, print_head},
            bulk::Verdicts,
            prints, reads_on,
        },
    },
    pages::accounts::admin::forms::{add_form, areas_to_give, role_line, roles_to_give},
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown, state::AppState},
};

/// Reads what is searched for.
fn query(cx: &Cx) -> String {
    cx.query("q").chars().take(40).collect()
}

/// Serves `GET /admin/accounts/file?q&format`.
pub(super) async fn file(state: State<AppState>, cx: Cx) -> Response {
    let made = exported(&cx).await;
    crate::pages::imports::answer(state, cx, made).await
}

async fn exported(cx: &Cx) -> domain::Result<File> {
    cx.actor.must_somewhere(Action::AssignRoles)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::lists::accounts(&cx.store, &cx.by(), cx.lang, format, &query(cx)).await
}

/// Renders `GET /admin/accounts?q&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let q = query(&cx);
    let mut found = cx.store.accounts_with_roles(&cx.actor, &q, cx.query_i64("cursor").max(0)).await?;
    while let Some(cursor) = found.next.filter(|_| reads_on(&cx, found.items.len())) {
        let more = cx.store.accounts_with_roles(&cx.actor, &q, cursor).await?;
        found.items.extend(more.items);
        found.next = more.next;
    }
    let (head, left) = (prints(&cx).then_some(found.items.len()), MoreRows::of(found.next.as_ref()));
    let areas = cx.store.areas(&cx.actor).await?;
    let areas = areas_to_give(&cx, &areas);
    let roles = roles_to_give(cx.actor.may_somewhere(Action::Administer));
    let bar = ListBar::load(&cx, ListKind::Accounts, "/admin/accounts/file").await?;
    let next = found.next.map(|cursor| format!("/admin/accounts{}", cx.query_with(&[("cursor", &cursor.to_string())])));
    let searched = !q.is_empty();
    let columns = vec![
        Column::text("name", cx.lang.t("admin-account-name")),
        Column::text("phone", cx.lang.t("field-phone")),
        Column::text("roles", cx.lang.t("field-role")),
        Column::text("organisation", cx.lang.t("nav-organisations")),
        Column::mark("state", cx.lang.t("admin-state")),
    ];
    let title = cx.lang.t("admin-accounts-title");
    let table = DataTable::of::<StockColumn>(&cx, ListKind::Accounts, title, columns, None);
    Ok(Page::new(cx.lang.t("admin-accounts-title"), Here::Accounts, move || {
        view! {
            {bar.chips()}
            <Search to="/admin/accounts" q placeholder=t!("admin-accounts-search") />
            <More summary=t!("admin-account-add") to="/admin/accounts">{add_form(roles, areas)}</More>
            <p><a class="link" href="/admin/staff-sheet"><Icon name="download" />{t!("staff-sheet-title")}</a></p>
            {head.map(|rows| print_head(rows, left))}
            {list(found.items, &table, searched)}
            <Pager next />
            {bar.fold(&table)}
        }
    })
    .wide()
    .no_index())
}

fn list(found: Vec<(Account, Vec<GrantLine>)>, table: &DataTable, searched: bool) -> AnyView {
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
    let lines = found.into_iter().map(|(account, roles)| line(account, &roles)).collect();
    table.drawn(lines, &Verdicts::default(), None)
}

fn line(account: Account, roles: &[GrantLine]) -> Line {
    let Account { id, name, phone, organisation, open, .. } = account;
    let roles = roles.iter().map(role_line).collect::<Vec<_>>().join(t!("list-comma").as_str());
    let roles = if roles.is_empty() { t!("admin-account-no-role") } else { roles };
    let state = if open {
        view! { <StatePill tone="tea" icon="check" text=t!("admin-account-open") /> }
    } else {
        view! { <StatePill tone="plum" icon="close" text=t!("admin-account-closed") /> }
    };
    let organisation = (!organisation.is_empty()).then_some(organisation);
    let cells = vec![
        view! { <span class="nowrap">{phone}</span> }.into_any(),
        roles.into_any(),
        organisation.into_any(),
        state.into_any(),
    ];
    Line { id, to: format!("/admin/accounts/{id}"), title: name, note: None, pick: None, cells }
}

//! Areas, shops, organisations and staff from one sheet: the upload, the dry run, and the codes to hand out.

use std::time::Duration;

use axum::{extract::State, response::Response};
use domain::{
    Code, Error, Result,
    imports::{Fate, Line, Planned, StaffRow},
    permission::Action,
};
use leptos::prelude::*;
use store::imports::staff::{StaffApplied, StaffCode};

use crate::{
    components::{ActionForm, Banner, Icon, Submit, Table},
    i18n::date_full,
    pages::imports::{
        goods::{file_field, sheet_field},
        plan::{row, table, understood, whys},
    },
    sheets::{self, Taken, staff_rows, staff_template},
    web::{Cx, Here, Page, Shown, state::AppState},
};

/// Time for one request, below the server's limit: each password takes its time to hash.
const BUDGET: Duration = Duration::from_secs(15);

/// Renders `GET /admin/staff-sheet`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::AssignRoles)?;
    let makes_areas = cx.actor.may_somewhere(Action::Administer);
    Ok(Page::new(cx.lang.t("staff-sheet-title"), Here::Accounts, move || {
        view! {
            <p>{t!("staff-sheet-intro")}" "<a class="link" href="/admin/staff-sheet/template.xlsx"><Icon name="download" />{t!("import-template")}</a></p>
            <p class="soft">{if makes_areas { t!("staff-sheet-makes-areas") } else { t!("staff-sheet-known-areas") }}</p>
            <ActionForm to="/admin/staff-sheet" files=true>
                {file_field(t!("import-template-hint"))}
                {sheet_field()}
                <Submit label=t!("import-look") icon="search" />
            </ActionForm>
        }
    })
    .back("/admin/accounts")
    .narrow()
    .no_index())
}

/// Handles `POST /admin/staff-sheet`: shows what each row would do. Nothing is stored; the rows travel in the form.
pub async fn look(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::AssignRoles)?;
    let bytes = cx.file("file").ok_or(Error::field("file", Code::Required))?.to_vec();
    let Taken { lines, notes } =
        sheets::parse_sheet(bytes, cx.field("sheet").to_owned(), Vec::new(), staff_rows).await?;
    let typed = typed(&lines);
    let rows = cx.store.staff_sheet_plan(&cx.actor, lines).await?;
    let to_do = i64::try_from(rows.iter().filter(|row| row.fate.acts()).count()).unwrap_or(i64::MAX);
    let refused = i64::try_from(rows.iter().filter(|row| row.fate == Fate::Refused).count()).unwrap_or(i64::MAX);
    Ok(Page::new(cx.lang.t("import-plan-title"), Here::Accounts, move || {
        let go = if to_do == 0 {
            view! { <Banner>{t!("import-nothing")}</Banner> }.into_any()
        } else {
            view! {
                <section class="card">
                    <ActionForm to="/admin/staff-sheet/apply">
                        <p>{t!("staff-sheet-go-text")}</p>
                        {(refused > 0).then(|| view! { <p class="soft">{t!("staff-sheet-refused", n = refused)}</p> })}
                        <input type="hidden" name="sheet" value=typed />
                        <Submit label=t!("staff-sheet-go", n = to_do) icon="check" />
                    </ActionForm>
                </section>
            }
            .into_any()
        };
        let heads = ["sheet-area-path", "sheet-role", "sheet-person", "sheet-phone", "sheet-employer", "sheet-shop"];
        let heads = heads.into_iter().map(|key| (t!(key), false)).collect();
        view! {
            {understood(&notes, "sheet-points")}
            {go}
            {table(heads, rows.iter().map(staff_row).collect_view().into_any())}
        }
    })
    .back("/admin/staff-sheet")
    .wide()
    .no_index())
}

/// Handles `POST /admin/staff-sheet/apply`: makes what the rows say, and shows the codes once.
pub async fn apply(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::AssignRoles)?;
    let bytes = cx.field("sheet").as_bytes().to_vec();
    let Taken { lines, .. } = sheets::parse(bytes, staff_rows).await?;
    let typed = typed(&lines);
    let StaffApplied { codes, rows, left, taken } = cx.store.staff_sheet_apply(&cx.by(), lines, BUDGET).await?;
    let (rows, left) = (i64::try_from(rows).unwrap_or(i64::MAX), i64::try_from(left).unwrap_or(i64::MAX));
    let taken = taken.join(" · ");
    Ok(Page::new(cx.lang.t("staff-sheet-done-title"), Here::Accounts, move || {
        view! {
            <Banner tone="tea">{t!("staff-sheet-done", n = rows)}</Banner>
            {(!taken.is_empty()).then(|| view! { <Banner tone="plum">{t!("staff-sheet-taken", names = taken)}</Banner> })}
            {(left > 0).then(|| view! {
                <section class="card no-print">
                    <ActionForm to="/admin/staff-sheet/apply">
                        <p>{t!("staff-sheet-left", n = left)}</p>
                        <input type="hidden" name="sheet" value=typed />
                        <Submit label=t!("staff-sheet-go", n = left) icon="check" />
                    </ActionForm>
                </section>
            })}
            {(!codes.is_empty()).then(|| handed_out(&codes))}
            <p class="no-print"><a class="btn btn-quiet" href="/desk">{t!("staff-sheet-on")}</a></p>
        }
    })
    .back("/admin/accounts")
    .wide()
    .secret())
}

/// Renders the list that is printed and handed out.
fn handed_out(codes: &[StaffCode]) -> AnyView {
    let rows = codes
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row">{one.name.clone()}</th>
                    <td data-label=t!("field-role")>{crate::i18n::lang().named("role", one.role.as_str())}</td>
                    <td data-label=t!("sheet-area-path")>{one.area.clone()}</td>
                    <td data-label=t!("field-phone")>{one.phone.clone()}</td>
                    <td data-label=t!("staff-sheet-code")><b class="num">{domain::accounts::sessions::grouped(&one.code)}</b></td>
                    <td data-label=t!("staff-sheet-until")>{date_full(one.until)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <p><b>{t!("setup-code-once")}</b>" "{t!("staff-sheet-hand-out")}</p>
        <div class="no-print">
            <button type="button" class="btn" hidden data-wake="print" data-print><Icon name="print" />{t!("labels-print")}</button>
        </div>
        <Table label=t!("staff-sheet-done-title") heads=view! {
            <th scope="col">{t!("admin-account-name")}</th>
            <th scope="col">{t!("field-role")}</th>
            <th scope="col">{t!("sheet-area-path")}</th>
            <th scope="col">{t!("field-phone")}</th>
            <th scope="col">{t!("staff-sheet-code")}</th>
            <th scope="col">{t!("staff-sheet-until")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn staff_row(planned: &Planned<StaffRow>) -> impl IntoView + use<> {
    let StaffRow { area, role, name, phone, organisation, shop } = planned.line.row.clone();
    let role = role.map(|role| crate::i18n::lang().named("role", role.as_str()));
    let why = whys(&planned.line.wrong, planned.of, "sheet-points");
    let cells = view! {
        <td data-label=t!("sheet-area-path")>{area.join(" / ")}</td>
        <td data-label=t!("sheet-role")>{role}</td>
        <td data-label=t!("sheet-person")>{name}</td>
        <td data-label=t!("sheet-phone")>{phone}</td>
        <td data-label=t!("sheet-employer")>{organisation}</td>
        <td data-label=t!("sheet-shop")>{shop}</td>
    };
    row(planned, cells.into_any(), view! { {why} }.into_any())
}

/// Writes the rows that were read without a fault as a sheet again, for the form that applies them.
fn typed(lines: &[Line<StaffRow>]) -> String {
    let mut sheet = "地区\t角色\t姓名\t手机\t所属单位\t门店".to_owned();
    for line in lines.iter().filter(|line| !line.skipped && line.wrong.is_empty()) {
        let StaffRow { area, role, name, phone, organisation, shop } = &line.row;
        let role = role.map_or("", domain::accounts::Role::as_str);
        let area = area.join("/");
        let cells = [area.as_str(), role, name.as_str(), phone.as_str(), organisation.as_str(), shop.as_str()];
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace(['\t', '\n', '"'], " ")).collect();
        sheet.push('\n');
        sheet.push_str(&cells.join("\t"));
    }
    sheet
}

/// Serves `GET /admin/staff-sheet/template.xlsx`.
pub async fn template(state: State<AppState>, cx: Cx) -> Response {
    let made: Result<_> = match cx.actor.must_somewhere(Action::AssignRoles) {
        Ok(()) => staff_template(cx.lang).await,
        Err(error) => Err(error),
    };
    crate::pages::imports::answer(state, cx, made).await
}

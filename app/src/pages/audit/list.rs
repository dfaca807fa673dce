//! The audit trail, newest first, with its filters in the address.

use domain::{
    DAY,
    areas::Area,
    audit::{AuditLine, AuditPlace, AuditQuery, Record, SUBJECTS},
    permission::Action,
};
use leptos::prelude::*;

use super::row::address;
use crate::{
    components::{Empty, Near, Pager, Table, file_link},
    i18n::{day_end, lang},
    web::{Cx, Here, Page, Shown},
};

/// Longest operation name that is looked for.
const ACTION: usize = 40;

/// Parses the query; `from` and `to` are whole days. A record is `subject=household:17`, or from the form
/// `kind=household&number=17`.
pub(super) fn query(cx: &Cx) -> AuditQuery {
    let typed = format!("{}:{}", cx.query("kind"), domain::text::half_width(cx.query("number")).trim());
    let record = [cx.query("subject"), &typed].into_iter().find_map(|text| text.parse::<Record>().ok());
    AuditQuery {
        area: cx.query_i64("area").max(0),
        account: cx.query_i64("account").max(0),
        action: cx.query("action").chars().take(ACTION).collect(),
        record,
        from: day_end(cx.query("from")).map_or(0, |end| end - DAY + 1),
        to: day_end(cx.query("to")).map_or(0, |end| end + 1),
        cursor: cx.query("cursor").parse().unwrap_or_default(),
    }
}

/// Renders `GET /audit?from&to&subject&kind&number&account&action&area&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let query = query(&cx);
    let found = cx.store.audit_trail(&cx.actor, &query).await?;
    let areas = cx.store.areas(&cx.actor).await?;
    let areas: Vec<Area> = areas.into_iter().filter(|area| cx.actor.may(Action::ReadAudit, &area.path)).collect();
    let next = found.next.map(|place| cx.query_with(&[("cursor", &place.to_string())]));
    let filtered = AuditQuery { cursor: AuditPlace::default(), ..query.clone() } != AuditQuery::default();
    let days = [cx.query("from").to_owned(), cx.query("to").to_owned()];
    let files = ["xlsx", "csv"]
        .map(|format| (format, format!("/audit/file{}", cx.query_with(&[("format", format), ("cursor", "")]))));
    let rows: Vec<Row> = found.lines.into_iter().map(|line| Row::of(&cx, line)).collect();
    Ok(Page::new(cx.lang.t("audit-title"), Here::Audit, move || {
        let list = match (rows.is_empty(), filtered) {
            (true, false) => view! { <Empty title=t!("audit-empty") /> }.into_any(),
            (true, true) => view! { <Empty title=t!("audit-none") action=("/audit", t!("audit-all"))>{t!("audit-none-text")}</Empty> }.into_any(),
            _ => table(rows),
        };
        view! {
            <p class="note">{t!("audit-note")}</p>
            {filter(&query, &areas, days)}
            {filtered.then(|| view! { <p><a class="link" href="/audit">{t!("audit-all")}</a></p> })}
            {list}
            <Pager next />
        }
    })
    .wide()
    .tools(move || {
        files
            .map(|(format, to)| file_link(format, to))
            .collect_view()
    })
    .no_index())
}

/// A line with the addresses that its cells lead to.
struct Row {
    line: AuditLine,
    record: Option<String>,
    by_account: String,
    by_action: String,
}

impl Row {
    fn of(cx: &Cx, line: AuditLine) -> Self {
        let only = |name: &str, value: &str| cx.address_with(&[(name, value), ("cursor", "")]);
        Row {
            record: address(cx, &line),
            by_account: only("account", &line.account.to_string()),
            by_action: only("action", &line.action),
            line,
        }
    }
}

fn filter(query: &AuditQuery, areas: &[Area], days: [String; 2]) -> impl IntoView + use<> {
    let [from, to] = days;
    let (subject, number) = query.record.as_ref().map_or(("", 0), |record| (record.subject.as_str(), record.id));
    let shown = |n: i64| if n == 0 { String::new() } else { n.to_string() };
    let (number, account, chosen, lang) = (shown(number), shown(query.account), query.area, lang());
    let kinds = SUBJECTS
        .iter()
        .map(|kind| {
            let (kind, selected) = (*kind, *kind == subject);
            view! { <option value=kind selected=selected>{lang.record(kind, 0)}</option> }
        })
        .collect_view();
    let operations = lang
        .operations()
        .into_iter()
        .map(|(action, words)| {
            let selected = action == query.action;
            view! { <option value=action selected=selected>{words}</option> }
        })
        .collect_view();
    let several = areas.len() > 1;
    let areas = areas
        .iter()
        .map(|area| {
            let (id, selected) = (area.id, area.id == chosen);
            view! { <option value=id selected=selected>{area.name.clone()}</option> }
        })
        .collect_view();
    view! {
        <form class="filter-row" action="/audit">
            <label class="filter-day">{t!("journals-from")}<input type="date" name="from" value=from /></label>
            <label class="filter-day">{t!("journals-to")}<input type="date" name="to" value=to /></label>
            <select name="action" aria-label=t!("audit-action")>
                <option value="">{t!("audit-action-all")}</option>
                {operations}
            </select>
            <select name="kind" aria-label=t!("audit-kind")>
                <option value="">{t!("audit-kind-all")}</option>
                {kinds}
            </select>
            <input name="number" inputmode="numeric" maxlength="12" autocomplete="off" value=number placeholder=t!("audit-number") aria-label=t!("audit-number") />
            <input name="account" inputmode="numeric" maxlength="12" autocomplete="off" value=account placeholder=t!("audit-account-number") aria-label=t!("audit-account-number") />
            {several.then(|| view! {
                <select name="area" aria-label=t!("audit-area")>
                    <option value="">{t!("audit-area-all")}</option>
                    {areas}
                </select>
            })}
            <button class="btn btn-quiet">{t!("stock-filter")}</button>
        </form>
    }
}

fn table(rows: Vec<Row>) -> AnyView {
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <Table label=t!("audit-title") heads=view! {
            <th scope="col">{t!("audit-action")}</th>
            <th scope="col">{t!("audit-at")}</th>
            <th scope="col">{t!("audit-author")}</th>
            <th scope="col">{t!("audit-kind")}</th>
            <th scope="col">{t!("audit-area")}</th>
            <th scope="col">{t!("audit-device")}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn row(row: Row) -> impl IntoView {
    let Row { line, record, by_account, by_action } = row;
    let (lang, at) = (lang(), line.at);
    let (author, named) = (lang.author(&line), lang.record(&line.subject, line.subject_id));
    let author =
        if line.account == 0 { author.into_any() } else { view! { <a href=by_account>{author}</a> }.into_any() };
    let record = match record {
        Some(to) => view! { <a href=to>{named}</a> }.into_any(),
        None => named.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=by_action>{lang.operation(&line.action)}</a></th>
            <td data-label=t!("audit-at")><Near at /></td>
            <td data-label=t!("audit-author")>{author}</td>
            <td data-label=t!("audit-kind")>{record}</td>
            <td data-label=t!("audit-area")>{line.area_name.clone()}</td>
            <td data-label=t!("audit-device")>{lang.device(&line)}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::audit::{AuthorKind, DeviceKind, SUBJECTS};

    use crate::i18n::{Lang, phrase_key};

    #[test]
    fn every_operation_has_a_phrase_and_every_phrase_an_operation() {
        let snapshot = include_str!("../../../../server/store/tests/it/db/operations.txt");
        let stored: BTreeSet<String> = snapshot
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split(" | ").next().expect("a name").to_owned())
            .collect();
        let known: BTreeSet<String> = Lang::default().operations().into_iter().map(|(action, _)| action).collect();
        assert!(stored.len() > 150, "the snapshot is read: {}", stored.len());
        let (lacking, gone): (Vec<_>, Vec<_>) =
            (stored.difference(&known).collect(), known.difference(&stored).collect());
        assert!(lacking.is_empty() && gone.is_empty(), "without a phrase: {lacking:?}; no such operation: {gone:?}");
        // Every language has every key of the original; `i18n::tests` holds that.
        assert_ne!(Lang::default().operation("role_grant"), "role_grant");
    }

    #[test]
    fn every_kind_of_record_author_and_device_has_a_phrase() {
        let subjects = SUBJECTS.iter().map(|subject| phrase_key("audit-subject", subject));
        let authors = AuthorKind::ALL.iter().filter(|author| **author != AuthorKind::Person);
        let authors = authors.map(|author| phrase_key("audit-author", author.as_str()));
        let devices = DeviceKind::ALL.iter().map(|device| phrase_key("audit-device", device.as_str()));
        let missing: Vec<_> = subjects.chain(authors).chain(devices).filter(|key| !Lang::default().has(key)).collect();
        assert_eq!(missing, Vec::<String>::new());
    }
}

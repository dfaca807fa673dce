//! The statement behind a list of audit lines. One filter is looked up by its index, in the order of the list, and the
//! others are checked on the rows that it gives: the most selective one leads. A page then costs the same in a trail of
//! any length, which a test holds by the plan.

use domain::{
    Timestamp,
    areas::AreaId,
    audit::{AuditPlace, AuditQuery},
};

/// Which lines an actor may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every line, also those of the installation.
    All,
    /// Those of a root area.
    Root(AreaId),
    /// Those of some areas below a root area.
    Areas(AreaId, Vec<AreaId>),
}

/// Areas that are looked up one by one; with more of them, their root area's lines are checked in turn.
const MOST_AREAS: usize = 100;

/// Columns of a line.
const COLUMNS: &str = "u.id, u.at, u.account, u.action, u.subject, u.subject_id, u.area, u.device";

/// Returns the position below which lines are listed, as time and number.
pub(super) fn upper(query: &AuditQuery) -> (Timestamp, i64) {
    let AuditPlace { at, id } = query.cursor;
    // Nothing of the second `to`: no line has a number below 0.
    if query.to != 0 && query.to <= at { (query.to, 0) } else { (at, id) }
}

/// Returns the condition on the record. Its terms and rules are stored under names of their own, with its number.
fn about(subject: &str) -> &'static str {
    match subject {
        "item" => "u.subject in ($6, 'item_terms') and u.subject_id = $7",
        "area" => "u.subject in ($6, 'policy', 'points_policy') and u.subject_id = $7",
        "location" => "u.subject in ($6, 'notice_month') and u.subject_id = $7",
        _ => "u.subject = $6 and u.subject_id = $7",
    }
}

/// Returns the ids of areas as a list for `in (…)`.
fn list(ids: &[i64]) -> String {
    ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// Returns the condition on the scope. The plus keeps databases from looking it up by its own index.
fn within(scope: &Scope) -> String {
    match scope {
        Scope::All => "1 = 1".into(),
        Scope::Root(root) => format!("+u.root = {root}"),
        Scope::Areas(_, areas) => format!("+u.area in ({})", list(areas)),
    }
}

/// Returns the statement that looks the lines up, or `None` where the actor may read no area at all.
///
/// Parameters: `$1` from, `$2` and `$3` the position below which it lists, `$4` account, `$5` action, `$6` and `$7` the
/// record. Each occurs once at least, because PostgreSQL and SQLite count them.
#[must_use]
pub fn lookup(scope: &Scope, query: &AuditQuery, most: usize) -> Option<String> {
    if matches!(scope, Scope::Areas(_, areas) if areas.is_empty()) {
        return None;
    }
    let by_record = query.record.is_some();
    let by_account = !by_record && query.account != 0;
    let by_action = !by_record && !by_account && !query.action.is_empty();
    let record = query.record.as_ref().map_or("$6 = '' and $7 = 0", |record| about(&record.subject));
    let account = if by_account { "u.account = $4" } else { "($4 = 0 or +u.account = $4)" };
    let action = if by_action { "u.action = $5" } else { "($5 = '' or u.action || '' = $5)" };
    let part = |scope: &str| {
        format!(
            "select {COLUMNS} from audit u
             where {record} and {account} and {action} and {scope}
                 and u.at >= $1 and u.at <= $2 and (u.at, u.id) < ($2, $3)
             order by u.at desc, u.id desc limit {most}"
        )
    };
    Some(match scope {
        _ if by_record || by_account || by_action => part(&within(scope)),
        Scope::All => part("1 = 1"),
        Scope::Root(root) => part(&format!("u.root = {root}")),
        Scope::Areas(root, areas) if areas.len() > MOST_AREAS => {
            part(&format!("u.root = {root} and {}", within(scope)))
        }
        Scope::Areas(_, areas) => {
            let parts =
                areas.iter().map(|area| format!("select * from ({}) x{area}", part(&format!("u.area = {area}"))));
            parts.collect::<Vec<_>>().join(" union all ")
        }
    })
}

/// Returns the statement for a page: the lines with the names of accounts and areas.
pub(super) fn sql(scope: &Scope, query: &AuditQuery, most: usize) -> Option<String> {
    let lines = lookup(scope, query, most)?;
    Some(format!(
        "select l.id, l.at, l.account, l.action, l.subject, l.subject_id, l.area, l.device, coalesce(p.name, '') as name,
             coalesce(p.household, 0) as household, coalesce(p.root, 0) as person_root,
             coalesce(a.name, '') as area_name, coalesce(a.path, '/') as path
         from ({lines}) l left join account p on p.id = l.account left join area a on a.id = l.area
         order by l.at desc, l.id desc limit {most}"
    ))
}

#[cfg(test)]
mod tests {
    use domain::audit::Record;

    use super::*;

    #[test]
    fn one_filter_leads_and_every_parameter_occurs() {
        let record = Some(Record { subject: "wish".into(), id: 3 });
        let queries = [
            (AuditQuery { record, account: 7, action: "wish_post".into(), ..AuditQuery::default() }, "u.subject = $6"),
            (AuditQuery { account: 7, action: "wish_post".into(), ..AuditQuery::default() }, "and u.account = $4"),
            (AuditQuery { action: "wish_post".into(), ..AuditQuery::default() }, "u.action = $5"),
        ];
        let scopes = [Scope::All, Scope::Root(1), Scope::Areas(1, vec![2, 3]), Scope::Areas(1, (2..200).collect())];
        for scope in &scopes {
            for (query, lead) in &queries {
                let sql = sql(scope, query, 51).expect("a statement");
                assert!(sql.contains(lead) && !sql.contains("and u.root") && !sql.contains("and u.area"), "{sql}");
            }
            let sql = sql(scope, &AuditQuery::default(), 51).expect("a statement");
            let all = (1..=7).all(|n| sql.contains(&format!("${n}")));
            assert!(all && !sql.contains("and u.account") && !sql.contains("and u.action ="), "{sql}");
        }
        assert_eq!(sql(&Scope::Areas(1, Vec::new()), &AuditQuery::default(), 51), None);
    }

    #[test]
    fn a_page_ends_where_the_period_does() {
        let query = |to, at| AuditQuery { to, cursor: AuditPlace { at, id: 5 }, ..AuditQuery::default() };
        assert_eq!(
            [query(0, 9), query(9, 9), query(8, 9), query(10, 9)].map(|q| upper(&q)),
            [(9, 5), (9, 0), (8, 0), (9, 5)]
        );
    }
}

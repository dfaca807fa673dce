//! The database as lines of text, for the comparison with the model's lines.

use crate::ledger::model::Eye;

/// Everything that the model knows, a line for each record. Orders of lines count by rank: who waits before whom.
const ALL: &str = "
    select line, cast(0 as bigint), cast(0 as bigint), cast(0 as bigint) from (
        select 'wish ' || id || ' ' || state || ' ' || quantity || ' ' || claimed as line from wish
        union all
        select 'claim ' || id || ' ' || wish || ' ' || account || ' ' || quantity || ' ' || state from claim
        union all
        select 'standby ' || s.wish || ' ' || s.account || ' ' || s.quantity || ' ' || s.held || ' ' || s.state || ' '
            || (select count(*) from standby q where q.wish = s.wish and q.id <= s.id) from standby s
        union all
        select 'goods ' || g.place || ' ' || g.owner || ' ' || g.lot || ' ' || g.units from (
            select a.place as place, a.owner as owner,
                case when a.place in ('programme', 'household', 'held', 'spent') then 0 else b.lot end as lot,
                cast(sum(b.quantity) as bigint) as units
            from balance b join ledger_account a on a.id = b.account group by 1, 2, 3 having sum(b.quantity) <> 0) g
        union all
        select 'order ' || id || ' ' || household || ' ' || location || ' ' || state from shop_order
        union all
        select 'shift ' || id || ' ' || state || ' ' || places || ' ' || taken from shift
        union all
        select 'seat ' || p.shift || ' ' || p.account || ' ' || p.state || ' '
            || (select count(*) from shift_place q where q.shift = p.shift and q.id <= p.id) from shift_place p
        union all
        select 'visit ' || household || ' ' || opens || ' ' || (case when made > 0 then 1 else 0 end) || ' '
            || (case when judged > 0 then 1 else 0 end) from visit
        union all
        select 'referral ' || id || ' ' || state from referral
    ) t";

/// Reads the lines, sorted as texts, because databases collate differently.
pub async fn lines(eye: &mut Eye) -> Vec<String> {
    let mut lines: Vec<String> = eye.lines(ALL.to_owned()).await.into_iter().map(|(line, ..)| line).collect();
    lines.sort_unstable();
    lines
}

/// Says how two sorted lists of lines differ; `None` if they do not.
pub fn difference(database: &[String], model: &[String]) -> Option<String> {
    if database == model {
        return None;
    }
    let missing = |from: &[String], other: &[String]| {
        let mut rest = other.to_vec();
        let mut lines = Vec::new();
        for line in from {
            match rest.iter().position(|known| known == line) {
                Some(at) => drop(rest.swap_remove(at)),
                None => lines.push(line.clone()),
            }
        }
        lines.truncate(8);
        lines
    };
    Some(format!(
        "only in the database: {:?}; only in the model: {:?}",
        missing(database, model),
        missing(model, database)
    ))
}

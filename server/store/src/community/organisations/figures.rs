//! What an organisation did, counted from records each time it is read: no number of it is kept or typed.

use domain::{Timestamp, accounts::OrganisationId, community::organisations::OrganisationFigures};

use crate::{Conn, Result, db::sql::row};

/// Counts what an organisation did since a moment. Claims, gifts and shifts count for the organisation that their
/// account belonged to at that time; hours are those from check-in to check-out.
pub(crate) async fn figures(
    db: &mut Conn<'_>,
    organisation: OrganisationId,
    since: Timestamp,
) -> Result<OrganisationFigures> {
    let (kept, claimed) = row!(
        db,
        (i64, i64),
        "select count(*), coalesce(cast(sum(quantity) as bigint), 0) from claim
         where organisation = $1 and organisation <> 0 and created >= $2 and state in ('handed_over', 'confirmed')",
        organisation,
        since,
    )?
    .unwrap_or_default();
    // Goods of claims have receipts too, which count as their claims.
    let (given,) = row!(
        db,
        (i64,),
        "select coalesce(cast(sum(e.quantity) as bigint), 0)
         from receipt r join journal j on j.receipt = r.id and j.receipt <> 0 and j.kind = 'receive'
             join entry e on e.journal = j.id and e.quantity > 0
         where r.giver_organisation = $1 and r.giver_organisation <> 0 and r.claim = 0 and r.created >= $2
             and not exists (select 1 from journal x where x.reverses = j.id and x.reverses <> 0)",
        organisation,
        since,
    )?
    .unwrap_or_default();
    let (answered, in_time) = row!(
        db,
        (i64, i64),
        "select count(*), coalesce(cast(sum(case when r.answered <= r.answer_due then 1 else 0 end) as bigint), 0)
         from service s join referral r on r.service = s.id
         where s.organisation = $1 and r.answered > 0 and r.sent >= $2",
        organisation,
        since,
    )?
    .unwrap_or_default();
    let (minutes,) = row!(
        db,
        (i64,),
        "select coalesce(cast(sum(p.minutes) as bigint), 0) from shift_place p join shift s on s.id = p.shift
         where p.organisation = $1 and p.organisation <> 0 and p.state = 'on' and s.starts >= $2",
        organisation,
        since,
    )?
    .unwrap_or_default();
    let (placed,) = row!(
        db,
        (i64,),
        "select count(*) from vacancy v join job_proposal p on p.vacancy = v.id
         where v.organisation = $1 and p.state = 'hired' and p.decided >= $2",
        organisation,
        since,
    )?
    .unwrap_or_default();
    Ok(OrganisationFigures { kept, units: claimed + given, minutes, placed, answered, in_time })
}

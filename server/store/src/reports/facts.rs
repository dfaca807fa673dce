//! The rows that figures count, as one statement: a dashboard groups them, and a figure's own list shows them, so that
//! no number can differ from its rows.

use domain::{Timestamp, casework::cases::figures::CaseAge, time::Month};

use crate::casework::visits::timing_sql;

/// Rows of a month: figure, part, row, record, time, amount and area.
///
/// `$1` is the present, `$2` and `$3` the month's begin and end, `$4` its end or the present, if that is earlier, `$5`
/// to `$7` the days since when a wish has waited a week, a month and a quarter.
pub(super) const FACTS: &str = concat!(
    "select 'wishes_waiting' as figure, case when w.published > 0 and w.published < $4 then 'published_'
             else 'submitted_' end || case when w.submitted > $5 then 'week' when w.submitted > $6 then 'month'
             when w.submitted > $7 then 'quarter' else 'longer' end as part, w.id as num, w.id as record,
         w.submitted as at, cast(1 as bigint) as amount, w.home as area
     from wish w where (w.ended = 0 or w.ended >= $4) and w.submitted > 0 and w.submitted < $4 and w.state <> 'draft'
     union all
     select 'wishes_published', '', w.id, w.id, w.published, cast(1 as bigint), w.home
     from wish w where w.published > 0 and w.published >= $2 and w.published < $3
     union all
     select 'wishes_ended', w.state, w.id, w.id, w.ended, cast(1 as bigint), w.home
     from wish w where w.ended >= $2 and w.ended < $3
         and w.state in ('fulfilled', 'rejected', 'withdrawn', 'expired')
     union all
     select 'claimed', c.source, c.id, c.id, c.created, c.created - w.published, w.home
     from claim c join wish w on w.id = c.wish
     where c.created >= $2 and c.created < $3 and w.published > 0 and w.published <= c.created
     union all
     select 'handed_over', c.source, j.id, c.id, j.at, j.at - c.created, w.home
     from journal j join claim c on c.id = j.claim join wish w on w.id = c.wish
     where j.kind = 'issue' and j.at >= $2 and j.at < $3 and j.claim <> 0
         and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0)
     union all
     select 'units', c.source, j.id, c.id, j.at, c.quantity, w.home
     from journal j join claim c on c.id = j.claim join wish w on w.id = c.wish
     where j.kind = 'issue' and j.at >= $2 and j.at < $3 and j.claim <> 0
         and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0)
     union all
     select 'visits', ",
    timing_sql!(),
    ", v.id, v.id, v.due, cast(1 as bigint), h.area from visit v join household h on h.id = v.household
     where v.due > $2 and v.due <= $3 and v.cancelled = 0
     union all
     select 'cases_closed', c.outcome, c.id, c.id, c.closed, cast(1 as bigint), h.area
     from case_file c join household h on h.id = c.household
     where c.state = 'closed' and c.closed >= $2 and c.closed < $3
     union all
     select 'referrals', r.state, r.id, r.id, r.sent, cast(1 as bigint), h.area
     from referral r join household h on h.id = r.household where r.sent > 0 and r.sent >= $2 and r.sent < $3
     union all
     select 'points', 'granted', e.id, j.id, j.at, e.quantity, h.area
     from journal j join entry e on e.journal = j.id join ledger_account p on p.id = e.account
         join household h on h.id = p.owner
     where j.kind = 'grant' and j.at >= $2 and j.at < $3 and p.place = 'household' and e.quantity > 0
         and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0)
     union all
     select 'points', 'spent', e.id, j.id, j.at, e.quantity, h.area
     from journal j join entry e on e.journal = j.id join ledger_account p on p.id = e.account
         join shop_order o on o.id = j.shop_order join household h on h.id = o.household
     where j.kind = 'issue' and j.at >= $2 and j.at < $3 and p.place = 'spent' and e.quantity > 0
         and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0)
     union all
     select 'served', 'clocked', 2 * p.id, s.id, s.starts, p.minutes, s.area
     from shift s join shift_place p on p.shift = s.id
     where s.starts >= $2 and s.starts < $3 and p.state = 'on' and p.minutes > 0
     union all
     select 'served', 'typed', 2 * p.id + 1, s.id, s.starts, p.typed, s.area
     from shift s join shift_place p on p.shift = s.id
     where s.starts >= $2 and s.starts < $3 and p.state = 'on' and p.typed > 0
     union all
     select 'courses', c.topic, m.id, c.id, s.starts, case when s.noted > 0 then s.real_minutes else s.minutes end,
         c.area
     from course_session s join course_mark m on m.session = s.id join course c on c.id = s.course
     where s.starts >= $2 and s.starts < $3 and m.present = true
     union all
     select 'jobs', p.state, p.id, p.id, p.decided, cast(1 as bigint), h.area
     from job_proposal p join household h on h.id = p.household
     where p.decided > 0 and p.decided >= $2 and p.decided < $3
     union all
     select 'pairings', p.need, p.id, p.id, p.started, cast(1 as bigint), h.area
     from pairing p join household h on h.id = p.household
     where p.started > 0 and p.started >= $2 and p.started < $3"
);

/// Values of the parameters of [`FACTS`].
#[derive(Clone, Copy, Debug)]
pub(super) struct FactTimes {
    pub now: Timestamp,
    pub start: Timestamp,
    pub end: Timestamp,
    pub until: Timestamp,
    pub week: Timestamp,
    pub month: Timestamp,
    pub quarter: Timestamp,
}

impl FactTimes {
    /// Returns the times of a month as they are now.
    pub(super) fn of(month: Month, now: Timestamp) -> Self {
        // What happened in this very second belongs to a month that is not over.
        let until = month.end().min((now + 1).max(month.start()));
        let [week, one, quarter] =
            [CaseAge::Week, CaseAge::Month, CaseAge::Quarter].map(|age: CaseAge| age.opened(until).0);
        FactTimes { now, start: month.start(), end: month.end(), until, week, month: one, quarter }
    }
}

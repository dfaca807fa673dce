//! The rows that figures count, as one statement: a dashboard groups them, and a figure's own list shows them, so that
//! no number can differ from its rows.

use domain::{Timestamp, casework::cases::figures::CaseAge, time::Month};

use crate::casework::visits::timing_sql;

/// Part of a wish `w` that waited at `$4`, by state and age.
macro_rules! waiting_part {
    () => {
        "case when w.published > 0 and w.published < $4 then 'published_' else 'submitted_' end
             || case when w.submitted > $5 then 'week' when w.submitted > $6 then 'month'
                 when w.submitted > $7 then 'quarter' else 'longer' end"
    };
}

/// Rows of a month: figure, part, row, record, time, amount and area.
///
/// `$1` is the present, `$2` and `$3` the month's begin and end, `$4` its end or the present, if that is earlier, `$5`
/// to `$7` the days since when a wish has waited a week, a month and a quarter, `$8` the month's name.
///
/// SQLite bounds an index by the first condition that fits, and does not know how many rows a value has. Therefore the
/// begin of the month stands before the `> 0` of a partial index, an end is told by its outcome and not by the state, and
/// the place of a ledger account is no equality.
pub(super) const FACTS: &str = concat!(
    "select 'wishes_waiting' as figure, ",
    waiting_part!(),
    " as part, w.id as num, w.id as record, w.submitted as at, cast(1 as bigint) as amount, w.home as area
     from wish w where w.ended = 0 and w.submitted > 0 and w.submitted < $4 and w.state <> 'draft'
     union all
     select 'wishes_waiting', ",
    waiting_part!(),
    ", w.id, w.id, w.submitted, cast(1 as bigint), w.home
     from wish w where w.ended >= $4 and w.ended > 0 and w.submitted > 0 and w.submitted < $4
     union all
     select 'wishes_published', '', w.id, w.id, w.published, cast(1 as bigint), w.home
     from wish w where w.published >= $2 and w.published < $3 and w.published > 0
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
     where c.closed >= $2 and c.closed < $3 and c.closed > 0 and c.outcome <> ''
     union all
     select 'referrals', r.state, r.id, r.id, r.sent, cast(1 as bigint), h.area
     from referral r join household h on h.id = r.household where r.sent >= $2 and r.sent < $3 and r.sent > 0
     union all
     select 'points', 'granted', e.id, j.id, j.at, e.quantity, h.area
     from journal j join entry e on e.journal = j.id join ledger_account p on p.id = e.account
         join household h on h.id = p.owner
     where j.kind = 'grant' and j.at >= $2 and j.at < $3 and p.place || '' = 'household' and e.quantity > 0
         and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0)
     union all
     select 'points', 'spent', e.id, j.id, j.at, e.quantity, h.area
     from journal j join entry e on e.journal = j.id join ledger_account p on p.id = e.account
         join shop_order o on o.id = j.shop_order join household h on h.id = o.household
     where j.kind = 'issue' and j.at >= $2 and j.at < $3 and p.place || '' = 'spent' and e.quantity > 0
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
     where p.decided >= $2 and p.decided < $3 and p.decided > 0
     union all
     select 'pairings', p.need, p.id, p.id, p.started, cast(1 as bigint), h.area
     from pairing p join household h on h.id = p.household
     where p.started >= $2 and p.started < $3 and p.started > 0
     union all
     select 'doors', '', d.id, d.round, min(k.at), cast(1 as bigint), d.area
     from round_knock k join round_door d on d.id = k.door
     where k.outcome = 'met' and k.at >= $2 and k.at < $3 group by d.id, d.round, d.area
     union all
     select 'call_backs', b.state, b.id, b.id, b.created, cast(1 as bigint), h.area
     from call_back b join case_file c on c.id = b.case_file join household h on h.id = c.household
     where b.created >= $2 and b.created < $3
     union all
     select 'referral_reach', case when r.sent = 0 then 'asked' when r.state in ('done', 'confirmed') then 'placed'
             else 'referred' end, r.id, r.id, r.created, cast(1 as bigint), h.area
     from referral r join household h on h.id = r.household where r.created >= $2 and r.created < $3
     union all
     select 'school_places', s.outcome, s.id, s.id, s.closed, cast(1 as bigint), h.area
     from school_place s join household h on h.id = s.household
     where s.closed >= $2 and s.closed < $3 and s.closed > 0 and s.outcome <> ''
     union all
     select 'entitlements', t.state, t.id, t.id, t.ended, cast(1 as bigint), h.area
     from entitlement t join household h on h.id = t.household
     where t.ended >= $2 and t.ended < $3 and t.ended > 0
     union all
     select 'aid', p.kind, g.id, g.id, g.entered, cast(1 as bigint), h.area
     from aid_grant g join aid_programme p on p.id = g.programme join household h on h.id = g.household
     where g.reversed = 0 and g.month = $8
     union all
     select 'aid_money', p.kind, g.id, g.id, g.entered, g.amount, h.area
     from aid_grant g join aid_programme p on p.id = g.programme join household h on h.id = g.household
     where g.reversed = 0 and g.month = $8 and g.amount > 0
     union all
     select 'drives', '', e.id, d.id, j.at, e.quantity, d.area
     from journal j join drive_receipt r on r.receipt = j.receipt join drive d on d.id = r.drive
         join entry e on e.journal = j.id
     where j.kind = 'receive' and j.at >= $2 and j.at < $3 and j.receipt <> 0 and e.quantity > 0
         and not exists (select 1 from journal x where x.reverses = j.id and x.reverses <> 0)
     union all
     select 'appointments', x.state, x.id, s.id, s.starts, cast(1 as bigint), s.area
     from slot s join appointment x on x.slot = s.id
     where s.starts >= $2 and s.starts < $3 and x.state <> 'moved'
     union all
     select 'questions', q.state, q.id, q.id, q.asked, cast(1 as bigint), q.area
     from question q where q.asked >= $2 and q.asked < $3
     union all
     select 'answers', case when q.late = true then 'late' else 'in_time' end, q.id, q.id, q.asked, cast(1 as bigint),
         q.area
     from question q where q.asked >= $2 and q.asked < $3 and (q.late = true or q.answered > 0)"
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
    pub of: Month,
}

impl FactTimes {
    /// Returns the times of a month as they are now.
    pub(super) fn of(month: Month, now: Timestamp) -> Self {
        // What happened in this very second belongs to a month that is not over.
        let until = month.end().min((now + 1).max(month.start()));
        let [week, one, quarter] =
            [CaseAge::Week, CaseAge::Month, CaseAge::Quarter].map(|age: CaseAge| age.opened(until).0);
        FactTimes { now, start: month.start(), end: month.end(), until, week, month: one, quarter, of: month }
    }
}

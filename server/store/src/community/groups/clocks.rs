//! The clock of notices: three days after one was posted, the caretaker is told that members have not read it.

use domain::{
    accounts::AccountId,
    areas::AreaPath,
    community::groups::notices::GroupNoticeId,
    events::{Event, OfGroup},
};
use serde::Serialize;

use super::{lock_and_read, notices::load_notice};
use crate::{
    Command, Result, Store, Tx,
    areas::staff::coordinators,
    db::{
        job_sweep::sweep,
        sql::{run, value},
    },
};

/// Tells the caretaker of a group that members have not read a notice.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowNotice {
    notice: GroupNoticeId,
}

/// Lists who is told for a group: its caretaker if it is there and still works in the area, else the coordinators.
async fn keepers(tx: &mut Tx<'_>, caretaker: AccountId, path: &AreaPath) -> Result<Vec<AccountId>> {
    let now = tx.now;
    let there = value!(
        tx,
        i64,
        "select count(*) from account a where a.id = $1 and a.open = true
             and exists (select 1 from role_grant r where r.account = a.id and r.role in ('caseworker', 'coordinator')
                 and $3 like r.path || '%')
             and not exists (select 1 from staff_leave l
                 where l.account = a.id and l.ended = 0 and l.first <= $2 and l.last > $2)",
        caretaker,
        now,
        &path.0,
    )?;
    if there > 0 { Ok(vec![caretaker]) } else { coordinators(&mut tx.arm(), path).await }
}

impl Command for FollowNotice {
    const NAME: &'static str = "group_notice_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let seen = load_notice(&mut tx.arm(), self.notice).await?;
        let group = lock_and_read(tx, seen.community_group).await?;
        let (notice, now) = (load_notice(&mut tx.arm(), self.notice).await?, tx.now);
        if notice.told > 0 || notice.ended > 0 || notice.call_at > now {
            return Ok(false);
        }
        run!(tx, "update group_notice set told = $2, version = version + 1 where id = $1", notice.id, now)?;
        let unread = value!(
            tx,
            i64,
            "select count(*) from group_household h
             where h.community_group = $1 and h.state = 'joined' and h.joined <= $2
                 and not exists (select 1 from group_reading r where r.notice = $3 and r.household = h.household)",
            group.id,
            notice.posted,
            notice.id,
        )?;
        if unread > 0 && notice.until >= now {
            let staff = keepers(tx, group.caretaker, &group.path()).await?;
            let of = OfGroup { notice: notice.id, group: group.id, staff, title: notice.title };
            tx.emit(Event::GroupNoticeUnread(of)).await?;
        }
        tx.audit("group_notice", notice.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Tells caretakers of notices that members have not read after three days; returns how many were looked at.
    pub(crate) async fn group_notices_follow(&self) -> Result<i64> {
        let now = self.now();
        sweep!(
            self,
            |notice| FollowNotice { notice },
            "select call_at, id from group_notice
             where told = 0 and ended = 0 and call_at <= $1 and (call_at, id) > ($2, $3) order by call_at, id limit 200",
            now,
        )
    }
}

//! `wishbridge check` of lines behind wishes: none waits beside a free unit unless it was passed over, and none
//! outlives its wish.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds donors who wait though units are free, and live places of wishes that are not public.
    pub(crate) async fn check_standbys(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let unasked = rows!(
            db,
            (i64, i64, i64),
            "select w.id, w.quantity - w.claimed, s.id from wish w join standby s on s.wish = w.id
             where s.state = 'waiting' and s.asked = 0 and w.state = 'published' and w.claimed < w.quantity
             order by w.id, s.id limit 1001",
        )?;
        report(lines, unasked, |(wish, free, place)| {
            format!("wish {wish}: {free} units are free, but place {place} in its line is not asked")
        });
        let left = rows!(
            db,
            (i64, i64, String),
            "select s.id, w.id, w.state from standby s join wish w on w.id = s.wish
             where s.state in ('waiting', 'asked') and w.state <> 'published' order by s.id limit 1001",
        )?;
        report(lines, left, |(place, wish, state)| {
            format!("place {place} stands in the line of wish {wish}, which is {state}")
        });
        let claimless = rows!(
            db,
            (i64, i64),
            "select s.id, s.claim from standby s left join claim c on c.id = s.claim
             where (s.state = 'taken') <> (s.claim <> 0) or (s.claim <> 0 and c.wish is null)
                or (c.wish is not null and c.wish <> s.wish) order by s.id limit 1001",
        )?;
        report(lines, claimless, |(place, claim)| format!("place {place} does not fit its claim {claim}"));
        Ok(())
    }

    /// Compares the time on each wish with its live mark, and each mark's state with its open ask.
    pub(crate) async fn check_urgent(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let marks = rows!(
            db,
            (i64, i64, i64),
            "select w.id, w.urgent, coalesce(u.marked, 0) from wish w
             left join urgent u on u.wish = w.id and u.state <> 'over'
             where w.urgent <> coalesce(u.marked, 0) order by w.id limit 1001",
        )?;
        report(lines, marks, |(wish, kept, marked)| {
            format!("wish {wish} is urgent since {kept}, but its mark says {marked}")
        });
        let asks = rows!(
            db,
            (i64, String, i64),
            "select u.id, u.state, (select count(*) from urgent_ask q where q.urgent = u.id and q.state = 'asked')
             from urgent u
             where (u.state = 'asking')
                 <> exists (select 1 from urgent_ask q where q.urgent = u.id and q.state = 'asked')
             order by u.id limit 1001",
        )?;
        report(lines, asks, |(urgent, state, open)| format!("urgent wish {urgent} is {state} with {open} open asks"));
        Ok(())
    }
}

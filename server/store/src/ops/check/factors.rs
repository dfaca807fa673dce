//! `wishbridge check` of second factors: each that is on has its recovery codes, and no closed account keeps one.

use domain::accounts::factors::RECOVERY_CODES;

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds second factors without their recovery codes, recovery codes without a second factor, and what closing an
    /// account for good should have deleted. An administrator removes the second factor; its owner turns it on anew.
    pub(crate) async fn check_factors(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let uneven = rows!(
            db,
            (i64, i64),
            "select f.account, count(r.id) from second_factor f left join recovery_code r on r.account = f.account
             where f.since > 0 group by f.account having count(r.id) <> $1 order by f.account limit 1001",
            RECOVERY_CODES,
        )?;
        report(lines, uneven, |(account, codes)| {
            format!("account {account}: {codes} recovery codes instead of {RECOVERY_CODES}; remove its second factor")
        });
        let stray = rows!(
            db,
            (i64,),
            "select distinct r.account from recovery_code r
             where not exists (select 1 from second_factor f where f.account = r.account and f.since > 0)
             order by r.account limit 1001",
        )?;
        report(lines, stray, |(account,)| format!("account {account}: recovery codes without a second factor"));
        let kept = rows!(
            db,
            (i64,),
            "select f.account from second_factor f join account a on a.id = f.account
             where a.open = false and a.phone_key = '' order by f.account limit 1001",
        )?;
        report(lines, kept, |(account,)| format!("account {account}: closed for good, and has a second factor"));
        Ok(())
    }
}

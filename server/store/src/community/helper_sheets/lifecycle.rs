//! Makes a sheet, whose figures are those of that moment, and withdraws it. Another one of the year replaces it.

use domain::{
    Code, Timestamp,
    accounts::AccountId,
    community::helper_sheets::{HelperCounts, HelperSheetId, sheet_year},
    time::{Month, year},
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Conn, Refusal, Result, Tx,
    crypto::{random, secret::Secret},
    db::{
        pagination::signed_in,
        sql::{row, run, value},
    },
};

/// Digits of a number.
const NUMBER: usize = 10;
/// Characters of a check code.
const CODE: usize = 8;

/// Makes the sheet of the actor's own account for a year; the one before is withdrawn.
///
/// # Errors
/// Not signed in; field `year` for a year ahead; [`Code::NothingYet`] when nothing was done in that year.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MakeHelperSheet {
    /// The year.
    pub year: i64,
}

impl Command for MakeHelperSheet {
    const NAME: &'static str = "helper_sheet_make";
    type Output = String;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<String> {
        signed_in(&tx.actor)?;
        let of = sheet_year(self.year, year(tx.now))?;
        let (now, account) = (tx.now, tx.actor.account);
        // One after the other for an account, so that there is one sheet of a year.
        run!(tx, "update account set version = version + 1 where id = $1", account)?;
        let counts = count(&mut tx.arm(), account, of).await?;
        if counts.is_empty() {
            return Err(Code::NothingYet.into());
        }
        run!(
            tx,
            "update helper_sheet set withdrawn = $3 where account = $1 and year = $2 and withdrawn = 0",
            account,
            of,
            now,
        )?;
        let (number, code) = (random::digits(NUMBER), random::code(CODE));
        let code = tx.vault.seal(Secret::SheetCode, &code)?;
        let HelperCounts { claims, units, checked_minutes, typed_minutes, pairings, courses } = counts;
        let id = value!(
            tx,
            i64,
            "insert into helper_sheet (account, year, number, code, made, withdrawn, claims, units, checked_minutes,
                 typed_minutes, pairings, courses)
             values ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, $10, $11) returning id",
            account,
            of,
            &number,
            &code,
            now,
            claims,
            units,
            checked_minutes,
            typed_minutes,
            pairings,
            courses,
        )?;
        tx.audit("helper_sheet", id).await?;
        Ok(number)
    }
}

/// Withdraws a sheet of the actor's own account: its check says no from now on.
///
/// # Errors
/// Not signed in; not found for another account's; [`Code::WrongState`] once it was withdrawn.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WithdrawHelperSheet {
    /// The sheet.
    pub sheet: HelperSheetId,
}

impl Command for WithdrawHelperSheet {
    const NAME: &'static str = "helper_sheet_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let (now, account) = (tx.now, tx.actor.account);
        let known =
            row!(tx, (i64,), "select id from helper_sheet where id = $1 and account = $2", self.sheet, account)?;
        known.ok_or(Refusal::NotFound)?;
        let done = run!(tx, "update helper_sheet set withdrawn = $2 where id = $1 and withdrawn = 0", self.sheet, now)?;
        if done == 0 {
            return Err(Code::WrongState.into());
        }
        tx.audit("helper_sheet", self.sheet).await
    }
}

/// Bounds of a year in China.
fn bounds(of: i64) -> (Timestamp, Timestamp) {
    // Years are bounded by `sheet_year`; without a calendar the year is empty.
    let january: Option<Month> = format!("{of:04}-01").parse().ok();
    january.map_or((0, 0), |month| (month.start(), month.plus(11).end()))
}

/// Counts what an account did in a year.
async fn count(db: &mut Conn<'_>, account: AccountId, of: i64) -> Result<HelperCounts> {
    let (from, to) = bounds(of);
    // By when the goods reached the family, not by when it confirmed them, which may be in the next year.
    let claims = row!(
        db,
        (i64, i64),
        "select count(*), cast(coalesce(sum(c.quantity), 0) as bigint) from claim c
         where c.account = $1 and c.source = 'donor' and c.state in ('handed_over', 'confirmed')
             and exists (select 1 from journal j where j.claim = c.id and j.claim <> 0 and j.kind = 'issue'
                 and j.at >= $2 and j.at < $3
                 and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0))",
        account,
        from,
        to,
    )?;
    // Typed minutes count only where there is no check-out, so that no hour is counted twice.
    let minutes = row!(
        db,
        (i64, i64),
        "select cast(coalesce(sum(p.minutes), 0) as bigint),
             cast(coalesce(sum(case when p.minutes = 0 then p.typed else 0 end), 0) as bigint)
         from shift_place p join shift s on s.id = p.shift
         where p.account = $1 and p.state = 'on' and s.starts >= $2 and s.starts < $3",
        account,
        from,
        to,
    )?;
    let pairings = row!(
        db,
        (i64,),
        "select count(*) from pairing p where p.helper = $1 and p.started > 0 and p.started < $3
             and (p.ended = 0 or p.ended >= $2)
             and exists (select 1 from pairing_contact c where c.pairing = p.id and c.at >= $2 and c.at < $3)",
        account,
        from,
        to,
    )?;
    let courses = row!(
        db,
        (i64,),
        "select count(*) from course where organiser = $1 and state = 'over' and ends >= $2 and ends < $3",
        account,
        from,
        to,
    )?;
    let ((claims, units), (checked_minutes, typed_minutes)) = (claims.unwrap_or_default(), minutes.unwrap_or_default());
    let (pairings, courses) = (pairings.map_or(0, |(n,)| n), courses.map_or(0, |(n,)| n));
    Ok(HelperCounts { claims, units, checked_minutes, typed_minutes, pairings, courses })
}

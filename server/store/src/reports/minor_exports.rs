//! A year of minors' data for auditors: who opened a file of a family with minors, and what was changed about it.
//! Of a family its number only; of accounts their names, because it is about what they did.

use domain::{
    Code, Timestamp,
    accounts::security::SecurityKind,
    consents::OF_AGE,
    households::reveals::week_of,
    permission::Action,
    time::{self, Month},
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    db::{area_filter::covered, sql::rows},
    reports::exports::{Export, MOST_ROWS},
};

/// Kinds of audited records that belong to a household by a column of their table.
const RECORDS: [(&str, &str); 17] = [
    ("consent", "consent"),
    ("objection", "objection"),
    ("wish", "wish"),
    ("case", "case_file"),
    ("referral", "referral"),
    ("visit", "visit"),
    ("finding", "finding"),
    ("pairing", "pairing"),
    ("entitlement", "entitlement"),
    ("school_place", "school_place"),
    ("need", "need"),
    ("dispute", "dispute"),
    ("aid_grant", "aid_grant"),
    ("aid_collection", "aid_collection"),
    ("conference", "conference"),
    ("appointment", "appointment"),
    ("job_seeker", "job_seeker"),
];

/// An opening of a file, or a change of what is kept about its family.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct MinorLine {
    /// When it happened.
    pub at: Timestamp,
    /// The household.
    pub household: i64,
    /// Members who were, or may have been, minors in that year.
    pub minors: i64,
    /// Name of the household's area.
    pub area_name: String,
    /// Account that did it; 0 for jobs.
    pub account: i64,
    /// Its name; empty for jobs, and for families.
    pub account_name: String,
    /// Reason of an opening; empty for a change.
    pub reason: String,
    /// Operation of a change; empty for an opening.
    pub action: String,
    /// Kind of the changed record; empty for an opening.
    pub subject: String,
    /// Number of the changed record, or 0.
    pub record: i64,
    /// Whether another caseworker was responsible.
    pub outside: bool,
    /// Whether it was opened at night.
    pub night: bool,
}

/// Notes an export of a year of minors' data.
#[derive(Clone, Copy, Debug, Serialize)]
struct MinorsExported {
    year: i64,
}

impl Command for MinorsExported {
    const NAME: &'static str = "export_minors";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::WatchOpenings)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

/// Seconds of a year, and the years of birth of those who were minors at some time of it.
struct Year {
    from: Timestamp,
    to: Timestamp,
    /// Only the year is known: who came of age in it was a minor before.
    born_from: i64,
    born_to: i64,
}

impl Year {
    /// # Errors
    /// Field `year` before 2000 and after the present one.
    fn of(year: i64, now: Timestamp) -> Result<Year> {
        let refused = || Refusal::field("year", Code::OutOfRange);
        if !(2000..=time::year(now)).contains(&year) {
            return Err(refused().into());
        }
        let first: Month = format!("{year}-01").parse().map_err(|_| refused())?;
        let (from, to) = (first.start(), first.plus(12).start());
        Ok(Year { from, to, born_from: year - OF_AGE, born_to: year })
    }
}

/// Columns that say whose household it is, of `household h` in `area a`.
const OF_HOUSEHOLD: &str = "h.id as household, a.name as area_name,
    (select count(*) from person p where p.household = h.id and p.birth_year between $3 and $4) as minors";

/// Condition for households with minors.
const HAS_MINORS: &str = "exists (select 1 from person p where p.household = h.id and p.birth_year between $3 and $4)";

async fn openings(db: &mut Conn<'_>, year: &Year, areas: &str) -> Result<Vec<MinorLine>> {
    let sql = format!(
        "select r.at, {OF_HOUSEHOLD}, r.account, c.name as account_name, r.reason, '' as action, '' as subject,
             r.id as record, r.outside, r.night
         from reveal r join household h on h.id = r.household join area a on a.id = h.area
             join account c on c.id = r.account
         where r.at >= $1 and r.at < $2 and r.week >= $5 and r.week <= $6 and {areas} and {HAS_MINORS}
         order by r.at, r.id limit {}",
        MOST_ROWS + 1
    );
    let (first, last) = (week_of(year.from), week_of(year.to));
    Ok(rows!(
        db,
        MinorLine,
        AssertSqlSafe(sql.as_str()),
        year.from,
        year.to,
        year.born_from,
        year.born_to,
        first,
        last,
    )?)
}

async fn changes(db: &mut Conn<'_>, year: &Year, areas: &str) -> Result<Vec<MinorLine>> {
    let line = "u.id, u.at, u.account, u.action, u.subject, u.subject_id";
    let mut of_records: Vec<String> = RECORDS
        .iter()
        .map(|(subject, table)| {
            format!(
                "select {line}, x.household from audit u join {table} x on x.id = u.subject_id
                 where u.subject = '{subject}' and u.at >= $1 and u.at < $2"
            )
        })
        .collect();
    of_records.push(format!(
        "select {line}, u.subject_id as household from audit u
         where u.subject = 'household' and u.at >= $1 and u.at < $2"
    ));
    let sql = format!(
        "select u.at, {OF_HOUSEHOLD}, u.account,
             coalesce(case when c.household = 0 then c.name else '' end, '') as account_name, '' as reason,
             u.action, u.subject, u.subject_id as record, false as outside, false as night
         from ({}) u join household h on h.id = u.household join area a on a.id = h.area
             left join account c on c.id = u.account
         where {areas} and {HAS_MINORS} order by u.at, u.id limit {}",
        of_records.join(" union all "),
        MOST_ROWS + 1
    );
    Ok(rows!(db, MinorLine, AssertSqlSafe(sql.as_str()), year.from, year.to, year.born_from, year.born_to)?)
}

impl Store {
    /// Exports all openings of files with minors in a year, and all changes of what is kept about their families, in
    /// the areas that the actor watches, by time. The export leaves a line of its own.
    ///
    /// # Errors
    /// Not allowed without a role that watches openings; field `year`; [`domain::Code::ProofNeeded`].
    pub async fn export_minors(&self, by: &By, year: i64) -> Result<Export<MinorLine>> {
        by.actor.must_somewhere(Action::WatchOpenings)?;
        let of = Year::of(year, self.now())?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, MinorsExported { year }).await?;
        self.note_security_of(SecurityKind::Exported, "minors", by.actor.account);
        let areas = covered("a.path", &by.actor.areas_for(Action::WatchOpenings));
        let mut db = self.reader().await?;
        let mut rows = openings(&mut db.arm(), &of, &areas).await?;
        rows.extend(changes(&mut db.arm(), &of, &areas).await?);
        rows.sort_by_key(|line| (line.at, line.household, line.record));
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(Export { rows, cut })
    }
}

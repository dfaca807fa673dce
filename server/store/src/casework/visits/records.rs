//! Records a visit: whom one met, how the family is, and what it needs. Each need becomes a finding.

use domain::{
    accounts::Actor,
    casework::{
        findings::NeedKind,
        visits::{Mood, NewReport, Report, ReportId, counts_as_visit},
    },
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use serde::Serialize;

use crate::{
    Command, Conn, Result, Store, Tx,
    casework::findings,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_open_household},
        pagination::page,
        sql::{parse, row, rows, run, value},
    },
    households::views::sight_of,
};

/// Records a visit or a call; returns the report. A meeting with an adult makes every visit of the family that is due
/// at that time, so two people who meet it on one day both leave a report, and it is visited once.
/// The report of a merged file goes to the file that is left.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; invalid fields;
/// [`domain::Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct RecordVisit(pub NewReport);

impl Command for RecordVisit {
    const NAME: &'static str = "visit_record";
    type Output = ReportId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReportId> {
        Ok(record(tx, &self.0).await?.1)
    }
}

/// Records a visit as [`RecordVisit`]; returns the household, which is the one that is left after a merge, and the
/// report.
pub(super) async fn record(tx: &mut Tx<'_>, new: &NewReport) -> Result<(HouseholdId, ReportId)> {
    tx.actor.must_somewhere(Action::RecordVisits)?;
    let household = left_file(&mut tx.arm(), new.household).await?;
    let file = lock_open_household(tx, household, Writers::Staff(Action::RecordVisits)).await?;
    must_be_of_others(&tx.actor, file.id)?;
    let new = new.clone().checked(tx.now)?;
    let (now, account, at) = (tx.now, tx.actor.account, new.at.unwrap_or(tx.now));
    let words = tx.vault.seal(Secret::VisitWords, &new.words)?;
    let id = value!(
        tx,
        i64,
        "insert into visit_report (household, way, met, mood, words, at, account, recorded)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        file.id,
        new.way.as_str(),
        new.met.as_str(),
        new.mood.as_str(),
        &words,
        at,
        account,
        now,
    )?;
    if counts_as_visit(new.way, new.met) {
        run!(
            tx,
            "update visit set made = $2, report = $3, raised_to = 0
             where household = $1 and made = 0 and cancelled = 0 and opens <= $2 and ends > $2",
            file.id,
            at,
            id,
        )?;
        // It was visited after all, so what climbed for it is done.
        run!(tx, "update visit set raised_to = 0 where household = $1 and raised_to <> 0", file.id)?;
    }
    let is_urgent = new.mood == Mood::Urgent;
    let mut needs = new.needs.clone();
    if is_urgent && needs.is_empty() {
        needs.push(NeedKind::Other);
    }
    for need in needs {
        let found = findings::NewFinding { need, report: id, words: &new.words, is_urgent };
        findings::insert(tx, &file, &found).await?;
    }
    tx.audit("household", file.id).await?;
    Ok((file.id, id))
}

/// Returns the number under which a family's file goes on: another one after a merge.
pub(super) async fn left_file(db: &mut Conn<'_>, household: HouseholdId) -> Result<HouseholdId> {
    let left = row!(db, (i64,), "select merged_into from household where id = $1 and state = 'merged'", household)?;
    Ok(left.map_or(household, |(left,)| left))
}

impl Store {
    /// Returns the household whose file the reports about a household go to.
    ///
    /// # Errors
    /// Not allowed without a role that records visits.
    pub async fn reported_file(&self, actor: &Actor, household: HouseholdId) -> Result<HouseholdId> {
        actor.must_somewhere(Action::RecordVisits)?;
        left_file(&mut self.reader().await?.arm(), household).await
    }

    /// Lists the reports about a household, newest first; the next page begins below `cursor`.
    /// For the family itself and the staff of its area; words are empty unless the actor sees the file unmasked.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn visit_reports(&self, actor: &Actor, household: HouseholdId, cursor: ReportId) -> Result<Page<Report>> {
        let mut db = self.reader().await?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        db = self.note_sight(db, actor, household, sight).await?;
        let found = rows!(
            db,
            ReportRow,
            "select p.id, p.at, p.way, p.met, p.mood, p.words, coalesce(a.name, '') as by,
                 coalesce((select v.id from visit_media v where v.report = p.id and v.kind = 'voice'), 0) as voice,
                 coalesce((select f.id from visit_media f where f.report = p.id and f.kind = 'photo'), 0) as photo
             from visit_report p left join account a on a.id = p.account
             where p.household = $1 and (p.id < $2 or $2 = 0) order by p.id desc limit 51",
            household,
            cursor,
        )?;
        let report = |row: ReportRow| {
            let words = if sight.opened { self.vault.open(Secret::VisitWords, &row.words)? } else { String::new() };
            let ReportRow { id, at, way, met, mood, by, voice, photo, .. } = row;
            let (voice, photo) = ((voice != 0).then_some(voice), (photo != 0).then_some(photo));
            Ok(Report { id, at, way: parse(&way)?, met: parse(&met)?, mood: parse(&mood)?, words, voice, photo, by })
        };
        Ok(page(found.into_iter().map(report).collect::<Result<_>>()?, |report: &Report| report.id))
    }
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    id: i64,
    at: i64,
    way: String,
    met: String,
    mood: String,
    words: String,
    by: String,
    voice: i64,
    photo: i64,
}

//! Lists: programmes, indicators that are behind, reports to comment on, and the counts of Today.

use domain::{
    accounts::{AccountId, Actor},
    community::programmes::{IndicatorLine, IndicatorReport, ProgrammeId, ProgrammeLine},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Error, Result, Store,
    areas::answerers::{
        chain::{one_of, stands_in_for},
        waiting::Waiting,
    },
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, rows, stored},
    },
};

stored! {
    struct LineRow => ProgrammeLine {
        parsed: state; id: i64, name: String, area_name: String, first: i64, until: i64, indicators: i64, behind: i64
    }
}

/// Columns and joins of a [`LineRow`]; a macro because statements are literals.
macro_rules! line_columns {
    () => {
        "p.id, p.name, a.name as area_name, p.state, p.first, p.until,
         (select count(*) from indicator m where m.programme = p.id) as indicators,
         (select count(*) from indicator m where m.programme = p.id and m.standing <> 'on_course') as behind
         from programme p join area a on a.id = p.area"
    };
}

stored! {
    struct IndicatorRow => IndicatorLine {
        parsed: standing;
        id: i64, name: String, programme_name: String, area_name: String, unit: String, target: i64, value: i64,
        since: i64, owner_name: String, raised_name: String
    }
}

/// A report as it is read.
#[derive(sqlx::FromRow)]
pub(super) struct ReportRow {
    id: i64,
    indicator: i64,
    indicator_name: String,
    unit: String,
    quarter: i64,
    until: i64,
    value: i64,
    target: i64,
    standing: String,
    state: String,
    due: i64,
    words: String,
    by_name: String,
    commented: i64,
    recounted: i64,
    recount: i64,
    reason: String,
    raised_name: String,
}

impl TryFrom<ReportRow> for IndicatorReport {
    type Error = Error;

    fn try_from(row: ReportRow) -> Result<IndicatorReport> {
        Ok(IndicatorReport {
            id: row.id,
            indicator: row.indicator,
            indicator_name: row.indicator_name,
            unit: row.unit,
            quarter: row.quarter,
            until: row.until,
            value: row.value,
            target: row.target,
            standing: parse(&row.standing)?,
            state: parse(&row.state)?,
            due: row.due,
            words: row.words,
            by_name: row.by_name,
            commented: (row.commented != 0).then_some(row.commented),
            recount: (row.recounted != 0).then_some(row.recount),
            reason: row.reason,
            raised_name: row.raised_name,
        })
    }
}

/// Columns and joins of a [`ReportRow`]; a macro because statements are literals.
macro_rules! report_columns {
    () => {
        "r.id, r.indicator, m.name as indicator_name, m.unit, r.quarter, r.until, r.value, m.target, r.standing, r.state,
         r.due, r.words, coalesce(k.name, '') as by_name, r.commented, r.recounted, r.recount, r.reason,
         coalesce(u.name, '') as raised_name
         from indicator_report r join indicator m on m.id = r.indicator left join account k on k.id = r.commented_by
             left join account u on u.id = r.raised_to"
    };
}
pub(super) use report_columns;

/// Which programmes a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProgrammeList {
    /// Those that run.
    #[default]
    Running,
    /// Those that have ended.
    Ended,
    /// Drafts.
    Drafts,
}

/// Builds a condition that an indicator `m` is behind and a matter of the accounts.
fn behind(mine: &[AccountId]) -> String {
    // The account that it climbed to is asked also where it is on course, but has no owner who works there.
    format!(
        "((m.standing = 'slipping' and {}) or (m.raised_to <> 0 and {}))",
        one_of("m.owner", mine),
        one_of("m.raised_to", mine)
    )
}

/// Builds a condition that a report `r` of an indicator `m` is asked of the accounts.
fn asked(mine: &[AccountId]) -> String {
    format!(
        "r.state = 'asked' and ({} or (r.raised_to <> 0 and {}))",
        one_of("m.owner", mine),
        one_of("r.raised_to", mine)
    )
}

/// Counts indicators that are behind and that the account can mend.
fn behind_count(of: &Waiting<'_>) -> String {
    format!("select count(*) as n, min(nullif(m.since, 0)) as at from indicator m where {}", behind(of.whose))
}

/// Counts reports on which the account is asked to comment.
fn asked_count(of: &Waiting<'_>) -> String {
    format!(
        "select count(*) as n, min(r.due) as at
         from indicator_report r join indicator m on m.id = r.indicator where {}",
        asked(of.whose)
    )
}

impl Store {
    /// Lists programmes of the actor's root area, newest first; drafts of the areas that it reads.
    ///
    /// # Errors
    /// Not allowed without a role in casework.
    pub async fn programmes(
        &self,
        actor: &Actor,
        list: ProgrammeList,
        cursor: ProgrammeId,
    ) -> Result<Page<ProgrammeLine>> {
        actor.must_somewhere(Action::ReadProgrammes)?;
        let inside = covered("a.path", &actor.areas_for(Action::ReadProgrammes));
        let which = match list {
            ProgrammeList::Running => format!("p.state = 'running' and (p.root = $1 or {inside})"),
            ProgrammeList::Ended => format!("p.state = 'ended' and (p.root = $1 or {inside})"),
            ProgrammeList::Drafts => format!("p.state = 'draft' and (p.root = $1 or $1 = 0) and {inside}"),
        };
        let sql = format!(
            concat!("select ", line_columns!(), " where {} and (p.id < $2 or $2 = 0) order by p.id desc limit 51"),
            which
        );
        let mut db = self.reader().await?;
        let found = rows!(db, LineRow, AssertSqlSafe(sql.as_str()), actor.root, cursor)?;
        let found = found.into_iter().map(ProgrammeLine::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |line| line.id))
    }

    /// Lists programmes that run or have ended, of the actor's root area, for visitors of all; newest first. The
    /// indicators that are behind are not public, and counted as none.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn public_programmes(&self, actor: &Actor, cursor: ProgrammeId) -> Result<Page<ProgrammeLine>> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            LineRow,
            "select p.id, p.name, a.name as area_name, p.state, p.first, p.until,
                 (select count(*) from indicator m where m.programme = p.id) as indicators, cast(0 as bigint) as behind
             from programme p join area a on a.id = p.area
             where p.state in ('running', 'ended') and (p.root = $1 or $1 = 0) and (p.id < $2 or $2 = 0)
             order by p.id desc limit 51",
            actor.root,
            cursor,
        )?;
        let found = found.into_iter().map(ProgrammeLine::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |line| line.id))
    }

    /// Lists indicators that slip or lack an owner, which the actor or those it stands in for can mend: as owner, or as
    /// the account to which they climbed. At most 200, those that slip longest first.
    ///
    /// # Errors
    /// Not allowed without a role in casework.
    pub async fn indicators_behind(&self, actor: &Actor) -> Result<Vec<IndicatorLine>> {
        actor.must_somewhere(Action::ReadProgrammes)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let mine = stands_in_for(&mut db.arm(), actor.account, now).await?;
        let sql = format!(
            "select m.id, m.name, p.name as programme_name, a.name as area_name, m.unit, m.target, m.value, m.standing,
                 m.since, coalesce(k.name, '') as owner_name, coalesce(u.name, '') as raised_name
             from indicator m join programme p on p.id = m.programme join area a on a.id = m.area
                 left join account k on k.id = m.owner left join account u on u.id = m.raised_to
             where {} order by m.since, m.id limit 200",
            behind(&mine)
        );
        let found = rows!(db, IndicatorRow, AssertSqlSafe(sql.as_str()))?;
        found.into_iter().map(IndicatorLine::try_from).collect()
    }

    /// Lists reports that the actor, or an account for which it stands in, is asked to comment on; at most 200, the
    /// oldest first.
    ///
    /// # Errors
    /// Not allowed without a role in casework.
    pub async fn indicator_reports(&self, actor: &Actor) -> Result<Vec<IndicatorReport>> {
        actor.must_somewhere(Action::ReadProgrammes)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let mine = stands_in_for(&mut db.arm(), actor.account, now).await?;
        let sql =
            format!(concat!("select ", report_columns!(), " where {} order by r.due, r.id limit 200"), asked(&mine));
        let found = rows!(db, ReportRow, AssertSqlSafe(sql.as_str()))?;
        found.into_iter().map(IndicatorReport::try_from).collect()
    }

    /// Counts indicators that are behind and that the account can mend.
    pub(crate) fn indicators_waiting(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::ReadProgrammes).then(|| behind_count(of))
    }

    /// Counts reports on which the account is asked to comment.
    pub(crate) fn reports_waiting(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::ReadProgrammes).then(|| asked_count(of))
    }
}

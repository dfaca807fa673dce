//! Reads programmes with their figures now: for staff of the root area all of it, for the public names and targets.

use std::{collections::HashMap, slice};

use domain::{
    accounts::{AccountId, Actor},
    areas::AreaPath,
    community::programmes::{
        Indicator, IndicatorId, IndicatorKind, IndicatorMove, IndicatorPage, IndicatorReport, IndicatorStanding,
        IndicatorValue, Milestone, ProgrammeBoard, ProgrammeId, ProgrammeState, PublicIndicator, PublicProgramme,
        coarse_value, public_value,
    },
    permission::Action,
};
use sqlx::AssertSqlSafe;

use super::{
    KnownIndicator,
    figures::values_at,
    lists::{ReportRow, report_columns},
    load_indicator, load_indicators, may_act, must_see,
};
use crate::{
    Conn, Refusal, Result, Store,
    areas::answerers::chain::{stand_ins, stands_in_for},
    db::sql::{listed, parse, row, rows},
};

#[derive(sqlx::FromRow)]
struct ProgrammeRow {
    area: i64,
    area_name: String,
    path: String,
    root: i64,
    name: String,
    source: String,
    first: i64,
    until: i64,
    state: String,
    ended: i64,
    reason: String,
}

#[derive(sqlx::FromRow)]
struct MilestoneRow {
    id: i64,
    indicator: i64,
    name: String,
    day: i64,
    first_day: i64,
    done: i64,
    done_by_name: String,
}

impl From<MilestoneRow> for Milestone {
    fn from(row: MilestoneRow) -> Milestone {
        let MilestoneRow { id, indicator, name, day, first_day, done, done_by_name } = row;
        Milestone { id, indicator, name, day, first_day, done: (done != 0).then_some(done), done_by_name }
    }
}

async fn load_row(db: &mut Conn<'_>, id: ProgrammeId) -> Result<ProgrammeRow> {
    row!(
        db,
        ProgrammeRow,
        "select p.area, a.name as area_name, a.path, p.root, p.name, p.source, p.first, p.until, p.state, p.ended, p.reason
         from programme p join area a on a.id = p.area where p.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// What an indicator shows beside what is known of it.
#[derive(sqlx::FromRow)]
struct PartsRow {
    id: i64,
    area: i64,
    area_name: String,
    unit: String,
    owner_name: String,
    raised_name: String,
    programme_name: String,
    /// Milestones that were open after their day.
    late: i64,
}

async fn parts_of(db: &mut Conn<'_>, known: &[KnownIndicator], to: i64) -> Result<HashMap<IndicatorId, PartsRow>> {
    let sql = format!(
        "select m.id, m.area, a.name as area_name, m.unit, coalesce(o.name, '') as owner_name,
             coalesce(r.name, '') as raised_name, p.name as programme_name,
             (select count(*) from milestone s
              where s.indicator = m.id and s.day < $1 and (s.done = 0 or s.noted > $1)) as late
         from indicator m join area a on a.id = m.area join programme p on p.id = m.programme
             left join account o on o.id = m.owner left join account r on r.id = m.raised_to
         where m.id in ({})",
        listed(known.iter().map(|one| one.id))
    );
    let found = rows!(db, PartsRow, AssertSqlSafe(sql.as_str()), to)?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

async fn names_of(db: &mut Conn<'_>, accounts: &[AccountId]) -> Result<HashMap<AccountId, String>> {
    if accounts.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!("select id, name from account where id in ({})", listed(accounts.iter().copied()));
    Ok(rows!(db, (i64, String), AssertSqlSafe(sql.as_str()))?.into_iter().collect())
}

/// An indicator with the name of its programme.
type Named = (Indicator, String);

/// Loads indicators of one programme with their figures, their standing, and the names of the chain, in this order.
/// The number of statements does not grow with theirs.
async fn indicators(db: &mut Conn<'_>, actor: &Actor, known: &[KnownIndicator], now: i64) -> Result<Vec<Named>> {
    let Some(first) = known.first() else { return Ok(Vec::new()) };
    let to = now.min(first.until + 1);
    let began = matches!(first.state()?, ProgrammeState::Running | ProgrammeState::Ended);
    let values = if began { values_at(db, known, to, now).await? } else { HashMap::new() };
    let mut parts = parts_of(db, known, to).await?;
    let present = stand_ins(db, known.iter().map(|one| one.owner), now).await?;
    let deputy_of = |owner: AccountId| present.get(&owner).copied().filter(|present| *present != owner);
    let deputies: Vec<AccountId> = known.iter().filter_map(|one| deputy_of(one.owner)).collect();
    let names = names_of(db, &deputies).await?;
    let mine = stands_in_for(db, actor.account, now).await?;
    let shown = |one: &KnownIndicator| {
        let parts = parts.remove(&one.id).ok_or(Refusal::NotFound)?;
        let kind = one.kind()?;
        let (value, late, standing) = match values.get(&one.id) {
            Some(value) => (*value, parts.late, one.course().standing(*value, parts.late, now)),
            None => (one.baseline, 0, IndicatorStanding::OnCourse),
        };
        let may_open = one.opens_to(actor);
        let deputy = deputy_of(one.owner);
        let indicator = Indicator {
            id: one.id,
            programme: one.programme,
            area: parts.area,
            area_name: parts.area_name,
            name: one.name.clone(),
            unit: parts.unit,
            kind,
            baseline: one.baseline,
            target: one.target,
            value: if may_open { value } else { coarse_value(kind, one.baseline, value) },
            expected: one.course().expected(now),
            standing,
            late,
            owner: one.owner,
            owner_name: parts.owner_name,
            deputy,
            deputy_name: deputy.and_then(|deputy| names.get(&deputy).cloned()).unwrap_or_default(),
            raised_to: (one.raised_to != 0).then_some(one.raised_to),
            raised_name: parts.raised_name,
            may_act: may_act(actor, &mine, one),
            may_open,
        };
        Ok((indicator, parts.programme_name))
    };
    known.iter().map(shown).collect()
}

impl Store {
    /// Loads a programme with its indicators as they are now and its milestones by day. Figures of areas in which the
    /// actor reads no programmes are in steps of five, because a small one would tell of single families.
    ///
    /// # Errors
    /// Not allowed without a role in casework; not found in another root area, and for drafts of areas that the actor
    /// does not read.
    pub async fn programme(&self, actor: &Actor, id: ProgrammeId) -> Result<ProgrammeBoard> {
        actor.must_somewhere(Action::ReadProgrammes)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let row = load_row(&mut db.arm(), id).await?;
        let (state, path) = (parse(&row.state)?, AreaPath(row.path));
        must_see(actor, row.root, &path, state)?;
        let known = load_indicators(&mut db.arm(), id).await?;
        let indicators = indicators(&mut db.arm(), actor, &known, now).await?;
        let milestones = rows!(
            db,
            MilestoneRow,
            "select s.id, s.indicator, s.name, s.day, s.first_day, s.done, coalesce(k.name, '') as done_by_name
             from milestone s join indicator m on m.id = s.indicator left join account k on k.id = s.done_by
             where m.programme = $1 order by s.day, s.id",
            id,
        )?;
        Ok(ProgrammeBoard {
            id,
            area: row.area,
            area_name: row.area_name,
            name: row.name,
            source: row.source,
            first: row.first,
            until: row.until,
            state,
            ended: (row.ended != 0).then_some(row.ended),
            reason: row.reason,
            indicators: indicators.into_iter().map(|(indicator, _)| indicator).collect(),
            milestones: milestones.into_iter().map(Milestone::from).collect(),
            may_lead: actor.may(Action::LeadProgrammes, &path),
        })
    }

    /// Loads an indicator as its programme lists it.
    ///
    /// # Errors
    /// As [`Store::programme`].
    pub async fn indicator_now(&self, actor: &Actor, id: IndicatorId) -> Result<Indicator> {
        actor.must_somewhere(Action::ReadProgrammes)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let known = load_indicator(&mut db.arm(), id).await?;
        must_see(actor, known.root, &AreaPath(known.programme_path.clone()), known.state()?)?;
        let named = indicators(&mut db.arm(), actor, slice::from_ref(&known), now).await?;
        named.into_iter().next().map(|(indicator, _)| indicator).ok_or_else(|| Refusal::NotFound.into())
    }

    /// Loads an indicator with its milestones, typed figures and reports.
    ///
    /// # Errors
    /// As [`Store::programme`].
    pub async fn indicator(&self, actor: &Actor, id: IndicatorId) -> Result<IndicatorPage> {
        actor.must_somewhere(Action::ReadProgrammes)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let known = load_indicator(&mut db.arm(), id).await?;
        let (state, path) = (known.state()?, AreaPath(known.programme_path.clone()));
        must_see(actor, known.root, &path, state)?;
        let milestones = rows!(
            db,
            MilestoneRow,
            "select s.id, s.indicator, s.name, s.day, s.first_day, s.done, coalesce(k.name, '') as done_by_name
             from milestone s left join account k on k.id = s.done_by where s.indicator = $1 order by s.day, s.id",
            id,
        )?;
        let moves = rows!(
            db,
            (i64, i64, i64, String, i64, String),
            "select v.milestone, v.from_day, v.to_day, v.reason, v.at, coalesce(k.name, '')
             from milestone_move v join milestone s on s.id = v.milestone left join account k on k.id = v.account
             where s.indicator = $1 order by v.id",
            id,
        )?;
        let moves = moves.into_iter().map(|(milestone, from_day, to_day, reason, at, by_name)| IndicatorMove {
            milestone,
            from_day,
            to_day,
            reason,
            at,
            by_name,
        });
        let typed = rows!(
            db,
            (i64, i64, String, i64, String),
            "select v.amount, v.day, v.source, v.at, coalesce(k.name, '') from indicator_value v
                 left join account k on k.id = v.account
             where v.indicator = $1 order by v.day desc, v.id desc limit 50",
            id,
        )?;
        let (kind, opens) = (known.kind()?, known.opens_to(actor));
        // Exact for those who open its rows, now and at the end of each quarter.
        let shown = |value: i64| if opens { value } else { coarse_value(kind, known.baseline, value) };
        let values = typed.into_iter().map(|(amount, day, source, at, by_name)| IndicatorValue {
            amount: shown(amount),
            day,
            source,
            at,
            by_name,
        });
        let reports = rows!(
            db,
            ReportRow,
            concat!("select ", report_columns!(), " where r.indicator = $1 order by r.quarter desc limit 100"),
            id,
        )?;
        let reports = reports.into_iter().map(IndicatorReport::try_from).collect::<Result<Vec<_>>>()?;
        let as_shown = |report: IndicatorReport| IndicatorReport {
            value: shown(report.value),
            recount: report.recount.map(shown),
            ..report
        };
        let named = indicators(&mut db.arm(), actor, slice::from_ref(&known), now).await?;
        let (indicator, programme_name) = named.into_iter().next().ok_or(Refusal::NotFound)?;
        Ok(IndicatorPage {
            indicator,
            programme_name,
            state,
            first: known.first,
            until: known.until,
            milestones: milestones.into_iter().map(Milestone::from).collect(),
            moves: moves.collect(),
            values: values.collect(),
            reports: reports.into_iter().map(as_shown).collect(),
            may_lead: actor.may(Action::LeadProgrammes, &path),
        })
    }

    /// Loads what is public about a programme that runs or has ended: names, targets, and figures in steps of five.
    ///
    /// # Errors
    /// Not found for others.
    pub async fn public_programme(&self, id: ProgrammeId) -> Result<PublicProgramme> {
        let (now, mut db) = (self.now(), self.reader().await?);
        let row = load_row(&mut db.arm(), id).await?;
        let state: ProgrammeState = parse(&row.state)?;
        if !matches!(state, ProgrammeState::Running | ProgrammeState::Ended) {
            return Err(Refusal::NotFound.into());
        }
        let units = rows!(db, (i64, String), "select id, unit from indicator where programme = $1 order by id", id)?;
        let mut units: HashMap<IndicatorId, String> = units.into_iter().collect();
        let known = load_indicators(&mut db.arm(), id).await?;
        let values = values_at(&mut db.arm(), &known, now.min(row.until + 1), now).await?;
        let public = |one: KnownIndicator| {
            let (kind, value) = (one.kind()?, values.get(&one.id).copied().unwrap_or(one.baseline));
            Ok(PublicIndicator {
                unit: units.remove(&one.id).unwrap_or_default(),
                target: one.target,
                value: public_value(kind, one.baseline, value),
                typed: kind == IndicatorKind::Typed,
                name: one.name,
            })
        };
        let indicators = known.into_iter().map(public).collect::<Result<_>>()?;
        Ok(PublicProgramme {
            id,
            name: row.name,
            area_name: row.area_name,
            source: row.source,
            state,
            first: row.first,
            until: row.until,
            indicators,
        })
    }
}

//! Reads programmes with their figures now: for staff of the root area all of it, for the public names and targets.

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

use super::{
    KnownIndicator,
    figures::now_of,
    lists::{ReportRow, report_columns},
    load_indicator, load_programme, may_act, must_see,
};
use crate::{
    Conn, Refusal, Result, Store,
    areas::answerers::chain::{stand_in, stands_in_for},
    db::sql::{parse, row, rows, values},
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

async fn name_of(db: &mut Conn<'_>, account: AccountId) -> Result<String> {
    Ok(row!(db, (String,), "select name from account where id = $1", account)?.map(|(name,)| name).unwrap_or_default())
}

/// Loads an indicator with its figure, its standing, and the names of the chain.
async fn indicator(db: &mut Conn<'_>, actor: &Actor, known: &KnownIndicator, now: i64) -> Result<Indicator> {
    let (area, area_name, unit) = row!(
        db,
        (i64, String, String),
        "select m.area, a.name, m.unit from indicator m join area a on a.id = m.area where m.id = $1",
        known.id,
    )?
    .ok_or(Refusal::NotFound)?;
    let (value, late, standing) = match known.state()? {
        ProgrammeState::Running | ProgrammeState::Ended => now_of(&mut db.arm(), known, now).await?,
        ProgrammeState::Draft | ProgrammeState::Dropped => (known.baseline, 0, IndicatorStanding::OnCourse),
    };
    let may_open = known.opens_to(actor);
    let value = if may_open { value } else { coarse_value(known.kind()?, known.baseline, value) };
    let present = stand_in(&mut db.arm(), known.owner, now).await?;
    let deputy = (present != known.owner).then_some(present);
    let raised_to = (known.raised_to != 0).then_some(known.raised_to);
    let owner_name = name_of(&mut db.arm(), known.owner).await?;
    let deputy_name = name_of(&mut db.arm(), deputy.unwrap_or_default()).await?;
    let raised_name = name_of(&mut db.arm(), known.raised_to).await?;
    let mine = stands_in_for(&mut db.arm(), actor.account, now).await?;
    Ok(Indicator {
        id: known.id,
        programme: known.programme,
        area,
        area_name,
        name: known.name.clone(),
        unit,
        kind: known.kind()?,
        baseline: known.baseline,
        target: known.target,
        value,
        expected: known.course().expected(now),
        standing,
        late,
        owner: known.owner,
        owner_name,
        deputy,
        deputy_name,
        raised_to,
        raised_name,
        may_act: may_act(actor, &mine, known),
        may_open,
    })
}

async fn indicator_ids(db: &mut Conn<'_>, programme: ProgrammeId) -> Result<Vec<IndicatorId>> {
    Ok(values!(db, i64, "select id from indicator where programme = $1 order by id", programme)?)
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
        let mut indicators = Vec::new();
        for one in indicator_ids(&mut db.arm(), id).await? {
            let known = load_indicator(&mut db.arm(), one).await?;
            indicators.push(indicator(&mut db.arm(), actor, &known, now).await?);
        }
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
            indicators,
            milestones: milestones.into_iter().map(Milestone::from).collect(),
            may_lead: actor.may(Action::LeadProgrammes, &path),
        })
    }

    /// Loads an indicator with its milestones, typed figures and reports.
    ///
    /// # Errors
    /// As [`Store::programme`].
    pub async fn indicator(&self, actor: &Actor, id: IndicatorId) -> Result<IndicatorPage> {
        actor.must_somewhere(Action::ReadProgrammes)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let known = load_indicator(&mut db.arm(), id).await?;
        let programme = load_row(&mut db.arm(), known.programme).await?;
        let (state, path) = (known.state()?, AreaPath(programme.path));
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
        Ok(IndicatorPage {
            indicator: indicator(&mut db.arm(), actor, &known, now).await?,
            programme_name: programme.name,
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
        let known = load_programme(&mut db.arm(), id).await?;
        let state = known.state()?;
        if !matches!(state, ProgrammeState::Running | ProgrammeState::Ended) {
            return Err(Refusal::NotFound.into());
        }
        let row = load_row(&mut db.arm(), id).await?;
        let units = rows!(db, (i64, String), "select id, unit from indicator where programme = $1 order by id", id)?;
        let mut indicators = Vec::new();
        for (one, unit) in units {
            let known = load_indicator(&mut db.arm(), one).await?;
            let (value, ..) = now_of(&mut db.arm(), &known, now).await?;
            let kind = known.kind()?;
            indicators.push(PublicIndicator {
                name: known.name,
                unit,
                target: known.target,
                value: public_value(kind, known.baseline, value),
                typed: kind == IndicatorKind::Typed,
            });
        }
        Ok(PublicProgramme {
            id,
            name: row.name,
            area_name: row.area_name,
            source: row.source,
            state,
            first: known.first,
            until: known.until,
            indicators,
        })
    }
}

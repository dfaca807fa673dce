//! Reads cases: a family its own, staff those of their areas. Names, months and words show only while a file is
//! revealed.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    casework::{
        cases::REOPEN_DAYS,
        school_places::{
            SchoolPlaceId, SchoolPlaceState,
            engine::SchoolStanding,
            views::{SchoolOutcomeCount, SchoolPlace, SchoolPlaceFigures, SchoolPlaceFile, StandingCount},
        },
    },
    households::HouseholdId,
    permission::Action,
    time::Day,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{day, details::file, stored_step};
use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    casework::cases::views::some,
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    households::views::household_path,
};

/// Days before the last day of a step at which a case is listed as "soon".
const SOON_DAYS: i64 = 30;

/// Which cases a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SchoolPlaceStage {
    /// Open ones.
    #[default]
    Open,
    /// Open ones whose next step ends within 30 days.
    Soon,
    /// Open ones whose owner is late, or that have none.
    Late,
    /// Those that have ended.
    Over,
}

/// Filters of the list of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SchoolPlaceQuery {
    /// Which ones.
    pub stage: SchoolPlaceStage,
    /// Area with those below it; none for all of the actor's.
    pub area: Option<AreaId>,
    /// Where the child stands.
    pub standing: Option<SchoolStanding>,
    /// Only those of the actor, or that climbed to it.
    pub mine: bool,
    /// Where the page begins.
    pub cursor: SchoolPlaceId,
}

#[derive(sqlx::FromRow)]
pub(crate) struct PlaceRow {
    id: i64,
    pub(crate) household: i64,
    area: i64,
    area_name: String,
    pub(crate) path: String,
    member: i64,
    state: String,
    standing: String,
    first_day: i64,
    step: String,
    last_day: i64,
    due: i64,
    climbs: i64,
    owner: i64,
    owner_name: String,
    in_charge: String,
    family_said: String,
    opened: i64,
    outcome: String,
    not_before: i64,
    closed: i64,
}

/// Columns and joins of a [`PlaceRow`]; a macro because statements are literals.
macro_rules! school_place_columns {
    () => {
        "c.id, c.household, h.area, a.name as area_name, a.path, c.member, c.state, c.standing, c.first_day, c.step,
         c.last_day, c.due, c.climbs, c.owner, coalesce(own.name, '') as owner_name,
         coalesce(chg.name, '') as in_charge, c.family_said, c.opened, c.outcome, c.not_before, c.closed
         from school_place c join household h on h.id = c.household join area a on a.id = h.area
             left join account own on own.id = c.owner left join account chg on chg.id = c.in_charge"
    };
}
pub(crate) use school_place_columns;

impl PlaceRow {
    pub(crate) fn read(self, now: Timestamp) -> Result<SchoolPlace> {
        let state: SchoolPlaceState = parse(&self.state)?;
        let step = stored_step(&self.step, self.last_day)?;
        let (said, outcome) = (self.family_said, self.outcome);
        Ok(SchoolPlace {
            id: self.id,
            household: self.household,
            area: self.area,
            area_name: self.area_name,
            member: some(self.member),
            state,
            standing: parse(&self.standing)?,
            first_day: day(self.first_day),
            step: step.map(|(kind, _)| kind),
            last_day: step.map(|(_, last)| last),
            due: self.due,
            late: state == SchoolPlaceState::Open && (self.due < now || self.owner == 0),
            climbs: self.climbs,
            owner: some(self.owner),
            owner_name: self.owner_name,
            in_charge: self.in_charge,
            family_said: if said.is_empty() { None } else { Some(parse(&said)?) },
            opened: self.opened,
            outcome: if outcome.is_empty() { None } else { Some(parse(&outcome)?) },
            not_before: day(self.not_before),
            closed: some(self.closed),
        })
    }
}

/// Condition of a list on its area and rights, and the values that it takes from `$1` on: area, standing, account,
/// cursor, and a time or a day.
pub(crate) fn place_condition(actor: &Actor, query: &SchoolPlaceQuery) -> String {
    let stage = match query.stage {
        SchoolPlaceStage::Open => "c.state = 'open' and c.id > $4 and $5 > 0",
        SchoolPlaceStage::Soon => "c.state = 'open' and c.last_day > 0 and c.last_day <= $5 and c.id > $4",
        SchoolPlaceStage::Late => "c.state = 'open' and (c.due < $5 or c.owner = 0) and c.id > $4",
        SchoolPlaceStage::Over => "c.state <> 'open' and (c.id < $4 or $4 = 0) and $5 > 0",
    };
    format!(
        "where {} and {stage} and (cast($1 as bigint) = 0
                 or a.path like '%/' || cast(cast($1 as bigint) as text) || '/%')
             and ($2 = '' or c.standing = $2) and ($3 = 0 or c.owner = $3 or c.in_charge = $3)",
        covered("a.path", &actor.areas_for(Action::ReadCases)),
    )
}

impl Store {
    /// Value of a list's condition: now, or the day until which a step is near.
    pub(crate) fn school_place_bound(&self, stage: SchoolPlaceStage) -> i64 {
        let now = self.now();
        if stage == SchoolPlaceStage::Soon { Day::of(now).plus(SOON_DAYS).number() } else { now }
    }

    /// Lists the cases of families in the actor's areas. The next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn school_places(&self, actor: &Actor, query: &SchoolPlaceQuery) -> Result<Page<SchoolPlace>> {
        actor.must_somewhere(Action::ReadCases)?;
        let now = self.now();
        let order = if query.stage == SchoolPlaceStage::Over { "c.id desc" } else { "c.id" };
        let sql = format!(
            concat!("select ", school_place_columns!(), " {} order by {} limit 51"),
            place_condition(actor, query),
            order
        );
        let bound = self.school_place_bound(query.stage);
        let account = if query.mine { actor.account } else { 0 };
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            PlaceRow,
            AssertSqlSafe(sql.as_str()),
            query.area.unwrap_or_default(),
            query.standing.map_or("", SchoolStanding::as_str),
            account,
            query.cursor,
            bound,
        )?;
        let found = found.into_iter().map(|row| row.read(now)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |place| place.id))
    }

    /// Lists the last 50 cases of a household, open ones first, for staff who read its cases.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn household_school_places(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<SchoolPlace>> {
        actor.must_somewhere(Action::ReadCases)?;
        let now = self.now();
        let mut db = self.reader().await?;
        actor.must(Action::ReadCases, &household_path(&mut db.arm(), household).await?)?;
        let found = rows!(
            db,
            PlaceRow,
            concat!(
                "select ",
                school_place_columns!(),
                " where c.household = $1 order by case c.state when 'open' then 0 else 1 end, c.id desc limit 50"
            ),
            household,
        )?;
        found.into_iter().map(|row| row.read(now)).collect()
    }

    /// Lists the open cases of the actor's own family with all their dates, and those that ended a short time ago.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_school_places(&self, actor: &Actor) -> Result<Vec<SchoolPlaceFile>> {
        let household = actor.must_be_family()?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            PlaceRow,
            concat!(
                "select ",
                school_place_columns!(),
                " where c.household = $1 and (c.state = 'open' or c.closed > $2 or c.outcome = 'not_before')
                 order by c.id desc limit 100"
            ),
            household,
            now - REOPEN_DAYS * DAY,
        )?;
        let mut files = Vec::with_capacity(found.len());
        for row in found {
            files.push(file(&mut db.arm(), &self.vault, row, actor, now).await?);
        }
        Ok(files)
    }

    /// Loads one case with everything that the reader may see, for its family and the staff of the family's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn school_place(&self, actor: &Actor, id: SchoolPlaceId) -> Result<SchoolPlaceFile> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, PlaceRow, concat!("select ", school_place_columns!(), " where c.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        if !is_own(actor, row.household) && !actor.may(Action::ReadCases, &AreaPath(row.path.clone())) {
            return Err(Refusal::NotFound.into());
        }
        file(&mut db.arm(), &self.vault, row, actor, self.now()).await
    }

    /// Counts cases by standing and by outcome in an area, for those who follow cases.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn school_place_figures(&self, actor: &Actor, area: Option<AreaId>) -> Result<SchoolPlaceFigures> {
        actor.must_somewhere(Action::ReadCases)?;
        let sql = format!(
            "select c.state, case c.state when 'open' then c.standing else c.outcome end as key, count(*)
             from school_place c join household h on h.id = c.household join area a on a.id = h.area
             where {} and c.state in ('open', 'closed') and (cast($1 as bigint) = 0
                 or a.path like '%/' || cast(cast($1 as bigint) as text) || '/%')
             group by c.state, case c.state when 'open' then c.standing else c.outcome end",
            covered("a.path", &actor.areas_for(Action::ReadCases)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, (String, String, i64), AssertSqlSafe(sql.as_str()), area.unwrap_or_default())?;
        let mut figures = SchoolPlaceFigures::default();
        for (state, key, count) in found {
            if parse::<SchoolPlaceState>(&state)? == SchoolPlaceState::Open {
                figures.open.push(StandingCount { standing: parse(&key)?, count });
            } else {
                figures.ended.push(SchoolOutcomeCount { outcome: parse(&key)?, count });
            }
        }
        figures.open.sort_by_key(|one| SchoolStanding::ALL.iter().position(|standing| *standing == one.standing));
        figures.ended.sort_by_key(|one| one.outcome.as_str());
        Ok(figures)
    }

    /// Counts open cases of the account that are late or whose step ends in three days, and those that climbed to it.
    pub(crate) fn school_places_late(of: &Waiting<'_>) -> Option<String> {
        let near = of.today.plus(REMINDED_DAYS).number();
        of.actor.may_somewhere(Action::ReadCases).then(|| {
            format!(
                "select count(*) as n, min(nullif(due, 0)) as at from school_place
                 where state = 'open' and (owner = $2 and (due < $1 or last_day > 0 and last_day <= {near})
                     or in_charge = $2)"
            )
        })
    }

    /// Counts rules whose window is over while open cases wait for the next year's days, for those who enter rules.
    pub(crate) fn school_rules_outdated(of: &Waiting<'_>) -> Option<String> {
        let today = of.today.number();
        of.actor.may_somewhere(Action::LeadCasework).then(|| {
            format!(
                "select count(*) as n, cast(0 as bigint) as at from school_rule r join area a on a.id = r.area
                 where r.ended = 0 and r.last_day < {today} and {}
                     and exists (select 1 from school_place c where c.rule = r.id and c.state = 'open')",
                covered("a.path", &of.actor.areas_for(Action::LeadCasework)),
            )
        })
    }

    /// Counts open cases without a rule, for those who enter rules.
    pub(crate) fn school_places_ruleless(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::LeadCasework).then(|| {
            format!(
                "select count(*) as n, min(c.opened) as at
                 from school_place c join household h on h.id = c.household join area a on a.id = h.area
                 where c.state = 'open' and c.standing = 'no_rule' and {}",
                covered("a.path", &of.actor.areas_for(Action::LeadCasework)),
            )
        })
    }
}

/// Days before the last day of a step from which it is on the owner's start page.
const REMINDED_DAYS: i64 = 3;

//! Programmes of aid, with what they gave in a year.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    casework::aid::{AidKind, NewProgramme, Programme, ProgrammeFigures, ProgrammeId, ProgrammeUse},
    households::HouseholdId,
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::tree::{must_in, name_taken},
    db::{
        area_filter::covered,
        sql::{parse, row, rows, run, value},
    },
    households::views::household_path,
};

/// Programmes that a list shows at most.
const MOST: i64 = 500;

/// Adds a programme to an area.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that leads aid; field `name`;
/// [`Code::NameTaken`] for a name that the area has already.
#[derive(Clone, Debug, Serialize)]
pub struct AddProgramme(pub NewProgramme);

impl Command for AddProgramme {
    const NAME: &'static str = "aid_programme_add";
    type Output = ProgrammeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ProgrammeId> {
        must_in(tx, Action::LeadAid, self.0.area).await?;
        let new = self.0.clone().checked()?;
        if new.area == 0 {
            return Err(Refusal::field("area", Code::Required).into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let made = value!(
            tx,
            i64,
            "insert into aid_programme (area, kind, source, name, open, created, created_by, version)
             values ($1, $2, $3, $4, true, $5, $6, 0) returning id",
            new.area,
            new.kind.as_str(),
            new.source.as_str(),
            &new.name,
            now,
            account,
        );
        let id = name_taken(made)?;
        tx.audit("aid_programme", id).await?;
        Ok(id)
    }
}

/// Renames a programme, closes or reopens it. What it gave stays.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that leads aid; field `name`;
/// [`Code::NameTaken`].
#[derive(Clone, Debug, Serialize)]
pub struct ChangeProgramme {
    /// The programme.
    pub programme: ProgrammeId,
    /// Its name.
    pub name: String,
    /// Whether grants are recorded under it.
    pub usage: ProgrammeUse,
}

impl Command for ChangeProgramme {
    const NAME: &'static str = "aid_programme_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::LeadAid)?;
        let found = row!(tx, (i64,), "select area from aid_programme where id = $1", self.programme)?;
        let (area,) = found.ok_or(Refusal::NotFound)?;
        must_in(tx, Action::LeadAid, area).await?;
        let name = domain::text::line(&self.name, 1, 60).map_err(|code| Refusal::field("name", code))?;
        name_taken(run!(
            tx,
            "update aid_programme set name = $2, open = $3, version = version + 1 where id = $1",
            self.programme,
            &name,
            self.usage == ProgrammeUse::Open,
        ))?;
        tx.audit("aid_programme", self.programme).await
    }
}

#[derive(sqlx::FromRow)]
struct ProgrammeRow {
    id: i64,
    area: i64,
    area_name: String,
    path: String,
    kind: String,
    source: String,
    name: String,
    open: bool,
    grants: i64,
    households: i64,
    amount: i64,
}

/// Columns of a [`ProgrammeRow`] without its figures; a macro because statements are literals.
macro_rules! programme_columns {
    () => {
        "p.id, p.area, a.name as area_name, a.path, p.kind, p.source, p.name, p.open"
    };
}

impl ProgrammeRow {
    fn seen(self, actor: &Actor) -> Result<Programme> {
        let path = AreaPath(self.path);
        let ProgrammeRow { grants, households, amount, .. } = self;
        let figures = ProgrammeFigures { grants, households, amount };
        Ok(Programme {
            id: self.id,
            area: self.area,
            area_name: self.area_name,
            kind: parse(&self.kind)?,
            source: parse(&self.source)?,
            name: self.name,
            usage: if self.open { ProgrammeUse::Open } else { ProgrammeUse::Closed },
            figures: actor.may(Action::ReadAid, &path).then_some(figures),
            may_lead: actor.may(Action::LeadAid, &path),
        })
    }
}

/// Builds a condition on a column of area paths: true for the areas and for those around them. Paths consist of digits
/// and slashes; anything else is dropped, so nothing needs quoting.
fn around(column: &str, areas: &[AreaPath]) -> String {
    let parts: Vec<String> = areas
        .iter()
        .filter(|area| area.0.bytes().all(|b| b.is_ascii_digit() || b == b'/'))
        .map(|area| format!("'{}' like {column} || '%'", area.0))
        .collect();
    if parts.is_empty() { "1 = 0".into() } else { format!("({})", parts.join(" or ")) }
}

/// Returns the first and the last month of a year, as they are stored.
pub(crate) fn months_of(year: i64) -> (String, String) {
    (format!("{year:04}-01"), format!("{year:04}-12"))
}

impl Store {
    /// Lists the programmes of the actor's areas and of those around them, open ones first, with what they gave in a
    /// year where the actor reads all of it.
    ///
    /// # Errors
    /// Not allowed without a role that reads aid.
    pub async fn aid_programmes(&self, actor: &Actor, year: i64) -> Result<Vec<Programme>> {
        actor.must_somewhere(Action::ReadAid)?;
        let areas = actor.areas_for(Action::ReadAid);
        let sql = format!(
            concat!(
                "select ",
                programme_columns!(),
                ", coalesce(f.grants, 0) as grants, coalesce(f.households, 0) as households,
                     coalesce(f.amount, 0) as amount
                 from aid_programme p join area a on a.id = p.area
                     left join (select g.programme, count(*) as grants, count(distinct g.household) as households,
                             cast(sum(g.amount) as bigint) as amount
                         from aid_grant g where g.reversed = 0 and g.month >= $1 and g.month <= $2
                         group by g.programme) f on f.programme = p.id
                 where ({} or {}) order by p.open desc, p.id limit {}"
            ),
            covered("a.path", &areas),
            around("a.path", &areas),
            MOST,
        );
        let (first, last) = months_of(year);
        let mut db = self.reader().await?;
        let found = rows!(db, ProgrammeRow, AssertSqlSafe(sql.as_str()), &first, &last)?;
        found.into_iter().map(|row| row.seen(actor)).collect()
    }

    /// Loads one programme with what it gave in a year.
    ///
    /// # Errors
    /// Not allowed without a role that reads aid; not found outside the actor's areas.
    pub async fn aid_programme(&self, actor: &Actor, id: ProgrammeId, year: i64) -> Result<Programme> {
        actor.must_somewhere(Action::ReadAid)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            ProgrammeRow,
            concat!(
                "select ",
                programme_columns!(),
                ", cast(0 as bigint) as grants, cast(0 as bigint) as households, cast(0 as bigint) as amount
                 from aid_programme p join area a on a.id = p.area where p.id = $1"
            ),
            id,
        )?;
        let programme = found.ok_or(Refusal::NotFound)?.seen(actor)?;
        if programme.figures.is_none() {
            return Err(Refusal::NotFound.into());
        }
        let (first, last) = months_of(year);
        let figures = row!(
            db,
            (i64, i64, i64),
            "select count(*), count(distinct household), cast(coalesce(sum(amount), 0) as bigint) from aid_grant
             where programme = $1 and reversed = 0 and month >= $2 and month <= $3",
            id,
            &first,
            &last,
        )?;
        let (grants, households, amount) = figures.unwrap_or_default();
        Ok(Programme { figures: Some(ProgrammeFigures { grants, households, amount }), ..programme })
    }

    /// Lists the open programmes that are for a household: number, name and kind.
    ///
    /// # Errors
    /// Not allowed without a role that records aid; not found outside the actor's areas.
    pub async fn aid_programmes_for(
        &self,
        actor: &Actor,
        household: HouseholdId,
    ) -> Result<Vec<(ProgrammeId, String, AidKind)>> {
        actor.must_somewhere(Action::RecordAid)?;
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        actor.must(Action::RecordAid, &path)?;
        let found = rows!(
            db,
            (i64, String, String),
            "select p.id, p.name, p.kind from aid_programme p join area a on a.id = p.area
             where p.open = true and $1 like a.path || '%' order by p.id limit 500",
            &path.0,
        )?;
        found.into_iter().map(|(id, name, kind)| Ok((id, name, parse(&kind)?))).collect()
    }
}

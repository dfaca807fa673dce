//! Read models of a household's points: balance and statement, for the family and staff of its area.
//! For other accounts the household must appear not to exist.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    households::{HouseholdId, mask},
    ledger::JournalId,
    permission::Action,
    points::{Points, PointsLine, PointsPolicy},
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::{is_own, must_be_of_others},
        pagination::{page, signed_in},
        sql::{parse, row, rows, value},
    },
    points::{self, policy::Policies},
};

/// Row of a [`Purse`].
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct PurseRow {
    household: i64,
    area: i64,
    root: i64,
    name: String,
    size: i64,
    path: String,
    open: bool,
}

/// Household with what permission checks and points postings need.
#[derive(Clone, Debug)]
pub(crate) struct Purse {
    pub household: HouseholdId,
    pub area: AreaId,
    pub root: AreaId,
    pub name: String,
    pub size: i64,
    pub path: AreaPath,
    /// Whether the file is open, so that points in it can be spent.
    pub open: bool,
}

impl From<PurseRow> for Purse {
    fn from(row: PurseRow) -> Purse {
        let PurseRow { household, area, root, name, size, path, open } = row;
        Purse { household, area, root, name, size, path: AreaPath(path), open }
    }
}

impl Purse {
    pub(crate) async fn find(db: &mut Conn<'_>, household: HouseholdId) -> Result<Purse> {
        let found = row!(
            db,
            PurseRow,
            "select h.id as household, h.area, h.root, h.name, h.size, a.path, h.state = 'open' as open
             from household h join area a on a.id = h.area where h.id = $1",
            household,
        )?;
        Ok(found.ok_or(Refusal::NotFound)?.into())
    }

    /// Checks that the actor may grant points here; never to the actor's own household.
    pub(crate) fn may_grant(&self, actor: &Actor) -> Result<(), Refusal> {
        actor.must(Action::GrantPoints, &self.path)?;
        must_be_of_others(actor, self.household)
    }

    fn is_own(&self, actor: &Actor) -> bool {
        is_own(actor, self.household)
    }

    /// Checks that the actor is the family, or reads files or grants points in its area.
    fn may_read(&self, actor: &Actor) -> Result<(), Refusal> {
        let reads = [Action::GrantPoints, Action::ReadHouseholds].iter().any(|action| actor.may(*action, &self.path));
        if reads || self.is_own(actor) { Ok(()) } else { Err(Refusal::NotFound) }
    }
}

/// Details on the page of a household's points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PointsFile {
    /// Balance, held points and next lapse.
    pub points: Points,
    /// Household's name: full for the family and its caseworkers, masked for readers of files, else empty.
    pub name: String,
    /// Number of people in the household.
    pub size: i64,
    /// Area where the household lives.
    pub area: AreaId,
    /// Policy that applies there; `None` when its area grants no points.
    pub policy: Option<PointsPolicy>,
    /// Whether the reader may grant points here and take them back.
    pub grants: bool,
}

/// Points of one lot that a journal moved into or out of the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct PointsPart {
    /// Time when they lapse, or 0.
    pub expires: i64,
    /// Amount, negative when moved out.
    pub points: i64,
}

/// Part of a household's points that a statement covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Spendable points.
    #[default]
    Spendable,
    /// Points held for its orders.
    Held,
    /// Spendable points with this lapse time.
    Lapsing(Timestamp),
}

impl Part {
    /// Builds from and where clauses of the entries `e` that this part sums up; `$1` is the household.
    fn entries(self) -> String {
        let mut condition = match self {
            Part::Held => "a.place = 'held' and a.owner in (select id from shop_order where household = $1)".to_owned(),
            Part::Spendable | Part::Lapsing(_) => "a.place = 'household' and a.owner = $1".to_owned(),
        };
        if let Part::Lapsing(at) = self {
            condition += &format!(" and l.expires = {at}");
        }
        format!(
            "from ledger_account a join entry e on e.account = a.id join lot l on l.id = e.lot
             join journal j on j.id = e.journal left join account p on p.id = j.account where {condition}"
        )
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    journal: i64,
    kind: String,
    at: i64,
    by: String,
    reason: String,
    shop_order: i64,
    points: i64,
    reverses: i64,
    reversed_by: i64,
}

impl LineRow {
    fn line(self, after: i64, with_names: bool) -> Result<PointsLine> {
        let LineRow { journal, kind, at, by, reason, shop_order, points, reverses, reversed_by } = self;
        let by = if with_names { by } else { String::new() };
        Ok(PointsLine {
            journal,
            kind: parse(&kind)?,
            at,
            by,
            reason,
            shop_order,
            points,
            after,
            reverses,
            reversed_by,
        })
    }
}

/// Loads a household whose points the actor may read; `NotFound` otherwise.
pub(crate) async fn readable(db: &mut Conn<'_>, actor: &Actor, household: HouseholdId) -> Result<Purse> {
    signed_in(actor)?;
    let own = household != 0 && actor.household == household;
    if !own && !actor.may_somewhere(Action::GrantPoints) {
        actor.must_somewhere(Action::ReadHouseholds)?;
    }
    let purse = Purse::find(db, household).await?;
    purse.may_read(actor)?;
    Ok(purse)
}

async fn points_of(db: &mut Conn<'_>, household: HouseholdId) -> Result<Points> {
    let parts = rows!(
        db,
        PointsPart,
        "select l.expires, b.quantity as points
         from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'household' and a.owner = $1 and b.quantity > 0
         order by case when l.expires = 0 then 1 else 0 end, l.expires",
        household,
    )?;
    let balance = parts.iter().map(|part| part.points).sum();
    let first = parts.first().filter(|part| part.expires != 0);
    let (soon, soon_at) = first.map_or((0, 0), |part| (part.points, part.expires));
    Ok(Points { household, balance, held: points::ledger::held(db, household).await?, soon, soon_at })
}

/// Inserts the audit entry for staff who read a family's points, as for its file.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OpenPoints(pub HouseholdId);

impl Command for OpenPoints {
    const NAME: &'static str = "points_open";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        tx.audit("household", *id).await
    }
}

impl Store {
    /// Loads a household's points and policy, for the family and staff of its area.
    /// A read by staff leaves an audit entry.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas.
    pub async fn points(&self, actor: &Actor, household: HouseholdId) -> Result<PointsFile> {
        let mut db = self.reader().await?;
        let purse = readable(&mut db.arm(), actor, household).await?;
        if !purse.is_own(actor) {
            // A write takes a connection of its own; held readers would make writes wait for each other.
            drop(db);
            let by = By::new(actor.clone(), "");
            self.run(&by, OpenPoints(household)).await?;
            db = self.reader().await?;
        }
        let points = points_of(&mut db.arm(), household).await?;
        let policy = Policies::read(&mut db.arm()).await?.at(&purse.path).map(|(policy, _)| policy);
        let named = purse.is_own(actor) || actor.may(Action::ReadHouseholds, &purse.path);
        let grants = purse.may_grant(actor).is_ok();
        let name = if named { self.vault.open(Secret::HouseholdName, &purse.name)? } else { String::new() };
        // Caseworkers see the full name; staff who only read files see it masked.
        let called = purse.is_own(actor) || actor.may(Action::KeepHouseholds, &purse.path);
        let name = if called || name.is_empty() { name } else { mask::name(&name) };
        Ok(PointsFile { points, name, size: purse.size, area: purse.area, policy, grants })
    }

    /// Returns whether the actor may grant points to the household; false when it does not exist.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn points_grantable(&self, actor: &Actor, household: HouseholdId) -> Result<bool> {
        let mut db = self.reader().await?;
        match Purse::find(&mut db.arm(), household).await {
            Ok(purse) => Ok(purse.may_grant(actor).is_ok()),
            Err(crate::Error::Refused(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Loads the points of the actor's own household.
    ///
    /// # Errors
    /// `NotFound` unless the actor is a family.
    pub async fn my_points(&self, actor: &Actor) -> Result<PointsFile> {
        let household = actor.must_be_family()?;
        self.points(actor, household).await
    }

    /// Loads a page of a household's statement, newest first, each line with the balance after it.
    /// `cursor` is 0, or `next` of the previous page.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas.
    pub async fn points_statement(
        &self,
        actor: &Actor,
        household: HouseholdId,
        cursor: JournalId,
    ) -> Result<Page<PointsLine>> {
        self.points_part(actor, household, Part::Spendable, cursor).await
    }

    /// Loads a page of the statement of one part of the household's points.
    ///
    /// # Errors
    /// As [`Store::points_statement`].
    pub async fn points_part(
        &self,
        actor: &Actor,
        household: HouseholdId,
        part: Part,
        cursor: JournalId,
    ) -> Result<Page<PointsLine>> {
        let mut db = self.reader().await?;
        let purse = readable(&mut db.arm(), actor, household).await?;
        let entries = part.entries();
        let sql = format!(
            "select j.id as journal, j.kind, j.at, coalesce(p.name, '') as by, j.reason, j.shop_order,
                 cast(sum(e.quantity) as bigint) as points, j.reverses,
                 coalesce((select r.id from journal r where r.reverses = j.id and r.reverses <> 0), 0) as reversed_by
             {entries} and (j.id < $2 or $2 = 0)
             group by j.id, j.kind, j.at, p.name, j.reason, j.shop_order, j.reverses
             order by j.id desc limit 51"
        );
        let found = rows!(db, LineRow, AssertSqlSafe(sql.as_str()), household, cursor)?;
        let newest = found.first().map_or(0, |line| line.journal);
        let sql = format!("select cast(coalesce(sum(e.quantity), 0) as bigint) {entries} and e.journal <= $2");
        let mut after = value!(db, i64, AssertSqlSafe(sql.as_str()), household, newest)?;
        let mut lines = Vec::with_capacity(found.len());
        for row in found {
            let then = after;
            after -= row.points;
            lines.push(row.line(then, !purse.is_own(actor))?);
        }
        Ok(page(lines, |line| line.journal))
    }

    /// Loads one line of a household's statement, and its points by lapse time.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas, and for a journal that did not move the household's points.
    pub async fn points_journal(
        &self,
        actor: &Actor,
        household: HouseholdId,
        journal: JournalId,
    ) -> Result<(PointsLine, Vec<PointsPart>)> {
        // The page that starts at this journal has its line first.
        let line = self.points_statement(actor, household, journal.saturating_add(1)).await?.items.into_iter().next();
        let line = line.filter(|line| line.journal == journal).ok_or(Refusal::NotFound)?;
        let mut db = self.reader().await?;
        let parts = rows!(
            db,
            PointsPart,
            "select l.expires, cast(sum(e.quantity) as bigint) as points
             from ledger_account a join entry e on e.account = a.id join lot l on l.id = e.lot
             where a.place = 'household' and a.owner = $1 and e.journal = $2
             group by l.expires order by l.expires",
            household,
            journal,
        )?;
        Ok((line, parts))
    }
}

//! Areas, shops, organisations and staff from one sheet: how an installation begins. Nothing of the sheet is stored:
//! the dry run says what each row would do, and applying it runs the commands by which each is made one by one, so that
//! the right to each of them is asked where it is given. The set-up codes of the accounts are returned once.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use domain::{
    Timestamp,
    accounts::{AccountId, Actor, NewAccount, Role},
    areas::{Area, AreaId, AreaKind, AreaPath, NewArea},
    imports::{Column, Fate, Line, Planned, StaffRow, Why, Wrong},
    permission::Action,
};

use crate::{
    By, Conn, Error, Refusal, Result, Store,
    accounts::{
        phones::is_about_a_phone,
        profile::account_of,
        roles::{GrantRole, RoleOf},
        staff::known,
    },
    areas::{
        locations::{AddLocation, NewLocation},
        organisations::AddOrganisation,
        tree::AddArea,
    },
    crypto::vault::Vault,
    db::sql::value,
};

/// Set-up code of an account that was made from a row.
#[derive(Clone)]
pub struct StaffCode {
    /// Name of its owner.
    pub name: String,
    /// Mobile number with which the code signs in.
    pub phone: String,
    /// Its role.
    pub role: Role,
    /// Names of its area and of those above it.
    pub area: String,
    /// Characters to type in place of the password.
    pub code: String,
    /// Until when the code can be used.
    pub until: Timestamp,
}

/// What applying a sheet has done.
#[derive(Default)]
pub struct StaffApplied {
    /// Codes of the accounts that were made, in the order of their rows.
    pub codes: Vec<StaffCode>,
    /// Rows done.
    pub rows: usize,
    /// Rows that are left to another request.
    pub left: usize,
    /// Names of people whose phone has an account that the actor does not know.
    pub taken: Vec<String>,
}

/// Areas as they are, and what the rows so far will have made.
#[derive(Default)]
struct Places {
    areas: Vec<Area>,
    /// What rows make: a kind, the key of its area, and its name.
    made: HashSet<(Column, String, String)>,
    /// Roles that rows give to phones without an account, each with the key of its area.
    given: HashMap<String, HashSet<(Role, String)>>,
}

/// An area that a row names: the deepest part of it that exists, and the names below.
struct Place<'r> {
    at: Option<Area>,
    below: &'r [String],
}

impl Place<'_> {
    /// Path on which the right to act there depends.
    fn path(&self) -> AreaPath {
        self.at.as_ref().map_or_else(AreaPath::installation, |area| area.path.clone())
    }

    fn key(&self) -> String {
        format!("{}/{}", self.at.as_ref().map_or(0, |area| area.id), self.below.join("/"))
    }

    /// Id of the area, if all of it exists.
    fn id(&self) -> Option<AreaId> {
        self.at.as_ref().filter(|_| self.below.is_empty()).map(|area| area.id)
    }

    /// Level of the first area below, as a place in [`AreaKind::ALL`].
    fn level(&self) -> usize {
        let above = self.at.as_ref().and_then(|area| AreaKind::ALL.iter().position(|kind| *kind == area.kind));
        above.map_or(0, |level| level + 1)
    }
}

impl Places {
    /// Walks down the names; staff of one root area, `root`, need not name it.
    fn walk<'r>(&self, root: AreaId, names: &'r [String]) -> Place<'r> {
        let child =
            |parent: AreaId, name: &String| self.areas.iter().find(|area| area.parent == parent && area.name == *name);
        let top = names.first().and_then(|name| child(0, name));
        let own = || self.areas.iter().find(|area| root != 0 && area.id == root);
        let (mut at, mut below) = match top {
            Some(top) => (Some(top), names.get(1..).unwrap_or_default()),
            None => (own(), names),
        };
        while let (Some(area), Some((name, rest))) = (at, below.split_first()) {
            let Some(next) = child(area.id, name) else { break };
            (at, below) = (Some(next), rest);
        }
        Place { at: at.cloned(), below }
    }

    /// Says what is done with a row, and remembers what it makes.
    async fn plan(
        &mut self,
        db: &mut Conn<'_>,
        vault: &Vault,
        actor: &Actor,
        mut line: Line<StaffRow>,
    ) -> Result<Planned<StaffRow>> {
        let fate = if line.skipped {
            Fate::Skipped
        } else if !line.wrong.is_empty() {
            Fate::Refused
        } else {
            let row = line.row.clone();
            let place = self.walk(beginning(actor), &row.area);
            let mut wrong = Vec::new();
            let made = self.makes(db, actor, &row, &place, &mut wrong).await?;
            let given = self.gives(db, vault, actor, &row, &place, &mut wrong).await?;
            line.wrong = wrong;
            match given {
                _ if !line.wrong.is_empty() => Fate::Refused,
                Some(fate) if fate.acts() => fate,
                _ if made => Fate::NewPlace,
                Some(fate) => fate,
                None => Fate::Known,
            }
        };
        Ok(Planned { line, fate, of: 0, item: 0, digest: String::new(), sizes: Vec::new() })
    }

    /// Returns whether a row makes an area, a shop or an organisation.
    async fn makes(
        &mut self,
        db: &mut Conn<'_>,
        actor: &Actor,
        row: &StaffRow,
        place: &Place<'_>,
        wrong: &mut Vec<Wrong>,
    ) -> Result<bool> {
        let (may, key) = (actor.may(Action::Administer, &place.path()), place.key());
        let mut made = false;
        if let Some(first) = place.below.first() {
            if !may {
                wrong.push(Wrong { column: Column::AreaPath, why: Why::NoArea, text: first.clone() });
            } else if place.level() + place.below.len() > AreaKind::ALL.len() {
                wrong.push(Wrong { column: Column::AreaPath, why: Why::TooLong, text: row.area.join("/") });
            }
            made |= self.made.insert((Column::AreaPath, key.clone(), String::new()));
        }
        for (column, name) in [(Column::Shop, &row.shop), (Column::Employer, &row.organisation)] {
            if name.is_empty() || (place.below.is_empty() && exists(db, column, place.id(), name).await?) {
                continue;
            }
            if !may {
                wrong.push(Wrong { column, why: Why::NotAllowed, text: name.clone() });
            }
            made |= self.made.insert((column, key.clone(), name.clone()));
        }
        Ok(made)
    }

    /// Returns what a row does with a person; `None` without one.
    async fn gives(
        &mut self,
        db: &mut Conn<'_>,
        vault: &Vault,
        actor: &Actor,
        row: &StaffRow,
        place: &Place<'_>,
        wrong: &mut Vec<Wrong>,
    ) -> Result<Option<Fate>> {
        let Some(role) = row.role else {
            if !row.name.is_empty() || !row.phone.is_empty() {
                wrong.push(Wrong { column: Column::Role, why: Why::Required, text: String::new() });
            }
            return Ok(None);
        };
        for (column, text) in [(Column::Person, &row.name), (Column::Phone, &row.phone)] {
            if text.is_empty() {
                wrong.push(Wrong { column, why: Why::Required, text: String::new() });
            }
        }
        if !wrong.is_empty() {
            return Ok(None);
        }
        if !actor.may(Action::AssignRoles, &place.path()) {
            wrong.push(Wrong { column: Column::Role, why: Why::NotAllowed, text: row.area.join("/") });
            return Ok(None);
        }
        let account = account_of(db, vault, &row.phone).await?;
        let known = match known(db, vault, actor, account).await {
            Err(Error::Refused(Refusal::NotFound)) => None,
            found => Some(found?),
        };
        let Some(known) = known else {
            // A phone that other areas know is told of when it is tried, and such tries are counted.
            let given = self.given.entry(row.phone.clone()).or_default();
            let first = given.is_empty();
            return Ok(Some(match given.insert((role, place.key())) {
                false => Fate::Duplicate,
                true if first => Fate::NewStaff,
                true => Fate::NewRole,
            }));
        };
        let root = place.at.as_ref().map_or(0, |area| area.root);
        if known.id == actor.account {
            wrong.push(Wrong { column: Column::Phone, why: Why::NotAllowed, text: row.phone.clone() });
        } else if known.root != 0 && known.root != root {
            wrong.push(Wrong { column: Column::Phone, why: Why::PhoneTaken, text: row.phone.clone() });
        }
        let has = match place.id() {
            Some(area) => {
                value!(
                    db,
                    i64,
                    "select count(*) from role_grant where account = $1 and role = $2 and area = $3",
                    known.id,
                    role.as_str(),
                    area,
                )? > 0
            }
            None => false,
        };
        Ok(Some(if has { Fate::Known } else { Fate::NewRole }))
    }
}

/// Returns the root area that rows need not name; 0 for administrators of the installation, who may make another one.
fn beginning(actor: &Actor) -> AreaId {
    if actor.may(Action::Administer, &AreaPath::installation()) { 0 } else { actor.root }
}

/// Returns whether an area has a shop or an organisation of this name.
async fn exists(db: &mut Conn<'_>, column: Column, area: Option<AreaId>, name: &str) -> Result<bool> {
    let Some(area) = area else { return Ok(false) };
    let n = if column == Column::Shop {
        value!(db, i64, "select count(*) from location where area = $1 and name = $2", area, name)?
    } else {
        value!(db, i64, "select count(*) from organisation where area = $1 and name = $2", area, name)?
    };
    Ok(n > 0)
}

impl Store {
    /// Says what is done with each row of a sheet of areas and staff, without writing.
    ///
    /// # Errors
    /// Not allowed without a role that gives roles.
    pub async fn staff_sheet_plan(&self, actor: &Actor, lines: Vec<Line<StaffRow>>) -> Result<Vec<Planned<StaffRow>>> {
        actor.must_somewhere(Action::AssignRoles)?;
        let mut places = Places { areas: self.areas(actor).await?, ..Places::default() };
        let mut db = self.reader().await?;
        let mut all = Vec::with_capacity(lines.len());
        for line in lines {
            all.push(places.plan(&mut db.arm(), &self.vault, actor, line).await?);
        }
        Ok(all)
    }

    /// Makes what the rows of a sheet say, for at most `budget` and up to a row that is refused. What is there already
    /// stays as it is, so a sheet that was cut off goes on where it ended.
    ///
    /// # Errors
    /// As [`Store::staff_sheet_plan`]; [`domain::Code::ProofNeeded`]; as the commands of the first row that is to be
    /// done.
    pub async fn staff_sheet_apply(
        &self,
        by: &By,
        lines: Vec<Line<StaffRow>>,
        budget: Duration,
    ) -> Result<StaffApplied> {
        let begun = Instant::now();
        let plan = self.staff_sheet_plan(&by.actor, lines).await?;
        self.must_be_proved(by).await?;
        let rows: Vec<_> = plan.into_iter().filter(|row| row.fate.acts()).map(|row| row.line).collect();
        let mut done = StaffApplied::default();
        for line in &rows {
            if begun.elapsed() > budget {
                break;
            }
            match self.staff_row(by, line, &mut done).await {
                Ok(()) => done.rows += 1,
                // The codes so far can be shown once only. The next request begins with this row, and is refused for
                // it.
                Err(Error::Refused(_)) if done.rows > 0 => break,
                Err(cause) if done.rows > 0 => {
                    tracing::warn!(%cause, "staff_sheet_apply");
                    break;
                }
                Err(cause) => return Err(cause),
            }
        }
        done.left = rows.len() - done.rows;
        Ok(done)
    }

    /// Makes what one row says.
    async fn staff_row(&self, by: &By, line: &Line<StaffRow>, done: &mut StaffApplied) -> Result<()> {
        let row = &line.row;
        let part =
            |what: &str| By::new(by.actor.clone(), format!("{}-{}-{what}", by.request, line.n)).in_session(by.session);
        let places = Places { areas: self.areas(&by.actor).await?, ..Places::default() };
        let place = places.walk(beginning(&by.actor), &row.area);
        let (mut area, level) = (place.at.as_ref().map_or(0, |area| area.id), place.level());
        for (at, name) in place.below.iter().enumerate() {
            let kind = AreaKind::ALL.get(level + at).copied().unwrap_or(AreaKind::Grid);
            let new = NewArea { parent: (area != 0).then_some(area), kind, name: name.clone() };
            area = self.run(&part(&format!("area{at}")), AddArea(new)).await?;
        }
        let mut db = self.reader().await?;
        let has_shop = exists(&mut db.arm(), Column::Shop, Some(area), &row.shop).await?;
        let has_organisation = exists(&mut db.arm(), Column::Employer, Some(area), &row.organisation).await?;
        let account = account_of(&mut db.arm(), &self.vault, &row.phone).await?;
        drop(db);
        if !row.shop.is_empty() && !has_shop {
            // Where it is, is typed on its own page; until then it is looked for by the names of its area.
            let (name, address) = (row.shop.clone(), row.area.join(" "));
            let new = NewLocation { id: 0, area, name, address, hours: String::new(), open: true };
            self.run(&part("shop"), AddLocation(new)).await?;
        }
        if !row.organisation.is_empty() && !has_organisation {
            self.run(&part("organisation"), AddOrganisation { area, name: row.organisation.clone() }).await?;
        }
        let Some(role) = row.role else { return Ok(()) };
        if self.is_known(&by.actor, account).await? {
            return self.run(&part("role"), GrantRole(RoleOf { account, role, area })).await;
        }
        let new = NewAccount { phone: row.phone.clone(), name: row.name.clone(), area, role };
        match self.account_add(&part("account"), new).await {
            Ok((_, fresh)) => done.codes.push(StaffCode {
                name: row.name.clone(),
                phone: row.phone.clone(),
                role,
                area: row.area.join(" "),
                code: fresh.code,
                until: fresh.until,
            }),
            Err(Error::Refused(refused)) if is_about_a_phone(&refused) => done.taken.push(row.name.clone()),
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// Returns whether the actor may see an account; false for 0.
    async fn is_known(&self, actor: &Actor, account: AccountId) -> Result<bool> {
        let mut db = self.reader().await?;
        match known(&mut db.arm(), &self.vault, actor, account).await {
            Err(Error::Refused(Refusal::NotFound)) => Ok(false),
            found => found.map(|_| true),
        }
    }
}

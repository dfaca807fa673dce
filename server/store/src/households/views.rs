//! Reads household files, masked according to the actor.
//! The family sees everything; staff of the area see names and numbers masked until they reveal the file (`reveal`);
//! for all others the file does not exist.

use domain::{
    Timestamp,
    accounts::{Actor, NEW_ROLE},
    areas::AreaPath,
    households::{Household, HouseholdId, Member, mask},
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::is_own,
        sql::{parse, row, rows},
    },
    households::new_role::reading_roles,
};

#[derive(sqlx::FromRow)]
pub(crate) struct HouseholdRow {
    id: i64,
    area: i64,
    area_name: String,
    name: String,
    phone: String,
    address: String,
    hardship: bool,
    size: i64,
    income: String,
    language: String,
    caseworker: i64,
    caseworker_name: String,
    state: String,
    merged_into: i64,
    version: i64,
    changed: i64,
    pub path: String,
}

/// Columns and joins of a [`HouseholdRow`]; a macro because statements are literals.
macro_rules! household_columns {
    () => {
        "h.id, h.area, a.name as area_name, h.name, h.phone, h.address, h.hardship, h.size, h.income, h.language,
         h.caseworker, coalesce(k.name, '') as caseworker_name, h.state, h.merged_into, h.version, h.changed, a.path
         from household h join area a on a.id = h.area left join account k on k.id = h.caseworker"
    };
}
pub(crate) use household_columns;

impl HouseholdRow {
    /// Decrypts all fields; the caller masks the result.
    pub(crate) fn opened(self, vault: &Vault) -> Result<Household> {
        Ok(Household {
            id: self.id,
            area: self.area,
            area_name: self.area_name,
            path: AreaPath(self.path),
            name: vault.open(Secret::HouseholdName, &self.name)?,
            phone: vault.open(Secret::HouseholdPhone, &self.phone)?,
            address: vault.open(Secret::HouseholdAddress, &self.address)?,
            hardship: self.hardship,
            size: self.size,
            income: parse(&self.income)?,
            language: parse(&self.language)?,
            caseworker: self.caseworker,
            caseworker_name: self.caseworker_name,
            state: parse(&self.state)?,
            merged_into: self.merged_into,
            version: self.version,
            changed: self.changed,
            opened: true,
            open_until: 0,
        })
    }

    /// Returns the file masked as in a list, where nothing is revealed.
    pub(crate) fn listed(self, vault: &Vault, actor: &Actor) -> Result<Household> {
        let named = actor.may(Action::KeepHouseholds, &AreaPath(self.path.clone()));
        Ok(self.opened(vault)?.masked(named))
    }
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    id: i64,
    name: String,
    birth_year: i64,
    sex: String,
    relation: String,
    school: String,
}

pub(crate) async fn file(db: &mut Conn<'_>, id: HouseholdId) -> Result<HouseholdRow> {
    row!(db, HouseholdRow, concat!("select ", household_columns!(), " where h.id = $1"), id)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Loads the members; masks names down to their first characters unless `opened`.
pub(crate) async fn members(db: &mut Conn<'_>, vault: &Vault, id: HouseholdId, opened: bool) -> Result<Vec<Member>> {
    let found = rows!(
        db,
        MemberRow,
        "select id, name, birth_year, sex, relation, school from person where household = $1 order by id limit 20",
        id,
    )?;
    found
        .into_iter()
        .map(|MemberRow { id, name, birth_year, sex, relation, school }| {
            let name = vault.open(Secret::PersonName, &name)?;
            let name = if opened { name } else { mask::name(&name) };
            let (sex, relation, school) = (parse(&sex)?, parse(&relation)?, parse(&school)?);
            Ok(Member { id, name, birth_year, sex, relation, school })
        })
        .collect()
}

/// How much of a file the actor may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    /// The actor belongs to this household.
    pub own: bool,
    /// All fields show unmasked.
    pub opened: bool,
    /// The contact's name shows unmasked.
    pub named: bool,
    /// When the actor's reveal of the file ends; 0 when none is in force.
    pub open_until: Timestamp,
    /// The actor reads files under a role that was granted lately; [`Store::note_sight`] leaves a line of it.
    pub new_role: bool,
}

/// A file with what decides how much of it an account may see.
#[derive(sqlx::FromRow)]
struct SightRow {
    #[sqlx(flatten)]
    file: HouseholdRow,
    /// When the account's latest reveal of the file ends, or 0.
    open_until: Timestamp,
    /// Whether the account has a role that reads files and was granted lately.
    new_role: bool,
}

/// Loads a file and decides how much of it the actor may see, by one statement: every page of a family asks it.
///
/// # Errors
/// Not found outside the actor's areas.
pub(crate) async fn sight(
    db: &mut Conn<'_>,
    actor: &Actor,
    id: HouseholdId,
    now: Timestamp,
) -> Result<(HouseholdRow, Sight)> {
    let own = is_own(actor, id);
    if !own {
        actor.must_somewhere(Action::ReadHouseholds)?;
    }
    // The reveals are those of `reveal::open_until`.
    let found = row!(
        db,
        SightRow,
        concat!(
            "select coalesce((select max(r.until) from reveal r where r.account = $2 and r.household = h.id
                              and r.until > $3 and r.reason not in ('pairing', 'job', 'shift')), 0) as open_until,
                 exists (select 1 from role_grant g
                         where g.account = $2 and g.granted > $4 and $5 like '%,' || g.role || ',%') as new_role, ",
            household_columns!(),
            " where h.id = $1"
        ),
        id,
        actor.account,
        now,
        now - NEW_ROLE,
        reading_roles(),
    )?;
    let SightRow { file, open_until, new_role } = found.ok_or(Refusal::NotFound)?;
    let new_role = new_role && actor.may_somewhere(Action::ReadHouseholds);
    let path = AreaPath(file.path.clone());
    let keeps = actor.is_signed_in() && actor.may(Action::KeepHouseholds, &path);
    let open_until = if keeps { open_until } else { 0 };
    if own {
        return Ok((file, Sight { own, opened: true, named: true, open_until, new_role }));
    }
    actor.must(Action::ReadHouseholds, &path)?;
    let named = actor.may(Action::KeepHouseholds, &path);
    Ok((file, Sight { own, opened: open_until > now, named, open_until, new_role }))
}

/// As [`sight`], without the file. A family's own account needs no statement: its household is that of its session.
///
/// # Errors
/// Not found outside the actor's areas.
pub(crate) async fn sight_of(db: &mut Conn<'_>, actor: &Actor, id: HouseholdId, now: Timestamp) -> Result<Sight> {
    if is_own(actor, id) && !actor.may_somewhere(Action::ReadHouseholds) {
        return Ok(Sight { own: true, opened: true, named: true, open_until: 0, new_role: false });
    }
    Ok(sight(db, actor, id, now).await?.1)
}

/// Audits that a revealed file was read.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OpenHousehold(pub HouseholdId);

impl Command for OpenHousehold {
    const NAME: &'static str = "household_open";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        tx.audit("household", *id).await
    }
}

/// Loads the path of a household's area; not found without such a household.
pub(crate) async fn household_path(db: &mut Conn<'_>, household: HouseholdId) -> Result<AreaPath> {
    let found =
        row!(db, (String,), "select a.path from household h join area a on a.id = h.area where h.id = $1", household)?;
    Ok(AreaPath(found.ok_or(Refusal::NotFound)?.0))
}

impl Store {
    /// Loads a household file and its members, masked according to the actor.
    /// For the family itself and the staff of its area. Reading a revealed file is audited, and any under a new role.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn household(&self, actor: &Actor, id: HouseholdId) -> Result<(Household, Vec<Member>)> {
        let mut db = self.reader().await?;
        let (file, sight) = sight(&mut db.arm(), actor, id, self.now()).await?;
        if sight.opened && !sight.own {
            // A write takes a connection of its own; held readers would make writes wait for each other.
            drop(db);
            let by = By::new(actor.clone(), "");
            self.run(&by, OpenHousehold(id)).await?;
            db = self.reader().await?;
        } else if !sight.own {
            db = self.note_sight(db, actor, id, sight).await?;
        }
        let members = members(&mut db.arm(), &self.vault, id, sight.opened).await?;
        let file = Household { open_until: sight.open_until, ..file.opened(&self.vault)? };
        Ok((if sight.opened { file } else { file.masked(sight.named) }, members))
    }

    /// Loads the file and the members of the actor's own household.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_household(&self, actor: &Actor) -> Result<(Household, Vec<Member>)> {
        let household = actor.must_be_family()?;
        self.household(actor, household).await
    }
}

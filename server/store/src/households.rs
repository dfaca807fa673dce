//! Household files, as far as a wish needs them. Staff of the area and the family itself read them;
//! nobody else learns that one exists.

use domain::{
    Code, Error as Refusal,
    areas::AreaPath,
    households::{Household, HouseholdId, Member, NewHousehold},
    people::{self, AccountId, Actor, Role},
    permission::Action,
    text,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Conn, Result, Store, Tx,
    accounts::put_password,
    areas::must_in,
    lists::{anywhere, page, signed_in},
    passwords,
    people::{NewPerson, grant, insert},
    scope::covered,
    sql::{parse, row, rows, run, value},
    wishes::year,
};

#[derive(sqlx::FromRow)]
struct HouseholdRow {
    id: i64,
    area: i64,
    area_name: String,
    name: String,
    phone: String,
    address: String,
    hardship: bool,
    size: i64,
    path: String,
}

impl From<HouseholdRow> for Household {
    fn from(row: HouseholdRow) -> Household {
        let HouseholdRow { id, area, area_name, name, phone, address, hardship, size, path: _ } = row;
        Household { id, area, area_name, name, phone, address, hardship, size }
    }
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    id: i64,
    name: String,
    birth_year: i64,
    sex: String,
}

async fn file(db: &mut Conn<'_>, id: HouseholdId) -> Result<HouseholdRow> {
    row!(
        db,
        HouseholdRow,
        "select h.id, h.area, a.name as area_name, h.name, h.phone, h.address, h.hardship, h.size, a.path
         from household h join area a on a.id = h.area where h.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

async fn members(db: &mut Conn<'_>, id: HouseholdId) -> Result<Vec<Member>> {
    let found =
        rows!(db, MemberRow, "select id, name, birth_year, sex from person where household = $1 order by id", id)?;
    found
        .into_iter()
        .map(|MemberRow { id, name, birth_year, sex }| Ok(Member { id, name, birth_year, sex: parse(&sex)? }))
        .collect()
}

/// A household file to be made, with the hash of its account's password (empty: it gets none).
#[derive(Clone, Debug, Serialize)]
pub struct NewFile {
    /// What was typed.
    pub household: NewHousehold,
    /// Whether the family can sign in.
    pub account: bool,
    /// The password's hash.
    #[serde(skip)]
    pub hash: String,
}

/// Makes a household file and, if it shall be able to sign in, the family's account.
///
/// # Errors
/// Outside the actor's areas, invalid fields, [`Code::PhoneTaken`].
pub async fn add(tx: &mut Tx<'_>, new: &NewFile) -> Result<HouseholdId> {
    must_in(tx, Action::KeepHouseholds, new.household.area).await?;
    let now = tx.now;
    let household = new.household.clone().checked(year(now))?;
    let root = value!(tx, i64, "select root from area where id = $1", household.area)?;
    let size = i64::try_from(household.members.len()).unwrap_or(i64::MAX);
    let id = value!(
        tx,
        i64,
        "insert into household (area, root, name, phone, address, hardship, size, created)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        household.area,
        root,
        &household.name,
        &household.phone,
        &household.address,
        household.hardship,
        size,
        now,
    )?;
    for member in &household.members {
        add_person(tx, id, member).await?;
    }
    if new.account {
        add_account(tx, id, &new.hash).await?;
    }
    tx.audit("household", id).await?;
    Ok(id)
}

async fn add_person(tx: &mut Tx<'_>, household: HouseholdId, member: &Member) -> Result<i64> {
    Ok(value!(
        tx,
        i64,
        "insert into person (household, name, birth_year, sex) values ($1, $2, $3, $4) returning id",
        household,
        &member.name,
        member.birth_year,
        member.sex.as_str(),
    )?)
}

/// The family's own account, under the phone of its file.
async fn add_account(tx: &mut Tx<'_>, id: HouseholdId, hash: &str) -> Result<AccountId> {
    let (area, root, name, phone) =
        row!(tx, (i64, i64, String, String), "select area, root, name, phone from household where id = $1", id)?
            .ok_or(Refusal::NotFound)?;
    let person = NewPerson { phone: &phone, name: &name, hash, root, organisation: 0, household: id };
    let account = insert(tx, &person).await?;
    grant(tx, account, Role::Family, area).await?;
    Ok(account)
}

#[derive(Clone, Debug, Serialize)]
struct NewMember {
    household: HouseholdId,
    member: Member,
}

/// Checks that the file is one the person keeps.
async fn must_keep(tx: &mut Tx<'_>, id: HouseholdId) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    let path = AreaPath(file(&mut tx.arm(), id).await?.path);
    Ok(tx.actor.must(Action::KeepHouseholds, &path)?)
}

async fn add_member(tx: &mut Tx<'_>, new: &NewMember) -> Result<i64> {
    must_keep(tx, new.household).await?;
    let mut checks = domain::error::Checks::default();
    let name = checks.take("name", text::line(&new.member.name, 1, 30));
    checks.ensure("birth_year", (1900..=year(tx.now)).contains(&new.member.birth_year), Code::OutOfRange);
    checks.done()?;
    let grown = run!(tx, "update household set size = size + 1 where id = $1 and size < 20", new.household)?;
    if grown == 0 {
        return Err(Refusal::field("members", Code::OutOfRange).into());
    }
    let member = Member { name: name.unwrap_or_default(), ..new.member.clone() };
    let id = add_person(tx, new.household, &member).await?;
    tx.audit("household", new.household).await?;
    Ok(id)
}

#[derive(Clone, Debug, Serialize)]
struct SignIn {
    household: HouseholdId,
    #[serde(skip)]
    hash: String,
}

async fn set_password(tx: &mut Tx<'_>, input: &SignIn) -> Result<()> {
    must_keep(tx, input.household).await?;
    let account = row!(tx, (i64,), "select id from account where household = $1 order by id limit 1", input.household)?;
    match account {
        Some((account,)) => put_password(tx, account, &input.hash).await?,
        None => {
            add_account(tx, input.household, &input.hash).await?;
        }
    }
    tx.audit("household", input.household).await
}

/// Opening a family's file is noted: who, which, when.
async fn open(tx: &mut Tx<'_>, id: &HouseholdId) -> Result<()> {
    tx.audit("household", *id).await
}

impl Store {
    /// The household files of the person's areas, by number, narrowed by name, phone or family number;
    /// the next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads files.
    pub async fn households(&self, actor: &Actor, q: &str, cursor: HouseholdId) -> Result<Page<Household>> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let sql = format!(
            "select h.id, h.area, a.name as area_name, h.name, h.phone, h.address, h.hardship, h.size, a.path
             from household h join area a on a.id = h.area
             where h.id > $1 and {} and (lower(h.name) like $2 escape '!' or h.phone like $2 escape '!' or h.id = $3)
             order by h.id limit 51",
            covered("a.path", &actor.areas_for(Action::ReadHouseholds))
        );
        let number = text::half_width(q).trim().parse::<i64>().unwrap_or(0);
        let mut db = self.reader().await?;
        let found = rows!(db, HouseholdRow, AssertSqlSafe(sql.as_str()), cursor, anywhere(q), number)?;
        Ok(page(found.into_iter().map(Household::from).collect(), |household| household.id))
    }

    /// A household's file and who lives there: for the family itself and for the staff of its area.
    /// Staff leave a line in the audit trail.
    ///
    /// # Errors
    /// Not found outside the person's areas.
    pub async fn household(&self, actor: &Actor, id: HouseholdId) -> Result<(Household, Vec<Member>)> {
        let own = id != 0 && actor.household == id;
        if !own {
            actor.must_somewhere(Action::ReadHouseholds)?;
        }
        let mut db = self.reader().await?;
        let file = file(&mut db.arm(), id).await?;
        if !own {
            actor.must(Action::ReadHouseholds, &AreaPath(file.path.clone()))?;
            let by = By::new(actor.clone(), "");
            self.write(&by, "household_open", id, |tx, id| Box::pin(open(tx, id))).await?;
        }
        let members = members(&mut db.arm(), id).await?;
        Ok((file.into(), members))
    }

    /// The file of the person's own household.
    ///
    /// # Errors
    /// Not found for anybody who is not a family.
    pub async fn my_household(&self, actor: &Actor) -> Result<(Household, Vec<Member>)> {
        signed_in(actor)?;
        if actor.household == 0 {
            return Err(Refusal::NotFound.into());
        }
        self.household(actor, actor.household).await
    }

    /// Makes a household file and, with a password, the family's account.
    ///
    /// # Errors
    /// Outside the actor's areas, invalid fields, [`Code::PhoneTaken`].
    pub async fn household_add(
        &self,
        by: &By,
        new: NewHousehold,
        password: Option<String>,
    ) -> Result<HouseholdId> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let household = new.checked(year(self.now()))?;
        let account = password.is_some();
        let hash = match password {
            Some(password) => hashed(&password).await?,
            None => String::new(),
        };
        let new = NewFile { household, account, hash };
        self.write(by, "household_add", new, |tx, new| Box::pin(add(tx, new))).await
    }

    /// Adds a member to a household's file.
    ///
    /// # Errors
    /// Outside the actor's areas, invalid fields, or more than 20 people.
    pub async fn household_member_add(&self, by: &By, household: HouseholdId, member: Member) -> Result<i64> {
        let new = NewMember { household, member };
        self.write(by, "household_member_add", new, |tx, new| Box::pin(add_member(tx, new))).await
    }

    /// Gives a family a (new) password: its account is made when it had none, and whoever was signed in
    /// with the old password no longer is.
    ///
    /// # Errors
    /// Outside the actor's areas, a password that is not good enough, [`Code::PhoneTaken`].
    pub async fn household_password(&self, by: &By, household: HouseholdId, password: &str) -> Result<()> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let input = SignIn { household, hash: hashed(password).await? };
        self.write(by, "household_password", input, |tx, input| Box::pin(set_password(tx, input))).await
    }
}

async fn hashed(password: &str) -> Result<String> {
    let password = people::password(password).map_err(|code| Refusal::field("password", code))?;
    passwords::hash(&password).await
}

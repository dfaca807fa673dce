//! Multi-row inserts and look-ups for the demo data.
//! Nothing here checks permissions or writes notices: call it only from a script on an empty database.

pub mod looks;

use domain::{
    Timestamp,
    accounts::{AccountId, Role},
    areas::{AreaId, AreaPath},
    catalogue::Item,
    households::{Alias, HouseholdId, Income, Language, NewHousehold},
    wishes::WishId,
};
use sqlx::{Postgres, QueryBuilder, Sqlite};

use crate::{
    Conn, Error, Result, Tx,
    crypto::{secret::Secret, vault::Find},
    db::sql::value,
    wishes::search_terms,
};

/// Rows per statement.
/// SQLite binds at most 32,766 values; full chunks share one cacheable statement text.
const ROWS: usize = 500;
const SHORT_ROWS: usize = 2_000;

/// Runs one multi-row insert on either database.
macro_rules! insert {
    ($tx:expr, $sql:literal, $rows:expr, |$to:ident, $row:pat_param| $push:block) => {
        match $tx.arm() {
            Conn::Sqlite(c) => {
                let mut query = QueryBuilder::<Sqlite>::new($sql);
                query.push_values($rows, |mut $to, $row| $push).build().execute(c).await?.rows_affected()
            }
            Conn::Postgres(c, statements) => {
                let mut query = QueryBuilder::<Postgres>::new($sql);
                let query = query.push_values($rows, |mut $to, $row| $push).build();
                query.persistent(statements.named()).execute(c).await?.rows_affected()
            }
        }
    };
}

/// As `insert!`, returning the new ids in row order.
/// Both databases assign ids in row order but do not promise to return them in it, hence the sort.
macro_rules! numbers {
    ($tx:expr, $sql:literal, $rows:expr, |$to:ident, $row:pat_param| $push:block) => {{
        let mut ids: Vec<i64> = match $tx.arm() {
            Conn::Sqlite(c) => {
                let mut query = QueryBuilder::<Sqlite>::new($sql);
                query.push_values($rows, |mut $to, $row| $push).push(" returning id");
                query.build_query_scalar().fetch_all(c).await?
            }
            Conn::Postgres(c, statements) => {
                let mut query = QueryBuilder::<Postgres>::new($sql);
                query.push_values($rows, |mut $to, $row| $push).push(" returning id");
                query.build_query_scalar().persistent(statements.named()).fetch_all(c).await?
            }
        };
        ids.sort_unstable();
        if ids.len() != $rows.len() {
            return Err(Error::Broken("a multi-row insert lost rows".into()));
        }
        ids
    }};
}

/// Household file with its members, account and settings.
#[derive(Clone, Debug)]
pub struct Family {
    /// Household data; its area belongs to `root`.
    pub file: NewHousehold,
    /// Root area of the household's area.
    pub root: AreaId,
    /// Path of the household's area.
    pub path: AreaPath,
    /// Password hash of the family's account; "" creates no account.
    pub hash: String,
    /// Source of income.
    pub income: Income,
    /// Preferred language.
    pub language: Language,
    /// When the file was created.
    pub created: Timestamp,
    /// Caseworker who created the file.
    pub by: AccountId,
}

/// Ids assigned to a [`Family`].
#[derive(Clone, Debug, Default)]
pub struct FamilyIds {
    /// Id of the household.
    pub household: HouseholdId,
    /// Ids of its members, in the order of the file.
    pub people: Vec<i64>,
    /// Id of its account, or 0 without one.
    pub account: AccountId,
}

/// Published wish without claims.
#[derive(Clone, Debug)]
pub struct OpenWish {
    /// Household the wish belongs to.
    pub household: HouseholdId,
    /// Area the household lives in.
    pub home: AreaId,
    /// Root area of `home`.
    pub root: AreaId,
    /// District that the public sees as the place.
    pub district: AreaId,
    /// Wished item.
    pub item: &'static Item,
    /// One of the item's sizes, or "".
    pub size: &'static str,
    /// Wished units.
    pub quantity: i64,
    /// Member the wish is for, or 0 for the household.
    pub member: i64,
    /// Family size, age and sex that the public sees.
    pub alias: Alias,
    /// Text of the wish; the private and the public text are the same.
    pub words: &'static str,
    /// Pick-up code.
    pub code: String,
    /// Account that posted the wish.
    pub by: AccountId,
    /// When the wish was submitted and published.
    pub at: Timestamp,
    /// When the publication ends.
    pub expires: Timestamp,
}

/// Returns whether the database has no accounts.
///
/// # Errors
/// Only when the database fails.
pub async fn is_unused(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(value!(tx, i64, "select count(*) from account")? == 0)
}

/// Returns the invitation code that members of an organisation register with.
///
/// # Errors
/// When the database fails, or the organisation does not exist.
pub async fn invitation(tx: &mut Tx<'_>, organisation: i64) -> Result<String> {
    Ok(value!(tx, String, "select invitation from organisation where id = $1", organisation)?)
}

/// Returns the code that the family shows to collect the goods of its wish.
///
/// # Errors
/// When the database fails, or the wish does not exist.
pub async fn pickup_code(tx: &mut Tx<'_>, wish: WishId) -> Result<String> {
    Ok(value!(tx, String, "select code from wish where id = $1", wish)?)
}

/// Inserts household files, members, accounts and one audit line per file.
///
/// # Errors
/// Only when the database fails.
pub async fn families(tx: &mut Tx<'_>, families: &[Family]) -> Result<Vec<FamilyIds>> {
    let mut made = Vec::with_capacity(families.len());
    let vault = tx.vault.clone();
    for chunk in families.chunks(ROWS) {
        let mut rows = Vec::with_capacity(chunk.len());
        for family in chunk {
            let NewHousehold { name, phone, address, .. } = &family.file;
            let name = vault.seal(Secret::HouseholdName, name)?;
            let digest = vault.digest(Find::Phone, phone);
            let phone = vault.seal(Secret::HouseholdPhone, phone)?;
            rows.push((family, name, phone, digest, vault.seal(Secret::HouseholdAddress, address)?));
        }
        let ids = numbers!(
            tx,
            "insert into household (area, root, name, phone, phone_key, address, hardship, size, created, caseworker,
                 changed, changed_by, income, language) ",
            &rows,
            |to, (family, name, phone, digest, address)| {
                let size = i64::try_from(family.file.members.len()).unwrap_or(i64::MAX);
                to.push_bind(family.file.area).push_bind(family.root).push_bind(name).push_bind(phone);
                to.push_bind(digest).push_bind(address).push_bind(family.file.hardship);
                to.push_bind(size).push_bind(family.created).push_bind(family.by).push_bind(family.created);
                to.push_bind(family.by).push_bind(family.income.as_str()).push_bind(family.language.as_str());
            }
        );
        made.extend(ids.into_iter().map(|household| FamilyIds { household, ..FamilyIds::default() }));
    }
    let mut people = Vec::new();
    for (n, family) in families.iter().enumerate() {
        for member in family.file.named_members() {
            let name = vault.seal(Secret::PersonName, &member.name)?;
            people.push((n, member, name));
        }
    }
    for chunk in people.chunks(ROWS) {
        let ids = numbers!(
            tx,
            "insert into person (household, name, birth_year, sex, relation, school) ",
            chunk,
            |to, (n, member, name)| {
                to.push_bind(made[*n].household).push_bind(name).push_bind(member.birth_year);
                to.push_bind(member.sex.as_str()).push_bind(member.relation.as_str()).push_bind(member.school.as_str());
            }
        );
        for ((n, ..), id) in chunk.iter().zip(ids) {
            made[*n].people.push(id);
        }
    }
    accounts(tx, families, &mut made).await?;
    for (chunk, ids) in families.chunks(ROWS).zip(made.chunks(ROWS)) {
        let lines: Vec<_> = chunk.iter().zip(ids).collect();
        insert!(tx, "insert into audit (at, account, action, subject, subject_id, root, area) ", lines, |to,
                                                                                                         (
            family,
            ids,
        )| {
            to.push_bind(family.created).push_bind(family.by).push("'household_add'").push("'household'");
            to.push_bind(ids.household).push_bind(family.root).push_bind(family.file.area);
        });
    }
    Ok(made)
}

async fn accounts(tx: &mut Tx<'_>, families: &[Family], made: &mut [FamilyIds]) -> Result<()> {
    let with: Vec<usize> = (0..families.len()).filter(|n| !families[*n].hash.is_empty()).collect();
    let vault = tx.vault.clone();
    for chunk in with.chunks(ROWS) {
        let mut rows = Vec::with_capacity(chunk.len());
        for n in chunk {
            let phone = &families[*n].file.phone;
            rows.push((*n, vault.seal(Secret::AccountPhone, phone)?, vault.digest(Find::Phone, phone)));
        }
        let ids = numbers!(
            tx,
            "insert into account (phone, phone_key, name, password, root, organisation, household, open, created,
                 version, proof) ",
            &rows,
            |to, (n, phone, digest)| {
                let (family, household) = (&families[*n], made[*n].household);
                to.push_bind(phone).push_bind(digest).push("''").push_bind(&family.hash);
                to.push_bind(family.root).push("0").push_bind(household).push("true").push_bind(family.created);
                // Staff vouch for the phone of a file, as where they type it in.
                to.push("0").push("'staff'");
            }
        );
        for (n, id) in chunk.iter().zip(ids) {
            made[*n].account = id;
        }
        insert!(tx, "insert into role_grant (account, role, area, path) ", chunk, |to, n| {
            to.push_bind(made[*n].account).push_bind(Role::Family.as_str());
            to.push_bind(families[*n].file.area).push_bind(&families[*n].path.0);
        });
    }
    Ok(())
}

/// Inserts published wishes without their search terms; returns their ids in order.
///
/// # Errors
/// Only when the database fails.
pub async fn wishes(tx: &mut Tx<'_>, wishes: &[OpenWish]) -> Result<Vec<WishId>> {
    let mut made = Vec::with_capacity(wishes.len());
    let vault = tx.vault.clone();
    for chunk in wishes.chunks(ROWS) {
        let mut rows = Vec::with_capacity(chunk.len());
        for wish in chunk {
            rows.push((wish, vault.seal(Secret::OwnWords, wish.words)?));
        }
        made.extend(numbers!(
            tx,
            "insert into wish (household, home, root, district, item, size, category, cost, quantity, claimed, member,
                 family_size, age, sex, own_words, words, state, reason, code, photo, posted_by, created, submitted,
                 published, expires, ended, version, turn, beyond) ",
            &rows,
            |to, (w, own_words)| {
                to.push_bind(w.household).push_bind(w.home).push_bind(w.root).push_bind(w.district);
                to.push_bind(w.item.id).push_bind(w.size).push_bind(w.item.category.as_str()).push_bind(w.item.cost);
                to.push_bind(w.quantity).push("0").push_bind(w.member).push_bind(w.alias.family_size);
                to.push_bind(w.alias.age).push_bind(w.alias.sex.as_str()).push_bind(own_words).push_bind(w.words);
                to.push("'published'").push("''").push_bind(&w.code).push("0").push_bind(w.by).push_bind(w.at);
                to.push_bind(w.at).push_bind(w.at).push_bind(w.expires).push("0").push("0");
                to.push("(select case when helped > 0 then 1 else 0 end from household where id = ");
                to.push_bind_unseparated(w.household).push_unseparated(")").push("''");
            }
        ));
    }
    Ok(made)
}

/// Returns the search terms of a published wish.
pub fn terms_of(item: &Item, size: &str, words: &str) -> impl Iterator<Item = String> + use<> {
    search_terms::terms(&format!("{} {} {words}", item.title(size), item.en)).into_iter()
}

/// Inserts search terms.
/// Fastest in index order: by term, then by wish.
///
/// # Errors
/// When the database fails, or a pair exists already.
pub async fn terms(tx: &mut Tx<'_>, pairs: &[(&str, WishId)]) -> Result<()> {
    for chunk in pairs.chunks(SHORT_ROWS) {
        insert!(tx, "insert into wish_term (term, turn, wish) ", chunk, |to, (term, wish)| {
            to.push_bind(*term).push("(select turn from wish where id = ").push_bind_unseparated(*wish);
            to.push_unseparated(")").push_bind(*wish);
        });
    }
    Ok(())
}

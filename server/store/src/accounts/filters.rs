//! Filters of lists that an account saved under a name. Only their owner reads and changes them.

use domain::{
    Code,
    accounts::Actor,
    tables::filters::{FilterId, ListKind, MOST_FILTERS, NewFilter, SavedFilter, filter_name},
};
use serde::Serialize;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    accounts::work_place::must_be_staff,
    crypto::{secret::Secret, vault::Vault},
    db::{
        locks::lock_own_account,
        sql::{parse, rows, run, value},
    },
};

#[derive(sqlx::FromRow)]
struct FilterRow {
    id: i64,
    list: String,
    name: String,
    query: String,
    created: i64,
}

/// Loads the filters of an account, those of a list by name.
async fn filters_of(db: &mut Conn<'_>, vault: &Vault, account: i64) -> Result<Vec<SavedFilter>> {
    let found = rows!(
        db,
        FilterRow,
        "select id, list, name, query, created from saved_filter where account = $1 order by list, id",
        account,
    )?;
    let opened = |row: FilterRow| -> Result<SavedFilter> {
        let (name, query) = (vault.open(Secret::FilterName, &row.name)?, vault.open(Secret::FilterQuery, &row.query)?);
        Ok(SavedFilter { id: FilterId(row.id), list: parse(&row.list)?, name, query, created: row.created })
    };
    let mut filters = found.into_iter().map(opened).collect::<Result<Vec<_>>>()?;
    filters.sort_by(|one, other| (one.list.as_str(), &one.name).cmp(&(other.list.as_str(), &other.name)));
    Ok(filters)
}

/// Loads the actor's filters under the lock of its account, so that two of one name cannot be saved at once.
async fn locked_filters(tx: &mut Tx<'_>) -> Result<Vec<SavedFilter>> {
    lock_own_account(tx).await?;
    let (vault, account) = (tx.vault.clone(), tx.actor.account);
    filters_of(&mut tx.arm(), &vault, account).await
}

/// Refuses a name that another filter of the list has.
fn must_be_new(filters: &[SavedFilter], list: ListKind, name: &str, own: FilterId) -> Result<()> {
    let taken = filters.iter().any(|one| one.list == list && one.name == name && one.id != own);
    if taken { Err(Refusal::field("filter_name", Code::NameTaken).into()) } else { Ok(()) }
}

/// Saves a filter of a list for the actor.
///
/// # Errors
/// Not allowed for accounts that are not staff; the fields of [`NewFilter::checked`]; field `filter_name` with
/// [`Code::NameTaken`]; [`Code::FiltersFull`] above [`MOST_FILTERS`] of a list.
#[derive(Clone, Debug, Serialize)]
pub struct SaveFilter(pub NewFilter);

impl Command for SaveFilter {
    const NAME: &'static str = "filter_save";
    type Output = FilterId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<FilterId> {
        must_be_staff(&tx.actor)?;
        let NewFilter { list, name, query } = self.0.clone().checked()?;
        let filters = locked_filters(tx).await?;
        must_be_new(&filters, list, &name, FilterId::default())?;
        if filters.iter().filter(|one| one.list == list).count() >= MOST_FILTERS {
            return Err(Code::FiltersFull.into());
        }
        let (name, query) = (tx.vault.seal(Secret::FilterName, &name)?, tx.vault.seal(Secret::FilterQuery, &query)?);
        let (account, now) = (tx.actor.account, tx.now);
        let id = value!(
            tx,
            i64,
            "insert into saved_filter (account, list, name, query, created) values ($1, $2, $3, $4, $5) returning id",
            account,
            list.as_str(),
            name,
            query,
            now,
        )?;
        tx.audit("account", account).await?;
        Ok(FilterId(id))
    }
}

/// Gives a filter of the actor another name.
///
/// # Errors
/// Not found for a filter of another account; field `filter_name` as [`SaveFilter`].
#[derive(Clone, Debug, Serialize)]
pub struct RenameFilter {
    /// The filter.
    pub filter: FilterId,
    /// Its new name.
    pub name: String,
}

impl Command for RenameFilter {
    const NAME: &'static str = "filter_rename";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_be_staff(&tx.actor)?;
        let filters = locked_filters(tx).await?;
        let known = filters.iter().find(|one| one.id == self.filter).ok_or(Refusal::NotFound)?;
        let name = filter_name(&self.name).map_err(|code| Refusal::field("filter_name", code))?;
        must_be_new(&filters, known.list, &name, known.id)?;
        let name = tx.vault.seal(Secret::FilterName, &name)?;
        let account = tx.actor.account;
        run!(tx, "update saved_filter set name = $3 where id = $1 and account = $2", self.filter.0, account, name)?;
        tx.audit("account", account).await
    }
}

/// Deletes a filter of the actor; one that is gone already is no refusal.
///
/// # Errors
/// Not allowed for accounts that are not staff.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DeleteFilter {
    /// The filter.
    pub filter: FilterId,
}

impl Command for DeleteFilter {
    const NAME: &'static str = "filter_delete";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_be_staff(&tx.actor)?;
        let account = tx.actor.account;
        run!(tx, "delete from saved_filter where id = $1 and account = $2", self.filter.0, account)?;
        tx.audit("account", account).await
    }
}

impl Store {
    /// Lists the actor's filters, those of a list by name; empty for accounts that are not staff.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn saved_filters(&self, actor: &Actor) -> Result<Vec<SavedFilter>> {
        if !actor.is_staff() {
            return Ok(Vec::new());
        }
        let mut db = self.reader().await?;
        filters_of(&mut db.arm(), &self.vault, actor.account).await
    }
}

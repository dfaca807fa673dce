//! Reads collections: a family its own, staff those of their areas.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    casework::aid::collections::{
        CollectedSum, Collection, CollectionFile, CollectionId, CollectionState, HandOver, SumId,
    },
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::grant_views::Words;
use crate::{
    Conn, Refusal, Result, Store,
    areas::answerers::{
        chain::{one_of, stands_in_for},
        waiting::Waiting,
    },
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::{PAGE, page, signed_in},
        sql::{parse, row, rows},
    },
};

/// Which collections a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CollectionList {
    /// Those that run, the oldest first.
    #[default]
    Open,
    /// Those past their last day that the actor follows, or that climbed to it.
    Mine,
    /// Those that have ended, newest first.
    Over,
}

#[derive(sqlx::FromRow)]
struct CollectionRow {
    id: i64,
    household: i64,
    programme: i64,
    programme_name: String,
    case_file: i64,
    purpose: String,
    organiser: String,
    target: i64,
    received: i64,
    handed_over: i64,
    state: String,
    outcome: String,
    owner: i64,
    owner_name: String,
    due: i64,
    climbs: i64,
    in_charge: String,
    opened: i64,
    closed: i64,
    path: String,
    file_open: bool,
}

/// Account that follows collection `c` of household `h`.
macro_rules! owner_sql {
    () => {
        "(case when h.caseworker <> 0 then h.caseworker else c.owner end)"
    };
}

/// Columns and joins of a [`CollectionRow`]; a macro because statements are literals.
macro_rules! collection_columns {
    () => {
        "c.id, c.household, c.programme, p.name as programme_name, c.case_file, c.purpose, c.organiser, c.target,
         (select cast(coalesce(sum(s.amount), 0) as bigint) from aid_sum s
             where s.collection = c.id and s.void = 0) as received,
         (select cast(coalesce(sum(g.amount), 0) as bigint) from aid_grant g
             where g.collection = c.id and g.collection <> 0 and g.reversed = 0) as handed_over,
         c.state, c.outcome, case when h.caseworker <> 0 then h.caseworker else c.owner end as owner,
         coalesce(o.name, '') as owner_name, c.due, c.climbs, coalesce(u.name, '') as in_charge, c.opened, c.closed,
         a.path, h.state = 'open' as file_open
         from aid_collection c join aid_programme p on p.id = c.programme join household h on h.id = c.household
             join area a on a.id = h.area
             left join account o on o.id = (case when h.caseworker <> 0 then h.caseworker else c.owner end)
             left join account u on u.id = c.raised_to"
    };
}

fn some(number: i64) -> Option<i64> {
    (number != 0).then_some(number)
}

impl CollectionRow {
    fn read(self, vault: &Vault, words: Words, now: Timestamp) -> Result<Collection> {
        let state: CollectionState = parse(&self.state)?;
        Ok(Collection {
            id: self.id,
            household: self.household,
            programme: self.programme,
            programme_name: self.programme_name,
            case: some(self.case_file),
            purpose: words.of_column(vault, Secret::CollectionPurpose, &self.purpose)?,
            organiser: words.of_column(vault, Secret::CollectionOrganiser, &self.organiser)?,
            target: self.target,
            received: self.received,
            handed_over: self.handed_over,
            state,
            outcome: if self.outcome.is_empty() { None } else { Some(parse(&self.outcome)?) },
            owner: some(self.owner),
            owner_name: self.owner_name,
            due: self.due,
            late: state == CollectionState::Open && (self.due <= now || self.climbs > 0),
            climbs: self.climbs,
            in_charge: self.in_charge,
            opened: self.opened,
            closed: some(self.closed),
        })
    }
}

/// Condition of collections past their last day that one of the accounts follows, or that climbed to one.
fn late_of(accounts: &[i64]) -> String {
    format!(
        "c.state = 'open' and (c.due <= $1 or c.climbs > 0) and ({} or {})",
        one_of(owner_sql!(), accounts),
        one_of("c.raised_to", accounts),
    )
}

impl Store {
    /// Lists the collections for families of the actor's areas. The next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads aid.
    pub async fn collections(
        &self,
        actor: &Actor,
        list: CollectionList,
        cursor: CollectionId,
    ) -> Result<Page<Collection>> {
        Ok(page(self.collection_rows(actor, list, cursor, PAGE + 1).await?, |collection| collection.id))
    }

    /// Lists collections as [`Store::collections`], as many rows as asked for.
    ///
    /// # Errors
    /// Not allowed without a role that reads aid.
    pub(crate) async fn collection_rows(
        &self,
        actor: &Actor,
        list: CollectionList,
        cursor: CollectionId,
        rows: usize,
    ) -> Result<Vec<Collection>> {
        actor.must_somewhere(Action::ReadAid)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let (which, order) = match list {
            CollectionList::Open => ("c.state = 'open' and $1 > 0 and c.id > $2".to_owned(), "c.id"),
            CollectionList::Mine => {
                let accounts = stands_in_for(&mut db.arm(), actor.account, now).await?;
                (format!("{} and c.id > $2", late_of(&accounts)), "c.id")
            }
            CollectionList::Over => ("c.state <> 'open' and $1 > 0 and (c.id < $2 or $2 = 0)".to_owned(), "c.id desc"),
        };
        let sql = format!(
            concat!("select ", collection_columns!(), " where {} and {} order by {} limit {}"),
            which,
            covered("a.path", &actor.areas_for(Action::ReadAid)),
            order,
            rows,
        );
        let found = rows!(db, CollectionRow, AssertSqlSafe(sql.as_str()), now, cursor)?;
        found.into_iter().map(|row| row.read(&self.vault, Words::Masked, now)).collect()
    }

    /// Counts collections past their last day that the account follows, or that climbed to it.
    pub(crate) fn collections_late(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::ReadAid).then(|| {
            format!(
                "select count(*) as n, min(c.due) as at from aid_collection c join household h on h.id = c.household
                     join area a on a.id = h.area
                 where {} and {}",
                late_of(of.whose),
                covered("a.path", &of.actor.areas_for(Action::ReadAid)),
            )
        })
    }

    /// Lists the last 50 collections for a household. The caller has checked that the actor may read them.
    pub(super) async fn collections_of(
        &self,
        db: &mut Conn<'_>,
        household: HouseholdId,
        words: Words,
    ) -> Result<Vec<Collection>> {
        let found = rows!(
            db,
            CollectionRow,
            concat!("select ", collection_columns!(), " where c.household = $1 order by c.id desc limit 50"),
            household,
        )?;
        let now = self.now();
        found.into_iter().map(|row| row.read(&self.vault, words, now)).collect()
    }

    /// Returns the collection of a sum; [`Store::collection`] says who reads it.
    ///
    /// # Errors
    /// Not allowed without a role that reads aid; not found for an unknown sum.
    pub async fn collection_of_sum(&self, actor: &Actor, sum: SumId) -> Result<CollectionId> {
        actor.must_somewhere(Action::ReadAid)?;
        let mut db = self.reader().await?;
        let found = row!(db, (i64,), "select collection from aid_sum where id = $1", sum)?;
        Ok(found.ok_or(Refusal::NotFound)?.0)
    }

    /// Loads one collection with its sums and hand-overs, for its family and the staff of the family's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn collection(&self, actor: &Actor, id: CollectionId) -> Result<CollectionFile> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, CollectionRow, concat!("select ", collection_columns!(), " where c.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let (own, path, file_open) = (is_own(actor, row.household), AreaPath(row.path.clone()), row.file_open);
        if !own && !actor.may(Action::ReadAid, &path) {
            return Err(Refusal::NotFound.into());
        }
        let words = Words::of(&mut db.arm(), self, actor, row.household).await?;
        let collection = row.read(&self.vault, words, self.now())?;
        let sums = rows!(
            db,
            (i64, String, i64, i64, i64),
            "select id, source, amount, at, void from aid_sum where collection = $1 order by id desc limit 500",
            id,
        )?;
        let sum = |(id, source, amount, at, void): (i64, String, i64, i64, i64)| {
            Ok(CollectedSum { id, source: parse(&source)?, amount, at, is_void: void != 0 })
        };
        let hand_overs = hand_overs(&mut db.arm(), &self.vault, id, words).await?;
        let may_keep = !own && collection.state == CollectionState::Open && actor.may(Action::RecordAid, &path);
        Ok(CollectionFile {
            sums: sums.into_iter().map(sum).collect::<Result<_>>()?,
            hand_overs,
            opened_up: words == Words::Open,
            may_keep,
            may_add: may_keep && file_open,
            collection,
        })
    }
}

#[derive(sqlx::FromRow)]
struct HandOverRow {
    aid: i64,
    amount: i64,
    at: i64,
    how: String,
    signer: String,
    witness: String,
    reversed: i64,
}

async fn hand_overs(db: &mut Conn<'_>, vault: &Vault, id: CollectionId, words: Words) -> Result<Vec<HandOver>> {
    let found = rows!(
        db,
        HandOverRow,
        "select o.aid, g.amount, o.at, o.how, o.signer, o.witness, g.reversed
         from aid_hand_over o join aid_grant g on g.id = o.aid where o.collection = $1 order by o.id desc limit 200",
        id,
    )?;
    let hand_over = |row: HandOverRow| {
        Ok(HandOver {
            grant: row.aid,
            amount: row.amount,
            at: row.at,
            how: parse(&row.how)?,
            signer: words.of_column(vault, Secret::HandOverSigner, &row.signer)?,
            witness: words.of_column(vault, Secret::HandOverWitness, &row.witness)?,
            is_reversed: row.reversed != 0,
        })
    };
    found.into_iter().map(hand_over).collect()
}

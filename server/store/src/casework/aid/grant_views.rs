//! Reads grants: a family its own, staff those of their areas. Words show only while a file is revealed.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    casework::{
        aid::{AidGrant, AidPaper, AidYear, EarlierAid, GrantId, HouseholdAid, ProgrammeId, mark_twice},
        rounds::profile::unlisted,
    },
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};

use super::{grants::earlier, programmes::months_of};
use crate::{
    Conn, Error, Refusal, Result, Store,
    casework::cases::views::sees_words,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::is_own,
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    households::views::household_path,
};

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: i64,
    household: i64,
    programme: i64,
    programme_name: String,
    kind: String,
    source: String,
    member: i64,
    month: String,
    amount: i64,
    goods: String,
    papers: String,
    seen: bool,
    collection: i64,
    entered: i64,
    entered_account: i64,
    entered_by: String,
    reversed: i64,
    reversed_by: String,
    reason: String,
    entered_for: i64,
    path: String,
    erased: bool,
}

/// Columns and joins of a [`GrantRow`]; a macro because statements are literals.
macro_rules! grant_columns {
    () => {
        "g.id, g.household, g.programme, p.name as programme_name, p.kind, p.source, g.member, g.month, g.amount,
         g.goods, g.papers, g.seen, g.collection, g.entered, g.entered_by as entered_account,
         coalesce(e.name, '') as entered_by, g.reversed, coalesce(r.name, '') as reversed_by, g.reason, g.entered_for,
         a.path, h.state = 'erased' as erased
         from aid_grant g join aid_programme p on p.id = g.programme join household h on h.id = g.household
             join area a on a.id = h.area left join account e on e.id = g.entered_by
             left join account r on r.id = g.reversed_by"
    };
}

/// How much of a household's words a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    /// All of them.
    Open,
    /// None.
    Masked,
}

impl Words {
    pub(super) async fn of(db: &mut Conn<'_>, store: &Store, actor: &Actor, household: HouseholdId) -> Result<Words> {
        let opened_up = sees_words(db, actor, household, store.now()).await?;
        Ok(if opened_up { Words::Open } else { Words::Masked })
    }

    /// Opens a sealed column, or leaves it out; "" stays "".
    pub(super) fn of_column(self, vault: &Vault, secret: Secret, sealed: &str) -> Result<String> {
        match (self, sealed) {
            (Words::Masked, _) | (_, "") => Ok(String::new()),
            (Words::Open, sealed) => vault.open(secret, sealed),
        }
    }
}

fn some(number: i64) -> Option<i64> {
    (number != 0).then_some(number)
}

impl GrantRow {
    fn read(self, vault: &Vault, actor: &Actor, words: Words) -> Result<AidGrant> {
        let own = is_own(actor, self.household);
        let papers: Vec<AidPaper> = unlisted(&self.papers)
            .map_err(|_| Error::Broken(format!("grant {}: unknown stored value {:?}", self.id, self.papers)))?;
        let reverses = !self.erased && actor.may(Action::ReverseAid, &AreaPath(self.path));
        Ok(AidGrant {
            id: self.id,
            household: self.household,
            programme: self.programme,
            programme_name: self.programme_name,
            kind: parse(&self.kind)?,
            source: parse(&self.source)?,
            member: some(self.member),
            month: self.month,
            amount: self.amount,
            goods: words.of_column(vault, Secret::AidGoods, &self.goods)?,
            papers,
            seen: self.seen,
            entered_for: self.entered_for,
            collection: some(self.collection),
            entered: self.entered,
            entered_by: if own { String::new() } else { self.entered_by },
            reversed: some(self.reversed),
            reversed_by: if own { String::new() } else { self.reversed_by },
            reason: words.of_column(vault, Secret::AidReason, &self.reason)?,
            may_reverse: !own && reverses && self.reversed == 0 && self.entered_account != actor.account,
            twice: false,
        })
    }
}

impl Store {
    /// Loads the aid of a household, for the family itself and the staff of its area.
    ///
    /// # Errors
    /// Not allowed without a role that reads aid; not found outside the actor's areas.
    pub async fn household_aid(&self, actor: &Actor, household: HouseholdId) -> Result<HouseholdAid> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        if !is_own(actor, household) {
            actor.must_somewhere(Action::ReadAid)?;
            actor.must(Action::ReadAid, &household_path(&mut db.arm(), household).await?)?;
        }
        let words = Words::of(&mut db.arm(), self, actor, household).await?;
        let found = rows!(
            db,
            GrantRow,
            concat!("select ", grant_columns!(), " where g.household = $1 order by g.id desc limit 200"),
            household,
        )?;
        let mut grants =
            found.into_iter().map(|row| row.read(&self.vault, actor, words)).collect::<Result<Vec<_>>>()?;
        mark_twice(&mut grants);
        let years = rows!(
            db,
            (i64, i64, i64),
            "select cast(substr(month, 1, 4) as bigint) as year, count(*), cast(sum(amount) as bigint) from aid_grant
             where household = $1 and reversed = 0 group by cast(substr(month, 1, 4) as bigint) order by year desc",
            household,
        )?;
        let years = years.into_iter().map(|(year, grants, amount)| AidYear { year, grants, amount }).collect();
        let collections = self.collections_of(&mut db.arm(), household, words).await?;
        Ok(HouseholdAid { years, grants, collections })
    }

    /// Loads the aid of the actor's own family.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_aid(&self, actor: &Actor) -> Result<HouseholdAid> {
        let household = actor.must_be_family()?;
        self.household_aid(actor, household).await
    }

    /// Lists earlier help that is the same as what is to be recorded: from where and when, and no more.
    ///
    /// # Errors
    /// Not allowed without a role that records aid; not found outside the actor's areas.
    pub async fn aid_earlier(
        &self,
        actor: &Actor,
        household: HouseholdId,
        programme: ProgrammeId,
        member: i64,
        month: &str,
    ) -> Result<Vec<EarlierAid>> {
        actor.must_somewhere(Action::RecordAid)?;
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        actor.must(Action::RecordAid, &path)?;
        let kind = row!(
            db,
            (String,),
            "select p.kind from aid_programme p join area a on a.id = p.area where p.id = $1 and $2 like a.path || '%'",
            programme,
            &path.0,
        )?;
        match kind {
            Some((kind,)) => earlier(&mut db.arm(), household, parse(&kind)?, member, month).await,
            None => Ok(Vec::new()),
        }
    }

    /// Loads one grant, for its family and the staff of the family's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn aid_grant(&self, actor: &Actor, id: GrantId) -> Result<AidGrant> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, GrantRow, concat!("select ", grant_columns!(), " where g.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        if !is_own(actor, row.household) && !actor.may(Action::ReadAid, &AreaPath(row.path.clone())) {
            return Err(Refusal::NotFound.into());
        }
        let words = Words::of(&mut db.arm(), self, actor, row.household).await?;
        row.read(&self.vault, actor, words)
    }

    /// Lists the grants of a programme, of one year or of all, newest first; the next page begins below `cursor`. Words
    /// are left out.
    ///
    /// # Errors
    /// Not allowed without a role that reads aid; not found unless the actor reads all of the programme's area.
    pub async fn programme_grants(
        &self,
        actor: &Actor,
        programme: ProgrammeId,
        year: Option<i64>,
        cursor: GrantId,
    ) -> Result<Page<AidGrant>> {
        actor.must_somewhere(Action::ReadAid)?;
        let mut db = self.reader().await?;
        let home = row!(
            db,
            (String,),
            "select a.path from aid_programme p join area a on a.id = p.area where p.id = $1",
            programme,
        )?;
        actor.must(Action::ReadAid, &AreaPath(home.ok_or(Refusal::NotFound)?.0))?;
        let (first, last) = year.map(months_of).unwrap_or_default();
        let found = rows!(
            db,
            GrantRow,
            concat!(
                "select ",
                grant_columns!(),
                " where g.programme = $1 and (g.id < $2 or $2 = 0) and ($3 = '' or g.month >= $3 and g.month <= $4)
                 order by g.id desc limit 51"
            ),
            programme,
            cursor,
            &first,
            &last,
        )?;
        let found = found.into_iter().map(|row| row.read(&self.vault, actor, Words::Masked));
        Ok(page(found.collect::<Result<Vec<_>>>()?, |grant| grant.id))
    }
}

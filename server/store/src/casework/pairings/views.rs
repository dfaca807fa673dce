//! Reads pairings: a helper its own, a family its own, staff those of their areas.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    areas::AreaPath,
    casework::pairings::{Pairing, PairingId, PairingState, RENEW_DAYS},
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    db::{
        area_filter::{covered, is_own},
        pagination::{PAGE, page, signed_in},
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct PairingRow {
    id: i64,
    household: i64,
    size: i64,
    path: String,
    district_name: String,
    helper: i64,
    helper_name: String,
    organisation_name: String,
    need: String,
    state: String,
    proposed: i64,
    answer_by: i64,
    helper_agreed: i64,
    family_agreed: i64,
    started: i64,
    last_contact: i64,
    raised: i64,
    due: i64,
    helper_renews: bool,
    family_renews: bool,
    reason: String,
    accounts: i64,
}

/// Columns and joins of a [`PairingRow`]; a macro because statements are literals.
macro_rules! pairing_columns {
    () => {
        "p.id, p.household, h.size, a.path,
         coalesce((select b.name from area b where a.path like b.path || '%' and b.kind = 'district'
             order by length(b.path) limit 1), '') as district_name,
         p.helper, k.name as helper_name, coalesce(o.name, '') as organisation_name, p.need, p.state, p.proposed,
         p.answer_by, p.helper_agreed, p.family_agreed, p.started, p.last_contact, p.raised, p.due, p.helper_renews,
         p.family_renews, p.reason,
         (select count(*) from account c where c.household = p.household and c.open = true) as accounts
         from pairing p join household h on h.id = p.household join area a on a.id = h.area
             join account k on k.id = p.helper left join organisation o on o.id = k.organisation"
    };
}

impl PairingRow {
    /// Leaves out what the reader may not know: the household for its helper, the helper before both agreed.
    fn seen(self, actor: &Actor, now: Timestamp) -> Result<Pairing> {
        let path = AreaPath(self.path);
        let (helper, family) = (self.helper == actor.account, is_own(actor, self.household));
        let state: PairingState = parse(&self.state)?;
        let agreed = self.started > 0;
        let for_family = family || (self.accounts == 0 && actor.may(Action::KeepHouseholds, &path));
        let some = |at: i64| (at != 0).then_some(at);
        let named = !family || agreed;
        let (mine_agreed, mine_renews) = if helper {
            (self.helper_agreed > 0, self.helper_renews)
        } else {
            (self.family_agreed > 0, self.family_renews)
        };
        let acts = helper || for_family;
        Ok(Pairing {
            id: self.id,
            household: (!helper).then_some(self.household),
            family_size: self.size,
            district_name: self.district_name,
            helper: (!family).then_some(self.helper),
            helper_name: if named { self.helper_name } else { String::new() },
            organisation_name: if named { self.organisation_name } else { String::new() },
            need: parse(&self.need)?,
            state,
            proposed: self.proposed,
            answer_by: self.answer_by,
            helper_agreed: self.helper_agreed > 0,
            family_agreed: self.family_agreed > 0,
            started: some(self.started),
            last_contact: some(self.last_contact),
            silent: self.raised > 0,
            due: some(self.due),
            may_renew: acts && state == PairingState::UnderWay && now >= self.due - RENEW_DAYS * DAY && !mine_renews,
            may_answer: acts && state == PairingState::Proposed && !mine_agreed,
            reason: if self.reason.is_empty() { None } else { Some(parse(&self.reason)?) },
        })
    }
}

impl Store {
    /// Lists the pairings of the actor as a helper, live ones first; at most 100.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_pairings(&self, actor: &Actor) -> Result<Vec<Pairing>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            PairingRow,
            concat!(
                "select ",
                pairing_columns!(),
                " where p.helper = $1
                 order by case when p.state in ('proposed', 'under_way') then 0 else 1 end, p.id desc limit 100"
            ),
            actor.account,
        )?;
        found.into_iter().map(|row| row.seen(actor, self.now())).collect()
    }

    /// Lists the pairings of the actor's own family, newest first; at most 50.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn own_pairings(&self, actor: &Actor) -> Result<Vec<Pairing>> {
        let household = actor.must_be_family()?;
        self.pairings_of(actor, household).await
    }

    /// Lists the pairings of a household for the staff of its area, newest first; at most 50.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads pairings.
    pub async fn household_pairings(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Pairing>> {
        actor.must_somewhere(Action::ReadPairings)?;
        let mut db = self.reader().await?;
        let path = crate::households::views::household_path(&mut db.arm(), household).await?;
        drop(db);
        actor.must(Action::ReadPairings, &path)?;
        self.pairings_of(actor, household).await
    }

    async fn pairings_of(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Pairing>> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            PairingRow,
            concat!("select ", pairing_columns!(), " where p.household = $1 order by p.id desc limit 50"),
            household,
        )?;
        found.into_iter().map(|row| row.seen(actor, self.now())).collect()
    }

    /// Lists the pairings of the actor's areas, by number; with `silent` only those without a contact for 60 days.
    ///
    /// # Errors
    /// Not allowed without a role that reads pairings.
    pub async fn pairings(&self, actor: &Actor, list: PairingList, cursor: PairingId) -> Result<Page<Pairing>> {
        Ok(page(self.pairing_rows(actor, list, cursor, PAGE + 1).await?, |pairing| pairing.id))
    }

    /// Lists pairings as [`Store::pairings`], as many rows as asked for.
    ///
    /// # Errors
    /// Not allowed without a role that reads pairings.
    pub(crate) async fn pairing_rows(
        &self,
        actor: &Actor,
        list: PairingList,
        cursor: PairingId,
        rows: usize,
    ) -> Result<Vec<Pairing>> {
        actor.must_somewhere(Action::ReadPairings)?;
        let which = match list {
            PairingList::Live => "p.state in ('proposed', 'under_way')",
            PairingList::Silent => "p.state = 'under_way' and p.raised > 0",
            PairingList::Over => "p.state in ('declined', 'lapsed', 'ended')",
        };
        let sql = format!(
            concat!("select ", pairing_columns!(), " where {} and p.id > $1 and {} order by p.id limit {}"),
            which,
            covered("a.path", &actor.areas_for(Action::ReadPairings)),
            rows,
        );
        let mut db = self.reader().await?;
        let found = rows!(db, PairingRow, AssertSqlSafe(sql.as_str()), cursor)?;
        found.into_iter().map(|row| row.seen(actor, self.now())).collect()
    }

    /// Loads one pairing, for its helper, its family and the staff of the family's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn pairing(&self, actor: &Actor, id: PairingId) -> Result<Pairing> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, PairingRow, concat!("select ", pairing_columns!(), " where p.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let part = row.helper == actor.account || is_own(actor, row.household);
        if !part && !actor.may(Action::ReadPairings, &AreaPath(row.path.clone())) {
            return Err(Refusal::NotFound.into());
        }
        row.seen(actor, self.now())
    }

    /// Counts pairings without a contact for 60 days.
    pub(crate) fn pairings_silent(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::OpenRounds).then(|| {
            format!(
                "select count(*) as n, min(p.raised) as at
                 from pairing p join household h on h.id = p.household join area a on a.id = h.area
                 where p.state = 'under_way' and p.raised > 0 and {}",
                covered("a.path", &of.actor.areas_for(Action::OpenRounds)),
            )
        })
    }
}

/// Which pairings a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PairingList {
    /// Those with a next step.
    #[default]
    Live,
    /// Those without a contact for 60 days.
    Silent,
    /// Those that are over.
    Over,
}

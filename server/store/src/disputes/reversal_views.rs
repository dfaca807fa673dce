//! Reads reversals of hand-overs: a family its own, coordinators and auditors those of their areas.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    disputes::{
        reversals::{HandOverReversal, ReversalId, ReversalState},
        subject::Subject,
    },
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    disputes::views::DisputeStage,
};

#[derive(sqlx::FromRow)]
struct ReversalRow {
    id: i64,
    household: i64,
    claim: i64,
    wish: i64,
    shop_order: i64,
    item: i64,
    size: String,
    own_name: String,
    own_key: String,
    location_name: String,
    goal: String,
    reason: String,
    state: String,
    asked: i64,
    asked_by: i64,
    handed_by: i64,
    answer: String,
    decided: i64,
    journal: i64,
    asker: String,
    handed_name: String,
    decider: String,
    path: String,
    shop: String,
}

/// Columns and joins of a [`ReversalRow`]; a macro because statements are literals.
macro_rules! reversal_columns {
    () => {
        "r.id, r.household, r.claim, coalesce(c.wish, 0) as wish, r.shop_order, coalesce(w.item, 0) as item,
         coalesce(w.size, '') as size, coalesce(w.own_name, '') as own_name,
         coalesce(w.own_key, '') as own_key, coalesce(p.name, '') as location_name, r.goal, r.reason, r.state, r.asked,
         r.asked_by, r.handed_by, r.answer, r.decided, r.journal, coalesce(ask.name, '') as asker,
         coalesce(han.name, '') as handed_name, coalesce(dcd.name, '') as decider, a.path, coalesce(s.path, '') as shop
         from reversal r join household h on h.id = r.household join area a on a.id = h.area
             left join claim c on c.id = r.claim left join wish w on w.id = c.wish
             left join shop_order o on o.id = r.shop_order
             left join location p on p.id = coalesce(c.location, o.location) left join area s on s.id = p.area
             left join account ask on ask.id = r.asked_by left join account han on han.id = r.handed_by
             left join account dcd on dcd.id = r.decided_by"
    };
}

impl ReversalRow {
    /// Opens the sealed texts. The family reads no names but that of the coordinator who decided.
    fn opened(self, vault: &Vault, actor: &Actor) -> Result<HandOverReversal> {
        let family = is_own(actor, self.household);
        let state: ReversalState = parse(&self.state)?;
        let concerned = self.handed_by == actor.account || self.asked_by == actor.account || family;
        let may = |path: &str| actor.may(Action::ApproveReversals, &AreaPath(path.to_owned()));
        let may_decide = state == ReversalState::Asked && !concerned && (may(&self.path) || may(&self.shop));
        let name = |name: String| if family { String::new() } else { name };
        Ok(HandOverReversal {
            id: self.id,
            subject: Subject {
                household: self.household,
                claim: self.claim,
                wish: self.wish,
                order: self.shop_order,
                title: catalogue::title_of(self.item, &self.own_name, &self.size),
                key: catalogue::key_of(self.item, &self.own_key),
                size: self.size,
                location_name: self.location_name,
                handed_by: name(self.handed_name),
            },
            goal: parse(&self.goal)?,
            reason: vault.open(Secret::ReversalReason, &self.reason)?,
            state,
            asked: self.asked,
            asked_by: name(self.asker),
            answer: vault.open(Secret::ReversalAnswer, &self.answer)?,
            decided: self.decided,
            decided_by: self.decider,
            journal: self.journal,
            may_decide,
        })
    }
}

impl Store {
    /// Lists reversals of families and shops in the actor's areas. The next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads disputes.
    pub async fn reversals(
        &self,
        actor: &Actor,
        stage: DisputeStage,
        cursor: ReversalId,
    ) -> Result<Page<HandOverReversal>> {
        actor.must_somewhere(Action::ReadDisputes)?;
        let areas = actor.areas_for(Action::ReadDisputes);
        let (which, order) = match stage {
            DisputeStage::Waiting => ("r.state = 'asked' and r.id > $1", "r.id"),
            DisputeStage::Over => ("r.state <> 'asked' and (r.id < $1 or $1 = 0)", "r.id desc"),
        };
        let sql = format!(
            concat!("select ", reversal_columns!(), " where {} and ({} or {}) order by {} limit 51"),
            which,
            covered("a.path", &areas),
            covered("coalesce(s.path, '')", &areas),
            order,
        );
        let mut db = self.reader().await?;
        let found = rows!(db, ReversalRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(|row| row.opened(&self.vault, actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |reversal| reversal.id))
    }

    /// Loads one reversal, for the account that asked, and for coordinators and auditors of the family's area or the
    /// shop's.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn reversal(&self, actor: &Actor, id: ReversalId) -> Result<HandOverReversal> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, ReversalRow, concat!("select ", reversal_columns!(), " where r.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let reads = |path: &str| actor.may(Action::ReadDisputes, &AreaPath(path.to_owned()));
        if !reads(&row.path) && !reads(&row.shop) && row.asked_by != actor.account {
            return Err(Refusal::NotFound.into());
        }
        row.opened(&self.vault, actor)
    }

    /// Loads the last 50 approved reversals of goods of the actor's own family, newest first.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_reversals(&self, actor: &Actor) -> Result<Vec<HandOverReversal>> {
        actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ReversalRow,
            concat!(
                "select ",
                reversal_columns!(),
                " where r.household = $1 and r.state = 'approved' order by r.id desc limit 50"
            ),
            actor.household,
        )?;
        found.into_iter().map(|row| row.opened(&self.vault, actor)).collect()
    }
}

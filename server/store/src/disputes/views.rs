//! Reads disputes: a family its own, coordinators and auditors those of their areas.

use domain::{
    DAY,
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    disputes::{DUE_DAYS, Dispute, DisputeChannel, DisputeId, DisputeState, subject::Subject},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    disputes::media::Concerned,
};

/// Which ones a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DisputeStage {
    /// Those to be decided, the most urgent first.
    #[default]
    Waiting,
    /// Those that have ended, newest first.
    Over,
}

#[derive(sqlx::FromRow)]
struct DisputeRow {
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
    kind: String,
    channel: String,
    words: String,
    state: String,
    created: i64,
    created_by: i64,
    handed_by: i64,
    due: i64,
    climbs: i64,
    outcome: String,
    answer: String,
    decided: i64,
    recorder: String,
    handed_name: String,
    owner_name: String,
    decider: String,
    photo: bool,
    voice: bool,
    path: String,
}

/// Columns and joins of a [`DisputeRow`]; a macro because statements are literals.
macro_rules! dispute_columns {
    () => {
        "d.id, d.household, d.claim, coalesce(c.wish, 0) as wish, d.shop_order, coalesce(w.item, 0) as item,
         coalesce(w.size, '') as size, coalesce(w.own_name, '') as own_name,
         coalesce(w.own_key, '') as own_key, coalesce(p.name, '') as location_name, d.kind, d.channel, d.words, d.state,
         d.created, d.created_by, d.handed_by, d.due, d.climbs, d.outcome, d.answer, d.decided,
         coalesce(rec.name, '') as recorder, coalesce(han.name, '') as handed_name, coalesce(own.name, '') as owner_name,
         coalesce(dcd.name, '') as decider,
         exists (select 1 from dispute_media m where m.dispute = d.id and m.kind = 'jpeg') as photo,
         exists (select 1 from dispute_media m where m.dispute = d.id and m.kind <> 'jpeg') as voice, a.path
         from dispute d join household h on h.id = d.household join area a on a.id = h.area
             left join claim c on c.id = d.claim left join wish w on w.id = c.wish
             left join shop_order o on o.id = d.shop_order
             left join location p on p.id = coalesce(c.location, o.location)
             left join account rec on rec.id = d.created_by left join account han on han.id = d.handed_by
             left join account own on own.id = d.owner left join account dcd on dcd.id = d.decided_by"
    };
}

impl DisputeRow {
    /// Opens the sealed texts. The family reads no names but that of the coordinator who decided.
    fn opened(self, vault: &Vault, actor: &Actor) -> Result<Dispute> {
        let family = is_own(actor, self.household);
        let channel: DisputeChannel = parse(&self.channel)?;
        let state: DisputeState = parse(&self.state)?;
        let recorded = channel != DisputeChannel::Family;
        let concerned = Concerned {
            household: self.household,
            channel,
            created_by: self.created_by,
            handed_by: self.handed_by,
            path: &AreaPath(self.path),
        };
        let opens = concerned.may_open(actor);
        let may_decide = state == DisputeState::Open && opens && !concerned.concerns(actor);
        let name = |name: String| if family { String::new() } else { name };
        Ok(Dispute {
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
            kind: parse(&self.kind)?,
            channel,
            words: vault.open(Secret::DisputeWords, &self.words)?,
            state,
            created: self.created,
            recorded_by: if recorded { name(self.recorder) } else { String::new() },
            owner: name(self.owner_name),
            due: self.due,
            climbs: self.climbs,
            outcome: if self.outcome.is_empty() { None } else { Some(parse(&self.outcome)?) },
            answer: vault.open(Secret::DisputeAnswer, &self.answer)?,
            decided: self.decided,
            decided_by: self.decider,
            photo: self.photo && opens,
            voice: self.voice && opens,
            may_decide,
        })
    }
}

impl Store {
    /// Lists the disputes of families in the actor's areas. The next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads disputes.
    pub async fn disputes(&self, actor: &Actor, stage: DisputeStage, cursor: DisputeId) -> Result<Page<Dispute>> {
        actor.must_somewhere(Action::ReadDisputes)?;
        let (which, order) = match stage {
            DisputeStage::Waiting => ("d.state = 'open' and d.id > $1", "d.id"),
            DisputeStage::Over => ("d.state <> 'open' and (d.id < $1 or $1 = 0)", "d.id desc"),
        };
        let sql = format!(
            concat!("select ", dispute_columns!(), " where {} and {} order by {} limit 51"),
            which,
            covered("a.path", &actor.areas_for(Action::ReadDisputes)),
            order,
        );
        let mut db = self.reader().await?;
        let found = rows!(db, DisputeRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(|row| row.opened(&self.vault, actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |dispute| dispute.id))
    }

    /// Loads one dispute, for its family, for the account that recorded it, and for coordinators and auditors of the
    /// family's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn dispute(&self, actor: &Actor, id: DisputeId) -> Result<Dispute> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, DisputeRow, concat!("select ", dispute_columns!(), " where d.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let reads = actor.may(Action::ReadDisputes, &AreaPath(row.path.clone()));
        if !reads && !is_own(actor, row.household) && row.created_by != actor.account {
            return Err(Refusal::NotFound.into());
        }
        row.opened(&self.vault, actor)
    }

    /// Loads the last 50 disputes of the actor's own family, newest first.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_disputes(&self, actor: &Actor) -> Result<Vec<Dispute>> {
        actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            DisputeRow,
            concat!("select ", dispute_columns!(), " where d.household = $1 order by d.id desc limit 50"),
            actor.household,
        )?;
        found.into_iter().map(|row| row.opened(&self.vault, actor)).collect()
    }

    /// Counts what the account may decide: open disputes, and reversals that were asked for, without its own.
    pub(crate) fn disputes_waiting(of: &Waiting<'_>) -> Option<String> {
        let inside = covered("a.path", &of.actor.areas_for(Action::DecideDisputes));
        of.actor.may_somewhere(Action::DecideDisputes).then(|| {
            format!(
                "select count(*) as n, min(x.due) as at from (
                     select d.due from dispute d join household h on h.id = d.household join area a on a.id = h.area
                         where d.state = 'open' and d.handed_by <> $2 and {inside}
                     union all select r.asked + {} as due from reversal r join household h on h.id = r.household
                             join area a on a.id = h.area
                         where r.state = 'asked' and r.handed_by <> $2 and r.asked_by <> $2 and {inside}) x",
                DUE_DAYS * DAY,
            )
        })
    }
}

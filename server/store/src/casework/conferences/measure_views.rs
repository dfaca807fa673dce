//! Reads the measures of conferences; of a record the state that its own page has.

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    casework::{
        conferences::{ConferenceId, Measure, MeasureId, MeasureKind, MeasureState},
        visits::Window,
    },
    permission::Action,
};

use super::does;
use crate::{
    Conn, Refusal, Result, Store,
    areas::answerers::{
        chain::{one_of, stands_in_for},
        waiting::Waiting,
    },
    casework::cases::views::sees_words,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::is_own,
        pagination::signed_in,
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct MeasureRow {
    id: i64,
    conference: i64,
    household: i64,
    path: String,
    kind: String,
    record: i64,
    owner: i64,
    owner_name: String,
    office: String,
    service: String,
    words: String,
    due: i64,
    state: String,
    outcome: String,
    raised_to: i64,
    in_charge: String,
    climbs: i64,
    finished: i64,
    referral_state: String,
    referral_due: i64,
    wish_state: String,
    opens: i64,
    visit_due: i64,
    ends: i64,
    made: i64,
    cancelled: i64,
}

/// Columns and joins of a [`MeasureRow`]; a macro because statements are literals.
macro_rules! measure_columns {
    () => {
        "m.id, m.conference, m.household, a.path, m.kind, m.record,
         case m.kind when 'task' then m.owner when 'referral' then coalesce(r.sender, 0)
         when 'visit' then (case when coalesce(v.owner, 0) <> 0 then v.owner else h.caseworker end)
         else h.caseworker end as owner,
         coalesce(o.name, '') as owner_name, coalesce(f.name, '') as office, coalesce(s.name, '') as service, m.words, m.due, m.state, m.outcome, m.raised_to,
         coalesce(u.name, '') as in_charge, m.climbs, m.finished, coalesce(r.state, '') as referral_state,
         coalesce(r.due, 0) as referral_due, coalesce(w.state, '') as wish_state, coalesce(v.opens, 0) as opens,
         coalesce(v.due, 0) as visit_due, coalesce(v.ends, 0) as ends, coalesce(v.made, 0) as made,
         coalesce(v.cancelled, 0) as cancelled
         from conference_measure m join household h on h.id = m.household join area a on a.id = h.area
         left join referral r on r.id = m.record and m.kind = 'referral'
         left join service s on s.id = r.service left join organisation f on f.id = s.organisation
         left join visit v on v.id = m.record and m.kind = 'visit'
         left join wish w on w.id = m.record and m.kind = 'wish'
         left join account o on o.id = (case m.kind when 'task' then m.owner
         when 'referral' then coalesce(r.sender, 0)
         when 'visit' then (case when coalesce(v.owner, 0) <> 0 then v.owner else h.caseworker end)
         else h.caseworker end)
         left join account u on u.id = m.raised_to"
    };
}

/// Who reads measures.
pub(super) struct Reader<'a> {
    pub actor: &'a Actor,
    /// Accounts whose work the actor does.
    pub mine: Vec<AccountId>,
    /// Whether the file is revealed to the actor, or its own.
    pub opened_up: bool,
    pub now: Timestamp,
}

impl MeasureRow {
    /// Returns the state of the record, whether the measure is open, and until when.
    fn standing(&self, kind: MeasureKind, state: MeasureState, now: Timestamp) -> (String, bool, i64) {
        match kind {
            MeasureKind::Task => (String::new(), state == MeasureState::Open, self.due),
            MeasureKind::Referral => (self.referral_state.clone(), self.referral_due > 0, self.referral_due),
            MeasureKind::Wish => {
                let is_open = ["draft", "submitted", "published"].contains(&self.wish_state.as_str());
                (self.wish_state.clone(), is_open, 0)
            }
            MeasureKind::Visit => {
                let window = Window { opens: self.opens, due: self.visit_due, ends: self.ends };
                let timing = window.timing((self.made != 0).then_some(self.made), self.cancelled != 0, now);
                let is_open = self.made == 0 && self.cancelled == 0 && self.ends > now;
                (timing.as_str().to_owned(), is_open, self.visit_due)
            }
        }
    }

    fn read(self, vault: &Vault, reader: &Reader<'_>) -> Result<Measure> {
        let (kind, state): (MeasureKind, MeasureState) = (parse(&self.kind)?, parse(&self.state)?);
        let (record_state, is_open, due) = self.standing(kind, state, reader.now);
        let is_task = kind == MeasureKind::Task;
        let own = is_own(reader.actor, self.household);
        let does = is_task && does(reader.actor, &reader.mine, self.owner, self.raised_to);
        let words = |secret, sealed: &str| {
            if reader.opened_up || does { vault.open(secret, sealed) } else { Ok(String::new()) }
        };
        let follows = reader.actor.may(Action::FollowCases, &AreaPath(self.path));
        Ok(Measure {
            id: self.id,
            conference: self.conference,
            kind,
            record: (self.record != 0).then_some(self.record),
            is_open,
            state,
            record_state,
            owner: (self.owner != 0).then_some(self.owner),
            owner_name: self.owner_name,
            office: self.office,
            service: self.service,
            words: words(Secret::MeasureWords, &self.words)?,
            due: (due != 0).then_some(due),
            late: is_open && (self.climbs > 0 || (due != 0 && due <= reader.now)),
            climbs: self.climbs,
            in_charge: self.in_charge,
            outcome: words(Secret::MeasureOutcome, &self.outcome)?,
            finished: (self.finished != 0).then_some(self.finished),
            may_finish: state == MeasureState::Open && !own && (does || follows),
        })
    }
}

/// Loads the measures that a conference has, and those that were agreed in it and went on to a later one; open ones
/// first.
pub(super) async fn of_conference(
    db: &mut Conn<'_>,
    vault: &Vault,
    conference: ConferenceId,
    reader: &Reader<'_>,
) -> Result<Vec<Measure>> {
    let found = rows!(
        db,
        MeasureRow,
        concat!("select ", measure_columns!(), " where m.conference = $1 or m.made_in = $1 order by m.id limit 200"),
        conference,
    )?;
    let mut measures = found.into_iter().map(|row| row.read(vault, reader)).collect::<Result<Vec<_>>>()?;
    measures.sort_by_key(|measure| !measure.is_open);
    Ok(measures)
}

impl Store {
    /// Loads one task, for those who do it, and the staff who read cases in the family's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others, and for a record.
    pub async fn conference_task(&self, actor: &Actor, id: MeasureId) -> Result<Measure> {
        signed_in(actor)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let found =
            row!(db, MeasureRow, concat!("select ", measure_columns!(), " where m.id = $1 and m.kind = 'task'"), id,)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let mine = stands_in_for(&mut db.arm(), actor.account, now).await?;
        let does = does(actor, &mine, row.owner, row.raised_to);
        let reads = actor.may(Action::ReadCases, &AreaPath(row.path.clone()));
        if is_own(actor, row.household) || !(does || reads) {
            return Err(Refusal::NotFound.into());
        }
        let opened_up = sees_words(&mut db.arm(), actor, row.household, now).await?;
        row.read(&self.vault, &Reader { actor, mine, opened_up, now })
    }

    /// Counts open tasks of conferences that the account has, or that climbed to it.
    pub(crate) fn measures_waiting(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::FollowCases).then(|| {
            format!(
                "select count(*) as n, min(m.due) as at
                 from conference_measure m where m.state = 'open' and ({} or {})",
                one_of("m.owner", of.whose),
                one_of("m.raised_to", of.whose),
            )
        })
    }
}

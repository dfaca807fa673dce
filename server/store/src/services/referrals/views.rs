//! Reads referrals: a family its own, staff those of their areas. Words show only while the family's file is revealed.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    casework::cases::CaseId,
    households::HouseholdId,
    permission::Action,
    services::{
        TimeClass,
        office::Sharing,
        referrals::{LinkUse, Party, Referral, ReferralFile, ReferralId, ReferralLine, ReferralState},
    },
    time::Month,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Refusal, Result, Store,
    areas::answerers::{chain::one_of, waiting::Waiting},
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows, value, values},
    },
    households::{reveal, views::household_path},
};

/// Which referrals a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReferralStage {
    /// Those under way, the oldest first.
    #[default]
    Open,
    /// Those whose next step is overdue.
    Late,
    /// Those that have ended, newest first.
    Over,
    /// All, the oldest first.
    All,
    /// Those that their office answered in time, as the figures count them.
    AnsweredInTime,
    /// Those that were done in time, likewise.
    DoneInTime,
    /// Those that were confirmed, likewise.
    Confirmed,
    /// Those that climbed, likewise.
    Climbed,
}

impl ReferralStage {
    /// The stage of an address; open ones for any other text.
    #[must_use]
    pub fn of(show: &str) -> ReferralStage {
        match show {
            "late" => ReferralStage::Late,
            "over" => ReferralStage::Over,
            "all" => ReferralStage::All,
            "answered_in_time" => ReferralStage::AnsweredInTime,
            "done_in_time" => ReferralStage::DoneInTime,
            "confirmed" => ReferralStage::Confirmed,
            "climbed" => ReferralStage::Climbed,
            _ => ReferralStage::Open,
        }
    }
}

/// Filters of the list of referrals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferralQuery {
    /// Which ones.
    pub stage: ReferralStage,
    /// Area with those below it; none for all of the actor's.
    pub area: Option<AreaId>,
    /// Class of time.
    pub class: Option<TimeClass>,
    /// Month in which they were sent.
    pub month: Option<Month>,
    /// Where the page begins.
    pub cursor: ReferralId,
}

#[derive(sqlx::FromRow)]
pub(crate) struct ReferralRow {
    id: i64,
    household: i64,
    area_name: String,
    path: String,
    case_file: i64,
    service: i64,
    service_name: String,
    organisation: i64,
    organisation_name: String,
    class: String,
    state: String,
    sender: String,
    due: i64,
    climbs: i64,
    in_charge: String,
    created: i64,
    sent: i64,
    answered: i64,
    done: i64,
}

/// Columns and joins of a [`ReferralRow`]; a macro because statements are literals.
macro_rules! referral_columns {
    () => {
        "r.id, r.household, a.name as area_name, a.path, r.case_file, r.service, s.name as service_name, s.organisation,
         o.name as organisation_name, r.class, r.state, coalesce(k.name, '') as sender, r.due, r.climbs,
         coalesce(chg.name, '') as in_charge, r.created, r.sent, r.answered, r.done
         from referral r join service s on s.id = r.service join organisation o on o.id = s.organisation
             join household h on h.id = r.household join area a on a.id = h.area
             left join account k on k.id = r.sender left join account chg on chg.id = r.in_charge"
    };
}
pub(crate) use referral_columns;

/// Returns `None` for a number that stands for none in a row.
fn some(number: i64) -> Option<i64> {
    (number != 0).then_some(number)
}

impl ReferralRow {
    pub(crate) fn read(self, now: Timestamp) -> Result<Referral> {
        let state: ReferralState = parse(&self.state)?;
        Ok(Referral {
            id: self.id,
            household: self.household,
            area_name: self.area_name,
            case: some(self.case_file),
            service: self.service,
            service_name: self.service_name,
            organisation: self.organisation,
            organisation_name: self.organisation_name,
            class: parse(&self.class)?,
            state,
            owner: state.owner(),
            sender: self.sender,
            due: some(self.due),
            late: self.due > 0 && self.due < now,
            climbs: self.climbs,
            in_charge: self.in_charge,
            created: self.created,
            sent: some(self.sent),
            answered: some(self.answered),
            done: some(self.done),
        })
    }
}

/// Condition of a list and the values that it takes from `$1` on: area, class, sent from and before, now, the cursor.
pub(crate) fn referral_condition(actor: &Actor, stage: ReferralStage) -> String {
    let stage = match stage {
        ReferralStage::Open => "r.due > 0 and r.id > $6",
        ReferralStage::Late => "r.due > 0 and r.due < $5 and r.id > $6",
        ReferralStage::Over => "r.due = 0 and (r.id < $6 or $6 = 0)",
        ReferralStage::All => "r.id > $6",
        ReferralStage::AnsweredInTime => "r.answered > 0 and r.answered <= r.answer_due and r.id > $6",
        ReferralStage::DoneInTime => "r.done > 0 and r.done <= r.done_due and r.id > $6",
        ReferralStage::Confirmed => "r.state = 'confirmed' and r.id > $6",
        ReferralStage::Climbed => "r.climbs > 0 and r.id > $6",
    };
    format!(
        "where {} and {stage} and (cast($1 as bigint) = 0
                 or a.path like '%/' || cast(cast($1 as bigint) as text) || '/%')
             and ($2 = '' or r.class = $2) and r.sent >= $3 and (r.sent < $4 or $4 = 0) and r.created <= $5",
        covered("a.path", &actor.areas_for(Action::ReadCases)),
    )
}

impl Store {
    /// Lists the referrals of families in the actor's areas. The next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn referrals(&self, actor: &Actor, query: &ReferralQuery) -> Result<Page<Referral>> {
        actor.must_somewhere(Action::ReadCases)?;
        let now = self.now();
        let order = if query.stage == ReferralStage::Over { "r.id desc" } else { "r.id" };
        let sql = format!(
            concat!("select ", referral_columns!(), " {} order by {} limit 51"),
            referral_condition(actor, query.stage),
            order
        );
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ReferralRow,
            AssertSqlSafe(sql.as_str()),
            query.area.unwrap_or_default(),
            query.class.map_or("", TimeClass::as_str),
            query.month.map_or(0, |month| month.start()),
            query.month.map_or(0, |month| month.end()),
            now,
            query.cursor,
        )?;
        let found = found.into_iter().map(|row| row.read(now)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |referral| referral.id))
    }

    /// Lists the last 50 referrals of a household, or of one of its cases, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases; not found outside the actor's areas.
    pub async fn household_referrals(
        &self,
        actor: &Actor,
        household: HouseholdId,
        case: Option<CaseId>,
    ) -> Result<Vec<Referral>> {
        actor.must_somewhere(Action::ReadCases)?;
        let now = self.now();
        let mut db = self.reader().await?;
        actor.must(Action::ReadCases, &household_path(&mut db.arm(), household).await?)?;
        let found = rows!(
            db,
            ReferralRow,
            concat!(
                "select ",
                referral_columns!(),
                " where r.household = $1 and (r.case_file = $2 or $2 = 0) order by r.id desc limit 50"
            ),
            household,
            case.unwrap_or_default(),
        )?;
        found.into_iter().map(|row| row.read(now)).collect()
    }

    /// Lists the referrals of the actor's own family that were sent, newest first, at most 20.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_referrals(&self, actor: &Actor) -> Result<Vec<ReferralFile>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let ids = values!(
            db,
            i64,
            "select id from referral where household = $1 and sent > 0 order by id desc limit 100",
            household,
        )?;
        drop(db);
        let mut own = Vec::with_capacity(ids.len());
        for id in ids {
            own.push(self.referral(actor, id).await?);
        }
        Ok(own)
    }

    /// Loads one referral with its history, for its family and the staff of the family's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn referral(&self, actor: &Actor, id: ReferralId) -> Result<ReferralFile> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = row!(db, ReferralRow, concat!("select ", referral_columns!(), " where r.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let (own, path) = (is_own(actor, row.household), AreaPath(row.path.clone()));
        if !own && !actor.may(Action::ReadCases, &path) {
            return Err(Refusal::NotFound.into());
        }
        let opened = own || reveal::is_open(&mut db.arm(), actor, row.household, now).await?;
        let referral = row.read(now)?;
        let (need, sharing, stopped) = details(&mut db.arm(), &self.vault, id, opened).await?;
        let lines = lines(&mut db.arm(), &self.vault, id, opened).await?;
        let uses = uses(&mut db.arm(), id).await?;
        let link_ends = value!(
            db,
            i64,
            "select coalesce(max(ends), 0) from referral_link where referral = $1 and ended = 0 and ends > $2",
            id,
            now,
        )?;
        let keeps = !own && actor.may(Action::KeepCases, &path);
        let steps = match (own, keeps) {
            (true, _) => referral.state.steps(Party::Family),
            (false, true) => referral.state.steps(Party::Sender),
            (false, false) => Vec::new(),
        };
        Ok(ReferralFile {
            need,
            sharing,
            stopped,
            lines,
            uses,
            link_ends: some(link_ends),
            steps,
            may_link: keeps && referral.state.is_open_to_office(),
            referral,
        })
    }

    /// Counts overdue referrals that the account sent or that climbed to it, also in place of those on leave.
    pub(crate) fn referrals_late(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::FollowCases).then(|| {
            format!(
                "select count(*) as n, min(due) as at from referral where due > 0 and due < $1 and ({} or {})",
                one_of("sender", of.whose),
                one_of("in_charge", of.whose),
            )
        })
    }
}

/// Loads what is sealed of a referral, and what is passed on.
async fn details(
    db: &mut Conn<'_>,
    vault: &Vault,
    id: ReferralId,
    opened: bool,
) -> Result<(String, Sharing, Option<Timestamp>)> {
    let (need, shares, whom, how, at, stopped) = row!(
        db,
        (String, String, String, String, i64, i64),
        "select need, shares, agreed_whom, agreed_how, agreed_at, stopped from referral where id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    let what = Sharing::what_of(&shares).map_err(|_| Error::Broken(format!("referral {id}: unknown share")))?;
    let text = |secret, sealed: &str| if opened { vault.open(secret, sealed) } else { Ok(String::new()) };
    let whom = text(Secret::ReferralWhom, &whom)?;
    Ok((text(Secret::ReferralNeed, &need)?, Sharing { what, whom, how: parse(&how)?, at }, some(stopped)))
}

#[derive(sqlx::FromRow)]
struct LineRow {
    state: String,
    party: String,
    at: i64,
    by: String,
    about: String,
    office_name: String,
    words: String,
}

/// Loads the last 100 lines of a referral. The family's accounts are not named.
async fn lines(db: &mut Conn<'_>, vault: &Vault, id: ReferralId, opened: bool) -> Result<Vec<ReferralLine>> {
    let found = rows!(
        db,
        LineRow,
        "select l.state, l.party, l.at,
             case when coalesce(b.household, 0) <> 0 then '' else coalesce(b.name, '') end as by,
             coalesce(o.name, '') as about, l.office_name, l.words
         from referral_line l left join account b on b.id = l.account left join account o on o.id = l.about
         where l.referral = $1 order by l.id desc limit 100",
        id,
    )?;
    let line = |row: LineRow| {
        let LineRow { state, party, at, by, about, office_name, words } = row;
        let party: Option<Party> = if party.is_empty() { None } else { Some(parse(&party)?) };
        let named = vault.open(Secret::OfficeName, &office_name)?;
        let by = if named.is_empty() { by } else { named };
        let words = if opened { vault.open(Secret::ReferralLineWords, &words)? } else { String::new() };
        Ok(ReferralLine { state: parse(&state)?, party, at, by, about, words })
    };
    found.into_iter().map(line).collect()
}

/// Loads the last 50 uses of the links of a referral.
async fn uses(db: &mut Conn<'_>, id: ReferralId) -> Result<Vec<LinkUse>> {
    let found = rows!(
        db,
        (i64, String),
        "select u.at, u.what from referral_link_use u join referral_link l on l.id = u.link
         where l.referral = $1 order by u.id desc limit 50",
        id,
    )?;
    Ok(found.into_iter().map(|(at, what)| LinkUse { at, what }).collect())
}

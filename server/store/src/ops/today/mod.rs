//! Work list of the staff's start page: counts of waiting records, and small queries of staff pages.

mod counts;

use domain::{
    DAY, Timestamp,
    accounts::{Account, AccountId, Actor, GrantLine},
    areas::AreaId,
    permission::Action,
    time::Day,
    wishes::{Page, WishFile, WishId},
};
use sqlx::AssertSqlSafe;

use self::counts::{Place, counts, long, wish_areas};
use crate::{
    Result, Store,
    accounts::profile::grant_lines_of,
    areas::{
        answerers::{
            chain::stands_in_for,
            waiting::{Waiting, counted},
        },
        tree::path_of,
    },
    db::sql::values,
    wishes::feed::{files, searched},
};

/// Age after which a published wish with units left is listed as long waiting.
pub const LONG_WAIT: Timestamp = 14 * DAY;

/// Counts of waiting records that the actor may act on; `None` without the role for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// Wishes to review, and when the oldest was submitted (0 when there are none).
    pub review: Option<(i64, Timestamp)>,
    /// Thanks to review.
    pub thanks: Option<i64>,
    /// Claims whose goods are reserved at a location, ready to be handed over.
    pub ready: Option<i64>,
    /// Published wishes with units left, older than [`LONG_WAIT`].
    pub long: Option<i64>,
    /// Households that were never helped and have no wish in progress.
    pub left_out: Option<i64>,
    /// Households with a missing consent.
    pub consents: i64,
    /// Open requests of families to correct their files.
    pub corrections: i64,
    /// Objections to answer.
    pub objections: i64,
    /// Incoming relocations to answer.
    pub moves: i64,
    /// Disputes to decide, and reversals of hand-overs.
    pub disputes: i64,
    /// Late cases that the actor owns, or that climbed to it.
    pub cases: i64,
    /// Cases of school places that the actor owns and that are late or near a last day, or that climbed to it.
    pub school_places: i64,
    /// Cases of school places without a rule, for those who enter rules.
    pub ruleless: i64,
    /// Call-backs that the actor is to make.
    pub call_backs: i64,
    /// Late referrals that the actor sent, or that climbed to it.
    pub referrals: i64,
    /// Goods that their family has not collected for a week, to be brought on a visit.
    pub visits: i64,
    /// Doors of rounds that the actor goes to now.
    pub doors: i64,
    /// Pairings without a contact for 60 days.
    pub silent_pairings: i64,
    /// Offers of families on market days that wait for a review.
    pub market: i64,
    /// Courses about which their organiser is asked: too few, or without attendance.
    pub courses: i64,
    /// Job proposals of which the actor has to tell the employer.
    pub job_proposals: i64,
    /// Questions to people who were hired, to be asked now.
    pub job_checks: i64,
    /// Shifts of the next three days that lack people, and tasks that came back from shifts.
    pub shifts: [i64; 2],
    /// Questions that the actor answers, and appointments about which staff have not said who came.
    pub desk: [i64; 2],
    /// What families of the actor may be entitled to: to be asked, and late.
    pub entitlements: [i64; 2],
    /// Rules of entitlements of which something was not dealt with in time, for those who lead them.
    pub late_rules: i64,
    /// Drives that have ended, and whose result is to be published.
    pub unpublished_drives: i64,
    /// Posters that the actor is to take down.
    pub posters: i64,
    /// Groups of which members are to be called about a notice, and groups whose caretaker is closed or away.
    pub groups: [i64; 2],
    /// Public documents that hold no longer.
    pub documents: i64,
    /// Help between neighbours to be confirmed, and facts taken back after their points were spent.
    pub taking_part: [i64; 2],
    /// Open tasks of conferences that the actor has, or that climbed to it.
    pub measures: i64,
    /// Collections past their last day that the actor follows, or that climbed to it.
    pub collections: i64,
    /// Partnerships that organisations proposed to the actor's areas.
    pub partnerships: i64,
    /// Pledges that the actor's areas have to sign, and to rate.
    pub pledges: [i64; 2],
    /// Indicators of programmes that are behind and that the actor can mend, and reports to comment on.
    pub indicators: [i64; 2],
    /// Doors of rounds to which no caseworker goes.
    pub unowned_doors: i64,
    /// Wishes whose goods were not collected, to be opened again or closed.
    pub decisions: i64,
    /// Urgent wishes that the actor is in charge of.
    pub urgent: i64,
    /// Loans of the actor's shop, or as a coordinator, that wait for it.
    pub loans: i64,
    /// Recalls with units in the actor's shops, or at families in its areas.
    pub recalls: i64,
    /// Families that a message did not reach, to be called.
    pub unreached: i64,
    /// Costly wishes for which donors applied, to be decided.
    pub applications: i64,
    /// Visits of the actor, and of those for whom it stands in, that are to be made now.
    pub due_visits: i64,
    /// Visits that the actor planned for today, likewise, and has not made.
    pub planned: i64,
    /// Old findings of the actor, likewise.
    pub findings: i64,
    /// Visits missed twice, and findings, that climbed to the actor.
    pub raised: [i64; 2],
    /// Visits and findings without a caseworker, for those who hand work over.
    pub unowned: [i64; 2],
    /// Areas for which no person answers, for those who name them.
    pub gaps: i64,
}

impl Today {
    /// Returns whether nothing waits; `left_out` and `gaps` are ignored, they are rarely zero.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        let waiting = [self.review.map(|(n, _)| n), self.thanks, self.ready, self.long];
        waiting.into_iter().flatten().chain(self.few()).all(|n| n == 0)
    }

    /// Counts that are rarely above zero.
    fn few(&self) -> Vec<i64> {
        let Self { consents, corrections, objections, moves, disputes, visits, decisions, .. } = *self;
        let Self { due_visits, findings, raised: [missed, unsolved], unowned: [left, open], .. } = *self;
        let Self { unreached, applications, planned, doors, unowned_doors, silent_pairings, .. } = *self;
        let Self {
            cases,
            call_backs,
            referrals,
            collections,
            measures,
            loans,
            recalls,
            urgent,
            courses,
            market,
            job_proposals,
            job_checks,
            shifts: [short, back],
            desk: [asked, unsaid],
            entitlements: [to_ask, late],
            late_rules,
            school_places,
            ruleless,
            unpublished_drives,
            posters,
            groups: [unread, uncared],
            documents,
            taking_part: [helps, notes],
            partnerships,
            pledges: [to_sign, to_rate],
            indicators: [behind, reports],
            ..
        } = *self;
        let files = [consents, corrections, objections, moves, disputes, visits, decisions, unreached, applications];
        let visits =
            [due_visits, planned, findings, missed, unsolved, left, open, doors, unowned_doors, silent_pairings];
        [
            &files[..],
            &visits,
            &[
                cases,
                call_backs,
                referrals,
                collections,
                measures,
                loans,
                recalls,
                urgent,
                courses,
                market,
                job_proposals,
                job_checks,
                short,
                back,
                asked,
                unsaid,
                to_ask,
                late,
                late_rules,
                school_places,
                ruleless,
                unpublished_drives,
                posters,
                unread,
                uncared,
                documents,
                helps,
                notes,
                partnerships,
                to_sign,
                to_rate,
                behind,
                reports,
            ],
        ]
        .concat()
    }
}

impl Store {
    /// Counts the records that wait for the actor; empty for accounts without a staff role. Three statements, or one more
    /// for each account that it stands in for.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn today(&self, actor: &Actor) -> Result<Today> {
        let (now, mut today) = (self.now(), Today::default());
        let mut db = self.reader().await?;
        let whose = stands_in_for(&mut db.arm(), actor.account, now).await?;
        let asked = counts(&Waiting { actor, whose: &whose, today: Day::of(now) });
        let (statements, places): (Vec<String>, Vec<Place>) = asked.into_iter().unzip();
        for (place, n) in places.into_iter().zip(counted(&mut db.arm(), actor, now, &statements).await?) {
            place(&mut today, n);
        }
        drop(db);
        if actor.may_somewhere(Action::KeepHouseholds) {
            today.consents = self.consents_missing_count(actor).await?;
        }
        Ok(today)
    }

    /// Lists published wishes older than [`LONG_WAIT`] with units left, by id, in the actor's areas.
    /// `q` narrows them as in [`Store::staff_wishes`].
    ///
    /// # Errors
    /// Not allowed without a role that reviews wishes or reads households.
    pub async fn long_waiting(&self, actor: &Actor, q: &str, cursor: WishId) -> Result<Page<WishFile>> {
        actor.must_somewhere(Action::ReviewWishes).or(actor.must_somewhere(Action::ReadHouseholds))?;
        let mut db = self.reader().await?;
        let search = searched(q, 3);
        let long = long(&wish_areas(actor));
        let sql = format!("select w.id {long} and w.id > $2{} order by w.id limit 21", search.sql);
        let (now, pattern) = (self.now(), search.pattern.as_str());
        let ids = values!(db, i64, AssertSqlSafe(sql.as_str()), now, cursor, search.number, pattern)?;
        files(&mut db.arm(), &self.vault, ids).await
    }

    /// Returns whether the actor may do this in an area; false for an unknown area.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn may_in(&self, actor: &Actor, action: Action, area: AreaId) -> Result<bool> {
        if !actor.may_somewhere(action) {
            return Ok(false);
        }
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?;
        Ok(path.is_some_and(|path| actor.may(action, &path)))
    }

    /// As [`Store::accounts`], each account with its roles.
    ///
    /// # Errors
    /// Not allowed unless the actor is an administrator or a coordinator.
    pub async fn accounts_with_roles(
        &self,
        actor: &Actor,
        q: &str,
        cursor: AccountId,
    ) -> Result<Page<(Account, Vec<GrantLine>)>> {
        let Page { items: accounts, next } = self.accounts(actor, q, cursor).await?;
        let mut db = self.reader().await?;
        let mut held = grant_lines_of(&mut db.arm(), accounts.iter().map(|account| account.id)).await?;
        let with_roles = |account: Account| {
            let roles = held.remove(&account.id).unwrap_or_default();
            (account, roles)
        };
        Ok(Page { items: accounts.into_iter().map(with_roles).collect(), next })
    }
}

//! Periodic jobs: remind, lapse, ask, pass on, confirm, expire, forget.
//! Each record gets its own transaction, which checks again under the row lock, so several servers on one database do
//! nothing twice.

use domain::{DAY, Timestamp, areas::Policy, claims::applications::LATE_STEPS};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    accounts::{
        factor, session_lifecycle,
        sign_in::{codes, waiting_forms},
        tokens, undo,
    },
    claims::{
        clocks::{LapseClaim, RemindClaim},
        confirmation::ConfirmByTime,
    },
    db::{
        command::stored_as_tuple,
        idempotency,
        job_sweep::sweep,
        rate_limit, security_log,
        sql::{run, value},
    },
    disputes, imports, messages,
    ops::{chain::retention, live},
    stock::lists,
    wishes::{
        changes,
        endings::ExpireWish,
        media::{pending, voice},
    },
};

/// Counts of what one run of the jobs did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Claims whose claimer was reminded.
    pub reminded: i64,
    /// Pledged claims whose deadline passed.
    pub lapsed: i64,
    /// Steps taken about claims on the way, in a shop or undecided.
    pub followed: i64,
    /// Places behind wishes whose time to answer passed, or whose donor's account ended.
    pub standbys: i64,
    /// Turns of standing needs that were made, and needs that ended.
    pub needs: i64,
    /// Wishes whose undecided applications staff were reminded of, and applications of accounts that ended.
    pub applications: i64,
    /// Claims confirmed by time.
    pub confirmed: i64,
    /// Published wishes that expired without a claim.
    pub expired: i64,
    /// Households granted their monthly points.
    pub points_given: i64,
    /// Households whose points lapsed.
    pub points_lapsed: i64,
    /// Locations from whose shelf goods past their date were removed.
    pub goods_expired: i64,
    /// Recalls that ended, or of which staff were reminded.
    pub recalls: i64,
    /// Orders whose family was reminded.
    pub orders_reminded: i64,
    /// Orders not collected in time.
    pub orders_expired: i64,
    /// Disputes whose coordinator was reminded.
    pub disputes_reminded: i64,
    /// Late disputes that went to the next higher coordinators.
    pub disputes_climbed: i64,
    /// Urgent wishes that moved on, and services that opened after goods were handed over.
    pub urgent: i64,
    /// Loans of whose day of return family, shop or coordinators were told.
    pub loans: i64,
    /// Pairings that lapsed, were raised, asked about or ended.
    pub pairings: i64,
    /// Offers of market days asked about or ended.
    pub markets: i64,
    /// Courses asked about or ended, offered places that lapsed, sessions whose attendance was asked for.
    pub courses: i64,
    /// Help between neighbours that was not answered in time.
    pub helps_lapsed: i64,
    /// Vacancies that were reminded of, hidden or ended; proposals that ended by time; later questions that were asked.
    pub jobs: i64,
    /// Shifts that were closed or of which people were reminded, tasks that climbed or lapsed.
    pub shifts: i64,
    /// Bookable times and questions that reminded, closed or climbed.
    pub desk: i64,
    /// Entries of entitlements that changed with a file, and rules whose clock had something to do.
    pub entitlements: i64,
    /// Cases of school places whose dates were computed anew, whose steps were near, or that went up.
    pub school_places: i64,
    /// Drives that ended.
    pub drives: i64,
    /// Posters to be taken down, and those of which no account said that they were.
    pub posters: i64,
    /// Notices to groups that members had not read after three days.
    pub group_notices: i64,
    /// Conferences that ended, and their tasks that climbed.
    pub conferences: i64,
    /// Collections of money that ended or climbed.
    pub collections: i64,
    /// Partnerships that lapsed, began, were reminded of or ended.
    pub partnerships: i64,
    /// Pledges and entries of the board whose next step was done.
    pub pledges: i64,
    /// Programmes that were reported or ended, indicators that were looked at, late reports.
    pub programmes: i64,
    /// Rounds whose staff were reminded, that ended, or whose list was deleted.
    pub rounds: i64,
    /// Owners of cases who were reminded.
    pub cases_reminded: i64,
    /// Cases and call-backs that went to the next level, or to another owner.
    pub cases_climbed: i64,
    /// Steps of referrals about which a notice was sent, or which went to the next level.
    pub referrals_followed: i64,
    /// Owners of drafts, wishes in review, offers, transfers and stock-takes who were reminded.
    pub asked: i64,
    /// Drafts, offers and stock-takes that ended because nothing came of them.
    pub given_up: i64,
    /// Visits that were planned, judged as missed, or whose rule entered its next period; findings that climbed.
    pub visited: i64,
    /// Rows deleted: request ids, sessions, attempts, old imports, codes, unused uploads, old notices that were read.
    pub forgotten: i64,
}

/// Deletes rows past their retention period; returns how many.
#[derive(Serialize)]
struct Forget;

impl Command for Forget {
    const NAME: &'static str = "forget";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let now = tx.now;
        let gone = idempotency::forget(tx, now - 7 * DAY).await?
            + session_lifecycle::forget(tx).await?
            + tokens::forget(tx).await?
            + undo::forget(tx).await?
            + rate_limit::forget(tx, now - DAY).await?
            + security_log::forget(tx).await?
            + imports::sheets::forget(tx, now - 30 * DAY).await?
            + imports::households::forget(tx, now - 7 * DAY).await?
            + codes::forget(tx).await?
            + factor::pending::forget(tx).await?
            + waiting_forms::forget(tx).await?
            + lists::forget(tx).await?
            + voice::forget(tx).await?
            + changes::forget(tx).await?
            + live::forget(tx).await?
            + pending::forget(tx).await?
            + disputes::media::forget(tx).await?
            + messages::queue::forget(tx).await?
            + retention::forget_notices(tx).await?;
        Ok(i64::try_from(gone).unwrap_or(i64::MAX))
    }
}

/// Advances a job's next run if it is due; true for the one caller that did.
struct TakeTurn {
    job: String,
    /// Seconds between two runs.
    every: Timestamp,
}

stored_as_tuple!(TakeTurn, job, every);

impl Command for TakeTurn {
    const NAME: &'static str = "job";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (now, Self { job, every }) = (tx.now, self);
        run!(tx, "insert into job (name, next) values ($1, 0) on conflict (name) do nothing", job)?;
        let (next, far) = (now + every, now + 2 * every);
        // A time that is far ahead was set by a server whose clock was wrong.
        let taken =
            run!(tx, "update job set next = $2 where name = $1 and (next <= $3 or next > $4)", job, next, now, far)?;
        Ok(taken == 1)
    }
}

impl Store {
    /// Runs every job that is due at the store's time.
    /// Safe to run on several servers at once.
    ///
    /// # Errors
    /// When the database fails. A step that fails on a record is logged and left for the next run.
    pub async fn run_clocks(&self) -> Result<JobCounts> {
        let ran = JobCounts {
            reminded: self.remind().await?,
            lapsed: self.lapse().await?,
            followed: self.claims_follow().await?,
            standbys: self.standbys_follow().await?,
            confirmed: self.confirm().await?,
            expired: self.expire().await?,
            needs: self.needs_turn().await?,
            // After the wishes that end, so that no reminder is about one of them.
            applications: self.applications_follow().await?,
            points_lapsed: self.points_lapse().await?,
            points_given: self.points_month().await?,
            goods_expired: self.expire_goods().await?,
            recalls: self.recalls_follow().await?,
            orders_reminded: self.orders_remind().await?,
            orders_expired: self.orders_expire().await?,
            disputes_reminded: self.disputes_remind().await?,
            disputes_climbed: self.disputes_climb().await?,
            urgent: self.urgent_follow().await? + self.follow_ons_open().await?,
            loans: self.loans_follow().await?,
            pairings: self.pairings_follow().await?,
            collections: self.collections_follow().await?,
            conferences: self.conferences_follow().await?,
            courses: self.courses_follow().await?,
            helps_lapsed: self.helps_lapse().await?,
            markets: self.markets_follow().await?,
            jobs: self.jobs_follow().await?,
            shifts: self.shifts_follow().await?,
            desk: self.slots_follow().await? + self.questions_follow().await?,
            entitlements: self.entitlements_compare().await? + self.entitlements_follow().await?,
            school_places: self.school_places_follow().await?,
            drives: self.drives_follow().await?,
            // After the wishes and drives that end, so that their posters end in the same run.
            posters: self.posters_follow().await?,
            group_notices: self.group_notices_follow().await?,
            partnerships: self.partnerships_follow().await?,
            pledges: self.pledges_follow().await?,
            programmes: self.programmes_follow().await?,
            rounds: self.rounds_follow().await?,
            cases_reminded: self.cases_remind().await?,
            cases_climbed: self.cases_climb().await?,
            referrals_followed: self.referrals_follow().await?,
            given_up: self.drafts_give_up().await? + self.offers_give_up().await? + self.takes_give_up().await?,
            asked: self.drafts_remind().await?
                + self.reviews_remind().await?
                + self.offers_remind().await?
                + self.transfers_remind().await?
                + self.takes_remind().await?,
            visited: self.visit_rules_advance().await?
                + self.visits_judge().await?
                + self.visits_plan().await?
                + self.lent_roles_return().await?
                + self.findings_climb().await?,
            forgotten: self.run(&By::system(), Forget).await?,
        };
        // Last, so that the numbers and the chains hold what this run did.
        self.public_numbers_count().await?;
        self.audit_forget().await?;
        self.chains_grow().await?;
        Ok(ran)
    }

    async fn remind(&self) -> Result<i64> {
        sweep!(
            self,
            RemindClaim,
            "select reminder, id from claim
             where state = 'pledged' and reminder > 0 and reminder <= $1 and due >= $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            self.now(),
        )
    }

    async fn lapse(&self) -> Result<i64> {
        sweep!(
            self,
            LapseClaim,
            "select due, id from claim where state = 'pledged' and due < $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            self.now(),
        )
    }

    /// Confirms hand-overs that were not disputed within the `confirm_days` of their area.
    async fn confirm(&self) -> Result<i64> {
        sweep!(
            self,
            ConfirmByTime,
            "select c.changed, c.id from claim c join wish w on w.id = c.wish join area a on a.id = w.home
             where c.state = 'handed_over' and c.changed <= $1 - 86400 and (c.changed, c.id) > ($3, $4)
               and not exists (select 1 from dispute d where d.claim = c.id and d.state = 'open')
               and c.changed <= $1 - 86400 * coalesce((select p.confirm_days from policy p join area r on r.id = p.area
                   where a.path like r.path || '%' order by length(r.path) desc limit 1), $2)
             order by c.changed, c.id limit 200",
            self.now(),
            Policy::default().confirm_days,
        )
    }

    async fn expire(&self) -> Result<i64> {
        sweep!(
            self,
            ExpireWish,
            "select w.expires, w.id from wish w
             where w.state = 'published' and w.expires > 0 and w.expires < $1 and (w.expires, w.id) > ($3, $4)
               and not exists (select 1 from claim c where c.wish = w.id
                   and (c.state in ('pledged', 'on_the_way', 'arrived', 'handed_over') or c.undecided > 0))
               and not exists (select 1 from standby s where s.wish = w.id and s.state = 'asked')
               and not (w.decide_next > 0 and (w.decide_steps < $2 or w.decide_next > $1))
             order by w.expires, w.id limit 200",
            self.now(),
            LATE_STEPS,
        )
    }

    /// Claims the next run of a regular job: true for exactly one server per `every` seconds.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn job_due(&self, name: &str, every: Timestamp) -> Result<bool> {
        let now = self.now();
        let waits = value!(
            self.reader().await?,
            i64,
            "select count(*) from job where name = $1 and next > $2 and next <= $3",
            name,
            now,
            now + 2 * every,
        )?;
        if waits > 0 {
            return Ok(false);
        }
        self.run(&By::system(), TakeTurn { job: name.to_owned(), every }).await
    }
}

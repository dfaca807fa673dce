//! Reads applications: a donor's own, what a costly wish offers it, and the list of those who decide.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    claims::applications::{APPLICATIONS, Applicant, Application, ApplicationFile, ApplicationId, PER_WISH},
    permission::Action,
    wishes::{Page, Wish, WishId, WishState},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Secret, Store, Vault,
    areas::answerers::waiting::Waiting,
    db::{
        area_filter::covered,
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    wishes,
};

#[derive(sqlx::FromRow)]
struct ApplicationRow {
    id: i64,
    wish: i64,
    item: i64,
    size: String,
    own_name: String,
    own_key: String,
    category: String,
    quantity: i64,
    plan: String,
    state: String,
    reason: String,
    claim: i64,
    created: i64,
    changed: i64,
}

impl ApplicationRow {
    /// The application, with its plan for readers who may have it.
    fn open(self, vault: &Vault, for_reader: bool) -> Result<Application> {
        let plan = if for_reader { vault.open(Secret::ApplicationPlan, &self.plan)? } else { String::new() };
        Ok(Application {
            id: self.id,
            wish: self.wish,
            title: catalogue::title_of(self.item, &self.own_name, &self.size),
            key: catalogue::key_of(self.item, &self.own_key),
            category: parse(&self.category)?,
            size: self.size,
            quantity: self.quantity,
            plan: (!plan.is_empty()).then_some(plan),
            state: parse(&self.state)?,
            reason: (!self.reason.is_empty()).then_some(self.reason),
            claim: (self.claim != 0).then_some(self.claim),
            created: self.created,
            changed: self.changed,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ApplicantRow {
    #[sqlx(flatten)]
    application: ApplicationRow,
    applicant: String,
    organisation: String,
    /// Whether the reader, its organisation or a rival application of the reader is concerned.
    at_stake: bool,
}

impl ApplicantRow {
    fn open(self, vault: &Vault) -> Result<Applicant> {
        let may_decide = !self.at_stake;
        Ok(Applicant {
            application: self.application.open(vault, may_decide)?,
            applicant: self.applicant,
            organisation: self.organisation,
            may_decide,
        })
    }
}

/// Columns and joins of an [`ApplicationRow`]; a macro because statements are literals.
macro_rules! application_columns {
    () => {
        "x.id, x.wish, w.item, w.size, w.own_name, w.own_key, w.category, x.quantity, x.plan, x.state,
         x.reason, x.claim, x.created, x.changed
         from application x join wish w on w.id = x.wish"
    };
}

/// Columns and joins of an [`ApplicantRow`], read by the account `$1`.
const APPLICANT_COLUMNS: &str = "x.id, x.wish, w.item, w.size, w.own_name, w.own_key, w.category, x.quantity, x.plan,
     x.state, x.reason, x.claim, x.created, x.changed, b.name as applicant, coalesce(o.name, '') as organisation,
     (b.id = $1 or exists (select 1 from account d where d.id = $1 and d.organisation <> 0
                               and d.organisation = b.organisation)
         or exists (select 1 from application y where y.wish = x.wish and y.account = $1
                        and y.state in ('waiting', 'passed'))) as at_stake
     from application x join wish w on w.id = x.wish join area a on a.id = w.home join account b on b.id = x.account
     left join organisation o on o.id = b.organisation";

/// What a costly wish offers an account.
#[derive(Clone, Debug, PartialEq)]
pub struct ApplyTerms {
    /// Its own live application.
    pub own: Option<Application>,
    /// Why it could not apply, beyond the terms of a claim; `None` when it could.
    pub refused: Option<Code>,
}

/// Applications that a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationFilter {
    /// Those that wait, for every wish.
    Waiting,
    /// All for one wish, decided ones too.
    Wish(WishId),
}

/// Loads the wish of an application as the public sees it. What its family says is left out once it is not public any
/// more, as behind a wish that was found taken.
async fn public_wish(db: &mut Conn<'_>, id: WishId) -> Result<Wish> {
    let wish = wishes::views::view(db, id).await?;
    let public = matches!(wish.state, WishState::Published | WishState::Fulfilled);
    Ok(if public { wish } else { Wish { words: String::new(), photo: 0, ..wish } })
}

impl Store {
    /// Lists the actor's applications: those that wait first, then the newest; at most 100.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_applications(&self, actor: &Actor) -> Result<Vec<Application>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let own = rows!(
            db,
            ApplicationRow,
            concat!(
                "select ",
                application_columns!(),
                " where x.account = $1
                  order by case x.state when 'waiting' then 0 when 'passed' then 1 else 2 end, x.id desc limit 100"
            ),
            actor.account,
        )?;
        own.into_iter().map(|row| row.open(&self.vault, true)).collect()
    }

    /// Loads an application: for its donor, and for those who decide about applications of the wish's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn application(&self, actor: &Actor, id: ApplicationId) -> Result<ApplicationFile> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let own = row!(
            db,
            ApplicationRow,
            concat!("select ", application_columns!(), " where x.id = $1 and x.account = $2"),
            id,
            actor.account,
        )?;
        let applicant = match own {
            Some(row) => Applicant {
                application: row.open(&self.vault, true)?,
                applicant: String::new(),
                organisation: String::new(),
                may_decide: false,
            },
            None => {
                let (path,) = row!(
                    db,
                    (String,),
                    "select a.path from application x join wish w on w.id = x.wish join area a on a.id = w.home
                     where x.id = $1",
                    id,
                )?
                .ok_or(Refusal::NotFound)?;
                if !actor.may(Action::ReviewWishes, &AreaPath(path)) {
                    return Err(Refusal::NotFound.into());
                }
                let sql = format!("select {APPLICANT_COLUMNS} where x.id = $2");
                row!(db, ApplicantRow, AssertSqlSafe(sql.as_str()), actor.account, id)?
                    .ok_or(Refusal::NotFound)?
                    .open(&self.vault)?
            }
        };
        let wish = public_wish(&mut db.arm(), applicant.application.wish).await?;
        Ok(ApplicationFile { applicant, wish })
    }

    /// Lists applications in the actor's areas for those who decide, the oldest first. Plans that the actor does not
    /// decide about are left out.
    ///
    /// # Errors
    /// Not allowed without a role that reviews wishes.
    pub async fn applications(
        &self,
        actor: &Actor,
        filter: ApplicationFilter,
        cursor: ApplicationId,
    ) -> Result<Page<Applicant>> {
        actor.must_somewhere(Action::ReviewWishes)?;
        let inside = covered("a.path", &actor.areas_for(Action::ReviewWishes));
        let (shown, wish) = match filter {
            ApplicationFilter::Waiting => ("x.state = 'waiting' and $3 = 0", 0),
            ApplicationFilter::Wish(wish) => ("x.wish = $3", wish),
        };
        let sql = format!("select {APPLICANT_COLUMNS} where {shown} and x.id > $2 and {inside} order by x.id limit 51");
        let mut db = self.reader().await?;
        let found = rows!(db, ApplicantRow, AssertSqlSafe(sql.as_str()), actor.account, cursor, wish)?;
        let opened: Result<Vec<Applicant>> = found.into_iter().map(|row| row.open(&self.vault)).collect();
        Ok(page(opened?, |applicant| applicant.application.id))
    }

    /// Counts wishes whose applications wait for a decision in the account's areas.
    pub(crate) fn undecided_wishes(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::ReviewWishes).then(|| {
            format!(
                "select count(*) as n, min(w.decide_next) as at
                 from wish w join area a on a.id = w.home where w.decide_next > 0 and {}",
                covered("a.path", &of.actor.areas_for(Action::ReviewWishes)),
            )
        })
    }

    /// Loads what a costly wish offers the actor, beside the terms of a claim. Only a preview: applying checks
    /// everything again.
    ///
    /// # Errors
    /// Not signed in; not found unless the wish is published.
    pub async fn apply_terms(&self, actor: &Actor, wish: WishId) -> Result<ApplyTerms> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let (free, by_application) = row!(
            db,
            (i64, bool),
            "select quantity - claimed, by_application from wish where id = $1 and state = 'published'",
            wish,
        )?
        .ok_or(Refusal::NotFound)?;
        let own = row!(
            db,
            ApplicationRow,
            concat!(
                "select ",
                application_columns!(),
                " where x.wish = $1 and x.account = $2 and x.state in ('waiting', 'passed')"
            ),
            wish,
            actor.account,
        )?;
        let own = own.map(|row| row.open(&self.vault, true)).transpose()?;
        let (claims, applications, tried) = row!(
            db,
            (i64, i64, i64),
            "select (select count(*) from claim where wish = $1 and account = $2 and source = 'donor'
                         and state in ('pledged', 'on_the_way', 'arrived', 'handed_over')),
                    (select count(*) from application where account = $2 and state in ('waiting', 'passed')),
                    (select count(*) from application where wish = $1 and account = $2
                         and state in ('withdrawn', 'declined'))",
            wish,
            actor.account,
        )?
        .unwrap_or_default();
        let is_full = own.is_none() && applications >= APPLICATIONS;
        let refused = if !by_application {
            Some(Code::NotByApplication)
        } else if claims > 0 {
            Some(Code::AlreadyClaimed)
        } else if free <= 0 {
            Some(Code::AlreadyTaken)
        } else if own.is_none() && tried >= PER_WISH {
            Some(Code::AppliedBefore)
        } else {
            is_full.then_some(Code::ApplicationLimit)
        };
        Ok(ApplyTerms { own, refused })
    }
}

//! Names who answers for an area or for some homes, and ends posts.

use domain::{
    Code,
    areas::{
        AreaPath,
        answerers::{Answerer, AnswererId, HOMES, NewAnswerer, Post},
    },
    households::HouseholdId,
    permission::Action,
};
use serde::Serialize;

use super::views::{held_post, posts_of};
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::must_in,
    crypto::secret::Secret,
    db::{
        locks::{Writers, lock_open_household},
        sql::{run, value},
    },
};

/// Checks that an account is open and staff of casework in the area.
async fn must_be_staff(tx: &mut Tx<'_>, account: i64, path: &AreaPath) -> Result<()> {
    let fits = value!(
        tx,
        i64,
        "select count(*) from account a where a.id = $1 and a.open = true and exists (select 1 from role_grant g
             where g.account = a.id and g.role in ('caseworker', 'coordinator') and $2 like g.path || '%')",
        account,
        &path.0,
    )?;
    if fits == 1 { Ok(()) } else { Err(Refusal::field("account", Code::Unknown).into()) }
}

/// Finds the post of the same kind that the person has in the area already, other than the one that is replaced: the
/// account's, or without an account that of the same name and number.
async fn same_post(tx: &mut Tx<'_>, new: &NewAnswerer) -> Result<Option<AnswererId>> {
    let vault = tx.vault.clone();
    let held = posts_of(&mut tx.arm(), &vault, new.area).await?;
    let is_same = |one: &Answerer| match new.account {
        Some(_) => one.account == new.account,
        None => one.account.is_none() && one.name == new.name && one.phone == new.phone,
    };
    let found = held.iter().find(|one| one.post == new.post && Some(one.id) != new.replaces && is_same(one));
    Ok(found.map(|one| one.id))
}

/// Inserts a post; returns it.
async fn insert_post(tx: &mut Tx<'_>, new: &NewAnswerer) -> Result<AnswererId> {
    let (now, actor, vault) = (tx.now, tx.actor.account, tx.vault.clone());
    Ok(value!(
        tx,
        i64,
        "insert into answerer (area, post, account, name, phone, since, named_by, until, version)
         values ($1, $2, $3, $4, $5, $6, $7, 0, 0) returning id",
        new.area,
        new.post.as_str(),
        new.account.unwrap_or_default(),
        vault.seal(Secret::AnswererName, &new.name)?,
        vault.seal(Secret::AnswererPhone, &new.phone)?,
        now,
        actor,
    )?)
}

/// Gives a post the number of its person, unless none was given; returns the post.
async fn keep_post(tx: &mut Tx<'_>, id: AnswererId, new: &NewAnswerer) -> Result<AnswererId> {
    if !new.phone.is_empty() {
        let phone = tx.vault.seal(Secret::AnswererPhone, &new.phone)?;
        run!(tx, "update answerer set phone = $2, version = version + 1 where id = $1 and until = 0", id, &phone)?;
    }
    Ok(id)
}

/// Names a person who answers for an area or some homes; returns the post. A person who has that post in the area
/// already keeps it, and takes over the number that was given. With `replaces` that post ends, and its homes go over.
///
/// # Errors
/// Not found outside the actor's areas, and for `replaces` that ended or belongs to another area; field `account` for
/// one that is no staff of casework there; fields `name` and `phone`.
#[derive(Clone, Debug, Serialize)]
pub struct NameAnswerer(pub NewAnswerer);

impl Command for NameAnswerer {
    const NAME: &'static str = "answerer_name";
    type Output = AnswererId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AnswererId> {
        let path = must_in(tx, Action::LeadCasework, self.0.area).await?;
        let new = self.0.clone().checked()?;
        if new.area == 0 {
            return Err(Refusal::NotFound.into());
        }
        let account = new.account.unwrap_or_default();
        if account != 0 {
            must_be_staff(tx, account, &path).await?;
        }
        let id = match same_post(tx, &new).await? {
            Some(id) => keep_post(tx, id, &new).await?,
            None => insert_post(tx, &new).await?,
        };
        let now = tx.now;
        if let Some(before) = new.replaces {
            let ended = run!(
                tx,
                "update answerer set until = $3, version = version + 1 where id = $1 and area = $2 and until = 0",
                before,
                new.area,
                now,
            )?;
            if ended == 0 {
                return Err(Refusal::NotFound.into());
            }
            run!(tx, "update household set answerer = $2 where answerer = $1 and answerer <> 0", before, id)?;
        }
        tx.audit("answerer", id).await?;
        Ok(id)
    }
}

/// Ends a post. Its homes are answered for by the people of their area alone.
///
/// # Errors
/// Not found outside the actor's areas and for a post that ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndAnswerer {
    /// Post to end.
    pub answerer: AnswererId,
}

impl Command for EndAnswerer {
    const NAME: &'static str = "answerer_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::LeadCasework)?;
        let (id, now, vault) = (self.answerer, tx.now, tx.vault.clone());
        let post = held_post(&mut tx.arm(), &vault, id).await?;
        tx.actor.must(Action::LeadCasework, &post.path)?;
        run!(tx, "update answerer set until = $2, version = version + 1 where id = $1 and until = 0", id, now)?;
        run!(tx, "update household set answerer = 0 where answerer = $1 and answerer <> 0", id)?;
        tx.audit("answerer", id).await
    }
}

/// Gives homes to a post for some homes; a home has one such person, so it leaves the one before.
///
/// # Errors
/// Not found outside the actor's areas and for a post that ended; [`Code::WrongState`] for a post that answers for a
/// whole area; field `households` for more than [`HOMES`], none, or one outside the post's area; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct GiveHomes {
    /// Post that answers for them from now on.
    pub answerer: AnswererId,
    /// Numbers of the households.
    pub households: Vec<HouseholdId>,
}

impl Command for GiveHomes {
    const NAME: &'static str = "answerer_homes";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::LeadCasework)?;
        let vault = tx.vault.clone();
        let post = held_post(&mut tx.arm(), &vault, self.answerer).await?;
        tx.actor.must(Action::LeadCasework, &post.path)?;
        if post.post != Post::Homes {
            return Err(Code::WrongState.into());
        }
        let mut households = self.households.clone();
        households.sort_unstable();
        households.dedup();
        if households.is_empty() || households.len() > HOMES {
            let code = if households.is_empty() { Code::Required } else { Code::OutOfRange };
            return Err(Refusal::field("households", code).into());
        }
        // In ascending order, as all locks of one level.
        for household in households {
            let file = lock_open_household(tx, household, Writers::Staff(Action::LeadCasework)).await?;
            if !post.path.covers(&file.path()) {
                return Err(Refusal::field("households", Code::OtherArea).into());
            }
            run!(tx, "update household set answerer = $2 where id = $1", household, self.answerer)?;
        }
        let now_has = value!(tx, i64, "select count(*) from household where answerer = $1 and answerer <> 0", post.id)?;
        if now_has > i64::try_from(HOMES).unwrap_or(i64::MAX) {
            return Err(Refusal::field("households", Code::OutOfRange).into());
        }
        tx.audit("answerer", self.answerer).await
    }
}

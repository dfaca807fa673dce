//! Wishes from the family's first word to the last confirmation.

use domain::{
    Code, DAY, Error as Refusal,
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    households::Sex,
    notifications::NoticeKind,
    permission::Action,
    text,
    wishes::{self, Meant, NewWish, Publication, WishEvent, WishId, WishState},
};
use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::{
    By, Result, Store, Tx,
    areas::policies::policy_for,
    claims,
    crypto::sealed_columns::Secret,
    db::{
        sql::{parse, row, run, value, values},
        write::News,
    },
    households::lock,
    wishes::{
        media::voice,
        priority::{self, Asked},
        public_fields,
        views::{is_own, progress},
    },
};

/// A wish with a decision's words or reason, as a request id's fingerprint needs it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// The wish (or the claim).
    pub id: i64,
    /// The public words, or the reason.
    pub text: String,
}

/// A draft that is sent, as a request id's fingerprint needs it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sent {
    /// The draft.
    pub id: WishId,
    /// What is said with it.
    pub meant: Meant,
}

/// A wish under its row lock, with what decisions need.
#[derive(sqlx::FromRow)]
pub(crate) struct Held {
    pub id: WishId,
    pub household: i64,
    pub root: i64,
    /// Whom it is for; 0 for the whole family.
    pub member: i64,
    pub item: i64,
    pub size: String,
    pub quantity: i64,
    state: String,
    path: String,
    expires: i64,
}

impl Held {
    pub(crate) fn state(&self) -> Result<WishState> {
        parse(&self.state)
    }

    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn title(&self) -> String {
        catalogue::find(self.item).map(|item| item.title(&self.size)).unwrap_or_default()
    }
}

/// Takes the wish's row lock (on PostgreSQL; SQLite has one writer) and reads it. Whoever changes a
/// wish and its claims takes this lock first, so that no two transactions wait for each other.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: WishId) -> Result<Held> {
    run!(tx, "update wish set version = version + 1 where id = $1", id)?;
    hold_again(tx, id).await
}

/// Reads a wish whose row lock the transaction has already.
pub(crate) async fn hold_again(tx: &mut Tx<'_>, id: WishId) -> Result<Held> {
    row!(
        tx,
        Held,
        "select w.id, w.household, w.root, w.member, w.item, w.size, w.quantity, w.state, a.path, w.expires
         from wish w join area a on a.id = w.home where w.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Posts a wish: a family for itself, a caseworker for a household of its area.
///
/// # Errors
/// Invalid fields; a household outside the actor's areas is not found; [`Code::AlreadyOpen`], [`Code::OpenLimit`] and
/// [`Code::YearLimit`] as in `fairness.rs`.
pub async fn post(tx: &mut Tx<'_>, new: &NewWish) -> Result<WishId> {
    let new = new.clone().checked()?;
    let item = catalogue::find(new.item).ok_or(Refusal::field("item", Code::Unknown))?;
    let own = new.household == 0 || is_own(&tx.actor, new.household);
    let household = if own { tx.actor.household } else { new.household };
    if household == 0 {
        tx.actor.must_somewhere(Action::PostForFamily)?;
        return Err(Refusal::field("household", Code::Required).into());
    }
    let (home, root, path, family_size) = row!(
        tx,
        (i64, i64, String, i64),
        "select h.area, h.root, a.path, h.size from household h join area a on a.id = h.area where h.id = $1",
        household,
    )?
    .ok_or(Refusal::NotFound)?;
    if !own {
        tx.actor.must(Action::PostForFamily, &AreaPath(path.clone()))?;
    }
    lock::must_be_in_use(&mut tx.arm(), household).await?;
    let asked = Asked { item: item.id, draft: new.draft, again: new.again, beyond: &new.beyond };
    let beyond = priority::admit(tx, household, &AreaPath(path.clone()), &asked).await?;
    let turn = priority::turn(tx, household).await?;
    let (age, sex) = wished_for(tx, household, new.member).await?;
    let district = values!(
        tx,
        i64,
        "select id from area where $1 like path || '%' and kind = 'district' order by length(path) desc limit 1",
        &path,
    )?;
    let district = district.first().copied().unwrap_or(root);
    let state = if new.draft { WishState::Draft } else { WishState::Submitted };
    let (now, account) = (tx.now, tx.actor.account);
    let submitted = if new.draft { 0 } else { now };
    let code = format!("{:04}", rand::rng().random_range(0..10_000));
    let own_words = tx.vault.seal(Secret::OwnWords, &new.words)?;
    let beyond = tx.vault.seal(Secret::WishBeyond, &beyond)?;
    let id = value!(
        tx,
        i64,
        "insert into wish (household, home, root, district, item, size, category, cost, quantity, claimed, member,
             family_size, age, sex, own_words, words, state, reason, code, photo, posted_by, created, submitted,
             published, expires, ended, version, turn, beyond)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, '', $15, '', $16, 0, $17, $18, $19,
             0, 0, 0, 0, $20, $21) returning id",
        household,
        home,
        root,
        district,
        item.id,
        &new.size,
        item.category.as_str(),
        item.cost,
        new.quantity,
        new.member,
        family_size,
        age,
        sex.as_str(),
        own_words,
        state.as_str(),
        &code,
        account,
        now,
        submitted,
        turn,
        beyond,
    )?;
    if new.member != 0 {
        public_fields::settle(tx, id, false).await?;
    }
    tx.audit("wish", id).await?;
    Ok(id)
}

/// Age in whole years and sex of the member it is for; (-1, unsaid) for the whole family.
pub(crate) async fn wished_for(tx: &mut Tx<'_>, household: i64, member: i64) -> Result<(i64, Sex)> {
    if member == 0 {
        return Ok((-1, Sex::Unsaid));
    }
    let (born, sex) = row!(
        tx,
        (i64, String),
        "select birth_year, sex from person where id = $1 and household = $2",
        member,
        household,
    )?
    .ok_or(Refusal::field("member", Code::Unknown))?;
    Ok(((year(tx.now) - born).max(0), parse(&sex)?))
}

/// The Gregorian year, to the day; only years of birth are known, so ages are as rough.
pub(crate) fn year(now: i64) -> i64 {
    1970 + now * 10_000 / (DAY * 3_652_425)
}

/// Moves the state along; the state machine has the last word.
async fn step(tx: &mut Tx<'_>, held: &Held, event: WishEvent, reason: &str) -> Result<()> {
    let state = held.state()?.after(event)?;
    let now = tx.now;
    let ended = if matches!(state, WishState::Submitted | WishState::Published) { 0 } else { now };
    run!(
        tx,
        "update wish set state = $2, reason = $3, ended = $4 where id = $1",
        held.id,
        state.as_str(),
        reason,
        ended,
    )?;
    if ended != 0 {
        run!(tx, "delete from wish_term where wish = $1", held.id)?;
    }
    Ok(())
}

/// Sends a draft for review.
///
/// # Errors
/// Not the family's own (or the caseworker's area's), no draft, and as [`post`].
pub async fn submit(tx: &mut Tx<'_>, sent: &Sent) -> Result<()> {
    let meant = sent.meant.clone().checked()?;
    priority::lock_family_of(tx, sent.id).await?;
    let held = hold(tx, sent.id).await?;
    may_keep(&tx.actor, &held)?;
    held.state()?.after(WishEvent::Submit)?;
    let asked = Asked { item: held.item, draft: false, again: meant.again, beyond: &meant.beyond };
    let beyond = priority::admit(tx, held.household, &held.path(), &asked).await?;
    let beyond = tx.vault.seal(Secret::WishBeyond, &beyond)?;
    step(tx, &held, WishEvent::Submit, "").await?;
    let (now, turn) = (tx.now, priority::turn(tx, held.household).await?);
    run!(tx, "update wish set submitted = $2, turn = $3, beyond = $4 where id = $1", held.id, now, turn, beyond,)?;
    tx.audit("wish", held.id).await
}

/// The family itself, or a caseworker of its area.
fn may_keep(actor: &Actor, held: &Held) -> Result<()> {
    if is_own(actor, held.household) {
        return Ok(());
    }
    if !actor.is_staff() && actor.is_signed_in() {
        return Err(Refusal::NotFound.into());
    }
    Ok(actor.must(Action::PostForFamily, &held.path())?)
}

/// Lets a wish out, with the words that the public will read, as far as consents allow: of a child without one,
/// nothing is told.
///
/// # Errors
/// Outside the actor's areas, in another state, or with words that are too long.
pub async fn publish(tx: &mut Tx<'_>, decision: &Decision) -> Result<()> {
    let words = Publication { words: decision.text.clone() }.checked()?.words;
    let held = hold(tx, decision.id).await?;
    tx.actor.must(Action::ReviewWishes, &held.path())?;
    step(tx, &held, WishEvent::Publish, "").await?;
    let now = tx.now;
    let policy = policy_for(&mut tx.arm(), &held.path()).await?;
    let expires = now + policy.wish_days * DAY;
    run!(tx, "update wish set published = $2, expires = $3 where id = $1", held.id, now, expires)?;
    public_fields::show(tx, &held, &words).await?;
    tell_family(tx, &held, NoticeKind::WishPublished, 0, "").await?;
    tx.audit("wish", held.id).await
}

/// Gives an open wish its words anew: what may be told of it has changed, or somebody wrote it better.
///
/// # Errors
/// As [`publish`].
pub async fn rewrite(tx: &mut Tx<'_>, decision: &Decision) -> Result<()> {
    tx.actor.must_somewhere(Action::ReviewWishes)?;
    let words = Publication { words: decision.text.clone() }.checked()?.words;
    let held = hold(tx, decision.id).await?;
    tx.actor.must(Action::ReviewWishes, &held.path())?;
    if held.state()? != WishState::Published {
        return Err(Code::WrongState.into());
    }
    public_fields::show(tx, &held, &words).await?;
    tx.audit("wish", held.id).await
}

/// Says no, with a reason that the family reads.
///
/// # Errors
/// Outside the actor's areas, in another state, or without a reason.
pub async fn reject(tx: &mut Tx<'_>, decision: &Decision) -> Result<()> {
    let reason = wishes::reason(&decision.text)?;
    let held = hold(tx, decision.id).await?;
    tx.actor.must(Action::ReviewWishes, &held.path())?;
    step(tx, &held, WishEvent::Reject, &reason).await?;
    tell_family(tx, &held, NoticeKind::WishRejected, 0, &reason).await?;
    tx.audit("wish", held.id).await
}

/// Takes a wish back. Promises that are not on the way yet end with it; goods that are stop it.
///
/// # Errors
/// [`Code::HasOpenClaims`] while goods are on the way or in the shop.
pub async fn withdraw(tx: &mut Tx<'_>, decision: &Decision) -> Result<()> {
    let reason = text::words(&decision.text, 0, 200).map_err(|code| Refusal::field("reason", code))?;
    let held = hold(tx, decision.id).await?;
    may_keep(&tx.actor, &held)?;
    let busy = value!(
        tx,
        i64,
        "select count(*) from claim where wish = $1 and state in ('on_the_way', 'arrived', 'handed_over')",
        held.id,
    )?;
    if busy > 0 {
        return Err(Code::HasOpenClaims.into());
    }
    step(tx, &held, WishEvent::Withdraw, &reason).await?;
    for claim in values!(tx, i64, "select id from claim where wish = $1 and state = 'pledged' order by id", held.id)? {
        claims::lifecycle::end_with_wish(tx, claim).await?;
    }
    voice::forget_wish(tx, held.id).await?;
    tx.audit("wish", held.id).await
}

/// The clock's: ends a published wish whose time is over and that nobody is busy with. False when
/// there was nothing to do (any more).
pub async fn expire(tx: &mut Tx<'_>, id: WishId) -> Result<bool> {
    let held = hold(tx, id).await?;
    let live = value!(
        tx,
        i64,
        "select count(*) from claim where wish = $1 and state in ('pledged', 'on_the_way', 'arrived', 'handed_over')",
        id,
    )?;
    if held.state()? != WishState::Published || held.expires > tx.now || live > 0 {
        return Ok(false);
    }
    step(tx, &held, WishEvent::Expire, "").await?;
    tell_family(tx, &held, NoticeKind::WishExpired, 0, "").await?;
    tx.audit("wish", id).await?;
    Ok(true)
}

/// Fulfils the wish once every unit is confirmed.
pub(crate) async fn settle(tx: &mut Tx<'_>, held: &Held) -> Result<()> {
    let confirmed = progress(&mut tx.arm(), held.id).await?.confirmed;
    if confirmed >= held.quantity && held.state()? == WishState::Published {
        step(tx, held, WishEvent::Fulfil, "").await?;
    }
    Ok(())
}

pub(crate) async fn tell_family(tx: &mut Tx<'_>, held: &Held, kind: NoticeKind, claim: i64, text: &str) -> Result<()> {
    let title = held.title();
    tx.notify_household(held.household, &News { kind, wish: held.id, claim, subject: 0, title: &title, text }).await
}

impl Store {
    /// Posts a wish: a family for itself, a caseworker for a household of its area.
    ///
    /// # Errors
    /// Invalid fields; a household outside the actor's areas is not found.
    pub async fn wish_post(&self, by: &By, new: NewWish) -> Result<WishId> {
        self.write(by, "wish_post", new, |tx, new| Box::pin(post(tx, new))).await
    }

    /// Sends a draft for review.
    ///
    /// # Errors
    /// As [`submit`].
    pub async fn wish_submit(&self, by: &By, id: WishId, meant: Meant) -> Result<()> {
        self.write(by, "wish_submit", Sent { id, meant }, |tx, sent| Box::pin(submit(tx, sent))).await
    }

    /// Lets a wish out with the reviewed words.
    ///
    /// # Errors
    /// As [`publish`].
    pub async fn wish_publish(&self, by: &By, id: WishId, new: Publication) -> Result<()> {
        let decision = Decision { id, text: new.words };
        self.write(by, "wish_publish", decision, |tx, d| Box::pin(publish(tx, d))).await
    }

    /// Gives an open wish its words anew.
    ///
    /// # Errors
    /// As [`rewrite`].
    pub async fn wish_rewrite(&self, by: &By, id: WishId, new: Publication) -> Result<()> {
        let decision = Decision { id, text: new.words };
        self.write(by, "wish_rewrite", decision, |tx, d| Box::pin(rewrite(tx, d))).await
    }

    /// Says no, with a reason.
    ///
    /// # Errors
    /// As [`reject`].
    pub async fn wish_reject(&self, by: &By, id: WishId, reason: String) -> Result<()> {
        let decision = Decision { id, text: reason };
        self.write(by, "wish_reject", decision, |tx, d| Box::pin(reject(tx, d))).await
    }

    /// Takes a wish back.
    ///
    /// # Errors
    /// As [`withdraw`].
    pub async fn wish_withdraw(&self, by: &By, id: WishId, reason: String) -> Result<()> {
        let decision = Decision { id, text: reason };
        self.write(by, "wish_withdraw", decision, |tx, d| Box::pin(withdraw(tx, d))).await
    }
}

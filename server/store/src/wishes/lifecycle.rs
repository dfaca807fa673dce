//! Life cycle of a wish: draft, review, publication; how it ends is in `endings`.
//! Every change locks the wish with `hold` before its claims, and after its household where that is locked too.

use domain::{
    Code, DAY,
    accounts::Actor,
    areas::{AreaPath, Policy},
    catalogue,
    events::{Event, OfWish},
    households::{Sex, UNKNOWN_YEAR},
    permission::Action,
    time::year,
    undo::UndoKind,
    wishes::{self, Meant, NewWish, Publication, WishEvent, WishId, WishState},
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Tx,
    accounts::undo,
    areas::{locations::nearest_location, policies::policy_for},
    claims,
    crypto::secret::Secret,
    db::{
        area_filter::{is_own, must_be_of_others},
        locks::{HeldFile, Writers, lock_open_household},
        pickup_codes,
        sql::{parse, row, run, value, values},
    },
    households::lock,
    wishes::{
        needs, one_person,
        priority::{self, WishToAdmit},
        public_fields, things,
    },
};

pub use crate::wishes::endings::WithdrawWish;

/// Wish whose row is locked.
#[derive(sqlx::FromRow)]
pub(crate) struct LockedWish {
    pub id: WishId,
    pub household: i64,
    pub root: i64,
    /// Member it is for; 0 for the whole family.
    pub member: i64,
    /// 0 while a free title waits for its item.
    pub item: i64,
    pub size: String,
    own_name: String,
    pub quantity: i64,
    state: String,
    path: String,
    pub expires: i64,
    /// Until when the days that claims held units were given back.
    pub given_back: i64,
    /// Since when it is urgent; 0 for one that is not.
    pub urgent: i64,
}

impl LockedWish {
    pub(crate) fn state(&self) -> Result<WishState> {
        parse(&self.state)
    }

    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn title(&self) -> String {
        catalogue::title_of(self.item, &self.own_name, &self.size)
    }
}

/// Locks the wish's row and reads it.
/// The lock is PostgreSQL's; SQLite has one writer. Changes of a wish and its claims take this lock first, so that they
/// cannot deadlock.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: WishId) -> Result<LockedWish> {
    run!(tx, "update wish set version = version + 1 where id = $1", id)?;
    hold_again(tx, id).await
}

/// Reads a wish without locking it: because its row is locked already, or to check the permission before the locks.
pub(crate) async fn hold_again(tx: &mut Tx<'_>, id: WishId) -> Result<LockedWish> {
    row!(
        tx,
        LockedWish,
        "select w.id, w.household, w.root, w.member, w.item, w.size, w.own_name, w.quantity, w.state, a.path, w.expires,
             w.given_back, w.urgent
         from wish w join area a on a.id = w.home where w.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Posts a wish: a family for itself, a caseworker for a household of its area.
///
/// # Errors
/// As [`post`].
#[derive(Clone, Debug, Serialize)]
pub struct PostWish(pub NewWish);

impl Command for PostWish {
    const NAME: &'static str = "wish_post";
    type Output = WishId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<WishId> {
        post(tx, &self.0).await
    }
}

/// Inserts a wish; also one with a recording or a picture.
///
/// # Errors
/// Invalid fields; not found for a household outside the actor's areas; [`Code::FileClosed`]; [`Code::AlreadyOpen`],
/// [`Code::OpenLimit`] and [`Code::YearLimit`] as `priority::admit` returns them.
pub async fn post(tx: &mut Tx<'_>, new: &NewWish) -> Result<WishId> {
    let own = new.household == 0 || is_own(&tx.actor, new.household);
    let household = if own { tx.actor.household } else { new.household };
    if household == 0 {
        tx.actor.must_somewhere(Action::PostForFamily)?;
        return Err(Refusal::field("household", Code::Required).into());
    }
    let file = lock_open_household(tx, household, Writers::FamilyAnd(Action::PostForFamily)).await?;
    let new = new.clone().checked()?;
    let thing = things::thing_of(tx, file.root, &new).await?;
    let asked = WishToAdmit { item: thing.item, draft: new.draft, again: new.again, beyond: &new.beyond };
    let beyond = priority::admit(tx, &file, &asked).await?;
    let turn = priority::turn(tx, household).await?;
    let (age, sex) = wished_for(tx, household, new.member).await?;
    let path = file.path();
    let district = district_of(tx, &file).await?;
    let state = if new.draft { WishState::Draft } else { WishState::Submitted };
    let (now, account) = (tx.now, tx.actor.account);
    let submitted = if new.draft { 0 } else { now };
    // Claims are brought to the same location, so the code fits it and never changes.
    let shop = nearest_location(&mut tx.arm(), file.root, &path).await?.map(|location| location.id);
    let code = pickup_codes::draw(tx, shop).await?;
    let own_words = tx.vault.seal(Secret::OwnWords, &new.words)?;
    let beyond = tx.vault.seal(Secret::WishBeyond, &beyond)?;
    let own_title = new.free.as_ref().map_or("", |free| free.title.as_str());
    let own_title = tx.vault.seal(Secret::OwnTitle, own_title)?;
    let id = value!(
        tx,
        i64,
        "insert into wish (household, home, root, district, item, size, category, cost, quantity, claimed, member,
             family_size, age, sex, own_words, words, state, reason, code, photo, posted_by, created, submitted,
             published, expires, ended, version, turn, beyond, own_name, own_key, own_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, '', $15, '', $16, 0, $17, $18, $19,
             0, 0, 0, 0, $20, $21, $22, $23, $24) returning id",
        household,
        file.area,
        file.root,
        district,
        thing.item,
        &new.size,
        thing.category.as_str(),
        thing.cost,
        new.quantity,
        new.member,
        file.size,
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
        &thing.name,
        &thing.key,
        own_title,
    )?;
    if new.member != 0 {
        public_fields::settle(tx, id, false).await?;
    }
    tx.audit("wish", id).await?;
    if let Some(months) = new.months {
        needs::turns::ask(tx, household, id, months).await?;
    }
    Ok(id)
}

/// Returns the district that the public sees of a family's area; the root area where there is none.
pub(super) async fn district_of(tx: &mut Tx<'_>, file: &HeldFile) -> Result<i64> {
    let path = file.path();
    let district = values!(
        tx,
        i64,
        "select id from area where $1 like path || '%' and kind = 'district' order by length(path) desc limit 1",
        &path.0,
    )?;
    Ok(district.first().copied().unwrap_or(file.root))
}

/// Returns age in years and sex of a member; (-1, unsaid) for member 0, the whole family.
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
    let age = if born == UNKNOWN_YEAR { -1 } else { (year(tx.now) - born).max(0) };
    Ok((age, parse(&sex)?))
}

/// Changes the wish's state; fails when the state machine does not allow the event.
/// A wish that ends loses its search terms, and its line and its applications end.
pub(super) async fn step(tx: &mut Tx<'_>, held: &LockedWish, event: WishEvent, reason: &str) -> Result<()> {
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
        claims::standby::line::end(tx, held).await?;
        claims::applications::rivals::end(tx, held).await?;
        needs::turns::end_unaccepted(tx, held.id).await?;
    }
    Ok(())
}

/// Submits a draft for review.
///
/// # Errors
/// Not found for another family's wish or outside the actor's areas; [`Code::WrongState`] unless it is a draft;
/// [`Code::FileClosed`], [`Code::AlreadyOpen`], [`Code::OpenLimit`] and [`Code::YearLimit`] as for [`post`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubmitWish {
    /// Number of the draft.
    pub id: WishId,
    /// What the sender confirms: a duplicate, or a reason beyond the limits.
    pub meant: Meant,
}

impl Command for SubmitWish {
    const NAME: &'static str = "wish_submit";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let seen = hold_again(tx, self.id).await?;
        may_keep(&tx.actor, &seen)?;
        let meant = self.meant.clone().checked()?;
        let file = priority::lock_family_of(tx, self.id).await?;
        let held = hold(tx, self.id).await?;
        may_keep(&tx.actor, &held)?;
        held.state()?.after(WishEvent::Submit)?;
        let asked = WishToAdmit { item: held.item, draft: false, again: meant.again, beyond: &meant.beyond };
        let beyond = priority::admit(tx, &file, &asked).await?;
        let beyond = tx.vault.seal(Secret::WishBeyond, &beyond)?;
        step(tx, &held, WishEvent::Submit, "").await?;
        let (now, turn) = (tx.now, priority::turn(tx, held.household).await?);
        run!(tx, "update wish set submitted = $2, turn = $3, beyond = $4 where id = $1", held.id, now, turn, beyond,)?;
        tx.audit("wish", held.id).await
    }
}

/// Checks that the actor is the family itself or posts for families of its area.
pub(super) fn may_keep(actor: &Actor, held: &LockedWish) -> Result<()> {
    if is_own(actor, held.household) {
        return Ok(());
    }
    if !actor.is_staff() && actor.is_signed_in() {
        return Err(Refusal::NotFound.into());
    }
    Ok(actor.must(Action::PostForFamily, &held.path())?)
}

/// Publishes a wish with the reviewed words, limited to what its consents allow.
/// Nothing about a minor without a consent becomes public. The account that posted the wish publishes it only where the
/// area's policy allows that; each such act is audited and listed, and so is one of the account that priced its item.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; [`Code::WrongState`] unless it is
/// submitted; [`Code::FileClosed`]; [`Code::ItemNeeded`] for a free title without one; [`Code::OwnPost`] for the
/// account that posted it; words that are too long.
#[derive(Clone, Debug, Serialize)]
pub struct PublishWish {
    /// Wish to decide about.
    pub id: WishId,
    /// Public words.
    #[serde(rename = "text")]
    pub words: String,
}

impl Command for PublishWish {
    const NAME: &'static str = "wish_publish";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let held = hold(tx, self.id).await?;
        tx.actor.must(Action::ReviewWishes, &held.path())?;
        must_be_of_others(&tx.actor, held.household)?;
        let words = Publication { words: self.words.clone() }.checked()?.words;
        lock::must_be_in_use(&mut tx.arm(), held.household).await?;
        held.state()?.after(WishEvent::Publish)?;
        if held.item == 0 {
            return Err(Code::ItemNeeded.into());
        }
        let policy = policy_for(&mut tx.arm(), &held.path()).await?;
        let account = tx.actor.account;
        let alone = one_person::posted_by(&mut tx.arm(), held.id, account).await?;
        if alone && !policy.one_person_allowed {
            return Err(Code::OwnPost.into());
        }
        things::take_pictogram(tx, held.id).await?;
        open(tx, &held, &policy, &words).await?;
        needs::turns::start(tx, held.id).await?;
        let need = value!(tx, i64, "select need from wish where id = $1", held.id)?;
        if need == 0 {
            undo::offer(tx, UndoKind::WishPublished, held.id, &()).await?;
        }
        // The price decides whether donors apply.
        let amount = policy.costly_above.is_some();
        let priced = amount && one_person::priced_by(&mut tx.arm(), held.id, account).await?;
        if alone || priced { tx.audit(one_person::SUBJECT, held.id).await } else { Ok(()) }
    }
}

/// Publishes a locked wish with its public words; also a later turn of a standing need, whose first turn was reviewed.
pub(super) async fn open(tx: &mut Tx<'_>, held: &LockedWish, policy: &Policy, words: &str) -> Result<()> {
    step(tx, held, WishEvent::Publish, "").await?;
    let now = tx.now;
    let expires = now + policy.wish_days * DAY;
    run!(tx, "update wish set published = $2, expires = $3 where id = $1", held.id, now, expires)?;
    set_by_application(tx, held, policy).await?;
    public_fields::show(tx, held, words).await?;
    emit_wish(tx, Event::WishPublished, held, "").await?;
    tx.audit("wish", held.id).await
}

/// Decides whether donors apply for a wish, by its price on the day of its publication. A later change of the policy
/// decides about later wishes only: no donor finds a wish claimed for which it applied, and no claim is in question.
async fn set_by_application(tx: &mut Tx<'_>, held: &LockedWish, policy: &Policy) -> Result<()> {
    let cost = value!(tx, i64, "select cost from wish where id = $1", held.id)?;
    run!(tx, "update wish set by_application = $2 where id = $1", held.id, policy.is_costly(cost))?;
    Ok(())
}

/// Rejects a wish, with a reason that the family reads.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; [`Code::WrongState`] unless it is
/// submitted; field `reason` without one.
#[derive(Clone, Debug, Serialize)]
pub struct RejectWish {
    /// Wish to decide about.
    pub id: WishId,
    /// Reason, which the family reads.
    #[serde(rename = "text")]
    pub reason: String,
}

impl Command for RejectWish {
    const NAME: &'static str = "wish_reject";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let held = hold(tx, self.id).await?;
        tx.actor.must(Action::ReviewWishes, &held.path())?;
        must_be_of_others(&tx.actor, held.household)?;
        let reason = wishes::reason(&self.reason)?;
        step(tx, &held, WishEvent::Reject, &reason).await?;
        emit_wish(tx, Event::WishRejected, &held, &reason).await?;
        undo::offer(tx, UndoKind::WishRejected, held.id, &()).await?;
        tx.audit("wish", held.id).await
    }
}

pub(super) async fn emit_wish(
    tx: &mut Tx<'_>,
    event: fn(OfWish) -> Event,
    held: &LockedWish,
    words: &str,
) -> Result<()> {
    let (title, words) = (held.title(), words.to_owned());
    tx.emit(event(OfWish { wish: held.id, household: held.household, title, words })).await
}

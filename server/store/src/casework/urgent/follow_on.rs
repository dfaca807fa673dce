//! The service that a wish is followed by: seeds today, the agronomist tomorrow. The referral opens by itself when the
//! goods are handed over.

use domain::{
    Code,
    accounts::Actor,
    casework::urgent::FollowOn,
    events::{Event, OfReferral},
    permission::Action,
    services::{
        ServiceId,
        office::Sharing,
        referrals::{NewReferral, ReferralId},
    },
    wishes::{WishId, WishState},
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::staff::nearest_caseworkers,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        job_sweep::sweep,
        sql::{parse, row, run, value},
    },
    services::{catalogue::offered, referrals::drafts},
    wishes::{self, priority::lock_family_of},
};

/// Says which service follows the goods of a wish, and what the family agreed to pass on; `None` for none.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps cases, and for the actor's own family;
/// [`Code::WrongState`] unless the wish is submitted or published, and once its referral is open; fields `service`,
/// `need`, `whom`, `how` and `at`; [`Code::OwnOrganisation`] for a service of the actor's own; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetFollowOn {
    /// The wish.
    pub wish: WishId,
    /// The referral that is to open; its case is ignored.
    pub new: Option<NewReferral>,
}

impl Command for SetFollowOn {
    const NAME: &'static str = "follow_on_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepCases)?;
        let seen = wishes::lifecycle::hold_again(tx, self.wish).await?;
        tx.actor.must(Action::KeepCases, &seen.path())?;
        let file = lock_family_of(tx, self.wish).await?;
        let held = wishes::lifecycle::hold(tx, self.wish).await?;
        tx.actor.must(Action::KeepCases, &held.path())?;
        file.must_be_open()?;
        must_be_of_others(&tx.actor, file.id)?;
        if !matches!(held.state()?, WishState::Submitted | WishState::Published) {
            return Err(Code::WrongState.into());
        }
        let opened = row!(tx, (i64,), "select referral from follow_on where wish = $1", held.id)?;
        if opened.is_some_and(|(referral,)| referral != 0) {
            return Err(Code::WrongState.into());
        }
        run!(tx, "delete from follow_on where wish = $1", held.id)?;
        if let Some(new) = &self.new {
            let new = new.clone().checked(tx.now)?;
            let service = offered(&mut tx.arm(), new.service).await?;
            if !service.open || service.root != held.root {
                return Err(Refusal::field("service", Code::Unknown).into());
            }
            drafts::must_be_another(tx, service.organisation)?;
            insert(tx, held.id, &new).await?;
        }
        tx.audit("wish", held.id).await
    }
}

async fn insert(tx: &mut Tx<'_>, wish: WishId, new: &NewReferral) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    let need = tx.vault.seal(Secret::FollowOnNeed, &new.need)?;
    let whom = tx.vault.seal(Secret::FollowOnWhom, &new.sharing.whom)?;
    run!(
        tx,
        "insert into follow_on (wish, service, need, shares, agreed_whom, agreed_how, agreed_at, send, set_by, set_at,
             referral)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)",
        wish,
        new.service,
        &need,
        new.sharing.stored(),
        &whom,
        new.sharing.how.as_str(),
        new.sharing.at,
        new.send,
        account,
        now,
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    service: i64,
    need: String,
    shares: String,
    agreed_whom: String,
    agreed_how: String,
    agreed_at: i64,
    send: bool,
    set_by: i64,
    referral: i64,
}

/// Opens the referral of a wish whose goods were handed over; of one that ended without goods it forgets what was to be
/// passed on.
#[derive(Clone, Copy, Debug, Serialize)]
struct OpenFollowOn {
    wish: WishId,
}

impl Command for OpenFollowOn {
    const NAME: &'static str = "follow_on_open";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let file = lock_family_of(tx, self.wish).await?;
        let held = wishes::lifecycle::hold(tx, self.wish).await?;
        let found = row!(
            tx,
            WaitingRow,
            "select service, need, shares, agreed_whom, agreed_how, agreed_at, send, set_by, referral
             from follow_on where wish = $1",
            self.wish,
        )?;
        let Some(waiting) = found.filter(|found| found.referral == 0) else { return Ok(false) };
        // After the lock: a hand-over may have been reversed meanwhile.
        let handed_over = value!(
            tx,
            i64,
            "select count(*) from claim where wish = $1 and state in ('handed_over', 'confirmed')",
            self.wish,
        )?;
        let claimed = value!(tx, i64, "select claimed from wish where id = $1", self.wish)?;
        let ended = matches!(held.state()?, WishState::Rejected | WishState::Withdrawn | WishState::Expired);
        if handed_over == 0 && !(ended && claimed == 0) {
            return Ok(false);
        }
        if handed_over == 0 || file.must_be_open().is_err() {
            run!(tx, "delete from follow_on where wish = $1", self.wish)?;
            tx.audit("wish", self.wish).await?;
            return Ok(true);
        }
        let new = NewReferral {
            service: waiting.service,
            case: None,
            need: tx.vault.open(Secret::FollowOnNeed, &waiting.need)?,
            sharing: Sharing {
                what: Sharing::what_of(&waiting.shares)?,
                whom: tx.vault.open(Secret::FollowOnWhom, &waiting.agreed_whom)?,
                how: parse(&waiting.agreed_how)?,
                at: waiting.agreed_at,
            },
            send: waiting.send,
        };
        let keepers = nearest_caseworkers(&mut tx.arm(), &file.path()).await?;
        let knows = |account: i64| keepers.iter().any(|one| one.id == account);
        // The caseworker of the file answers for it, else the one who set it, else the first of the area.
        let sender = [file.caseworker, waiting.set_by].into_iter().find(|account| *account != 0 && knows(*account));
        let sender = sender.or(keepers.first().map(|one| one.id)).unwrap_or(waiting.set_by);
        let (id, title) = drafts::open_for(tx, &file, &new, sender).await?;
        let (need, whom) = (tx.vault.seal(Secret::FollowOnNeed, "")?, tx.vault.seal(Secret::FollowOnWhom, "")?);
        run!(
            tx,
            "update follow_on set referral = $2, need = $3, agreed_whom = $4 where wish = $1",
            self.wish,
            id,
            &need,
            &whom,
        )?;
        tx.emit(Event::FollowOnOpened(OfReferral {
            referral: id,
            household: file.id,
            to_family: false,
            staff: vec![sender],
            title,
            words: String::new(),
        }))
        .await?;
        tx.audit("referral", id).await?;
        Ok(true)
    }
}

#[derive(sqlx::FromRow)]
struct FollowOnRow {
    wish: i64,
    service: i64,
    service_name: String,
    send: bool,
    referral: i64,
}

impl Store {
    /// Opens the referrals of wishes whose goods were handed over, and forgets those of wishes that ended without;
    /// returns how many.
    pub(crate) async fn follow_ons_open(&self) -> Result<i64> {
        sweep!(
            self,
            |wish| OpenFollowOn { wish },
            "select f.set_at, f.wish from follow_on f
             where f.referral = 0 and (exists (select 1 from claim c where c.wish = f.wish
                     and c.state in ('handed_over', 'confirmed')) or exists (select 1 from wish w where w.id = f.wish
                     and w.claimed = 0 and w.state in ('rejected', 'withdrawn', 'expired')))
                 and (f.set_at, f.wish) > ($1, $2)
             order by f.set_at, f.wish limit 200",
        )
    }

    /// Loads which service follows the goods of a wish; `None` for none.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads cases.
    pub async fn follow_on(&self, actor: &Actor, wish: WishId) -> Result<Option<FollowOn>> {
        self.must_read_urgent(actor, wish).await?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            FollowOnRow,
            "select f.wish, f.service, s.name as service_name, f.send, f.referral
             from follow_on f join service s on s.id = f.service where f.wish = $1",
            wish,
        )?;
        Ok(found.map(|FollowOnRow { wish, service, service_name, send, referral }| {
            let (service, referral): (ServiceId, Option<ReferralId>) = (service, (referral != 0).then_some(referral));
            FollowOn { wish, service, service_name, send, referral }
        }))
    }
}

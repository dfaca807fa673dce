//! What a receiving office reads and answers: by its link, or as staff or a member that acts for the organisation.

use domain::{
    Code, Timestamp,
    accounts::{Actor, OrganisationId},
    services::{
        office::{OfficeAnswer, OfficeCover, OfficeReferral, OfficeView, Shared, Sharing},
        referrals::{MOST_HOLDS, Party, ReferralId, ReferralState, ReferralStep},
    },
    wishes::Page,
};
use serde::{Deserialize, Serialize};

use super::{
    LockedReferral, Locking, holds, links, lock_referral,
    steps::{Change, SeeReferral, change, see},
};
use crate::{
    By, Command, Conn, Error, Refusal, Result, Store, Tx,
    areas::answerers::waiting::Waiting,
    crypto::{random, secret::Secret, vault::Vault},
    db::{
        pagination::{page, signed_in},
        sql::{parse, row, rows, value},
    },
};

/// Opens a referral by its link: it is seen from now on, and the use is written down.
///
/// # Errors
/// Not found for an unknown token; [`Code::LinkOver`].
#[derive(Clone, Debug, Serialize)]
pub struct OpenByLink {
    /// Hash of the token.
    token: String,
}

impl OpenByLink {
    /// Command for a token.
    #[must_use]
    pub fn new(token: &str) -> OpenByLink {
        OpenByLink { token: random::digest(token) }
    }
}

/// Locks the referral of a link, which works.
async fn lock_by_link(tx: &mut Tx<'_>, hash: &str) -> Result<(i64, LockedReferral)> {
    let link = links::by_hash(&mut tx.arm(), hash).await?;
    let referral = lock_referral(tx, link.referral, Locking::Unchecked).await?;
    // After the lock: a step of the sender may have ended the link meanwhile.
    let link = links::by_hash(&mut tx.arm(), hash).await?;
    link.must_work(tx.now)?;
    if !referral.state.is_open_to_office() {
        return Err(Code::LinkOver.into());
    }
    Ok((link.id, referral))
}

impl Command for OpenByLink {
    const NAME: &'static str = "referral_link_open";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (link, referral) = lock_by_link(tx, &self.token).await?;
        links::note_use(tx, link, "opened").await?;
        see(tx, &referral, "").await?;
        tx.audit("referral", referral.id).await
    }
}

/// Answers a referral by its link.
#[derive(Clone, Debug, Serialize)]
struct AnswerByLink {
    /// Hash of the token.
    token: String,
    answer: OfficeAnswer,
}

impl Command for AnswerByLink {
    const NAME: &'static str = "referral_link_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (link, referral) = lock_by_link(tx, &self.token).await?;
        let answer = self.answer.clone().checked()?;
        links::note_use(tx, link, answer.step.as_str()).await?;
        apply(tx, &referral, &answer).await
    }
}

async fn apply(tx: &mut Tx<'_>, referral: &LockedReferral, answer: &OfficeAnswer) -> Result<()> {
    let state = referral.state.after(answer.step, Party::Office)?;
    if answer.step == ReferralStep::Hold && holds(&mut tx.arm(), referral.id, referral.sent).await?.0 >= MOST_HOLDS {
        return Err(Code::HoldLimit.into());
    }
    let (office_name, words) = (answer.by.as_str(), answer.words.as_str());
    change(tx, referral, &Change { state, party: Party::Office, office_name, words }).await
}

/// Answers a referral as staff of the receiving organisation, or as a member that acts for it.
///
/// # Errors
/// Not signed in; not found for all other accounts; fields `step`, `words` and `by`;
/// [`Code::WrongState`]; [`Code::HoldLimit`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerReferral {
    /// The referral.
    pub referral: ReferralId,
    /// The answer.
    pub answer: OfficeAnswer,
}

/// Tells whether an account answers for an organisation: its own staff, and members who may act for it.
pub(super) async fn is_of_office(db: &mut Conn<'_>, actor: &Actor, organisation: OrganisationId) -> Result<bool> {
    if organisation == 0 || actor.organisation != organisation || actor.grants.is_empty() {
        return Ok(false);
    }
    if actor.is_staff() {
        return Ok(true);
    }
    // Read anew, because the right may have ended since the session began.
    let acts = value!(
        db,
        i64,
        "select count(*) from account where id = $1 and organisation = $2 and contact = true and open = true",
        actor.account,
        organisation,
    )?;
    Ok(acts > 0)
}

impl Command for AnswerReferral {
    const NAME: &'static str = "referral_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let actor = tx.actor.clone();
        let organisation = organisation_of(&mut tx.arm(), self.referral).await?;
        if !is_of_office(&mut tx.arm(), &actor, organisation).await? {
            return Err(Refusal::NotFound.into());
        }
        let referral = lock_referral(tx, self.referral, Locking::Unchecked).await?;
        // The sender may have redirected it meanwhile.
        let is_theirs = is_of_office(&mut tx.arm(), &actor, referral.organisation).await?;
        if !is_theirs || !referral.state.is_open_to_office() {
            return Err(Refusal::NotFound.into());
        }
        let answer = self.answer.clone().checked()?;
        apply(tx, &referral, &answer).await
    }
}

/// Loads the organisation of a referral's service.
///
/// # Errors
/// Not found for an unknown referral.
async fn organisation_of(db: &mut Conn<'_>, id: ReferralId) -> Result<OrganisationId> {
    let found = row!(
        db,
        (i64,),
        "select s.organisation from referral r join service s on s.id = r.service where r.id = $1",
        id,
    )?;
    Ok(found.ok_or(Refusal::NotFound)?.0)
}

#[derive(sqlx::FromRow)]
struct OfficeRow {
    organisation_name: String,
    service_name: String,
    class: String,
    state: String,
    area_name: String,
    sent: i64,
    due: i64,
    sender: String,
    need: String,
    shares: String,
    file_state: String,
    agrees: bool,
    name: String,
    phone: String,
    address: String,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: i64,
    service_name: String,
    state: String,
    area_name: String,
    due: i64,
}

impl ListedRow {
    fn read(self, now: Timestamp) -> Result<OfficeReferral> {
        let ListedRow { id, service_name, state, area_name, due } = self;
        let state: ReferralState = parse(&state)?;
        let is_theirs = state.owner() == Some(Party::Office);
        let (due, late) = (is_theirs.then_some(due), is_theirs && due < now);
        Ok(OfficeReferral { id, service_name, state, area_name, due, late })
    }
}

/// Loads what the office sees: of the family only what it agreed to, as long as its file is open and no consent to keep
/// that file was withdrawn.
async fn view(db: &mut Conn<'_>, vault: &Vault, id: ReferralId) -> Result<OfficeView> {
    let row = row!(
        db,
        OfficeRow,
        "select o.name as organisation_name, s.name as service_name, r.class, r.state, a.name as area_name, r.sent,
             r.due, coalesce(k.name, '') as sender, r.need, r.shares, h.state as file_state,
             (not exists (select 1 from consent x where x.household = h.id and x.kind = 'file' and x.withdrawn_at > 0)
              or exists (select 1 from consent x where x.household = h.id and x.kind = 'file' and x.withdrawn_at = 0))
                 as agrees,
             h.name, h.phone, h.address
         from referral r join service s on s.id = r.service join organisation o on o.id = s.organisation
             join household h on h.id = r.household join area a on a.id = h.area left join account k on k.id = r.sender
         where r.id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    let state: ReferralState = parse(&row.state)?;
    let may_hold = holds(db, id, row.sent).await?.0 < MOST_HOLDS;
    let shared = Sharing::what_of(&row.shares).map_err(|_| Error::Broken(format!("referral {id}: unknown share")))?;
    let agrees = row.agrees && row.file_state == "open";
    let open = |what: Shared, secret: Secret, sealed: &str| -> Result<Option<String>> {
        if !agrees || !shared.contains(&what) {
            return Ok(None);
        }
        vault.open(secret, sealed).map(Some)
    };
    Ok(OfficeView {
        id,
        organisation_name: row.organisation_name,
        service_name: row.service_name,
        class: parse(&row.class)?,
        state,
        may_hold,
        area_name: row.area_name,
        sent: row.sent,
        due: (state.owner() == Some(Party::Office)).then_some(row.due),
        sender: row.sender,
        name: open(Shared::Name, Secret::HouseholdName, &row.name)?,
        phone: open(Shared::Phone, Secret::HouseholdPhone, &row.phone)?,
        address: open(Shared::Address, Secret::HouseholdAddress, &row.address)?,
        need: open(Shared::Need, Secret::ReferralNeed, &row.need)?,
    })
}

impl Store {
    /// Loads the cover of a link, which names no family. Reading it changes nothing, so that programs which follow
    /// links in messages open nothing.
    ///
    /// # Errors
    /// Not found for an unknown token; [`Code::TooManyTries`]; [`Code::LinkOver`].
    pub async fn office_cover(&self, token: &str, address: &str) -> Result<OfficeCover> {
        let hash = self.office_hash(token, address).await?;
        let mut db = self.reader().await?;
        let link = links::by_hash(&mut db.arm(), &hash).await?;
        link.must_work(self.now())?;
        let view = view(&mut db.arm(), &self.vault, link.referral).await?;
        let OfficeView { organisation_name, service_name, state, .. } = view;
        Ok(OfficeCover { organisation_name, service_name, state, ends: link.ends })
    }

    /// Opens a referral by its link: writes the use down, marks it as seen, and loads what the family agreed to.
    ///
    /// # Errors
    /// As [`Store::office_cover`].
    pub async fn office_open(&self, by: &By, token: &str, address: &str) -> Result<OfficeView> {
        let hash = self.office_hash(token, address).await?;
        self.run(by, OpenByLink { token: hash.clone() }).await?;
        let mut db = self.reader().await?;
        let link = links::by_hash(&mut db.arm(), &hash).await?;
        view(&mut db.arm(), &self.vault, link.referral).await
    }

    /// Answers a referral by its link.
    ///
    /// # Errors
    /// As [`Store::office_cover`]; fields `step`, `words` and `by`; [`Code::WrongState`]; [`Code::HoldLimit`].
    pub async fn office_answer(&self, by: &By, token: &str, address: &str, answer: OfficeAnswer) -> Result<()> {
        let hash = self.office_hash(token, address).await?;
        self.run(by, AnswerByLink { token: hash, answer }).await
    }

    /// Lists the referrals that are open to the actor's own organisation, at most 100: those that it is late with first,
    /// each time newest first. None for accounts that do not answer for it.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn office_referrals(&self, actor: &Actor) -> Result<Vec<OfficeReferral>> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        if !is_of_office(&mut db.arm(), actor, actor.organisation).await? {
            return Ok(Vec::new());
        }
        let found = rows!(
            db,
            ListedRow,
            "select r.id, s.name as service_name, r.state, a.name as area_name, r.due
             from service s join referral r on r.service = s.id join household h on h.id = r.household
                 join area a on a.id = h.area
             where s.organisation = $1 and r.due > 0
                 and r.state in ('sent', 'seen', 'accepted', 'under_way', 'on_hold', 'done', 'disputed')
             order by case when r.due < $2 and r.state <> 'done' then 0 else 1 end, r.id desc limit 100",
            actor.organisation,
            now,
        )?;
        found.into_iter().map(|row| row.read(now)).collect()
    }

    /// Lists the referrals that are open to the actor's own organisation, newest first; the next page begins below
    /// `cursor`. None for accounts that do not answer for it.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn office_referrals_page(&self, actor: &Actor, cursor: ReferralId) -> Result<Page<OfficeReferral>> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        if !is_of_office(&mut db.arm(), actor, actor.organisation).await? {
            return Ok(page(Vec::new(), |referral: &OfficeReferral| referral.id));
        }
        let found = rows!(
            db,
            ListedRow,
            "select r.id, s.name as service_name, r.state, a.name as area_name, r.due
             from service s join referral r on r.service = s.id join household h on h.id = r.household
                 join area a on a.id = h.area
             where s.organisation = $1 and r.due > 0 and (r.id < $2 or $2 = 0)
                 and r.state in ('sent', 'seen', 'accepted', 'under_way', 'on_hold', 'done', 'disputed')
             order by r.id desc limit 51",
            actor.organisation,
            cursor,
        )?;
        let found = found.into_iter().map(|row| row.read(now)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |referral| referral.id))
    }

    /// Counts the referrals to the account's own organisation of which that has the next step. Accounts with a family
    /// have no page of their organisation.
    pub(crate) fn referrals_of_office(of: &Waiting<'_>) -> Option<String> {
        let is_theirs = of.actor.is_staff() && of.actor.organisation != 0 && of.actor.household == 0;
        is_theirs.then(|| {
            "select count(*) as n, min(r.due) as at
             from account k join service s on s.organisation = k.organisation join referral r on r.service = s.id
             where k.id = $2 and k.organisation <> 0 and r.due > 0
                 and r.state in ('sent', 'seen', 'accepted', 'under_way', 'on_hold', 'disputed')"
                .to_owned()
        })
    }

    /// Loads a referral as the receiving organisation's staff, and members who act for it, read it; it is seen from then
    /// on, as by its link. No browser loads it ahead.
    ///
    /// # Errors
    /// Not signed in; not found for all others, and once the office is out of it.
    pub async fn office_referral(&self, actor: &Actor, id: ReferralId) -> Result<OfficeView> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let organisation = organisation_of(&mut db.arm(), id).await?;
        if !is_of_office(&mut db.arm(), actor, organisation).await? {
            return Err(Refusal::NotFound.into());
        }
        let found = view(&mut db.arm(), &self.vault, id).await?;
        if !found.state.is_open_to_office() {
            return Err(Refusal::NotFound.into());
        }
        if found.state != ReferralState::Sent {
            return Ok(found);
        }
        drop(db);
        self.run(&By::new(actor.clone(), ""), SeeReferral { referral: id }).await?;
        let mut db = self.reader().await?;
        view(&mut db.arm(), &self.vault, id).await
    }
}

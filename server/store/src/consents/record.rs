//! Records and withdraws consents.
//! A withdrawal hides in the same transaction everything that was public because of the consent.

use domain::{
    Code,
    consents::{ConsentId, ConsentKind, GivenAs, How, NewConsent, is_minor},
    error::Checks,
    events::{Event, OfConsent},
    households::HouseholdId,
    permission::Action,
    text,
    time::year,
    wishes::WishId,
};
use serde::{Deserialize, Serialize};

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    areas::staff::nearest_caseworkers,
    consents::withdraw::{ALL_MEMBERS, end, forget_visit_pictures, forget_voices, hide},
    crypto::secret::Secret,
    db::{
        area_filter::is_own,
        locks::{Writers, lock_file, lock_open_household},
        sql::{is_unique, parse, row, rows, run, value},
        uploads::renewed_as,
    },
    households::views::household_path,
    wishes::public_fields,
};

/// Longest edge of a signed paper's photo, in pixels; keeps the writing legible.
const PAPER_EDGE: u32 = 1600;

/// Returns whether a consent of this kind is in force.
/// For the picture of one wish use `public_fields::allowed`.
///
/// # Errors
/// Only when the database fails.
pub async fn given(db: &mut Conn<'_>, household: HouseholdId, member: i64, kind: ConsentKind) -> Result<bool> {
    let found = value!(
        db,
        i64,
        "select count(*) from consent where household = $1 and member = $2 and kind = $3 and withdrawn_at = 0",
        household,
        member,
        kind.as_str(),
    )?;
    Ok(found > 0)
}

/// Whether the family agrees that pictures are taken at visits and kept in its file.
pub(crate) async fn visit_pictures_allowed(db: &mut Conn<'_>, household: HouseholdId) -> Result<bool> {
    let found = value!(
        db,
        i64,
        "select count(*) from consent
         where household = $1 and member = 0 and kind = 'photo' and subject = 0 and withdrawn_at = 0",
        household,
    )?;
    Ok(found > 0)
}

/// The family itself and the caseworkers who keep its file record consents and refusals.
pub(crate) const KEEPERS: Writers = Writers::FamilyAnd(Action::KeepHouseholds);

/// Returns the member a consent is about; for the picture of a wish, the member it is for.
pub(crate) async fn member_of(
    tx: &mut Tx<'_>,
    household: HouseholdId,
    kind: ConsentKind,
    member: i64,
    wish: WishId,
) -> Result<i64> {
    if kind != ConsentKind::Photo || wish == 0 {
        return Ok(member);
    }
    let found = row!(
        tx,
        (i64,),
        "select w.member from wish w where w.id = $1 and w.household = $2
             and exists (select 1 from photo p where p.wish = w.id)",
        wish,
        household,
    )?;
    found.map(|(member,)| member).ok_or_else(|| Refusal::field("wish", Code::Unknown).into())
}

/// Checks the giver: an adult of the household for itself or the family, a guardian for a minor.
async fn check_giver(tx: &mut Tx<'_>, new: &NewConsent, member: i64) -> Result<()> {
    let people = rows!(tx, (i64, i64), "select id, birth_year from person where household = $1", new.household)?;
    let this_year = year(tx.now);
    let child = |id: i64| people.iter().find(|(person, _)| *person == id).map(|(_, born)| is_minor(*born, this_year));
    let own = is_own(&tx.actor, new.household);
    let mut checks = Checks::default();
    checks.ensure("member", member == 0 || child(member).is_some(), Code::Unknown);
    checks.ensure("giver", if new.giver == 0 { !own } else { child(new.giver) == Some(false) }, Code::GuardianNeeded);
    let itself = member == 0 || new.giver == member;
    checks.ensure("relation", itself || new.relation != GivenAs::Own, Code::GuardianNeeded);
    checks.ensure("how", own == (new.how == How::Screen), Code::Unknown);
    Ok(checks.done()?)
}

/// Records a consent: given by the family on its screen, or to staff, spoken or on paper.
/// Published wishes stay as they are until staff have read what is to be added.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::FileClosed`]; invalid fields; [`Code::GuardianNeeded`] for a giver who
/// may not consent; [`Code::ConsentGiven`] when it is in force already.
pub async fn record(tx: &mut Tx<'_>, input: &RecordConsent) -> Result<ConsentId> {
    lock_open_household(tx, input.consent.household, KEEPERS).await?;
    let new = input.consent.clone().checked()?;
    if (new.how == How::Paper) == input.paper.is_empty() {
        return Err(Refusal::field("paper", Code::Required).into());
    }
    let member = member_of(tx, new.household, new.kind, new.member, new.wish).await?;
    check_giver(tx, &new, member).await?;
    let (now, account, vault, marked) = (tx.now, tx.actor.account, tx.vault.clone(), tx.actor.is_marked());
    let made = value!(
        tx,
        i64,
        "insert into consent (household, member, kind, subject, giver, given_by, relation, how, witness, note,
             recorded_by, at, withdrawn_at, withdrawn_by, reason, staff_issued)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, '', $13) returning id",
        new.household,
        member,
        new.kind.as_str(),
        new.wish,
        new.giver,
        vault.seal(Secret::ConsentGiver, &new.given_by)?,
        new.relation.as_str(),
        new.how.as_str(),
        vault.seal(Secret::ConsentWitness, &new.witness)?,
        vault.seal(Secret::ConsentNote, &new.note)?,
        account,
        now,
        marked,
    );
    let id = match made {
        Err(error) if is_unique(&error) => return Err(Code::ConsentGiven.into()),
        other => other?,
    };
    if !input.paper.is_empty() {
        let sealed = vault.seal_bytes(Secret::ConsentPaper, &input.paper)?;
        run!(tx, "insert into consent_paper (consent, bytes) values ($1, $2)", id, sealed)?;
    }
    offer(tx, &new, member).await?;
    if !is_own(&tx.actor, new.household) {
        tell(tx, new.household, Event::ConsentRecorded).await?;
    }
    tx.audit("consent", id).await?;
    Ok(id)
}

/// Applies a new consent: wishes before review show it at once, published ones are reviewed again.
async fn offer(tx: &mut Tx<'_>, new: &NewConsent, member: i64) -> Result<()> {
    // Pictures of visits are shown with no wish.
    let (story, photo) = (new.kind == ConsentKind::Story, new.kind == ConsentKind::Photo && new.wish != 0);
    if !story && !photo {
        return Ok(());
    }
    let wishes = rows!(
        tx,
        (i64, String),
        "select id, state from wish where household = $1 and member = $2 and (id = $3 or $3 = 0)
             and state in ('draft', 'submitted', 'published') order by id",
        new.household,
        member,
        new.wish,
    )?;
    for (wish, state) in wishes {
        if state == "published" {
            run!(
                tx,
                "update wish set words_due = true where id = $1 and state = 'published'
                     and ($2 = true or words = '' or (age = -1 and member <> 0))",
                wish,
                photo,
            )?;
        } else {
            public_fields::settle(tx, wish, false).await?;
        }
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ConsentRow {
    member: i64,
    kind: String,
    subject: WishId,
    withdrawn_at: i64,
}

/// Withdraws a consent and hides at once everything that was public because of it; also after its file was closed.
///
/// # Errors
/// Not found outside the actor's areas; field `reason` when too long; [`Code::WrongState`] when it has ended before, as
/// those of an erased file have.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WithdrawConsent {
    /// Household the consent belongs to.
    pub household: HouseholdId,
    /// Number of the consent.
    pub consent: ConsentId,
    /// At most 200 characters, or `""`.
    pub reason: String,
}

impl Command for WithdrawConsent {
    const NAME: &'static str = "consent_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let household = self.household;
        lock_file(tx, household, KEEPERS).await?;
        let reason = text::words(&self.reason, 0, 200).map_err(|code| Refusal::field("reason", code))?;
        let found = row!(
            tx,
            ConsentRow,
            "select member, kind, subject, withdrawn_at from consent where id = $1 and household = $2",
            self.consent,
            household,
        )?;
        let ConsentRow { member, kind, subject, withdrawn_at } = found.ok_or(Refusal::NotFound)?;
        if withdrawn_at != 0 {
            return Err(Code::WrongState.into());
        }
        match parse::<ConsentKind>(&kind)? {
            ConsentKind::File => {
                end(tx, household, ALL_MEMBERS, 0, &reason).await?;
                hide(tx, household, ALL_MEMBERS).await?;
            }
            ConsentKind::Story => {
                end(tx, household, member, 0, &reason).await?;
                hide(tx, household, member).await?;
            }
            ConsentKind::Photo if subject == 0 => {
                end(tx, household, member, self.consent, &reason).await?;
                forget_visit_pictures(tx, household).await?;
            }
            ConsentKind::Photo => {
                end(tx, household, member, self.consent, &reason).await?;
                run!(tx, "delete from photo where wish = $1", subject)?;
                public_fields::settle(tx, subject, false).await?;
            }
            ConsentKind::Voice => {
                end(tx, household, member, self.consent, &reason).await?;
                forget_voices(tx, household, member).await?;
            }
        }
        tell(tx, household, Event::ConsentWithdrawn).await?;
        tx.audit("consent", self.consent).await
    }
}

/// Notifies the other side: the family about staff's entries, its caseworkers about the family's.
pub(crate) async fn tell(tx: &mut Tx<'_>, household: HouseholdId, event: fn(OfConsent) -> Event) -> Result<()> {
    if !is_own(&tx.actor, household) {
        return tx.emit(event(OfConsent { household, by_family: false, staff: Vec::new() })).await;
    }
    let home = household_path(&mut tx.arm(), household).await?;
    let nearest = nearest_caseworkers(&mut tx.arm(), &home).await?;
    let staff = nearest.into_iter().map(|caseworker| caseworker.id).collect();
    tx.emit(event(OfConsent { household, by_family: true, staff })).await
}

/// Records the consent that a family gives by sending a picture with its own wish.
/// For the family and for adults. For a minor a guardian consents on a page of its own, and the picture stays hidden
/// until then.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn photo_on_screen(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    let now = tx.now;
    if !tx.actor.is_signed_in() || public_fields::allowed(&mut tx.arm(), wish, now).await?.child {
        return Ok(());
    }
    let (account, household, marked) = (tx.actor.account, tx.actor.household, tx.actor.is_marked());
    run!(
        tx,
        "insert into consent (household, member, kind, subject, giver, given_by, relation, how, witness, note,
             recorded_by, at, withdrawn_at, withdrawn_by, reason, staff_issued)
         select w.household, w.member, 'photo', w.id, 0, '', 'self', 'screen', '', '', cast($2 as bigint),
             cast($3 as bigint), 0, 0, '', cast($5 as boolean)
         from wish w where w.id = $1 and w.household = $4",
        wish,
        account,
        now,
        household,
        marked,
    )?;
    Ok(())
}

/// Re-encodes the photo of a signed paper; empty unless the consent was signed on paper.
///
/// # Errors
/// Field `paper` with [`Code::NotAPicture`].
pub(crate) async fn renewed_paper(consent: &NewConsent, paper: Option<Vec<u8>>) -> Result<Vec<u8>> {
    match paper.filter(|_| consent.how == How::Paper) {
        Some(upload) => renewed_as("paper", PAPER_EDGE, upload).await,
        None => Ok(Vec::new()),
    }
}

/// Records a consent, with the photo of its paper if there is one.
///
/// # Errors
/// As [`record`]; field `paper` with [`Code::NotAPicture`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordConsent {
    /// What was agreed to, by whom and how.
    pub consent: NewConsent,
    /// Photo as a re-encoded JPEG; empty unless the consent was signed on paper.
    pub paper: Vec<u8>,
}

impl Command for RecordConsent {
    const NAME: &'static str = "consent_record";
    type Output = ConsentId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ConsentId> {
        record(tx, self).await
    }
}

impl Store {
    /// Records a consent, with the photo of its paper if there is one.
    ///
    /// # Errors
    /// As [`record`]; field `paper` with [`Code::NotAPicture`].
    pub async fn consent_record(&self, by: &By, consent: NewConsent, paper: Option<Vec<u8>>) -> Result<ConsentId> {
        if by.actor.household == 0 {
            by.actor.must_somewhere(Action::KeepHouseholds)?;
        }
        let consent = consent.checked()?;
        // A family agrees on screen; the photo of a signed paper is decoded for keepers of files only.
        if consent.how == How::Paper && !by.actor.may_somewhere(Action::KeepHouseholds) {
            return Err(Refusal::field("how", Code::Unknown).into());
        }
        let input = RecordConsent { paper: renewed_paper(&consent, paper).await?, consent };
        self.run(by, input).await
    }
}

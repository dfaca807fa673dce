//! Credentials that caseworkers make for families: cards and set-up codes.
//! Their maker can sign in with them and read the whole file, so each is a reveal with a reason, and the family is
//! notified.

use domain::{
    Code,
    accounts::{
        AccountId, Role,
        cards::{CardId, CardText},
    },
    events::{Event, OfHousehold},
    households::{
        HouseholdId,
        reveals::{Issued, Reveal, RevealReason},
    },
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::sign_in::{
        cards::{self, AT_ONCE, IssuedCard},
        setup_codes::{self, FreshCode},
    },
    db::{
        locks::{Writers, lock_open_household},
        sql::{row, run, value},
    },
    households::{
        create::add_account,
        reveal::{NewReveal, note},
        views::household_path,
    },
};

/// Checks that the actor keeps the file, and locks it.
async fn lock(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    lock_open_household(tx, household, Writers::Staff(Action::KeepHouseholds)).await.map(drop)
}

/// Logs the credential in the reveal log and notifies the family.
async fn log(tx: &mut Tx<'_>, reveal: &Reveal, issued: Issued) -> Result<()> {
    let Reveal { household, reason, words } = reveal;
    let (household, reason) = (*household, *reason);
    let id = note(tx, &NewReveal { household, role: Role::Caseworker, reason, words, lasts: 0 }).await?;
    run!(tx, "update reveal set issued = $2 where id = $1", id, issued.as_str())?;
    let event = OfHousehold { household, staff: Vec::new() };
    tx.emit(match issued {
        Issued::Card => Event::CardIssued(event),
        Issued::SetupCode => Event::SetupCodeIssued(event),
    })
    .await
}

/// Loads the family's account, which signs in with its phone; creates it when there is none.
///
/// # Errors
/// Field `phone` when neither account nor file has one; [`Code::PhoneTaken`] when another account has it.
async fn phone_account(tx: &mut Tx<'_>, household: HouseholdId) -> Result<AccountId> {
    let without = || Refusal::field("phone", Code::Required);
    let known = row!(
        tx,
        (i64, String),
        "select id, phone_key from account where household = $1 order by id limit 1",
        household,
    )?;
    match known {
        Some((_, key)) if key.is_empty() => Err(without().into()),
        Some((account, _)) => Ok(account),
        None => {
            if value!(tx, String, "select phone_key from household where id = $1", household)?.is_empty() {
                return Err(without().into());
            }
            add_account(tx, household, "").await
        }
    }
}

/// Makes a code with which a family sets its password, shown once; creates the family's account if it has none.
/// Replaces the password, ends all sessions of the account, and is logged as a reveal.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::FileClosed`]; [`Code::ProofNeeded`]; field `reason` or `words` as for a
/// reveal; field `phone` when the family has none; [`Code::PhoneTaken`]; [`Code::SetupShown`] for a repeated request.
#[derive(Clone, Serialize)]
pub struct SetHouseholdPassword {
    /// Household, and the reason which it reads.
    #[serde(flatten)]
    pub reveal: Reveal,
    /// Hash of the one-time password.
    #[serde(skip)]
    pub(crate) hash: String,
}

impl Command for SetHouseholdPassword {
    const NAME: &'static str = "household_password";
    type Output = AccountId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AccountId> {
        let household = self.reveal.household;
        lock(tx, household).await?;
        tx.must_be_proved().await?;
        let reveal = self.reveal.clone().checked()?;
        let account = phone_account(tx, household).await?;
        setup_codes::put(tx, account, &self.hash).await?;
        log(tx, &reveal, Issued::SetupCode).await?;
        tx.audit("household", household).await?;
        Ok(account)
    }
}

/// Issues a card within a transaction; for the demo.
///
/// # Errors
/// As [`Store::card_make`].
pub async fn make_card(tx: &mut Tx<'_>, reveal: &Reveal) -> Result<IssuedCard> {
    lock(tx, reveal.household).await?;
    let reveal = reveal.clone().checked()?;
    let drawn = cards::CardSecrets::new();
    let (_, which) = cards::issue(tx, reveal.household, &drawn).await?;
    log(tx, &reveal, Issued::Card).await?;
    Ok(drawn.fresh(reveal.household, which))
}

/// Stored answer of issuing cards: household, card id, index of the number. Holds no secrets.
type StoredCards = Vec<(HouseholdId, CardId, usize)>;

/// Opens files for their cards and stores the cards.
///
/// # Errors
/// As [`Store::cards_make`].
#[derive(Clone, Serialize)]
pub struct MakeCards {
    /// Households that get a card.
    pub households: Vec<HouseholdId>,
    /// Whether a working card is replaced; false skips households that have one.
    pub replace: bool,
    /// Why the files are opened for it.
    pub reason: RevealReason,
    /// Reason in the caller's words.
    pub words: String,
    /// Secrets drawn for the cards.
    #[serde(skip)]
    pub(crate) drawn: Vec<cards::CardSecrets>,
}

impl Command for MakeCards {
    const NAME: &'static str = "card_make";
    type Output = StoredCards;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<StoredCards> {
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        // All households, in ascending order, before the first account and card: two requests must not deadlock.
        for household in &self.households {
            lock(tx, *household).await?;
        }
        let mut made = StoredCards::new();
        for (household, drawn) in self.households.iter().zip(&self.drawn) {
            let household = *household;
            let reveal = Reveal { household, reason: self.reason, words: self.words.clone() }.checked()?;
            let has = value!(tx, i64, "select count(*) from card where household = $1 and ended = 0", household)?;
            if has == 0 || self.replace {
                let (card, which) = cards::issue(tx, household, drawn).await?;
                log(tx, &reveal, Issued::Card).await?;
                made.push((household, card, which));
            }
        }
        Ok(made)
    }
}

impl Store {
    /// Makes a code with which a family sets its password, shown once; creates the family's account if it has none.
    /// Replaces the password, ends all sessions of the account, and is logged as a reveal.
    ///
    /// # Errors
    /// As [`SetHouseholdPassword`].
    pub async fn household_password(&self, by: &By, reveal: Reveal) -> Result<FreshCode> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        by.actor.must(Action::KeepHouseholds, &household_path(&mut db.arm(), reveal.household).await?)?;
        drop(db);
        self.must_be_proved(by).await?;
        let reveal = reveal.checked()?;
        self.may_probe(&by.actor).await?;
        let drawn = setup_codes::CodeWithHash::new().await?;
        let new = SetHouseholdPassword { reveal, hash: drawn.hash.clone() };
        let put = self.run(by, new).await;
        let account = self.count_probe(by, put).await?;
        self.shown_once(account, drawn).await
    }

    /// Issues a card for a family, and an account if it has none; ends its old card and sessions.
    /// Is logged as a reveal.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas; [`Code::FileClosed`]; field `reason` or `words` as for a reveal;
    /// [`Code::CardShown`] for a repeated request.
    pub async fn card_make(&self, by: &By, reveal: Reveal) -> Result<IssuedCard> {
        let Reveal { household, reason, words } = reveal;
        let new = MakeCards { households: vec![household], replace: true, reason, words, drawn: Vec::new() };
        let made = self.make_cards(by, new).await?;
        made.into_iter().next().ok_or_else(|| Code::CardShown.into())
    }

    /// Issues cards for those of the families that have none, at most [`AT_ONCE`]; each is logged as a reveal.
    ///
    /// # Errors
    /// As [`Store::card_make`]; field `household` when none or too many are chosen.
    pub async fn cards_make(
        &self,
        by: &By,
        mut households: Vec<HouseholdId>,
        reason: RevealReason,
        words: String,
    ) -> Result<Vec<IssuedCard>> {
        households.sort_unstable();
        households.dedup();
        match households.len() {
            0 => Err(Refusal::field("household", Code::Required).into()),
            1..=AT_ONCE => {
                let new = MakeCards { households, replace: false, reason, words, drawn: Vec::new() };
                self.make_cards(by, new).await
            }
            _ => Err(Refusal::field("household", Code::OutOfRange).into()),
        }
    }

    async fn make_cards(&self, by: &By, new: MakeCards) -> Result<Vec<IssuedCard>> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let order = new.households.clone();
        let drawn: Vec<_> = order.iter().map(|_| cards::CardSecrets::new()).collect();
        let new = MakeCards { drawn: drawn.clone(), ..new };
        let made = self.run(by, new).await?;
        let mut fresh = Vec::with_capacity(made.len());
        let mut db = self.reader().await?;
        for (household, card, which) in made {
            let at = order.iter().position(|one| *one == household).unwrap_or_default();
            // A repeated request gets the stored ids of its cards; their secrets are lost.
            let secret = CardText::Secret(drawn[at].secret.clone());
            if cards::find(&mut db.arm(), &self.vault, &secret).await? != Some((card, household)) {
                return Err(Code::CardShown.into());
            }
            fresh.push(drawn[at].fresh(household, which));
        }
        Ok(fresh)
    }
}

//! Families' cards: issued and revoked by caseworkers, shown once, then only on paper.
//! Issuing one is a reveal too, so its operations are in [`crate::households::credentials`].
//! The database stores keyed hashes of a card's secret and number, and sealed one-way digests of both, from which the
//! keyed hashes are recomputed when keys change.

use serde::Serialize;
use std::fmt;

use domain::{
    accounts::{
        AccountId, Role,
        cards::{self, CardId, CardText, Ended},
        proof::PhoneProof,
        sessions::MARKED_FOR,
    },
    households::HouseholdId,
    permission::Action,
};
use rand::RngExt;

use crate::{
    Command, Conn, Refusal, Result, Tx,
    accounts::{
        phones,
        profile::{NewPerson, account_of, grant, insert},
    },
    crypto::{
        random,
        secret::Secret,
        vault::{Find, Vault},
    },
    db::{
        locks::{Writers, lock_open_household},
        sql::{row, run, value},
    },
};

/// Cards issued per request: five sheets of eight.
pub const AT_ONCE: usize = 40;

/// Numbers drawn per card, in case one is taken.
const CANDIDATES: usize = 3;

/// Card just issued, with its secrets; shown once for printing.
#[derive(Clone)]
pub struct IssuedCard {
    /// Household that it signs in.
    pub household: HouseholdId,
    /// Secret in its QR code.
    pub secret: String,
    /// Number to type.
    pub number: String,
}

/// Leaves secret and number out of logs.
impl fmt::Debug for IssuedCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IssuedCard({})", self.household)
    }
}

/// Secret and candidate numbers of a card, drawn before the transaction that stores their hashes.
#[derive(Clone)]
pub(crate) struct CardSecrets {
    pub secret: String,
    numbers: Vec<String>,
}

impl CardSecrets {
    pub(crate) fn new() -> CardSecrets {
        let number = || cards::number(rand::rng().random_range(0..1_000_000_000));
        CardSecrets { secret: random::code(cards::SECRET), numbers: (0..CANDIDATES).map(|_| number()).collect() }
    }

    /// Returns the card to be shown; `which` is the index of its number.
    pub(crate) fn fresh(&self, household: HouseholdId, which: usize) -> IssuedCard {
        IssuedCard { household, secret: self.secret.clone(), number: self.numbers[which].clone() }
    }
}

/// Hashes a secret or number, so that not even the keys recover it.
fn one_way(clear: &str) -> String {
    random::digest(&format!("card:{clear}"))
}

/// Loads the working card with this secret or number: its id and household.
pub(crate) async fn find(db: &mut Conn<'_>, vault: &Vault, typed: &CardText) -> Result<Option<(CardId, HouseholdId)>> {
    let (CardText::Number(clear) | CardText::Secret(clear)) = typed;
    for digest in vault.digests(Find::Card, &one_way(clear)) {
        let found = match typed {
            CardText::Secret(_) => {
                row!(db, (i64, i64), "select id, household from card where secret_key = $1 and ended = 0", &digest)?
            }
            CardText::Number(_) => {
                row!(db, (i64, i64), "select id, household from card where number_key = $1 and ended = 0", &digest)?
            }
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Loads the household of a scanned QR text or a typed number; `None` without a working card.
/// The caller limits attempts.
///
/// # Errors
/// Only when the database fails.
pub async fn by_code(db: &mut Conn<'_>, vault: &Vault, typed: &str) -> Result<Option<HouseholdId>> {
    let Ok(typed) = cards::typed(typed) else { return Ok(None) };
    Ok(find(db, vault, &typed).await?.map(|(_, household)| household))
}

/// Locks an open file for a caseworker who keeps it.
pub(crate) async fn must_keep(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    lock_open_household(tx, household, Writers::Staff(Action::KeepHouseholds)).await.map(drop)
}

/// Loads the account of a household; inserts one without password when there is none.
/// It gets the household's phone, unless another account has it.
async fn account(tx: &mut Tx<'_>, household: HouseholdId) -> Result<AccountId> {
    let known = row!(tx, (i64,), "select id from account where household = $1 order by id limit 1", household)?;
    if let Some((known,)) = known {
        return Ok(known);
    }
    let (area, root, phone) =
        row!(tx, (i64, i64, String), "select area, root, phone from household where id = $1", household)?
            .ok_or(Refusal::NotFound)?;
    let vault = tx.vault.clone();
    let phone = vault.open(Secret::HouseholdPhone, &phone)?;
    let other = account_of(&mut tx.arm(), &vault, &phone).await?;
    let free = other == 0 || phones::yield_to_family(tx, other).await?;
    let phone = if free { phone.as_str() } else { "" };
    let proof = PhoneProof::Staff;
    let id = insert(tx, &NewPerson { phone, name: "", hash: "", root, organisation: 0, household, proof }).await?;
    grant(tx, id, Role::Family, area).await?;
    Ok(id)
}

/// Ends the cards of a household and their sessions; returns the number of cards ended.
/// Their hashes are deleted.
///
/// # Errors
/// Only when the database fails.
pub async fn end_all(tx: &mut Tx<'_>, household: HouseholdId, why: Ended) -> Result<u64> {
    let (now, by) = (tx.now, tx.actor.account);
    // Cards before sessions: a concurrent sign-in waits for the card's row, and then finds the card ended.
    let ended = run!(
        tx,
        "update card set secret = '', secret_key = '', number = '', number_key = '', ended = $2, ended_by = $3, why = $4
         where household = $1 and ended = 0",
        household,
        now,
        by,
        why.as_str(),
    )?;
    run!(
        tx,
        "delete from push_subscription
         where account in (select s.account from session s join card c on c.id = s.card
                           where c.household = $1 and s.card <> 0)
             and session in (select s.id from session s join card c on c.id = s.card
                             where c.household = $1 and s.card <> 0)",
        household,
    )?;
    // It names the condition of the index, too: SQLite does not conclude it.
    run!(tx, "delete from session where card <> 0 and card in (select id from card where household = $1)", household)?;
    Ok(ended)
}

/// Marks the sessions that the working cards of a household open within a week.
/// For changes by staff after which a card that they know opens this household's file.
pub(crate) async fn mark(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let until = tx.now + MARKED_FOR;
    run!(tx, "update card set marked_until = $2 where household = $1 and ended = 0", household, until)?;
    Ok(())
}

/// Moves the cards of a household merged into another, and marks them; deletes its PIN, the other's stays.
///
/// # Errors
/// Only when the database fails.
pub async fn follow(tx: &mut Tx<'_>, from: HouseholdId, to: HouseholdId) -> Result<()> {
    mark(tx, from).await?;
    run!(tx, "update card set household = $2 where household = $1", from, to)?;
    run!(tx, "delete from family_pin where household = $1", from)?;
    Ok(())
}

/// Ends cards, PIN and one-time codes of a household whose file is closed or erased.
/// The password stays.
///
/// # Errors
/// Only when the database fails.
pub async fn close(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    end_all(tx, household, Ended::Closed).await?;
    run!(tx, "delete from family_pin where household = $1", household)?;
    run!(tx, "delete from one_time_code where account in (select id from account where household = $1)", household)?;
    Ok(())
}

/// Returns whether a working card has this number.
async fn is_taken(tx: &mut Tx<'_>, number: &str) -> Result<bool> {
    let vault = tx.vault.clone();
    Ok(find(&mut tx.arm(), &vault, &CardText::Number(number.to_owned())).await?.is_some())
}

/// Inserts a card, whose sessions are marked for a week, in place of the old one.
/// Returns its id and the index of the number it got. The caller has locked the open file.
pub(crate) async fn issue(tx: &mut Tx<'_>, household: HouseholdId, drawn: &CardSecrets) -> Result<(CardId, usize)> {
    account(tx, household).await?;
    end_all(tx, household, Ended::Replaced).await?;
    let mut which = 0;
    while is_taken(tx, &drawn.numbers[which]).await? {
        which += 1;
        if which == drawn.numbers.len() {
            return Err(Refusal::Unavailable.into());
        }
    }
    let (now, by, vault) = (tx.now, tx.actor.account, tx.vault.clone());
    let (secret, number) = (one_way(&drawn.secret), one_way(&drawn.numbers[which]));
    let id = value!(
        tx,
        i64,
        "insert into card (household, secret, secret_key, number, number_key, made, made_by, used, ended, ended_by, why,
             marked_until)
         values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, '', $8) returning id",
        household,
        vault.seal(Secret::CardSecret, &secret)?,
        vault.digest(Find::Card, &secret),
        vault.seal(Secret::CardNumber, &number)?,
        vault.digest(Find::Card, &number),
        now,
        by,
        now + MARKED_FOR,
    )?;
    tx.audit("household", household).await?;
    Ok((id, which))
}

/// Revokes a family's card and ends the sessions opened with it.
///
/// # Errors
/// `NotFound` outside the actor's areas; [`domain::Code::FileClosed`]: then the card has ended with the file.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RevokeCard(pub HouseholdId);

impl Command for RevokeCard {
    const NAME: &'static str = "card_revoke";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(household) = self;
        must_keep(tx, household).await?;
        if end_all(tx, household, Ended::Revoked).await? > 0 {
            tx.audit("household", household).await?;
        }
        Ok(())
    }
}

//! Families' cards: issued and revoked by caseworkers, shown once, then only on paper.
//! The database stores keyed hashes of a card's secret and number, and sealed one-way digests of both, from which the
//! keyed hashes are recomputed when keys change.

use std::fmt;

use domain::{
    Code, Error as Refusal,
    accounts::{
        AccountId, Role,
        cards::{self, CardId, Ended, Typed},
    },
    areas::AreaPath,
    households::HouseholdId,
    permission::Action,
};
use rand::RngExt;
use serde::Serialize;

use crate::{
    By, Conn, Result, Store, Tx,
    accounts::profile::{NewPerson, account_of, grant, insert},
    crypto::{
        random,
        secret::Secret,
        vault::{Find, Vault},
    },
    db::{
        locks,
        sql::{row, run, value},
    },
};

/// Cards issued per request: five sheets of eight.
pub const AT_ONCE: usize = 40;

/// Numbers drawn per card, in case one is taken.
const CANDIDATES: usize = 3;

/// Card just issued, with its secrets; shown once for printing.
#[derive(Clone)]
pub struct Fresh {
    /// Household that it signs in.
    pub household: HouseholdId,
    /// Secret in its QR code.
    pub secret: String,
    /// Number to type.
    pub number: String,
}

/// Leaves secret and number out of logs.
impl fmt::Debug for Fresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fresh({})", self.household)
    }
}

/// Secret and candidate numbers of a card, drawn before the transaction that stores their hashes.
#[derive(Clone)]
struct Drawn {
    secret: String,
    numbers: Vec<String>,
}

impl Drawn {
    fn new() -> Drawn {
        let number = || cards::number(rand::rng().random_range(0..1_000_000_000));
        Drawn { secret: random::code(cards::SECRET), numbers: (0..CANDIDATES).map(|_| number()).collect() }
    }
}

/// Cards to be issued. Drawn secrets are not part of the request's content.
#[derive(Clone, Serialize)]
struct NewCards {
    households: Vec<HouseholdId>,
    /// Whether a working card is replaced; false skips households that have one.
    replace: bool,
    #[serde(skip)]
    drawn: Vec<Drawn>,
}

/// Hashes a secret or number, so that not even the keys recover it.
fn one_way(clear: &str) -> String {
    random::digest(&format!("card:{clear}"))
}

/// Loads the working card with this secret or number: its id and household.
pub(crate) async fn find(db: &mut Conn<'_>, vault: &Vault, typed: &Typed) -> Result<Option<(CardId, HouseholdId)>> {
    let (Typed::Number(clear) | Typed::Secret(clear)) = typed;
    for digest in vault.digests(Find::Card, &one_way(clear)) {
        let found = match typed {
            Typed::Secret(_) => {
                row!(db, (i64, i64), "select id, household from card where secret_key = $1 and ended = 0", &digest)?
            }
            Typed::Number(_) => {
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

/// Checks that the actor keeps the household file, and locks the household.
pub(crate) async fn must_keep(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    let path =
        row!(tx, (String,), "select a.path from household h join area a on a.id = h.area where h.id = $1", household)?;
    tx.actor.must(Action::KeepHouseholds, &AreaPath(path.ok_or(Refusal::NotFound)?.0))?;
    locks::lock_household(tx, household).await
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
    let taken = account_of(&mut tx.arm(), &vault, &phone).await? != 0;
    let phone = if taken { "" } else { phone.as_str() };
    let id = insert(tx, &NewPerson { phone, root, household, ..NewPerson::default() }).await?;
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
    run!(tx, "delete from session where card in (select id from card where household = $1)", household)?;
    Ok(ended)
}

/// Moves the cards of a household merged into another; deletes its PIN, the other's stays.
///
/// # Errors
/// Only when the database fails.
pub async fn follow(tx: &mut Tx<'_>, from: HouseholdId, to: HouseholdId) -> Result<()> {
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
    Ok(find(&mut tx.arm(), &vault, &Typed::Number(number.to_owned())).await?.is_some())
}

/// Inserts a card; returns its id and the index of the number it got.
async fn issue(tx: &mut Tx<'_>, household: HouseholdId, drawn: &Drawn) -> Result<(CardId, usize)> {
    let state = value!(tx, String, "select state from household where id = $1", household)?;
    if state != "open" {
        return Err(Code::FileClosed.into());
    }
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
        "insert into card (household, secret, secret_key, number, number_key, made, made_by, used, ended, ended_by, why)
         values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, '') returning id",
        household,
        vault.seal(Secret::CardSecret, &secret)?,
        vault.digest(Find::Card, &secret),
        vault.seal(Secret::CardNumber, &number)?,
        vault.digest(Find::Card, &number),
        now,
        by,
    )?;
    tx.audit("household", household).await?;
    Ok((id, which))
}

/// Issues a card within a transaction; for the demo.
///
/// # Errors
/// As [`Store::card_make`].
pub async fn make(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Fresh> {
    must_keep(tx, household).await?;
    let drawn = Drawn::new();
    let (_, which) = issue(tx, household, &drawn).await?;
    Ok(Fresh { household, secret: drawn.secret, number: drawn.numbers[which].clone() })
}

/// Stored answer of issuing cards: household, card id, index of the number. Holds no secrets.
type Made = Vec<(HouseholdId, CardId, usize)>;

async fn make_all(tx: &mut Tx<'_>, new: &NewCards) -> Result<Made> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    let mut made = Made::new();
    for (household, drawn) in new.households.iter().zip(&new.drawn) {
        must_keep(tx, *household).await?;
        let has = value!(tx, i64, "select count(*) from card where household = $1 and ended = 0", *household)?;
        if has == 0 || new.replace {
            let (card, which) = issue(tx, *household, drawn).await?;
            made.push((*household, card, which));
        }
    }
    Ok(made)
}

async fn revoke(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    must_keep(tx, household).await?;
    if end_all(tx, household, Ended::Revoked).await? > 0 {
        tx.audit("household", household).await?;
    }
    Ok(())
}

impl Store {
    /// Issues a card for a family, and an account if it has none; ends its old card and sessions.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas; [`Code::FileClosed`]; [`Code::CardShown`] for a repeated request.
    pub async fn card_make(&self, by: &By, household: HouseholdId) -> Result<Fresh> {
        let made = self.make_cards(by, vec![household], true).await?;
        made.into_iter().next().ok_or_else(|| Code::CardShown.into())
    }

    /// Issues cards for those of the families that have none, at most [`AT_ONCE`].
    ///
    /// # Errors
    /// As [`Store::card_make`]; field `household` when none or too many are chosen.
    pub async fn cards_make(&self, by: &By, mut households: Vec<HouseholdId>) -> Result<Vec<Fresh>> {
        households.sort_unstable();
        households.dedup();
        match households.len() {
            0 => Err(Refusal::field("household", Code::Required).into()),
            1..=AT_ONCE => self.make_cards(by, households, false).await,
            _ => Err(Refusal::field("household", Code::OutOfRange).into()),
        }
    }

    async fn make_cards(&self, by: &By, households: Vec<HouseholdId>, replace: bool) -> Result<Vec<Fresh>> {
        let drawn: Vec<Drawn> = households.iter().map(|_| Drawn::new()).collect();
        let new = NewCards { households, replace, drawn: drawn.clone() };
        let order = new.households.clone();
        let made = self.write(by, "card_make", new, |tx, new| Box::pin(make_all(tx, new))).await?;
        let mut fresh = Vec::with_capacity(made.len());
        let mut db = self.reader().await?;
        for (household, card, which) in made {
            let at = order.iter().position(|one| *one == household).unwrap_or_default();
            let Drawn { secret, numbers } = &drawn[at];
            // A repeated request gets the stored ids of its cards; their secrets are lost.
            let found = find(&mut db.arm(), &self.vault, &Typed::Secret(secret.clone())).await?;
            if found != Some((card, household)) {
                return Err(Code::CardShown.into());
            }
            fresh.push(Fresh { household, secret: secret.clone(), number: numbers[which].clone() });
        }
        Ok(fresh)
    }

    /// Revokes a family's card and ends the sessions opened with it.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas.
    pub async fn card_revoke(&self, by: &By, household: HouseholdId) -> Result<()> {
        self.write(by, "card_revoke", household, |tx, household| Box::pin(revoke(tx, *household))).await
    }
}

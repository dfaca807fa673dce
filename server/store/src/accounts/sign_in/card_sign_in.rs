//! Sign-in with a family's card: QR code or typed number, plus the PIN if the family has one.

use domain::{
    Code, DAY, Error as Refusal, Timestamp,
    accounts::{
        Actor,
        cards::{self, CardId, Typed},
    },
    households::HouseholdId,
};

use crate::{
    By, Result, Store, Tx,
    accounts::{
        sessions,
        sign_in::{
            card_views,
            cards::find,
            pins::{self, PinState, Proved},
        },
    },
    crypto::{random, secret::Secret},
    db::{
        rate_limit,
        sql::{row, run, value},
    },
};

/// Window of the rate limits, in seconds.
const WINDOW: Timestamp = 3600;
/// Wrong numbers per address within the window.
const NUMBERS: i64 = 10;
/// Wrong QR codes per address within the window. They have 130 bits, so guessing is no risk.
/// The limit must allow for revoked cards that are scanned repeatedly.
const SECRETS: i64 = 100;
/// Wrong numbers from all addresses within the window, of 10^9 possible ones.
/// Above it numbers are refused; QR codes still work.
const EVERYWHERE: i64 = 300;
/// Wrong numbers from all addresses within the window above which an error is logged.
const ALARM: i64 = 100;

/// Lifetime of a session on a borrowed phone, in seconds.
pub const TODAY: Timestamp = 12 * 3600;

/// What a card shows before it signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// Id of the household.
    pub household: HouseholdId,
    /// First character of the name and two stars: 马**.
    pub masked: String,
    /// State of the PIN.
    pub pin: PinState,
}

/// Result of a sign-in by card or one-time code.
#[derive(Clone, Debug)]
pub struct Welcome {
    /// Token of the session.
    pub token: String,
    /// Actor of the session.
    pub actor: Actor,
    /// Lifetime of the session, in seconds.
    pub seconds: Timestamp,
}

/// Session to be opened with a card.
#[derive(Clone)]
struct Opening {
    digest: String,
    card: CardId,
    household: HouseholdId,
    seconds: Timestamp,
    proved: Proved,
    subjects: Vec<String>,
}

/// Inserts a session, unless the card, the account or the PIN changed since it was checked.
async fn open(tx: &mut Tx<'_>, opening: &Opening) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    let works = run!(tx, "update card set used = $2 where id = $1 and ended = 0", opening.card, now)?;
    if works == 0 {
        return Err(Refusal::NotAllowed(Code::WrongCard).into());
    }
    pins::settle(tx, opening.household, &opening.proved).await?;
    let opened = run!(
        tx,
        "insert into session (token, account, created, expires, card)
         select cast($1 as text), id, cast($3 as bigint), cast($4 as bigint), cast($5 as bigint) from account
         where id = $2 and open = true and household = $6",
        &opening.digest,
        account,
        now,
        now + opening.seconds,
        opening.card,
        opening.household,
    )?;
    if opened == 0 {
        return Err(Refusal::NotAllowed(Code::WrongCard).into());
    }
    forgive(tx, &opening.subjects).await?;
    tx.audit("account", account).await
}

async fn forgive(tx: &mut Tx<'_>, subjects: &[String]) -> Result<()> {
    for subject in subjects {
        rate_limit::forgive_last(tx, subject).await?;
    }
    Ok(())
}

impl Store {
    /// Loads the household that a scanned or typed card would sign in.
    ///
    /// # Errors
    /// Field `card` when nothing was typed or a digit was misread; [`Code::WrongCard`]; [`Code::TooManyTries`] after
    /// too many wrong ones from one address.
    pub async fn card_face(&self, typed: &str, address: &str) -> Result<Face> {
        let (_, household, subjects) = self.judge(typed, address).await?;
        self.forgive_all(subjects).await?;
        let mut db = self.reader().await?;
        let name = value!(db, String, "select name from household where id = $1", household)?;
        let masked = card_views::masked(&self.vault.open(Secret::HouseholdName, &name)?);
        Ok(Face { household, masked, pin: pins::state(&mut db.arm(), household, self.now()).await? })
    }

    /// Signs a family in with its card, for 30 days or for [`TODAY`].
    ///
    /// # Errors
    /// Field `card` when nothing was typed or a digit was misread; [`Code::WrongCard`]; [`Code::PinNeeded`],
    /// [`Code::WrongPin`], [`Code::CardLocked`]; [`Code::TooManyTries`] after 10 wrong numbers from one address within
    /// an hour, or five wrong PINs.
    pub async fn card_sign_in(&self, typed: &str, pin: &str, today: bool, address: &str) -> Result<Welcome> {
        let (card, household, subjects) = self.judge(typed, address).await?;
        let mut db = self.reader().await?;
        let speaks = row!(
            db,
            (i64, i64),
            "select id, root from account where household = $1 and open = true order by id limit 1",
            household,
        )?;
        drop(db);
        let (account, root) = speaks.ok_or(Refusal::NotAllowed(Code::WrongCard))?;
        let proved = match self.pin_proved(household, pin).await {
            // The card was right, so its attempt is forgiven; PIN attempts are counted separately.
            Err(refused) => {
                self.forgive_all(subjects).await?;
                return Err(refused);
            }
            Ok(proved) => proved,
        };
        let seconds = if today { TODAY } else { sessions::DAYS * DAY };
        let token = random::token();
        let opening = Opening { digest: random::digest(&token), card, household, seconds, proved, subjects };
        let by = By::new(Actor { account, root, ..Actor::default() }, "");
        self.write(&by, "card_sign_in", (), move |tx, ()| {
            let opening = opening.clone();
            Box::pin(async move { open(tx, &opening).await })
        })
        .await?;
        let actor = self.actor(&token).await?.ok_or(Refusal::NotAllowed(Code::WrongCard))?;
        Ok(Welcome { token, actor, seconds })
    }

    /// Loads the card; the attempt counts as wrong until the caller forgives the returned subjects.
    async fn judge(&self, typed: &str, address: &str) -> Result<(CardId, HouseholdId, Vec<String>)> {
        let typed = cards::typed(typed).map_err(|code| Refusal::field("card", code))?;
        let number = matches!(typed, Typed::Number(_));
        let mut subjects = Vec::new();
        if !address.is_empty() {
            let (kind, limit) = if number { ("number", NUMBERS) } else { ("card", SECRETS) };
            let subject = format!("{kind}:{address}");
            self.attempt(&subject, limit, WINDOW).await?;
            subjects.push(subject);
        }
        if number {
            self.attempt("numbers", EVERYWHERE, WINDOW).await?;
            subjects.push("numbers".to_owned());
        }
        let mut db = self.reader().await?;
        if let Some((card, household)) = find(&mut db.arm(), &self.vault, &typed).await? {
            return Ok((card, household, subjects));
        }
        if number {
            let since = self.now() - WINDOW;
            let wrong =
                value!(db, i64, "select count(*) from attempt where subject = $1 and at > $2", "numbers", since)?;
            if wrong >= ALARM {
                tracing::error!(wrong, "many wrong card numbers within an hour: possible guessing");
            }
        }
        Err(Refusal::NotAllowed(Code::WrongCard).into())
    }

    async fn forgive_all(&self, subjects: Vec<String>) -> Result<()> {
        self.write(&By::system(), "forgive", subjects, |tx, subjects| Box::pin(forgive(tx, subjects))).await
    }
}

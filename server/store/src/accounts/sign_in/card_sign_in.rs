//! Signing in with a family's card: its QR code, or its number for whoever types; with the PIN, if there is one.

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
    crypto::{random, sealed_columns::Secret},
    db::{
        rate_limit,
        sql::{row, run, value},
    },
};

/// Tries are counted over this long.
const WINDOW: Timestamp = 3600;
/// Wrong numbers from one address within the window.
const NUMBERS: i64 = 10;
/// Wrong QR codes from one address within the window. Nobody guesses 130 bits; a card that was taken back is shown
/// again and again.
const SECRETS: i64 = 100;
/// Wrong numbers from everywhere within the window, of the thousand million there are. Then numbers rest; QR codes
/// go on working.
const EVERYWHERE: i64 = 300;
/// Wrong numbers from everywhere within the window, from which on the log says so.
const ALARM: i64 = 100;

/// How long a session lasts on somebody else's phone.
pub const TODAY: Timestamp = 12 * 3600;

/// What a card shows before anybody is signed in with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The household's number.
    pub household: HouseholdId,
    /// The family name and stars: 马**.
    pub masked: String,
    /// How it is with its PIN.
    pub pin: PinState,
}

/// Somebody who is signed in now.
#[derive(Clone, Debug)]
pub struct Welcome {
    /// The session's token.
    pub token: String,
    /// Who.
    pub actor: Actor,
    /// How many seconds the session lasts.
    pub seconds: Timestamp,
}

/// A session to be opened with a card.
#[derive(Clone)]
struct Opening {
    digest: String,
    card: CardId,
    household: HouseholdId,
    seconds: Timestamp,
    proved: Proved,
    subjects: Vec<String>,
}

/// Opens a session, unless the card was taken back, the account closed or the PIN changed meanwhile.
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
    /// What the card says that was scanned: whom it would sign in.
    ///
    /// # Errors
    /// [`Code::WrongCard`]; [`Code::TooManyTries`] after too many wrong ones from one address.
    pub async fn card_face(&self, typed: &str, address: &str) -> Result<Face> {
        let (_, household, subjects) = self.judge(typed, address).await?;
        self.forgive_all(subjects).await?;
        let mut db = self.reader().await?;
        let name = value!(db, String, "select name from household where id = $1", household)?;
        let masked = card_views::masked(&self.vault.open(Secret::HouseholdName, &name)?);
        Ok(Face { household, masked, pin: pins::state(&mut db.arm(), household, self.now()).await? })
    }

    /// Signs a family in with its card, for thirty days or for [`TODAY`].
    ///
    /// # Errors
    /// Nothing typed or a misread digit (field `card`); [`Code::WrongCard`]; [`Code::PinNeeded`], [`Code::WrongPin`],
    /// [`Code::CardLocked`]; [`Code::TooManyTries`] after 10 wrong numbers from one address within an hour, or five
    /// wrong PINs.
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
            // The card was right; what its PIN still lacks is counted there.
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

    /// The card of what was typed, counted as a wrong try until its subjects are forgiven.
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
                tracing::error!(wrong, "somebody may be guessing families' card numbers: wrong ones within an hour");
            }
        }
        Err(Refusal::NotAllowed(Code::WrongCard).into())
    }

    async fn forgive_all(&self, subjects: Vec<String>) -> Result<()> {
        self.write(&By::system(), "forgive", subjects, |tx, subjects| Box::pin(forgive(tx, subjects))).await
    }
}

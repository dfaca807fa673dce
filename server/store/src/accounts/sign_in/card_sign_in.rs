//! Sign-in with a family's card: QR code or typed number, plus the PIN if the family has one.

use domain::{
    Code, DAY, Timestamp,
    accounts::{
        Actor,
        cards::{self, CardId, CardText},
        security::SecurityKind,
        sessions::{Credential, SignInWay},
    },
    households::HouseholdId,
};

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::{
        factor,
        session_lifecycle::{NewSession, insert},
        sessions,
        sign_in::{
            card_views,
            cards::find,
            pins::{self, PinProof, PinState},
            throttle::{Browser, Tries, home},
        },
    },
    crypto::{random, secret::Secret},
    db::{
        command::stored_as_tuple,
        rate_limit::ForgiveLast,
        sql::{row, run, value},
    },
};

/// Window of the rate limits, in seconds.
const WINDOW: Timestamp = 3600;
/// Wrong QR codes per address within the window. They have 130 bits, so guessing is no risk.
/// The limit must allow for revoked cards that are scanned repeatedly.
const SECRETS: i64 = 100;
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
    /// Wrong PINs that are left before the next pause or lock; 0 without a PIN.
    pub tries: i64,
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

/// Inserts a session, unless the card, the account or the PIN changed since it was checked.
/// Its fields are secrets and proofs, so none is stored with the request.
struct OpenSession {
    /// Hash of the session's token.
    digest: String,
    card: CardId,
    household: HouseholdId,
    seconds: Timestamp,
    proved: PinProof,
    /// Counted tries, to be forgiven.
    tries: Tries,
}

stored_as_tuple!(OpenSession);

impl Command for OpenSession {
    const NAME: &'static str = "card_sign_in";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (now, account) = (tx.now, tx.actor.account);
        let works = run!(tx, "update card set used = $2 where id = $1 and ended = 0", self.card, now)?;
        if works == 0 {
            return Err(Refusal::NotAllowed(Code::WrongCard).into());
        }
        pins::settle(tx, self.household, &self.proved).await?;
        // Of an account that was staff, too: a card is no way around its second factor.
        if factor::is_on(&mut tx.arm(), account).await? {
            return Err(Refusal::NotAllowed(Code::WrongCard).into());
        }
        let marked_until = value!(tx, i64, "select marked_until from card where id = $1", self.card)?;
        let new = NewSession {
            digest: &self.digest,
            account,
            household: self.household,
            way: SignInWay::Card,
            credential: Credential::marked(marked_until, now),
            card: self.card,
            most: self.seconds,
            proved: 0,
        };
        if !insert(tx, &new).await? {
            return Err(Refusal::NotAllowed(Code::WrongCard).into());
        }
        self.tries.forgive(tx).await?;
        tx.audit("account", account).await
    }
}

impl Store {
    /// Loads the household that a scanned or typed card would sign in.
    ///
    /// # Errors
    /// Field `card` when nothing was typed or a digit was misread; [`Code::WrongCard`]; [`Code::TooManyTries`] after
    /// too many wrong ones from one address.
    pub async fn card_face<'b>(&self, typed: &str, browser: impl Into<Browser<'b>>) -> Result<Face> {
        let (_, household, tries) = self.judge(typed, browser.into()).await?;
        self.forgive_all(tries).await?;
        let mut db = self.reader().await?;
        let name = value!(db, String, "select name from household where id = $1", household)?;
        let masked = card_views::masked(&self.vault.open(Secret::HouseholdName, &name)?);
        let pin = pins::state(&mut db.arm(), household, self.now()).await?;
        Ok(Face { household, masked, pin, tries: pins::tries_left(&mut db.arm(), household).await? })
    }

    /// Signs a family in with its card, for 30 days or for [`TODAY`].
    ///
    /// # Errors
    /// Field `card` when nothing was typed or a digit was misread; [`Code::WrongCard`]; [`Code::PinNeeded`],
    /// [`Code::WrongPin`], [`Code::CardLocked`]; [`Code::TooManyTries`] after 10 wrong numbers from one address within
    /// an hour (2 while many are tried elsewhere), or five wrong PINs.
    pub async fn card_sign_in<'b>(
        &self,
        typed: &str,
        pin: &str,
        today: bool,
        browser: impl Into<Browser<'b>>,
    ) -> Result<Welcome> {
        let (card, household, tries) = self.judge(typed, browser.into()).await?;
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
                self.forgive_all(tries).await?;
                return Err(refused);
            }
            Ok(proved) => proved,
        };
        let seconds = if today { TODAY } else { sessions::DAYS * DAY };
        let token = random::token();
        let digest = random::digest(&token);
        let by = By::new(Actor { account, root, ..Actor::default() }, "");
        self.run(&by, OpenSession { digest, card, household, seconds, proved, tries }).await?;
        let actor = self.actor(&token).await?.ok_or(Refusal::NotAllowed(Code::WrongCard))?;
        Ok(Welcome { token, actor, seconds })
    }

    /// Returns the number of a browser that signed this card's family in before.
    /// Looks the card up before its try is counted, but only for a browser that has signed some account in.
    async fn known_device(&self, typed: &CardText, browser: Browser<'_>) -> Result<Option<String>> {
        let Some((account, device)) = self.device(browser.device) else { return Ok(None) };
        let mut db = self.reader().await?;
        let Some((_, household)) = find(&mut db.arm(), &self.vault, typed).await? else { return Ok(None) };
        let own = value!(db, i64, "select count(*) from account where id = $1 and household = $2", account, household)?;
        Ok((own > 0).then_some(device))
    }

    /// Loads the card; the try counts as wrong until the caller forgives it.
    async fn judge(&self, typed: &str, browser: Browser<'_>) -> Result<(CardId, HouseholdId, Tries)> {
        let typed = cards::typed(typed).map_err(|code| Refusal::field("card", code))?;
        let number = matches!(typed, CardText::Number(_));
        let tries = if number {
            let device = self.known_device(&typed, browser).await?;
            self.try_number(device.as_deref(), browser.address).await?
        } else {
            self.try_secret(&home(browser.address)).await?
        };
        let mut db = self.reader().await?;
        if let Some((card, household)) = find(&mut db.arm(), &self.vault, &typed).await? {
            return Ok((card, household, tries));
        }
        if number {
            let since = self.now() - WINDOW;
            let wrong =
                value!(db, i64, "select count(*) from attempt where subject = $1 and at > $2", "numbers", since)?;
            if wrong >= ALARM {
                tracing::error!(wrong, "many wrong card numbers within an hour: possible guessing");
            }
        }
        self.note_security(SecurityKind::WrongCard, "");
        Err(Refusal::NotAllowed(Code::WrongCard).into())
    }

    /// Counts a scanned QR code as wrong before it is looked up.
    async fn try_secret(&self, from: &str) -> Result<Tries> {
        if from.is_empty() {
            return Ok(Tries::default());
        }
        let subject = format!("card:{from}");
        self.attempt(&subject, SECRETS, WINDOW).await?;
        Ok(Tries::one(subject))
    }

    async fn forgive_all(&self, tries: Tries) -> Result<()> {
        self.run(&By::system(), ForgiveLast(tries.subjects())).await
    }
}

//! Pick-up codes in claims and orders: their length, and the count of tries.
//! A hand-over and a search at the counter are both tries, because both tell whether a code is right.

use std::future::Future;

use domain::{
    Code, Timestamp,
    accounts::{Actor, security::SecurityKind},
    ledger::LocationId,
    permission::Action,
    pickup::{self, PickUpCode},
};

use crate::{
    Error, Refusal, Result, Store, Tx,
    crypto::random,
    db::{rate_limit::Attempt, sql::value},
};

/// Tries that one claim or one order takes within [`WINDOW`], from all accounts.
const PER_SUBJECT: i64 = 5;
/// Tries of one account within `WINDOW`, searches included: enough for a queue, too few to go through all codes.
pub const PER_PERSON: i64 = 30;
/// Seconds after which a try no longer counts.
const WINDOW: Timestamp = 15 * 60;

/// Pick-up code whose search is counted as a try of the shopkeeper; without it, no code is compared.
#[derive(Clone, Debug)]
pub struct CountedCode {
    code: PickUpCode,
    tries: i64,
}

impl CountedCode {
    /// Digits that were typed.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.code.as_str()
    }

    /// Logs a search that found something, with ids and counts only.
    pub(crate) fn log(&self, actor: &Actor, claims: usize, orders: usize) {
        if claims + orders > 0 {
            let (account, tries) = (actor.account, self.tries);
            tracing::info!(account, claims, orders, tries, "a search by pick-up code was answered");
        }
    }
}

/// Whether a text typed at the counter is searched as a pick-up code.
#[derive(Clone, Debug)]
pub enum CodeSearch {
    /// The text is not four or six digits.
    NoCode,
    /// Only shopkeepers search by code.
    OtherRole,
    /// Too many tries; codes are searched again from this time on.
    Paused(Timestamp),
    /// Counted as a try, and may be searched.
    Counted(CountedCode),
}

/// Subject that counts the tries of an account.
fn person(actor: &Actor) -> String {
    format!("pick-up:{}", actor.account)
}

/// Draws a new code for goods that wait at a location; `None` if it is not known yet.
pub(crate) async fn draw(tx: &mut Tx<'_>, location: Option<LocationId>) -> Result<String> {
    let waiting = match location {
        None => 0,
        Some(location) => value!(
            tx,
            i64,
            "select (select count(*) from (select id from claim where location = $1 and state = 'arrived' limit $2) c)
                  + (select count(*) from (select id from shop_order where location = $1 and state = 'held' limit $2) o)",
            location,
            pickup::MOST_OF_FOUR + 1,
        )?,
    };
    Ok(random::digits(pickup::length(waiting)))
}

impl Store {
    /// Runs a hand-over as a try of a code, counted for its claim or order and for the actor before it is judged.
    /// Only success forgives: then the subject's tries, and this one of the actor. The caller must have checked that
    /// the actor may hand the subject over, so that other accounts neither use up its tries nor clear them.
    ///
    /// # Errors
    /// [`Code::TooManyTries`]; and as `hand_over`.
    pub(crate) async fn try_code<T>(
        &self,
        actor: &Actor,
        subject: &str,
        hand_over: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let person = person(actor);
        for (subject, limit) in [(person.as_str(), PER_PERSON), (subject, PER_SUBJECT)] {
            if let Attempt::Paused(_) = self.count_attempt(subject, limit, WINDOW).await? {
                return Err(Refusal::NotAllowed(Code::TooManyTries).into());
            }
        }
        let done = hand_over.await.inspect_err(|error| {
            if matches!(error, Error::Refused(Refusal::Conflict(Code::WrongCode))) {
                self.note_security_of(SecurityKind::CodeTried, subject, actor.account);
            }
        })?;
        self.forgive(subject).await?;
        self.take_back_attempt(&person).await?;
        Ok(done)
    }

    /// Counts a text typed at the counter as a try if it is a pick-up code and the actor is a shopkeeper.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn code_search(&self, actor: &Actor, text: &str) -> Result<CodeSearch> {
        actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock))?;
        let Ok(code) = text.parse::<PickUpCode>() else { return Ok(CodeSearch::NoCode) };
        if !actor.may_somewhere(Action::KeepStock) {
            return Ok(CodeSearch::OtherRole);
        }
        Ok(match self.count_attempt(&person(actor), PER_PERSON, WINDOW).await? {
            Attempt::Counted(tries) => {
                self.note_security_of(SecurityKind::CodeTried, &person(actor), actor.account);
                CodeSearch::Counted(CountedCode { code, tries })
            }
            Attempt::Paused(until) => {
                tracing::info!(account = actor.account, "searches by pick-up code are paused");
                CodeSearch::Paused(until)
            }
        })
    }
}

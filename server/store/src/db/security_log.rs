//! Security events: failed sign-ins, limits, code tries, openings, changed roles, exports; kept for 90 days.
//! Each is a log line at once. For the list they are counted in memory and inserted in batches, apart from every
//! operation: a refused one leaves its event, and an attack costs no write per try. A server that is killed loses the
//! last seconds of the list, not the lines.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    Code, DAY, Timestamp,
    accounts::{
        AccountId, Actor,
        security::{SecurityDay, SecurityEvent, SecurityKind, SecurityQuery},
    },
    areas::AreaPath,
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    crypto::vault::{Find, Vault},
    db::{
        sql::{rows, run, stored},
        turns::Origin,
    },
};

/// Different events that one batch keeps apart; further ones are counted by kind only, so that an attack from many
/// addresses does not fill the memory.
const MOST: usize = 256;
/// Hexadecimal digits that are kept of a hash.
const DIGITS: usize = 12;
/// Time for which events are kept.
const KEPT: Timestamp = 90 * DAY;
/// Root area of events for the whole installation, in the condition of the list.
const ALL: i64 = -1;

/// Events that are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
struct Key {
    kind: SecurityKind,
    subject: String,
    origin: String,
    /// Account whose root area it belongs to, or 0.
    account: AccountId,
}

/// Events to be inserted as one row.
#[derive(Clone, Debug, Serialize)]
struct NewEvent {
    #[serde(flatten)]
    key: Key,
    at: Timestamp,
    count: i64,
}

/// Events since the last batch: of each, the latest time and the number. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct SecurityLog(Arc<Mutex<HashMap<Key, (Timestamp, i64)>>>);

/// An event, before whom it is about is hashed.
#[derive(Clone, Debug)]
pub(crate) struct SecurityNote<'a> {
    pub kind: SecurityKind,
    /// Whom or what it is about, such as `household:17`; or empty.
    pub subject: &'a str,
    /// Account whose root area it belongs to; 0 for that of the origin.
    pub account: AccountId,
}

fn hashed(vault: &Vault, text: &str) -> String {
    let digest = vault.digest(Find::Event, text);
    // Without the number of the key before the point.
    digest.rsplit('.').next().unwrap_or_default().chars().take(DIGITS).collect()
}

impl SecurityLog {
    fn waiting(&self) -> MutexGuard<'_, HashMap<Key, (Timestamp, i64)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Logs an event and counts it for the next batch.
    pub(crate) fn note(&self, vault: &Vault, now: Timestamp, origin: &Origin, event: &SecurityNote<'_>) {
        let (from, own) = match origin {
            Origin::Account(account) => (format!("account:{account}"), *account),
            Origin::Address(address) if !address.is_empty() => (format!("address:{address}"), 0),
            Origin::Address(_) | Origin::Server => (String::new(), 0),
        };
        let (subject, origin) = (hashed(vault, event.subject), hashed(vault, &from));
        tracing::info!(kind = event.kind.as_str(), subject, origin, "security event");
        let account = if event.account == 0 { own } else { event.account };
        self.add(Key { kind: event.kind, subject, origin, account }, now, 1);
    }

    fn add(&self, mut key: Key, at: Timestamp, count: i64) {
        let mut waiting = self.waiting();
        if waiting.len() >= MOST && !waiting.contains_key(&key) {
            key = Key { subject: String::new(), origin: String::new(), account: 0, ..key };
        }
        let known = waiting.entry(key).or_default();
        *known = (known.0.max(at), known.1 + count);
    }

    fn take(&self) -> Vec<NewEvent> {
        mem::take(&mut *self.waiting()).into_iter().map(|(key, (at, count))| NewEvent { key, at, count }).collect()
    }
}

/// Returns the kind of event that a successful operation is.
pub(crate) fn kind_of(operation: &str) -> Option<SecurityKind> {
    Some(match operation {
        "household_reveal" => SecurityKind::FileOpened,
        "households_by_phone" | "walk_in_find" | "walk_in_open" => SecurityKind::FamilyLookedUp,
        "card_make" | "household_password" => SecurityKind::CredentialMade,
        "token_make" => SecurityKind::TokenMade,
        "role_grant" | "leave_lend" | "account_add" => SecurityKind::RoleGranted,
        "role_revoke" => SecurityKind::RoleRevoked,
        "account_open" | "account_password" | "account_contact" | "account_close" | "phone_set"
        | "password_forgotten" => SecurityKind::AccountChanged,
        "factor_confirm" | "factor_lost" | "factor_remove" | "factor_reset" => SecurityKind::FactorChanged,
        _ => return None,
    })
}

/// Returns the kind of event that reaching the limit of an attempt's subject is.
pub(crate) fn limit_kind(subject: &str) -> SecurityKind {
    match subject.split([':', '-']).next().unwrap_or_default() {
        "pick" | "claim" | "order" | "office" | "certificate" | "feed" | "helper" | "shift" => SecurityKind::CodeLimit,
        "phones" | "walk" | "course" => SecurityKind::LookUpLimit,
        "phone" if subject.starts_with("phone-probe") => SecurityKind::LookUpLimit,
        "account" if subject.starts_with("account-phones") => SecurityKind::LookUpLimit,
        "register" => SecurityKind::RegistrationLimit,
        _ => SecurityKind::SignInLimit,
    }
}

/// Inserts the events of a batch.
#[derive(Serialize)]
struct AddEvents(Vec<NewEvent>);

impl Command for AddEvents {
    const NAME: &'static str = "security_log";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        for NewEvent { key, at, count } in &self.0 {
            run!(
                tx,
                "insert into security_event (at, kind, subject, origin, root, count)
                 values ($1, $2, $3, $4, coalesce((select root from account where id = $5), 0), $6)",
                *at,
                key.kind.as_str(),
                &key.subject,
                &key.origin,
                key.account,
                *count,
            )?;
        }
        Ok(())
    }
}

/// Deletes events older than [`KEPT`].
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now - KEPT;
    Ok(run!(tx, "delete from security_event where at < $1", before)?)
}

stored! {
    struct Row => SecurityEvent { parsed: kind; at: Timestamp, subject: String, origin: String, count: i64 }
}

/// Returns the root area whose events the actor reads, or [`ALL`]. Events are not placed below root areas, so a role
/// there reads none.
fn root_for(actor: &Actor) -> Result<i64> {
    actor.must_somewhere(Action::ReadSecurity)?;
    if !actor.may_in_root(Action::ReadSecurity) {
        return Err(Refusal::NotAllowed(Code::NotAllowed).into());
    }
    let everywhere = actor.areas_for(Action::ReadSecurity).contains(&AreaPath::installation());
    Ok(if everywhere { ALL } else { actor.root })
}

impl Store {
    /// Notes an event of the current request: logs it, and counts it for the list of [`Store::security_day`].
    /// `subject` is whom it is about, such as `household:17`, of which only a keyed hash is kept.
    pub fn note_security(&self, kind: SecurityKind, subject: &str) {
        self.note_security_of(kind, subject, 0);
    }

    /// As [`Store::note_security`], for an event that belongs to the root area of an account.
    pub(crate) fn note_security_of(&self, kind: SecurityKind, subject: &str, account: AccountId) {
        let event = SecurityNote { kind, subject, account };
        self.security.note(&self.vault, self.now(), &Origin::of(account), &event);
    }

    /// Inserts the events that were counted since the last call.
    ///
    /// # Errors
    /// Only when the database fails; then they are kept for the next call.
    pub async fn security_flush(&self) -> Result<()> {
        let events = self.security.take();
        if events.is_empty() {
            return Ok(());
        }
        let kept = events.clone();
        let done = self.run(&By::system(), AddEvents(events)).await;
        if done.is_err() {
            for NewEvent { key, at, count } in kept {
                self.security.add(key, at, count);
            }
        }
        done
    }

    /// Loads the events of the last day: those of the actor's root area, for roles in the installation all.
    ///
    /// # Errors
    /// Not allowed without a role that reads security events in the whole root area.
    pub async fn security_day(&self, actor: &Actor, query: &SecurityQuery) -> Result<SecurityDay> {
        let root = root_for(actor)?;
        // Those of this server since the last batch; without them the list is some seconds old.
        self.security_flush().await.ok();
        let since = self.now() - DAY;
        let mut db = self.reader().await?;
        let counts = rows!(
            db,
            (String, i64),
            "select kind, cast(sum(count) as bigint) as n from security_event where at > $1 and (root = $2 or $2 < 0)
             group by kind order by n desc, kind",
            since,
            root,
        )?;
        let kind = query.kind.map_or("", SecurityKind::as_str);
        let events = rows!(
            db,
            Row,
            "select kind, at, subject, origin, count from security_event
             where at > $1 and (root = $2 or $2 < 0) and ($3 = '' or kind = $3)
                 and ($4 = '' or subject = $4 or origin = $4)
             order by at desc, id desc limit 500",
            since,
            root,
            kind,
            &query.hash,
        )?;
        let counts =
            counts.into_iter().map(|(kind, n)| Ok((crate::db::sql::parse(&kind)?, n))).collect::<Result<_>>()?;
        Ok(SecurityDay { counts, events: events.into_iter().map(SecurityEvent::try_from).collect::<Result<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_attack_from_many_places_takes_no_more_room_than_one_batch() {
        let (log, vault) = (SecurityLog::default(), Vault::of(&format!("1 {}", "ab".repeat(32))).expect("a key"));
        for n in 0..3 * MOST {
            let event = SecurityNote { kind: SecurityKind::WrongPassword, subject: "phone:1", account: 0 };
            log.note(&vault, 7, &Origin::Address(format!("192.0.2.{n}")), &event);
        }
        let events = log.take();
        assert_eq!(events.len(), MOST + 1);
        assert_eq!(events.iter().map(|event| event.count).sum::<i64>(), 3 * i64::try_from(MOST).expect("small"));
        assert!(log.take().is_empty(), "they are taken once");
        let subjects: HashSet<&str> = events.iter().map(|event| event.key.subject.as_str()).collect();
        let lengths: HashSet<usize> = events.iter().map(|event| event.key.origin.len()).collect();
        assert_eq!((subjects.len(), lengths), (2, HashSet::from([0, DIGITS])), "one subject, and none for the rest");
    }

    #[test]
    fn limits_are_told_apart_by_the_subject_that_counts_them() {
        for (subject, kind) in [
            ("phone:1.ab@192.0.2.7", SecurityKind::SignInLimit),
            ("address:192.0.2.7", SecurityKind::SignInLimit),
            ("numbers", SecurityKind::SignInLimit),
            ("device-number:x", SecurityKind::SignInLimit),
            ("codes:192.0.2.7", SecurityKind::SignInLimit),
            ("pick-up:7", SecurityKind::CodeLimit),
            ("claim:7", SecurityKind::CodeLimit),
            ("order:7", SecurityKind::CodeLimit),
            ("office:192.0.2.7", SecurityKind::CodeLimit),
            ("phones:7", SecurityKind::LookUpLimit),
            ("walk-in:7", SecurityKind::LookUpLimit),
            ("phone-probe:7", SecurityKind::LookUpLimit),
            ("register-phone:192.0.2.7", SecurityKind::RegistrationLimit),
        ] {
            assert_eq!(limit_kind(subject), kind, "{subject}");
        }
    }
}

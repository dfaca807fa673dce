//! Sealed columns, sealing of databases of older releases, and key rotation.
//! A new sealed column must be added to [`Secret::ALL`], or it becomes unreadable after key rotations. Encryption is in
//! [`crate::crypto::vault`].

use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Error, Result, Store, Tx,
    crypto::{
        secret::Secret,
        vault::{Find, Vault},
    },
    db::{
        connection::Database,
        sql::{row, rows, run},
    },
};

/// Table and column of a secret.
struct Place {
    table: &'static str,
    column: &'static str,
    /// Whether the column holds bytes rather than text.
    bytes: bool,
    /// Column of the keyed hash and its kind, for secrets that are searched.
    key: Option<(&'static str, Find)>,
}

const fn text(table: &'static str, column: &'static str) -> Place {
    Place { table, column, bytes: false, key: None }
}

const fn bytes(table: &'static str, column: &'static str) -> Place {
    Place { table, column, bytes: true, key: None }
}

const fn found(table: &'static str, column: &'static str, key: &'static str, find: Find) -> Place {
    Place { table, column, bytes: false, key: Some((key, find)) }
}

impl Secret {
    /// Every variant; key rotation and the integrity check iterate over it.
    pub const ALL: &[Secret] = &[
        Secret::Check,
        Secret::HouseholdName,
        Secret::HouseholdPhone,
        Secret::HouseholdAddress,
        Secret::PersonName,
        Secret::AccountPhone,
        Secret::OwnWords,
        Secret::OwnTitle,
        Secret::ImportedHousehold,
        Secret::CardSecret,
        Secret::CardNumber,
        Secret::FamilyPin,
        Secret::RevealWords,
        Secret::ObjectionWords,
        Secret::ObjectionAnswer,
        Secret::MoveWords,
        Secret::MoveAnswer,
        Secret::ChangeWords,
        Secret::VoiceNote,
        Secret::PhotoWaiting,
        Secret::WishBeyond,
        Secret::ConsentGiver,
        Secret::ConsentWitness,
        Secret::ConsentNote,
        Secret::ConsentReason,
        Secret::ConsentPaper,
        Secret::NoteWords,
        Secret::Paper,
        Secret::CorrectionWords,
        Secret::CorrectionAnswer,
        Secret::EventBody,
        Secret::ApplicationPlan,
        Secret::DisputeWords,
        Secret::DisputeAnswer,
        Secret::ReversalReason,
        Secret::ReversalAnswer,
        Secret::RoundLabel,
        Secret::KnockWords,
        Secret::SkillWords,
        Secret::CaseFields,
        Secret::CaseWhom,
        Secret::CaseAnswer,
        Secret::CaseLineWords,
        Secret::CallBackWhom,
        Secret::CallBackAnswer,
        Secret::ReferralNeed,
        Secret::ReferralWhom,
        Secret::ReferralLineWords,
        Secret::OfficeName,
        Secret::FactorSecret,
        Secret::MailAddress,
        Secret::PushEndpoint,
        Secret::PushKeys,
        Secret::BotAddress,
        Secret::BotSecret,
        Secret::AnswererName,
        Secret::AnswererPhone,
        Secret::VisitWords,
        Secret::FindingWords,
        Secret::FindingAnswerWords,
    ];

    const fn at(self) -> Place {
        match self {
            Secret::Check => text("vault", "sealed"),
            Secret::HouseholdName => text("household", "name"),
            Secret::HouseholdPhone => found("household", "phone", "phone_key", Find::Phone),
            Secret::HouseholdAddress => text("household", "address"),
            Secret::PersonName => text("person", "name"),
            Secret::AccountPhone => found("account", "phone", "phone_key", Find::Phone),
            Secret::OwnWords => text("wish", "own_words"),
            Secret::OwnTitle => text("wish", "own_title"),
            Secret::ImportedHousehold => text("household_import_line", "body"),
            Secret::CardSecret => found("card", "secret", "secret_key", Find::Card),
            Secret::CardNumber => found("card", "number", "number_key", Find::Card),
            Secret::FamilyPin => text("family_pin", "hash"),
            Secret::RevealWords => text("reveal", "words"),
            Secret::ObjectionWords => text("objection", "words"),
            Secret::ObjectionAnswer => text("objection", "answer"),
            Secret::MoveWords => text("household_move", "words"),
            Secret::MoveAnswer => text("household_move", "answer"),
            Secret::ChangeWords => text("file_change", "words"),
            Secret::VoiceNote => bytes("voice_note", "bytes"),
            Secret::PhotoWaiting => bytes("photo_waiting", "bytes"),
            Secret::WishBeyond => text("wish", "beyond"),
            Secret::ConsentGiver => text("consent", "given_by"),
            Secret::ConsentWitness => text("consent", "witness"),
            Secret::ConsentNote => text("consent", "note"),
            Secret::ConsentReason => text("consent", "reason"),
            Secret::ConsentPaper => bytes("consent_paper", "bytes"),
            Secret::NoteWords => text("household_note", "words"),
            Secret::Paper => bytes("paper", "bytes"),
            Secret::CorrectionWords => text("correction", "words"),
            Secret::CorrectionAnswer => text("correction", "answer"),
            Secret::EventBody => text("outbox", "body"),
            Secret::ApplicationPlan => text("application", "plan"),
            Secret::DisputeWords => text("dispute", "words"),
            Secret::DisputeAnswer => text("dispute", "answer"),
            Secret::ReversalReason => text("reversal", "reason"),
            Secret::ReversalAnswer => text("reversal", "answer"),
            Secret::RoundLabel => found("round_door", "label", "place_key", Find::Place),
            Secret::KnockWords => text("round_knock", "words"),
            Secret::SkillWords => text("person", "skill_words"),
            Secret::CaseFields => text("case_file", "fields"),
            Secret::CaseWhom => text("case_file", "asked_whom"),
            Secret::CaseAnswer => text("case_file", "answer_words"),
            Secret::CaseLineWords => text("case_line", "words"),
            Secret::CallBackWhom => text("call_back", "asked_whom"),
            Secret::CallBackAnswer => text("call_back", "answer_words"),
            Secret::ReferralNeed => text("referral", "need"),
            Secret::ReferralWhom => text("referral", "agreed_whom"),
            Secret::ReferralLineWords => text("referral_line", "words"),
            Secret::OfficeName => text("referral_line", "office_name"),
            Secret::FactorSecret => text("second_factor", "secret"),
            Secret::MailAddress => found("message_choice", "address", "address_key", Find::Mail),
            Secret::PushEndpoint => found("push_subscription", "endpoint", "endpoint_key", Find::Push),
            Secret::PushKeys => text("push_subscription", "keys"),
            Secret::BotAddress => text("group_bot", "address"),
            Secret::BotSecret => text("group_bot", "secret"),
            Secret::AnswererName => text("answerer", "name"),
            Secret::AnswererPhone => text("answerer", "phone"),
            Secret::VisitWords => text("visit_report", "words"),
            Secret::FindingWords => text("finding", "words"),
            Secret::FindingAnswerWords => text("finding_answer", "words"),
        }
    }

    /// Returns `table.column`, the associated data that binds a sealed value to its column.
    pub(crate) fn place(self) -> String {
        let Place { table, column, .. } = self.at();
        format!("{table}.{column}")
    }
}

/// Rows per transaction.
const BATCH: i64 = 1000;

/// Returns the newly sealed value, or `None` when the value needs no change.
type Change = fn(&Vault, Secret, &str) -> Result<Option<String>>;

fn seal(vault: &Vault, secret: Secret, clear: &str) -> Result<Option<String>> {
    vault.seal(secret, clear).map(Some)
}

fn seal_anew(vault: &Vault, secret: Secret, sealed: &str) -> Result<Option<String>> {
    let new = format!("{}.", vault.current());
    if sealed.is_empty() || sealed.starts_with(&new) {
        return Ok(None);
    }
    vault.seal(secret, &vault.open(secret, sealed)?).map(Some)
}

/// Seals or reseals up to [`BATCH`] rows after `after`; returns last id and number of rows changed.
/// Each update names the value that was read: on PostgreSQL a row may change meanwhile, and is then read again, so that
/// no old value is written over a new one.
async fn change(tx: &mut Tx<'_>, secret: Secret, after: i64, how: Change) -> Result<Option<(i64, u64)>> {
    let Place { table, column, bytes, key } = secret.at();
    if bytes {
        return change_bytes(tx, secret, after).await;
    }
    let read = format!("select id, {column} from {table} where id > $1 order by id limit {BATCH}");
    let found = rows!(tx, (i64, String), AssertSqlSafe(read.as_str()), after)?;
    let Some(last) = found.last().map(|(id, _)| *id) else { return Ok(None) };
    let write = match key {
        Some((key, _)) => format!("update {table} set {column} = $2, {key} = $3 where id = $1 and {column} = $4"),
        None => format!("update {table} set {column} = $2 where id = $1 and $3 = '' and {column} = $4"),
    };
    let again = format!("select {column} from {table} where id = $1");
    let (mut changed, vault) = (0, tx.vault.clone());
    for (id, mut value) in found {
        while let Some(sealed) = how(&vault, secret, &value)? {
            let digest = match key {
                Some((_, find)) => vault.digest(find, &vault.open(secret, &sealed)?),
                None => String::new(),
            };
            let written = run!(tx, AssertSqlSafe(write.as_str()), id, &sealed, &digest, &value)?;
            changed += written;
            if written > 0 {
                break;
            }
            match row!(tx, (String,), AssertSqlSafe(again.as_str()), id)? {
                Some((now,)) => value = now,
                None => break,
            }
        }
    }
    Ok(Some((last, changed)))
}

/// Reseals bytes as [`change`] does text; bytes were never stored unsealed.
async fn change_bytes(tx: &mut Tx<'_>, secret: Secret, after: i64) -> Result<Option<(i64, u64)>> {
    let Place { table, column, .. } = secret.at();
    // Pictures and recordings are large, so batches are small.
    let read = format!("select id, {column} from {table} where id > $1 order by id limit 20");
    let found = rows!(tx, (i64, Vec<u8>), AssertSqlSafe(read.as_str()), after)?;
    let Some(last) = found.last().map(|(id, _)| *id) else { return Ok(None) };
    let write = format!("update {table} set {column} = $2 where id = $1 and {column} = $3");
    let again = format!("select {column} from {table} where id = $1");
    let (mut changed, vault) = (0, tx.vault.clone());
    for (id, mut value) in found {
        while !value.is_empty() && !value.starts_with(&vault.current().to_be_bytes()) {
            let sealed = vault.seal_bytes(secret, &vault.open_bytes(secret, &value)?)?;
            let written = run!(tx, AssertSqlSafe(write.as_str()), id, &sealed, &value)?;
            changed += written;
            if written > 0 {
                break;
            }
            match row!(tx, (Vec<u8>,), AssertSqlSafe(again.as_str()), id)? {
                Some((now,)) => value = now,
                None => break,
            }
        }
    }
    Ok(Some((last, changed)))
}

/// Seals the plaintext of an older release and inserts the check row.
/// Returns `None` when another server inserted it first.
#[derive(Serialize)]
struct SealAll;

impl Command for SealAll {
    const NAME: &'static str = "seal_all";
    type Output = Option<u64>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<u64>> {
        let check = tx.vault.seal(Secret::Check, CHECK)?;
        if run!(tx, "insert into vault (id, sealed) values (1, $1) on conflict (id) do nothing", &check)? == 0 {
            return Ok(None);
        }
        let mut changed = 0;
        for secret in Secret::ALL.iter().filter(|secret| **secret != Secret::Check && !secret.at().bytes) {
            let mut after = 0;
            while let Some((last, batch)) = change(tx, *secret, after, seal).await? {
                (after, changed) = (last, changed + batch);
            }
        }
        Ok(Some(changed))
    }
}

/// Reseals the next batch of a secret's values after a row with the current key.
/// Returns the last row of the batch and the number of values resealed; `None` after the last row.
#[derive(Serialize)]
struct RotateKeys(
    /// Place of the secret in [`Secret::ALL`].
    usize,
    /// Row after which the batch begins; 0 for the first.
    i64,
);

impl Command for RotateKeys {
    const NAME: &'static str = "rotate_keys";
    type Output = Option<(i64, u64)>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<(i64, u64)>> {
        let &Self(secret, after) = self;
        change(tx, Secret::ALL[secret], after, seal_anew).await
    }
}

/// Plaintext of the check row in `vault`.
const CHECK: &str = "wishbridge";

impl Store {
    /// Verifies that the keys belong to the database; new databases get a key, unsealed ones are sealed.
    pub(crate) async fn adopt(&self) -> Result<()> {
        let mut fresh = false;
        if self.sealed_check().await?.is_none() {
            fresh = self.vault.is_empty();
            if fresh {
                self.vault.add_key()?;
            }
            let sealed = self.run(&By::system(), SealAll).await?;
            if sealed.is_some_and(|rows| rows > 0) {
                self.compact().await?;
            }
        }
        let check = self.sealed_check().await?.unwrap_or_default();
        match self.vault.open(Secret::Check, &check) {
            Ok(word) if word == CHECK => Ok(()),
            _ => {
                if fresh {
                    self.vault.discard();
                }
                Err(Error::Broken(format!("the keys are missing or do not belong to this database: {:?}", self.vault)))
            }
        }
    }

    async fn sealed_check(&self) -> Result<Option<String>> {
        let mut db = self.reader().await?;
        Ok(row!(db, (String,), "select sealed from vault where id = 1")?.map(|(sealed,)| sealed))
    }

    /// Rewrites the database files, so that no plaintext is left in unused pages.
    async fn compact(&self) -> Result<()> {
        match &self.database {
            Database::Sqlite { readers, .. } => {
                let options = sqlx::sqlite::SqliteConnectOptions::clone(&readers.connect_options());
                let mut db = sqlx::ConnectOptions::connect(&options.pragma("query_only", "off")).await?;
                sqlx::raw_sql("vacuum; pragma wal_checkpoint(truncate)").execute(&mut db).await?;
                Ok(sqlx::Connection::close(db).await?)
            }
            Database::Postgres(pool) => {
                for table in ["household", "person", "account", "wish"] {
                    sqlx::raw_sql(AssertSqlSafe(format!("vacuum full {table}"))).execute(pool).await?;
                }
                Ok(())
            }
        }
    }

    /// Adds a key and reseals every value with it, in batches, while servers keep running.
    /// Returns the number of values resealed. The previous key stays in the file, because running servers may not have
    /// reread it and existing backups need that key. Older keys are removed.
    ///
    /// # Errors
    /// `Broken` when the key file cannot be written or a value cannot be decrypted.
    pub async fn rotate_keys(&self) -> Result<u64> {
        let before = self.vault.current();
        self.vault.add_key()?;
        let mut changed = 0;
        for secret in 0..Secret::ALL.len() {
            let mut after = 0;
            while let Some((last, batch)) = self.run(&By::system(), RotateKeys(secret, after)).await? {
                (after, changed) = (last, changed + batch);
            }
        }
        self.vault.drop_before(before)?;
        Ok(changed)
    }

    /// Appends a line for each sealed text that cannot be decrypted or does not match its keyed hash.
    pub(crate) async fn check_sealed(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        for secret in Secret::ALL.iter().filter(|secret| !secret.at().bytes) {
            let Place { table, column, key, .. } = secret.at();
            let key = key.map_or("''", |(key, _)| key);
            let sql = format!("select id, {column}, {key} from {table} where id > $1 order by id limit {BATCH}");
            let mut after = 0;
            loop {
                let found = rows!(db, (i64, String, String), AssertSqlSafe(sql.as_str()), after)?;
                let Some((last, ..)) = found.last() else { break };
                after = *last;
                for (id, sealed, digest) in found {
                    match self.vault.open(*secret, &sealed) {
                        Err(_) => lines.push(format!("{table} {id}: {column} does not open")),
                        Ok(clear) if self.is_lost(*secret, &clear, &digest) => {
                            lines.push(format!("{table} {id}: {column} is not found by its key"));
                        }
                        Ok(_) => {}
                    }
                }
            }
        }
        Ok(())
    }

    fn is_lost(&self, secret: Secret, clear: &str, digest: &str) -> bool {
        let Some((_, find)) = secret.at().key else { return false };
        let digests = self.vault.digests(find, clear);
        if digests.is_empty() { !digest.is_empty() } else { !digests.iter().any(|known| known == digest) }
    }
}

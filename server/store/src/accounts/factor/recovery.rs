//! Recovery codes: ten for each second factor, each used once. The first character is the number of the code, so that
//! one hash is compared and not ten.

use domain::accounts::{
    AccountId,
    factors::{RECOVERY_CODES, RecoveryCodes},
};

use crate::{
    Result, Store, Tx,
    accounts::factor::TypedFactor,
    crypto::{passwords, random},
    db::sql::{row, run},
};

/// Characters after the number: 45 bits, of which five may be tried in a quarter of an hour.
const LENGTH: usize = 9;

/// Codes and their hashes, drawn before the transaction that stores the hashes.
#[derive(Clone)]
pub(crate) struct DrawnCodes {
    pub codes: RecoveryCodes,
    /// One for each code, in the order of their numbers.
    pub hashes: Vec<String>,
}

impl DrawnCodes {
    pub(crate) async fn new() -> Result<DrawnCodes> {
        let (mut codes, mut hashes) = (Vec::new(), Vec::new());
        for number in 0..RECOVERY_CODES {
            let secret = random::code(LENGTH);
            hashes.push(passwords::hash(&secret).await?);
            codes.push(format!("{number}{secret}"));
        }
        Ok(DrawnCodes { codes: RecoveryCodes(codes), hashes })
    }
}

/// Stores the hashes in place of the account's earlier ones.
pub(crate) async fn put(tx: &mut Tx<'_>, account: AccountId, hashes: &[String]) -> Result<()> {
    run!(tx, "delete from recovery_code where account = $1", account)?;
    for (number, hash) in (0_i64..).zip(hashes) {
        run!(
            tx,
            "insert into recovery_code (account, number, hash, used) values ($1, $2, $3, 0)",
            account,
            number,
            hash,
        )?;
    }
    Ok(())
}

impl Store {
    /// Compares a typed code with the hash of its number.
    pub(crate) async fn read_recovery(&self, account: AccountId, typed: &str) -> Result<TypedFactor> {
        let typed = random::typed_code(typed);
        let mut rest = typed.chars();
        let number = rest.next().and_then(|first| first.to_digit(10)).map_or(-1, i64::from);
        let mut db = self.reader().await?;
        let hash = row!(
            db,
            (String,),
            "select hash from recovery_code where account = $1 and number = $2 and used = 0",
            account,
            number,
        )?;
        drop(db);
        let hash = hash.map(|(hash,)| hash);
        let is_right = passwords::verify(rest.as_str(), hash.as_deref()).await?;
        Ok(match hash {
            Some(hash) if is_right => TypedFactor::Recovery { number, hash },
            _ => TypedFactor::Wrong,
        })
    }

    /// Whether these hashes are those that are stored: a repeated request drew others, and its codes are lost.
    pub(crate) async fn are_stored(&self, account: AccountId, hashes: &[String]) -> Result<bool> {
        let mut db = self.reader().await?;
        let stored = row!(db, (String,), "select hash from recovery_code where account = $1 and number = 0", account)?;
        Ok(stored.is_some_and(|(hash,)| hashes.first() == Some(&hash)))
    }
}

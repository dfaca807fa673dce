//! Chains of digests: each link holds a digest over one record and the digest before it, so that no record before a
//! link can be changed, added or removed without changing the digests of all links after it. Links are made and
//! compared in `ops/chain`; here is what backups and notices need of them: the heads.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

use crate::{
    Conn, Result,
    crypto::random::hex,
    db::sql::{row, rows},
};

/// Hexadecimal digits of a digest that a head shows: 128 bits, short enough to be typed from paper.
const SHOWN: usize = 32;

/// What a chain is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    /// Journals of the ledger, each with its entries and the lots that they move.
    Journal,
    /// Lines of the audit trail.
    Audit,
}

impl Chain {
    /// Every chain.
    pub const ALL: [Chain; 2] = [Chain::Journal, Chain::Audit];

    /// Returns the stored name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Chain::Journal => "journal",
            Chain::Audit => "audit",
        }
    }

    /// Returns what a record is called in a sentence.
    pub(crate) const fn record(self) -> &'static str {
        match self {
            Chain::Journal => "journal",
            Chain::Audit => "audit line",
        }
    }
}

/// Newest link of a chain at some moment. Kept apart from the database, it tells whether links up to it were replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its chain.
    pub chain: Chain,
    /// Number of the link.
    pub number: i64,
    /// First digits of its digest, hexadecimal.
    pub digest: String,
}

impl Head {
    pub(crate) fn new(chain: Chain, number: i64, digest: &[u8]) -> Head {
        let mut digest = hex(digest);
        digest.truncate(SHOWN);
        Head { chain, number, digest }
    }
}

/// Writes `journal:17:9f86d081884c7d659a2feaa0c55ad015`.
impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.chain.as_str(), self.number, self.digest)
    }
}

impl FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Head, String> {
        let wrong = || format!("{text:?} is no head of a chain, such as journal:17:9f86d081884c7d659a2feaa0c55ad015");
        let mut parts = text.split(':');
        let (Some(name), Some(number), Some(digest), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong());
        };
        let chain = Chain::ALL.into_iter().find(|chain| chain.as_str() == name).ok_or_else(wrong)?;
        let number = number.parse().map_err(|_| wrong())?;
        let is_digest = digest.len() == SHOWN && digest.bytes().all(|digit| digit.is_ascii_hexdigit());
        if !is_digest {
            return Err(wrong());
        }
        Ok(Head { chain, number, digest: digest.to_ascii_lowercase() })
    }
}

/// Parses heads that stand between blanks or on lines of their own; lines that begin with `#` are notes.
///
/// # Errors
/// A sentence that names what is no head.
pub fn parse_heads(text: &str) -> std::result::Result<Vec<Head>, String> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.flat_map(str::split_whitespace).map(str::parse).collect()
}

/// Joins heads by blanks; empty without any.
pub(crate) fn joined(heads: &[Head]) -> String {
    heads.iter().map(Head::to_string).collect::<Vec<_>>().join(" ")
}

/// Loads the heads of the chains that have links.
pub(crate) async fn heads(db: &mut Conn<'_>) -> Result<Vec<Head>> {
    let found = rows!(db, (String, i64, Vec<u8>), "select name, head, digest from chain where head > 0 order by name")?;
    let chain_of = |name: &str| Chain::ALL.into_iter().find(|chain| chain.as_str() == name);
    Ok(found.iter().filter_map(|(name, head, digest)| Some(Head::new(chain_of(name)?, *head, digest))).collect())
}

/// Loads the digest of a link, also of the last one that was removed; `None` where there is no such link.
pub(crate) async fn digest_of(db: &mut Conn<'_>, chain: Chain, number: i64) -> Result<Option<Vec<u8>>> {
    let found = row!(
        db,
        (Vec<u8>,),
        "select digest from chain_link where chain = $1 and number = $2
         union all select anchor_digest from chain where name = $1 and anchor = $2 and anchor > 0",
        chain.as_str(),
        number,
    )?;
    Ok(found.map(|(digest,)| digest))
}

/// Returns the digest of a record's parts and of the digest before it.
pub(crate) fn link(before: &[u8], parts: &[String]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in std::iter::once(before).chain(parts.iter().map(String::as_bytes)) {
        // The length precedes each part, so that no two lists of parts give the same input.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_written_and_read_again() {
        let heads = vec![Head::new(Chain::Audit, 3, &[0xab; 32]), Head::new(Chain::Journal, 17, &link(&[], &[]))];
        assert_eq!(parse_heads(&format!("# of 2026-11\n{}\n", joined(&heads))), Ok(heads));
        for wrong in
            ["journal:17", "lot:1:9f86d081884c7d659a2feaa0c55ad015", "audit:x:9f86d081884c7d659a2feaa0c55ad015"]
        {
            assert!(parse_heads(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_digest_depends_on_the_one_before_and_on_the_limits_of_parts() {
        let parts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_ne!(link(&[], &parts(&["ab", "c"])), link(&[], &parts(&["a", "bc"])));
        assert_ne!(link(&[], &parts(&["a"])), link(&[1], &parts(&["a"])));
        assert_eq!(link(&[1], &parts(&["a"])), link(&[1], &parts(&["a"])));
    }
}

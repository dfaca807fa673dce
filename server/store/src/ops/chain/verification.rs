//! `wishbridge check` of the chains: makes every digest anew and names the records that do not fit, the first one
//! first.

use super::{BATCH, linked};
use crate::{
    Error, Result, Store,
    db::{
        chain::{Chain, Head, digest_of, joined, link, parse_heads},
        sql::{row, rows, value},
    },
    ops::check::report,
};

/// Ends of a chain: its last link, and the last one that was removed.
#[derive(sqlx::FromRow)]
pub(super) struct Ends {
    pub head: i64,
    pub digest: Vec<u8>,
    pub anchor: i64,
    pub anchor_digest: Vec<u8>,
    /// Every record up to this id has a link.
    pub low: i64,
}

/// Link as stored.
pub(super) type Link = (i64, i64, Vec<u8>);

impl Store {
    /// Finds records that were changed, added or removed behind their links, and heads that were published otherwise.
    pub(crate) async fn check_chains(&self, lines: &mut Vec<String>) -> Result<()> {
        for chain in Chain::ALL {
            let found = loop {
                let ends = self.ends(chain).await?;
                let found = self.differences(chain, &ends).await?;
                // Exported lines may be removed while they are read.
                if found.is_empty() || self.ends(chain).await?.anchor == ends.anchor {
                    break found;
                }
            };
            report(lines, found, std::convert::identity);
        }
        self.check_removed(lines).await?;
        self.check_published(lines).await
    }

    /// Compares heads that were kept apart from the database with its chains; returns a line for each that differs.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn check_heads(&self, heads: &[Head]) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for head in heads {
            if self.is_replaced(head).await? {
                lines.push(format!("chain: link {} of the {} chain is not {head}", head.number, head.chain.as_str()));
            }
        }
        Ok(lines)
    }

    /// Returns the heads of the chains, to be kept apart from the database; empty before the first link.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn chain_heads(&self) -> Result<String> {
        let mut db = self.reader().await?;
        Ok(joined(&crate::db::chain::heads(&mut db.arm()).await?))
    }

    pub(super) async fn ends(&self, chain: Chain) -> Result<Ends> {
        let (mut db, name) = (self.reader().await?, chain.as_str());
        let ends = row!(db, Ends, "select head, digest, anchor, anchor_digest, low from chain where name = $1", name)?;
        ends.ok_or_else(|| Error::Broken(format!("the chain {name} is gone")))
    }

    /// Loads links after a number up to another one, at most [`BATCH`].
    pub(super) async fn links(&self, chain: Chain, after: i64, last: i64) -> Result<Vec<Link>> {
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            Link,
            "select number, record, digest from chain_link where chain = $1 and number > $2 and number <= $3
             order by number limit 500",
            chain.as_str(),
            after,
            last,
        )?)
    }

    async fn differences(&self, chain: Chain, ends: &Ends) -> Result<Vec<String>> {
        let (name, record_name, mut lines) = (chain.as_str(), chain.record(), Vec::new());
        let (mut number, mut digest) = (ends.anchor, ends.anchor_digest.clone());
        loop {
            let links = self.links(chain, number, ends.head).await?;
            let (Some((first, ..)), Some((last, ..))) = (links.first(), links.last()) else { break };
            let mut db = self.reader().await?;
            let contents = linked(&mut db.arm(), chain, *first, *last).await?;
            drop(db);
            for (own, record, said) in &links {
                match contents.get(record) {
                    _ if *own != number + 1 => {
                        lines.push(format!("chain: links {} to {} of the {name} chain are gone", number + 1, own - 1))
                    }
                    None => lines.push(format!("chain: {record_name} {record} is gone, which link {own} is over")),
                    Some(parts) if link(&digest, parts) != *said => {
                        lines.push(format!("chain: {record_name} {record} is not as it was when link {own} was made"));
                    }
                    Some(_) => {}
                }
                (number, digest) = (*own, said.clone());
            }
            if links.len() < BATCH {
                break;
            }
        }
        if number != ends.head || digest != ends.digest {
            lines.push(format!("chain: the {name} chain ends with link {number}, but its head is {}", ends.head));
        }
        let mut db = self.reader().await?;
        let unlinked = match chain {
            Chain::Audit => rows!(
                db,
                (i64,),
                "select u.id from audit u where u.id <= $1
                     and not exists (select 1 from chain_link k where k.chain = 'audit' and k.record = u.id)
                 order by u.id limit 1001",
                ends.low,
            )?,
            Chain::Journal => rows!(
                db,
                (i64,),
                "select j.id from journal j where j.id <= $1
                     and not exists (select 1 from chain_link k where k.chain = 'journal' and k.record = j.id)
                 order by j.id limit 1001",
                ends.low,
            )?,
        };
        let added = |(id,): (i64,)| format!("chain: {record_name} {id} has no link, but later ones have");
        lines.extend(unlinked.into_iter().map(added));
        Ok(lines)
    }

    /// Finds links that were removed although no file of their records was written.
    async fn check_removed(&self, lines: &mut Vec<String>) -> Result<()> {
        for chain in Chain::ALL {
            let anchor = self.ends(chain).await?.anchor;
            let mut db = self.reader().await?;
            let known = match chain {
                Chain::Audit => value!(db, i64, "select coalesce(max(last_link), 0) from audit_export")?,
                Chain::Journal => 0,
            };
            if anchor > known {
                let name = chain.as_str();
                lines.push(format!(
                    "chain: the {name} chain begins after link {anchor}, and no file of the others is known"
                ));
            }
        }
        Ok(())
    }

    /// Compares the heads that notices of months were published with.
    async fn check_published(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let notices = rows!(
            db,
            (String, i64, String),
            "select month, location, heads from notice_month where heads <> '' order by month, location",
        )?;
        drop(db);
        let mut found = Vec::new();
        for (month, location, heads) in notices {
            match parse_heads(&heads) {
                Ok(heads) => {
                    for head in heads {
                        if self.is_replaced(&head).await? {
                            found.push(format!("chain: the notice of location {location} for {month} says {head}"));
                        }
                    }
                }
                Err(_) => found.push(format!("chain: the notice of location {location} for {month} has damaged heads")),
            }
        }
        report(lines, found, std::convert::identity);
        Ok(())
    }

    /// Whether the link of a head is another one by now. Links before those that were removed tell nothing.
    async fn is_replaced(&self, head: &Head) -> Result<bool> {
        let anchor = self.ends(head.chain).await?.anchor;
        if head.number < anchor {
            return Ok(false);
        }
        let mut db = self.reader().await?;
        let known = digest_of(&mut db.arm(), head.chain, head.number).await?;
        Ok(known.is_none_or(|digest| Head::new(head.chain, head.number, &digest) != *head))
    }
}

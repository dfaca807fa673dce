//! Writes the audit lines that are older than the installation keeps to a file. Only what was written is removed later.

use std::{
    fs,
    io::{BufWriter, Write},
    path::Path,
};

use domain::Timestamp;
use serde::Serialize;

use super::{
    linked,
    retention::{YEAR, retention},
};
use crate::{
    By, Command, Error, Result, Store, Tx,
    crypto::{private_files::create_private_file, random::hex},
    db::{
        backup::{broken, finish, must_be_free, unfinished},
        chain::{Chain, link},
        sql::{run, value},
    },
};

/// What a file of old audit lines holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenLines {
    /// Number of lines.
    pub lines: i64,
    /// Number of the last link among them.
    pub last: i64,
}

/// Notes a file, so that the jobs may remove its lines.
#[derive(Debug, Serialize)]
struct NoteFile {
    file: String,
    lines: i64,
    last: i64,
    digest: Vec<u8>,
}

impl Command for NoteFile {
    const NAME: &'static str = "audit_write_out";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let now = tx.now;
        run!(
            tx,
            "insert into audit_export (at, file, lines, last_link, digest) values ($1, $2, $3, $4, $5)",
            now,
            &self.file,
            self.lines,
            self.last,
            &self.digest,
        )?;
        tx.audit("audit", 0).await
    }
}

impl Store {
    /// Writes the audit lines that are older than the policy keeps to a new file, with the digests of their links;
    /// `None` when there are none. The jobs remove them afterwards.
    ///
    /// # Errors
    /// `Broken` when the file exists or cannot be written, or when a line is not as it was when its link was made.
    pub async fn write_out_audit(&self, file: &Path) -> Result<Option<WrittenLines>> {
        must_be_free(file)?;
        let mut db = self.reader().await?;
        let years = retention(&mut db.arm()).await?.audit_years;
        if years == 0 {
            return Ok(None);
        }
        let before: Timestamp = self.now() - years * YEAR;
        let kept = value!(
            db,
            i64,
            "select coalesce(min(k.number), 0) from chain_link k join audit u on u.id = k.record
             where k.chain = 'audit' and u.at >= $1",
            before,
        )?;
        drop(db);
        let ends = self.ends(Chain::Audit).await?;
        let last = if kept == 0 { ends.head } else { kept - 1 };
        if last <= ends.anchor {
            return Ok(None);
        }
        let part = unfinished(file);
        let written = self.write_links(&part, (ends.anchor, ends.anchor_digest), last).await;
        if written.is_err() {
            fs::remove_file(&part).ok();
        }
        let digest = written?;
        finish(&part, file)?;
        let (lines, name) = (last - ends.anchor, file.display().to_string());
        self.run(&By::system(), NoteFile { file: name, lines, last, digest }).await?;
        Ok(Some(WrittenLines { lines, last }))
    }

    /// Writes the lines of the links after an anchor; returns the last digest.
    async fn write_links(&self, part: &Path, anchor: (i64, Vec<u8>), last: i64) -> Result<Vec<u8>> {
        let failed = |cause: std::io::Error| Error::Broken(format!("cannot write {}: {cause}", part.display()));
        let mut out = BufWriter::new(create_private_file(part).map_err(failed)?);
        let (mut number, mut digest) = anchor;
        writeln!(out, "# after link {number} {}", hex(&digest)).map_err(failed)?;
        writeln!(out, "link,digest,id,at,account,action,subject,subject_id,root,area,device").map_err(failed)?;
        while number < last {
            let links = self.links(Chain::Audit, number, last).await?;
            let (Some((first, ..)), Some((end, ..))) = (links.first(), links.last()) else {
                return broken(format!("links of the audit chain after {number} are gone; run `wishbridge check`"));
            };
            let mut db = self.reader().await?;
            let contents = linked(&mut db.arm(), Chain::Audit, *first, *end).await?;
            drop(db);
            for (own, record, said) in links {
                let fits = |parts: &&Vec<String>| own == number + 1 && link(&digest, parts) == said;
                let Some(parts) = contents.get(&record).filter(fits) else {
                    return broken(format!("audit line {record} is not as it was written; run `wishbridge check`"));
                };
                writeln!(out, "{own},{},{}", hex(&said), parts.join(",")).map_err(failed)?;
                (number, digest) = (own, said);
            }
        }
        out.flush().map_err(failed)?;
        Ok(digest)
    }
}

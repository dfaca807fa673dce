//! What headings of sheets mean that the program does not know, remembered for the root area.

use domain::{
    Code, Error,
    accounts::Actor,
    imports::headings::{Heading, MOST_HEADINGS, SheetKind},
};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    db::sql::{rows, run},
};

/// Explanations that a root area keeps for a kind of sheet; the oldest are forgotten first.
const KEPT: i64 = 500;

/// Remembers what headings mean, or forgets it, for the caller's root area.
///
/// # Errors
/// Not allowed without the right to bring in such sheets; the field `heading` for a heading without text or too long,
/// or for too many of them.
#[derive(Clone, Debug, Serialize)]
pub struct LearnHeadings {
    /// Kind of sheet.
    pub kind: SheetKind,
    /// The headings.
    pub headings: Vec<Heading>,
}

impl Command for LearnHeadings {
    const NAME: &'static str = "sheet_headings_learn";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(self.kind.action())?;
        if self.headings.len() > MOST_HEADINGS {
            return Err(Error::field("heading", Code::TooLong).into());
        }
        let (root, kind, now) = (tx.actor.root, self.kind.as_str(), tx.now);
        for heading in &self.headings {
            let Heading { heading, meaning } = heading.clone().checked()?;
            match meaning {
                None => run!(
                    tx,
                    "delete from sheet_heading where root = $1 and kind = $2 and heading = $3",
                    root,
                    kind,
                    &heading,
                )?,
                Some(meaning) => run!(
                    tx,
                    "insert into sheet_heading (root, kind, heading, meaning, since) values ($1, $2, $3, $4, $5)
                     on conflict (root, kind, heading) do update set meaning = excluded.meaning, since = excluded.since",
                    root,
                    kind,
                    &heading,
                    meaning.as_str(),
                    now,
                )?,
            };
        }
        run!(
            tx,
            "delete from sheet_heading where root = $1 and kind = $2 and heading not in
             (select heading from sheet_heading where root = $1 and kind = $2 order by since desc, heading limit $3)",
            root,
            kind,
            KEPT,
        )?;
        tx.audit("area", root).await
    }
}

impl Store {
    /// Loads what headings of such sheets mean in the caller's root area, the newest first.
    ///
    /// # Errors
    /// Not allowed without the right to bring in such sheets.
    pub async fn sheet_headings(&self, actor: &Actor, kind: SheetKind) -> Result<Vec<Heading>> {
        actor.must_somewhere(kind.action())?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            (String, String),
            "select heading, meaning from sheet_heading where root = $1 and kind = $2 order by since desc, heading",
            actor.root,
            kind.as_str(),
        )?;
        // A column that a newer release stored is unknown to an older one.
        let read = |(heading, meaning): (String, String)| {
            meaning.parse().ok().map(|meaning| Heading { heading, meaning: Some(meaning) })
        };
        Ok(found.into_iter().filter_map(read).collect())
    }
}

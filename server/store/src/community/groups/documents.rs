//! The wall of an area's public documents: posted and edited by its coordinators, read by all.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    community::groups::documents::{AreaDocument, DocumentId, DocumentWall, MOST_DOCUMENTS, NewDocument},
    permission::Action,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    areas::{answerers::waiting::Waiting, tree::must_in},
    db::{
        area_filter::covered,
        pagination::page,
        sql::{row, rows, run, stored, value},
    },
};

/// Puts a document on the wall of an area.
///
/// # Errors
/// Not allowed without a role that keeps documents; not found outside the actor's areas; invalid fields;
/// [`Code::FileFull`] when the wall is full.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostDocument(pub NewDocument);

impl Command for PostDocument {
    const NAME: &'static str = "document_post";
    type Output = DocumentId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<DocumentId> {
        must_in(tx, Action::KeepDocuments, self.0.area).await?;
        let new = self.0.clone().checked(tx.now)?;
        // Locks the area, for which the documents are counted.
        run!(tx, "update area set name = name where id = $1", new.area)?;
        let there =
            value!(tx, i64, "select count(*) from area_document where area = $1 and state = 'shown'", new.area)?;
        if there >= MOST_DOCUMENTS {
            return Err(Refusal::field("title", Code::FileFull).into());
        }
        let root = value!(tx, i64, "select coalesce(max(root), 0) from area where id = $1", new.area)?;
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into area_document (area, root, kind, title, words, until, place, edition, state, posted, changed,
                 changed_by, version)
             values ($1, $2, $3, $4, $5, $6, $7, 1, 'shown', $8, $8, $9, 0) returning id",
            new.area,
            root,
            new.kind.as_str(),
            &new.title,
            &new.words,
            new.until,
            new.place,
            now,
            account,
        )?;
        tx.audit("area_document", id).await?;
        Ok(id)
    }
}

/// Loads the path of the area of a document that is on its wall.
async fn document_path(db: &mut Conn<'_>, id: DocumentId) -> Result<AreaPath> {
    let found = row!(
        db,
        (String,),
        "select a.path from area_document d join area a on a.id = d.area where d.id = $1 and d.state = 'shown'",
        id,
    )?;
    found.map(|(path,)| AreaPath(path)).ok_or_else(|| Refusal::NotFound.into())
}

/// Checks that the actor keeps the documents of this one's area.
async fn must_keep(tx: &mut Tx<'_>, id: DocumentId) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepDocuments)?;
    let path = document_path(&mut tx.arm(), id).await?;
    Ok(tx.actor.must(Action::KeepDocuments, &path)?)
}

/// Writes a new edition of a document; its area stays.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas, and once it was removed; invalid fields;
/// [`Code::ChangedMeanwhile`] for another version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeDocument {
    /// The document.
    pub document: DocumentId,
    /// Version that the caller has seen.
    pub version: i64,
    /// New values.
    pub new: NewDocument,
}

impl Command for ChangeDocument {
    const NAME: &'static str = "document_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_keep(tx, self.document).await?;
        let new = self.new.clone().checked(tx.now)?;
        let (now, account) = (tx.now, tx.actor.account);
        let changed = run!(
            tx,
            "update area_document set kind = $3, title = $4, words = $5, until = $6, place = $7, edition = edition + 1,
                 changed = $8, changed_by = $9, version = version + 1
             where id = $1 and version = $2 and state = 'shown'",
            self.document,
            self.version,
            new.kind.as_str(),
            &new.title,
            &new.words,
            new.until,
            new.place,
            now,
            account,
        )?;
        if changed == 0 {
            return Err(Code::ChangedMeanwhile.into());
        }
        tx.audit("area_document", self.document).await
    }
}

/// Takes a document off the wall.
///
/// # Errors
/// As [`ChangeDocument`], without a version.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RemoveDocument {
    /// The document.
    pub document: DocumentId,
}

impl Command for RemoveDocument {
    const NAME: &'static str = "document_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_keep(tx, self.document).await?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update area_document set state = 'removed', changed = $2, changed_by = $3, version = version + 1
             where id = $1 and state = 'shown'",
            self.document,
            now,
            account,
        )?;
        tx.audit("area_document", self.document).await
    }
}

stored! {
    struct DocumentRow => AreaDocument {
        parsed: kind;
        id: i64, area: i64, area_name: String, title: String, words: String, until: i64, place: i64, edition: i64,
        changed: i64, version: i64
    }
}

/// Columns and joins of a [`DocumentRow`]; a macro because statements are literals.
macro_rules! document_columns {
    () => {
        "d.id, d.area, a.name as area_name, d.kind, d.title, d.words, d.until, d.place, d.edition, d.changed, d.version
         from area_document d join area a on a.id = d.area"
    };
}

fn read(found: Vec<DocumentRow>) -> Result<Vec<AreaDocument>> {
    found.into_iter().map(AreaDocument::try_from).collect()
}

impl Store {
    /// Loads the wall of an area, for visitors of all: its documents, and those of the areas around it.
    ///
    /// # Errors
    /// Not found for an unknown area, and for one without documents to all but their keepers.
    pub async fn document_wall(&self, actor: &Actor, area: AreaId) -> Result<DocumentWall> {
        let mut db = self.reader().await?;
        let found = row!(db, (String, String), "select name, path from area where id = $1", area)?;
        let (area_name, path) = found.ok_or(Refusal::NotFound)?;
        let path = AreaPath(path);
        let found = rows!(
            db,
            DocumentRow,
            concat!(
                "select ",
                document_columns!(),
                " where $1 like a.path || '%' and d.state = 'shown' order by length(a.path) desc, d.place, d.id limit 200"
            ),
            &path.0,
        )?;
        let documents = read(found)?;
        let may_keep = actor.may(Action::KeepDocuments, &path);
        if documents.is_empty() && !may_keep {
            return Err(Refusal::NotFound.into());
        }
        Ok(DocumentWall { area, area_name, documents, may_keep })
    }

    /// Lists the documents of the actor's areas that hold no longer, by number; with `before` 0, all of them.
    ///
    /// # Errors
    /// Not allowed without a role that keeps documents.
    pub async fn kept_documents(
        &self,
        actor: &Actor,
        before: Timestamp,
        cursor: DocumentId,
    ) -> Result<Page<AreaDocument>> {
        actor.must_somewhere(Action::KeepDocuments)?;
        let sql = format!(
            concat!(
                "select ",
                document_columns!(),
                " where d.state = 'shown' and d.root = $1 and (d.until < $2 or $2 = 0) and d.id > $3 and {}
                 order by d.id limit 51"
            ),
            covered("a.path", &actor.areas_for(Action::KeepDocuments)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, DocumentRow, AssertSqlSafe(sql.as_str()), actor.root, before, cursor)?;
        Ok(page(read(found)?, |document| document.id))
    }

    /// Loads a document for those who keep it.
    ///
    /// # Errors
    /// Not allowed without a role that keeps documents; not found outside the actor's areas.
    pub async fn document(&self, actor: &Actor, id: DocumentId) -> Result<AreaDocument> {
        actor.must_somewhere(Action::KeepDocuments)?;
        let mut db = self.reader().await?;
        let path = document_path(&mut db.arm(), id).await?;
        actor.must(Action::KeepDocuments, &path)?;
        let found = row!(db, DocumentRow, concat!("select ", document_columns!(), " where d.id = $1"), id)?;
        found.ok_or(Refusal::NotFound)?.try_into()
    }

    /// Returns the area of the actor's family, on whose wall it reads first; the root area of other accounts, 0 for
    /// visitors.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn own_wall(&self, actor: &Actor) -> Result<AreaId> {
        if actor.household == 0 {
            return Ok(actor.root);
        }
        let mut db = self.reader().await?;
        let found = row!(db, (i64,), "select area from household where id = $1", actor.household)?;
        Ok(found.map_or(actor.root, |(area,)| area))
    }

    /// Counts public documents that hold no longer.
    pub(crate) fn documents_outdated(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepDocuments).then(|| {
            format!(
                "select count(*) as n, min(d.until) as at from area_document d join area a on a.id = d.area
                 where d.state = 'shown' and d.root = $3 and d.until < $1 and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepDocuments)),
            )
        })
    }
}

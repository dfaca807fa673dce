//! Reads posters that were noted: those of the reader, and those of the areas whose posters it reads.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    community::posters::{Poster, PosterId, PosterSubject},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    areas::answerers::{chain::one_of, waiting::Waiting},
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, rows},
    },
};

#[derive(sqlx::FromRow)]
struct PosterRow {
    id: i64,
    subject: String,
    record: i64,
    place: String,
    hung: i64,
    hung_by: i64,
    hung_by_name: String,
    until: i64,
    state: String,
    since: i64,
    scans: i64,
    path: String,
    item: i64,
    own_name: String,
    size: String,
    name: String,
}

/// Columns and joins of a [`PosterRow`]; a macro because statements are literals. What a wish asks for is read only as
/// long as it is public.
macro_rules! poster_columns {
    () => {
        "p.id, p.subject, p.record, p.place, p.hung, p.hung_by, coalesce(k.name, '') as hung_by_name, p.until, p.state,
         p.since, p.scans, a.path, coalesce(w.item, 0) as item, coalesce(w.own_name, '') as own_name,
         coalesce(w.size, '') as size, coalesce(d.title, l.name, g.name, '') as name
         from poster p join area a on a.id = p.area left join account k on k.id = p.hung_by
             left join wish w on p.subject = 'wish' and w.id = p.record and w.state in ('published', 'fulfilled')
             left join drive d on p.subject = 'drive' and d.id = p.record
             left join location l on p.subject = 'shop' and l.id = p.record
             left join community_group g on p.subject = 'group' and g.id = p.record"
    };
}

impl PosterRow {
    fn seen_by(self, actor: &Actor) -> Result<Poster> {
        let path = AreaPath(self.path);
        let keeps = actor.may(Action::HangPosters, &path) && actor.may(Action::ReadPosters, &path);
        let subject = parse(&self.subject)?;
        let title = match subject {
            PosterSubject::Wish => catalogue::title_of(self.item, &self.own_name, &self.size),
            PosterSubject::Drive | PosterSubject::Shop | PosterSubject::Group => self.name,
        };
        Ok(Poster {
            id: self.id,
            subject,
            record: self.record,
            title,
            place: self.place,
            hung: self.hung,
            hung_by: self.hung_by_name,
            until: self.until,
            state: parse(&self.state)?,
            since: self.since,
            scans: self.scans,
            may_end: keeps || self.hung_by == actor.account,
        })
    }
}

/// Condition on a poster `p` of area `a` that the actor may read it.
fn readable(actor: &Actor) -> String {
    format!("(p.hung_by = {} or {})", actor.account, covered("a.path", &actor.areas_for(Action::ReadPosters)))
}

impl Store {
    /// Lists posters that hang or are to be taken down, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that hangs or reads posters.
    pub async fn posters(&self, actor: &Actor, cursor: PosterId) -> Result<Page<Poster>> {
        actor.must_somewhere(Action::HangPosters).or(actor.must_somewhere(Action::ReadPosters))?;
        // Before the list, or it is some seconds old.
        self.poster_scans_flush().await.ok();
        let sql = format!(
            concat!(
                "select ",
                poster_columns!(),
                " where p.root = $2 and p.state in ('hanging', 'to_remove') and (p.id < $1 or $1 = 0) and {}
                 order by p.id desc limit 51"
            ),
            readable(actor)
        );
        let mut db = self.reader().await?;
        let found = rows!(db, PosterRow, AssertSqlSafe(sql.as_str()), cursor, actor.root)?;
        let found = found.into_iter().map(|row| row.seen_by(actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |poster| poster.id))
    }

    /// Lists the posters of a record that the actor may read, newest first, at most 50; those that ended, too.
    ///
    /// # Errors
    /// Not allowed without a role that hangs or reads posters.
    pub async fn posters_of(&self, actor: &Actor, subject: PosterSubject, record: i64) -> Result<Vec<Poster>> {
        actor.must_somewhere(Action::HangPosters).or(actor.must_somewhere(Action::ReadPosters))?;
        self.poster_scans_flush().await.ok();
        let sql = format!(
            concat!(
                "select ",
                poster_columns!(),
                " where p.subject = $1 and p.record = $2 and {} order by p.id desc limit 50"
            ),
            readable(actor)
        );
        let mut db = self.reader().await?;
        let found = rows!(db, PosterRow, AssertSqlSafe(sql.as_str()), subject.as_str(), record)?;
        found.into_iter().map(|row| row.seen_by(actor)).collect()
    }

    /// Counts posters that the account is to take down.
    pub(crate) fn posters_to_remove(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::HangPosters).then(|| {
            format!(
                "select count(*) as n, min(p.since) as at from poster p where p.state = 'to_remove' and {}",
                one_of("p.hung_by", of.whose)
            )
        })
    }
}

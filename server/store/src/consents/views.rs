//! Reading consents: a family's own, those of the files that somebody keeps, and what is missing.

use domain::{
    Error as Refusal, Timestamp,
    accounts::Actor,
    consents::{ASKED_AGAIN_AFTER, Allowed, Consent, ConsentId, OF_AGE},
    households::{Household, HouseholdId, Member, mask},
    permission::Action,
    wishes::{Page, WishFile, WishId},
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    crypto::{sealed_columns::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows, value, values},
    },
    wishes::{feed::files, lifecycle::year, public_fields},
};

/// More consents that hold at once are not listed.
const HELD: usize = 200;

#[derive(sqlx::FromRow)]
struct ConsentRow {
    id: i64,
    member: i64,
    kind: String,
    subject: i64,
    giver: i64,
    given_by: String,
    relation: String,
    how: String,
    witness: String,
    note: String,
    paper: i64,
    at: i64,
    withdrawn_at: i64,
    reason: String,
}

macro_rules! consent_columns {
    () => {
        "c.id, c.member, c.kind, c.subject, c.giver, c.given_by, c.relation, c.how, c.witness, c.note,
         coalesce((select p.id from consent_paper p where p.consent = c.id), 0) as paper,
         c.at, c.withdrawn_at, c.reason"
    };
}

impl ConsentRow {
    /// In clear for the family and whoever opened its file, else masked.
    fn read(self, vault: &Vault, opened: bool) -> Result<Consent> {
        let name = |secret, sealed: &str| -> Result<String> {
            let clear = vault.open(secret, sealed)?;
            Ok(if opened { clear } else { mask::name(&clear) })
        };
        let words = |secret, sealed: &str| if opened { vault.open(secret, sealed) } else { Ok(String::new()) };
        Ok(Consent {
            id: self.id,
            member: self.member,
            kind: parse(&self.kind)?,
            wish: self.subject,
            giver: self.giver,
            given_by: name(Secret::ConsentGiver, &self.given_by)?,
            relation: parse(&self.relation)?,
            how: parse(&self.how)?,
            witness: name(Secret::ConsentWitness, &self.witness)?,
            note: words(Secret::ConsentNote, &self.note)?,
            paper: self.paper != 0,
            at: self.at,
            withdrawn_at: self.withdrawn_at,
            reason: words(Secret::ConsentReason, &self.reason)?,
        })
    }
}

/// A wish of a household whose picture somebody may agree to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The wish.
    pub wish: WishId,
    /// The key of what it asks for.
    pub key: String,
    /// Its size, or empty.
    pub size: String,
    /// Whom it is for, or 0.
    pub member: i64,
    /// The picture's number.
    pub photo: i64,
}

/// Everything about a household's consents.
#[derive(Clone, Debug)]
pub struct ConsentFile {
    /// The household, as masked as its file.
    pub household: Household,
    /// Who lives there.
    pub members: Vec<Member>,
    /// What holds.
    pub held: Vec<Consent>,
    /// What was taken back, latest first.
    pub ended: Page<Consent>,
    /// Pictures that nobody has agreed to show.
    pub pictures: Vec<Picture>,
}

/// A household in whose file a consent is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The household.
    pub household: HouseholdId,
    /// How it is called, or masked for whoever does not keep files there.
    pub name: String,
    /// Where it lives.
    pub area_name: String,
    /// Nobody agreed that a file is kept.
    pub file: bool,
    /// Somebody said that none shall be kept: it is closed or erased, not asked for.
    pub unwanted: bool,
    /// Wishes for children of whom nothing may be told.
    pub stories: i64,
    /// Pictures that may not be shown.
    pub photos: i64,
}

/// What a wish may show, for whoever reviews it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WishConsent {
    /// What is allowed.
    pub allowed: Allowed,
    /// Whom it is for, or 0.
    pub member: i64,
    /// Its picture, shown or not, or 0.
    pub picture: i64,
    /// Its words have to be read (again) before they are shown.
    pub words_due: bool,
    /// When somebody last said that nothing shall be told of the person, while that stands; else 0.
    pub refused: Timestamp,
}

/// What of a household `h` is missing; `$1` is the first year of birth of children, less one, and what a person
/// refused after `$2` is not asked again.
macro_rules! missing_counts {
    () => {
        "(select count(*) from consent c where c.household = h.id and c.kind = 'file' and c.withdrawn_at = 0) as file,
         (select count(*) from consent c where c.household = h.id and c.kind = 'file' and c.withdrawn_at <> 0) as refused,
         (select count(*) from wish w left join person p on p.id = w.member
          where w.household = h.id and w.state in ('submitted', 'published') and w.member <> 0
              and coalesce(p.birth_year, 9999) > $1
              and not exists (select 1 from consent c where c.household = h.id and c.member = w.member
                              and c.kind = 'story'
                              and (c.withdrawn_at = 0 or (c.withdrawn_at > $2 and c.withdrawn_by <> 0)))) as stories,
         (select count(*) from wish w where w.household = h.id and w.state in ('submitted', 'published')
              and exists (select 1 from photo f where f.wish = w.id)
              and not exists (select 1 from consent c where c.household = h.id and c.kind = 'photo' and c.subject = w.id
                              and (c.withdrawn_at = 0 or (c.withdrawn_at > $2 and c.withdrawn_by <> 0)))) as photos"
    };
}

#[derive(sqlx::FromRow)]
struct MissingRow {
    id: i64,
    name: String,
    area_name: String,
    path: String,
    file: i64,
    refused: i64,
    stories: i64,
    photos: i64,
}

impl Store {
    /// A household's consents: for the family itself and the staff of its area, to whom names, notes and reasons
    /// show when they have opened the file. The next page of what ended begins below `cursor`.
    ///
    /// # Errors
    /// Not found for anybody else.
    pub async fn consents(&self, actor: &Actor, id: HouseholdId, cursor: ConsentId) -> Result<ConsentFile> {
        let (household, members) = self.household(actor, id).await?;
        let mut db = self.reader().await?;
        let held = rows!(
            db,
            ConsentRow,
            concat!(
                "select ",
                consent_columns!(),
                " from consent c where c.household = $1 and c.withdrawn_at = 0 order by c.id limit 201"
            ),
            id,
        )?;
        let ended = rows!(
            db,
            ConsentRow,
            concat!(
                "select ",
                consent_columns!(),
                " from consent c where c.household = $1 and c.withdrawn_at <> 0 and (c.id < $2 or $2 = 0)
                  order by c.id desc limit 51"
            ),
            id,
            cursor,
        )?;
        let pictures = rows!(
            db,
            (i64, i64, String, i64, i64),
            "select w.id, w.item, w.size, w.member, f.id from wish w join photo f on f.wish = w.id
             where w.household = $1 and w.state in ('submitted', 'published')
                 and not exists (select 1 from photo g where g.wish = w.id and g.id > f.id)
                 and not exists (select 1 from consent c where c.household = w.household and c.kind = 'photo'
                                 and c.subject = w.id and c.withdrawn_at = 0)
             order by w.id limit 50",
            id,
        )?;
        let key = |item| domain::catalogue::find(item).map(|i| i.key.to_owned()).unwrap_or_default();
        let pictures = pictures.into_iter().map(|(wish, item, size, member, photo)| Picture {
            wish,
            key: key(item),
            size,
            member,
            photo,
        });
        let opened = household.opened;
        let read = |row: ConsentRow| row.read(&self.vault, opened);
        let held = held.into_iter().take(HELD).map(read).collect::<Result<Vec<_>>>()?;
        let ended = page(ended.into_iter().map(read).collect::<Result<_>>()?, |consent: &Consent| consent.id);
        Ok(ConsentFile { household, members, held, ended, pictures: pictures.collect() })
    }

    /// The photo of a signed paper: for the family itself and for staff who have opened its file.
    ///
    /// # Errors
    /// Not found otherwise.
    pub async fn consent_paper(&self, actor: &Actor, household: HouseholdId, id: ConsentId) -> Result<Vec<u8>> {
        let (file, _) = self.household(actor, household).await?;
        if !file.opened {
            return Err(Refusal::NotFound.into());
        }
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (Vec<u8>,),
            "select p.bytes from consent_paper p join consent c on c.id = p.consent
             where c.id = $1 and c.household = $2",
            id,
            household,
        )?;
        let (sealed,) = found.ok_or(Refusal::NotFound)?;
        self.vault.open_bytes(Secret::ConsentPaper, &sealed)
    }

    /// What a wish may show; for whoever reads it in full.
    ///
    /// # Errors
    /// As [`Store::wish_file`].
    pub async fn wish_consent(&self, actor: &Actor, wish: WishId) -> Result<WishConsent> {
        self.wish_file(actor, wish).await?;
        let mut db = self.reader().await?;
        let allowed = public_fields::allowed(&mut db.arm(), wish, self.now()).await?;
        let found = row!(
            db,
            (i64, bool, i64, i64),
            "select member, words_due, coalesce((select max(f.id) from photo f where f.wish = wish.id), 0),
                 coalesce((select max(c.withdrawn_at) from consent c where c.household = wish.household and c.withdrawn_by <> 0
                           and (c.kind = 'file' or (c.kind = 'story' and c.member = wish.member))), 0)
             from wish where id = $1",
            wish,
        )?;
        let (member, words_due, picture, refused) = found.ok_or(Refusal::NotFound)?;
        let refused = if allowed.story { 0 } else { refused };
        Ok(WishConsent { allowed, member, picture, words_due, refused })
    }

    /// The first year of birth that is a child's, less one.
    pub(crate) fn grown_up_until(&self) -> i64 {
        year(self.now()) - OF_AGE
    }

    /// What was refused before may be asked again.
    fn refused_since(&self) -> Timestamp {
        self.now() - ASKED_AGAIN_AFTER
    }

    /// Households of the actor's areas in whose files a consent is missing, by number; the next page begins after
    /// `cursor`. Who said no is not asked again for a year; a file that nobody wants kept stays on the list until it is
    /// closed.
    ///
    /// # Errors
    /// Not allowed without a role that reads files.
    pub async fn consents_missing(&self, actor: &Actor, cursor: HouseholdId) -> Result<Page<Missing>> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let mut db = self.reader().await?;
        let sql = format!(
            concat!(
                "select id, name, area_name, path, file, refused, stories, photos from
                     (select h.id, h.name, a.name as area_name, a.path, ",
                missing_counts!(),
                " from household h join area a on a.id = h.area
                  where h.id > $3 and h.state = 'open' and {}) m
                 where file = 0 or stories > 0 or photos > 0 order by id limit 51"
            ),
            covered("a.path", &actor.areas_for(Action::ReadHouseholds))
        );
        let found =
            rows!(db, MissingRow, AssertSqlSafe(sql.as_str()), self.grown_up_until(), self.refused_since(), cursor)?;
        let missing = |row: MissingRow| -> Result<Missing> {
            let MissingRow { id, name, area_name, path, file, refused, stories, photos } = row;
            let name = self.vault.open(Secret::HouseholdName, &name)?;
            let keeps = actor.may(Action::KeepHouseholds, &domain::areas::AreaPath(path));
            let name = if keeps { name } else { mask::name(&name) };
            let (file, unwanted) = (file == 0 && refused == 0, file == 0 && refused > 0);
            Ok(Missing { household: id, name, area_name, file, unwanted, stories, photos })
        };
        Ok(page(found.into_iter().map(missing).collect::<Result<_>>()?, |missing| missing.household))
    }

    /// How many households [`Store::consents_missing`] would list; 0 for whoever reads no files.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn consents_missing_count(&self, actor: &Actor) -> Result<i64> {
        if !actor.may_somewhere(Action::ReadHouseholds) {
            return Ok(0);
        }
        let mut db = self.reader().await?;
        let sql = format!(
            concat!(
                "select count(*) from (select h.id, ",
                missing_counts!(),
                " from household h join area a on a.id = h.area where h.state = 'open' and {}) m
                 where file = 0 or stories > 0 or photos > 0"
            ),
            covered("a.path", &actor.areas_for(Action::ReadHouseholds))
        );
        Ok(value!(db, i64, AssertSqlSafe(sql.as_str()), self.grown_up_until(), self.refused_since())?)
    }

    /// Open wishes whose words have to be read again before they are shown, longest first.
    ///
    /// # Errors
    /// Not allowed without a reviewing role.
    pub async fn words_due(&self, actor: &Actor, cursor: WishId) -> Result<Page<WishFile>> {
        actor.must_somewhere(Action::ReviewWishes)?;
        let mut db = self.reader().await?;
        let sql = format!(
            "select w.id from wish w join area a on a.id = w.home
             where w.words_due = true and w.state = 'published' and w.id > $1 and {} order by w.id limit 21",
            covered("a.path", &actor.areas_for(Action::ReviewWishes))
        );
        let ids = values!(db, i64, AssertSqlSafe(sql.as_str()), cursor)?;
        files(&mut db.arm(), &self.vault, ids).await
    }
}

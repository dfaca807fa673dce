//! Reads consents of one household, and what its wishes may show.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    claims::ClaimId,
    consents::{Allowed, Consent, ConsentId, is_minor},
    households::{Household, HouseholdId, Member, mask},
    permission::Action,
    time::year,
    wishes::{Page, WishFile, WishId},
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::page,
        sql::{parse, row, rows, values},
    },
    wishes::{feed::files, public_fields},
};

/// Consents in force that are listed at most.
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
    staff_issued: bool,
}

macro_rules! consent_columns {
    () => {
        "c.id, c.member, c.kind, c.subject, c.giver, c.given_by, c.relation, c.how, c.witness, c.note,
         coalesce((select p.id from consent_paper p where p.consent = c.id), 0) as paper,
         c.at, c.withdrawn_at, c.reason, c.staff_issued"
    };
}

impl ConsentRow {
    /// Decrypts a consent; masks names and leaves out words unless `opened`.
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
            staff_issued: self.staff_issued,
        })
    }
}

/// Picture of a household's wish that lacks a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Wish it belongs to.
    pub wish: WishId,
    /// Catalogue key of the wished item.
    pub key: String,
    /// Size of the item, or `""`.
    pub size: String,
    /// Chinese title; of a free title before its review the family's words.
    pub title: String,
    /// Member the wish is for; 0 for the whole family.
    pub member: i64,
    /// Number of the picture.
    pub photo: i64,
}

/// Receipt that was confirmed in a session opened with a credential which staff had just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedReceipt {
    /// Claim whose goods were confirmed.
    pub claim: ClaimId,
    /// Catalogue key of the item.
    pub key: String,
    /// Size of the item, or `""`.
    pub size: String,
    /// Chinese title: the item and its size.
    pub title: String,
    /// When it was confirmed.
    pub at: Timestamp,
}

/// Consents of a household, with what their page shows besides.
#[derive(Clone, Debug)]
pub struct ConsentFile {
    /// File of the household, masked as by [`Store::household`].
    pub household: Household,
    /// Members of the household, masked likewise.
    pub members: Vec<Member>,
    /// Consents in force, at most 200.
    pub held: Vec<Consent>,
    /// Withdrawn and refused consents, latest first.
    pub ended: Page<Consent>,
    /// Pictures without a consent, at most 50.
    pub pictures: Vec<Picture>,
    /// Receipts confirmed in marked sessions, latest first, at most 50.
    pub receipts: Vec<MarkedReceipt>,
}

/// What a wish may show, for its review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WishConsent {
    /// What may be public.
    pub allowed: Allowed,
    /// Member the wish is for; 0 for the whole family.
    pub member: i64,
    /// Number of its picture, public or not; 0 without one.
    pub picture: i64,
    /// Its words have to be reviewed before they are public.
    pub words_due: bool,
    /// When showing the member was last refused, while that stands; else 0.
    pub refused: Timestamp,
}

/// What a wish may show, with one of the consents on file that concern it; its kind is empty without any.
#[derive(sqlx::FromRow)]
struct WishConsentRow {
    household: i64,
    path: String,
    member: i64,
    words_due: bool,
    picture: i64,
    refused: i64,
    born: i64,
    kind: String,
    withdrawn: i64,
}

impl Store {
    /// Loads the consents of a household.
    /// For the family itself and the staff of its area, who see names, notes and reasons once they have revealed the
    /// file. The next page of ended consents begins below `cursor`.
    ///
    /// # Errors
    /// Not found for all others.
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
            (i64, i64, String, String, String, String, i64, i64),
            "select w.id, w.item, w.size, w.own_name, w.own_key, w.own_title, w.member, f.id
             from wish w join photo f on f.wish = w.id
             where w.household = $1 and w.state in ('submitted', 'published')
                 and not exists (select 1 from photo g where g.wish = w.id and g.id > f.id)
                 and not exists (select 1 from consent c where c.household = w.household and c.kind = 'photo'
                                 and c.subject = w.id and c.withdrawn_at = 0)
             order by w.id limit 50",
            id,
        )?;
        let marked = rows!(
            db,
            (i64, i64, String, String, String, i64),
            "select c.id, w.item, w.size, w.own_name, w.own_key, c.changed from wish w join claim c on c.wish = w.id
             where w.household = $1 and c.staff_issued = true order by c.changed desc, c.id desc limit 50",
            id,
        )?;
        let receipt = |(claim, item, size, own_name, own_key, at): (i64, i64, String, String, String, i64)| {
            let (title, key) = (catalogue::title_of(item, &own_name, &size), catalogue::key_of(item, &own_key));
            MarkedReceipt { claim, key, size, title, at }
        };
        let receipts = marked.into_iter().map(receipt).collect();
        let mut shown = Vec::with_capacity(pictures.len());
        for (wish, item, size, own_name, own_key, own_title, member, photo) in pictures {
            let title = match item {
                0 => self.vault.open(Secret::OwnTitle, &own_title)?,
                _ => catalogue::title_of(item, &own_name, &size),
            };
            shown.push(Picture { wish, key: catalogue::key_of(item, &own_key), size, title, member, photo });
        }
        let opened = household.opened;
        let read = |row: ConsentRow| row.read(&self.vault, opened);
        let held = held.into_iter().take(HELD).map(read).collect::<Result<Vec<_>>>()?;
        let ended = page(ended.into_iter().map(read).collect::<Result<_>>()?, |consent: &Consent| consent.id);
        Ok(ConsentFile { household, members, held, ended, pictures: shown, receipts })
    }

    /// Loads the photo of a signed paper.
    /// For the family itself and for staff who have revealed its file.
    ///
    /// # Errors
    /// Not found for all others, and without a photo.
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

    /// Loads what a wish may show, for accounts that may read it in full.
    ///
    /// # Errors
    /// As [`Store::wish_file`].
    pub async fn wish_consent(&self, actor: &Actor, wish: WishId) -> Result<WishConsent> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            WishConsentRow,
            "select w.household, coalesce((select a.path from area a where a.id = w.home), '') as path, w.member,
                 w.words_due, coalesce((select max(f.id) from photo f where f.wish = w.id), 0) as picture,
                 coalesce((select max(x.withdrawn_at) from consent x where x.household = w.household
                           and x.withdrawn_by <> 0
                           and (x.kind = 'file' or (x.kind = 'story' and x.member = w.member))), 0) as refused,
                 coalesce(p.birth_year, $2) as born, coalesce(c.kind, '') as kind,
                 coalesce(c.withdrawn_at, 0) as withdrawn
             from wish w left join person p on p.id = w.member and p.household = w.household
                 left join consent c on c.household = w.household and (c.kind = 'file'
                     or (c.kind = 'story' and c.member = w.member) or (c.kind = 'photo' and c.subject = w.id))
             where w.id = $1",
            wish,
            public_fields::UNKNOWN_YEAR,
        )?;
        let one = found.first().ok_or(Refusal::NotFound)?;
        let path = AreaPath(one.path.clone());
        let reads = actor.may(Action::ReviewWishes, &path) || actor.may(Action::ReadHouseholds, &path);
        if !is_own(actor, one.household) && !reads {
            return Err(Refusal::NotFound.into());
        }
        let on_file: Vec<(String, i64)> = found.iter().map(|row| (row.kind.clone(), row.withdrawn)).collect();
        let allowed = public_fields::allowed_by(one.member, one.born, &on_file, self.now());
        let refused = if allowed.story { 0 } else { one.refused };
        let (member, picture, words_due) = (one.member, one.picture, one.words_due);
        Ok(WishConsent { allowed, member, picture, words_due, refused })
    }

    /// Lists the masked names of a household's children whose consent to be told of is missing, but for member `except`.
    /// Masked also while the file is revealed, so that nothing is audited and the page may be kept for reading offline.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn children_without_story(&self, actor: &Actor, id: HouseholdId, except: i64) -> Result<Vec<String>> {
        let own = is_own(actor, id);
        if !own {
            actor.must_somewhere(Action::ReadHouseholds)?;
        }
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            (String, i64, i64, String),
            "select a.path, coalesce(p.id, 0), coalesce(p.birth_year, 0), coalesce(p.name, '')
             from household h join area a on a.id = h.area left join person p on p.household = h.id
                 and not exists (select 1 from consent c where c.household = h.id and c.kind = 'story'
                                 and c.withdrawn_at = 0 and c.member = p.id)
             where h.id = $1 order by p.id limit 20",
            id,
        )?;
        let (path, ..) = found.first().ok_or(Refusal::NotFound)?;
        if !own {
            actor.must(Action::ReadHouseholds, &AreaPath(path.clone()))?;
        }
        let year = year(self.now());
        let untold =
            found.iter().filter(|(_, member, born, _)| *member != 0 && *member != except && is_minor(*born, year));
        untold.map(|(.., name)| Ok(mask::name(&self.vault.open(Secret::PersonName, name)?))).collect()
    }

    /// Lists published wishes whose words have to be reviewed before they are public, oldest first.
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

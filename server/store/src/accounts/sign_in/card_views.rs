//! Reading about families' cards: what a caseworker sees of how a family signs in, and who has no card yet.

use domain::{
    Error as Refusal, Timestamp,
    accounts::{
        Actor,
        cards::{Card, Ended},
    },
    areas::AreaPath,
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    accounts::sign_in::pins::{self, PinState},
    crypto::sealed_columns::Secret,
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows, value},
    },
};

/// How a family signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignInFile {
    /// Whose.
    pub household: HouseholdId,
    /// The family name and stars: 马**.
    pub masked: String,
    /// The last four digits of the phone that signs it in; empty for none.
    pub phone_ending: String,
    /// Whether it has a password.
    pub password: bool,
    /// Its PIN.
    pub pin: PinState,
    /// Its cards, newest first, at most twenty.
    pub cards: Vec<Card>,
    /// On how many devices it is signed in.
    pub sessions: i64,
    /// Whether the person who asks may change any of it.
    pub keeps: bool,
}

impl SignInFile {
    /// The card that works.
    #[must_use]
    pub fn card(&self) -> Option<&Card> {
        self.cards.iter().find(|card| card.ended == 0)
    }
}

/// A family without a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cardless {
    /// Its number.
    pub id: HouseholdId,
    /// How it is called.
    pub name: String,
    /// Its area's name.
    pub area_name: String,
    /// How many they are.
    pub size: i64,
}

/// Where a card leads to in the town: what is printed on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The shop's name; empty when there is none.
    pub name: String,
    /// Its address.
    pub address: String,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: i64,
    made: Timestamp,
    made_by: i64,
    used: Timestamp,
    ended: Timestamp,
    why: String,
}

impl TryFrom<CardRow> for Card {
    type Error = crate::Error;

    fn try_from(row: CardRow) -> Result<Card> {
        let CardRow { id, made, made_by, used, ended, why } = row;
        let why = if why.is_empty() { None } else { Some(parse::<Ended>(&why)?) };
        Ok(Card { id, made, made_by, used, ended, why })
    }
}

#[derive(sqlx::FromRow)]
struct CardlessRow {
    id: i64,
    name: String,
    area_name: String,
    size: i64,
}

/// The first character and stars: enough to know one's own, not enough to learn another's.
pub(crate) fn masked(name: &str) -> String {
    format!("{}**", name.chars().next().unwrap_or('*'))
}

impl Store {
    /// How a family signs in: for the staff of its area.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn household_sign_in(&self, actor: &Actor, household: HouseholdId) -> Result<SignInFile> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let mut db = self.reader().await?;
        let (path, name) = row!(
            db,
            (String, String),
            "select a.path, h.name from household h join area a on a.id = h.area where h.id = $1",
            household,
        )?
        .ok_or(Refusal::NotFound)?;
        let path = AreaPath(path);
        actor.must(Action::ReadHouseholds, &path)?;
        let account = row!(
            db,
            (i64, String, String),
            "select id, phone, password from account where household = $1 and open = true order by id limit 1",
            household,
        )?;
        let (account, phone, password) = account.unwrap_or_default();
        let phone = self.vault.open(Secret::AccountPhone, &phone)?;
        let cards = rows!(
            db,
            CardRow,
            "select id, made, made_by, used, ended, why from card where household = $1 order by id desc limit 20",
            household,
        )?;
        let now = self.now();
        let sessions =
            value!(db, i64, "select count(*) from session where account = $1 and expires > $2", account, now)?;
        Ok(SignInFile {
            household,
            masked: masked(&self.vault.open(Secret::HouseholdName, &name)?),
            phone_ending: phone.get(phone.len().saturating_sub(4)..).unwrap_or_default().to_owned(),
            password: !password.is_empty(),
            pin: pins::state(&mut db.arm(), household, now).await?,
            cards: cards.into_iter().map(Card::try_from).collect::<Result<_>>()?,
            sessions,
            keeps: actor.may(Action::KeepHouseholds, &path),
        })
    }

    /// The families of the actor's areas that have no card, by number, a page at a time.
    ///
    /// # Errors
    /// Not allowed without keeping files.
    pub async fn cardless(&self, actor: &Actor, cursor: HouseholdId) -> Result<Page<Cardless>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let sql = format!(
            "select h.id, h.name, a.name as area_name, h.size from household h join area a on a.id = h.area
             where h.id > $1 and h.state = 'open' and {}
               and not exists (select 1 from card c where c.household = h.id and c.ended = 0)
             order by h.id limit 51",
            covered("a.path", &actor.areas_for(Action::KeepHouseholds))
        );
        let mut db = self.reader().await?;
        let found = rows!(db, CardlessRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let open = |CardlessRow { id, name, area_name, size }| {
            let name = self.vault.open(Secret::HouseholdName, &name)?;
            Ok(Cardless { id, name, area_name, size })
        };
        Ok(page(found.into_iter().map(open).collect::<Result<_>>()?, |family| family.id))
    }

    /// The shop that is printed on a family's card: the nearest one above or beside it.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn card_place(&self, household: HouseholdId) -> Result<Place> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (String, String),
            "select l.name, l.address from household h join area a on a.id = h.area
             join location l on l.root = h.root and l.open = true join area s on s.id = l.area
             where h.id = $1
             order by case when a.path like s.path || '%' then length(s.path) else 0 end desc, l.id limit 1",
            household,
        )?;
        Ok(found.map(|(name, address)| Place { name, address }).unwrap_or_default())
    }
}

//! Bots of work groups, and the text messages that an area may send in a month.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    areas::AreaId,
    messages::{AreaMessages, Bot, BotId, MOST_BOTS, NewBot, TEXTS_A_MONTH},
    permission::Action,
    time::Month,
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::tree::{must_in, path_of},
    crypto::secret::Secret,
    db::sql::{parse, row, rows, run, value},
};

/// Adds a bot: from now on it says in its group what the staff of the area and of those below are told.
///
/// # Errors
/// Not found outside the actor's areas and for area 0; [`Code::ProofNeeded`]; invalid fields; [`Code::FileFull`].
#[derive(Clone, Debug, Serialize)]
pub struct AddBot {
    /// Area whose staff the group is.
    pub area: AreaId,
    /// The bot.
    pub bot: NewBot,
}

impl Command for AddBot {
    const NAME: &'static str = "bot_add";
    type Output = BotId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<BotId> {
        must_in(tx, Action::SetPolicy, self.area).await?;
        tx.must_be_proved().await?;
        let NewBot { kind, name, address, secret, lang } = self.bot.clone().checked()?;
        if self.area == 0 {
            return Err(Refusal::NotFound.into());
        }
        // Bots are counted under this lock.
        run!(tx, "update area set name = name where id = $1", self.area)?;
        let bots = value!(tx, i64, "select count(*) from group_bot where area = $1", self.area)?;
        if bots >= MOST_BOTS {
            return Err(Code::FileFull.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let address = tx.vault.seal(Secret::BotAddress, &address)?;
        let secret = tx.vault.seal(Secret::BotSecret, &secret)?;
        let id = value!(
            tx,
            i64,
            "insert into group_bot (area, kind, name, address, secret, lang, made_by, made)
             values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
            self.area,
            kind.as_str(),
            &name,
            &address,
            &secret,
            &lang,
            account,
            now,
        )?;
        tx.audit("area", self.area).await?;
        Ok(BotId(id))
    }
}

/// Removes a bot; what waits for it is not sent.
///
/// # Errors
/// Not found outside the actor's areas, and for a bot of another area.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemoveBot {
    /// Its area.
    pub area: AreaId,
    /// The bot.
    pub bot: BotId,
}

impl Command for RemoveBot {
    const NAME: &'static str = "bot_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_in(tx, Action::SetPolicy, self.area).await?;
        let BotId(id) = self.bot;
        if run!(tx, "delete from group_bot where id = $1 and area = $2", id, self.area)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("area", self.area).await
    }
}

/// Sets how many text messages a root area sends in a month at most; 0 for none.
///
/// # Errors
/// Not found outside the actor's areas, and for an area that is no root; [`Code::ProofNeeded`]; field `most`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SetTextLimit {
    /// The root area.
    pub root: AreaId,
    /// The number.
    pub most: i64,
}

impl Command for SetTextLimit {
    const NAME: &'static str = "text_limit_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_in(tx, Action::SetPolicy, self.root).await?;
        tx.must_be_proved().await?;
        let roots = value!(tx, i64, "select count(*) from area where id = $1 and root = $1", self.root)?;
        if roots == 0 {
            return Err(Refusal::NotFound.into());
        }
        if !(0..=1_000_000).contains(&self.most) {
            return Err(Refusal::field("most", Code::OutOfRange).into());
        }
        run!(
            tx,
            "insert into text_limit (root, most) values ($1, $2)
             on conflict (root) do update set most = excluded.most",
            self.root,
            self.most,
        )?;
        tx.audit("area", self.root).await
    }
}

#[derive(sqlx::FromRow)]
struct BotRow {
    id: i64,
    kind: String,
    name: String,
    lang: String,
    made: Timestamp,
    sent: Timestamp,
    why: String,
}

impl TryFrom<BotRow> for Bot {
    type Error = crate::Error;

    fn try_from(row: BotRow) -> Result<Bot> {
        let BotRow { id, kind, name, lang, made, sent, why } = row;
        let failed = if why.is_empty() { None } else { Some(parse(&why)?) };
        Ok(Bot { id: BotId(id), kind: parse(&kind)?, name, lang, made, sent, failed })
    }
}

impl Store {
    /// Loads the bots of an area, and the text messages of its root area.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn area_messages(&self, actor: &Actor, area: AreaId) -> Result<AreaMessages> {
        actor.must_somewhere(Action::SetPolicy)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::SetPolicy, &path)?;
        let found = row!(db, (i64,), "select root from area where id = $1", area)?;
        let Some((root,)) = found else { return Err(Refusal::NotFound.into()) };
        let month = Month::of(self.now()).to_string();
        let counts = row!(
            db,
            (i64, i64),
            "select coalesce((select most from text_limit where root = a.id), $2),
                    coalesce((select used from text_count where root = a.id and month = $3), 0)
             from area a where a.id = $1",
            root,
            TEXTS_A_MONTH,
            &month,
        )?;
        let (most_texts, used_texts) = counts.unwrap_or((TEXTS_A_MONTH, 0));
        let bots = rows!(
            db,
            BotRow,
            "select b.id, b.kind, b.name, b.lang, b.made,
                 coalesce((select max(m.ended) from message m
                           where m.channel = 'bot' and m.target = b.id and m.state = 'sent'), 0) as sent,
                 coalesce((select m.why from message m where m.channel = 'bot' and m.target = b.id and m.ended <> 0
                           order by m.ended desc, m.id desc limit 1), '') as why
             from group_bot b where b.area = $1 order by b.id",
            area,
        )?;
        let bots = bots.into_iter().map(Bot::try_from).collect::<Result<_>>()?;
        Ok(AreaMessages { area, is_root: root == area, bots, most_texts, used_texts })
    }
}

//! Public columns of a wish: age, sex, words, picture, and the terms it is found by.
//! They hold only what consents allow, so that readers need no further check.

use domain::{
    Code, Timestamp, catalogue,
    consents::{Allowed, is_minor},
    households::Sex,
    permission::Action,
    time::year,
    wishes::{Publication, WishId, WishState},
};
use serde::Serialize;

use crate::{
    Command, Conn, Result, Tx,
    db::sql::{row, rows, run, value},
    ops::bulk,
    wishes::{
        lifecycle::{LockedWish, hold, wished_for},
        search_terms,
    },
};

/// Birth year assumed for a member who has left the file: a minor.
pub(crate) const UNKNOWN_YEAR: i64 = 9999;

/// Returns what may be public about the member a wish is for.
pub(crate) async fn allowed(db: &mut Conn<'_>, wish: WishId, now: Timestamp) -> Result<Allowed> {
    let on_file = rows!(
        db,
        (i64, i64, String, i64),
        "select w.member, coalesce(p.birth_year, $2), coalesce(c.kind, ''), coalesce(c.withdrawn_at, 0) from wish w
             left join person p on p.id = w.member and p.household = w.household
             left join consent c on c.household = w.household and (c.kind = 'file'
                 or (c.kind = 'story' and c.member = w.member) or (c.kind = 'photo' and c.subject = w.id))
         where w.id = $1",
        wish,
        UNKNOWN_YEAR,
    )?;
    let Some((member, born)) = on_file.first().map(|(member, born, ..)| (*member, *born)) else {
        return Ok(Allowed::default());
    };
    let on_file: Vec<(String, i64)> = on_file.into_iter().map(|(_, _, kind, withdrawn)| (kind, withdrawn)).collect();
    Ok(allowed_by(member, born, &on_file, now))
}

/// Decides what may be public of a member by the consents on file that concern the wish: their kind, and when each was
/// withdrawn, or 0.
pub(crate) fn allowed_by(member: i64, born: i64, on_file: &[(String, i64)], now: Timestamp) -> Allowed {
    let holds = |wanted: &str| on_file.iter().any(|(kind, withdrawn)| kind == wanted && *withdrawn == 0);
    let ended = |wanted: &str| on_file.iter().any(|(kind, _)| kind == wanted) && !holds(wanted);
    let child = member != 0 && is_minor(born, year(now));
    Allowed::from_file(child, holds("story"), ended("story") || ended("file"), holds("photo"))
}

/// Writes the wish's public columns, limited to what its consents allow.
pub(crate) async fn show(tx: &mut Tx<'_>, held: &LockedWish, words: &str) -> Result<()> {
    let now = tx.now;
    let allowed = allowed(&mut tx.arm(), held.id, now).await?;
    let (age, sex) = match allowed.story {
        true => wished_for(tx, held.household, held.member).await?,
        false => (-1, Sex::Unsaid),
    };
    let words = if allowed.story { words } else { "" };
    let newest = value!(tx, i64, "select coalesce(max(id), 0) from photo where wish = $1", held.id)?;
    let photo = if allowed.photo { newest } else { 0 };
    run!(
        tx,
        "update wish set age = $2, sex = $3, words = $4, photo = $5, words_due = false where id = $1",
        held.id,
        age,
        sex.as_str(),
        words,
        photo,
    )?;
    put_terms(tx, held, words).await
}

/// Replaces the search terms of an open wish.
pub(crate) async fn put_terms(tx: &mut Tx<'_>, held: &LockedWish, words: &str) -> Result<()> {
    run!(tx, "delete from wish_term where wish = $1", held.id)?;
    let english = catalogue::find(held.item).map_or("", |item| item.en);
    let terms = search_terms::terms(&format!("{} {english} {words}", held.title()));
    bulk::terms(tx, &terms.iter().map(|term| (term.as_str(), held.id)).collect::<Vec<_>>()).await
}

#[derive(sqlx::FromRow)]
struct PublicFields {
    age: i64,
    sex: String,
    words: String,
    photo: i64,
    words_due: bool,
}

/// Removes from the wish's public columns what consents no longer allow.
/// With `doubt` the words go in any case, because they may mention a member who withdrew; those of a published wish are
/// reviewed before they come back. A wish before its review also gains what is allowed, so that its reviewer sees what
/// will be public.
pub(crate) async fn settle(tx: &mut Tx<'_>, wish: WishId, doubt: bool) -> Result<()> {
    let held = hold(tx, wish).await?;
    let Some(shown) = row!(tx, PublicFields, "select age, sex, words, photo, words_due from wish where id = $1", wish)?
    else {
        return Ok(());
    };
    let now = tx.now;
    let allowed = allowed(&mut tx.arm(), wish, now).await?;
    let state = held.state()?;
    let unread = matches!(state, WishState::Draft | WishState::Submitted);
    let (age, sex) = match (allowed.story, unread) {
        (false, _) => (-1, Sex::Unsaid.as_str().to_owned()),
        (true, true) => {
            let (age, sex) = wished_for(tx, held.household, held.member).await?;
            (age, sex.as_str().to_owned())
        }
        (true, false) => (shown.age, shown.sex),
    };
    let words = if allowed.story && !doubt { shown.words.as_str() } else { "" };
    let lost = words != shown.words;
    let photo = if allowed.photo || unread { shown.photo } else { 0 };
    let due = state == WishState::Published && allowed.story && (lost || shown.words_due);
    run!(
        tx,
        "update wish set age = $2, sex = $3, words = $4, photo = $5, words_due = $6 where id = $1",
        wish,
        age,
        &sex,
        words,
        photo,
        due,
    )?;
    if lost && state == WishState::Published {
        put_terms(tx, &held, words).await?;
    }
    Ok(())
}

/// Replaces the words of a published wish, limited to what its consents allow.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] unless it is published; words that are too long.
#[derive(Clone, Debug, Serialize)]
pub struct RewriteWish {
    /// Wish to decide about.
    pub id: WishId,
    /// Public words.
    #[serde(rename = "text")]
    pub words: String,
}

impl Command for RewriteWish {
    const NAME: &'static str = "wish_rewrite";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReviewWishes)?;
        let held = hold(tx, self.id).await?;
        tx.actor.must(Action::ReviewWishes, &held.path())?;
        let words = Publication { words: self.words.clone() }.checked()?.words;
        if held.state()? != WishState::Published {
            return Err(Code::WrongState.into());
        }
        show(tx, &held, &words).await?;
        tx.audit("wish", held.id).await
    }
}

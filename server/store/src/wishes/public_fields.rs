//! What everybody sees of a wish (age, sex, words, picture, and what it is found by), as far as consents allow. The
//! columns of `wish` hold just that: whoever reads them needs to ask nobody.

use domain::{
    Timestamp, catalogue,
    consents::{Allowed, is_minor},
    households::Sex,
    wishes::{WishId, WishState},
};

use crate::{
    Conn, Result, Tx,
    db::sql::{row, rows, run, value},
    ops::bulk,
    wishes::{
        lifecycle::{Held, hold, wished_for, year},
        search_terms,
    },
};

/// A child that is no longer in the file stays a child.
const UNKNOWN_YEAR: i64 = 9999;

/// What the public may learn of the person whom the wish is for.
pub(crate) async fn allowed(db: &mut Conn<'_>, wish: WishId, now: Timestamp) -> Result<Allowed> {
    let found = row!(
        db,
        (i64, i64, i64),
        "select w.household, w.member, coalesce(p.birth_year, $2) from wish w
         left join person p on p.id = w.member and p.household = w.household where w.id = $1",
        wish,
        UNKNOWN_YEAR,
    )?;
    let Some((household, member, born)) = found else { return Ok(Allowed::default()) };
    let on_file = rows!(
        db,
        (String, i64),
        "select kind, withdrawn_at from consent where household = $1
             and (kind = 'file' or (kind = 'story' and member = $2) or (kind = 'photo' and subject = $3))",
        household,
        member,
        wish,
    )?;
    let holds = |wanted: &str| on_file.iter().any(|(kind, withdrawn)| kind == wanted && *withdrawn == 0);
    let ended = |wanted: &str| on_file.iter().any(|(kind, _)| kind == wanted) && !holds(wanted);
    let child = member != 0 && is_minor(born, year(now));
    Ok(Allowed::from_file(child, holds("story"), ended("story") || ended("file"), holds("photo")))
}

/// Puts on what everybody will see: as much of it as is allowed, whatever the words say.
pub(crate) async fn show(tx: &mut Tx<'_>, held: &Held, words: &str) -> Result<()> {
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

/// What an open wish is found by.
async fn put_terms(tx: &mut Tx<'_>, held: &Held, words: &str) -> Result<()> {
    run!(tx, "delete from wish_term where wish = $1", held.id)?;
    let english = catalogue::find(held.item).map_or("", |item| item.en);
    let terms = search_terms::terms(&format!("{} {english} {words}", held.title()));
    bulk::terms(tx, &terms.iter().map(|term| (term.as_str(), held.id)).collect::<Vec<_>>()).await
}

#[derive(sqlx::FromRow)]
struct Shown {
    age: i64,
    sex: String,
    words: String,
    photo: i64,
    words_due: bool,
}

/// Takes away from a wish what is not allowed (any more). With `doubt`, the words go in any case: they may tell of
/// somebody who wants nothing told; those of an open wish are read again before they come back. Before its review a
/// wish gets what it may show, so that the reviewer sees what everybody will.
pub(crate) async fn settle(tx: &mut Tx<'_>, wish: WishId, doubt: bool) -> Result<()> {
    let held = hold(tx, wish).await?;
    let Some(shown) = row!(tx, Shown, "select age, sex, words, photo, words_due from wish where id = $1", wish)? else {
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

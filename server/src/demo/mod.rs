//! `wishbridge demo`: an invented city and an invented town, and what has happened there so far.
//!
//! Everything is rolled from one seed, so that two demos differ in nothing but their dates (which count
//! back from now) and the codes that nobody shall guess. What happened is lived through by the same
//! functions that requests use, so that every rule was obeyed; only household files, and the wishes beyond
//! the first twelve hundred, are loaded in bulk. All names are invented.

mod calendar;
mod cards;
mod claiming;
mod consents;
mod counter;
mod crowd;
mod dice;
mod families;
mod goods;
mod life;
mod market;
mod moves;
mod names;
mod needs;
mod newcomers;
mod openings;
mod orders;
mod particulars;
mod places;
mod plan;
mod replies;
mod settle;
mod shown;
mod stockroom;
mod wares;
mod wishing;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

use domain::accounts::Role;
use store::{By, Error, Result, Store, crypto::passwords, ops::bulk};

use self::{calendar::Calendar, families::Family, life::Life, places::PLACES, settle::World};

/// What everybody in the demo signs in with.
pub const PASSWORD: &str = "xinyuan-2026";

/// What the card of the family of the printed sign-in asks for, besides the card.
pub const PIN: &str = "4826";

/// So many wishes have a story; more are only there to be many.
const STORIES: usize = 1_200;

/// Somebody to sign in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// What the person is.
    pub role: Role,
    /// Mobile number.
    pub phone: String,
    /// Where.
    pub area: String,
}

impl std::fmt::Display for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\t{}\t{PASSWORD}\t{}", self.role.as_str(), self.phone, self.area)
    }
}

/// Fills an empty database with so many wishes and everything around them; gives one sign-in a role.
/// `told` hears how far it is, for whoever waits.
///
/// # Errors
/// When somebody has an account here already, or the database fails.
pub async fn load(store: &Store, wishes: u32, told: impl Fn(&str)) -> Result<Vec<SignIn>> {
    let hash = passwords::hash(PASSWORD).await?;
    let families: Arc<[Vec<Family>; 2]> = Arc::new([0, 1].map(|root| families::all(root, &PLACES[root])));
    let wishes = wishes as usize;
    let plans = Arc::new(plan::all(&families, wishes.min(STORIES)));
    let calendar = Calendar { now: store.now() };
    let last = plans.last().map_or(calendar.now, |plan| calendar.at(plan.at));
    let made: Arc<Mutex<Option<Arc<World>>>> = Arc::default();
    let (known, result) = (families.clone(), made.clone());
    told(&format!("living through a year with {} wishes", plans.len()));
    store
        .script(move |tx, ()| {
            let (hash, families, plans, made) = (hash.clone(), known.clone(), plans.clone(), made.clone());
            Box::pin(async move {
                if !bulk::is_unused(tx).await? {
                    let sentence = "the demo needs an empty database, but somebody has an account in this one";
                    return Err(Error::Broken(sentence.into()));
                }
                let world = Arc::new(settle::settle(tx, calendar, &families, &hash).await?);
                consents::settle(tx, calendar, &world, &families).await?;
                particulars::settle(tx, calendar, &world, &families).await?;
                Life::new(world.clone(), families.clone(), plans.clone(), calendar).live(tx).await?;
                openings::live(tx, calendar, &world).await?;
                cards::live(tx, calendar, &world).await?;
                consents::said_no(tx, calendar, &world, &families, &plans).await?;
                consents::thought_better(tx, calendar, &world, &families, &plans).await?;
                *made.lock().unwrap_or_else(PoisonError::into_inner) = Some(world);
                Ok(())
            })
        })
        .await?;
    let world = result.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let world = world.ok_or_else(|| Error::Broken("the demo lost its world".into()))?;
    if wishes > STORIES {
        crowd::load(store, &world, &families, wishes - STORIES, last, &told).await?;
    }
    let family = world.roots[0].homes[0].actor.clone();
    store.pin_set(&By::new(family, "demo-pin"), "", PIN).await?;
    told(&format!("a card of the first family asks for the PIN {PIN}"));
    Ok(world.sign_ins.clone())
}

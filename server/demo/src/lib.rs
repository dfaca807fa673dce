//! `wishbridge demo`: an invented city and an invented town with a year of history.
//!
//! All random choices come from one seed, so two demos differ only in their dates (which count back from now) and in
//! secret codes. The history runs through the same functions as requests, so it obeys all rules; only household files,
//! and the wishes beyond the first 1,200, are inserted in bulk. All names are invented.

mod calendar;
mod casework;
mod city;
mod community;
mod courses;
mod desk;
mod dice;
mod disputes;
mod drives;
mod entitlements;
mod jobs;
mod lending;
mod life;
mod markets;
mod needs;
mod organisations;
mod plan;
mod pledges;
mod rounds;
mod school_places;
mod shifts;
mod texts;
mod urgent;
mod visits;

use std::sync::{Arc, Mutex, PoisonError};

use domain::{
    accounts::Role,
    progress::{Progress, Unit},
};
use store::{By, Error, Result, Store, crypto::passwords, ops::bulk};

use self::{
    calendar::Calendar,
    casework::{aid, cases, conferences, pairings},
    city::{
        cards, consents, crowd, doors,
        families::{self, Family},
        openings, particulars,
        places::PLACES,
        settle::{self, World},
    },
    life::{Life, applications::POSTED},
};

/// Password of all demo accounts.
pub const PASSWORD: &str = "xinyuan-2026";

/// PIN of the card that belongs to the family of the printed sign-in.
pub const PIN: &str = "4826";

/// Number of wishes with a simulated history; further wishes only add volume.
const STORIES: usize = 1_200;

/// A printed sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Role of the account.
    pub role: Role,
    /// Mobile number.
    pub phone: String,
    /// Area of the role, or location.
    pub area: String,
}

impl std::fmt::Display for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\t{}\t{PASSWORD}\t{}", self.role.as_str(), self.phone, self.area)
    }
}

/// Fills an empty database with `wishes` wishes and all their context.
/// Returns one sign-in for each role.
///
/// # Errors
/// When the database already has an account, or fails.
pub async fn load(store: &Store, wishes: u32, progress: &Progress) -> Result<Vec<SignIn>> {
    let hash = passwords::hash(PASSWORD).await?;
    let families: Arc<[Vec<Family>; 2]> = Arc::new([0, 1].map(|root| families::all(root, &PLACES[root])));
    let wishes = wishes as usize;
    let stories = wishes.min(STORIES);
    let plans = Arc::new(plan::all(&families, stories.saturating_sub(POSTED)));
    let calendar = Calendar { now: store.now() };
    let last = plans.last().map_or(calendar.now, |plan| calendar.at(plan.at));
    let made: Arc<Mutex<Option<Arc<World>>>> = Arc::default();
    let (known, result) = (families.clone(), made.clone());
    let withdrawn = consents::withdrawn_child(&families, &plans);
    progress.begin(&format!("simulating a year with {stories} wishes"), Unit::Count, 0);
    store
        .script(move |tx, ()| {
            let (hash, families, plans, made) = (hash.clone(), known.clone(), plans.clone(), made.clone());
            Box::pin(async move {
                if !bulk::is_unused(tx).await? {
                    let sentence = "the demo needs an empty database, but this one already has an account";
                    return Err(Error::Broken(sentence.into()));
                }
                let world = Arc::new(settle::settle(tx, calendar, &families, &hash).await?);
                consents::settle(tx, calendar, &world, &families).await?;
                particulars::settle(tx, calendar, &world, &families).await?;
                cards::live(tx, calendar, &world).await?;
                Life::new(world.clone(), families.clone(), plans.clone(), calendar).live(tx).await?;
                openings::live(tx, calendar, &world).await?;
                disputes::live(tx, calendar, &world).await?;
                doors::months(tx, calendar, &world).await?;
                visits::live(tx, calendar, &world).await?;
                rounds::live(tx, calendar, &world).await?;
                pairings::live(tx, calendar, &world).await?;
                courses::live(tx, calendar, &world).await?;
                markets::live(tx, calendar, &world).await?;
                shifts::live(tx, calendar, &world).await?;
                entitlements::live(tx, calendar, &world).await?;
                cases::live(tx, calendar, &world).await?;
                conferences::live(tx, calendar, &world).await?;
                desk::live(tx, calendar, &world).await?;
                aid::live(tx, calendar, &world, &families).await?;
                lending::live(tx, calendar, &world).await?;
                life::recalls::live(tx, calendar, &world).await?;
                urgent::live(tx, calendar, &world).await?;
                jobs::live(tx, calendar, &world).await?;
                school_places::live(tx, calendar, &world, &families).await?;
                drives::live(tx, calendar, &world).await?;
                community::groups::live(tx, calendar, &world).await?;
                life::taking_part::live(tx, calendar, &world).await?;
                organisations::live(tx, calendar, &world).await?;
                pledges::live(tx, calendar, &world).await?;
                consents::said_no(tx, calendar, &world, &families, &plans).await?;
                consents::thought_better(tx, calendar, &world, &families, &plans).await?;
                *made.lock().unwrap_or_else(PoisonError::into_inner) = Some(world);
                Ok(())
            })
        })
        .await?;
    let world = result.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let world = world.ok_or_else(|| Error::Broken("the demo has no world after its transaction".into()))?;
    if wishes > STORIES {
        crowd::load(store, &world, &families, wishes - STORIES, last, withdrawn, progress).await?;
    }
    // After all other records: what the past quarters counted never changes.
    let (known, at) = (world.clone(), calendar);
    store
        .script(move |tx, ()| {
            let world = known.clone();
            Box::pin(async move { community::programmes::live(tx, at, &world).await })
        })
        .await?;
    let family = world.roots[0].homes[0].actor.clone();
    store.pin_set(&By::new(family, "demo-pin"), "", PIN).await?;
    // What is overdue today is asked today, as on any other morning; that counts the public numbers, too.
    store.run_clocks().await?;
    store.deliver_all().await?;
    Ok(world.sign_ins.clone())
}

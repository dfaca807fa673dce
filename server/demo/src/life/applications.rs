//! The last scenes: the first root area grants costly wishes from now on, two donors apply for one; and a family wishes
//! for what is in no list.

use domain::{
    areas::Policy,
    catalogue,
    claims::applications::NewApplication,
    wishes::{
        NewWish,
        free_titles::{FreeTitle, GivenItem, Symbol},
    },
};
use store::{
    Command, Result, Tx,
    areas::policies::SetPolicy,
    claims::applications::apply::ApplyForWish,
    wishes::{
        lifecycle::{PostWish, PublishWish},
        things::GiveItem,
    },
};

use crate::{dice::Dice, life::Life, texts::replies};

/// Wishes that the scene posts, beside those that are planned.
pub const POSTED: usize = 2;

/// Price of one unit in yuan above which the first root area grants wishes.
const COSTLY: i64 = 300;

impl Life {
    /// Plays the scene after all other events, at the time of the last planned wish, because wishes of the crowd come
    /// after that: no wish of theirs is granted.
    pub async fn apply(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let world = self.world.clone();
        let root = &world.roots[0];
        self.at = self.plans.last().map_or(self.calendar.now, |plan| self.calendar.at(plan.at));
        self.acts(tx, &root.coordinator, "policy_set");
        let policy = Policy { costly_above: Some(COSTLY), ..root.policy.clone() };
        SetPolicy { area: root.id, policy }.run(tx).await?;

        // A family that has a wish in progress already, so that nothing changes about who was never helped.
        let is_here =
            |wish: &usize| self.plans[*wish].root == 0 && self.wishes[*wish].published && self.wishes[*wish].open;
        let costly = catalogue::ITEMS.iter().filter(|item| item.sizes.is_empty()).max_by_key(|item| item.cost);
        let (Some(near), Some(item)) = ((0..self.wishes.len()).rev().find(is_here), costly) else { return Ok(()) };
        self.acts(tx, &self.caseworker(near), "wish_post");
        let new = NewWish {
            household: self.home(near).household,
            item: item.id,
            quantity: 1,
            again: true,
            beyond: Dice::of(53, 0).pick(replies::BEYOND).to_owned(),
            ..NewWish::default()
        };
        let wish = PostWish(new).run(tx).await?;
        self.acts(tx, &root.coordinator, "wish_publish");
        PublishWish { id: wish, words: String::new() }.run(tx).await?;
        for (donor, plan) in self.free_donors(0).into_iter().zip(replies::PLANS) {
            self.acts(tx, &root.donors[donor], "application_apply");
            let new = NewApplication { quantity: 1, plan: (*plan).to_owned() };
            ApplyForWish { wish, new }.run(tx).await?;
        }
        self.wish_freely(tx, near).await
    }

    /// Posts and publishes a wish that comes back every month, for the family of another wish of the first root area.
    async fn wish_freely(&mut self, tx: &mut Tx<'_>, near: usize) -> Result<()> {
        let coordinator = self.world.roots[0].coordinator.clone();
        self.acts(tx, &self.caseworker(near), "wish_post");
        let free = FreeTitle { title: "奶奶用的成人纸尿裤".into(), symbol: Symbol::Aid };
        let household = self.home(near).household;
        let new = NewWish { household, quantity: 1, free: Some(free), months: Some(6), ..NewWish::default() };
        let wish = PostWish(new).run(tx).await?;
        self.acts(tx, &coordinator, "wish_item");
        let given = GivenItem { name: "成人纸尿裤（一包）".into(), cost: 60, ..GivenItem::default() };
        let given = GivenItem { category: catalogue::Category::Mobility, ..given };
        GiveItem { wish, given }.run(tx).await?;
        self.acts(tx, &coordinator, "wish_publish");
        PublishWish { id: wish, words: String::new() }.run(tx).await
    }
}

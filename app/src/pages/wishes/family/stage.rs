//! The state of a wish in the family's words.

use domain::{
    claims::{Claim, ClaimState},
    wishes::WishState,
};
use store::claims::family_view::Errand;

use crate::{i18n::lang, pages::wishes::family::Own};

/// The stage of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Claimed.
    Pledged,
    /// On the way to the shop.
    Sent,
    /// In the shop, awaiting its check.
    Checking,
    /// Ready to be collected.
    Ready,
    /// Handed over, not confirmed.
    Handed,
    /// Confirmed by the family.
    Confirmed,
    /// Not collected: its caseworker decides.
    Undecided,
}

impl Part {
    const ALL: [(Part, &'static str, &'static str); 7] = [
        (Part::Pledged, "home-at-pledged", "home-of-pledged"),
        (Part::Sent, "home-at-sent", "home-of-sent"),
        (Part::Checking, "home-at-checking", "home-of-checking"),
        (Part::Ready, "home-at-ready", "home-of-ready"),
        (Part::Handed, "home-at-handed", "home-of-handed"),
        (Part::Confirmed, "home-at-confirmed", "home-of-confirmed"),
        (Part::Undecided, "home-at-undecided", "home-of-undecided"),
    ];

    /// Maps a claim to its stage; `None` when it holds no units.
    pub(crate) fn of(claim: &Claim) -> Option<Part> {
        match claim.state {
            ClaimState::Pledged => Some(Part::Pledged),
            ClaimState::OnTheWay => Some(Part::Sent),
            ClaimState::Arrived if claim.awaiting_check => Some(Part::Checking),
            ClaimState::Arrived => Some(Part::Ready),
            ClaimState::HandedOver => Some(Part::Handed),
            ClaimState::Confirmed => Some(Part::Confirmed),
            ClaimState::Revoked if claim.undecided > 0 => Some(Part::Undecided),
            _ => None,
        }
    }

    /// Describes the stage: `已到店，可以领了`.
    pub(crate) fn words(self) -> String {
        let key = Part::ALL.iter().find(|(part, ..)| *part == self).map_or("", |(_, key, _)| key);
        lang().t(key)
    }
}

impl Own {
    /// Describes in one line what is due or has happened.
    pub(crate) fn stage(&self) -> String {
        let wish = &self.file.wish;
        match wish.state {
            WishState::Draft => t!("home-at-draft"),
            WishState::Submitted => t!("home-at-submitted"),
            WishState::Rejected => t!("home-at-rejected"),
            WishState::Withdrawn => t!("home-at-withdrawn"),
            WishState::Expired => t!("home-at-expired"),
            WishState::Fulfilled => t!("home-at-confirmed"),
            WishState::Published if self.open_units() == wish.quantity => t!("home-at-open"),
            WishState::Published => self.parts(),
        }
    }

    /// Counts the units that no claim holds. Those for which a standby or the shops are asked are among them: the
    /// family still waits for a donor.
    fn open_units(&self) -> i64 {
        let held = self.errands.iter().filter(|e| Part::of(&e.claim).is_some()).map(|e| e.claim.quantity);
        self.file.wish.quantity - held.sum::<i64>()
    }

    /// Describes the stages of several units; in one phrase when all units share a stage.
    fn parts(&self) -> String {
        let of = |part: Part| -> i64 {
            self.errands.iter().filter(|e| Part::of(&e.claim) == Some(part)).map(|e| e.claim.quantity).sum()
        };
        let quantity = self.file.wish.quantity;
        if let Some((part, ..)) = Part::ALL.iter().find(|(part, ..)| of(*part) == quantity) {
            return part.words();
        }
        let parts = Part::ALL.iter().map(|(part, _, key)| (*key, of(*part)));
        let said: Vec<String> = std::iter::once(("home-of-open", self.open_units()))
            .chain(parts)
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| t!(key, n = n))
            .collect();
        said.join(&t!("home-of-join"))
    }

    /// Iterates over claims that can be collected now.
    pub(crate) fn ready(&self) -> impl Iterator<Item = &Errand> {
        self.errands.iter().filter(|e| Part::of(&e.claim) == Some(Part::Ready))
    }

    /// Iterates over hand-overs that the family has not confirmed.
    pub(crate) fn to_confirm(&self) -> impl Iterator<Item = &Errand> {
        self.errands.iter().filter(|e| Part::of(&e.claim) == Some(Part::Handed))
    }

    /// True if what was promised and has not arrived is on the way.
    pub(crate) fn is_sent(&self) -> bool {
        let has = |part: Part| self.errands.iter().any(|e| Part::of(&e.claim) == Some(part));
        has(Part::Sent) && !has(Part::Pledged)
    }

    /// True for drafts, submitted and published wishes.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.file.wish.state, WishState::Draft | WishState::Submitted | WishState::Published)
    }
}

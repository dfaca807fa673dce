//! Where a wish stands, as one would tell the family.

use domain::{
    claims::{Claim, ClaimState},
    wishes::WishState,
};
use store::claims::family_view::Errand;

use crate::{i18n::lang, pages::wishes::family::Own};

/// A claim's part of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Somebody has promised it.
    Pledged,
    /// On the way to the shop.
    Sent,
    /// In the shop, waiting for its check.
    Checking,
    /// To be collected.
    Ready,
    /// Handed over, not confirmed.
    Handed,
    /// The family has it.
    Confirmed,
}

impl Part {
    const ALL: [(Part, &'static str, &'static str); 6] = [
        (Part::Pledged, "home-at-pledged", "home-of-pledged"),
        (Part::Sent, "home-at-sent", "home-of-sent"),
        (Part::Checking, "home-at-checking", "home-of-checking"),
        (Part::Ready, "home-at-ready", "home-of-ready"),
        (Part::Handed, "home-at-handed", "home-of-handed"),
        (Part::Confirmed, "home-at-confirmed", "home-of-confirmed"),
    ];

    /// Where a claim is; none when it holds no units.
    pub(crate) fn of(claim: &Claim) -> Option<Part> {
        match claim.state {
            ClaimState::Pledged => Some(Part::Pledged),
            ClaimState::OnTheWay => Some(Part::Sent),
            ClaimState::Arrived if claim.awaiting_check => Some(Part::Checking),
            ClaimState::Arrived => Some(Part::Ready),
            ClaimState::HandedOver => Some(Part::Handed),
            ClaimState::Confirmed => Some(Part::Confirmed),
            _ => None,
        }
    }

    /// 已到店，可以领了.
    pub(crate) fn words(self) -> String {
        let key = Part::ALL.iter().find(|(part, ..)| *part == self).map_or("", |(_, key, _)| key);
        lang().t(key)
    }
}

impl Own {
    /// What is to be done or has happened, in a line.
    pub(crate) fn stage(&self) -> String {
        let wish = &self.file.wish;
        match wish.state {
            WishState::Draft => t!("home-at-draft"),
            WishState::Submitted => t!("home-at-submitted"),
            WishState::Rejected => t!("home-at-rejected"),
            WishState::Withdrawn => t!("home-at-withdrawn"),
            WishState::Expired => t!("home-at-expired"),
            WishState::Fulfilled => t!("home-at-confirmed"),
            WishState::Published if wish.claimed == 0 => t!("home-at-open"),
            WishState::Published => self.parts(),
        }
    }

    /// The parts of a wish for several units; the words alone when all are in the same place.
    fn parts(&self) -> String {
        let of = |part: Part| -> i64 {
            self.errands.iter().filter(|e| Part::of(&e.claim) == Some(part)).map(|e| e.claim.quantity).sum()
        };
        let quantity = self.file.wish.quantity;
        if let Some((part, ..)) = Part::ALL.iter().find(|(part, ..)| of(*part) == quantity) {
            return part.words();
        }
        let open = self.file.wish.remaining;
        let parts = Part::ALL.iter().map(|(part, _, key)| (*key, of(*part)));
        let said: Vec<String> = std::iter::once(("home-of-open", open))
            .chain(parts)
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| t!(key, n = n))
            .collect();
        said.join(&t!("home-of-join"))
    }

    /// What can be collected now.
    pub(crate) fn ready(&self) -> impl Iterator<Item = &Errand> {
        self.errands.iter().filter(|e| Part::of(&e.claim) == Some(Part::Ready))
    }

    /// What was handed over and nobody of the family has confirmed.
    pub(crate) fn to_confirm(&self) -> impl Iterator<Item = &Errand> {
        self.errands.iter().filter(|e| Part::of(&e.claim) == Some(Part::Handed))
    }

    /// Whether it is still under way.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.file.wish.state, WishState::Draft | WishState::Submitted | WishState::Published)
    }
}

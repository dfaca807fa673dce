//! Aid as staff and the family read it.

use serde::Serialize;

use super::{
    AidKind, AidPaper, AidSource, GrantId, ProgrammeId,
    collections::{Collection, CollectionId},
};
use crate::{Timestamp, households::HouseholdId};

/// A grant as staff and its family read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AidGrant {
    /// Row id.
    pub id: GrantId,
    /// The household.
    pub household: HouseholdId,
    /// Programme that it comes from.
    pub programme: ProgrammeId,
    /// Name of the programme.
    pub programme_name: String,
    /// What kind of aid it is.
    pub kind: AidKind,
    /// Who gave.
    pub source: AidSource,
    /// Member that it is for; none for the whole household.
    pub member: Option<i64>,
    /// Month that it is for.
    pub month: String,
    /// Money in fen; 0 for goods.
    pub amount: i64,
    /// The goods; empty unless the reader sees the file unmasked.
    pub goods: String,
    /// Papers that are held.
    pub papers: Vec<AidPaper>,
    /// Whether it was recorded although the household had had the same, which was shown: what was known at entry. A
    /// merge does not change it; `twice` is read from the grants as they are now.
    pub seen: bool,
    /// Household for which it was entered; another one than `household` after a merge.
    pub entered_for: HouseholdId,
    /// Collection that was handed over by it.
    pub collection: Option<CollectionId>,
    /// When it was entered.
    pub entered: Timestamp,
    /// Name of the account that entered it; empty for the family.
    pub entered_by: String,
    /// When it was reversed.
    pub reversed: Option<Timestamp>,
    /// Name of the account that reversed it, or empty.
    pub reversed_by: String,
    /// Why it was reversed; empty unless the reader sees the file unmasked.
    pub reason: String,
    /// Whether the reader may reverse it: another account entered it.
    pub may_reverse: bool,
    /// Whether the same programme has an equal grant of the household, which may have been entered twice.
    pub twice: bool,
}

impl AidGrant {
    /// Whether it and another grant of the household may be one that was entered twice: same programme, month, member
    /// and money, both counting, and no account confirmed that it is another one. What was confirmed in one of two
    /// files that were merged says nothing about the other.
    fn is_double_of(&self, other: &AidGrant) -> bool {
        let key = |of: &AidGrant| (of.programme, of.month.clone(), of.member, of.amount);
        let counts = |of: &AidGrant| of.reversed.is_none() && of.collection.is_none() && of.amount > 0;
        let later = if self.id > other.id { self } else { other };
        let confirmed = self.entered_for == other.entered_for && later.seen;
        self.id != other.id && counts(self) && counts(other) && key(self) == key(other) && !confirmed
    }
}

/// Marks the grants of one household that may have been entered twice.
pub fn mark_twice(grants: &mut [AidGrant]) {
    let twice: Vec<bool> = grants.iter().map(|of| grants.iter().any(|other| of.is_double_of(other))).collect();
    for (of, twice) in grants.iter_mut().zip(twice) {
        of.twice = twice;
    }
}

/// Earlier help of the same kind: from where and when, and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EarlierAid {
    /// What kind of aid it was.
    pub kind: AidKind,
    /// Who gave.
    pub source: AidSource,
    /// Month that it was for.
    pub month: String,
}

/// Aid of one household: what it got by year, its grants and its collections, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HouseholdAid {
    /// Years with grants.
    pub years: Vec<AidYear>,
    /// Its last 200 grants.
    pub grants: Vec<AidGrant>,
    /// Its last 50 collections.
    pub collections: Vec<Collection>,
}

/// What a household got in a year, from all programmes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AidYear {
    /// The year.
    pub year: i64,
    /// Grants that count.
    pub grants: i64,
    /// Their money, in fen.
    pub amount: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_grants_are_marked_unless_they_were_confirmed_or_reversed() {
        let one = |id| AidGrant {
            id,
            household: 1,
            programme: 1,
            programme_name: String::new(),
            kind: AidKind::Subsistence,
            source: AidSource::Government,
            member: None,
            month: "2026-09".into(),
            amount: 100,
            goods: String::new(),
            papers: Vec::new(),
            seen: false,
            entered_for: 1,
            collection: None,
            entered: 0,
            entered_by: String::new(),
            reversed: None,
            reversed_by: String::new(),
            reason: String::new(),
            may_reverse: false,
            twice: false,
        };
        let mut all = vec![one(1), one(2), AidGrant { month: "2026-08".into(), ..one(3) }];
        mark_twice(&mut all);
        assert_eq!(all.iter().map(|of| of.twice).collect::<Vec<_>>(), [true, true, false]);
        all[1].reversed = Some(5);
        mark_twice(&mut all);
        assert!(all.iter().all(|of| !of.twice));
        (all[1].reversed, all[1].seen) = (None, true);
        mark_twice(&mut all);
        assert!(all.iter().all(|of| !of.twice));
        // It was seen beside the grants of its own file, and not beside those of a file that was merged.
        all[1].entered_for = 2;
        mark_twice(&mut all);
        assert_eq!(all.iter().map(|of| of.twice).collect::<Vec<_>>(), [true, true, false]);
    }
}

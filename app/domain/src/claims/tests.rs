//! Every transition of a claim, allowed and refused.

use super::*;

/// The complete state machine: every transition not listed here must be rejected.
#[test]
fn only_the_listed_transitions_are_allowed() {
    use ClaimEvent as E;
    use ClaimState as S;
    let design = [
        (S::Pledged, E::Send, S::OnTheWay),
        (S::Pledged, E::Arrive, S::Arrived),
        (S::OnTheWay, E::Arrive, S::Arrived),
        (S::Arrived, E::HandOver, S::HandedOver),
        (S::HandedOver, E::Confirm, S::Confirmed),
        (S::Pledged, E::Cancel, S::Cancelled),
        (S::OnTheWay, E::Cancel, S::Cancelled),
        (S::Pledged, E::Lapse, S::Lapsed),
        (S::OnTheWay, E::Lapse, S::Lapsed),
        (S::Pledged, E::Revoke, S::Revoked),
        (S::OnTheWay, E::Revoke, S::Revoked),
        (S::Arrived, E::Revoke, S::Revoked),
        (S::Pledged, E::Refuse, S::Refused),
        (S::OnTheWay, E::Refuse, S::Refused),
        (S::Arrived, E::Refuse, S::Refused),
        (S::OnTheWay, E::Unsend, S::Pledged),
        (S::Cancelled, E::Restore, S::Pledged),
        (S::Cancelled, E::RestoreSent, S::OnTheWay),
    ];
    for from in S::ALL {
        for event in E::ALL {
            let expected = design.iter().find(|(f, e, _)| f == from && e == event).map(|(_, _, to)| *to);
            assert_eq!(from.after(*event).ok(), expected, "{from:?} {event:?}");
        }
    }
}

#[test]
fn ended_claims_hold_no_units() {
    let holding: Vec<_> = ClaimState::ALL.iter().filter(|s| s.holds_units()).collect();
    assert_eq!(holding.len(), 5);
}

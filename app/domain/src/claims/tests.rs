//! Every transition of a claim, allowed and refused.

use super::*;

/// The complete state machine: every transition not listed here must be rejected.
#[test]
fn only_the_listed_transitions_are_allowed() {
    let design = [
        (ClaimState::Pledged, ClaimEvent::Send, ClaimState::OnTheWay),
        (ClaimState::Pledged, ClaimEvent::Arrive, ClaimState::Arrived),
        (ClaimState::OnTheWay, ClaimEvent::Arrive, ClaimState::Arrived),
        (ClaimState::Arrived, ClaimEvent::HandOver, ClaimState::HandedOver),
        (ClaimState::HandedOver, ClaimEvent::Confirm, ClaimState::Confirmed),
        (ClaimState::Pledged, ClaimEvent::Cancel, ClaimState::Cancelled),
        (ClaimState::OnTheWay, ClaimEvent::Cancel, ClaimState::Cancelled),
        (ClaimState::Pledged, ClaimEvent::Lapse, ClaimState::Lapsed),
        (ClaimState::OnTheWay, ClaimEvent::Lapse, ClaimState::Lapsed),
        (ClaimState::Pledged, ClaimEvent::Revoke, ClaimState::Revoked),
        (ClaimState::OnTheWay, ClaimEvent::Revoke, ClaimState::Revoked),
        (ClaimState::Arrived, ClaimEvent::Revoke, ClaimState::Revoked),
        (ClaimState::Pledged, ClaimEvent::Refuse, ClaimState::Refused),
        (ClaimState::OnTheWay, ClaimEvent::Refuse, ClaimState::Refused),
        (ClaimState::Arrived, ClaimEvent::Refuse, ClaimState::Refused),
        (ClaimState::OnTheWay, ClaimEvent::Unsend, ClaimState::Pledged),
        (ClaimState::Cancelled, ClaimEvent::Restore, ClaimState::Pledged),
        (ClaimState::Cancelled, ClaimEvent::RestoreSent, ClaimState::OnTheWay),
        (ClaimState::HandedOver, ClaimEvent::PutBack, ClaimState::Arrived),
        (ClaimState::Confirmed, ClaimEvent::PutBack, ClaimState::Arrived),
        (ClaimState::HandedOver, ClaimEvent::Undo, ClaimState::Revoked),
        (ClaimState::Confirmed, ClaimEvent::Undo, ClaimState::Revoked),
    ];
    for from in ClaimState::ALL {
        for event in ClaimEvent::ALL {
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

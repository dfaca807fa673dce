//! Tests of referrals.

use super::*;

/// Every step of every party in every state, held against the design: what is not listed is refused.
#[test]
fn only_the_listed_steps_are_allowed_and_only_to_their_parties() {
    let mut allowed = 0;
    for from in ReferralState::ALL {
        for step in ReferralStep::ALL {
            for party in Party::ALL {
                let rule = RULES
                    .iter()
                    .find(|(s, states, _, parties)| s == step && states.contains(from) && parties.contains(party));
                assert_eq!(from.after(*step, *party).ok(), rule.map(|rule| rule.2), "{from:?} {step:?} {party:?}");
                allowed += usize::from(rule.is_some());
            }
        }
    }
    assert_eq!(allowed, 32);
    for step in ReferralStep::ALL {
        assert_eq!(RULES.iter().filter(|(s, ..)| s == step).count(), 1, "{step:?} has one row");
    }
}

#[test]
fn every_state_has_an_owner_with_a_step_and_a_clock_or_is_an_end() {
    for state in ReferralState::ALL {
        let due = state.due(TimeClass::Days7, 1000, 2000);
        assert_eq!(state.owner().is_some(), due.is_some(), "{state:?}");
        match state.owner() {
            Some(party) => assert!(!state.steps(party).is_empty(), "{state:?} of {party:?}"),
            None => assert!(Party::ALL.iter().all(|party| state.steps(*party).is_empty()), "{state:?}"),
        }
        assert!(!state.is_open_to_office() || *state == Done || state.owner() == Some(Office), "{state:?}");
    }
}

#[test]
fn an_office_neither_confirms_nor_takes_back_and_a_family_says_only_whether_it_is_right() {
    for state in ReferralState::ALL {
        for step in [Confirm, Dispute, Cancel, Redirect, Send] {
            assert_eq!(state.after(step, Office), Err(Error::NotAllowed(Code::NotAllowed)), "{state:?} {step:?}");
        }
        let family = if *state == Done { vec![Confirm, Dispute] } else { Vec::new() };
        assert_eq!(state.steps(Family), family, "{state:?}");
    }
    let answers: Vec<_> = ReferralStep::ALL.iter().filter(|step| step.is_answer()).collect();
    assert_eq!(answers, [&Accept, &Refuse, &SayFull, &Start, &Hold, &Finish]);
}

#[test]
fn the_notice_before_a_time_comes_within_the_wait() {
    assert_eq!((reminder(0, 7 * DAY), reminder(0, 8 * 3600), reminder(50, 40)), (6 * DAY, 6 * 3600, 40));
}

#[test]
fn steps_that_disappoint_need_a_reason_and_redirecting_a_service() {
    let taken =
        |step, words: &str, whom: &str, service| StepTaken { step, words: words.into(), whom: whom.into(), service };
    assert!(taken(Cancel, "", "", None).checked(Sender).is_err());
    assert!(taken(Redirect, "", "", None).checked(Sender).is_err());
    assert!(taken(Redirect, "", "", Some(3)).checked(Sender).is_ok());
    assert!(taken(Confirm, "", "", None).checked(Sender).is_err() && StepTaken::plain(Confirm).checked(Family).is_ok());
    assert!(taken(Confirm, "", "妈妈", None).checked(Sender).is_ok());
}

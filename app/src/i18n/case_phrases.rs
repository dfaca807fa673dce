//! Phrases that the values of cases and referrals need, for the test of all languages.

use domain::{
    areas::reorganisation::{AreaChangeKind, AreaThing},
    casework::{
        cases,
        school_places::{SchoolAnswer, SchoolOutcome, engine, rules},
    },
    imports::withdrawal::WhyKept,
    services::{self, office::Shared, referrals},
    undo::UndoKind,
};

use super::phrase_key;

/// Returns the phrases of kinds of cases with their fields, steps and outcomes, of referrals with their steps, of acts that
/// are taken back, and of areas that change.
pub(super) fn wanted() -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    wanted.extend(UndoKind::ALL.iter().map(|kind| phrase_key("undo-kind", kind.as_str())));
    wanted.extend(AreaThing::ALL.iter().map(|thing| phrase_key("area-thing", thing.as_str())));
    wanted.extend(AreaChangeKind::ALL.iter().map(|kind| phrase_key("area-became", kind.as_str())));
    wanted.extend(WhyKept::ALL.iter().map(|why| phrase_key("import-kept", why.as_str())));
    for kind in cases::CaseKind::ALL {
        let rules = kind.rules();
        wanted.push(phrase_key("case-kind", kind.as_str()));
        wanted.extend(rules.steps.iter().map(|step| phrase_key("case-step", step.key)));
        wanted.extend(rules.outcomes.iter().map(|outcome| phrase_key("case-outcome", outcome.key)));
        for field in rules.fields {
            wanted.push(phrase_key("case-field", field.key));
            if let cases::kinds::FieldShape::Choice(keys) = field.shape {
                wanted.extend(keys.iter().map(|key| phrase_key(&phrase_key("case", field.key), key)));
            }
        }
    }
    wanted.extend(school_phrases());
    wanted.extend(cases::Urgency::ALL.iter().map(|urgency| phrase_key("urgency", urgency.as_str())));
    wanted.extend(cases::FamilyAnswer::ALL.iter().map(|answer| phrase_key("family-answer", answer.as_str())));
    wanted.extend(cases::AskedHow::ALL.iter().map(|how| phrase_key("asked-how", how.as_str())));
    wanted.extend(cases::CaseLineKind::ALL.iter().map(|kind| phrase_key("case-line", kind.as_str())));
    wanted.extend(cases::figures::CaseAge::ALL.iter().map(|age| phrase_key("case-age", age.as_str())));
    wanted.extend(cases::call_backs::CallBackState::ALL.iter().map(|s| phrase_key("call-back-state", s.as_str())));
    wanted.extend(cases::call_backs::DrawReason::ALL.iter().map(|r| phrase_key("call-back-reason", r.as_str())));
    wanted.extend(referrals::ReferralState::ALL.iter().map(|state| phrase_key("referral-state", state.as_str())));
    for prefix in ["referral-step", "link-use"] {
        wanted.extend(referrals::ReferralStep::ALL.iter().map(|step| phrase_key(prefix, step.as_str())));
    }
    for prefix in ["party", "referral-next"] {
        wanted.extend(referrals::Party::ALL.iter().map(|party| phrase_key(prefix, party.as_str())));
    }
    wanted.extend(Shared::ALL.iter().map(|shared| phrase_key("shared", shared.as_str())));
    wanted.extend(services::TimeClass::ALL.iter().map(|class| phrase_key("time-class", class.as_str())));
    for prefix in ["capacity", "capacity-set"] {
        wanted.extend(services::Capacity::ALL.iter().map(|capacity| phrase_key(prefix, capacity.as_str())));
    }
    wanted
}

/// Returns the phrases of school places.
fn school_phrases() -> Vec<String> {
    let mut wanted = Vec::new();
    for prefix in ["school-standing", "home-school"] {
        wanted.extend(engine::SchoolStanding::ALL.iter().map(|one| phrase_key(prefix, one.as_str())));
    }
    wanted.extend(engine::SchoolStepKind::ALL.iter().map(|one| phrase_key("school-step", one.as_str())));
    wanted.extend(engine::CriterionKind::ALL.iter().map(|one| phrase_key("school-criterion", one.as_str())));
    wanted.extend(engine::Paid::ALL.iter().map(|one| phrase_key("school-paid", one.as_str())));
    wanted.extend(SchoolOutcome::ALL.iter().map(|one| phrase_key("school-outcome", one.as_str())));
    wanted.extend(SchoolAnswer::ALL.iter().map(|one| phrase_key("school-answer", one.as_str())));
    wanted.extend(rules::Counting::ALL.iter().map(|one| phrase_key("school-counting", one.as_str())));
    wanted.extend(rules::BackPayment::ALL.iter().map(|one| phrase_key("school-back-payment", one.as_str())));
    wanted
}

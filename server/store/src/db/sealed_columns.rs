//! Sealed columns; how databases of older releases are sealed and keys rotated is in `rotation`.
//! A new sealed column must be added to [`Secret::ALL`], or it becomes unreadable after key rotations. Encryption is in
//! [`crate::crypto::vault`].

mod rotation;

use crate::crypto::{secret::Secret, vault::Find};

/// Table and column of a secret.
struct Place {
    table: &'static str,
    column: &'static str,
    /// Whether the column holds bytes rather than text.
    bytes: bool,
    /// Column of the keyed hash and its kind, for secrets that are searched.
    key: Option<(&'static str, Find)>,
}

const fn text(table: &'static str, column: &'static str) -> Place {
    Place { table, column, bytes: false, key: None }
}

const fn bytes(table: &'static str, column: &'static str) -> Place {
    Place { table, column, bytes: true, key: None }
}

const fn found(table: &'static str, column: &'static str, key: &'static str, find: Find) -> Place {
    Place { table, column, bytes: false, key: Some((key, find)) }
}

impl Secret {
    /// Every variant; key rotation and the integrity check iterate over it.
    pub const ALL: &[Secret] = &[
        Secret::Check,
        Secret::HouseholdName,
        Secret::HouseholdPhone,
        Secret::HouseholdAddress,
        Secret::PersonName,
        Secret::AccountPhone,
        Secret::OwnWords,
        Secret::OwnTitle,
        Secret::ImportedHousehold,
        Secret::CardSecret,
        Secret::CardNumber,
        Secret::FamilyPin,
        Secret::RevealWords,
        Secret::ObjectionWords,
        Secret::ObjectionAnswer,
        Secret::MoveWords,
        Secret::MoveAnswer,
        Secret::ChangeWords,
        Secret::VoiceNote,
        Secret::PhotoWaiting,
        Secret::WishBeyond,
        Secret::ConsentGiver,
        Secret::ConsentWitness,
        Secret::ConsentNote,
        Secret::ConsentReason,
        Secret::ConsentPaper,
        Secret::NoteWords,
        Secret::Paper,
        Secret::CorrectionWords,
        Secret::CorrectionAnswer,
        Secret::EventBody,
        Secret::ApplicationPlan,
        Secret::DisputeWords,
        Secret::DisputeAnswer,
        Secret::ReversalReason,
        Secret::ReversalAnswer,
        Secret::RoundLabel,
        Secret::KnockWords,
        Secret::SkillWords,
        Secret::CaseFields,
        Secret::CaseWhom,
        Secret::CaseAnswer,
        Secret::CaseLineWords,
        Secret::CallBackWhom,
        Secret::CallBackAnswer,
        Secret::ReferralNeed,
        Secret::ReferralWhom,
        Secret::FollowOnNeed,
        Secret::FollowOnWhom,
        Secret::ReferralLineWords,
        Secret::OfficeName,
        Secret::FactorSecret,
        Secret::MailAddress,
        Secret::PushEndpoint,
        Secret::PushKeys,
        Secret::BotAddress,
        Secret::BotSecret,
        Secret::AnswererName,
        Secret::AnswererPhone,
        Secret::CoursePlaceWords,
        Secret::CertificateCode,
        Secret::VisitWords,
        Secret::FindingWords,
        Secret::FindingAnswerWords,
        Secret::ShiftCode,
        Secret::ShiftTaskWords,
        Secret::QuestionWords,
        Secret::QuestionAnswer,
        Secret::SchoolConsent,
        Secret::SchoolFacts,
        Secret::SchoolWhom,
        Secret::SchoolAnswer,
        Secret::SchoolName,
        Secret::SchoolWords,
    ];

    const fn at(self) -> Place {
        match self {
            Secret::Check => text("vault", "sealed"),
            Secret::HouseholdName => text("household", "name"),
            Secret::HouseholdPhone => found("household", "phone", "phone_key", Find::Phone),
            Secret::HouseholdAddress => text("household", "address"),
            Secret::PersonName => text("person", "name"),
            Secret::AccountPhone => found("account", "phone", "phone_key", Find::Phone),
            Secret::OwnWords => text("wish", "own_words"),
            Secret::OwnTitle => text("wish", "own_title"),
            Secret::ImportedHousehold => text("household_import_line", "body"),
            Secret::CardSecret => found("card", "secret", "secret_key", Find::Card),
            Secret::CardNumber => found("card", "number", "number_key", Find::Card),
            Secret::FamilyPin => text("family_pin", "hash"),
            Secret::RevealWords => text("reveal", "words"),
            Secret::ObjectionWords => text("objection", "words"),
            Secret::ObjectionAnswer => text("objection", "answer"),
            Secret::MoveWords => text("household_move", "words"),
            Secret::MoveAnswer => text("household_move", "answer"),
            Secret::ChangeWords => text("file_change", "words"),
            Secret::VoiceNote => bytes("voice_note", "bytes"),
            Secret::PhotoWaiting => bytes("photo_waiting", "bytes"),
            Secret::WishBeyond => text("wish", "beyond"),
            Secret::ConsentGiver => text("consent", "given_by"),
            Secret::ConsentWitness => text("consent", "witness"),
            Secret::ConsentNote => text("consent", "note"),
            Secret::ConsentReason => text("consent", "reason"),
            Secret::ConsentPaper => bytes("consent_paper", "bytes"),
            Secret::NoteWords => text("household_note", "words"),
            Secret::Paper => bytes("paper", "bytes"),
            Secret::CorrectionWords => text("correction", "words"),
            Secret::CorrectionAnswer => text("correction", "answer"),
            Secret::EventBody => text("outbox", "body"),
            Secret::ApplicationPlan => text("application", "plan"),
            Secret::DisputeWords => text("dispute", "words"),
            Secret::DisputeAnswer => text("dispute", "answer"),
            Secret::ReversalReason => text("reversal", "reason"),
            Secret::ReversalAnswer => text("reversal", "answer"),
            Secret::RoundLabel => found("round_door", "label", "place_key", Find::Place),
            Secret::KnockWords => text("round_knock", "words"),
            Secret::SkillWords => text("person", "skill_words"),
            Secret::CaseFields => text("case_file", "fields"),
            Secret::CaseWhom => text("case_file", "asked_whom"),
            Secret::CaseAnswer => text("case_file", "answer_words"),
            Secret::CaseLineWords => text("case_line", "words"),
            Secret::CallBackWhom => text("call_back", "asked_whom"),
            Secret::CallBackAnswer => text("call_back", "answer_words"),
            Secret::ReferralNeed => text("referral", "need"),
            Secret::ReferralWhom => text("referral", "agreed_whom"),
            Secret::FollowOnNeed => text("follow_on", "need"),
            Secret::FollowOnWhom => text("follow_on", "agreed_whom"),
            Secret::ReferralLineWords => text("referral_line", "words"),
            Secret::OfficeName => text("referral_line", "office_name"),
            Secret::FactorSecret => text("second_factor", "secret"),
            Secret::MailAddress => found("message_choice", "address", "address_key", Find::Mail),
            Secret::PushEndpoint => found("push_subscription", "endpoint", "endpoint_key", Find::Push),
            Secret::PushKeys => text("push_subscription", "keys"),
            Secret::BotAddress => text("group_bot", "address"),
            Secret::BotSecret => text("group_bot", "secret"),
            Secret::AnswererName => text("answerer", "name"),
            Secret::AnswererPhone => text("answerer", "phone"),
            Secret::CoursePlaceWords => text("course_place", "words"),
            Secret::CertificateCode => text("certificate", "code"),
            Secret::VisitWords => text("visit_report", "words"),
            Secret::FindingWords => text("finding", "words"),
            Secret::FindingAnswerWords => text("finding_answer", "words"),
            Secret::ShiftCode => text("shift", "code"),
            Secret::ShiftTaskWords => text("shift_task", "words"),
            Secret::QuestionWords => text("question", "words"),
            Secret::QuestionAnswer => text("question", "answer"),
            Secret::SchoolConsent => text("school_place", "consent_whom"),
            Secret::SchoolFacts => text("school_place", "facts"),
            Secret::SchoolWhom => text("school_place", "asked_whom"),
            Secret::SchoolAnswer => text("school_place", "answer_words"),
            Secret::SchoolName => text("asked_school", "name"),
            Secret::SchoolWords => text("school_said", "words"),
        }
    }

    /// Returns `table.column`, the associated data that binds a sealed value to its column.
    pub(crate) fn place(self) -> String {
        let Place { table, column, .. } = self.at();
        format!("{table}.{column}")
    }
}

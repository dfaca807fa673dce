//! What the record says of each sealed column. The match has no arm for "all others": a new column does not compile until
//! its writer has said whose it is, why it is kept, for how long, and who reads it.

use super::{ColumnRecord, Ground, Purpose, Readers, Term, Whose};
use crate::crypto::secret::Secret;

const fn of(whose: Whose, purpose: Purpose, ground: Ground, term: Term, readers: Readers) -> ColumnRecord {
    ColumnRecord { whose, purpose, ground, term, readers }
}

/// Returns what is said of a column.
pub(super) const fn record_of(secret: Secret) -> ColumnRecord {
    use Secret::*;
    match secret {
        Check => of(Whose::NoPerson, Purpose::Keys, Ground::NoPerson, Term::Setting, Readers::Server),
        HouseholdName | HouseholdPhone | HouseholdAddress | PersonName | MoveWords | MoveAnswer | ChangeWords
        | Paper | CorrectionWords | CorrectionAnswer => {
            of(Whose::Family, Purpose::File, Ground::Duty, Term::File, Readers::Area)
        }
        AccountPhone => of(Whose::Account, Purpose::SignIn, Ground::Service, Term::Account, Readers::Staff),
        OwnWords | OwnTitle => of(Whose::Family, Purpose::Wish, Ground::Consent, Term::File, Readers::Reviewers),
        ImportedHousehold => of(Whose::Family, Purpose::Import, Ground::Duty, Term::Week, Readers::Importer),
        CardSecret | CardNumber | FamilyPin => {
            of(Whose::Family, Purpose::SignIn, Ground::Service, Term::File, Readers::Server)
        }
        RevealWords | ObjectionWords | ObjectionAnswer | CallBackWhom | CallBackAnswer => {
            of(Whose::Family, Purpose::Oversight, Ground::Duty, Term::File, Readers::Overseers)
        }
        VoiceNote => of(Whose::Family, Purpose::Wish, Ground::Consent, Term::Wish, Readers::Reviewers),
        WishPhoto => of(Whose::Family, Purpose::Wish, Ground::Consent, Term::Wish, Readers::Reviewers),
        PhotoWaiting => of(Whose::Account, Purpose::Wish, Ground::Consent, Term::Hours, Readers::Own),
        WishBeyond => of(Whose::Family, Purpose::Wish, Ground::Duty, Term::File, Readers::Reviewers),
        ConsentGiver | ConsentWitness | ConsentNote | ConsentReason | ConsentPaper => {
            of(Whose::Family, Purpose::Proof, Ground::Consent, Term::File, Readers::Area)
        }
        NoteWords | CaseFields | CaseWhom | CaseAnswer | CaseLineWords | ConferenceWords | MeasureWords
        | MeasureOutcome => of(Whose::Family, Purpose::Casework, Ground::Duty, Term::File, Readers::Area),
        EventBody => of(Whose::Account, Purpose::Messages, Ground::Service, Term::Delivered, Readers::Server),
        ApplicationPlan => of(Whose::Donor, Purpose::Wish, Ground::Service, Term::File, Readers::Reviewers),
        DisputeWords | DisputeAnswer | ReversalReason | ReversalAnswer => {
            of(Whose::Family, Purpose::HandOver, Ground::Service, Term::File, Readers::Deciders)
        }
        DisputeMedia => of(Whose::Family, Purpose::HandOver, Ground::Service, Term::Dispute, Readers::Deciders),
        RoundLabel | KnockWords => of(Whose::Family, Purpose::Rounds, Ground::Duty, Term::Round, Readers::Area),
        SkillWords => of(Whose::Family, Purpose::Work, Ground::Consent, Term::File, Readers::Area),
        ReferralNeed | ReferralLineWords => {
            of(Whose::Family, Purpose::Services, Ground::Consent, Term::File, Readers::Office)
        }
        ReferralWhom | FollowOnNeed | FollowOnWhom => {
            of(Whose::Family, Purpose::Services, Ground::Consent, Term::File, Readers::Area)
        }
        OfficeName => of(Whose::Partner, Purpose::Services, Ground::Duty, Term::File, Readers::Area),
        FactorSecret => of(Whose::Staff, Purpose::SignIn, Ground::Service, Term::Account, Readers::Server),
        MailAddress => of(Whose::Account, Purpose::Messages, Ground::Consent, Term::Account, Readers::Own),
        PushEndpoint | PushKeys => {
            of(Whose::Account, Purpose::Messages, Ground::Consent, Term::Account, Readers::Server)
        }
        BotAddress => of(Whose::NoPerson, Purpose::Messages, Ground::NoPerson, Term::Setting, Readers::Admins),
        BotSecret => of(Whose::NoPerson, Purpose::Messages, Ground::NoPerson, Term::Setting, Readers::Server),
        WebhookAddress => of(Whose::NoPerson, Purpose::Programs, Ground::NoPerson, Term::Setting, Readers::Admins),
        WebhookSecret => of(Whose::NoPerson, Purpose::Programs, Ground::NoPerson, Term::Setting, Readers::Server),
        AnswererName | AnswererPhone => {
            of(Whose::Partner, Purpose::Casework, Ground::Duty, Term::Post, Readers::Families)
        }
        CoursePlaceWords => of(Whose::Family, Purpose::Community, Ground::Consent, Term::Post, Readers::Organisers),
        CertificateCode => of(Whose::Helper, Purpose::Community, Ground::Service, Term::Setting, Readers::Own),
        VisitWords | FindingWords | FindingAnswerWords => {
            of(Whose::Family, Purpose::Visits, Ground::Duty, Term::File, Readers::Area)
        }
        VisitMedium => of(Whose::Family, Purpose::Visits, Ground::Consent, Term::File, Readers::Area),
        ConferenceWhom => of(Whose::Family, Purpose::Casework, Ground::Consent, Term::File, Readers::Area),
        ConferenceOffice => of(Whose::Partner, Purpose::Casework, Ground::Duty, Term::File, Readers::Area),
        AidGoods | AidReason | HandOverSigner => {
            of(Whose::Family, Purpose::Aid, Ground::Duty, Term::File, Readers::Area)
        }
        CollectionPurpose => of(Whose::Family, Purpose::Aid, Ground::Consent, Term::File, Readers::Area),
        CollectionOrganiser => of(Whose::Partner, Purpose::Aid, Ground::Consent, Term::File, Readers::Area),
        HandOverWitness => of(Whose::Partner, Purpose::Aid, Ground::Duty, Term::File, Readers::Area),
        ShiftCode => of(Whose::NoPerson, Purpose::Community, Ground::NoPerson, Term::Setting, Readers::Organisers),
        ShiftTaskWords => of(Whose::Family, Purpose::Community, Ground::Duty, Term::File, Readers::Organisers),
        HelpWords => of(Whose::Family, Purpose::Community, Ground::Consent, Term::File, Readers::Area),
        SheetCode => of(Whose::Helper, Purpose::Community, Ground::Service, Term::Account, Readers::Own),
        QuestionWords | QuestionAnswer => {
            of(Whose::Family, Purpose::Services, Ground::Service, Term::File, Readers::Organisers)
        }
        SchoolConsent => of(Whose::Family, Purpose::School, Ground::Consent, Term::File, Readers::Area),
        SchoolFacts | SchoolWhom | SchoolAnswer | SchoolName | SchoolWords => {
            of(Whose::Family, Purpose::School, Ground::Duty, Term::File, Readers::Area)
        }
        OrganisationContact | OrganisationPhone => {
            of(Whose::Partner, Purpose::Community, Ground::Service, Term::Post, Readers::Staff)
        }
        FilterName | FilterQuery => of(Whose::Account, Purpose::Lists, Ground::Service, Term::Account, Readers::Own),
        WaitingForm => of(Whose::Account, Purpose::Lists, Ground::Service, Term::Hours, Readers::Own),
        ScanList => of(Whose::Family, Purpose::Lists, Ground::Service, Term::Unfinished, Readers::Own),
    }
}

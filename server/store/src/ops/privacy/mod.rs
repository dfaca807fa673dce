//! The record of personal data: what is kept sealed, whose it is, why, on what ground, for how long, and who sees it.
//! Made from the list of sealed columns, so that it cannot lag behind. Its words are phrases (`record-…`).

mod columns;

use serde::Serialize;

use crate::crypto::secret::Secret;

/// Gives an enum of the record the text by which its phrase is found.
macro_rules! said {
    ($name:ident, $doc:literal, { $($variant:ident = $text:literal, $line:literal;)+ }) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[doc = $line] $variant,)+
        }

        impl $name {
            /// Every value.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The end of its phrase's key, with underscores.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }
    };
}

said!(Whose, "Whose data it is.", {
    Family = "family", "Families.";
    Account = "account", "People with an account.";
    Donor = "donor", "Donors.";
    Helper = "helper", "Helpers and participants.";
    Staff = "staff", "Staff.";
    Partner = "partner", "People of partners, and witnesses.";
    NoPerson = "no_person", "Not about a person.";
});

said!(Purpose, "What it is kept for.", {
    File = "file", "To know a family's hardship and reach it.";
    SignIn = "sign_in", "Signing in.";
    Wish = "wish", "Wishes, their review, and promises.";
    Import = "import", "Turning a list into files.";
    Proof = "proof", "Proof that a person agreed, or withdrew.";
    Oversight = "oversight", "Oversight of who read files and how cases went.";
    Casework = "casework", "Helping a family, each matter to its end.";
    HandOver = "hand_over", "Whether goods reached the family.";
    Rounds = "rounds", "Visiting every home of an area once.";
    Work = "work", "Finding work.";
    Services = "services", "Asking another office for help.";
    Visits = "visits", "Visits.";
    Aid = "aid", "Aid, and none of it twice.";
    School = "school", "Finding a school place.";
    Community = "community", "Events, shifts, neighbours' help.";
    Messages = "messages", "Notices.";
    Programs = "programs", "Telling other programs of changes.";
    Lists = "lists", "Keeping one's place and work.";
    Keys = "keys", "Checking the keys.";
});

said!(Ground, "On what ground it is kept.", {
    Consent = "consent", "Consent of the person, or of a guardian.";
    Service = "service", "Needed for what the person asked for.";
    Duty = "duty", "A legal duty of assistance or protection.";
    NoPerson = "no_person", "None needed.";
});

said!(Term, "How long it is kept.", {
    File = "file", "Until the family's file is erased.";
    Account = "account", "Until the account is closed.";
    Hours = "hours", "One day.";
    Week = "week", "Seven days.";
    Wish = "wish", "Thirty days after the wish ended.";
    Dispute = "dispute", "Thirty days after the decision.";
    Delivered = "delivered", "Until it is delivered.";
    Round = "round", "400 days after the round ended.";
    Unfinished = "unfinished", "Thirty days after it was last touched.";
    Post = "post", "Until the person or the event ends.";
    Setting = "setting", "Until an administrator changes it.";
});

said!(Readers, "Who reads it.", {
    Area = "area", "Caseworkers of the area, with a reason that the family reads; the family itself.";
    Reviewers = "reviewers", "Those who review wishes in the area; the author.";
    Overseers = "overseers", "Coordinators and auditors of the area; the family itself.";
    Deciders = "deciders", "Those who decide the matter; the family itself.";
    Office = "office", "Caseworkers of the area; the office that the family agreed to; the family itself.";
    Organisers = "organisers", "Organisers; the person itself.";
    Importer = "importer", "The account that imports the list.";
    Own = "own", "Only the person itself.";
    Staff = "staff", "Those who keep accounts in the area; the person itself.";
    Families = "families", "Families and staff of the area.";
    Admins = "admins", "Administrators of the installation.";
    Server = "server", "No person: only the server compares it.";
});

/// What the record says of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnRecord {
    /// Whose data it is.
    pub whose: Whose,
    /// What it is kept for.
    pub purpose: Purpose,
    /// On what ground.
    pub ground: Ground,
    /// How long.
    pub term: Term,
    /// Who reads it.
    pub readers: Readers,
}

/// A sealed column with what the record says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedColumn {
    /// `table.column`.
    pub column: String,
    /// What is said of it.
    pub record: ColumnRecord,
}

impl RecordedColumn {
    /// What the phrase of its content is called behind `record-what`: `household_name`.
    #[must_use]
    pub fn name(&self) -> String {
        self.column.replace('.', "_")
    }
}

/// Returns every sealed column with what the record says of it.
#[must_use]
pub fn privacy_record() -> Vec<RecordedColumn> {
    Secret::ALL
        .iter()
        .map(|secret| RecordedColumn { column: secret.place(), record: columns::record_of(*secret) })
        .collect()
}

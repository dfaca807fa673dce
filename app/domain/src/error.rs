//! Why something was refused: a few kinds, each with a stable code that pages translate and the
//! API returns. Causes (a lost connection, a full disk) are logged where they happen and never
//! travel in these types.

use serde::Serialize;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// A stable reason, the same in the API, in the phrase files and in the logs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $($(#[$doc])* $variant,)+ }

        impl Code {
            /// All codes, so that a test can ask for a sentence for each in every language.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The code as others read it: `already_taken`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text,)+ }
            }
        }
    };
}

codes! {
    /// Nothing was typed where something is needed.
    Required = "required",
    /// Longer than the field takes.
    TooLong = "too_long",
    /// Shorter than the field takes.
    TooShort = "too_short",
    /// Not one of the choices.
    Unknown = "unknown",
    /// A number outside its range.
    OutOfRange = "out_of_range",
    /// Not a mainland mobile number.
    NotAPhone = "not_a_phone",
    /// A password that everybody tries first.
    WeakPassword = "weak_password",
    /// An invitation code that no organisation has given out.
    InvitationUnknown = "invitation_unknown",
    /// Another account has this phone number.
    PhoneTaken = "phone_taken",
    /// Something with this name is already there.
    NameTaken = "name_taken",
    /// The request could not be read at all.
    Unreadable = "unreadable",
    /// Some fields are wrong; the list says which.
    InvalidFields = "invalid_fields",
    /// Nobody is signed in.
    SignInNeeded = "sign_in_needed",
    /// Phone and password do not belong together, or there is no such account.
    WrongSignIn = "wrong_sign_in",
    /// Too many tries; wait a little.
    TooManyTries = "too_many_tries",
    /// The person's roles do not include this.
    NotAllowed = "not_allowed",
    /// The wish belongs to another installation's families.
    OtherArea = "other_area",
    /// The area's policy lets only members of organisations claim.
    MembersOnly = "members_only",
    /// The area's policy lets nobody claim at the moment.
    ClaimsPaused = "claims_paused",
    /// There is no such thing, or the person may not know of it.
    NotFound = "not_found",
    /// Somebody else was faster; no units are left.
    AlreadyTaken = "already_taken",
    /// Fewer units are left than were asked for.
    FewerLeft = "fewer_left",
    /// The wish is not published (any more).
    WishNotOpen = "wish_not_open",
    /// The step does not follow from the present state.
    WrongState = "wrong_state",
    /// The person has as many open claims as the area allows.
    ClaimLimit = "claim_limit",
    /// The one extension was used.
    AlreadyExtended = "already_extended",
    /// The same request id came with other content.
    RequestReused = "request_reused",
    /// The shelf has fewer units than that.
    NotEnoughStock = "not_enough_stock",
    /// The household has fewer points than that.
    NotEnoughPoints = "not_enough_points",
    /// A used appliance waits for its signed check.
    CheckNeeded = "check_needed",
    /// The goods do not fit the wish (another item or size).
    DoesNotFit = "does_not_fit",
    /// The goods are past their date.
    ExpiredGoods = "expired_goods",
    /// The pick-up code does not belong to this wish.
    WrongCode = "wrong_code",
    /// Goods for this wish are on the way or in the shop.
    HasOpenClaims = "has_open_claims",
    /// The journal was reversed before, or is itself a reversal.
    NotReversible = "not_reversible",
    /// A stock-take of these shelves is under way already.
    TakeOpen = "take_open",
    /// Some lines of the sheet are neither counted nor left out.
    NotAllCounted = "not_all_counted",
    /// Who counted cannot approve; somebody else has to look.
    SecondPerson = "second_person",
    /// The goods are on a count sheet; the book is put right there.
    BeingCounted = "being_counted",
    /// A thank-you for this claim was already written.
    AlreadyThanked = "already_thanked",
    /// The last administrator cannot be removed.
    LastAdmin = "last_admin",
    /// The person has as many unanswered offers as one may have.
    OfferLimit = "offer_limit",
    /// The receipt is closed; what comes later gets one of its own.
    ReceiptClosed = "receipt_closed",
    /// A file that is not a picture we can read.
    NotAPicture = "not_a_picture",
    /// A recording that is none, or of a kind that browsers do not make.
    NotASound = "not_a_sound",
    /// A recording longer than a minute.
    SoundTooLong = "sound_too_long",
    /// A file that is no sheet that we can read.
    NotASheet = "not_a_sheet",
    /// A sheet without a row of headings that we know.
    NoHeadings = "no_headings",
    /// A sheet with more rows or columns than we take at once.
    SheetTooLong = "sheet_too_long",
    /// A barcode with a wrong check digit, or that no barcode can be.
    BarcodeWrong = "barcode_wrong",
    /// No code was seen in the picture.
    NoCodeSeen = "no_code_seen",
    /// Goods of this size are still in a shop.
    SizeInUse = "size_in_use",
    /// The barcode stands for another thing already.
    BarcodeTaken = "barcode_taken",
    /// The household has had as many of these as it may within the period.
    LimitReached = "limit_reached",
    /// The family has a wish for the same under way, or received it within a year.
    AlreadyOpen = "already_open",
    /// The family has as many wishes under way as its area allows.
    OpenLimit = "open_limit",
    /// The family has sent as many wishes within a year as its area allows.
    YearLimit = "year_limit",
    /// As many families as the shop can serve come at that time.
    SlotFull = "slot_full",
    /// The free shop does not offer this.
    NotOffered = "not_offered",
    /// More than the server takes at once.
    TooLarge = "too_large",
    /// The item has no parts, so it cannot be put together or taken apart.
    NotAKit = "not_a_kit",
    /// A kit has no sizes, and holds no kits.
    KitOfKits = "kit_of_kits",
    /// No digits of a card: one was misread.
    CardUnreadable = "card_unreadable",
    /// No card that works (any more).
    WrongCard = "wrong_card",
    /// The card's family has a PIN, and none was typed.
    PinNeeded = "pin_needed",
    /// Not the PIN of the card's family.
    WrongPin = "wrong_pin",
    /// After ten wrong PINs only the caseworker can help.
    CardLocked = "card_locked",
    /// Not 4 to 6 digits.
    PinShape = "pin_shape",
    /// A PIN that everybody tries first.
    WeakPin = "weak_pin",
    /// The card was shown when it was made, and is not shown again.
    CardShown = "card_shown",
    /// Not the code that was sent, or too late, or used already.
    WrongOneTimeCode = "wrong_one_time_code",
    /// A code was sent a moment ago.
    TooSoon = "too_soon",
    /// No gateway sends messages here.
    NoMessages = "no_messages",
    /// Somebody else changed the file while this person was typing.
    ChangedMeanwhile = "changed_meanwhile",
    /// The file was not opened with a reason, or too long ago.
    FileNotOpened = "file_not_opened",
    /// The file is closed, erased or part of another.
    FileClosed = "file_closed",
    /// A household has at least one member.
    LastMember = "last_member",
    /// Only who wrote a note puts it right, and only within a day.
    NoteSettled = "note_settled",
    /// No picture of this paper is kept.
    NoPictureKept = "no_picture_kept",
    /// The file holds as many of these as it may.
    FileFull = "file_full",
    /// Not the number of this file.
    OtherNumber = "other_number",
    /// Another area was asked to take the family over, and has not answered.
    MoveOpen = "move_open",
    /// Nobody keeps files in that area.
    NobodyThere = "nobody_there",
    /// As many objections of the family wait for an answer as may at once.
    ObjectionsOpen = "objections_open",
    /// Two files of different families, or of different root areas, do not become one.
    CannotMerge = "cannot_merge",
    /// This consent is on file already.
    ConsentGiven = "consent_given",
    /// No consent on file lets this be told.
    ConsentMissing = "consent_missing",
    /// Only a grown-up who stands by the person can agree to this.
    GuardianNeeded = "guardian_needed",
    /// The server cannot do this right now.
    Unavailable = "unavailable",
}

/// What is wrong with one field of a form or a JSON body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Field {
    /// The field's name as it was sent.
    pub name: &'static str,
    /// Why it was refused.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub code: Code,
}

/// A refusal. `Display` gives the code only, never a cause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The input is wrong; each field says why. HTTP 422.
    #[error("invalid_fields")]
    Invalid(Vec<Field>),
    /// The person may not do this (or has to sign in, or to wait). HTTP 403, 401 or 429.
    #[error("{}", .0.as_str())]
    NotAllowed(Code),
    /// There is no such thing, or the person may not know that it exists. HTTP 404.
    #[error("not_found")]
    NotFound,
    /// Right in itself, but it does not fit what is true now. HTTP 409.
    #[error("{}", .0.as_str())]
    Conflict(Code),
    /// The server's fault; the cause is in its log. HTTP 503.
    #[error("unavailable")]
    Unavailable,
}

/// Shorthand used in every layer.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// One wrong field.
    #[must_use]
    pub fn field(name: &'static str, code: Code) -> Self {
        Error::Invalid(vec![Field { name, code }])
    }

    /// The code that a person's language or a program is to understand.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Error::Invalid(_) => Code::InvalidFields,
            Error::NotAllowed(code) | Error::Conflict(code) => *code,
            Error::NotFound => Code::NotFound,
            Error::Unavailable => Code::Unavailable,
        }
    }

    /// The HTTP status that fits.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Error::Invalid(_) => 422,
            Error::NotAllowed(
                Code::SignInNeeded
                | Code::WrongSignIn
                | Code::WrongCard
                | Code::PinNeeded
                | Code::WrongPin
                | Code::WrongOneTimeCode,
            ) => 401,
            Error::NotAllowed(Code::TooManyTries | Code::TooSoon) => 429,
            Error::NotAllowed(_) => 403,
            Error::NotFound => 404,
            Error::Conflict(Code::TooLarge) => 413,
            Error::Conflict(Code::Unreadable) => 400,
            Error::Conflict(_) => 409,
            Error::Unavailable => 503,
        }
    }
}

/// Collects wrong fields, so that a person sees all of them at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<Field>);

impl Checks {
    /// Keeps the value, or notes the field and gives `None`.
    pub fn take<T>(&mut self, name: &'static str, parsed: Result<T, Code>) -> Option<T> {
        parsed.map_err(|code| self.0.push(Field { name, code })).ok()
    }

    /// Notes a field as wrong when `ok` is false.
    pub fn ensure(&mut self, name: &'static str, ok: bool, code: Code) {
        if !ok {
            self.0.push(Field { name, code });
        }
    }

    /// # Errors
    /// [`Error::Invalid`] with everything noted so far.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

//! Codes of refusals: stable, the same in the API, in the phrase files and in the logs.

use serde::Serialize;

use super::codes::codes;

codes! {
    /// A required field is empty.
    Required = "required",
    /// Longer than the field allows.
    TooLong = "too_long",
    /// Shorter than the field allows.
    TooShort = "too_short",
    /// Not one of the allowed values.
    Unknown = "unknown",
    /// A number out of range.
    OutOfRange = "out_of_range",
    /// Not a mainland mobile number.
    NotAPhone = "not_a_phone",
    /// Not a mail address.
    NotAnAddress = "not_an_address",
    /// A commonly used password.
    WeakPassword = "weak_password",
    /// No organisation has this invitation code.
    InvitationUnknown = "invitation_unknown",
    /// Another account of the same root area has this phone number.
    PhoneTaken = "phone_taken",
    /// The phone number cannot be used here; the answer does not say why.
    PhoneRefused = "phone_refused",
    /// This address has registered as many accounts without a proof today as one may.
    AddressFull = "address_full",
    /// The name is already in use.
    NameTaken = "name_taken",
    /// The request is malformed.
    Unreadable = "unreadable",
    /// A write of a program has no `Idempotency-Key`.
    KeyNeeded = "idempotency_key_needed",
    /// Some fields are invalid; the list names them.
    InvalidFields = "invalid_fields",
    /// Sign-in is required.
    SignInNeeded = "sign_in_needed",
    /// Wrong phone or password; the answer does not say which.
    WrongSignIn = "wrong_sign_in",
    /// Too many attempts; retry later.
    TooManyTries = "too_many_tries",
    /// More writes than the account or address may send; retry after the seconds of `Retry-After`.
    TooFast = "too_fast",
    /// The caller's roles do not include the permission.
    NotAllowed = "not_allowed",
    /// The wish belongs to another root area.
    OtherArea = "other_area",
    /// The area's policy allows claims only to members of organisations.
    MembersOnly = "members_only",
    /// The area's policy suspends claims.
    ClaimsPaused = "claims_paused",
    /// No such row, or the caller may not know that it exists.
    NotFound = "not_found",
    /// No units are left: another claim took them first.
    AlreadyTaken = "already_taken",
    /// Fewer units are left than requested.
    FewerLeft = "fewer_left",
    /// The wish is not published, or no longer.
    WishNotOpen = "wish_not_open",
    /// The present state does not allow the step.
    WrongState = "wrong_state",
    /// The claimer has as many open claims as the area allows.
    ClaimLimit = "claim_limit",
    /// The claimer is new, and the shop has not received the first thing it promised.
    FirstClaimOpen = "first_claim_open",
    /// The claimer let two promises lapse lately and has one claim open; it may hold one at a time until one is kept.
    OneAtATime = "one_at_a_time",
    /// The wish still has units, so it can be claimed at once and has no line.
    UnitsLeft = "units_left",
    /// The account has a claim for this wish under way.
    AlreadyClaimed = "already_claimed",
    /// The wish is given by application: donors apply, and staff choose one of them.
    ByApplication = "by_application",
    /// The wish is not given by application; it can be claimed at once.
    NotByApplication = "not_by_application",
    /// The donor has as many applications waiting as allowed.
    ApplicationLimit = "application_limit",
    /// The donor applied for this wish as often as allowed, and withdrew it or was declined.
    AppliedBefore = "applied_before",
    /// The application is the caller's own, of its organisation, or a rival of its own: others decide about it.
    OwnApplication = "own_application",
    /// The applicant may not take a claim now, because of those that it has.
    ApplicantFull = "applicant_full",
    /// The applicant may not claim in this area any more.
    ApplicantBarred = "applicant_barred",
    /// Another donor brings every turn of this standing need.
    NeedPromised = "need_promised",
    /// The donor stands by for as many wishes as allowed.
    StandbyLimit = "standby_limit",
    /// The time to answer has passed, and the next in the line is asked.
    StandbyOver = "standby_over",
    /// The single extension has been used.
    AlreadyExtended = "already_extended",
    /// The day of arrival was moved as often as allowed.
    AlreadyShifted = "already_shifted",
    /// The minutes in which the step could be taken back are over.
    UndoOver = "undo_over",
    /// Something was done since that depends on the step to be taken back.
    UndoDepends = "undo_depends",
    /// The request id was used before with other content.
    RequestReused = "request_reused",
    /// The shelf has fewer units than requested.
    NotEnoughStock = "not_enough_stock",
    /// The household has fewer points than requested.
    NotEnoughPoints = "not_enough_points",
    /// A used appliance lacks its signed check.
    CheckNeeded = "check_needed",
    /// The goods are of another item or size than the wish.
    DoesNotFit = "does_not_fit",
    /// The goods are past their best-before date.
    ExpiredGoods = "expired_goods",
    /// The goods are recalled.
    Recalled = "recalled",
    /// The pick-up code belongs to another wish.
    WrongCode = "wrong_code",
    /// Goods for this wish are on the way or in the shop.
    HasOpenClaims = "has_open_claims",
    /// The journal has been reversed, or is a reversal.
    NotReversible = "not_reversible",
    /// A stock-take of these shelves is already under way.
    TakeOpen = "take_open",
    /// Some lines of the count sheet are neither counted nor left out.
    NotAllCounted = "not_all_counted",
    /// The actor counted, entered, asked or answered it, or it is about the actor; a second person must decide.
    SecondPerson = "second_person",
    /// The wish has a free title, and no item yet; its review gives it one.
    ItemNeeded = "item_needed",
    /// The account that posted a wish for a family does not publish it.
    OwnPost = "own_post",
    /// An account that handed the goods over, or asked for it, does not decide about them.
    OwnHandOver = "own_hand_over",
    /// An account that owned or closed a case does not ask its family again.
    OwnCase = "own_case",
    /// The case cannot end so: the family said otherwise.
    FamilySaysNo = "family_says_no",
    /// A referral to the sender's own organisation.
    OwnOrganisation = "own_organisation",
    /// Staff do not act for an area towards the organisation that they belong to, nor name themselves for it.
    OwnMembership = "own_membership",
    /// No account may act for the organisation.
    NoContact = "no_contact",
    /// The service takes no further families at present.
    ServiceFull = "service_full",
    /// The office has put the referral on hold as often as it may.
    HoldLimit = "hold_limit",
    /// The office's link has ended: its time is over, or the referral has ended.
    LinkOver = "link_over",
    /// A dispute about these goods waits already.
    DisputeOpen = "dispute_open",
    /// A reversal of this hand-over waits already.
    ReversalOpen = "reversal_open",
    /// A file of the area probably belongs to the same family; to be confirmed with `anyway`.
    SameFamily = "same_family",
    /// The days in which this may be said have passed.
    TooLate = "too_late",
    /// The goods are on an open count sheet, which will correct the book.
    BeingCounted = "being_counted",
    /// A thank-you for this claim exists already.
    AlreadyThanked = "already_thanked",
    /// The last administrator cannot be removed.
    LastAdmin = "last_admin",
    /// No account grants a role to itself, nor reopens itself.
    OwnRole = "own_role",
    /// The account cannot be closed: it has promised goods that no shop has received.
    ClaimsOwed = "claims_owed",
    /// The account cannot be closed: a shop waits for goods that it offered.
    OffersOpen = "offers_open",
    /// The account cannot be closed: its family has wishes under way.
    WishesOpen = "wishes_open",
    /// The account cannot be closed: its family has an order to collect.
    OrdersOpen = "orders_open",
    /// The account cannot be closed: it keeps household files.
    FilesKept = "files_kept",
    /// The donor has as many unanswered offers as allowed.
    OfferLimit = "offer_limit",
    /// As many posters of the account hang as may hang at once.
    PosterLimit = "poster_limit",
    /// The receipt is closed; later goods need a receipt of their own.
    ReceiptClosed = "receipt_closed",
    /// The file is not a picture that can be decoded.
    NotAPicture = "not_a_picture",
    /// The picture is an HEIC file, which is not decoded here; phones can send JPEG instead.
    HeicPicture = "heic_picture",
    /// The file is not a recording in a format that browsers produce.
    NotASound = "not_a_sound",
    /// The recording is longer than a minute.
    SoundTooLong = "sound_too_long",
    /// The file is not a sheet that can be read.
    NotASheet = "not_a_sheet",
    /// The sheet has no row of known headings.
    NoHeadings = "no_headings",
    /// Two columns of the sheet could be the quantity, and neither says more than the other.
    TwoQuantities = "two_quantities",
    /// No heading of the sheet says which of its numbers is the quantity.
    NoQuantity = "no_quantity",
    /// A quoted cell of a CSV file never ends.
    OpenQuote = "open_quote",
    /// Formulas of the sheet have no stored result.
    FormulasUnread = "formulas_unread",
    /// The sheet has more rows or columns than allowed.
    SheetTooLong = "sheet_too_long",
    /// The barcode has a wrong check digit or impossible characters.
    BarcodeWrong = "barcode_wrong",
    /// No code was found in the picture.
    NoCodeSeen = "no_code_seen",
    /// Goods of this size are still in stock.
    SizeInUse = "size_in_use",
    /// The barcode belongs to another item.
    BarcodeTaken = "barcode_taken",
    /// The household has received as many units as its limit allows within the period.
    LimitReached = "limit_reached",
    /// As many helps of the household as may wait for the neighbours' answers wait for them.
    HelpsWaiting = "helps_waiting",
    /// The household has as many goods on loan as it may.
    LoanLimit = "loan_limit",
    /// Goods of a shop are on loan to the household.
    LoanOut = "loan_out",
    /// The family has an open wish for the same item, or received it within a year.
    AlreadyOpen = "already_open",
    /// The child has an open case of a school place.
    SchoolPlaceOpen = "school_place_open",
    /// The family has as many open wishes as its area allows.
    OpenLimit = "open_limit",
    /// The family has posted as many wishes within a year as its area allows.
    YearLimit = "year_limit",
    /// The pick-up slot is full.
    SlotFull = "slot_full",
    /// The free shop does not offer the item.
    NotOffered = "not_offered",
    /// Larger than the server accepts.
    TooLarge = "too_large",
    /// The item has no parts, so it cannot be assembled or taken apart.
    NotAKit = "not_a_kit",
    /// A kit must not have sizes or contain kits.
    KitOfKits = "kit_of_kits",
    /// Not a valid card: a digit was misread.
    CardUnreadable = "card_unreadable",
    /// No active card matches.
    WrongCard = "wrong_card",
    /// The card requires a PIN, and none was given.
    PinNeeded = "pin_needed",
    /// Not the PIN of the card's household.
    WrongPin = "wrong_pin",
    /// Locked after ten wrong PINs; only a caseworker can unlock it.
    CardLocked = "card_locked",
    /// Not 4 to 6 digits.
    PinShape = "pin_shape",
    /// An easily guessed PIN.
    WeakPin = "weak_pin",
    /// The card was shown when it was issued, and is not shown again.
    CardShown = "card_shown",
    /// The session was opened with a set-up code, and a password must be set first.
    SetupNeeded = "setup_needed",
    /// The set-up code was shown when it was made, and is not shown again.
    SetupShown = "setup_shown",
    /// The password is right, and the account has a second factor: its code is missing.
    SecondFactorNeeded = "second_factor_needed",
    /// Not a code of the account's second factor, or one that was used.
    WrongFactor = "wrong_factor",
    /// Too much time passed between password and code, or the sign-in was used up.
    SignInExpired = "sign_in_expired",
    /// The area requires a second factor of its staff, and one must be set up first.
    FactorRequired = "factor_required",
    /// The recovery codes were shown when the second factor was turned on, and are not shown again.
    RecoveryShown = "recovery_shown",
    /// Another administrator removes the second factor of an account, not its owner.
    OwnFactor = "own_factor",
    /// The token of a program was shown when it was made, and is not shown again.
    TokenShown = "token_shown",
    /// The request brought a token: one that only reads, or for a step that takes a session.
    TokenScope = "token_scope",
    /// The step takes a proof (password, or code of the second factor) not older than ten minutes.
    ProofNeeded = "proof_needed",
    /// The one-time code is wrong, expired or used.
    WrongOneTimeCode = "wrong_one_time_code",
    /// A one-time code was sent a moment ago.
    TooSoon = "too_soon",
    /// No message gateway is configured.
    NoMessages = "no_messages",
    /// The file was changed by another account since it was loaded.
    ChangedMeanwhile = "changed_meanwhile",
    /// The file was not revealed with a reason, or too long ago.
    FileNotOpened = "file_not_opened",
    /// The file is closed, erased or merged into another.
    FileClosed = "file_closed",
    /// The area was closed, or merged into another one.
    AreaClosed = "area_closed",
    /// Something lies in the area that has to be moved, ended or given to others before.
    AreaNotEmpty = "area_not_empty",
    /// A household needs at least one member.
    LastMember = "last_member",
    /// Only its author may correct a note, and only within a day.
    NoteSettled = "note_settled",
    /// No picture of this kind of document is stored.
    NoPictureKept = "no_picture_kept",
    /// The file already holds the maximum number of these.
    FileFull = "file_full",
    /// The typed id is not the one of this file.
    OtherNumber = "other_number",
    /// A relocation of the family is already waiting for an answer.
    MoveOpen = "move_open",
    /// The helper stands by this household already, or is asked to.
    AlreadyPaired = "already_paired",
    /// The helper stands by as many households as the area allows.
    PairingLimit = "pairing_limit",
    /// The account has as many open questions, or the household as many appointments, as it may have.
    DeskLimit = "desk_limit",
    /// Two fields of which only one may be filled in.
    OneOfTwo = "one_of_two",
    /// The household has had the same help, to be confirmed with `anyway`.
    AidBefore = "aid_before",
    /// A measure of the conference is still open.
    MeasuresOpen = "measures_open",
    /// Collected money is not handed over yet.
    MoneyLeft = "money_left",
    /// The member is registered for the course, or waits for a place.
    AlreadyRegistered = "already_registered",
    /// Registration for the course has not opened, or has closed.
    RegistrationClosed = "registration_closed",
    /// Every place of the course is taken.
    CourseFull = "course_full",
    /// The family has as many offers, or the account as many reservations, as allowed.
    MarketLimit = "market_limit",
    /// The account has reserved units of this offer already.
    AlreadyReserved = "already_reserved",
    /// The time to accept an offered place has passed.
    OfferOver = "offer_over",
    /// The job seeker is proposed for this vacancy already.
    AlreadyProposed = "already_proposed",
    /// The vacancy has ended, or is hidden until its employer confirms it.
    VacancyOver = "vacancy_over",
    /// No post of the vacancy is left.
    PostsFilled = "posts_filled",
    /// The person has not agreed yet that the employer learns who it is.
    PersonNotAsked = "person_not_asked",
    /// Another shift of the person is at the same time.
    ShiftClash = "shift_clash",
    /// The first day of a popular shift is for those who served least recently.
    ServedLately = "served_lately",
    /// The newest version of the rule was not tried on its area yet.
    RuleUntried = "rule_untried",
    /// Enough of the item was brought or announced for the drive.
    DriveFull = "drive_full",
    /// Nothing is recorded of that year, so there is no sheet of it.
    NothingYet = "nothing_yet",
    /// A round of this area, or of one around or inside it, is running.
    RoundOverlaps = "round_overlaps",
    /// The round has ended.
    RoundOver = "round_over",
    /// No caseworker keeps files in that area.
    NobodyThere = "nobody_there",
    /// The family has no open account that a message could reach.
    NoAccount = "no_account",
    /// The family has as many unanswered objections as allowed.
    ObjectionsOpen = "objections_open",
    /// Files of different families or root areas cannot be merged.
    CannotMerge = "cannot_merge",
    /// This consent is already recorded.
    ConsentGiven = "consent_given",
    /// No consent on file allows publishing this.
    ConsentMissing = "consent_missing",
    /// The family has not agreed to pictures at visits.
    PictureNotAgreed = "picture_not_agreed",
    /// Only an adult responsible for the person can consent to this.
    GuardianNeeded = "guardian_needed",
    /// Another account filled the form in while there was no network; it is sent by that account.
    OtherAccount = "other_account",
    /// The form was filled in without a network, and too long ago.
    KeptTooLong = "kept_too_long",
    /// The account keeps as many filters of the list as allowed.
    FiltersFull = "filters_full",
    /// The list of scanned goods has more rows than are kept.
    ListFull = "list_full",
    /// More rows were chosen than one step takes.
    TooManyRows = "too_many_rows",
    /// The family wrote or said something, so its wish is reviewed on its own page.
    WordsToReview = "words_to_review",
    /// The disk of the server is full: nothing was kept, and only room helps.
    DiskFull = "disk_full",
    /// The server cannot do this at present.
    Unavailable = "unavailable",
}

//! What is sealed. The kind is bound into each seal, so a value moved to another column does not open.

/// Sealed columns. Each of their tables has an `id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// Known word that shows whether the keys belong to the database.
    Check,
    /// Name of a household.
    HouseholdName,
    /// Phone of a household; found by its keyed hash.
    HouseholdPhone,
    /// Address of a household.
    HouseholdAddress,
    /// Name of a household member.
    PersonName,
    /// Sign-in phone of an account; found by its keyed hash.
    AccountPhone,
    /// Household line of an uploaded import list.
    ImportedHousehold,
    /// Wish text as the family wrote it, before review.
    OwnWords,
    /// Free title of a wish as the family wrote it.
    OwnTitle,
    /// One-way digest of a card's secret.
    CardSecret,
    /// One-way digest of a card's number.
    CardNumber,
    /// Argon2id hash of a family's PIN.
    FamilyPin,
    /// Free-text reason for a reveal.
    RevealWords,
    /// Text of a family's objection.
    ObjectionWords,
    /// Answer to an objection.
    ObjectionAnswer,
    /// Note to the new area in a relocation.
    MoveWords,
    /// Answer of the new area in a relocation.
    MoveAnswer,
    /// Free-text reason for closing or erasing a household file.
    ChangeWords,
    /// Voice recording of a family's wish.
    VoiceNote,
    /// Picture of a wished item.
    WishPhoto,
    /// Uploaded picture that waits while its form is shown again with a question.
    PhotoWaiting,
    /// Reason of staff for a wish that duplicates another or exceeds the family's limit.
    WishBeyond,
    /// Name of the person who consented, when not a member of the household.
    ConsentGiver,
    /// Witness of a spoken consent.
    ConsentWitness,
    /// Note on a consent.
    ConsentNote,
    /// Reason for withdrawing a consent.
    ConsentReason,
    /// Photo of a signed consent form.
    ConsentPaper,
    /// Note of staff about a family.
    NoteWords,
    /// Picture of a document in the household file.
    Paper,
    /// Text of a family's correction request.
    CorrectionWords,
    /// Answer to a correction request.
    CorrectionAnswer,
    /// Event that waits for its reader.
    EventBody,
    /// Plan of a donor who applies for a costly wish.
    ApplicationPlan,
    /// Words of a family about goods that it did not receive, or received broken.
    DisputeWords,
    /// Picture or recording of a family about such goods.
    DisputeMedia,
    /// Coordinator's reason for the outcome of a dispute.
    DisputeAnswer,
    /// Reason for reversing a hand-over.
    ReversalReason,
    /// Reason for refusing a reversal.
    ReversalAnswer,
    /// Address and name of a line of a round's base list.
    RoundLabel,
    /// What to know of a door of a round.
    KnockWords,
    /// Skills of a household member, in its own words.
    SkillWords,
    /// Values of the fields of a case, as JSON.
    CaseFields,
    /// Who of a family was asked before its case ended.
    CaseWhom,
    /// Words of a family before its case ended.
    CaseAnswer,
    /// Note in the history of a case.
    CaseLineWords,
    /// Who of a family an independent person asked.
    CallBackWhom,
    /// Words of a family to an independent person.
    CallBackAnswer,
    /// What a family needs of another office.
    ReferralNeed,
    /// Who of a family agreed that something is passed on.
    ReferralWhom,
    /// What a family will need of another office once goods were handed over.
    FollowOnNeed,
    /// Who of a family agreed that something is passed on then.
    FollowOnWhom,
    /// Reason or result of a step of a referral.
    ReferralLineWords,
    /// Name of the person who answered for an office.
    OfficeName,
    /// Secret of an account's authenticator app.
    FactorSecret,
    /// Mail address of an account; found by its keyed hash.
    MailAddress,
    /// Address of a browser at its push service; found by its keyed hash.
    PushEndpoint,
    /// Keys by which a browser opens pushes.
    PushKeys,
    /// Address of a group bot's webhook, which anyone who knows it may write to.
    BotAddress,
    /// Secret with which messages of a group's bot are signed.
    BotSecret,
    /// Address of another program that is told of changes.
    WebhookAddress,
    /// Secret with which requests to another program are signed.
    WebhookSecret,
    /// Name of a person without an account who answers for an area or some homes.
    AnswererName,
    /// Number by which families reach a person who answers for them.
    AnswererPhone,
    /// What the organiser of a course should know of a person.
    CoursePlaceWords,
    /// Check code of a certificate.
    CertificateCode,
    /// Words of a visit's report.
    VisitWords,
    /// Recording or picture of a visit's report.
    VisitMedium,
    /// Words of a finding.
    FindingWords,
    /// What the family said about a finding.
    FindingAnswerWords,
    /// What offices agreed about a family.
    ConferenceWords,
    /// Who of a family agreed that offices talk about it.
    ConferenceWhom,
    /// Office that took part in a conference about a family.
    ConferenceOffice,
    /// What is to be done for a family.
    MeasureWords,
    /// What came of a task for a family.
    MeasureOutcome,
    /// Goods that a household got.
    AidGoods,
    /// Why a grant was reversed.
    AidReason,
    /// What money is collected for.
    CollectionPurpose,
    /// Who collects money for a household.
    CollectionOrganiser,
    /// Who received collected money.
    HandOverSigner,
    /// Who witnessed that collected money was handed over.
    HandOverWitness,
    /// Code by which people check in at the place of a shift.
    ShiftCode,
    /// Task of a shift, and what to know at the door.
    ShiftTaskWords,
    /// Question to the service desk.
    QuestionWords,
    /// Answer to a question.
    QuestionAnswer,
    /// Who of a family agreed that a school place is sought.
    SchoolConsent,
    /// Help that a family says it gave a neighbour.
    HelpWords,
    /// Check code of a helper's sheet.
    SheetCode,
    /// Months, residence and contract of a family that seeks a school place, as JSON.
    SchoolFacts,
    /// Who of a family was asked before the case of a school place ended.
    SchoolWhom,
    /// Words of a family before the case of a school place ended.
    SchoolAnswer,
    /// Name of a school that was asked for a child.
    SchoolName,
    /// What a school said of a child.
    SchoolWords,
    /// Name of an organisation's contact person.
    OrganisationContact,
    /// Number of an organisation's contact person.
    OrganisationPhone,
    /// Name that an account gave a filter of a list.
    FilterName,
    /// What an account narrowed a list to, which can be a name that was searched for.
    FilterQuery,
    /// Form that was typed while its session ended, as JSON.
    WaitingForm,
    /// Rows of a list of scanned goods and the fields around them, as JSON.
    ScanList,
}

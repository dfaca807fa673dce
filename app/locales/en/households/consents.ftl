# Consents: who agreed to what, and taking it back.

consents-of = Consents: { $name }
consents-standing = What is agreed now
consents-ended = Taken back, or refused
consents-ended-note = A consent that was taken back no longer holds; what depended on it is no longer public.
consents-grown-ups = Adults who make a wish need not agree separately, and can take it back at any time. For a child a guardian has to agree, and for every picture separately.
consents-family = The whole family
consents-visit-photos = Pictures at visits
consents-other-person = Somebody of the family
consents-wish = wish { $n }
consents-account = The family’s account
consents-as = { $name } ({ $relation })
consents-given = Agreed
consents-missing = Not yet
consents-taken-back = Taken back
consents-refused = refused
consents-staff-issued = Given right after staff set up the sign-in
consents-staff-issued-note = A mark like this stands where the family signed in within 7 days after a caseworker made a card or a set-up code, removed the PIN or changed the phone. If the family did not tap it, it can be taken back; please tell the community too.
consents-receipts = Receipts confirmed right after staff set up the sign-in
consents-receipt = Confirmed

consent-kind-file = Keeping a household file
consent-kind-story = Telling of this person in public
consent-kind-photo = Showing one picture
consent-kind-visit-photos = Pictures at visits, for the file
consent-kind-voice = Keeping a recording
consent-how-paper = Signed
consent-how-spoken = Said
consent-how-screen = On the screen
consent-relation-self = In person
consent-relation-parent = Father or mother
consent-relation-grandparent = Grandparent
consent-relation-guardian = Other guardian

consents-says-file = The community keeps a file about our family, with only what helping needs. We can read it, have it corrected and have it erased at any time.
consents-says-story = A public wish may give { $name }’s age and sex and a few words; no name, school or address. We can take this back at any time; then it is no longer shown at once.
consents-says-photo = This one picture may stand beside “{ $title }”, where everybody sees it. We can take this back at any time; then it is deleted at once.
consents-says-visit-photos = Pictures may be taken when our family is visited. They stay in our file and are never public. We can take this back at any time; the pictures are deleted at once.
consents-says-voice = What { $name } says may be recorded, for staff of the community only. We can take this back at any time; then it is deleted at once.

consents-new = Record a consent
consents-new-do = Record this consent
consents-said-no = Asked, and the family said no
consents-said-no-do = Write down: no
consents-who-refused = Who said so
consents-refused-at = Asked on
consents-refused-why = Why
consents-no-means-file = Nobody asks again for a year. Age, sex, words and pictures of the family are not public; nobody agreed to the file, so talk with them about closing or erasing it.
consents-no-means-story = Nobody asks again for a year. The wish is public all the same, as that of a family of so many, without age, sex or words.
consents-no-means-photo = The picture is deleted at once; a drawing stands in its place.
consents-no-means-visit-photos = No pictures are taken at visits; those that were are deleted at once.
consents-no-means-voice = The recording is deleted at once.
consents-no-means-child = The wish is public all the same, as that of a family of so many. The caseworker does not ask again for a year; you can change it at any time.
consents-read-out = Please read the words above to the family, and record it when they have understood.
consents-who = Who agreed
consents-another-person = Somebody outside the household
consents-given-by = Who that is
consents-given-by-hint = Only if it is somebody outside the household
consents-relation = What they are to this person
consents-how = How they agreed
consents-spoken-hint = Needs a witness
consents-paper-hint = Needs a photo of the signed paper
consents-witness = Witness
consents-witness-hint = Who was there and heard it, when it was said
consents-paper = Signed paper (photo)
consents-paper-closed = There is a photo of the signed paper. Open the file to see it.
consents-note = Note
consents-note-hint = The family can read it
consents-at = Recorded
consents-for-wish = Wish
consents-withdrawn-at = Taken back
consents-reason = Why it was taken back
consents-withdraw = The family takes it back
consents-withdraw-do = Take the consent back
consents-ends-file = Age, sex, words and pictures of this family will no longer be public; pictures and recordings are deleted. The wishes stay, as those of a family of so many. Erasing the file is a separate step.
consents-ends-story = Age, sex and words are no longer shown at once; pictures and recordings are deleted. The wishes stay, as those of a family of so many.
consents-ends-photo = The picture is deleted at once; a drawing takes its place.
consents-ends-visit-photos = Pictures taken at visits are deleted at once, and no more are taken.
consents-ends-voice = The recording is deleted at once.

consents-own = What we agreed to
consents-own-text = It is your family’s decision, and you can change it at any time.
consents-own-new = Do you agree?
consents-own-note = Tapping means that you agree; the date is recorded.
consents-who-are-you = Who are you?
consents-agree = I agree
consents-grown-up = An adult’s own wish gives age and sex and a few words.
consents-refuse = Prefer not to be told of
consents-refuse-do = Do not tell of me
consents-refuse-visit-photos = No pictures, please
consents-no-longer = No longer agree
consents-no-grown-up = An adult has to agree
consents-no-grown-up-text = There is no adult in the file. Please ask your caseworker to record it.

consents-missing-title = Consents missing
consents-missing-note = Open a family, ask them in person, then record it.
consents-file-unwanted = No file wanted
consents-none-missing = No consent is missing
consents-none-missing-text = What is missing will be listed here.
consents-missing-stories =
    { $n ->
        [one] { $n } child’s wish
       *[other] { $n } children’s wishes
    }
consents-missing-photos =
    { $n ->
        [one] { $n } picture
       *[other] { $n } pictures
    }
consents-words-due = Words to be read again
consents-words-due-note = These wishes are public without words, because a consent has changed. Read them and put words on again.
consents-open-list = Families without a consent

review-consent-missing = No guardian has agreed: the public will read “{ $who }” only, without age, sex, words or picture.
review-consent-refused = The guardian said no ({ $date }): the public will read “{ $who }” only, without age, sex, words or picture.
review-consent-record = Record a consent
review-consent-adult = This person does not want to be told of: the public will read “{ $who }” only, without age, sex or words.
review-children = Please do not mention the children: no guardian has agreed yet for { $names }.
review-photo-missing = There is a picture that nobody agreed to show; it will not be shown.
review-words-again = Words to be read again
review-words-again-note = A consent has changed; at the moment only the thing’s name is public. Words show again when you have read them.
review-words-do = Show these words

photo-of = Picture: { $title }
photo-none = No picture yet; people see a drawing.
photo-file = Picture
photo-file-hint = Of the thing only, not of people
photo-agreed = Does the family agree to show this picture?
photo-do = Show this picture
photo-remove = Delete the picture
photo-shown = Everybody sees this picture.
photo-waits = The family agreed; it shows once the words were read.
photo-not-allowed = Nobody agreed to show it; nobody sees it now.
photo-link = Picture

field-given-by = Who that is
field-relation = Relation
field-how = How
field-witness = Witness
field-paper = Signed paper
field-refused-by = Who said so

done-consent-recorded = The consent is recorded; the family is told.
done-consent-refused = Written down: the family does not agree, and is not asked again for a year. It is told.
done-consent-agreed = Recorded, thank you.
done-consent-refused-own = Noted: it is not made public. You can change it at any time.
done-consent-withdrawn = The consent is taken back; what depended on it is no longer public.
done-photo-added = The picture is shown.
done-photo-removed = The picture is deleted.
done-words-read = The words are shown.

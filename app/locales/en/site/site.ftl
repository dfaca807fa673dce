# Public pages, the contact, numbers, and link previews. The texts of the pages are the shipped ones: a line is a paragraph,
# `#` begins a heading, `##` a smaller one, `-` an entry of a list.

site-links = About this site
site-about = About us
site-how = How it works
site-privacy = Privacy
site-terms = Terms of use
site-help = Help
site-contact = Contact
site-accessibility = Accessibility
site-line-about = What Wishbridge is, who runs it, and how things reach a family.
site-line-how = Three steps: a family wishes, a neighbour brings, the shop hands over.
site-line-privacy = What we keep, who sees it, and what you may ask for.
site-line-terms = Please read this before you claim or collect.
site-line-help = Questions of families, donors, shopkeepers and caseworkers.
site-line-contact = Whom to ask when you are stuck, and when they answer.
site-changed = Changed on { $date }

numbers-title = Up to today
numbers-wishes = Wishes fulfilled
numbers-families = Families helped
numbers-givers = People who gave
contact-ask = Stuck? Please ask:

how-wish = 1. A family wishes
how-wish-text = Families choose a picture, or a caseworker helps. A wish is public once a caseworker has checked it, without name and address.
how-bring = 2. A neighbour claims it
how-bring-text = You claim a wish, buy or find such a thing, and bring it to a community shop nearby.
how-collect = 3. The shop hands it over
how-collect-text = The shop checks it. The family collects it with a code, and you are told.

site-text-about =
    Wishbridge lets families in hardship say one small wish: a school bag, a quilt, a wok. A neighbour claims it and brings it to a community shop, which hands it over.
    # Who runs it
    The local communities and their shops use this site together. Caseworkers check wishes, shopkeepers receive and hand over, administrators keep accounts and rules.
    # How we work
    - A caseworker has checked each wish.
    - Names, addresses and phone numbers of families are never public.
    - Donors and families do not meet: everything passes through a shop, and is recorded.
    - What came in and went out is published each month.
    - No money is taken or passed on.
site-text-how =
    # What you do
    - Choose a wish on the first page and claim it.
    - Bring the thing to the shop that the page names, before the day you promised.
    - Show the shop your delivery code. If you cannot come, please cancel early, so that another person can claim it.
    # What things should be like
    New is best; used things must be clean and work. Electrical things are checked by the shop. Food must be in date.
    # How a family collects
    The family is told when it has arrived, and collects it with its code.
site-text-privacy =
    What we keep, why, who sees it, and what you may ask for.
    # Donors
    - Your phone number and name: to sign you in, and for the shop to reach you. Of your password only a check value that cannot be turned back.
    - What you claimed and brought: to hand it over, and for the books of goods.
    - When you agreed to which version of the terms and of this statement.
    # Families
    - A caseworker keeps the name, phone and address of the household, years of birth of its members, and hardships. They are stored encrypted.
    - A public wish has no name, address or phone: only words such as “a family of four”, and the district.
    - A child’s age, story and picture are public only with a guardian’s consent, which can be withdrawn at any time. They disappear at once.
    - Staff who open a whole file must say why. The family can read who opened it, and why.
    # Who sees it
    Caseworkers and auditors of the area see files. Shopkeepers see what they need to hand over. Administrators see no family’s file. We sell and pass on nothing, unless the law demands it.
    # How long
    - Family files: while help is needed; afterwards you may ask to close and erase them.
    - Security records: 90 days, without readable numbers.
    - Books of goods: as accounting rules demand, without families’ names.
    # In your browser
    Only your session, language and text size, and a mark that recognises your usual phone. No advertising, and no statistics of other companies.
    # What you may ask for
    - To see what we keep of you, and to have mistakes corrected.
    - To withdraw a consent, or to close your account.
    - To object to what we do.
    Please ask your caseworker, or call the number under “Contact”.
site-text-terms =
    Who uses this site agrees to the following.
    # Donors
    - Bring what you claimed in time, or cancel early.
    - What you bring is safe, clean, works, and is yours to give.
    - You ask for nothing in return, and do not try to find out who the family is.
    - You use your account yourself.
    # Families
    - You wish for what your household really needs.
    - What you collect is for you, and not for sale.
    - You keep codes and cards safe, and tell your caseworker at once when one is lost.
    # Not allowed
    - Asking for money, lending it, or trading here.
    - Publishing names, phone numbers, addresses or pictures of other people.
    - Pretending to be another person, or copying the site by programs.
    # What we may do
    Administrators may close accounts and take down wishes that break these rules. Shops may refuse what is not safe.
    # Liability
    Donors give for free. Shops check what they receive, but cannot promise that nothing is wrong with it; stop using it and tell us.
    # Changes
    A changed version shows its date. We keep which version you agreed to when you registered.
site-text-help =
    # Families
    ## How do I make a wish?
    Sign in, choose a picture and a size, and send it. Your caseworker can do it for you.
    ## I lost my card. What now?
    Tell your caseworker at once. The old card stops working, and you get a new one.
    ## How do I collect?
    You are told when it has arrived. Take your code to the shop that the message names.
    ## I do not want others to read about my child.
    Without your consent nothing is public. You can withdraw a consent under “household file” at any time.
    # Donors
    ## Must it be new?
    No. Clean and working is enough; please tell the shop when you bring it.
    ## May I bring it to the family’s home?
    No. Addresses are not public; please bring it to the shop.
    ## I cannot make it in time.
    You can extend a claim once, or cancel it.
    ## How do I know that it arrived?
    You are told when the family has collected it, and you find a receipt.
    ## I forgot my password.
    Call the number under “Contact”: staff give you a code to sign in once.
    # Shopkeepers
    ## How do I receive something?
    Scan or type the delivery code at the counter, look at the thing, and accept it.
    ## It is not good enough.
    Refuse it and say why. The wish is open again.
    ## How do I find a thing fast?
    Press Ctrl K, or use “Search everything” on the left: scan a barcode, or type a number, a receipt, a name or its pinyin initials (sb is 书包). What is sold out is found, too, with 0.
    # Caseworkers
    ## What do I check in a wish?
    Whether the family needs it, and whether its words name a person, an address or a phone.
    ## A family wants to read its file.
    It can, under “household file” after signing in, and it also sees who opened it.
    ## How do I find a family fast?
    Press Ctrl K and type the file's number, the name or its pinyin initials. A phone works, too; the family sees who searched for it.
site-text-contact =
    Tell us when you have a question or an idea, or when something is wrong.
    Families please ask the caseworker of their area first. Donors please ask the shop they bring things to; its address and hours are on the page of the claim.

accessibility-text =
    Everyone should be able to use this site: with weak eyes, without a mouse, reading slowly, on an old phone. Our aim is level AA of the Web Content Accessibility Guidelines (WCAG) 2.2.
    # What is checked before each release
    - Every page, automatically with axe, at the width of a desk and of phones of 360 and 320 pixels: nothing scrolls sideways, there is one main heading, and the browser reports no error.
    - Enlarged text, text from right to left, and longer texts: each page is measured with test languages.
    - The main ways, from a wish to its collection, work without scripts; the keyboard leads to the content at once.
    - Nothing moves where the phone is set to reduce motion.
    # For people who see or read little
    - The text can be enlarged on a family's first page and under “Me”; each thing has a picture.
    - Families' main pages can be read aloud, and a wish can be spoken instead of written.
    - Each field has a name. When something is wrong, its sentence says what to change, and what was typed stays.
    # What is not good enough yet
    - No blind or disabled person has tried every page for us, and screen readers were not tried on every page. Automatic checks find about half of all faults.
    - Voice notes of families have no transcript, and uploaded pictures only a short description.
    - Printed posters and receipts as PDF have no tags, so screen readers read them badly; the same is on the pages.
    - Large tables become cards on phones, which makes rows hard to compare; they can be downloaded as files.
    - Uyghur is a draft, and what it lacks is shown in Chinese. Long texts such as the terms are in Chinese and English only.
    # When you are stuck
    Please tell us the page, your phone or program, and what you wanted to do. Call the number below if there is one, or ask a caseworker or shopkeeper: they can wish, claim and hand over for you. We answer within two weeks.

site-pages-title = Public pages
site-pages-intro = People find these pages at the foot of every page. Texts are shipped, and you can write your own. Each change is kept, with who made it and when.
site-contact-title = Whom to ask
site-contact-intro = Shown to all on the sign-in page, on refusals and under “Contact”. Without a number nothing is shown.
site-contact-save = Save the contact
field-contact-name = Name
field-contact-phone = Phone
field-contact-hours = Hours
refusal-not-a-phone-contact-phone = Digits, blanks, plus, brackets and dashes only; at least three digits
site-own-text = Own text
site-shipped-text = Shipped text
site-changed-by = { $who }, { $when }
field-site-text = Text ({ $language })
site-text-hint = A line is a paragraph. # begins a heading, ## a smaller one, - an entry of a list. All else is shown as it is typed. At most 20000 characters.
site-save = Save
site-preview = Preview
site-preview-note = This is a preview. Nothing is saved yet.
site-reset = Return to the shipped text
site-reset-note = What you wrote stays in the list below, and can be used again.
site-versions = Changes
site-version = Version { $n }
refusal-changed-meanwhile-text = This page was changed while you wrote. Please look at the changes below before you save.
done-site-contact = The contact is saved.
done-site-page = Saved. This version is public now.
done-site-reset = The shipped text is public again.

refusal-required-agreed = This needs agreement: tick the box to go on
field-agreed = Agreement
refusal-changed-meanwhile-agreed = The terms have just changed. Please read them again and tick the box

share-feed = Fulfil a neighbour’s small wish
share-feed-line = Claim a wish and bring it to a community shop nearby, which hands it to the family.
share-site-line = Families say what they need, neighbours bring it, the charity shop hands it over.
share-wanted = What is needed most
share-wanted-line = See what the shops lack. Perhaps you have one at home.
share-notice = Monthly notice of the shops
share-notice-line = What came in this month, and what went out.
share-wish = Wanted: { $title }
share-wish-line = A family in { $area } needs it, { $cost }. Claim it and bring it to a community shop nearby.
share-wish-taken = Claimed: { $title }
share-wish-taken-line = This wish in { $area } has found help. Other families still wait.

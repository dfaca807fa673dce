# Household files.

households-title = Household files
households-search = Name, phone or file number
households-new = New household file
households-new-do = Make the file
households-number = File number
households-people = People
households-people-count =
    { $n ->
        [1] 1 person
       *[other] { $n } people
    }
households-care = Care
households-hardship = Hardship
households-hardship-tick = In particular hardship, needs a closer eye
households-none-found = No such household
households-none-found-text = Check the name or the number. Households of other areas do not show here.
households-show-all = Show all households
households-empty = No household files yet
households-empty-text = A file is made when a family asks for help or agrees to it.
households-wishes = Wishes
households-no-wishes = No wishes yet
households-no-wishes-text = The family can post wishes itself, or you post for it.
households-members = Members
households-members-note = Who lives there, 1 to 20 people. Rows left empty do not matter.
households-person = Person { $n }
households-more = One more person
households-years = { $n }
households-member-add = Add a member
households-member-add-do = Add this member
households-contact = How to reach them
households-contact-name = Contact person
households-address-hint = For visits; never public
households-sign-in = The family's own sign-in
households-sign-in-later = Once the file exists, make a card or a set-up code on its page “Sign-in”.
households-post = Post a wish for them
households-post-for = A wish for { $name }'s family
households-post-pick = Let the family point at one thing at a time.
households-post-review = It goes to review; you or a colleague publish it.
households-post-do = Post this wish
sex-unsaid = not said
sex-female = female
sex-male = male
done-household-added = The file of { $name }'s family is made. You can post a wish for them next.
done-member-added = { $name } is added.
done-wish-posted-for-family = “{ $title }” is sent and waits for review.
households-name = Contact
households-number-short = No. { $n }
households-born = born { $year }
households-born-missing = year of birth missing
households-alike = This family may have a file
households-alike-note = Two of name, phone, address and year of birth agree with these files. Please look first.
households-anyway = I looked: it is another family, go on

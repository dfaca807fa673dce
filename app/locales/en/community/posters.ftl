# Posters: of each wish, drive, shop and group; where they hang, and what a scan shows.

poster = Poster
poster-title = Poster
poster-of = Poster: { $title }
poster-pdf = To print (PDF)
poster-png = To send (picture)
poster-wish = Wanted: { $title }
poster-drive = A call for goods
poster-shop = Charity shop
poster-group = A community group
poster-line-wish = A family needs it. Claim it and bring it to the charity shop nearby.
poster-line-drive = { $area }, taken until { $day }
poster-scan-wish = Scan, then tap “Claim”
poster-scan-drive = Scan to see what is wanted and where to bring it
poster-scan-shop = Scan to see who is waiting nearby
poster-number = No. { $number }
poster-code = Code { $code }
poster-places = Where it hangs
poster-places-none = No place has been noted yet.
poster-hang = Note where it hangs
poster-hang-note = Then you can print a poster of its own for this place, and see how often it was scanned there. You are reminded when it is to come down.
poster-place = Place
poster-place-hint = Such as “door of building 3”; not the door of a family
poster-until-ask = Until when
poster-hang-do = Note it
poster-noted = hung { $since }, noted by { $name }
poster-scans =
    { $n ->
        [one] scanned once
       *[other] scanned { $n } times
    }
poster-until = until
poster-of-place = Poster for this place
poster-down = Taken down
poster-over = This is over or done; please take the poster down.
poster-state-hanging = Hangs
poster-state-to-remove = To take down
poster-state-removed = Taken down
poster-state-lost = No answer
poster-subject-wish = Wish
poster-subject-drive = Drive
poster-subject-shop = Shop
poster-subject-group = Group
posters-title = Posters that hang
posters-all = All posters that hang
posters-none = No poster hangs
posters-none-text = Tap “Poster” on the page of a wish, a drive, a shop or a group, print it, and note where it hangs.
poster-over-title = It is over
poster-wish-over = The wish on this poster is over. Thank you.
poster-group-over = This group is no more; please ask the staff of the community.
poster-group-instead = See the community’s public documents
poster-feed = See who else is waiting
shop-instead = Go to { $place }
shop-closed-for-good = This shop has closed; please bring nothing here.
shop-wishes-near = Wishes nearby
shop-wanted-too = What the shops lack
shop-drives-too = Calls for goods
drive-instead = Drives that still take goods
desk-posters = Posters to take down
done-poster-hung = Noted. You can print the poster for this place.
done-poster-down = Noted: the poster was taken down.
notice-poster-due = The poster at “{ $title }” can come down.

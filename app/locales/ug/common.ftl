# The frame of every page, dates, states and roles.

brand = ئارزۇ كۆۋرۈكى
skip = مەزمۇنغا ئۆتۈش
back = قايتىش
share = ئورتاقلىشىش
share-copied = ئۇلىنىش كۆچۈرۈلدى
language-draft = بۇ دەسلەپكى نۇسخا: ئانا تىلى ئۇيغۇرچە بولغان كىشى تېخى تەكشۈرمىدى.
sign-out = چىكىنىش

nav = ئاساسىي تىزىملىك
nav-short = كۆپ ئىشلىتىلىدىغان
nav-more = تېخىمۇ كۆپ
nav-feed = ئارزۇلار
nav-claims = ئۈستىگە ئالغانلار
nav-notices = ئۇچۇرلار
nav-me = مېنىڭ
nav-home = ئۆيۈم
nav-free-shop = دۇكان
nav-sign-in = كىرىش

refused-title = ھازىر بولمايدۇ
refused-not-found-title = تېپىلمىدى
refused-not-found-text = ئاخىرلاشقان بولۇشى ياكى ئادرېس تولۇق بولماسلىقى مۇمكىن.
refused-unavailable-title = بىردەم ساقلاڭ
refused-home = باش بەتكە قايتىش
refused-number = داۋاملىق مۇشۇنداق بولسا، خادىمغا بۇ نومۇرنى ئېيتىڭ:

date-today = بۈگۈن
date-today-at = بۈگۈن { $time }
date-yesterday-at = تۈنۈگۈن { $time }
date-tomorrow = ئەتە
date-in-two-days = ئۆگۈن { $weekday }
date-on-weekday = { $weekday } { $date }
date-day = { $day }-{ $month }
date-year = { $year }-يىلى { $day }-{ $month }
date-full = { $year }-يىلى { $day }-{ $month }، { $weekday } { $time }
weekday-1 = دۈشەنبە
weekday-2 = سەيشەنبە
weekday-3 = چارشەنبە
weekday-4 = پەيشەنبە
weekday-5 = جۈمە
weekday-6 = شەنبە
weekday-7 = يەكشەنبە
month-1 = يانۋار
month-2 = فېۋرال
month-3 = مارت
month-4 = ئاپرېل
month-5 = ماي
month-6 = ئىيۇن
month-7 = ئىيۇل
month-8 = ئاۋغۇست
month-9 = سېنتەبىر
month-10 = ئۆكتەبىر
month-11 = نويابىر
month-12 = دېكابىر
waited-today = بۈگۈن يوللاندى
waited-days = { $n } كۈن ساقلىدى

money-about = تەخمىنەن { $n } يۈەن
alias-family =
    { $n ->
        [1] يالغۇز ياشايدىغان كىشى
       *[other] { $n } جانلىق ئائىلە
    }
alias-baby = بىر ياشقا توشمىغان بوۋاق
alias-toddler = { $age } ياشلىق بوۋاق
alias-girl = { $age } ياشلىق قىز
alias-boy = { $age } ياشلىق ئوغۇل
alias-child = { $age } ياشلىق بالا
alias-woman = { $age } ياشلىق ئايال
alias-man = { $age } ياشلىق ئەر
alias-adult = { $age } ياشلىق چوڭ ئادەم
alias-elder = { $age } ياشلىق ياشانغان كىشى

wish-state-draft = ئارگىنال
wish-state-submitted = كۆرۈپ چىقىلىشنى كۈتۈۋاتىدۇ
wish-state-published = ئېلان قىلىندى
wish-state-fulfilled = ئەمەلگە ئاشتى
wish-state-rejected = ماقۇللانمىدى
wish-state-withdrawn = قايتۇرۇۋېلىندى
wish-state-expired = ۋاقتى توشتى

claim-state-pledged = ئۈستىگە ئېلىندى
claim-state-on-the-way = يولدا
claim-state-arrived = دۇكانغا كەلدى
claim-state-handed-over = تارقىتىلدى
claim-state-confirmed = جەزملەندى
claim-state-cancelled = بىكار قىلىندى
claim-state-lapsed = ۋاقتى ئۆتتى
claim-state-revoked = قايتۇرۇۋېلىندى
claim-state-refused = تاپشۇرۇۋېلىنمىدى

role-family = ئائىلە
role-donor = ئۈستىگە ئالغۇچى
role-shopkeeper = دۇكان خادىمى
role-caseworker = مەھەللە خادىمى
role-coordinator = مەسئۇل
role-admin = باشقۇرغۇچى

# Forms and lists.

form-wrong-fields = { $n } يەرنى تۈزىتىش كېرەك
form-wrong-line = { $field }: { $why }
form-field-name = ئىسىم
form-field-due = كۈن
form-field-to = كىمگە
form-field-how = قانداق
form-field-note = ئىزاھات
form-field-words = سۆز
field-optional = ئىختىيارىي
file-choose = ھۆججەت تاللاڭ
file-choose-picture = رەسىمگە تارتىڭ ياكى تاللاڭ
field-none = تاللىمايمەن
field-phone = تېلېفون نومۇرى
field-password = پارول
field-name = ئىسىم
field-invitation = تەكلىپ كودى
field-area = رايون
field-old = ھازىرقى پارول
field-new = يېڭى پارول
field-item = نەرسە
field-size = چوڭ-كىچىكلىكى
field-quantity = سانى
field-member = كىمگە
field-reason = سەۋەبى
field-due = ئەكېلىدىغان كۈن
field-household = ئائىلە
field-address = ئادرېس
field-members = ئائىلە ئەزالىرى
field-member-name = ئەزانىڭ ئىسمى
field-birth-year = تۇغۇلغان يىلى
field-sex = جىنسى
field-location = دۇكان
field-hours = ئېچىلىدىغان ۋاقىت
stepper-less = بىرنى ئازايتىش
stepper-more = بىرنى كۆپەيتىش
pager = بەت ئالماشتۇرۇش
pager-more = تېخىمۇ كۆپ
pager-shown = { $n } كۆرسىتىلدى
pager-start = باشتىن كۆرۈش
place-map = خەرىتىدە كۆرۈش
place-days = { $first }دىن { $last }غىچە
place-hours = { $days } { $from }–{ $to }
place-closed = { $days } دەم ئالىدۇ
place-closed-on = يەنە دەم ئالىدىغان كۈنلەر: { $days }
place-open-now = ھازىر ئوچۇق، { $until } غىچە
place-shut-now = ھازىر تاقاق، { $day } { $from } دا ئېچىلىدۇ
search-go = ئىزدەش
scan = سايىلەش
scan-view = كامېرا كۆرۈنۈشى

steps = جەريان
steps-at = { $of } قەدەمنىڭ { $n }-قەدىمى: { $step }
step-draft = قارالما
step-sent = يولدا
step-submitted = يوللاندى
step-published = ئېلان قىلىندى
step-claimed = ئۈستىگە ئېلىندى
step-arrived = دۇكانغا كەلدى
step-handed-over = تارقىتىلدى
step-confirmed = جەزملەندى
undo-title = قايتۇرغىلى بولىدىغانلار
undo-none = ھازىر قايتۇرىدىغان ئىش يوق
undo-none-text = باياتىن قىلغان ئىشنى بىر نەچچە مىنۇت ئىچىدە قايتۇرغىلى بولىدۇ.
undo-do = قايتۇرۇش ({ $n } مىنۇت ئىچىدە)
undo-record = { $n } نى ئېچىش
done-undone = قايتۇرۇلدى.
undo-kind-wish-published = ئارزۇ ئېلان قىلىندى.
undo-kind-wish-rejected = ئارزۇ قايتۇرۇلدى.
undo-kind-file-assigned = ھۆججەتنىڭ مەسئۇلى ئالماشتى.
undo-kind-work-handed-over = خىزمەت ئۆتكۈزۈپ بېرىلدى.
undo-kind-case-closed = ئىش پۈتتى.
undo-kind-pairing-ended = ھەمراھلىق ئاخىرلاشتى.
undo-kind-appointment-cancelled = ئۇچرىشىش ئەمەلدىن قالدۇرۇلدى.
undo-kind-shift-cancelled = نۆۋەتچىلىك بىكار قىلىندى.
undo-kind-course-cancelled = پائالىيەت بىكار قىلىندى.

home-jobs = خىزمەت ئىزدەش
home-jobs-asked = { $n } جاۋاب كۈتۈۋاتىدۇ
home-jobs-note = كىمنىڭ خىزمەت ئىزدەۋاتقانلىقىنى ئېيتىڭ، تور خادىمى ماس كېلىدىغان خىزمەتنى تەۋسىيە قىلىدۇ.
home-jobs-none = تېخى تەۋسىيە يوق
jobs-title = ئىشچى قوبۇل قىلىش
notice-job-changed = «{ $title }» توغرىسىدا يېڭى خەۋەر بار.
notice-job-state = ھازىر: { $text }
notice-job-check-due = «{ $title }»: خىزمەت قانداق؟ يەنىلا شۇ يەردىمۇ، مائاش تارقىتىلدىمۇ، ئېيتىپ بېرىڭ.
jobs-note = خىزمەت ئورنى 14 كۈندە بىر قېتىم جەزملەيدۇ، جەزملەنمىگىنى كۆرۈنمەيدۇ.
jobs-none = ھازىر ئىشچى ئالىدىغان ئورۇن يوق
jobs-none-text = بىرنەچچە كۈندىن كېيىن يەنە كېلىڭ، ياكى تور خادىمىغا قانداق خىزمەت ئىزدەيدىغانلىقىڭىزنى ئېيتىڭ.
seeker-ask-own = ئۆيدە كىم خىزمەت ئىزدەيدۇ
seeker-question = خىزمەت ئىزدەمسىز
seeker-looks = ئىزدەيدۇ
seeker-no = ئىزدىمەيدۇ
seeker-lodging = ياتاق كېرەك

# Job fairs: vacancies at an event.
fairs-title = خىزمەت يەرمەنكىسى
fair-brought = بۇ يەرمەنكىدە بار
fair-cancelled = بۇ يەرمەنكە بىكار قىلىندى
fair-vacancies = يەرمەنكىدىكى خىزمەت ئورۇنلىرى
fair-vacancies-none = ھازىرچە خىزمەت ئورنى يوق.

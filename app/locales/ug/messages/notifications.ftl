# What people are told. `title` is the wish; a reason that somebody gave stands below.

notice-wish-published = «{ $title }» ئېلان قىلىندى، ھەممە كىشى كۆرەلەيدۇ.
notice-wish-rejected = «{ $title }» ماقۇللانمىدى.
notice-wish-back = «{ $title }» قايتا كۆرۈلمەكتە، نەتىجىسىنى ئېيتىمىز.
notice-wish-expired = «{ $title }»نىڭ ۋاقتى توشتى، ھېچكىم ئۈستىگە ئالمىدى. يەنە يوللىسىڭىز بولىدۇ.
notice-wish-claimed = «{ $title }»نى بىرى ئۈستىگە ئالدى.
notice-wish-arrived = «{ $title }» دۇكانغا كەلدى، ئېلىش كودىنى ئېلىپ كېلىڭ.
notice-wish-handed-over = «{ $title }» تارقىتىلدى، تاپشۇرۇۋالغىنىڭىزنى جەزملەڭ.
notice-wish-reopened = «{ $title }» ئەكېلىنمىدى، باشقا ئەكېلىدىغان كىشىنى ئىزدەۋاتىمىز.
notice-wish-waiting = «{ $title }» دۇكاندا سىزنى كۈتۈۋاتىدۇ، ئېلىش كودىنى ئېلىپ كېلىڭ.
notice-wish-uncollected = «{ $title }» ئېلىنمىدى، ھازىرچە جازىغا قايتۇرۇلدى. يەنە كېرەك ياكى كېرەكسىزلىكىنى مەھەللە خادىمىغا ئېيتىڭ.
notice-wish-draft-waiting = «{ $title }» تېخى يوللانمىدى. كېرەك بولسا، ئېچىپ يوللاڭ.
notice-wish-draft-ended = «{ $title }» ئۇزۇن ۋاقىت يوللانمىغاچقا يىغىپ قويۇلدى. كېرەك بولسا يەنە يوللىسىڭىز بولىدۇ.
notice-wish-review-waits = «{ $title }» تېخى كۆرۈلمىدى، ساقلىتىپ قويدۇق، كەچۈرۈڭ. مەھەللە خادىمىدىن سوراڭ ياكى «ئالاقىلىشىش» تىكى نومۇرغا تېلېفون قىلىڭ.
notice-claim-reminder = «{ $title }»نىڭ ۋاقتى توشاي دەپ قالدى، تېزرەك ئەكېلىڭ.
notice-claim-arrived = «{ $title }» تاپشۇرۇۋېلىندى، رەھمەت.
notice-claim-confirmed = ئائىلە «{ $title }»نى تاپشۇرۇۋالغانلىقىنى جەزملىدى.
notice-thanks-received = ئائىلە «{ $title }» ئۈچۈن رەھمەت يازدى.
notice-order-reminder = بۈگۈن { $title } زاكازنى ئالسىڭىز بولىدۇ، ئېلىش كودىنى ئۇنتۇماڭ.
notice-order-expired = { $title } زاكاز ئېلىنمىدى، نەرسىلەر جازىغا قايتۇرۇلدى، نومۇر سىزگە قايتۇرۇلدى.
notice-order-cancelled = { $title } زاكازنى دۇكان بىكار قىلدى، نومۇر سىزگە قايتۇرۇلدى.
notice-order-collected = { $title } زاكاز سىزگە تاپشۇرۇلدى. سىز ئالمىغان بولسىڭىز، دەرھال مەھەللە خادىمىغا ئېيتىڭ.
notice-card-issued = مەھەللە خادىمى ئائىلىڭىزگە يېڭى كارتا بېجىردى. ئۆيىڭىزدىن ھېچكىم بېجىرمىگەن بولسا، دەرھال مەھەللىگە ئېيتىڭ.
notice-setup-code-issued = مەھەللە خادىمى ئائىلىڭىزگە ئېچىش كودى بەردى، بۇرۇنقى پارول ئەمدى ئىشلىمەيدۇ. ئۆيىڭىزدىن ھېچكىم بېجىرمىگەن بولسا، دەرھال مەھەللىگە ئېيتىڭ.
notice-pin-cleared = مەھەللە خادىمى ئائىلىڭىزنىڭ سانلىق پارولىنى ئېلىپ تاشلىدى. «مېنىڭ» دېگەن يەردە يېڭىسىنى قويالايسىز.
notice-correction-answered = ئارخىپ توغرىسىدىكى سوئالىڭىزغا جاۋاب كەلدى.
notice-consent-recorded = ئارخىپقا ئائىلىڭىزنىڭ بىر رازىلىقى يېزىلدى. خاتا بولسا دەرھال قايتۇرۇۋالالايسىز.
notice-consent-withdrawn = بىر رازىلىق قايتۇرۇۋېلىندى، مۇناسىۋەتلىك مەزمۇنلار ئەمدى ئاشكارا ئەمەس.
notice-consent-refused = ئائىلىڭىزنىڭ بىر ئىشقا قوشۇلمىغانلىقى يېزىلدى. خاتا بولسا خالىغان ۋاقىتتا ئۆزگەرتەلەيسىز.

notices-title = ئۇچۇرلار
notices-empty = تېخى ئۇچۇر يوق
notices-empty-text = ئارزۇلاردا يېڭىلىق بولسا، بۇ يەردە چىقىدۇ.
notices-unread = { $n } ئوقۇلمىغان
notices-read = ھەممىسىنى ئوقۇلدى قىلىش
notices-new = ئوقۇلمىغان
notices-reason = سەۋەبى: { $text }

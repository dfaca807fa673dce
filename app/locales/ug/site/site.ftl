# Public pages, the contact, numbers, and link previews. The texts of the pages are not translated: the original is shown.

site-links = بۇ تور بېكەت ھەققىدە
site-about = بىز ھەققىدە
site-how = قانداق ئىشلىتىلىدۇ
site-privacy = مەخپىيەتلىك
site-terms = ئىشلىتىش شەرتلىرى
site-help = ياردەم
site-contact = ئالاقىلىشىش
site-accessibility = توسالغۇسىز ئىشلىتىش
site-changed = يېڭىلانغان ۋاقتى { $date }

numbers-title = بۈگۈنگىچە
numbers-wishes = ئەمەلگە ئاشقان ئارزۇلار
numbers-families = ياردەم ئالغان ئائىلىلەر
numbers-givers = نەرسە بەرگەنلەر
contact-ask = قىيىنچىلىققا يولۇقسىڭىز سوراڭ:

how-wish = 1. ئائىلە ئارزۇ قىلىدۇ
how-wish-text = ئائىلە رەسىمنى تاللايدۇ ياكى مەھەللە خادىمى ياردەم قىلىدۇ. تەكشۈرۈلگەندىن كېيىن ئاشكارىلىنىدۇ، ئىسىم ۋە ئادرېس يېزىلمايدۇ.
how-bring = 2. قوشنا ئۈستىگە ئالىدۇ
how-bring-text = بىر ئارزۇنى ئۈستىڭىزگە ئېلىپ، نەرسىنى يېقىندىكى دۇكانغا ئاپىرىسىز.
how-collect = 3. دۇكان تاپشۇرىدۇ
how-collect-text = دۇكان خادىمى تەكشۈرۈپ تاپشۇرۇۋالىدۇ، ئائىلە كودى بىلەن ئالىدۇ، سىزگە خەۋەر بېرىلىدۇ.

refusal-required-agreed = شەرتلەرنى ئوقۇپ، قوشۇلسىڭىز بەلگە قويۇڭ
field-agreed = ئىشلىتىش شەرتلىرى ۋە مەخپىيەتلىك
refusal-changed-meanwhile-agreed = شەرتلەر ھازىرلا ئۆزگەردى، قايتا كۆرۈپ بەلگە قويۇڭ

share-feed = قوشنىنىڭ كىچىك ئارزۇسىنى ئەمەلگە ئاشۇرۇڭ
share-feed-line = بىر ئارزۇنى ئۈستىڭىزگە ئېلىپ يېقىندىكى دۇكانغا ئاپىرىڭ، ئائىلىگە دۇكان تاپشۇرىدۇ.
share-site-line = ئائىلىلەر ئېھتىياجىنى ئېيتىدۇ، قوشنىلار ئېلىپ كېلىدۇ، دۇكان تاپشۇرىدۇ.
share-wanted = ھازىر ئەڭ كېرەكلىك نەرسىلەر
share-wanted-line = دۇكاندا نېمە كەم ئىكەنلىكىنى كۆرۈڭ، ئۆيىڭىزدە بولسا ئەكېلىڭ.
share-notice = دۇكاننىڭ ئايلىق ئېلانى
share-notice-line = بۇ ئايدا قانچىلىك كىردى، قانچىلىك تارقىتىلدى.
share-wish = ياردەم كېرەك: { $title }
share-wish-line = { $area }دىكى بىر ئائىلىگە كېرەك، { $cost }. ئۈستىڭىزگە ئېلىپ يېقىندىكى دۇكانغا ئاپىرىڭ.
share-wish-taken = ئۈستىگە ئېلىندى: { $title }
share-wish-taken-line = { $area }دىكى بۇ ئارزۇغا ياردەم چىقتى. باشقا ئائىلىلەر تېخى كۈتۈۋاتىدۇ.

# Consents, as a family meets them.

consents-standing = ھازىر نېمىگە قوشۇلدۇق
consents-ended = قايتۇرۇۋېلىنغانلار
consents-ended-note = قايتۇرۇۋېلىنغان رازىلىق دەرھال كۈچىنى يوقىتىدۇ، مەزمۇنى ئەمدى ئاشكارا ئەمەس.
consents-family = پۈتۈن ئائىلە
consents-other-person = ئۆيدىكى بىرى
consents-wish = { $n }-ئارزۇ
consents-account = ئائىلە ھېساباتى
consents-as = { $name } ({ $relation })
consents-given = قوشۇلدۇق
consents-missing = تېخى يوق
consents-taken-back = قايتۇرۇۋېلىندى
consents-refused = قوشۇلمىدى

consent-kind-file = ئائىلە ئارخىپى قۇرۇش
consent-kind-story = بۇ كىشىنى ئاشكارا تىلغا ئېلىش
consent-kind-photo = بىر سۈرەتنى ئاشكارىلاش
consent-kind-voice = ئاۋازنى ساقلاش
consent-how-paper = ئىمزا قويدى
consent-how-spoken = ئېغىزچە ئېيتتى
consent-how-screen = يانفوندا باستى
consent-relation-self = ئۆزى
consent-relation-parent = دادىسى ياكى ئانىسى
consent-relation-grandparent = بوۋا-مومىسى
consent-relation-guardian = باشقا ۋاسىي

consents-says-file = مەھەللە ئائىلىمىزگە ئارخىپ قۇرىدۇ، ياردەمگە كېرەكلىك ئىشلارنىلا يازىدۇ. بىز خالىغان ۋاقىتتا كۆرەلەيمىز، تۈزىتىشنى ياكى ئۆچۈرۈشنى تەلەپ قىلالايمىز.
consents-says-story = ئاشكارا ئارزۇدا { $name }نىڭ يېشى، جىنسى ۋە بىرنەچچە ئېغىز گەپ يېزىلسا بولىدۇ؛ ئىسمى، مەكتىپى ۋە ئادرېسى يېزىلمايدۇ. خالىغان ۋاقىتتا قايتۇرۇۋالغىلى بولىدۇ، شۇ ھامان كۆرسىتىلمەيدۇ.
consents-says-photo = «{ $title }»نىڭ يېنىغا مۇشۇ بىر سۈرەتنى قويسا بولىدۇ، ھەممە كىشى كۆرەلەيدۇ. خالىغان ۋاقىتتا قايتۇرۇۋالغىلى بولىدۇ، شۇ ھامان ئۆچۈرۈلىدۇ.
consents-says-voice = { $name }نىڭ گېپىنى ئۈنگە ئالسا بولىدۇ، پەقەت مەھەللە خادىملىرىلا ئاڭلايدۇ. خالىغان ۋاقىتتا قايتۇرۇۋالغىلى بولىدۇ، شۇ ھامان ئۆچۈرۈلىدۇ.

consents-who = كىم قوشۇلدى
consents-relation = بۇ كىشى بىلەن قانداق مۇناسىۋەتتە
consents-how = قانداق قوشۇلدى
consents-witness = گۇۋاھچى
consents-at = يېزىلغان ۋاقىت
consents-for-wish = ئارزۇ
consents-withdrawn-at = قايتۇرۇۋېلىنغان ۋاقىت
consents-reason = نېمىشقا قايتۇرۇۋالىسىز
consents-withdraw-do = رازىلىقنى قايتۇرۇۋېلىش

consents-own = ئائىلىمىز نېمىگە قوشۇلدى
consents-own-text = قوشۇلۇش-قوشۇلماسلىقنى ئۆزىڭىز بەلگىلەيسىز. خالىغان ۋاقىتتا ئۆزگەرتەلەيسىز.
consents-own-new = قوشۇلامسىز؟
consents-own-note = باسسىڭىز قوشۇلغان بولىسىز، ۋاقتى يېزىلىدۇ.
consents-who-are-you = سىز كىم
consents-agree = قوشۇلىمەن
consents-no-longer = ئەمدى قوشۇلمايمەن
consents-no-grown-up = بىر چوڭ ئادەم قوشۇلۇشى كېرەك
consents-no-grown-up-text = ئارخىپتا چوڭ ئادەم يوق، مەھەللە خادىمىدىن ياردەم سوراڭ.

photo-of = سۈرەت: { $title }
photo-none = تېخى سۈرەت يوق، باشقىلار رەسىمنى كۆرىدۇ.
photo-shown = بۇ سۈرەتنى ھەممە كىشى كۆرەلەيدۇ.

done-consent-agreed = يېزىلدى، رەھمەت.
done-consent-withdrawn = رازىلىق قايتۇرۇۋېلىندى، مەزمۇنى ئەمدى ئاشكارا ئەمەس.
consents-grown-up = چوڭلار ئۆزى يوللىغان ئارزۇدا يېشى، جىنسى ۋە بىرنەچچە ئېغىز گەپ يېزىلىدۇ.
consents-refuse = ئاشكارىلاشنى خالىمايمەن
consents-refuse-do = ئاشكارىلىماڭلار
consents-no-means-photo = سۈرەت دەرھال ئۆچۈرۈلىدۇ، ئارزۇنىڭ يېنىغا رەسىم قويۇلىدۇ.
consents-no-means-child = ئارزۇ يەنىلا ئاشكارا بولىدۇ، پەقەت نەچچە جانلىق ئائىلە دەپلا يېزىلىدۇ. بىر يىلغىچە قايتا سورالمايدۇ، خالىغان ۋاقىتتا ئۆزگەرتەلەيسىز.
consents-ends-story = قايتۇرۇۋالسىڭىز، يېشى، جىنسى ۋە يېزىلغان گەپ دەرھال كۆرسىتىلمەيدۇ، سۈرەت ۋە ئاۋاز ئۆچۈرۈلىدۇ. ئارزۇ قالىدۇ، پەقەت نەچچە جانلىق ئائىلە ئىكەنلىكىلا يېزىلىدۇ.
consents-ends-photo = قايتۇرۇۋالسىڭىز، سۈرەت دەرھال ئۆچۈرۈلىدۇ، ئارزۇنىڭ يېنىدا رەسىم قالىدۇ.
consents-ends-voice = قايتۇرۇۋالسىڭىز، ئاۋاز دەرھال ئۆچۈرۈلىدۇ.
consents-ends-file = قايتۇرۇۋالسىڭىز، ئائىلىنىڭ يېشى، جىنسى، گېپى ۋە سۈرەتلىرى ئەمدى ئاشكارا ئەمەس، سۈرەت ۋە ئاۋاز ئۆچۈرۈلىدۇ. ئارزۇ قالىدۇ، پەقەت نەچچە جانلىق ئائىلە ئىكەنلىكىلا يېزىلىدۇ. ئارخىپنى ئۆچۈرۈش ئايرىم بېجىرىلىدۇ.
done-consent-refused-own = يېزىۋېلىندى: ئاشكارىلانمايدۇ. خالىغان ۋاقىتتا ئۆزگەرتەلەيسىز.

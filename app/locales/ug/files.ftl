# Who opened the file, as a family reads it.

openings-own-title = ئارخىپىمىزنى كىم كۆردى
openings-own-note = تېلېفون، ئادرېس ۋە ئىسىم ئادەتتە يېپىق. خادىم كۆرمەكچى بولسا ئاۋۋال سەۋەبىنى يازىدۇ، ھەممىسى بۇ يەرگە يېزىلىدۇ.
openings-own-empty = تېخى ھېچكىم كۆرمىدى
openings-own-empty-text = ئارخىپىڭىزنى ھازىرغىچە ھېچكىم ئاچمىدى.
openings-own-counter = پەقەت فامىلىسى ۋە «**»نىلا كۆردى، دۇكاندا ئائىلىڭىزنى تونۇش ئۈچۈن
objections-own = دەيدىغان گېپىم بار
objections-own-note = كۆرمىسە بولاتتى دەپ قارىسىڭىز ياكى سورىماقچى بولسىڭىز، مەسئۇلغا يېزىڭ، چوقۇم جاۋاب بېرىلىدۇ.
objections-about-all = ھەممىسى
objections-about = قايسى قېتىمقىسى
objections-words = نېمە دېمەكچى
objections-do = مەسئۇلغا ئېيتىش
objections-mine = دېگەنلىرىڭىز
objections-waits = جاۋاب كۈتۈۋاتىدۇ
objections-answered = جاۋاب بېرىلدى
objections-answer-of = { $name }نىڭ جاۋابى
reveal-reason-visit = ئۆيگە يوقلاش
reveal-reason-delivery = نەرسە ئاپىرىش
reveal-reason-check = ماتېرىيالنى سېلىشتۇرۇش
reveal-reason-call = تېلېفون قىلىش
reveal-reason-request-of-family = ئائىلە تەلەپ قىلدى
reveal-reason-other = باشقا سەۋەب
reveal-reason-counter = دۇكاندا ئىزدەش
reveal-reason-export = تىزىملىك چىقىرىش
notice-objection-answered = «ئارخىپىمىزنى كىم كۆردى» دېگەن سوئالىڭىزغا جاۋاب كەلدى.
alias-a-family = بىر ئائىلە
done-objected = مەسئۇلغا ئېيتىلدى، جاۋابى مۇشۇ يەرگە يېزىلىدۇ.

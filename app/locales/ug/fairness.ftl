# Fairness, as a family meets it.

fair-same-own = ئائىلىڭىزنىڭ مۇشۇنداق نەرسىسى بار
fair-same-open = { $day } يوللانغان، بېجىرىلىۋاتىدۇ، { $n } دانە
fair-same-wish = { $day } { $n } دانە ئېلىنغان
fair-same-shop = { $day } مېھىر تاللا بازىرىدىن { $n } دانە ئېلىنغان
fair-same-more = يەنە { $n } قېتىم
fair-again = يەنە بىرى كېرەك، يوللاش
fair-full-own = ھازىرچە يېڭى ئارزۇ يوللىغىلى بولمايدۇ
fair-full-open = ھازىر { $n } ئارزۇ بېجىرىلىۋاتىدۇ، ئەڭ كۆپ { $limit }. بىرى پۈتسە يەنە يوللىيالايسىز.
fair-full-year = بىر يىلدا { $n } ئارزۇ يوللاندى، ئەڭ كۆپ { $limit }. { $day }دىن باشلاپ يەنە يوللىيالايسىز.
fair-full-home = ھازىرقى ئارزۇلارنى كۆرۈش
received-title = تاپشۇرۇۋالغانلىرىمىز
home-openings = ئارخىپىمىزنى كىم كۆردى
received-none = تېخى نەرسە ئالمىدىڭىز
received-none-text = ئارزۇ ئەمەلگە ئاشسا ياكى دۇكاندىن ئالسىڭىز، بۇ يەرگە يېزىلىدۇ.
received-from-wish = ئارزۇ
received-from-shop = مېھىر تاللا بازىرى
kept-unsent = تور يوق، يوللانمىدى. يازغانلىرىڭىز ساقلاندى، تور بولغاندا يەنە بىر قېتىم بېسىڭ.

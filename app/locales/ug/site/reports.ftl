# What is lacking, as everybody reads it.

wanted-title = ئەڭ كەم نەرسىلەر
wanted-door = ئەڭ كەم نەرسىلەر
wanted-intro = { $area }دىكى ئائىلىلەر كۈتۈۋاتقان، دۇكاندا يوق نەرسىلەر. ئەڭ كېمى ئالدىدا.
wanted-short = يەنە { $n } كەم
wanted-none = ھازىر ھېچنېمە كەم ئەمەس
wanted-none-text = كۈتۈۋاتقان ئارزۇلارنىڭ ھەممىسى دۇكاندا بار.
wanted-none-act = ھەممە ئارزۇنى كۆرۈش
wanted-plenty = ھازىرچە ئەكەلمەڭ
wanted-plenty-text = بۇ نەرسىلەر دۇكاندا يېتەرلىك، يەنە كەلسە قويىدىغان يەر يوق. بىر مەزگىلدىن كېيىن يەنە كۆرۈڭ.
wanted-shops = قەيەرگە ئەكېلىمەن
wanted-address = ئادرېس
wanted-hours = ئېچىلىدىغان ۋاقىت
wanted-size = { $size }: { $n }
wanted-district = { $name }: { $n }
wanted-shelf = جازىدا تۈگەي دەپ قالدى
wanted-offer = مەندە ئارتۇق بار
wanted-offer-named = مەندە ئارتۇق بار: { $item }

# The month's notice, as far as a family meets it.

month-public-link = ھەر ئايلىق ئېلاننى كۆرۈش
month-title = ئايلىق ئېلان
month-none = تېخى ئېلان يوق
month-none-text = بازار ھەر ئايدا تاپشۇرۇۋالغان ۋە تارقاتقان نەرسىلەرنى ئاشكارىلايدۇ.
month-which = قايسى ئاي
month-of-year = { $year }-يىلى { $month }

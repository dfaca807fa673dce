# The month's notice, as far as a family meets it.

month-public-link = ھەر ئايلىق ئېلاننى كۆرۈش
month-title = ئايلىق ئېلان
month-none = تېخى ئېلان يوق
month-none-text = بازار ھەر ئايدا تاپشۇرۇۋالغان ۋە تارقاتقان نەرسىلەرنى ئاشكارىلايدۇ.

# The month's notice, as far as a family meets it.

month-public-link = ھەر ئايلىق ئېلاننى كۆرۈش

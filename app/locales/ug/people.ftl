# Signing in, registering, and what is one's own.

hello-title = ئۆيدىن ئارزۇغا بىر كۆۋرۈك
hello-text = كىرگەندىن كېيىن ئارزۇنى ئۈستىڭىزگە ئالالايسىز ۋە قەيەرگە كەلگىنىنى كۆرەلەيسىز. ئائىلە ھېساباتىنى مەھەللە خادىمى ئاچىدۇ.
sign-in-title = كىرىش
sign-in-do = كىرىش
sign-in-register = ھېساباتىڭىز يوقمۇ؟ تىزىملىتىپ ئۈستىگە ئالغۇچى بولۇڭ
register-title = تىزىملىتىش
register-text = تىزىملاتقاندىن كېيىن ئارزۇنى ئۈستىڭىزگە ئالالايسىز. ئائىلىلەر تىزىملاتمايدۇ، مەھەللە خادىمىغا ئېيتىڭ.
register-do = تىزىملىتىش
register-sign-in = ھېساباتىم بار، كىرىمەن
register-phone-hint = كىرىش ئۈچۈن، دۇكان خادىمىمۇ شۇ نومۇر بىلەن ئالاقىلىشىدۇ
register-name-hint = دۇكان خادىمى سىزنى قانداق چاقىرىدۇ
register-password-hint = ئەڭ ئاز 8 بەلگە
register-invitation-hint = ئورۇن بەرگەن 8 خانىلىق كود؛ قوشنىلار يازمىسىمۇ بولىدۇ
register-invited-by = { $name }غا قوشۇلىسىز
register-area-hint = تەكلىپ كودى بولمىسا تاللاڭ
me-title = مېنىڭ
me-role = رول
me-organisation = ئورۇن
me-display = كۆرۈنۈش
me-view-elder = خەتنى چوڭايتىش
me-view-normal = خەتنى ئەسلىگە كەلتۈرۈش
me-password-change = پارولنى ئالماشتۇرۇش
done-registered = تىزىملاندى، { $name }. ئەمدى ئارزۇنى ئۈستىڭىزگە ئالالايسىز.
done-registered-member = تىزىملاندى، { $name }. سىز ھازىر { $organisation }نىڭ ئەزاسى.
done-signed-out = چىكىندىڭىز.
done-password-changed = پارول ئالماشتۇرۇلدى، باشقا ئۈسكۈنىلەر چىكىندى.

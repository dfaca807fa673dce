# Yearly sheets of helpers, as a family reads them.

helper-sheets-title = ياردەمچىگە رەھمەت ۋارىقى
helper-sheets-note = خالىسىڭىزلا چىقىرىلىدۇ: بىر يىلدا قىلغان ئىشلىرىڭىز بىر ۋاراققا يېزىلىدۇ، بېسىپ چىقارغىلى بولىدۇ. ۋاراقنى ئالغان كىشى نومۇر ۋە تەكشۈرۈش كودى بىلەن راست-يالغانلىقىنى تەكشۈرەلەيدۇ، پەقەت يىل ۋە سانلارنىلا كۆرىدۇ. رەتكە تۇرغۇزۇلمايدۇ.
helper-year = قايسى يىل
helper-sheet-make = رەھمەت ۋارىقى چىقىرىش
helper-sheet-of = { $year }-يىللىق رەھمەت ۋارىقى
helper-sheet-withdraw = قايتۇرۇۋېلىش
helper-sheet-withdrawn = قايتۇرۇۋېلىندى، تەكشۈرسە «راست ئەمەس» دەپ كۆرۈنىدۇ
done-helper-sheet = رەھمەت ۋارىقى چىقتى، بېسىپ چىقارسىڭىز بولىدۇ.
done-helper-sheet-withdrawn = قايتۇرۇۋېلىندى.

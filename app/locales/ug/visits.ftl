# Who answers for a family, as it reads it; its visits and findings.

answerer-post-homes = قوشنا ئائىلىلەر باشلىقى
answerer-post-grid = تور خادىمى
answerer-post-head = مەسئۇل كىشى
answerer-line = { $post } · { $area }
answerer-line-homes = { $post } · { $area } · { $n } ئائىلە
answerer-absent = ۋەزىپىدىن كەتتى
home-people = ئىش بولسا كىمنى ئىزدەيمىز

# Calls for goods, as the foot of a page names them.

drives-title = بۇيۇم توپلاش

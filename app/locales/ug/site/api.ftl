# Documentation of the API: only the link to it is on pages that families read.
api-title = API چۈشەندۈرۈشى

# Hearing instead of reading, saying instead of writing, and what comes after a wish was sent.

speak-page = Read this page to me
speak-hear = Listen:{" "}

voice-say = Press the microphone and say why you need it
voice-record = Record
voice-hint = Up to a minute; press again to stop. Only your family and your caseworker can hear it.
voice-listen = Listen to the recording
voice-drop = Throw the recording away
voice-denied = The microphone did not open. You can send the wish without.
voice-who-hears = Only your family and your caseworker can hear it.
photo-take = Take a picture of the thing
photo-kept = Send this picture
photo-hint = The thing only, no people. After review everybody can see it.
field-voice = Recording
review-voice = What the family said
review-voice-note = Listen, then write words that everybody may read: no names, no school, no address.

sent-title = Sent
sent-next = What comes next
sent-next-read = Your caseworker listens and reads first
sent-next-claim = Somebody claims it
sent-next-shop = It is brought to the love supermarket
sent-next-home = You collect it with your code
sent-home = Back home

done-voice-removed = The recording is gone.

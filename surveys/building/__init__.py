"""Where questionnaires are made: own ones of an organisation, edited as a draft and published as a version.

`drafts` writes (begin, change, take back, discard, publish), `editing` and `naming` turn one definition into the
next without a database, `*_form` read what was typed, `impact` says what publishing will do, `bank` finds questions
to take over. The library of the portal is read here and never changed.
"""

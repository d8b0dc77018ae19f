from conformance.dicom.checks import words


def test_words_are_the_first_few_of_many():
    assert words(["a", "b"]) == "a; b"
    assert words([]) == ""
    assert words(range(9)) == "0; 1; 2; 3; 4; and 4 more"

"""What the product holds about a person, and the copy of it that the person may have (UU 27/2022 pasal 7)."""

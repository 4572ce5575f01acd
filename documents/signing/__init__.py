"""Signing papers and proving it: certificates of the office's own authority (PAdES), BSrE, or by hand; one record."""
